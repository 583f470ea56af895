"""A look at spending: what progress, slow projects and idle money read of the same area, each table once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum

from liuqing.planning.models import Account, Document, Project
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import MEASURES
from liuqing.planning.queries.matrix.plan import sees_all
from liuqing.planning.queries.spending.day import today
from liuqing.policy import place as places
from liuqing.policy import spending
from liuqing.policy.dated import Parameters
from liuqing.registry.queries import scope
from liuqing.workflow.rights import Right

CLAIMED = (Account.Kind.CLAIMED, Account.Kind.RETAINED, Account.Kind.PAID)
NOTHING = Decimal(0)


class Held(NamedTuple):
    """What stands on the lines of a project in a year, by what is looked at; ``claimed`` is a part of ``amount``."""

    key: Any
    project: int
    year: int
    amount: Decimal
    claimed: Decimal


class Look:
    """The money of an area as a user sees it on a day: of a year or of all. Problem ``registry.no_such_area``.

    Every sum is told by ``by`` (a dimension or ``document``), or by project where ``of="project"`` is asked.
    """

    def __init__(
        self, user: Any, area_code: str | None, *, by: str = "document", year: int | None = None, on: date | None = None
    ) -> None:  # fmt: skip
        self.user, self.by, self.year = user, by, year
        self.day = on or today()
        self.here = scope.area(user, area_code, Right.SEE_PROJECTS)
        self.projects: QuerySet[Project] = projects_of.visible(user).filter(
            area__path__startswith=self.here.path
        )

    @cached_property
    def numbers(self) -> Parameters:
        """The place's numbers of the day."""
        return places.load(settings.WORKSPACE.place).parameters(self.day)

    @cached_property
    def county(self) -> bool:
        """Whether it is the whole county, for who sees all of it: only then documents tell of it."""
        return self.here.parent_id is None and sees_all(self.user)

    @cached_property
    def documents(self) -> dict[int, Document]:
        """Every document, by key; of all years."""
        return {one.pk: one for one in Document.objects.all()}

    @cached_property
    def _held(self) -> list[Held]:
        rows = counting.ROWS["allocated"][0]
        held = Account.objects.filter(line__isnull=False, line__project__in=self.projects.order_by())
        if self.year is not None:
            held = held.filter(line__year=self.year)
        named = {"k": F(counting.column(rows, self.by)), "p": F("line__project"), "y": F("line__year")}
        sums = {
            "all": Sum("balance", output_field=Yuan()),
            "used": Sum("balance", filter=Q(kind__in=CLAIMED), output_field=Yuan()),
        }
        told = held.order_by().values(**named).annotate(**sums)
        return [Held(one["k"], one["p"], one["y"], one["all"], one["used"] or NOTHING) for one in told]

    @cached_property
    def _paid(self) -> dict[counting.Key, Decimal]:
        narrowed = {} if self.year is None else {"year": self.year}
        return counting.amounts(self.projects, MEASURES["paid"], (self.by, "project"), narrowed)

    def allocated(self, of: str = "") -> dict[Any, Decimal]:
        """What stands on the accounts of lines."""
        return _summed((_key(one, of), one.amount) for one in self._held)

    def claimed(self) -> dict[Any, Decimal]:
        """What of it was claimed, whether paid or not."""
        return _summed((one.key, one.claimed) for one in self._held)

    def paid(self, of: str = "") -> dict[Any, Decimal]:
        """Payments less refunds."""
        return _summed((key[bool(of)], amount) for key, amount in self._paid.items())

    def dues(self, of: str = "") -> dict[Any, Decimal]:
        """What should be paid by the day, in yuan.

        Each year's money by its own milestone; a year without one that has come asks for nothing yet. Empty
        where the place has no milestones.
        """
        if not self.numbers.has(spending.MILESTONES):
            return {}
        percent = self.percents()
        return _summed((_key(one, of), percent(one.year) * one.amount / 100) for one in self._held)

    def percents(self) -> Callable[[int], Decimal]:
        """What per cent of a year's money is due, worked out once a year."""
        return cache(lambda year: spending.milestone(self.numbers, year, self.day).percent or NOTHING)


def _key(one: Held, of: str) -> Any:
    return one.project if of else one.key


def _summed(told: Any) -> dict[Any, Decimal]:
    found: dict[Any, Decimal] = {}
    for key, amount in told:
        found[key] = found.get(key, NOTHING) + amount
    return found
