"""The household's sheet as PDF, set by Typst; no font is taken from the machine."""

from liuqing.reports import paper
from liuqing.reports.household_file import Sheet

TEMPLATE = "household_file.typ"
HERE = 25
"""As many sheets are set in this process; more are given to children."""
BATCH = 125
"""Sheets a child: about 400 MB while it runs."""


def pdf(sheets: list[Sheet]) -> bytes:
    """All sheets as one document, each beginning a new page."""
    if len(sheets) <= HERE:
        return paper.alone(TEMPLATE, "sheets", sheets, tagged=len(sheets) == 1)
    return paper.pack(
        TEMPLATE, "sheets", (sheets[first : first + BATCH] for first in range(0, len(sheets), BATCH))
    )
