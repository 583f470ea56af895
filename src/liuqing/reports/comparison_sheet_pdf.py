"""The comparison sheets as PDF, set by Typst; no font is taken from the machine."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from liuqing.reports import paper

TEMPLATE = "comparison_sheet.typ"


def pdf(packs: Iterable[dict[str, Any]]) -> bytes:
    """All sheets as one document, each household on a new page."""
    parts = iter(packs)
    first = list(islice(parts, 2))
    if len(first) == 1:
        return paper.alone(TEMPLATE, "pack", first[0], tagged=len(first[0]["homes"]) == 1)
    return paper.pack(TEMPLATE, "pack", [*first, *parts])
