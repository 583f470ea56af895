"""Listing (贷款台账): every loan with what is owed, when it is due, and what is doubtful about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Loan, LoanEvent, RiskMove
from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.stood import NOTHING, Stood, stood
from liuqing.policy.lending import FLAGS, Terms
from liuqing.registry.queries import scope
from liuqing.registry.queries.pages import Page
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

SIZE = 60


@dataclass(frozen=True)
class Listed:
    """A loan as a list shows it."""

    loan: Loan
    stood: Stood

    @property
    def due(self) -> date:
        """The last day for paying back, extensions included."""
        return self.stood.borrowed.due()


@dataclass(frozen=True)
class Sums:
    """What a list adds up to; ``overdue`` is owed and late."""

    loans: int = 0
    households: int = 0
    lent: Decimal = NOTHING
    owed: Decimal = NOTHING
    overdue: Decimal = NOTHING

    @property
    def mean(self) -> Decimal | None:
        """Lent on average to a household; None without one."""
        return (self.lent / self.households).quantize(Decimal("0.01")) if self.households else None

    @property
    def overdue_share(self) -> Decimal | None:
        """What is late of what is owed, in per cent; None where nothing is owed."""
        return (self.overdue * 100 / self.owed).quantize(Decimal("0.01")) if self.owed else None


@dataclass(frozen=True)
class Ledger:
    """A page of the ledger with the sums of the whole list and how many have which flag."""

    area: Any
    page: Page[Listed]
    sums: Sums
    flags: dict[str, int] = field(default_factory=dict)
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class One:
    """A loan with its story and the household's other loans."""

    listed: Listed
    events: tuple[LoanEvent, ...]
    others: tuple[Listed, ...]
    terms: Terms
    moves: tuple[RiskMove, ...]


def listed(
    user: Any, code: str | None = None, *, flag: str = "", state: str = "", year: int | None = None, page: int = 1
) -> Ledger:  # fmt: skip
    """The loans of an area, those due first at the top. ``flag`` is a key of ``FLAGS`` or ``any``.

    Problem ``registry.no_such_area``.
    """
    area, on = scope.area(user, code, Right.SEE_PROJECTS), clock.today()
    found = reading.visible(user).filter(household__village__path__startswith=area.path)
    years = sorted({day.year for day in found.values_list("drawn_on", flat=True).order_by().distinct()})
    found = found.filter(state=state) if state in Loan.State.values else found
    found = found.filter(drawn_on__year=year) if year else found
    every = stood(found.order_by("due_on", "pk"), on, reading.terms(on)).values()
    flags = Counter(key for one in every for key in one.doubts.found)
    chosen = [one for one in every if _flagged(one, flag)]
    return Ledger(
        area,
        _page(chosen, page),
        sums(chosen),
        {key: flags[key] for key in FLAGS if flags[key]},
        tuple(years),
    )


def one(user: Any, pk: int) -> One:
    """A loan with everything that happened. Problem ``planning.no_such_loan``."""
    found, on = reading.loan(user, pk), clock.today()
    terms = reading.terms(on)
    every = stood(reading.of_households(Loan.objects.filter(pk=pk)), on, terms)
    shown = {each.loan.pk: each for each in _shown(list(every.values()))}
    others = tuple(each for key, each in shown.items() if key != pk)
    return One(shown[pk], tuple(found.events.all()), others, terms, tuple(found.risk_moves.all()))


def sums(found: Iterable[Stood]) -> Sums:
    """Together: loans, households, lent, owed, late."""
    told = list(found)
    return Sums(
        len(told), len({one.row.household for one in told}), sum((one.row.principal for one in told), NOTHING),
        sum((one.owed for one in told), NOTHING), sum((one.owed for one in told if one.overdue), NOTHING),
    )  # fmt: skip


def _flagged(one: Stood, flag: str) -> bool:
    return bool(one.doubts.found) if flag == "any" else flag not in FLAGS or flag in one.doubts.found


def _page(found: list[Stood], number: int) -> Page[Listed]:
    number = min(max(1, number), max(1, -(-len(found) // SIZE)))
    rows = _shown(found[(number - 1) * SIZE : number * SIZE])
    return Page(rows, len(found), number, SIZE)


def _shown(found: list[Stood]) -> list[Listed]:
    loans = Loan.objects.select_related("household__village__parent", "person").in_bulk(
        [one.row.pk for one in found]
    )
    return [Listed(loans[one.row.pk], one) for one in found]
