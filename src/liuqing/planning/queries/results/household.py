"""Input and output of one household: what was put in by measure, what income came out, and what it serves beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Q, Sum

from liuqing.planning.models import Beneficiary, Distribution, Dividend, Payment, Project
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries.results import incomes
from liuqing.planning.queries.results.incomes import IncomeLine
from liuqing.planning.queries.results.putting import HOW, LISTED, ZERO, Put, measure, puts
from liuqing.registry.models import Household, IncomeYear
from liuqing.registry.queries import scope

TENTH = Decimal("0.1")
ITSELF = "发到手的钱，本身就是收入"
NOT_TOLD = "收入里分不出哪些来自这项措施"
NO_AMOUNT = "没有写投入多少"


@dataclass(frozen=True)
class MeasureResult:
    """A measure of a household. ``put`` is what is known, ``unknown`` how many lines state no amount.

    ``income`` a year where it can be said (dividends of the project's assets), with ``rate`` per cent a year
    and ``payback`` in years; else None and ``why``.
    """

    measure: str
    put: Decimal
    unknown: int
    first: int
    last: int
    parts: tuple[Put, ...]
    income: Decimal | None
    rate: Decimal | None
    payback: Decimal | None
    why: str


@dataclass(frozen=True)
class SharedWork:
    """A work for many: shown with what it cost, never divided into anybody's money. ``paid`` in yuan."""

    no: str
    name: str
    measure: str
    state: str
    paid: Decimal


@dataclass(frozen=True)
class Results:
    """The input and output of a household. ``before`` and ``after`` are the years compared."""

    household: Household
    years: tuple[int, ...]
    lines: tuple[IncomeLine, ...]
    before: int | None
    after: int | None
    measures: tuple[MeasureResult, ...]
    put: Decimal
    unknown: int
    dividends: Decimal
    shared: tuple[SharedWork, ...]

    @property
    def change(self) -> Decimal | None:
        """How much more the household has left in ``after`` than in ``before``; None if not known."""
        return next((line.change for line in self.lines if line.label == incomes.NET), None)


def of_household(user: Any, no: str) -> Results:
    """The input and output of a household. Problem ``registry.no_such_household``."""
    home = scope.household(user, no)
    rows = {one.year: one for one in IncomeYear.objects.filter(household=home)}
    everything = puts(Q(household=home))
    years = tuple(sorted(rows))
    before, after = _compared(years, everything)
    earned = dividends(Q(household=home))
    return Results(
        household=home, years=years, lines=incomes.lines(rows, before, after), before=before, after=after,
        measures=_measures(everything, earned), put=total(everything), unknown=unknown(everything),
        dividends=got(earned), shared=_shared(home),
    )  # fmt: skip


def total(some: Iterable[Put]) -> Decimal:
    """What is known to have been put in."""
    return sum((one.amount for one in some if one.amount is not None), ZERO)


def unknown(some: Iterable[Put]) -> int:
    """How many lines state no amount."""
    return sum(one.amount is None for one in some)


@dataclass(frozen=True)
class Earned:
    """Dividends that households of a village got of the assets of a measure in a year."""

    measure: str
    year: int
    village: int
    amount: Decimal


def dividends(homes: Q) -> list[Earned]:
    """What was decided to be distributed to the households, of assets that projects made."""
    states = (Distribution.State.APPROVED, Distribution.State.PAID)
    told = Dividend.objects.filter(
        homes, distribution__state__in=states, distribution__asset__project__isnull=False
    )
    summed = told.order_by().values_list(
        "distribution__asset__project__class_one", "distribution__asset__project__class_two", "distribution__year",
        "household__village",
    ).annotate(all=Sum("amount", output_field=Yuan()))  # fmt: skip
    return [Earned(measure(one, two), year, village, amount) for one, two, year, village, amount in summed]


def got(some: Iterable[Earned]) -> Decimal:
    """The sum of dividends."""
    return sum((one.amount for one in some), ZERO)


def _compared(years: tuple[int, ...], everything: list[Put]) -> tuple[int | None, int | None]:
    """The last year before anything was put in (else the first known) against the latest."""
    if not years:
        return None, None
    begun = min((one.year for one in everything), default=years[-1])
    return max((year for year in years if year < begun), default=years[0]), years[-1]


def _measures(everything: list[Put], earned: list[Earned]) -> tuple[MeasureResult, ...]:
    groups: dict[str, list[Put]] = {}
    for one in everything:
        groups.setdefault(one.measure, []).append(one)
    made = (
        _result(name, parts, [one for one in earned if one.measure == name]) for name, parts in groups.items()
    )
    return tuple(sorted(made, key=lambda one: (-one.put, one.measure)))


def _result(name: str, parts: list[Put], earned: list[Earned]) -> MeasureResult:
    put, missing = total(parts), unknown(parts)
    income = round(got(earned) / len({one.year for one in earned}), 2) if earned else None
    told = income is not None and income > 0 and put > 0 and not missing
    return MeasureResult(
        measure=name, put=put, unknown=missing, first=min(one.year for one in parts), last=max(one.year for one in parts),
        parts=tuple(sorted(parts, key=lambda one: (one.year, HOW[one.how], one.what))), income=income,
        rate=_tenth(income * 100 / put) if told and income else None,
        payback=_tenth(put / income) if told and income else None, why="" if told else _why(parts, missing, income),
    )  # fmt: skip


def _why(parts: list[Put], missing: int, income: Decimal | None) -> str:
    if missing and income is not None:
        return NO_AMOUNT
    return ITSELF if all(one.how == LISTED for one in parts) else NOT_TOLD


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)


def _shared(home: Household) -> tuple[SharedWork, ...]:
    """Works for the household's area, or of which it is one of the users."""
    paths = [home.village.path[: n + 1] for n, sign in enumerate(home.village.path) if sign == "/"]
    here = Beneficiary.objects.filter(Q(household=home) | Q(area__path__in=paths)).values("project")
    works = Project.objects.filter(pk__in=here, reach=Project.Reach.SHARED, state__in=Project.IN_POOL)
    standing = Payment.objects.filter(line__project__in=works, voucher__reversed_by=None)
    paid = standing.order_by().values_list("line__project")
    money = dict(paid.annotate(all=Sum("amount", output_field=Yuan())))
    came_back = paid.filter(refunds__isnull=False, refunds__voucher__reversed_by=None)
    back = dict(came_back.annotate(all=Sum("refunds__amount", output_field=Yuan())))
    return tuple(
        SharedWork(one.no, one.name, measure(one.class_one, one.class_two), one.get_state_display(),
                   (money.get(one.pk) or ZERO) - (back.get(one.pk) or ZERO))
        for one in works
    )  # fmt: skip
