"""Cells that span columns and rows, laid out as a grid with every row equally wide."""

from dataclasses import dataclass

from liuqing.plans.reading.extract import Rows
from liuqing.plans.structure import cleaning
from liuqing.plans.text import Cell

WIDEST = 200
"""Columns: a table that claims more is broken."""


@dataclass(frozen=True)
class Laid:
    """One cell as the file has it. ``goes_on`` is a cell that continues the one above it (Word)."""

    text: str
    line: int
    columns: int = 1
    rows: int = 1
    goes_on: bool = False


def lay_out(rows: list[list[Laid]]) -> Rows:
    """The grid: a cell is repeated in every place it spans."""
    grid: list[list[Cell]] = []
    below: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        grid.append(_row(row, below, grid[-1] if grid else []))
    width = max((len(row) for row in grid), default=0)
    return tuple(tuple(row + [Cell("", row[-1].line if row else 0)] * (width - len(row))) for row in grid)


def _row(row: list[Laid], below: dict[int, tuple[int, Cell]], above: list[Cell]) -> list[Cell]:
    cells: list[Cell] = []
    for one in row:
        _fill(cells, below)
        at = len(cells)
        if one.goes_on and at < len(above):
            cell = above[at]
        else:
            cell = Cell(cleaning.mend(one.text), one.line, min(one.columns, WIDEST), one.rows)
        for place in range(at, min(at + one.columns, WIDEST)):
            cells.append(cell)
            if one.rows > 1:
                below[place] = (one.rows - 1, cell)
    _fill(cells, below)
    return cells


def _fill(cells: list[Cell], below: dict[int, tuple[int, Cell]]) -> None:
    """Cells from the rows above that reach down to here."""
    while len(cells) in below:
        left, cell = below.pop(len(cells))
        if left > 1:
            below[len(cells)] = (left - 1, cell)
        cells.append(cell)
