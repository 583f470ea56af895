"""Allocating: projects of a year's plan that still need money, documents that have some, what waits for a decision."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum

from liuqing.planning.models import Account, Allocation, Document, Funding, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.funds.lines import NONE
from liuqing.registry.queries.pages import Page, cut
from liuqing.workflow.rights import Right

State = Project.State
_PLANNED = tuple(state for state in Project.IN_POOL if state != State.POOLED)
SIZE = 60


@dataclass(frozen=True)
class Needy:
    """A project and its money, in yuan; ``proposed`` waits for a decision."""

    record: Project
    need: Decimal
    allocated: Decimal
    proposed: Decimal

    @property
    def gap(self) -> Decimal:
        """What is neither allocated nor proposed."""
        return max(self.need - self.allocated - self.proposed, NONE)


@dataclass(frozen=True)
class Offer:
    """A document and what of its money of the year is free."""

    record: Document
    free: Decimal


@dataclass(frozen=True)
class Round:
    """The allocation of a year: who needs, what is there, what waits."""

    year: int
    projects: Page[Needy]
    offers: tuple[Offer, ...]
    waiting: tuple[Allocation, ...]
    may_propose: bool
    may_decide: bool
    user: str

    @property
    def decidable(self) -> tuple[Allocation, ...]:
        """What others have proposed."""
        return tuple(one for one in self.waiting if one.by != self.user)


def allocating(user: Any, year: int, *, page: int = 1, sought: str = "") -> Round:
    """What is to be allocated of a year, to projects of which the user manages or approves the money."""
    manages, approves = (scope.visible(user, right) for right in (Right.MANAGE_FUNDS, Right.APPROVE_FUNDS))
    needy = _needy(manages, year, page, sought)
    waiting = Allocation.objects.filter(
        Q(line__project__in=approves.values("pk")) | Q(line__project__in=manages.values("pk")),
        state=Allocation.State.PROPOSED, line__year=year,
    ).select_related("line__project", "line__document")  # fmt: skip
    return Round(
        year,
        needy,
        tuple(_offers(year)),
        tuple(waiting),
        manages.exists(),
        approves.exists(),
        user.get_username(),
    )


def years(user: Any) -> list[int]:
    """The years of which there is money, the latest first."""
    found = (
        Account.objects.filter(kind=Account.Kind.POOL).order_by().values_list("year", flat=True).distinct()
    )
    return sorted((year for year in found if year), reverse=True)


def _needy(managed: Any, year: int, page: int, sought: str) -> Page[Needy]:
    found = managed.filter(state__in=_PLANNED).filter(Q(year=None) | Q(year__lte=year))
    if sought:
        found = found.filter(
            Q(no__icontains=sought) | Q(name__icontains=sought) | Q(class_two=sought) | Q(class_one=sought)
        )
    needs = _by_project(Funding.objects.all(), "project_id", "need")
    got = _by_project(Account.objects.exclude(line=None), "line__project_id", "balance")
    asked = _by_project(
        Allocation.objects.filter(state=Allocation.State.PROPOSED), "line__project_id", "amount"
    )
    open_ = [pk for pk in found.values_list("pk", flat=True) if needs[pk] > got[pk] + asked[pk]]
    rows = cut(found.model.objects.filter(pk__in=open_).order_by("no"), page, SIZE, len(open_))
    told = [Needy(one, needs[one.pk], got[one.pk], asked[one.pk]) for one in rows.rows]
    return Page(told, rows.total, rows.number, rows.size)


def _by_project(found: Any, by: str, what: str) -> dict[int, Decimal]:
    return defaultdict(lambda: NONE, found.order_by().values_list(by).annotate(total=Sum(what)))


def _offers(year: int) -> list[Offer]:
    asked = dict(
        Allocation.objects.filter(state=Allocation.State.PROPOSED, line__year=year)
        .order_by().values_list("line__document").annotate(total=Sum("amount"))
    )  # fmt: skip
    pools = Account.objects.filter(kind=Account.Kind.POOL, year=year, balance__gt=0).select_related(
        "document"
    )
    offers = [
        Offer(one.document, one.balance - asked.get(one.document_id, NONE)) for one in pools.order_by("pk")
    ]
    return [one for one in offers if one.free > 0]
