"""Doubts (疑问): before a list changes anything it is looked at as a whole.

``look`` reads the file once, counts, and keeps the rows so that the loading need not parse the
file again. What looks wrong is said in one sentence each; nothing is changed. A person then says
to go on all the same, or stops (``answers``).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings

from liuqing.policy import doubts, place
from liuqing.policy.doubts import Lines
from liuqing.policy.lists import BY_KEY, ListKind
from liuqing.registry.imports.recognise import Recognised, plain
from liuqing.registry.imports.rows import RowReader
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Doubt, hidden_sheet
from liuqing.registry.services.doubting import before, shape, times, whereabouts, whom
from liuqing.registry.services.doubting.spool import Spool
from liuqing.registry.services.doubting.tally import Tally
from liuqing.sheets.read import Table


class Look:
    """One file looked at: its tables with their rows, kept for the loading, and what was doubted."""

    def __init__(self, file: SourceFile, folder: Path, villages: Villages) -> None:
        self.file, self.villages = file, villages
        self.doubts: list[Doubt] = []
        self.tallies: dict[str, Tally] = {}
        self.found: dict[str, Recognised] = {}
        self.headings: dict[str, set[str]] = {}
        self._spool = Spool(folder)
        self._tables: list[tuple[Table, int, int]] = []

    def take(self, table: Table, found: Recognised) -> None:
        """Read a table to its end: count it where it is a list we know, keep its rows in any case."""
        first = self._spool.rows
        if found.kind:
            tally = self._tally(BY_KEY[found.kind], table)
            reader = RowReader(BY_KEY[found.kind], table.headings, found.columns, table.sheet)
            rows = tally.counting(table.rows, reader)
        else:
            rows = table.rows
        for row in rows:
            self._spool.keep(row)
        count = self._spool.rows - first
        self.found[table.sheet] = found
        self.headings[table.sheet] = {plain(heading) for heading in table.headings}
        self._tables.append((table, first, count))
        if found.kind and table.hidden and count:
            self.doubts.append(hidden_sheet(table.sheet, count))

    def judge(self) -> list[Doubt]:
        """What looks wrong with the file. Where columns have slipped, nothing else can be judged."""
        lines = _lines(self._day())
        slipped = [doubt for tally in self.tallies.values() for doubt in shape.slipped(tally, lines)]
        self.doubts += slipped or [
            doubt for tally in self.tallies.values() for doubt in self._of_list(tally, lines)
        ]
        # Several sheets of one workbook are wrong in the same way: that is said once.
        self.doubts = list({doubt.code: doubt for doubt in reversed(self.doubts)}.values())[::-1]
        return self.doubts

    def told(self) -> dict[str, dict[str, object]]:
        """What is kept of each list for the next time: how many rows, of which towns."""
        return {kind: {"rows": tally.rows, "towns": tally.towns} for kind, tally in self.tallies.items()}

    def tables(self) -> Iterator[Table]:
        """The tables again, each with its rows from the beginning."""
        for table, first, count in self._tables:
            yield replace(table, rows=self._spool.read(first, count), notes=table.notes)

    def close(self) -> None:
        """Give up the kept rows."""
        self._spool.close()

    def _tally(self, kind: ListKind, table: Table) -> Tally:
        if kind.key not in self.tallies:
            self.tallies[kind.key] = Tally(kind, self.file.name)
        self.tallies[kind.key].texts += [*table.titles, table.sheet]
        return self.tallies[kind.key]

    def _of_list(self, tally: Tally, lines: Lines) -> Iterator[Doubt]:
        cut = list(shape.cut(tally, lines))
        yield from cut
        yield from times.year(tally, lines, self.file)
        yield from shape.twice(tally, lines)
        elsewhere = list(whereabouts.elsewhere(tally, lines, self.villages))
        yield from elsewhere
        # Of another county, or by numbers that were cut, nobody is found either: one sentence is enough.
        if not (elsewhere or cut):
            yield from whom.nobody(tally, lines, self.villages)
        yield from before.compared(tally, lines, self.file)

    def _day(self) -> date:
        return max((tally.period.on for tally in self.tallies.values()), default=date.today())


def _lines(day: date) -> Lines:
    # A list with an impossible year must still be judged: by the first numbers, or those of today.
    asked = min(max(day, date(2016, 1, 1)), date.today())
    return doubts.lines(place.load(settings.WORKSPACE.place).parameters(asked))
