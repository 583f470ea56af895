"""What stands on the comparison sheets (对照表): every fact of a household and its members, as it is now.

In the order of the six clears. Numbers of persons and accounts are masked: the paper goes to the home.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Q

from liuqing.errors import Problem
from liuqing.policy.tables import CLEARS, HOUSEHOLD, PERSON, Fact, named
from liuqing.registry.models import Area, Household, Membership, Monitoring, Proceeding, Standing, Window
from liuqing.registry.queries import filling, scope
from liuqing.registry.queries.filling import Field
from liuqing.registry.queries.filling.households import Value, Values
from liuqing.registry.queries.windows import calendar
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

_HEAD = frozenset({"household_no", "head_name", "size_stated", "phone", "data_year"})
"""What stands at the head of a sheet, or says nothing to the household."""
FACTS: dict[str, tuple[Fact, ...]] = {
    key: tuple(fact for fact in HOUSEHOLD if fact.clear == key and fact.name not in _HEAD) for key in CLEARS
}
"""The facts of a household by clear, in the order of the register."""
_MEMBER = (
    "name", "relation", "sex", "birth", "id_no", "education", "school_status", "labour", "work_months", "health",
    "resident_medical", "resident_pension",
)  # fmt: skip
MEMBER_FACTS: tuple[Fact, ...] = tuple(named(PERSON)[name] for name in _MEMBER)
"""The facts of a member that a visit can see, in the order of the columns."""


@dataclass(frozen=True)
class Home:
    """A household with its values; ``changes`` are members that came or went in the window already."""

    no: str
    head: str
    town: str
    village: str
    hamlet: str
    phone: str
    standing: str
    values: Values
    members: tuple[Values, ...]
    changes: tuple[str, ...]
    proceedings: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """The sheets of an area: how many households, as of which day, for which window."""

    area: Area
    on: date
    households: int
    window: Window | None
    demo: bool
    what: filling.Scope = field(repr=False)


def sheets(user: Any, code: str | None = None, household: str = "") -> Sheets:
    """The registered and monitored households of an area, or one household.

    Problems ``registry.no_such_area``, ``registry.no_such_household``, ``windows.nobody``,
    ``registry.export_too_large``.
    """
    on, home = clock.today(), None
    if household:
        home = scope.household(user, household)
        rights.require(user, Right.EXPORT, home.village.path)
    area = home.village if home else scope.area(user, code, Right.EXPORT)
    what = _Registered(area, on, None, home)
    people, most = filling.how_many(what, "person"), rights.export_rows(user)
    if people > most:
        raise Problem(
            "registry.export_too_large", f"这一次要导出 {people:,} 人，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )  # fmt: skip
    count = what.households().count()
    if not count:
        raise Problem(
            "windows.nobody", f"{area.name}没有在册户，也没有监测对象", "没有要走访的户，不需要对照表。"
        )
    return Sheets(area, on, count, calendar.current(), bool(settings.WORKSPACE.demo), what)


def homes(found: Sheets) -> Iterator[Home]:
    """The households in the order of villages and numbers."""
    people = _members(found)
    changed, under_way = _changes(found), _proceedings(found)
    fields = [_field(fact, "household") for fact in HOUSEHOLD]
    for values in filling.rows(found.what, fields, "household"):
        no = _text(values, "household_no")
        yield Home(
            no, _text(values, "head_name"), _text(values, "town"), _text(values, "village"), _text(values, "hamlet"),
            _text(values, "phone"), _text(values, "standing"), values, next(people, (no, ()))[1],
            tuple(changed.get(no, ())), tuple(under_way.get(no, ())),
        )  # fmt: skip


class _Registered(filling.Scope):
    """The households that are in the register, or monitored, on the day."""

    def households(self) -> Any:
        wanted = Standing.objects.filter(scope.in_force(self.on)).values("household")
        watched = Monitoring.objects.filter(since__lte=self.on).filter(
            Q(removed_on=None) | Q(removed_on__gt=self.on)
        )
        found = Household.objects.filter(Q(pk__in=wanted) | Q(pk__in=watched.values("household")))
        if self.household:
            return found.filter(pk=self.household.pk)
        return found.filter(village__path__startswith=self.area.path).order_by("village__code", "no")


def _members(found: Sheets) -> Iterator[tuple[str, tuple[Values, ...]]]:
    """The members of each household, in the order of the households; () where there is nobody."""
    fields = [_field(fact, "person") for fact in MEMBER_FACTS]
    rows = filling.rows(found.what, fields, "person")
    groups = ((no, tuple(some)) for no, some in groupby(rows, key=lambda row: str(row["household_no"])))
    held = next(groups, None)
    for no in found.what.households().values_list("no", flat=True).iterator():
        if held and held[0] == no:
            yield held
            held = next(groups, None)
        else:
            yield no, ()


def _changes(found: Sheets) -> dict[str, list[str]]:
    """Who came and who went since the window began, so that nobody writes it down a second time."""
    if found.window is None:
        return {}
    first = found.window.opens_on
    rows = Membership.objects.filter(household__in=found.what.households()).filter(
        Q(since__gte=first, since__lte=found.on) | Q(until__gte=first, until__lte=found.on)
    )
    told: dict[str, list[str]] = defaultdict(list)
    names = ("household__no", "person__name", "relation", "since", "until", "reason")
    for no, name, relation, since, until, reason in rows.order_by("pk").values_list(*names):
        if until is not None and until >= first:
            told[no].append(f"{name}（{relation}）{until} 减少{f'：{reason}' if reason else ''}")
        else:
            told[no].append(f"{name}（{relation}）{since} 增加")
    return told


def _proceedings(found: Sheets) -> dict[str, list[str]]:
    told: dict[str, list[str]] = defaultdict(list)
    rows = Proceeding.objects.filter(
        household__in=found.what.households(), state__in=Proceeding.OPEN_STATES
    ).order_by("pk")
    for home, no, label in rows.values_list("household__no", "no", "label"):
        told[home].append(f"{label}（{no}）")
    return told


def _field(fact: Fact, entity: str) -> Field:
    return Field(fact.name, fact.label, entity, fact.kind)


def _text(values: Values, name: str) -> str:
    return written(values.get(name))


def written(value: Value) -> str:
    """A value as it is printed; "" for what is not known."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


__all__ = ["FACTS", "MEMBER_FACTS", "Home", "Sheets", "homes", "sheets", "written"]
