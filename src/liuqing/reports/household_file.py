"""The printed sheet of a household (户户清 明白卡): what is on it, and in which order.

PDF, Word and HTML are set from the dictionary made here, and that is made from the ``Card`` that
the page shows, so that paper and screen cannot disagree. Nothing here looks anything up.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from liuqing.registry.card import Card, Clear, FoundHere, Grid, Shown
from liuqing.reports import fit, wall

Sheet = dict[str, Any]

QUESTIONS = {
    "members": "我家有谁",
    "causes": "为什么困难",
    "measures": "得到的帮助",
    "ledger": "钱和收入",
    "officers": "有事找谁",
    "exits": "何时脱贫",
}
NUMERALS = "一二三四五六"
ANSWERS = {True: "是", False: "否", None: "待查清"}
LEGEND_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
FOLD_FROM = 1
"""A narrow table with more rows than this is set in two columns, to keep the sheet on one page."""
OFF_PAPER = {"部门名单"}
"""Tables that stay on the screen: what every list says of every member fills pages."""
COLUMNS_OFF_PAPER = {"起止", "说明"}
"""Columns for the screen: without its days, help of one kind is one line; and where lists contradict
each other about a member is for an officer to look into first."""
TOGETHER = "享受人"
"""Lines that differ only in this column become one line that names everybody."""
AMOUNTS = {"completeness", "income_per_person", "net_income"}
VERDICTS = {"exits", "complete"}
"""Findings for the household's own eyes. Doubts about a person are for an officer to look into
first; a rule that nobody lists here stays off the paper."""


@dataclass
class _Legend:
    """The sources at the foot of a sheet, each with its circled number."""

    year: int
    marks: dict[str, str] = field(default_factory=dict)

    def mark(self, source: str, on: date | None = None) -> str:
        """The number of a list; its day is told where it is of an earlier year than the sheet."""
        said = _list(source)
        if said and on and on.year < self.year:
            said = f"{said} {on.isoformat()}"
        if said and said not in self.marks:
            n = len(self.marks)
            self.marks[said] = LEGEND_MARKS[n] if n < len(LEGEND_MARKS) else f"({n + 1})"
        return self.marks.get(said, "")


def sheet(card: Card, *, hotline: str = "", for_wall: bool = False) -> Sheet:
    """The sheet as text in order; ``for_wall`` leaves out money, illness and identity numbers."""
    shown = wall.public(card) if for_wall else card
    legend = _Legend(card.on.year)
    made: Sheet = {
        "title": "户户清 明白卡",
        "wall": for_wall,
        "demo": card.demo,
        "place": " ".join(filter(None, (card.county, card.town, card.village, card.hamlet))),
        "head": card.head,
        "strip": _strip(card)[:3] if for_wall else _strip(card),
        "sections": [_section(n, clear, legend) for n, clear in _numbered(shown)],
        "findings": [_finding(found) for found in shown.findings if found.rule in {*AMOUNTS, *VERDICTS}],
        "note": wall.NOTE if for_wall else "",
        "on": card.on.isoformat(),
        "hotline": hotline,
        "no": card.no,
    }
    made["legend"] = [f"{mark} {source}" for source, mark in legend.marks.items()]
    made["size"], made["pad"] = fit.choose(made)
    fit.single_lines(made)
    made["columns"] = fit.columns(made["size"])
    made["long"] = fit.may_run_over(made)
    made["code"] = code(made)
    return made


def code(made: Sheet) -> str:
    """A short hash of all that is printed: two sheets with one code say the same."""
    text = json.dumps({k: v for k, v in made.items() if k != "code"}, ensure_ascii=False, sort_keys=True)
    digits = hashlib.sha256(text.encode()).hexdigest().upper()
    return f"{digits[:4]}-{digits[4:8]}"


def texts(made: Any) -> Iterator[str]:
    """Every text on a sheet, for whoever must look at all of them."""
    if isinstance(made, str):
        yield made
    elif isinstance(made, dict):
        for value in made.values():
            yield from texts(value)
    elif isinstance(made, (list, tuple)):
        for value in made:
            yield from texts(value)


def _strip(card: Card) -> list[dict[str, str]]:
    facts = (
        ("户主", card.head),
        ("家庭人口", f"{card.size} 人"),
        ("现在状态", card.standing),
        ("户编号", card.no),
        ("六清完整度", f"{card.score} / 6"),
    )
    return [{"label": label, "value": value} for label, value in facts]


def _numbered(card: Card) -> Iterator[tuple[str, Clear]]:
    return ((NUMERALS[n], clear) for n, clear in enumerate(card.clears))


def _section(numeral: str, clear: Clear, legend: _Legend) -> Sheet:
    facts = [_fact(fact, legend) for fact in clear.facts]
    common = _common([fact["mark"] for fact in facts if fact["mark"]])
    grids = [_together(_trimmed(grid)) for grid in clear.grids if grid.title not in OFF_PAPER]
    return {
        "key": clear.key,
        "numeral": numeral,
        "title": clear.title,
        "question": QUESTIONS.get(clear.key, ""),
        "mark": common,
        "facts": [{**fact, "mark": fact["mark"] if fact["mark"] != common else ""} for fact in facts],
        "tables": [_table(grid, legend) for grid in grids],
        "gaps": list(clear.gaps),
    }


def _common(marks: list[str]) -> str:
    """The source of most facts: its mark stands once, beside the section's title."""
    return max(marks, key=marks.count) if len(marks) > 1 else ""


def _fact(fact: Shown, legend: _Legend) -> Sheet:
    return {
        "label": fact.label.removeprefix("是否"),
        "value": fact.value,
        "mark": legend.mark(fact.source, fact.on),
        "state": {"missing": "待核实", "conflict": "说法不一"}.get(fact.state, ""),
    }


def _list(source: str) -> str:
    """The list without the row in it: the row is for the office, and would make every mark its own."""
    return re.sub(r"第 ?\d+ ?行$", "", source).strip()


def _trimmed(grid: Grid) -> Grid:
    """The table without columns for the screen, and without those in which nothing is said."""
    kept = [
        i
        for i, heading in enumerate(grid.headings)
        if heading not in COLUMNS_OFF_PAPER and any(row[i] not in ("", "未知") for row in grid.rows)
    ]
    rows = [tuple(row[i] for i in kept) for row in grid.rows]
    return replace(grid, headings=tuple(grid.headings[i] for i in kept), rows=tuple(rows))


def _together(grid: Grid) -> Grid:
    """Lines for several people who get the same help as one line."""
    if TOGETHER not in grid.headings:
        return grid
    at = grid.headings.index(TOGETHER)
    lines: dict[tuple[str, ...], list[str]] = {}
    for row, source in zip(grid.rows, grid.sources or ("",) * len(grid.rows), strict=True):
        lines.setdefault((*row[:at], *row[at + 1 :], _list(source)), []).append(row[at])
    rows = [(*key[:at], "、".join(dict.fromkeys(names)), *key[at:-1]) for key, names in lines.items()]
    return replace(grid, rows=tuple(rows), sources=tuple(key[-1] for key in lines))


def _table(grid: Grid, legend: _Legend) -> Sheet:
    marks = [legend.mark(source) for source in grid.sources] or [""] * len(grid.rows)
    # One source for all rows is said once, beside the title.
    common = marks[0] if grid.title and len(set(marks)) == 1 and marks else ""
    rows = [
        ([_brief(cell) for cell in row], "" if common else mark)
        for row, mark in zip(grid.rows, marks, strict=True)
    ]
    headings, rows = _folded(list(grid.headings), rows)
    columns = list(zip(headings, *(cells for cells, _ in rows), strict=True))
    marked = (
        [*columns[:-1], tuple(map("".join, zip(columns[-1], ("", *(m for _, m in rows)), strict=True)))]
        if columns
        else []
    )
    return {
        "title": grid.title,
        "mark": common,
        "headings": headings,
        "rows": [{"cells": cells, "mark": mark} for cells, mark in rows],
        "widths": fit.widths(marked),
        "numbers": [_numeric(column[1:]) for column in columns],
        "empty": grid.empty,
    }


Row = tuple[list[str], str]


def _folded(headings: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """A long narrow table in parts side by side; only where no row has a mark of its own."""
    parts = {2: 3 if len(rows) > 8 else 2, 3: 2}.get(len(headings), 1)
    if parts == 1 or len(rows) <= FOLD_FROM or any(mark for _, mark in rows):
        return headings, rows
    tall = -(-len(rows) // parts)
    filled = [cells for cells, _ in rows] + [[""] * len(headings)] * (tall * parts - len(rows))
    beside = [[cell for p in range(parts) for cell in filled[n + tall * p]] for n in range(tall)]
    return headings * parts, [(cells, "") for cells in beside]


def _finding(found: FoundHere) -> Sheet:
    answer = "" if found.rule in AMOUNTS else ANSWERS[found.verdict]
    return {"label": found.label, "answer": answer, "sentence": found.sentence}


def _brief(text: str) -> str:
    """A masked number keeps its end; its stars need no line of their own."""
    return re.sub(r"\*{5,}", "****", text)


def _numeric(cells: tuple[str, ...]) -> bool:
    """Amounts and counts are set to the right; years and telephone numbers are not."""
    said = [cell for cell in cells if cell not in ("", "—", "未知")]
    return (
        bool(said)
        and all(cell.replace(",", "").replace(".", "").lstrip("-").isdigit() for cell in said)
        and any("." in cell or len(cell) < 4 for cell in said)
    )
