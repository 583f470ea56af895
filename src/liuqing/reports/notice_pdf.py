"""Notices as PDF, set by Typst; no font is taken from the machine."""

from pathlib import Path
from typing import Any

from liuqing.reports import paper

TAGGED = 20
"""As many sheets are set with tags for a reader's ear."""


def write(pack: dict[str, Any], out: Path) -> None:
    """Write all sheets as one document; each begins a new page."""
    out.write_bytes(paper.alone("notice.typ", "pack", pack, tagged=len(pack["sheets"]) <= TAGGED))
