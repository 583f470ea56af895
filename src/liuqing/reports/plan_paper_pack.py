"""A plan as plain data: what the templates of PDF and HTML print, and what the command line gives as JSON."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from liuqing.registry.queries.figures import number
from liuqing.reports import plan_paper as kit
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Heading, PlanPaper, Run, Sign, Text, Turn


def pack(paper: PlanPaper) -> dict[str, Any]:
    """Everything that is printed, as text in order; ``address`` of a figure is "" if it cannot be followed."""
    return {
        "title": paper.title, "subtitle": paper.subtitle, "place": paper.place, "day": kit.day_text(paper.day), "mark": paper.mark,
        "blocks": [_block(paper, one) for one in paper.blocks],
        "list": {"title": kit.LIST, "note": kit.LIST_NOTE, "head": list(kit.LIST_HEAD), "rows": [_source(paper, one) for one in paper.sources]},
    }  # fmt: skip


def write_json(paper: PlanPaper, out: Path) -> None:
    """The plan for other programs: its blocks with their figures as numbers, and where each comes from."""
    told = {**pack(paper), "day": paper.day.isoformat()}
    told["figures"] = [
        {
            "key": one.key, "what": one.what, "value": None if one.value is None else number(one.value), "unit": one.unit,
            "day": one.day.isoformat(), "rule": one.rule, "link": one.link,
        }
        for one in paper.sources
    ]  # fmt: skip
    told.pop("list")
    out.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def _block(paper: PlanPaper, block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Text():
            return {"kind": "text", "runs": [_run(paper, one) for one in block.runs]}
        case Grid():
            return _grid(paper, block)
        case Sign():
            return {"kind": "sign", "unit": block.unit, "day": kit.day_text(block.day)}
        case Turn():
            return {"kind": "turn", "across": block.across}


def _grid(paper: PlanPaper, grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid", "caption": grid.caption, "key": grid.key, "note": grid.note, "head": list(grid.head),
        "widths": list(grid.widths or (1,) * len(grid.head)), "sums": list(grid.total_rows),
        "rows": [[_cell(paper, one) for one in row] for row in grid.rows],
    }  # fmt: skip


def _run(paper: PlanPaper, one: Run) -> dict[str, Any]:
    if isinstance(one, str):
        return {"text": one}
    return {
        "text": one.printed, "key": one.key, "value": number(one.value), "unit": one.unit, "link": one.link,
        "address": paper.address(one.link),
    }  # fmt: skip


def _cell(paper: PlanPaper, one: Cell) -> Any:
    """A text, or what is needed of a figure."""
    if not isinstance(one, Figure):
        return kit.cell_text(one)
    return {
        "text": one.printed,
        "value": number(one.value),
        "link": one.link,
        "address": paper.address(one.link),
    }


def _source(paper: PlanPaper, one: kit.Source) -> dict[str, Any]:
    return {
        "key": one.key, "what": one.what, "text": one.text or kit.WHOLE, "unit": one.unit, "day": one.day.isoformat(),
        "rule": one.rule, "link": one.link, "shown": unquote(one.link), "address": paper.address(one.link),
    }  # fmt: skip
