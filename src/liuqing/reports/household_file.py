"""The printed sheet of a household (户户清 明白卡): what is on it, and in which order.

PDF, Word and HTML are set from the dictionary made here, and that is made from the ``Card`` that
the page shows, so that paper and screen cannot disagree. Nothing here looks anything up.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from liuqing.registry.card import Card, Clear, FoundHere, Grid, Shown
from liuqing.reports import wall

Sheet = dict[str, Any]

QUESTIONS = {
    "members": "我家有谁",
    "causes": "为什么困难",
    "measures": "得到什么帮助",
    "ledger": "钱从哪来、收入多少",
    "officers": "有事找谁",
    "exits": "何时脱贫",
}
NUMERALS = "一二三四五六"
ANSWERS = {True: "是", False: "否", None: "待查清"}
LEGEND_MARKS = "①②③④⑤⑥⑦⑧⑨⑩"
FOLD_FROM = 4
"""A narrow table with more rows than this is set in two columns, to keep the sheet on one page."""


def sheet(card: Card, *, hotline: str = "", for_wall: bool = False) -> Sheet:
    """The sheet as text in order; ``for_wall`` leaves out money, illness and identity numbers."""
    shown = wall.public(card) if for_wall else card
    legend: dict[str, str] = {}
    made: Sheet = {
        "title": "户户清 明白卡",
        "wall": for_wall,
        "demo": card.demo,
        "place": " ".join(filter(None, (card.county, card.town, card.village, card.hamlet))),
        "head": card.head,
        "strip": _strip(card),
        "sections": [_section(n, clear, legend) for n, clear in _numbered(shown)],
        "findings": [_finding(found) for found in shown.findings],
        "note": wall.NOTE if for_wall else "",
        "on": card.on.isoformat(),
        "hotline": hotline,
        "no": card.no,
    }
    made["legend"] = [f"{mark} {source}" for source, mark in legend.items()]
    made["dense"] = _rows(made) > 30
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
        ("户编号", card.no),
        ("现在状态", card.standing),
        ("六清完整度", f"{card.score} / 6"),
    )
    return [{"label": label, "value": value} for label, value in facts]


def _numbered(card: Card) -> Iterator[tuple[str, Clear]]:
    return ((NUMERALS[n], clear) for n, clear in enumerate(card.clears))


def _section(numeral: str, clear: Clear, legend: dict[str, str]) -> Sheet:
    return {
        "key": clear.key,
        "numeral": numeral,
        "title": clear.title,
        "question": QUESTIONS.get(clear.key, ""),
        "facts": [_fact(fact, legend) for fact in clear.facts],
        "tables": [_table(grid, legend) for grid in clear.grids],
        "gaps": list(clear.gaps),
    }


def _fact(fact: Shown, legend: dict[str, str]) -> Sheet:
    said = fact.source
    if said and fact.on:
        said = f"{said} {fact.on:%Y-%m-%d}"
    return {
        "label": fact.label,
        "value": fact.value,
        "mark": _mark(said, legend),
        "state": {"missing": "待核实", "conflict": "说法不一"}.get(fact.state, ""),
    }


def _mark(source: str, legend: dict[str, str]) -> str:
    """The circled number of a source in the legend at the foot of the sheet."""
    if not source:
        return ""
    if source not in legend:
        n = len(legend)
        legend[source] = LEGEND_MARKS[n] if n < len(LEGEND_MARKS) else f"({n + 1})"
    return legend[source]


def _table(grid: Grid, legend: dict[str, str]) -> Sheet:
    marks = [_mark(source, legend) for source in grid.sources] or [""] * len(grid.rows)
    rows = [[*row[:-1], row[-1] + mark] for row, mark in zip(grid.rows, marks, strict=True)]
    headings, rows = _folded(list(grid.headings), rows)
    return {
        "title": grid.title,
        "headings": headings,
        "rows": rows,
        "widths": [_width(column) for column in zip(headings, *rows, strict=True)],
        "empty": grid.empty,
    }


def _folded(headings: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    if len(headings) > 3 or len(rows) <= FOLD_FROM:
        return headings, rows
    half = (len(rows) + 1) // 2
    right = [*rows[half:], [""] * len(headings)][:half]
    return headings * 2, [a + b for a, b in zip(rows[:half], right, strict=True)]


def _width(column: tuple[str, ...]) -> int:
    """Share of the line: the widest cell, a Chinese character counting two."""
    widest = max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) for text in column)
    return min(max(widest, 4), 30)


def _finding(found: FoundHere) -> Sheet:
    return {"label": found.label, "answer": ANSWERS[found.verdict], "sentence": found.sentence}


def _rows(made: Sheet) -> int:
    return sum(len(t["rows"]) + 1 for s in made["sections"] for t in s["tables"]) + len(made["findings"])
