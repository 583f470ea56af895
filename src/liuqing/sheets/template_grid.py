"""What a grid of cells asks for: tables with empty rows, labels with an empty cell beside them.

The same for a sheet of a workbook and a table of a Word document. Rows and columns count from 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from liuqing.sheets import headings
from liuqing.sheets.headings import Heading, clean_heading, normal_heading
from liuqing.sheets.raw import Merge, Row
from liuqing.sheets.templates import SERIAL, Known, looks_like_label

FORMULA = "\x00formula"
"""What stands for a formula in a grid: not empty, and not to be written over."""


@dataclass(frozen=True)
class Block:
    """A table: its headings by column, the first empty row, how many there are."""

    headings: tuple[str, ...]
    first: int
    rows: int
    heading: int
    serial: frozenset[int]
    taken: frozenset[int]


@dataclass
class Grid:
    """Cells (texts; "" is empty), merged cells, and which empty cells have a frame."""

    cells: list[list[str]]
    merges: Sequence[Merge]
    framed: Callable[[int, int], bool] = lambda row, column: True
    blocks: list[Block] = field(default_factory=list)
    labels: list[tuple[str, int, int]] = field(default_factory=list)
    strangers: list[tuple[str, int, int]] = field(default_factory=list)

    def look(self, known: Known) -> "Grid":
        """Find the tables, then the labels outside them."""
        self._covered = {
            (r, c): (top, left, bottom, right)
            for top, left, bottom, right in self.merges
            for r in range(top, bottom + 1)
            for c in range(left, right + 1)
        }
        used = self._tables(known)
        aims: set[tuple[int, int]] = set()
        for row, cells in enumerate(self.cells):
            if row not in used:
                self._labels(row, cells, known, used, aims)
        return self

    # Tables

    def _tables(self, known: Known) -> set[int]:
        used: set[int] = set()
        row = 0
        while row < len(self.cells):
            block = self._block(row, known)
            if block:
                self.blocks.append(block)
                used |= set(range(row, block.first + block.rows))
                row = block.first + max(block.rows, 1)
            else:
                row += 1
        return used

    def _block(self, row: int, known: Known) -> Block | None:
        heading = self._heading(row, known)
        if heading is None or not self._contiguous(row, heading):
            return None
        first = row + heading.depth
        texts = ["" if self._beside(row, first, at) else text for at, text in enumerate(heading.texts)]
        columns = [at for at, text in enumerate(texts) if text]
        serial = frozenset(at for at in columns if normal_heading(texts[at]) in SERIAL)
        rows, taken = self._empty_rows(first, columns, serial)
        if rows == 0 and first < len(self.cells):
            return None
        return Block(tuple(texts), first, rows, row, serial, taken)

    def _heading(self, row: int, known: Known) -> Heading | None:
        # Numbers from 1 as in Excel, and no value for a formula: it is no heading.
        near = [
            Row(at + 1, [None if text in ("", FORMULA) else text for text in self.cells[at]])
            for at in range(row, min(row + 2, len(self.cells)))
        ]
        found = headings.find(near, self.merges, known)
        return found if found and found.row == row + 1 else None

    def _contiguous(self, row: int, heading: Heading) -> bool:
        """A row of headings has no gaps; a form has a gap after each label."""
        filled = [at for at, text in enumerate(heading.texts) if text]
        return all(heading.texts[at] or (row, at) in self._covered for at in range(filled[0], filled[-1]))

    def _beside(self, row: int, first: int, column: int) -> bool:
        """A word that stands upright at the side of the whole table is no heading of a column."""
        merge = self._covered.get((row, column))
        return merge is not None and merge[2] >= first

    def _empty_rows(
        self, first: int, columns: list[int], serial: frozenset[int]
    ) -> tuple[int, frozenset[int]]:
        """How many rows wait to be filled, and which of their columns hold formulas."""
        rows, taken = 0, set()
        for row in range(first, len(self.cells)):
            cells = dict(enumerate(self.cells[row]))
            formulas = {at for at, text in cells.items() if text == FORMULA}
            said = {at for at, text in cells.items() if text and at not in formulas}
            wide = any(m[3] - m[1] >= 2 for at in columns if (m := self._covered.get((row, at))))
            numbered = all(at in serial and cells[at].strip(".、").isdigit() for at in said)
            if wide or not numbered or formulas >= set(columns):
                break
            rows += 1
            taken |= formulas
        return rows, frozenset(taken)

    # Labels

    def _labels(
        self, row: int, cells: list[str], known: Known, used: set[int], aims: set[tuple[int, int]]
    ) -> None:
        for column, text in enumerate(cells):
            label = clean_heading(text)
            if not label or text == FORMULA or self._owner(row, column) != (row, column):
                continue
            aim = self._aim(row, column, used, aims, below=known(label))
            if aim is None or not (known(label) or looks_like_label(label)):
                continue
            if known(label):
                self.labels.append((label, *aim))
                aims.add(aim)
            elif self.framed(*aim):
                self.strangers.append((label, *aim))
                aims.add(aim)

    def _aim(
        self, row: int, column: int, used: set[int], aims: set[tuple[int, int]], *, below: bool
    ) -> tuple[int, int] | None:
        """The empty cell that belongs to a label: at its right, else below."""
        _, _, bottom, right = self._covered.get((row, column), (row, column, row, column))
        for aim in ((row, right + 1), (bottom + 1, column)) if below else ((row, right + 1),):
            if self._empty(*aim) and aim[0] not in used and aim not in aims and self._owner(*aim) == aim:
                return aim
        return None

    def _empty(self, row: int, column: int) -> bool:
        return row < len(self.cells) and column < len(self.cells[row]) and not self.cells[row][column]

    def _owner(self, row: int, column: int) -> tuple[int, int]:
        """The cell that speaks for a merged one."""
        return self._covered.get((row, column), (row, column))[:2]
