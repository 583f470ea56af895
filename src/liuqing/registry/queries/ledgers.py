"""Ledgers that must agree (账账相符): one fact that stands in two books, counted in both.

Head counts against members, numbers that only the record has right, village totals against the
households in them, what the register says of its members against the departments' lists, what those
lists gave row by row against measures and payments, income that households state against money that
was paid. Each line leads to the households and people of which only one book speaks.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from liuqing.errors import Problem
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import (
    Area,
    Entry,
    HouseholdYear,
    Membership,
    PersonYear,
    SourceFile,
)
from liuqing.registry.queries import ledger_given, ledger_money, ledger_villages, numbers, pages, scope
from liuqing.registry.queries.comparing import OFFICE
from liuqing.registry.queries.ledger_lines import HEADS, LISTS, NUMBERS, Differs, Line, place
from liuqing.registry.queries.pages import Page
from liuqing.workflow.models import TrailHead
from liuqing.workflow.rights import Right

SIDES = ("ours", "theirs")


@dataclass(frozen=True)
class Ledgers:
    """The books of an area in a year."""

    area: Area
    year: int | None
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        """For ``liuqing ledgers --json`` and the API."""
        told = [{**asdict(one), "agree": one.agree} for one in self.lines]
        return {"area": self.area.code, "year": self.year, "ledgers": told}


@dataclass(frozen=True)
class _Flag:
    """What the register says of a member, and the lists that should say the same."""

    key: str
    label: str
    said: Q
    lists: tuple[str, ...]


_FLAGS = (
    _Flag("dibao", "享受低保", Q(on_dibao=True), ("dibao",)),
    _Flag("tekun", "特困供养", Q(on_tekun=True), ("tekun",)),
    _Flag("disabled", "残疾", Q(health__contains="残疾"), ("disabled",)),
    _Flag("medical_insured", "参加居民医保", Q(resident_medical=True), ("medical_insured",)),
    _Flag("school_roll", "在校生", ~Q(school_status__in=("", "学龄前儿童")), ("school_roll",)),
    _Flag("health", "大病和慢性病", Q(health__contains="大病") | Q(health__contains="慢性病"), ("health",)),
    _Flag("work", "务工", Q(work_months__gt=0), ("work",)),
    _Flag("posts", "公益性岗位", Q(other__public_post__isnull=False), ("public_posts", "rangers")),
)


def ledgers(user: Any, code: str | None = None) -> Ledgers:
    """The books of the area. Problem ``registry.no_such_area``."""
    area = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    year = _year(area)
    if year is None:
        return Ledgers(area, None, ())
    return Ledgers(area, year, _lines(area, year))


def _lines(area: Area, year: int) -> tuple[Line, ...]:
    """Counted once for as long as nobody does anything: a county's books take seconds to add up.

    Every act leaves an event in the trail; a page that is only looked at leaves none.
    """
    head = TrailHead.objects.filter(pk=1).values_list("seal", flat=True).first()
    if head is None or SourceFile.objects.filter(state=SourceFile.State.LOADING).exists():
        return _counted(area, year)
    key = f"{area.pk}:{year}:{head}"
    found = _COUNTED.get(key)
    if found is None:
        found = _counted(area, year)
        while len(_COUNTED) >= KEPT:
            _COUNTED.pop(next(iter(_COUNTED)))
        _COUNTED[key] = found
    return found


KEPT = 64
"""Areas whose counts are remembered at most."""
_COUNTED: dict[str, tuple[Line, ...]] = {}


def _counted(area: Area, year: int) -> tuple[Line, ...]:
    lines = [_heads(area, year), _numbers(area, year), *ledger_villages.lines(area, year)]
    lines += [_listed(flag, area, year) for flag in _FLAGS]
    return (*lines, *ledger_given.lines(area, year), *ledger_money.lines(area, year))


def differing(
    user: Any, code: str | None, key: str, side: str, page: int = 1, size: int = 60
) -> Page[Differs]:
    """Whom the books disagree about. Problems ``registry.no_such_area``, ``ledgers.unknown``."""
    area = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    year = _year(area)
    read = _READERS.get(key)
    if read is None or side not in SIDES or year is None:
        raise Problem("ledgers.unknown", "没有这一本账", "请从账账相符的页面进入。")
    return read(area, year, side, page, size)


def _year(area: Area) -> int | None:
    """The latest year of which the register speaks."""
    years = HouseholdYear.objects.order_by("-year").values_list("year", flat=True)
    return years.first() if area else None


# Head counts


def _sized(area: Area, year: int) -> QuerySet[HouseholdYear]:
    members = (
        Membership.objects.filter(household=OuterRef("household"), until=None)
        .order_by().values("household").annotate(n=Count("pk")).values("n")
    )  # fmt: skip
    found = HouseholdYear.objects.filter(household__village__path__startswith=area.path, year=year)
    return found.filter(size_stated__isnull=False).annotate(
        members=Coalesce(Subquery(members, output_field=IntegerField()), 0)
    )


def _heads(area: Area, year: int) -> Line:
    found = _sized(area, year)
    told = found.aggregate(
        ours=Sum("members"), theirs=Sum("size_stated"),
        more=Count("pk", filter=Q(members__gt=F("size_stated"))),
        less=Count("pk", filter=Q(members__lt=F("size_stated"))),
    )  # fmt: skip
    return Line(
        "heads", HEADS, "家庭人口数", "人员信息中的成员", "户信息填的人口数", told["ours"] or 0, told["theirs"] or 0,
        told["more"], told["less"], "户",
    )  # fmt: skip


def _heads_differ(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
    found = _sized(area, year).select_related("household__village__parent").order_by("household__no")
    found = (
        found.filter(members__gt=F("size_stated"))
        if side == "ours"
        else found.filter(members__lt=F("size_stated"))
    )
    cut = pages.cut(found, page, size)
    rows = [
        Differs(one.household.no, one.household.head_name, "", *place(one.household.village),
                f"{one.members} 人", f"{one.size_stated} 人")  # type: ignore[attr-defined]
        for one in cut.rows
    ]  # fmt: skip
    return Page(rows, cut.total, cut.number, cut.size)


# Identity numbers


def _numbers(area: Area, year: int) -> Line:
    """Sound numbers of members: what the export still has damaged is put right in the national system."""
    members = Membership.objects.filter(until=None, household__village__path__startswith=area.path)
    sound = members.filter(person__id_hash__isnull=False).count()
    only = len(numbers.repaired(year, area.path))
    return Line(
        "numbers", NUMBERS, "完整的证件号码", "台账（含按其他名单改正的）", "国家系统导出",
        sound, sound - only, only, 0, "人",
    )  # fmt: skip


def _numbers_differ(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
    repairs = numbers.repaired(year, area.path) if side == "ours" else {}
    found = Membership.objects.filter(until=None, person__in=repairs)
    found = found.select_related("person", "household__village__parent").order_by("household__no", "pk")
    cut = pages.cut(found, page, size)
    rows = [
        Differs(one.household.no, one.household.head_name, one.person.name, *place(one.household.village),
                str(repairs[one.person_id]), f"号码有误，由{OFFICE}在国家系统更正")
        for one in cut.rows
    ]  # fmt: skip
    return Page(rows, cut.total, cut.number, cut.size)


# The departments' lists


def _members(flag: _Flag, area: Area, year: int) -> QuerySet[Membership]:
    said = PersonYear.objects.filter(flag.said, person=OuterRef("person"), year=year)
    listed = Entry.objects.filter(kind__in=flag.lists, person=OuterRef("person"), said_on__year=year)
    found = Membership.objects.filter(until=None, household__village__path__startswith=area.path)
    return found.annotate(said=Exists(said), listed=Exists(listed))


def _listed(flag: _Flag, area: Area, year: int) -> Line:
    counted = _members(flag, area, year).order_by().values_list("said", "listed").annotate(n=Count("pk"))
    n = {(bool(said), bool(listed)): count for said, listed, count in counted}
    both = n.get((True, True), 0)
    ours, theirs = n.get((True, False), 0), n.get((False, True), 0)
    kinds = "、".join(BY_KEY[kind].label for kind in flag.lists)
    return Line(
        flag.key, LISTS, flag.label, "台账登记", f"{BY_KEY[flag.lists[0]].department}{kinds}", both + ours, both + theirs,
        ours, theirs, "人",
    )  # fmt: skip


def _list_reader(flag: _Flag) -> Callable[[Area, int, str, int, int], Page[Differs]]:
    def read(area: Area, year: int, side: str, page: int, size: int) -> Page[Differs]:
        found = _members(flag, area, year).filter(said=side == "ours", listed=side == "theirs")
        found = found.select_related("person", "household__village__parent").order_by("household__no", "pk")
        cut = pages.cut(found, page, size)
        ours, theirs = ("有", "没有") if side == "ours" else ("没有", "有")
        rows = [
            Differs(one.household.no, one.household.head_name, one.person.name, *place(one.household.village), ours, theirs)
            for one in cut.rows
        ]  # fmt: skip
        return Page(rows, cut.total, cut.number, cut.size)

    return read


_READERS: dict[str, Callable[[Area, int, str, int, int], Page[Differs]]] = {
    "heads": _heads_differ,
    "numbers": _numbers_differ,
    **ledger_villages.readers(),
    **{flag.key: _list_reader(flag) for flag in _FLAGS},
    **ledger_given.readers(),
    **ledger_money.readers(),
}
