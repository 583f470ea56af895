"""Rows kept while a file is looked at, so that a workbook is parsed only once.

Up to ``IN_MEMORY`` rows stay in memory; more go to a file beside the opened one, in a folder that
only its owner can read and that is deleted with it.
"""

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from liuqing.sheets.raw import Cell, Row

PIECE = 5_000
"""Rows put away at once."""
IN_MEMORY = 20_000

Piece = tuple[list[int], list[list[Cell]]]


class Spool:
    """Rows in the order in which they came, to be read again by their position."""

    def __init__(self, folder: Path) -> None:
        self.rows = 0
        self._path = folder / "rows"
        self._file: IO[bytes] | None = None
        self._pieces: list[tuple[int, Piece | int]] = []
        """How many rows, and the rows themselves or where they begin in the file."""
        self._numbers: list[int] = []
        self._cells: list[list[Cell]] = []

    def keep(self, row: Row) -> None:
        """Take the next row."""
        self.rows += 1
        self._numbers.append(row.number)
        self._cells.append(row.cells)
        if len(self._numbers) == PIECE:
            self._put_away()

    def read(self, first: int, count: int) -> Iterator[Row]:
        """So many rows from the position on."""
        if self._numbers:
            self._put_away()
        begin, end = 0, first + count
        for size, where in self._pieces:
            if begin < end and begin + size > first:
                numbers, cells = self._piece(where)
                for at in range(max(first - begin, 0), min(end - begin, size)):
                    yield Row(numbers[at], cells[at])
            begin += size

    def close(self) -> None:
        """Delete what was kept."""
        if self._file is not None:
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _put_away(self) -> None:
        piece: Piece = (self._numbers, self._cells)
        size = len(self._numbers)
        self._numbers, self._cells = [], []
        if self.rows <= IN_MEMORY:
            self._pieces.append((size, piece))
            return
        if self._file is None:
            self._file = self._path.open("w+b")
        self._pieces.append((size, self._file.seek(0, 2)))
        pickle.dump(piece, self._file, protocol=5)

    def _piece(self, where: Piece | int) -> Piece:
        if not isinstance(where, int):
            return where
        if self._file is None:
            raise ValueError("the kept rows were given up")
        self._file.seek(where)
        found: Piece = pickle.load(self._file)  # noqa: S301 - written by ourselves a moment ago
        return found
