"""Fit: how large may the type be so that a household's sheet stays on one A4 page?

Reckoned from the lengths of texts, not measured: Typst could try the sizes itself, but that took
twenty times as long and 20 MB a household. The reckoning is on the safe side; a family too large
for the smallest size runs over to a second page.
"""

import unicodedata
from functools import lru_cache
from typing import Any

SIZES = ((10.5, 2.3), (9.6, 1.9), (8.8, 1.5), (8.0, 1.05))
"""Type size in points and padding in millimetres, the largest first."""
WALL = (12.5, 3.2)
SHORT = 12
"""A column whose widest cell is no longer than this takes what it needs."""

_MM = 0.3528
PAGE = 338.0
"""Height of a page in the measure of ``height``, which is on the long side."""
_FIXED = 56.0
"""Head, signatures, foot and the legend of sources."""
_BODY = 186.0
_SECTION = 1.2


@lru_cache(maxsize=20_000)
def length(text: str) -> int:
    """Length on paper: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


@lru_cache(maxsize=20_000)
def ems(text: str) -> float:
    """Length in ems: a Chinese character is one, a digit or letter hardly more than half."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def widths(columns: list[tuple[str, ...]]) -> list[tuple[float, int]]:
    """For each column the ems it takes, or (0, its share of the rest).

    Reckoned here, because a table that must measure its own columns is set three times over.
    """
    wide = [max(map(length, column)) for column in columns]
    fixed = [
        (round(max(map(ems, c)), 1), 0) if w <= SHORT else (0.0, min(w, 30))
        for c, w in zip(columns, wide, strict=True)
    ]
    return fixed if not fixed or any(share for _, share in fixed) else [*fixed[:-1], (0.0, 1)]


def choose(sheet: dict[str, Any]) -> tuple[float, float]:
    """The largest type size, with its padding, at which the sheet fits."""
    if sheet["wall"]:
        return WALL
    return next((size for size in SIZES if height(sheet, *size) <= PAGE), SIZES[-1])


def single_lines(sheet: dict[str, Any]) -> None:
    """Mark the rows, headings first, of which it is sure that they take one line each.

    Typst need not measure them, which halves the time of a table.
    """
    room = _room(sheet["size"]) * 0.92
    for table in (table for section in sheet["sections"] for table in section["tables"]):
        rows = [table["headings"], *(row["cells"] for row in table["rows"])]
        rooms = _rooms(table["widths"], rows, room) if table["rows"] else []
        table["single"] = (
            [
                all(
                    2 * ems(cell) + 2 <= wide or not share
                    for cell, wide, (_, share) in zip(row, rooms, table["widths"], strict=True)
                )
                for row in rows
            ]
            if table["rows"]
            else []
        )


def columns(size: float) -> int:
    """Facts side by side."""
    return 4 if size < 9 else 3


def may_run_over(sheet: dict[str, Any]) -> bool:
    """Whether a second page is to be reckoned with even at the smallest size."""
    return not sheet["wall"] and height(sheet, *SIZES[-1]) > 0.88 * PAGE


def height(sheet: dict[str, Any], size: float, pad: float) -> float:
    """Millimetres that the sheet takes at a type size (points) and padding (millimetres)."""
    line, more = 0.78 * size * _MM, 1.25 * size * _MM
    room = _room(size)
    tall = _FIXED + len(sheet["legend"]) * 1.2
    for section in sheet["sections"]:
        body = _facts(section["facts"], room, columns(size)) * (line + 1.15 * pad)
        body += sum(_table(table, room, line, more, pad) for table in section["tables"])
        body += _wrapped("；".join(section["gaps"]), room) * more
        tall += max(body, 2 * more) + 2 * pad + _SECTION
    found = sum(_wrapped(f["label"] + f["sentence"], room - 12) for f in sheet["findings"])
    return tall + found * (line + 1.15 * pad) + 2 * pad


def _room(size: float) -> float:
    """Half-widths that fit into the right part of the page."""
    return (_BODY - 7 * size * _MM - 9) / (size * _MM / 2)


def _facts(facts: list[dict[str, Any]], room: float, side_by_side: int) -> int:
    lines = [_wrapped(f"{f['label']}：{f['value']}{f['state']}", room / side_by_side - 3) for f in facts]
    return sum(max(lines[i : i + side_by_side]) for i in range(0, len(lines), side_by_side))


def _table(table: dict[str, Any], room: float, line: float, more: float, pad: float) -> float:
    if not table["rows"]:
        return line + pad
    rows = [table["headings"], *(row["cells"] for row in table["rows"])]
    rooms = _rooms(table["widths"], rows, room)
    lines = [max(_wrapped(cell, wide) for cell, wide in zip(row, rooms, strict=True)) for row in rows]
    one = line + 1.24 * pad
    return sum(one + (n - 1) * more for n in lines) + (one if table["title"] else 0) + pad


def _rooms(shares: list[tuple[float, int]], rows: list[list[str]], room: float) -> list[float]:
    """Half-widths that each column has for its text."""
    fixed = [0 if share else max(length(row[i]) for row in rows) + 3 for i, (_, share) in enumerate(shares)]
    spare, parts = max(room - sum(fixed), 10), sum(share for _, share in shares)
    return [
        spare * share / parts - 3 if share else taken for taken, (_, share) in zip(fixed, shares, strict=True)
    ]


def _wrapped(text: str, room: float) -> int:
    return max(1, -(-length(text) // max(int(room), 2))) if text else 0
