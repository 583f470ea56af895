"""A workspace: one folder that holds a county.

``county.toml`` says which place it is and where the record is kept; ``key`` is the master key,
readable by its owner only and never part of a backup; ``inbox/``, ``snapshots/`` and ``out/``
hold the files received, the frozen records and the documents made.
"""

import json
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from liuqing.errors import Problem

FOLDERS = ("inbox", "snapshots", "out")


@dataclass(frozen=True)
class Workspace:
    """An open workspace: its folder, its place and its settings.

    ``address`` is where the public finds it (``https://…``, no slash at the end), for codes on paper.
    """

    folder: Path
    place: str
    demo: bool
    database: str
    address: str = ""

    @property
    def key(self) -> bytes:
        """The master key, 32 bytes."""
        return bytes.fromhex((self.folder / "key").read_text().strip())


def create(folder: Path, *, place: str, demo: bool = False, database: str = "") -> Workspace:
    """Make an empty workspace; a folder that already holds something is never touched."""
    if folder.exists() and any(folder.iterdir()):
        raise Problem(
            "workspace.not_empty", f"文件夹 {folder} 里已有内容", "请换一个新文件夹，或先移走其中的文件。"
        )
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_private(folder / "key", secrets.token_hex(32))
    lines = [f"place = {json.dumps(place, ensure_ascii=False)}", f"demo = {str(demo).lower()}"]
    if database:
        lines.append(f'database = "{database}"')
    (folder / "county.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_workspace(folder)


def open_workspace(folder: Path) -> Workspace:
    """Open an existing workspace."""
    settings = folder / "county.toml"
    if not settings.is_file():
        raise Problem(
            "workspace.missing", f"{folder} 不是六清的工作区（没有 county.toml）",
            "先用 liuqing new 建一个工作区，或核对文件夹名。",
        )  # fmt: skip
    values = tomllib.loads(settings.read_text(encoding="utf-8"))
    return Workspace(
        folder=folder.resolve(),
        place=str(values["place"]),
        demo=bool(values.get("demo", False)),
        database=os.environ.get("LIUQING_DATABASE", str(values.get("database", ""))),
        address=str(values.get("address", "")).rstrip("/"),
    )


def write_private(path: Path, text: str) -> None:
    """A new file that only its owner can read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
