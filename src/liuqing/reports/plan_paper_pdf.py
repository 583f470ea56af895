"""A plan as PDF, set by Typst; no font is taken from the machine."""

from pathlib import Path

from liuqing.reports import paper as setting
from liuqing.reports.plan_paper import PlanPaper
from liuqing.reports.plan_paper_pack import pack

TAGGED = 400
"""Rows up to which a plan is set with tags for a reader's ear."""


def write(paper: PlanPaper, out: Path) -> None:
    """Write the plan as one document with contents and numbered pages."""
    rows = sum(len(grid.rows) for grid in paper.grids) + len(paper.sources)
    out.write_bytes(setting.alone("plan_paper.typ", "pack", pack(paper), tagged=rows <= TAGGED))
