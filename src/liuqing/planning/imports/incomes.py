"""The list 村集体经济收入台账: what a village's collective earned, by item, with the asset it came from.

The same item of the same asset on the same day comes once in a list. A newer list of the same year takes
the place of what an older list said of a village and an item; what people put in on a page stays.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from liuqing.planning.imports.assets import fen
from liuqing.planning.models import Asset, Income
from liuqing.registry import problems
from liuqing.registry.imports.register import SOURCE
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import HELD, REFUSED, Source, Verdict, judged
from liuqing.registry.models import SourceFile
from liuqing.registry.problems import Fault
from liuqing.registry.services.bulk import Row, Writes, all_of, find

FIRST_YEAR = 2000
_COLUMNS = ("area_id", "asset_id", "item", "amount", "due", "on", "year", "by", "at", *SOURCE)
_OLD = ("id", "area_id", "item", "year", "file_id", "said_on")
_LONGEST = 40


class IncomeImporter:
    """Rows of the list → incomes."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.by = SourceFile.objects.get(pk=source.file).by
        self._mine: set[tuple[Any, ...]] = set()
        self._replaced: dict[int, list[int]] = defaultdict(list)
        if source.replaces:
            for pk, row in all_of(Income, ("id", "row"), "file_id = %s", source.replaces):
                self._replaced[row].append(pk)

    def prepare(self, rows: list[TypedRow]) -> None:
        """Nothing to prepare."""

    def take(self, rows: list[TypedRow], writes: Writes) -> list[Verdict]:
        """Each income, or why it is none."""
        verdicts = [judged(row, decisive=self.source.kind.required) for row in rows]
        nos = {row.values["asset_no"] for row in rows if row.values.get("asset_no")}
        self._assets = {no: (pk, area) for no, pk, area in find(Asset, "no", nos, ("no", "id", "area_id"))}
        for verdict in verdicts:
            self._place(verdict)
        for row in rows:
            for pk in self._replaced.pop(row.original or 0, ()):
                writes.delete(Income, pk)
        self._look_up({one.village for one in verdicts if one.village})
        for verdict in verdicts:
            if verdict.verdict not in (REFUSED, HELD):
                self._keep(verdict, writes)
        return verdicts

    def _place(self, verdict: Verdict) -> None:
        """The village of the row, its asset, its day and year."""
        values = verdict.row.values
        if verdict.verdict == REFUSED:
            return None
        found = self.source.villages.find(values.get("town"), values["village"])
        verdict.village = found.village
        if found.village is None:
            return verdict.refuse(problems.unknown_village(found.near, "村"))
        if not self.source.may_touch(found.village):
            return verdict.refuse(problems.outside_area("村"))
        if values.get("asset_no") and values["asset_no"] not in self._assets:
            return verdict.hold(_unknown_asset())
        return self._judge(verdict)

    def _judge(self, verdict: Verdict) -> None:
        values, today = verdict.row.values, timezone.localdate()
        values["year"] = values.get("year") or (
            values["on"].year if values.get("on") else self.source.on.year
        )
        asset = self._assets.get(values.get("asset_no") or "", (None, verdict.village))
        if asset[1] != verdict.village:
            verdict.refuse(
                Fault(
                    "row.asset_elsewhere",
                    "这项资产不在这个村",
                    "请核对资产编号和村。",
                    "资产编号",
                    "asset_no",
                )
            )
        if not FIRST_YEAR <= values["year"] <= today.year:
            verdict.refuse(problems.year_out_of_range(FIRST_YEAR, today.year, "年度"))
        if values.get("on") and values["on"] > today:
            verdict.refuse(problems.day_to_come("到账日期"))
        if len(values["income_item"]) > _LONGEST:
            verdict.refuse(problems.too_long(_LONGEST, "收入项目"))
        # Without a day the year's end is the latest that can be meant, today if the year still runs.
        values["day"] = values.get("on") or min(date(values["year"], 12, 31), today)

    def _look_up(self, villages: set[int]) -> None:
        self._old: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in find(Income, "area_id", villages, _OLD):
            if row[4] is not None and row[4] != self.source.file:
                self._old[row[1], row[2], row[3]].append(row)

    def _keep(self, verdict: Verdict, writes: Writes) -> None:
        row, values, on = verdict.row, verdict.row.values, self.source.on
        asset = self._assets.get(values.get("asset_no") or "", (None, None))[0]
        key = (verdict.village, asset, values["income_item"], values["day"])
        if key in self._mine:
            return verdict.refuse(problems.repeated("这一天的同一项收入", "收入项目", "income_item"))
        old = self._old.get((verdict.village, values["income_item"], values["year"]), [])
        if any(str(one[5])[:10] > on.isoformat() for one in old):
            return None
        for one in self._old.pop((verdict.village, values["income_item"], values["year"]), []):
            writes.delete(Income, one[0])
        self._mine.add(key)
        money = (fen(values["amount"]), fen(values.get("due")), values["day"], values["year"])
        where = (self.source.file, row.sheet[:64], row.number, on)
        said = (verdict.village, asset, values["income_item"], *money, self.by, datetime.now(UTC))
        writes.insert(Income, _COLUMNS, (*said, *where))
        return None


def _unknown_asset() -> Fault:
    remedy = "请核对资产编号，或先交包含这项资产的扶贫资产台账，再处理这一行。"
    return Fault("row.unknown_asset", "台账中没有这个资产编号", remedy, "资产编号", "asset_no")
