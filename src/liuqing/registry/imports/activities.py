"""The list 责任落实工作台账: what offices did, where or for whom, and how often.

A role is an office or a post. Nothing is counted twice: a newer list takes the place of what an
older one said of the same work on the same day.
"""

from collections import defaultdict
from typing import Any

from django.utils import timezone

from liuqing.registry import problems
from liuqing.registry.imports.divisions import Divisions
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import ACCEPTED, REFUSED, Source, Verdict, judged
from liuqing.registry.models import Activity, Household
from liuqing.registry.services.bulk import Row, Writes, all_of, find

_COLUMNS = ("on", "activity", "role", "area_id", "household_id", "times", *SOURCE)
_LONGEST = {"role": 30, "activity": 20}
"""Characters: as long as the record's columns."""


class ActivityImporter:
    """Rows of the list → activities."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.divisions = Divisions()
        self._replaced: dict[int, list[int]] = defaultdict(list)
        if source.replaces:
            for pk, row in all_of(Activity, ("id", "row"), "file_id = %s", source.replaces):
                self._replaced[row].append(pk)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each activity, or why it is none."""
        verdicts = [judged(row, decisive=(*self.source.kind.required, "times")) for row in rows]
        nos = {row.values["household_no"] for row in rows if row.values.get("household_no")}
        homes = {no: (pk, area) for no, pk, area in find(Household, "no", nos, ("no", "id", "village_id"))}
        gone = {old for row in rows for old in self._replaced.pop(row.original or 0, ())}
        for pk in gone:
            writes.delete(Activity, pk)
        keys = [self._key(verdict, homes) for verdict in verdicts]
        self._look_up({key[0].isoformat() for key in keys if key}, gone)
        for verdict, key in zip(verdicts, keys, strict=True):
            if key and verdict.verdict == ACCEPTED:
                self._keep(verdict, key, writes)
        return verdicts

    def _key(self, verdict: Verdict, homes: dict[str, tuple[int, int]]) -> tuple[Any, ...] | None:
        """Day, activity, role, area and household, if the row is sound."""
        values = verdict.row.values
        if verdict.verdict == REFUSED:
            return None
        self._judge(verdict)
        area, path = self._area(verdict)
        home = homes.get(values.get("household_no") or "", (None, None))
        if values.get("household_no") and home[0] is None:
            verdict.hold(problems.unknown_household("户编号"))
        verdict.village = home[1] or area
        own = self.source.villages.paths.get(home[1] or 0, path)
        if not self.source.may_speak_of(path if area else own):
            verdict.refuse(problems.outside_area("行政区划代码"))
        return values["on"], values["activity"], values["role"], area, home[0]

    def _judge(self, verdict: Verdict) -> None:
        values = verdict.row.values
        if values["on"] > timezone.localdate():
            verdict.refuse(problems.day_to_come("日期"))
        if len(values["role"]) > _LONGEST["role"]:
            verdict.refuse(problems.not_an_office(_LONGEST["role"], "责任主体"))
        if len(values["activity"]) > _LONGEST["activity"]:
            verdict.refuse(problems.too_long(_LONGEST["activity"], "工作类型"))
        if values.get("times") == 0:
            verdict.refuse(problems.not_a_value("不小于 1 的次数", "次数"))

    def _area(self, verdict: Verdict) -> tuple[int | None, str]:
        code = verdict.row.values.get("area_code")
        found = self.divisions.find(code) if code else None
        if code and found is None:
            verdict.refuse(problems.unknown_area(self.divisions.near(code), "行政区划代码"))
        return (found[0], found[2]) if found else (None, "")

    def _look_up(self, days: set[str], gone: set[int]) -> None:
        columns = ("id", "on", "activity", "role", "area_id", "household_id", "file_id", "said_on")
        self._old: dict[tuple[Any, ...], Row] = {}
        for row in find(Activity, "on", days, columns):
            if row[0] not in gone:
                self._old[(str(row[1])[:10], *row[2:6])] = row

    def _keep(self, verdict: Verdict, key: tuple[Any, ...], writes: Writes) -> None:
        row, on = verdict.row, self.source.on
        where = (key[0].isoformat(), *key[1:])
        old = self._old.get(where)
        if old and old[6] == self.source.file:
            return verdict.refuse(problems.repeated("同一天、同一主体的同样工作", "工作类型", "activity"))
        if old and str(old[7])[:10] > on.isoformat():
            return None
        if old:
            writes.delete(Activity, old[0])
        said = (self.source.file, row.sheet[:64], row.number, on)
        writes.insert(Activity, _COLUMNS, (*key, row.values.get("times") or 1, *said))
        self._old[where] = (0, *key, self.source.file, on)
        return None
