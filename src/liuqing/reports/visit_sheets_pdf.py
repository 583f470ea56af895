"""The visit sheets as PDF, set by Typst; no font is taken from the machine."""

from typing import Any

from liuqing.reports import paper

TEMPLATE = "visit_sheets.typ"
BATCH = 120
"""Sheets a child."""
TAGGED = 30
"""Fewer sheets than this are set with tags for a reader's ear; a pack is for the printer."""


def pdf(pack: dict[str, Any]) -> bytes:
    """All sheets as one document, a page each."""
    parts = paper.villages(pack, BATCH, "doors")
    if len(parts) == 1:
        return paper.alone(TEMPLATE, "pack", parts[0], tagged=pack["doors"] < TAGGED)
    return paper.pack(TEMPLATE, "pack", parts)
