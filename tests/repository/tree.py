"""The files of the repository as git knows them, and their text."""

import subprocess
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Fonts are data and large by nature.
FONTS = (".ttf", ".otf", ".ttc", ".woff2")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is there now, relative to the root."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout.decode()
    return tuple(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Path and text of each tracked file that is text; only those with a suffix if any is given."""
    for path in tracked():
        if suffixes and path.suffix not in suffixes:
            continue
        raw = (ROOT / path).read_bytes()
        if b"\0" not in raw:
            yield path, raw.decode("utf-8", errors="replace")


def packed_texts() -> Iterator[tuple[str, str]]:
    """The same for what is inside workbooks and documents, which are zip archives."""
    for path in tracked():
        if not zipfile.is_zipfile(ROOT / path):
            continue
        with zipfile.ZipFile(ROOT / path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".txt", ".csv", ".json")):
                    yield f"{path}!{name}", archive.read(name).decode("utf-8", errors="replace")
