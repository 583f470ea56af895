"""The projects of a county as of a day (项目、支付、工程量、受益户), each table read once for all targets."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from liuqing.planning.models import Beneficiary, Payment, Progress, Project, Quantity, Refund, Stage
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.targets.actual import Span
from liuqing.registry.models import Area, Household, Membership
from liuqing.registry.queries import scope

DONE = (
    Project.State.COMPLETED, Project.State.ACCEPTED, Project.State.SETTLED, Project.State.HANDED_OVER
)  # fmt: skip
BEGUN = (Project.State.BEGUN, *DONE)
Path = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """A project of the pool as far as targets ask; ``percent`` is its last progress by the day."""

    pk: int
    class_one: str
    class_two: str
    year: int | None
    state: str
    percent: int


class Projects:
    """What is known of the projects that a user sees of a county."""

    def __init__(self, user: Any, county: Area, on: date) -> None:
        self.user, self.county, self.on = user, county, on

    @cached_property
    def every(self) -> dict[int, Known]:
        """Every project that the user sees, whatever became of it: money that was given out stays visible."""
        found = projects_of.visible(self.user).filter(area__path__startswith=self.county.path).order_by()
        later = Stage.objects.filter(project=OuterRef("pk"), key=Project.State.COMPLETED, on__gt=self.on)
        last = Progress.objects.filter(project=OuterRef("pk"), on__lte=self.on).order_by("-on", "-pk")
        told = found.annotate(later=Exists(later), percent=Subquery(last.values("percent")[:1])).values_list(
            "pk", "class_one", "class_two", "year", "state", "percent", "later"
        )
        return {
            pk: Known(pk, one, two, year, "begun" if after and state in DONE else state, percent or 0)
            for pk, one, two, year, state, percent, after in told
        }

    @cached_property
    def pooled(self) -> dict[int, Known]:
        """Those that stand in the pool."""
        return {pk: one for pk, one in self.every.items() if one.state in Project.IN_POOL}

    @cached_property
    def groups(self) -> dict[tuple[str, str, int], list[Known]]:
        """The projects of the pool by class, item and year; without a year they stand in no plan yet."""
        found: dict[tuple[str, str, int], list[Known]] = defaultdict(list)
        for one in self.pooled.values():
            if one.year is not None:
                found[one.class_one, one.class_two, one.year].append(one)
        return found

    @cached_property
    def paid(self) -> dict[tuple[str, str, int, str], list[tuple[int, Decimal]]]:
        """By class, item, year of the line and source: the projects and what was paid for each."""
        found: dict[tuple[str, str, int, str], list[tuple[int, Decimal]]] = defaultdict(list)
        standing = Q(voucher__reversed_by=None) | Q(voucher__reversed_by__on__gt=self.on)
        for rows, to, sign in ((Payment.objects, "", 1), (Refund.objects, "payment__", -1)):
            told = rows.filter(standing, on__lte=self.on).order_by().values_list(
                f"{to}line__project", f"{to}line__year", f"{to}line__document__source"
            )  # fmt: skip
            for pk, year, source, total in told.annotate(total=Sum("amount")):
                if project := self.every.get(pk):
                    found[project.class_one, project.class_two, year, source].append((pk, sign * total))
        return found

    @cached_property
    def quantities(self) -> dict[str, list[tuple[int, str, Decimal]]]:
        """By item: the projects with unit and quantity."""
        found: dict[str, list[tuple[int, str, Decimal]]] = defaultdict(list)
        for pk, item, unit, quantity in Quantity.objects.order_by().values_list(
            "project", "item", "unit", "quantity"
        ):
            found[item].append((pk, unit, quantity))
        return dict(found)

    @cached_property
    def homes(self) -> dict[int, set[int]]:
        """The households of every project: those that are linked, and the registered ones of linked areas."""
        found: dict[int, set[int]] = defaultdict(set)
        areas = []
        for project, home, path in Beneficiary.objects.order_by().values_list(
            "project", "household", "area__path"
        ):
            if home is not None:
                found[project].add(home)
            elif path:
                areas.append((project, path))
        below = self._below({path for _, path in areas}) if areas else {}
        for project, path in areas:
            found[project] |= below[path]
        return found

    def _below(self, paths: Iterable[str]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {path: set() for path in paths}
        homes = scope.registered(
            Household.objects.filter(village__path__startswith=self.county.path), self.on
        )
        for home, village in homes.order_by().values_list("pk", "village__path"):
            steps = village.split("/")
            for depth in range(1, len(steps)):
                if (path := "/".join(steps[:depth]) + "/") in found:
                    found[path].add(home)
        return found

    @cached_property
    def sizes(self) -> dict[int, int]:
        """How many members every household has on the day."""
        told = Membership.objects.filter(scope.in_force(self.on)).order_by().values("household")
        return {one["household"]: one["many"] for one in told.annotate(many=Count("person", distinct=True))}

    def planned(self, path: Path, item: str, span: Span) -> list[Known]:
        """The projects of the pool of a class and of the span's years."""
        held = self.with_item(item) if item else None
        return [
            one
            for (first, second, year), every in self.groups.items()
            if (first, second)[: len(path)] == path and span.first.year <= year <= span.last.year
            for one in every
            if held is None or one.pk in held
        ]

    def with_item(self, items: str) -> set[int]:
        """The projects with one of these items."""
        return {pk for name in self.items(items) for pk, _, _ in self.quantities[name]}

    def items(self, words: str) -> set[str]:
        """The items of these names; where nothing is called so, those that have the words in their name."""
        found: set[str] = set()
        for word in words.split("|"):
            found |= {word} if word in self.quantities else {name for name in self.quantities if word in name}
        return found
