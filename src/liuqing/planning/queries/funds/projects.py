"""A project's money: what it needs, what it has got, from which document, and what became of it (R084, R091)."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Allocation, Claim, Line, Payment, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds import lines as reading
from liuqing.planning.queries.funds.lines import NONE, LineMoney
from liuqing.planning.queries.funds.payments import Paid, of_payments
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class SourceMoney:
    """One source of a project: what is needed of it, allocated, paid; yuan."""

    source: str
    need: Decimal
    allocated: Decimal
    paid: Decimal

    @property
    def gap(self) -> Decimal:
        """What of the need of this source is not allocated."""
        return max(self.need - self.allocated, NONE)


@dataclass(frozen=True)
class ProjectMoney:
    """A project's money. ``secured`` is what is allocated; ``proposed`` waits for a decision; yuan.

    ``payments`` holds the latest of all ``payments_in_all``.
    """

    project: Project
    need: Decimal
    lines: tuple[LineMoney, ...]
    sources: tuple[SourceMoney, ...]
    claims: tuple[Claim, ...]
    payments: tuple[Paid, ...]
    payments_in_all: int
    proposed: tuple[Allocation, ...]
    may_propose: bool
    may_claim: bool
    may_decide: bool

    @property
    def secured(self) -> Decimal:
        """What is allocated, wherever it stands by now."""
        return sum((one.allocated for one in self.lines), NONE)

    @property
    def gap(self) -> Decimal:
        """What is needed and not allocated."""
        return max(self.need - self.secured, NONE)

    @property
    def paid(self) -> Decimal:
        """What was paid and has not come back."""
        return sum((one.paid for one in self.lines), NONE)

    @property
    def claimed(self) -> Decimal:
        """What is agreed and not yet paid."""
        return sum((one.claimed for one in self.lines), NONE)

    @property
    def retained(self) -> Decimal:
        """What is kept back for quality."""
        return sum((one.retained for one in self.lines), NONE)

    @property
    def left(self) -> Decimal:
        """What is allocated and nobody has claimed."""
        return sum((one.left for one in self.lines), NONE)

    @property
    def claimable(self) -> Decimal:
        """What may still be claimed: nobody has claimed it, judged or not."""
        return sum((one.claimable for one in self.lines), NONE)

    @property
    def debt(self) -> Decimal:
        """What of it has to be paid back by the public purse (R096)."""
        return sum((one.allocated for one in self.lines if one.debt), NONE)


LATEST = 50
"""So many payments are shown on a project's page; all of them stand in its audit pack."""


def of_project(user: Any, project: Project, *, payments: int | None = LATEST) -> ProjectMoney:
    """The money of a project that the user may see. Problem ``planning.no_such_project`` otherwise."""
    if not scope.may(user, Right.SEE_PROJECTS, project):
        raise scope.no_such_project()
    claims = tuple(Claim.objects.filter(line__project=project).select_related("line__document", "contract"))
    lines = tuple(reading.of(Line.objects.filter(project=project), claims))
    paid = Payment.objects.filter(line__project=project)
    shown = tuple(of_payments(user, paid, payments))
    proposed = Allocation.objects.filter(line__project=project, state=Allocation.State.PROPOSED)
    needs = _needs(project)
    return ProjectMoney(
        project, sum(needs.values(), NONE), lines, _sources(needs, lines), claims, shown,
        paid.count() if len(shown) == payments else len(shown), tuple(proposed.select_related("line__document")), scope.may(user, Right.MANAGE_FUNDS, project),
        scope.may(user, Right.RUN_PROJECTS, project), scope.may(user, Right.APPROVE_FUNDS, project),
    )  # fmt: skip


def _needs(project: Project) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(lambda: NONE)
    for one in project.fundings.all():
        found[one.source] += one.need
    return found


def _sources(needs: dict[str, Decimal], lines: tuple[LineMoney, ...]) -> tuple[SourceMoney, ...]:
    got: dict[str, list[Decimal]] = defaultdict(lambda: [NONE, NONE])
    for one in lines:
        got[one.source][0] += one.allocated
        got[one.source][1] += one.paid
    return tuple(
        SourceMoney(source, needs.get(source, NONE), *got[source])
        for source in sorted({*needs, *got}, key=str)
    )
