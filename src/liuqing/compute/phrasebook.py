"""The book of sentences: rules as SQL, kept between runs of the program.

To write four hundred rules as SQL takes a second, as long as all else on a small county. The text
depends on the rules' sources, on the numbers of the place on the day, and on the libraries that write
it: a file is named by a hash of all of these, so what is found in it is what would be written anew.
A file that cannot be read or written is as if there were none. The folder is ``liuqing/sentences``
below ``$XDG_CACHE_HOME`` (else ``~/.cache``); it can be deleted at any time.
"""

import json
import os
import tempfile
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from liuqing import compute, policy
from liuqing.policy.dated import NotInForceError, Parameters

FILES = 30
"""So many books are kept, the latest."""
LIBRARIES = ("ibis-framework", "sqlglot")

Told = dict[str, tuple[str, str]]
"""By rule: its SQL, and the number that is not in force or ""."""


class Book:
    """The sentences of all rules with the numbers of a place on a day."""

    def __init__(self, numbers: Parameters):
        folder = _folder()
        self._path = folder / f"{_name(numbers)}.json" if folder else None
        self.told: Told = _read(self._path) if self._path else {}

    def add(self, told: Told) -> None:
        """Keep those that are new."""
        if self._path and not told.keys() <= self.told.keys():
            self.told = {**self.told, **told}
            _write(self._path, self.told)


def _folder() -> Path | None:
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # nobody's home: a service without one
        return None
    return base / "liuqing" / "sentences"


def _name(numbers: Parameters) -> str:
    digest = sha256(_sources())
    digest.update(f"{numbers.on}\n".encode())
    for name in sorted(numbers):
        try:
            digest.update(f"{numbers.meta(name)}\n".encode())
        except NotInForceError:
            digest.update(f"{name} is not in force\n".encode())
    return digest.hexdigest()[:32]


@cache
def _sources() -> bytes:
    """Everything that decides how a rule reads, besides the numbers."""
    rules = Path(policy.__file__).parent
    files = [*sorted(rules.glob("**/*.py")), *sorted(Path(compute.__file__).parent.glob("*.py"))]
    libraries = " ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return libraries.encode() + b"".join(path.name.encode() + path.read_bytes() for path in files)


def _read(path: Path) -> Told:
    try:
        told = json.loads(path.read_text("utf-8"))
        return {name: (text, missing) for name, (text, missing) in told.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _write(path: Path, told: Told) -> None:
    """Beside and renamed, so that another program never reads half a book."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as half:
            json.dump(told, half, ensure_ascii=False)
        Path(half.name).replace(path)
        books = sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for old in books[:-FILES]:
            old.unlink(missing_ok=True)
    except OSError:
        return
