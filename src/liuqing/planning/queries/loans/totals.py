"""Totals (分年汇总和获贷率): loans by year and town beside the plan's targets; who of those who could has one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.listing import Sums, sums
from liuqing.planning.queries.loans.stood import stood
from liuqing.policy import lending, place
from liuqing.policy.place_lists import Target
from liuqing.registry.models import Household, Membership, PersonYear
from liuqing.registry.queries import scope
from liuqing.registry.queries.scope import in_force
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

METRICS = {
    "microcredit_loans": "贷款金额", "microcredit_households": "贷款户数", "microcredit_persons": "覆盖人数",
    "microcredit_funds": "投入的财政资金（贴息、补偿）",
}  # fmt: skip


Promised = tuple[str, Target]
"""What a target is about, in words, and the target."""


@dataclass(frozen=True)
class Year:
    """Loans of a year, with what the plan says of it."""

    year: int
    sums: Sums
    targets: tuple[Promised, ...]


@dataclass(frozen=True)
class Access:
    """How many households of the register have a loan, of those in which somebody may borrow; of ``unknown``
    the register cannot tell. The rate is between ``least`` and ``most``.
    """

    having: int
    able: int
    unknown: int

    @property
    def least(self) -> Decimal | None:
        """The rate if everybody not known could borrow; None where nobody could."""
        return _rate(self.having, self.able + self.unknown)

    @property
    def most(self) -> Decimal | None:
        """The rate if nobody not known could borrow."""
        return _rate(self.having, self.able)


@dataclass(frozen=True)
class Totals:
    """By year, by place, and the access rate."""

    area: Any
    years: tuple[Year, ...]
    targets: tuple[Promised, ...]
    places: tuple[tuple[Any, Sums], ...]
    access: Access


def totals(user: Any, code: str | None = None) -> Totals:
    """The loans of an area by year and by the places below it. Problem ``registry.no_such_area``."""
    area, on = scope.area(user, code, Right.SEE_PROJECTS), clock.today()
    found = reading.visible(user).filter(household__village__path__startswith=area.path)
    every = stood(found, on, reading.terms(on))
    whole = area.parent_id is None
    return Totals(
        area, tuple(_years(every.values(), _targets() if whole else ())), _targets() if whole else (),
        tuple(_places(area, found, every)), access(found, area, on),
    )  # fmt: skip


def access(loans: Any, area: Any, on: date) -> Access:
    """Who has a loan of the registered households of an area in which somebody may borrow on the day.

    May borrow: of the ages stated and with labour. Who has borrowed counts among them.
    """
    homes = set(
        scope.registered(Household.objects.filter(village__path__startswith=area.path), on).values_list(
            "pk", flat=True
        )
    )
    having = homes & set(loans.values_list("household", flat=True).order_by())
    able, unknown = _able(homes, on)
    return Access(len(having), len(able | having), len(unknown - able - having))


def _able(homes: set[int], on: date) -> tuple[set[int], set[int]]:
    """Households in which somebody surely may borrow, and those in which somebody might."""
    terms = reading.terms(on)
    here = place.load(settings.WORKSPACE.place).parameters(on)
    labour_words = here["employment.able_labour"]
    members = Membership.objects.filter(in_force(on)).values_list("person", "household", "person__birth")
    labour = dict(
        PersonYear.objects.filter(year__lte=on.year).order_by("year").values_list("person", "labour")
    )
    able, unknown = set(), set()
    for person, home, born in members:
        if home not in homes:
            continue
        of_age = None if born is None else terms.age_from <= lending.age(born, on) <= terms.age_to
        works = labour.get(person, "") in labour_words if labour.get(person) else None
        if of_age and works:
            able.add(home)
        elif of_age is not False and works is not False:
            unknown.add(home)
    return able, unknown


def _years(every: Iterable[Any], targets: tuple[Promised, ...]) -> Iterable[Year]:
    by_year: dict[int, list[Any]] = defaultdict(list)
    for one in every:
        by_year[one.row.drawn_on.year].append(one)
    planned = {target.year for _, target in targets if "period=" not in target.dimension}
    for year in sorted({*by_year, *planned}):
        own = tuple(one for one in targets if one[1].year == year and "period=" not in one[1].dimension)
        yield Year(year, sums(by_year[year]), own)


def _places(area: Any, loans: Any, every: dict[int, Any]) -> Iterable[tuple[Any, Sums]]:
    below = list(area.children.filter(until=None).order_by("code"))
    paths = dict(loans.order_by().values_list("pk", "household__village__path"))
    for one in below:
        mine = [stood_ for pk, stood_ in every.items() if paths[pk].startswith(one.path)]
        if mine:
            yield one, sums(mine)


def _targets() -> tuple[Promised, ...]:
    """What the plan says of micro-credit."""
    found = place.load(settings.WORKSPACE.place).targets()
    return tuple((METRICS[one.metric], one) for one in found if one.metric in METRICS)


def _rate(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01")) if whole else None
