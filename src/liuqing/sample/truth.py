"""The key to the sample: which row is which person, and where every planted error is.

Only record numbers, files and rows: no invented name and no invented identity number.
"""

import csv
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

ERRORS = ("kind", "file", "sheet", "row", "household_no", "person_no", "related_no", "what")
PEOPLE = ("file", "sheet", "row", "person_no")
FIGURES = ("metric", "dimension", "value")


class Truth:
    """Writes ``people.csv``, ``errors.csv`` and ``figures.csv`` into a folder, row by row."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.planted: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self.folder = folder
        self._files: list[TextIO] = []
        self._people = self._open("people.csv", PEOPLE)
        self._errors = self._open("errors.csv", ERRORS)
        self._figures = self._open("figures.csv", FIGURES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def person(self, file: str, sheet: str, row: int, person_no: str) -> None:
        """This row speaks of this person of the register."""
        self._people.writerow((file, sheet, row, person_no))

    def error(
        self, kind: str, file: str, sheet: str = "", row: int | str = "", *, household_no: str = "",
        person_no: str = "", related_no: str = "", what: str = "",
    ) -> None:  # fmt: skip
        """A planted error; a row is empty where the error is that there is none."""
        self.planted[kind] += 1
        self._errors.writerow((kind, file, sheet, row, household_no, person_no, related_no, what))

    def figure(self, metric: str, value: object, dimension: str = "") -> None:
        """A true figure of the sample."""
        self._figures.writerow((metric, dimension, value))

    def _open(self, name: str, headings: tuple[str, ...]):  # type: ignore[no-untyped-def]
        file = (self.folder / name).open("w", encoding="utf-8", newline="")
        self._files.append(file)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        return writer
