"""The version of the rules: changes when a rule, a number or the place's words change."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from liuqing import policy
from liuqing.policy.place import Place

SOURCES = ("rule.py", "three_valued.py", "rules/*.py")


def rules_version(place: Place) -> str:
    """16 hexadecimal digits over the rules' sources and the place's numbers."""
    digest = sha256(_sources())
    for name, parameter in sorted(place.files.items()):
        digest.update(f"{name}={parameter}\n".encode())
    return digest.hexdigest()[:16]


@cache
def _sources() -> bytes:
    folder = Path(policy.__file__).parent
    files = sorted(path for pattern in SOURCES for path in folder.glob(pattern))
    return b"".join(path.name.encode() + path.read_bytes() for path in files)
