"""Tables of a PDF page, put together again from where their pieces stand.

A PDF knows no tables, only pieces of text at places. Where three lines or more have as many pieces, one below the
other, there are columns; each height at which figures stand is a row, and every other piece belongs to the
row it is nearest to, so that a name of three lines stays one cell. Where this does not come out even, the
lines stay lines: a wrong column would be a false contradiction.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from liuqing.plans.structure import marks

_FIGURE = re.compile(r"[-+]?\d[\d,.]*%?")
_CAPTION = re.compile(r"[表图]\s*\d")
_NO_CELL = re.compile(r"[。：；、，]|^[表图]\s*\d|^注")
_LEVEL = 2.5
"""Points: a digit stands a little lower than the characters beside it."""
LEAST = 3
"""Lines with as many pieces, and columns, that make a table."""


@dataclass(frozen=True)
class Piece:
    """Text without a wide gap: how far it reaches and how high it stands, in points from the lower left."""

    text: str
    left: float
    right: float
    height: float
    line: int = 0
    """The line of the page it was read in; PDFs may give the cells of a row one by one."""


@dataclass(frozen=True)
class Grid:
    """A table: the lines of the page it takes, and for each cell its text and the line it stands in."""

    lines: set[int]
    rows: list[list[tuple[str, int]]]


Lines = list[tuple[Piece, ...]]
Columns = list[tuple[float, float]]


def grids(pieces: Iterable[Piece]) -> list[Grid]:
    """The tables of one page, from the top."""
    lines = _levels(pieces)
    found: list[Grid] = []
    above = -1
    for first, last in _blocks(lines):
        columns = _columns(lines[first : last + 1])
        if not columns:
            continue
        first, last = _widened(lines, first, last, columns, above)
        rows = _rows(lines, first, last, columns)
        if len(rows) >= LEAST:
            found.append(Grid({piece.line for line in lines[first : last + 1] for piece in line}, rows))
            above = last
    return found


def _levels(pieces: Iterable[Piece]) -> Lines:
    """What stands at one height of the page, from the top and from the left."""
    levels: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.height):
        if levels and levels[-1][0].height - piece.height <= _LEVEL:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return [tuple(sorted(level, key=lambda one: one.left)) for level in levels]


def _blocks(lines: Lines) -> list[tuple[int, int]]:
    """Runs of lines with several pieces; up to two lines with fewer may stand between (cells of two lines)."""
    blocks: list[list[int]] = []
    for at, pieces in enumerate(lines):
        if len(pieces) < LEAST:
            continue
        if blocks and at - blocks[-1][1] <= LEAST and not _parts(lines[blocks[-1][1] + 1 : at]):
            blocks[-1][1] = at
        else:
            blocks.append([at, at])
    return [(first, last) for first, last in blocks if last - first + 1 >= LEAST]


def _parts(lines: Lines) -> bool:
    """Does a heading, a caption or a sentence stand among these lines, so that another table begins behind it?"""
    texts = ("".join(piece.text for piece in pieces) for pieces in lines)
    return any(
        marks.read(text) or _CAPTION.match(text) or ("。" in text and len(text) > 20) for text in texts
    )


def _columns(lines: Lines) -> Columns:
    """Where the columns stand, by the lines with most pieces if there are some; none if they overlap."""
    counts = Counter(len(pieces) for pieces in lines if len(pieces) >= LEAST)
    for width, times in sorted(counts.items(), reverse=True):
        if times < LEAST:
            continue
        usual = [pieces for pieces in lines if len(pieces) == width]
        columns = [
            (min(row[at].left for row in usual), max(row[at].right for row in usual)) for at in range(width)
        ]
        if all(one[1] <= other[0] for one, other in pairwise(columns)):
            return columns
    return []


def _reached(piece: Piece, columns: Columns) -> list[int]:
    """The columns a piece stands in; the nearest one where it stands between two."""
    found = [at for at, (left, right) in enumerate(columns) if piece.left < right and piece.right > left]
    if found:
        return found
    middle = (piece.left + piece.right) / 2
    return [
        min(
            range(len(columns)),
            key=lambda at: min(abs(columns[at][0] - middle), abs(columns[at][1] - middle)),
        )
    ]


def _widened(lines: Lines, first: int, last: int, columns: Columns, above: int) -> tuple[int, int]:
    """With the lines above and below that belong to its head and to cells of several lines."""
    step = _step(_heights(_placed(lines, first, last, columns), len(columns)))
    while first - 1 > above and _fits(lines[first - 1], lines[first], columns, 1.3 * step):
        first -= 1
    while last + 1 < len(lines) and _fits(lines[last + 1], lines[last], columns, 0.8 * step):
        last += 1
    return first, last


def _fits(pieces: tuple[Piece, ...], beside: tuple[Piece, ...], columns: Columns, far: float) -> bool:
    """Do the pieces stand in single columns, near enough, and are they no heading or caption?"""
    if (
        not pieces
        or not beside
        or min(abs(one.height - two.height) for one in pieces for two in beside) > far
    ):
        return False
    if any(len(piece.text) > 20 or _NO_CELL.search(piece.text) or marks.read(piece.text) for piece in pieces):
        return False
    inside = all(piece.left >= columns[0][0] - 6 and piece.right <= columns[-1][1] + 6 for piece in pieces)
    return inside and all(len(_reached(piece, columns)) == 1 for piece in pieces)


def _placed(lines: Lines, first: int, last: int, columns: Columns) -> list[tuple[Piece, list[int]]]:
    """Every piece of these lines with the columns it stands in."""
    return [(piece, _reached(piece, columns)) for line in lines[first : last + 1] for piece in line]


def _rows(lines: Lines, first: int, last: int, columns: Columns) -> list[list[tuple[str, int]]]:
    placed = _placed(lines, first, last, columns)
    heights = _heights(placed, len(columns))
    if len(heights) < 2:
        return []
    floor = _floor_of_head(placed, heights, len(columns))
    levels = [heights[0] + 1e6, *heights]
    cells: list[list[list[Piece]]] = [[[] for _ in columns] for _ in levels]
    for piece, reached in placed:
        is_head = piece.height >= floor
        row = 0 if is_head else 1 + min(range(len(heights)), key=lambda n: abs(heights[n] - piece.height))
        for column in reached if is_head else reached[:1]:
            cells[row][column].append(piece)
    if any(_is_mixed(cell) for row in cells[1:] for cell in row):
        return []  # two rows fell into one: their figures would become a third
    return [[_cell(cell, row) for cell in row] for row in cells if any(row)]


def _floor_of_head(placed: list[tuple[Piece, list[int]]], heights: list[float], width: int) -> float:
    """The height from which up pieces are the head: a level above the first figure that fills most columns.

    Without such a level, what stands clearly above the first row.
    """
    above = [piece.height for piece, _ in placed if piece.height > heights[0] + _LEVEL]
    full = [
        height for height in above if sum(1 for other in above if abs(other - height) <= _LEVEL) > width / 2
    ]
    # Half way down to the first row, for the words of a head may stand on several lines.
    return (min(full) + heights[0]) / 2 if full else heights[0] + 0.6 * _step(heights)


def _step(heights: list[float]) -> float:
    """How far one row stands below the other; 0 for a single one."""
    steps = [one - other for one, other in pairwise(heights)]
    return statistics.median(steps) if steps else 0.0


def _heights(placed: list[tuple[Piece, list[int]]], width: int) -> list[float]:
    """The heights of the rows, from the top: those of the figures in the columns that are of figures."""
    figures: list[list[float]] = [[] for _ in range(width)]
    pieces = Counter(reached[0] for _, reached in placed)
    for piece, reached in placed:
        if _is_figure(piece):
            figures[reached[0]].append(piece.height)
    sure = [height for at, found in enumerate(figures) if len(found) >= 0.4 * pieces[at] for height in found]
    heights = _apart(sure, 3)
    # A total may stand in a column of words, where cells are merged.
    near = 0.8 * min((one - other for one, other in pairwise(heights)), default=0)
    others = [h for found in figures for h in found if all(abs(h - height) > near for height in heights)]
    return _apart([*heights, *others], 3)


def _apart(heights: list[float], least: float) -> list[float]:
    """The heights from the top, those of one row once."""
    kept: list[float] = []
    for height in sorted(heights, reverse=True):
        if not kept or kept[-1] - height > least:
            kept.append(height)
    return kept


def _is_mixed(cell: list[Piece]) -> bool:
    """Does a cell hold a figure and something else with digits?"""
    return any(map(_is_figure, cell)) and sum(1 for one in cell if any(map(str.isdigit, one.text))) > 1


def _is_figure(piece: Piece) -> bool:
    return _FIGURE.fullmatch(piece.text.replace(" ", "")) is not None


def _cell(cell: list[Piece], row: list[list[Piece]]) -> tuple[str, int]:
    """The text of a cell from its highest piece down, and its line; an empty one has that of its row."""
    beside = cell or [piece for other in row for piece in other]
    ordered = sorted(cell, key=lambda one: (-round(one.height / 4), one.left))
    return "".join(piece.text for piece in ordered), min(piece.line for piece in beside)
