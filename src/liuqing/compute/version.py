"""The version of the rules: changes when a rule, a number, a standard or a quota of the place changes."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from liuqing import policy
from liuqing.policy.place import Place

SOURCES = ("rule.py", "three_valued.py", "programmes.py", "quality.py", "rules/*.py")
STATED = ("indicators.yaml", "standards.yaml", "quotas.yaml")
"""What a place states besides its numbers; an estimate judges a plan, not the record."""


def rules_version(place: Place) -> str:
    """16 hexadecimal digits over the rules' sources and what the place and its elders state."""
    digest = sha256(_sources())
    for file in (folder / name for folder in place.lineage for name in STATED):
        if file.is_file():
            digest.update(file.read_bytes())
    for name, parameter in sorted(place.files.items()):
        digest.update(f"{name}={parameter}\n".encode())
    return digest.hexdigest()[:16]


@cache
def _sources() -> bytes:
    folder = Path(policy.__file__).parent
    files = sorted(path for pattern in SOURCES for path in folder.glob(pattern))
    return b"".join(path.name.encode() + path.read_bytes() for path in files)
