"""One application (项目申报): content, quantities, money, targets, whom it serves, and what looks wrong.

Everything that the page of a project shows of what was applied for; nothing of its life or its payments.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from liuqing.planning import pool_words
from liuqing.planning.models import Beneficiary, Funding, Project, Quantity, Target
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool import costs, similar
from liuqing.planning.queries.pool.beneficiaries import Served, served
from liuqing.planning.services.pool.lacking import missing
from liuqing.policy import pool
from liuqing.registry.queries import scope as places
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

SHOWN = 200
"""Households that are listed; the number of all stands beside them."""
_NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Check:
    """A point of the 六定 checklist: what of it is there and what is not."""

    label: str
    fixed: bool
    lacking: tuple[str, ...]
    source: str
    unverified: bool


@dataclass(frozen=True)
class Whom:
    """Whom it serves: areas, linked households the user may see, and both counted once."""

    areas: tuple[str, ...]
    homes: tuple[Beneficiary, ...]
    hidden: int
    linked: int
    counted: Served


@dataclass(frozen=True)
class Application:
    """A project as applied for; money in yuan. ``missing`` keeps it out of the pool, ``outliers`` and
    ``twins`` are for somebody to look at. ``national`` is what its class is called elsewhere."""

    project: Project
    quantities: tuple[Quantity, ...]
    fundings: tuple[Funding, ...]
    targets: tuple[Target, ...]
    amount: Decimal | None
    need: Decimal
    secured: Decimal
    sources: int
    whom: Whom
    missing: tuple[Fault, ...]
    checks: tuple[Check, ...]
    outliers: tuple[costs.Outlier, ...]
    twins: tuple[similar.Pair, ...]
    national: tuple[tuple[str, str, bool], ...]
    step: str
    may_amend: bool

    @property
    def gap(self) -> Decimal:
        """What is not secured yet."""
        return self.need - self.secured


_LINKS = Prefetch("beneficiaries", Beneficiary.objects.select_related("area"))


def application(user: Any, no: str) -> Application:
    """The application of that number. Problem ``planning.no_such_project`` if it is not the user's."""
    project = scope.project(user, no)
    prefetch_related_objects([project], "quantities", "fundings", "targets", _LINKS)
    quantities, fundings = tuple(project.quantities.all()), tuple(project.fundings.all())
    lacking = missing(project)
    today = clock.today()
    return Application(
        project, quantities, fundings, tuple(project.targets.all()), _amount(quantities),
        sum((one.need for one in fundings), _NOTHING), sum((one.secured for one in fundings), _NOTHING),
        len({one.source for one in fundings}), _whom(user, project), lacking, _checks(project, lacking),
        tuple(costs.outliers(project, quantities, today)), tuple(similar.of_project(user, project, today)),
        _national(project), _step(project), _may_amend(user, project),
    )  # fmt: skip


def _amount(quantities: tuple[Quantity, ...]) -> Decimal | None:
    """The sum of quantities × unit costs; None where one of them has no unit cost."""
    amounts = [one.amount for one in quantities]
    return None if not amounts or None in amounts else sum((one for one in amounts if one), _NOTHING)


def _whom(user: Any, project: Project) -> Whom:
    links = list(project.beneficiaries.all())
    areas = tuple(one.area.name for one in links if one.area)
    paths = {one.area.path for one in links if one.area}
    linked = {one.household_id for one in links if one.household_id}
    homes = _homes(user, project) if linked else ()
    mine = Project.objects.filter(pk=project.pk)
    counted = served(mine, clock.today(), paths) if links else Served(0, 0)
    return Whom(areas, homes, len(linked) - len(homes) if len(linked) <= SHOWN else 0, len(linked), counted)


def _homes(user: Any, project: Project) -> tuple[Beneficiary, ...]:
    """The linked households that this user may see, each once."""
    if not rights.areas_of(user, Right.SEE_HOUSEHOLDS):
        return ()
    seen = places.visible_households(user).order_by().values("pk")
    links = project.beneficiaries.filter(household__in=seen, person=None).select_related("household__village")
    return tuple(links.order_by("household__no")[:SHOWN])


def _checks(project: Project, lacking: tuple[Fault, ...]) -> tuple[Check, ...]:
    absent = {name for name in pool.NEEDS if not _there(project, name, lacking)}
    return tuple(
        Check(
            point.label,
            not absent & set(point.needs),
            tuple(pool.NEEDS[one] for one in point.needs if one in absent),
            str(point.source),
            point.unverified,
        )
        for point in pool_words.told().fixed.values()
    )


def _there(project: Project, name: str, lacking: tuple[Fault, ...]) -> bool:
    """Whether what a point of the checklist asks for is there."""
    quantities, fundings = list(project.quantities.all()), list(project.fundings.all())
    if name in ("quantities", "targets"):
        return bool(list(getattr(project, name).all()))
    if name == "amounts":
        return bool(quantities) and all(one.amount is not None for one in quantities)
    if name == "sums":
        return not any(field == "quantities" for field, _ in lacking)
    if name in ("fundings", "secured"):
        return any(one.need for one in fundings) and (
            name == "fundings" or all(one.secured >= one.need for one in fundings)
        )
    if name == "beneficiaries":
        return bool(project.households_said or list(project.beneficiaries.all()))
    if name == "site":
        return bool(project.site or project.area_id)
    return bool(getattr(project, name))


def _national(project: Project) -> tuple[tuple[str, str, bool], ...]:
    """The name of each other tree, what the class is called there, and whether nobody confirmed it."""
    told = pool_words.told()
    return tuple(
        (
            told.trees[one.tree].label,
            pool.becomes(told, key, project.class_one, project.class_two),
            one.unverified,
        )
        for key, one in told.maps.items()
    )


def _step(project: Project) -> str:
    steps = pool_words.told().steps.values()
    return next((step.label for step in steps if project.state in step.states), "")


def _may_amend(user: Any, project: Project) -> bool:
    open_ = project.state in (Project.State.DRAFT, Project.State.RETURNED)
    return open_ and scope.may(user, Right.FILE_PROJECTS, project)
