"""Fund (风险补偿金): its moves, its balance, how much of the loans it covers, what waits to be agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from liuqing.planning.models import Loan, RiskMove
from liuqing.planning.queries.loans import reading
from liuqing.planning.queries.loans.stood import NOTHING, stood
from liuqing.policy.lending import Terms
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

TOP_UP, COMPENSATE, RECOVER = "top_up", "compensate", "recover"
KINDS = {TOP_UP: "注入", COMPENSATE: "代偿", RECOVER: "追回"}


@dataclass(frozen=True)
class Moved:
    """A move with the balance after it; a move nobody agreed to yet leaves the balance as it was."""

    move: RiskMove
    label: str
    after: Decimal


@dataclass(frozen=True)
class Fund:
    """The fund of the county. ``covers`` is the balance for each hundred yuan lent and still owed, ``covers_bad``
    for each hundred that are bad or late; None where there is nothing to cover. ``may_lend`` is what the balance
    allows to be lent at the place's leverage.
    """

    area: Area
    balance: Decimal
    moves: tuple[Moved, ...]
    waiting: tuple[Moved, ...]
    owed: Decimal
    bad: Decimal
    terms: Terms

    @property
    def covers(self) -> Decimal | None:
        """The balance in per cent of what is owed."""
        return _per_cent(self.balance, self.owed)

    @property
    def covers_bad(self) -> Decimal | None:
        """The balance in per cent of what is bad or late."""
        return _per_cent(self.balance, self.bad)

    @property
    def may_lend(self) -> Decimal:
        """What may be lent on the balance."""
        return self.balance * self.terms.leverage


def fund(user: Any) -> Fund:
    """The county's fund, for whoever sees the county's money. Problem ``registry.no_such_area``."""
    area = scope.area(user, Area.objects.get(parent=None).code, Right.SEE_PROJECTS)
    on = clock.today()
    terms = reading.terms(on)
    every = stood(Loan.objects.exclude(state=Loan.State.REPAID), on, terms).values()
    moves = _moved(RiskMove.objects.select_related("loan__household"))
    bad = (one.owed for one in every if one.overdue or one.row.state == Loan.State.BAD)
    return Fund(
        area, balance(), tuple(moves), tuple(one for one in moves if one.move.agreed is None),
        sum((one.owed for one in every), NOTHING), sum(bad, NOTHING), terms,
    )  # fmt: skip


def balance() -> Decimal:
    """What was put in less what was paid out, as far as it was agreed."""
    return RiskMove.objects.filter(agreed=True).aggregate(whole=Sum("amount"))["whole"] or NOTHING


def _moved(moves: Iterable[RiskMove]) -> list[Moved]:
    after, told = NOTHING, []
    for move in moves:
        after += move.amount if move.agreed else NOTHING
        told.append(Moved(move, KINDS.get(move.kind, move.kind), after))
    return told


def _per_cent(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole).quantize(Decimal("0.01")) if whole else None
