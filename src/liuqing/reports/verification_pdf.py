"""The sheets for the village as PDF, set by Typst; no font is taken from the machine."""

from typing import Any

from liuqing.reports import paper

TEMPLATE = "verification.typ"
BATCH = 120
"""Questions a child."""
TAGGED = 50
"""Fewer questions than this are set with tags for a reader's ear; a pack is for the printer."""


def pdf(pack: dict[str, Any]) -> bytes:
    """All sheets as one document; each village begins a new page, numbered from 1."""
    parts = paper.villages(pack, BATCH, "homes")
    if len(parts) == 1:
        return paper.alone(TEMPLATE, "pack", parts[0], tagged=pack["cases"] < TAGGED)
    return paper.pack(TEMPLATE, "pack", parts)
