"""What is counted while a list streams by: every row's key, and a sample of rows for all else.

Keys are 64-bit hashes with a secret of this process, eight bytes each: nobody can be read from
them, and a county of 834,404 persons takes seven megabytes. The sample is the first rows and then
every hundredth, so that it speaks for the whole list and stays small.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from liuqing.policy.doubts import KEYS
from liuqing.policy.lists import ListKind
from liuqing.policy.tables import Fact, named
from liuqing.registry.imports import period
from liuqing.registry.imports.rows import RowReader, Values
from liuqing.registry.models import SourceFile
from liuqing.sheets.raw import Cell, Row

FIRST, EVERY = 2_000, 100


@dataclass
class Period:
    """For which day a list speaks, and whether it says so itself."""

    on: date
    said: bool


@dataclass
class Column:
    """A column of the sample: its heading, its fact, its filled cells."""

    heading: str
    fact: Fact
    cells: list[Cell]


class Tally:
    """The rows of one kind of list in a file."""

    def __init__(self, kind: ListKind, name: str) -> None:
        self.kind, self.name = kind, name
        self.texts: list[str] = []
        self.rows = 0
        self.sample: list[tuple[RowReader, int, list[Cell]]] = []
        self._keys = array("q")

    def counting(self, rows: Iterable[Row], reader: RowReader) -> Iterator[Row]:
        """The rows as they come, each counted."""
        key, keys, sample = row_key(self.kind.key, reader), self._keys, self.sample
        count = self.rows
        for row in rows:
            cells = row.cells
            told = key(cells)
            if told is not None:
                keys.append(told)
            if count < FIRST or not count % EVERY:
                sample.append((reader, row.number, cells))
            count += 1
            yield row
        self.rows = count

    @property
    def keyed(self) -> int:
        """Rows that have a key."""
        return len(self._keys)

    @cached_property
    def repeats(self) -> int:
        """Rows whose key stood in a row before."""
        distinct = pc.count_distinct(pa.array(self._keys, pa.int64())).as_py() if self._keys else 0
        return len(self._keys) - int(distinct)

    @cached_property
    def values(self) -> list[Values]:
        """What the rows of the sample say, as far as it can be read."""
        return [reader.read(number, cells).values for reader, number, cells in self.sample]

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that feed a fact, with their filled cells in the sample, from left to right."""
        facts = named(self.kind.columns)
        found: dict[str, Column] = {}
        places: dict[int, list[tuple[int, Column]]] = {}
        for reader, _, cells in self.sample:
            if id(reader) not in places:
                places[id(reader)] = [
                    (at, found.setdefault(fact, Column(heading, facts[fact], [])))
                    for at, heading in enumerate(reader.headings)
                    for fact in [_fact_of(reader, heading)]
                    if fact
                ]
            for at, column in places[id(reader)]:
                cell = cells[at] if at < len(cells) else None
                if cell is not None and cell != "":
                    column.cells.append(cell)
        return list(found.values())

    def column(self, fact: str) -> Column | None:
        """The column of a fact."""
        return next((column for column in self.columns if column.fact.name == fact), None)

    @cached_property
    def period(self) -> Period:
        """The day for which the list speaks, as the loading will settle it."""
        years = [year for one in self.values for year in [one.get("data_year") or one.get("year")] if year]
        texts = [*self.texts, self.name]
        said = bool(years) or any(period.day_in(text) for text in texts)
        return Period(period.of_list(texts, years, record_day() or date.today()), said)

    @cached_property
    def towns(self) -> list[str]:
        """The towns of which the list speaks."""
        return sorted({one["town"] for one in self.values if one.get("town")})


def record_day() -> date | None:
    """The day to which the record was last brought by a register file; None if there was none."""
    loaded = SourceFile.objects.filter(kind__startswith="register_", on__isnull=False, state__in=TAKEN)
    return loaded.order_by("-on").values_list("on", flat=True).first()


TAKEN = (SourceFile.State.LOADED, SourceFile.State.SUPERSEDED)
"""Files of which the record holds what they said."""


def row_key(kind: str, reader: RowReader) -> Callable[[list[Cell]], int | None]:
    """What tells a row of this list from the others, as a hash; None for a row without it."""
    heading = reader.heading.get(KEYS.get(kind, ""))
    return _of_column(reader.headings.index(heading)) if heading else whole_row(reader)


def whole_row(reader: RowReader) -> Callable[[list[Cell]], int | None]:
    """The hash of every cell that feeds a fact: a running number does not count."""
    places = [at for at, heading in enumerate(reader.headings) if _fact_of(reader, heading)]
    last = max(places, default=0)

    def key(cells: list[Cell]) -> int | None:
        if len(cells) > last:
            return hash(tuple([cells[at] for at in places]))
        return hash(tuple([cells[at] if at < len(cells) else None for at in places]))

    return key


def _of_column(at: int) -> Callable[[list[Cell]], int | None]:
    def key(cells: list[Cell]) -> int | None:
        cell: Any = cells[at] if at < len(cells) else None
        if type(cell) is str:
            # A disability card begins with its holder's number.
            return hash(cell.strip().upper()[:18]) if cell else None
        return None if cell is None else hash(cell)

    return key


def _fact_of(reader: RowReader, heading: str) -> str:
    return next((fact for fact, said in reader.heading.items() if said == heading), "")
