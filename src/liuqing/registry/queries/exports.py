"""The six clears of many households at once: rows for a workbook, read set by set.

A card reads one household with a dozen queries; here a thousand households take as many. Rows
come in the order of villages and household numbers, each batch complete, so that memory stays
bounded however large the area is. What is in a row is what the card shows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.policy import identity_numbers
from liuqing.policy.tables import CLEARS, HOUSEHOLD, INCOME_ITEMS, named
from liuqing.registry import secrets
from liuqing.registry.models import (
    Area,
    Assignment,
    Cause,
    ExitPlan,
    Finding,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    PersonYear,
    Receipt,
    Snapshot,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.clears.ledger import net
from liuqing.registry.queries.households import SCORE
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

BATCH = 1000
"""Households a batch: large enough that queries do not matter, small enough for any memory."""

Value = str | int | Decimal | date | None
Row = tuple[Value, ...]

WHO = ("乡镇", "村", "户编号", "户主")
_FACTS = named(HOUSEHOLD)
ITEMS = tuple(_FACTS[name].label for name in INCOME_ITEMS)
_EACH = "income_per_person"

SHEETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "households": ("户总表", (*WHO, "自然村", "人口数", "现在状态", "六清完整度", "还缺", "年纯收入", "人均纯收入", "当年到户资金", "退出条件")),
    "members": ("1家底清", (*WHO, "姓名", "与户主关系", "性别", "出生日期", "年龄", "证件号码", "民族", "文化程度", "在校生状况",
                 "劳动技能", "务工月数", "健康状况", "居民医保", "职工医保", "居民养老", "低保", "特困", "来源")),
    "homes": ("1家底清-住房条件", (*WHO, "年度", "贫困户属性", "识别标准", "住房鉴定等级", "是否危房", "住房面积（平方米）", "耕地面积（亩）",
              "林地面积（亩）", "不愁吃", "不愁穿", "饮水安全", "生产用电", "生活用电", "广播电视", "卫生厕所", "入户路", "加入合作社", "来源")),
    "causes": ("2致贫原因清", (*WHO, "致贫原因", "主次", "起始日期", "来源")),
    "measures": ("3帮扶措施清", (*WHO, "年度", "类别", "措施", "对象", "部门", "开始", "结束", "来源")),
    "receipts": ("4投入产出清-到户资金", (*WHO, "年度", "项目", "对象", "部门", "金额（元）", "发放日期", "来源")),
    "incomes": ("4投入产出清-收入", (*WHO, "年度", *ITEMS, "来源")),
    "officers": ("5帮扶责任清", (*WHO, "帮扶责任人", "单位", "职务", "开始日期", "来源")),
    "exits": ("6脱贫时序清", (*WHO, "识别年度", "计划脱贫年度", "脱贫年度", "现在状态", "状态起始日期", "来源")),
}  # fmt: skip
"""The sheets in the order of the six clears: key, name and headings."""

SUMS = {"households": ("人口数", "年纯收入", "当年到户资金"), "receipts": ("金额（元）",), "incomes": ITEMS}
"""Columns that have a total, by sheet. An unknown value counts nothing in it."""


@dataclass(frozen=True)
class Extent:
    """What an export covers: an area, the day of the snapshot, how many households."""

    area: Area
    snapshot: Snapshot
    households: int
    demo: bool

    @property
    def on(self) -> date:
        """The day for which everything is said."""
        return self.snapshot.on


@dataclass(frozen=True)
class _Batch:
    """Households that are read together: their keys in order, and how each line begins."""

    on: date
    snapshot: Snapshot
    who: dict[int, Row]
    hamlets: dict[int, str]
    files: dict[int, SourceFile]

    @cached_property
    def incomes(self) -> dict[int, list[IncomeYear]]:
        """The income years of each household, the newest first: read once for two sheets."""
        found = IncomeYear.objects.filter(household__in=list(self.who), year__lte=self.on.year)
        by: dict[int, list[IncomeYear]] = defaultdict(list)
        for income in found.order_by("-year"):
            by[income.household_id].append(income)
        return by

    def source(self, file: int | None, row: int | None) -> str:
        return words.source(self.files.get(file or 0), row)

    def rows(self, found: QuerySet[Any], *fields: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The values of these households, household by household, in their order."""
        by: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for household, *values in found.filter(household__in=list(self.who)).values_list(
            "household_id", *fields
        ):
            by[household].append(tuple(values))
        return ((household, values) for household in self.who for values in by.get(household, ()))


def extent(user: Any, code: str | None = None) -> Extent:
    """The area as far as the user may export it.

    Problems: ``registry.no_such_area``, ``registry.nothing_assessed`` while there is no snapshot,
    ``registry.export_too_large`` if it has more households than the user's role may take away.
    """
    area = scope.area(user, code, Right.EXPORT)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        raise Problem(
            "registry.nothing_assessed", "还没有测算过，没有可以导出的六清", "请先运行一次测算，再导出。"
        )
    households, most = _households(area, snapshot.on).count(), rights.export_rows(user)
    if households > most:
        raise Problem(
            "registry.export_too_large",
            f"这一次要导出 {households:,} 户，您的岗位一次最多导出 {most:,} 户",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )
    return Extent(area, snapshot, households, settings.WORKSPACE.demo)


def batches(what: Extent, size: int = BATCH) -> Iterator[dict[str, list[Row]]]:
    """The rows of every sheet, a thousand households at a time."""
    files = SourceFile.objects.in_bulk()
    areas = Area.objects.filter(path__startswith=what.area.path).select_related("parent").in_bulk()
    keys = list(_households(what.area, what.on).order_by("village__code", "no").values_list("pk", flat=True))
    for first in range(0, len(keys), size):
        batch = _batch(what, keys[first : first + size], areas, files)
        yield {key: read(batch) for key, read in _READERS.items()}


def _households(area: Area, on: date) -> QuerySet[Household]:
    return scope.registered(Household.objects.filter(village__path__startswith=area.path), on)


def _batch(what: Extent, keys: Sequence[int], areas: dict[int, Area], files: dict[int, SourceFile]) -> _Batch:
    found = Household.objects.filter(pk__in=keys).values_list("pk", "village_id", "no", "head_name", "hamlet")
    lines = {pk: (areas[village], no, head, hamlet) for pk, village, no, head, hamlet in found}
    who: dict[int, Row] = {}
    for pk in keys:
        village, no, head, _ = lines[pk]
        who[pk] = (village.parent.name if village.parent else "", village.name, no, head)
    return _Batch(what.on, what.snapshot, who, {pk: lines[pk][3] for pk in keys}, files)


def _overview(batch: _Batch) -> list[Row]:
    sizes: dict[int, int] = defaultdict(int)
    for household, _ in batch.rows(Membership.objects.filter(scope.in_force(batch.on)), "pk"):
        sizes[household] += 1
    received: dict[int, Decimal] = defaultdict(Decimal)
    for household, (amount,) in batch.rows(_receipts(batch).filter(year=batch.on.year), "amount"):
        received[household] += amount
    status = {household: values[0] for household, values in _standings(batch)}
    nets = {pk: net(years[0]) for pk, years in batch.incomes.items() if years[0].year == batch.on.year}
    found = _findings(batch)
    return [
        (
            *batch.who[pk], batch.hamlets[pk], sizes[pk], words.standing(status.get(pk)),
            *_completeness(found[pk]), nets.get(pk), _yuan(found[pk], _EACH), received[pk],
            words.verdict(_answer(found[pk])),
        )
        for pk in batch.who
    ]  # fmt: skip


Found = dict[str, tuple[bool | None, int | None, dict[str, Any]]]


def _findings(batch: _Batch) -> dict[int, Found]:
    found: dict[int, Found] = defaultdict(dict)
    wanted = Finding.objects.filter(snapshot=batch.snapshot, person=None, rule__in=(SCORE, _EACH, "exits"))
    for household, (rule, verdict, value, conditions) in batch.rows(
        wanted, "rule", "verdict", "value", "conditions"
    ):
        found[household][rule] = (verdict, value, conditions)
    return found


def _completeness(found: Found) -> tuple[int | None, str]:
    _, score, conditions = found.get(SCORE, (None, None, {}))
    gaps = [label for key, label in CLEARS.items() if conditions.get(f"clear_{key}") is False]
    return score, "、".join(gaps)


def _yuan(found: Found, rule: str) -> Decimal | None:
    fen = found[rule][1] if rule in found else None
    return None if fen is None else Decimal(fen) / 100


def _answer(found: Found) -> str:
    verdict = found["exits"][0] if "exits" in found else None
    return "unknown" if verdict is None else "true" if verdict else "false"


def _members(batch: _Batch) -> list[Row]:
    fields = (
        "person_id", "person__name", "relation", "person__sex", "person__birth", "person__id_cipher",
        "person__ethnicity", "file_id", "row",
    )  # fmt: skip
    members = list(batch.rows(Membership.objects.filter(scope.in_force(batch.on)).order_by("pk"), *fields))
    years = _person_years(batch)
    return [
        (
            *batch.who[household], name, relation, sex, birth, _age(birth, batch.on), _masked(cipher), ethnicity,
            *years.get(person, _NO_YEAR), batch.source(file, row),
        )
        for household, (person, name, relation, sex, birth, cipher, ethnicity, file, row) in members
    ]  # fmt: skip


_YEAR = (
    "education", "school_status", "labour", "work_months", "health", "resident_medical", "employee_medical",
    "resident_pension", "on_dibao", "on_tekun",
)  # fmt: skip
_NO_YEAR: Row = ("", "", "", None, "", *(words.flag(None),) * 5)


def _person_years(batch: _Batch) -> dict[int, Row]:
    members = Membership.objects.filter(scope.in_force(batch.on), household__in=list(batch.who))
    wanted = PersonYear.objects.filter(person__in=members.values("person"), year__lte=batch.on.year).order_by(
        "year"
    )
    # The latest year comes last and stays.
    return {
        person: (*values[:5], *(words.flag(value) for value in values[5:]))
        for person, *values in wanted.values_list("person_id", *_YEAR)
    }


_HOME = (
    "year", "category", "standard", "house_grade", "house_dilapidated", "house_area", "land_cultivated", "land_forest",
    "food_secure", "clothing_secure", "water_safe", "production_power", "domestic_power", "tv", "toilet", "road_type",
    "cooperative", "file_id", "row",
)  # fmt: skip


def _homes(batch: _Batch) -> list[Row]:
    years = HouseholdYear.objects.filter(year__lte=batch.on.year).order_by("year")
    latest = dict(batch.rows(years, *_HOME))
    flags = {name for name in _HOME if _is_flag(name)}
    return [
        (
            *batch.who[household],
            *(words.flag(v) if name in flags else v for name, v in zip(_HOME[:-2], values[:-2], strict=True)),
            batch.source(*values[-2:]),
        )
        for household, values in latest.items()
    ]


def _is_flag(name: str) -> bool:
    return name in _FACTS and _FACTS[name].kind == "flag"


def _causes(batch: _Batch) -> list[Row]:
    found = Cause.objects.filter(scope.in_force(batch.on))
    return [
        (*batch.who[household], code, "主要" if main else "其他", since, batch.source(file, row))
        for household, (code, main, since, file, row) in batch.rows(
            found, "code", "main", "since", "file_id", "row"
        )
    ]


def _measures(batch: _Batch) -> list[Row]:
    found = Measure.objects.filter(year__lte=batch.on.year).order_by("-year", "code", "pk")
    fields = ("year", "code", "title", "person__name", "department", "since", "until", "file_id", "row")
    return [
        (*batch.who[household], year, code, title, person or "全户", *rest, batch.source(file, row))
        for household, (year, code, title, person, *rest, file, row) in batch.rows(found, *fields)
    ]


def _receipts(batch: _Batch) -> QuerySet[Receipt]:
    return Receipt.objects.filter(year__lte=batch.on.year)


def _paid(batch: _Batch) -> list[Row]:
    fields = ("year", "item", "person__name", "department", "amount", "on", "file_id", "row")
    return [
        (*batch.who[household], year, item, person or "全户", *rest, batch.source(file, row))
        for household, (year, item, person, *rest, file, row) in batch.rows(_receipts(batch), *fields)
    ]


def _incomes(batch: _Batch) -> list[Row]:
    return [
        (
            *batch.who[household], income.year, *(getattr(income, item) for item in INCOME_ITEMS),
            batch.source(income.file_id, income.row),
        )
        for household in batch.who
        for income in batch.incomes.get(household, ())
    ]  # fmt: skip


def _officers(batch: _Batch) -> list[Row]:
    found = Assignment.objects.filter(scope.in_force(batch.on)).order_by("since", "pk")
    fields = ("officer__name", "officer__unit", "officer__post", "since", "file_id", "row")
    return [
        (*batch.who[household], *said, batch.source(file, row))
        for household, (*said, file, row) in batch.rows(found, *fields)
    ]


def _exits(batch: _Batch) -> list[Row]:
    planned = {pk: year for pk, (year,) in batch.rows(ExitPlan.objects.all(), "year")}
    past: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for household, values in _standings(batch, all_of_them=True):
        past[household].append(values)
    return [(*batch.who[pk], *_exit(past[pk], planned.get(pk), batch)) for pk in batch.who]


def _exit(past: list[tuple[Any, ...]], planned: int | None, batch: _Batch) -> Row:
    identified = next(
        (since.year for status, since, *_ in past if status == Standing.Status.REGISTERED), None
    )
    exited = next(
        (since.year for status, since, *_ in reversed(past) if status == Standing.Status.EXITED), None
    )
    status, since, file, row = past[-1] if past else (None, None, None, None)
    return (identified, planned, exited, words.standing(status), since, batch.source(file, row))


def _standings(batch: _Batch, *, all_of_them: bool = False) -> Iterator[tuple[int, tuple[Any, ...]]]:
    begun = Standing.objects.filter(since__lte=batch.on).order_by("since")
    found = begun if all_of_them else begun.filter(scope.in_force(batch.on))
    return batch.rows(found, "status", "since", "file_id", "row")


def _masked(cipher: bytes | memoryview | None) -> str:
    return identity_numbers.masked(secrets.decrypt(cipher)) if cipher else ""


def _age(birth: date | None, on: date) -> int | None:
    return None if birth is None else on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


_READERS: dict[str, Callable[[_Batch], list[Row]]] = {
    "households": _overview, "members": _members, "homes": _homes, "causes": _causes, "measures": _measures,
    "receipts": _paid, "incomes": _incomes, "officers": _officers, "exits": _exits,
}  # fmt: skip
