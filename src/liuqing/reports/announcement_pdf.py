"""Sheets of money and projects as PDF, set by Typst; no font is taken from the machine."""

from pathlib import Path
from typing import Any

from liuqing.reports import paper

TAGGED = 60
"""A sheet of as many lines is set with tags for a reader's ear."""


def write(pack: dict[str, Any], out: Path) -> None:
    """Write the sheet."""
    out.write_bytes(paper.alone("announcement.typ", "pack", pack, tagged=len(pack["lines"]) <= TAGGED))
