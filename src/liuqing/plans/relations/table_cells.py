"""A table's figures: which cells are numbers, what their column and row are called, and in which unit."""

import re
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.figures import units
from liuqing.plans.figures.numbers import places
from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Cell, Table

NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
TOTAL = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*和|全县合计|全镇合计|合计数)|(?:合计|总计|小计)$"
)
NOT_ADDED = re.compile(r"序号|编号|代码|电话|单价|标准|比例|率|占比|%|均|面积指数|年度$|时间|日期|备注")
UNIT = re.compile(rf"(?:单位[:：]?|[（(])\s*({units.MAGNITUDE})({units.PATTERN})\s*[）)]?")
WIDEST = 1_000
"""More columns than a table has, so that every cell has its own place."""


@dataclass(frozen=True)
class Grid:
    """A table with its numbers: ``figures[row][column]`` or None, the words above and beside them."""

    figures: tuple[tuple[Quantity | None, ...], ...]
    heads: tuple[str, ...]
    """What stands above each column, from the top down."""
    groups: tuple[str, ...]
    """The topmost words above each column: columns under one of them belong together."""
    labels: tuple[str, ...]
    """What stands beside each row."""


def grid(table: Table, number: int, around: str) -> Grid | None:
    """The numbers of a table; ``around`` are the words before it, which may say its unit. None without any."""
    first = next((n for n, row in enumerate(table.rows) if _numbers(row) >= 2 and n > 0), None)
    if first is None or len(table.rows) - first < 2:
        return None
    width = len(table.rows[0])
    heads = tuple(_joined([row[c].text for row in table.rows[:first]]) for c in range(width))
    groups = tuple(next((row[c].text for row in table.rows[:first] if row[c].text), "") for c in range(width))
    body = table.rows[first:]
    labels = tuple(_joined([cell.text for cell in row if not _is_number(cell)]) for row in body)
    unit = _unit(around)
    figures = tuple(
        tuple(_figure(cell, (number, first + r, c), heads[c], labels[r], unit) if _is_fresh(row, c) else None for c, cell in enumerate(row))
        for r, row in enumerate(body)
    )  # fmt: skip
    return Grid(figures, heads, groups, labels)


def _numbers(row: tuple[Cell, ...]) -> int:
    return sum(_is_number(cell) and not re.fullmatch(r"(?:19|20)\d\d", cell.text) for cell in row)


def _is_number(cell: Cell) -> bool:
    return bool(NUMBER.fullmatch(cell.text.strip()))


def _is_fresh(row: tuple[Cell, ...], column: int) -> bool:
    """A merged cell is repeated where it spans, and counts once."""
    return column == 0 or row[column] is not row[column - 1] or row[column].columns == 1


def _joined(texts: list[str]) -> str:
    return "".join(dict.fromkeys(text for text in texts if text))


def _unit(words: str) -> tuple[str, str] | None:
    found = UNIT.findall(words)
    return found[-1] if found else None


def _figure(
    cell: Cell, place: tuple[int, int, int], head: str, label: str, unit: tuple[str, str] | None
) -> Quantity | None:
    """The cell as a figure; a unit in its column's head goes before that of the whole table."""
    if not _is_number(cell) or NOT_ADDED.search(head):
        return None
    text = cell.text.strip()
    said = _unit(head) or (None if _is_count(head) else unit)
    known = units.unit(*said) if said else None
    scale = known.scale if known else Decimal(1)
    stated = Decimal(text.replace(",", ""))
    number, row, column = place
    start = row * WIDEST + column
    return Quantity(
        id=-(number * WIDEST * WIDEST + start) - 2, stated=stated, unit=known.name if known else "", value=stated * scale,
        dimension=known.dimension if known else "table", step=places(text) * scale, paragraph=-number - 1,
        start=start, end=start + 1, line=cell.line, text=text, what=f"{label}{head}"[:24],
    )  # fmt: skip


def _is_count(head: str) -> bool:
    """A column of persons in a table whose unit is money."""
    return bool(re.search(r"户数|人数|人口|个数|数量|规模|户$|人$", head))
