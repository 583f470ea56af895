"""What the form of an application needs: where the user may apply, the words to choose from, a look before saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project, Quantity, Target
from liuqing.planning.queries.pool import costs
from liuqing.planning.services.pool.lacking import lacking
from liuqing.planning.services.pool.values import amount, understood
from liuqing.policy import place, pool
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as places
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

_NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Standard:
    """A usual unit cost of the place: ``item`` per ``unit`` in yuan."""

    item: str
    unit: str
    yuan: Decimal


@dataclass(frozen=True)
class Words:
    """What may be chosen: classes with their items, sources, departments, and the usual unit costs."""

    classes: Mapping[str, list[str]]
    sources: tuple[str, ...]
    departments: tuple[str, ...]
    standards: tuple[Standard, ...]
    cited: str


@dataclass(frozen=True)
class Preview:
    """An application that is not saved yet: its faults, sums in yuan, and what would keep it out of the pool."""

    faults: tuple[Fault, ...]
    amounts: tuple[Decimal | None, ...]
    amount: Decimal | None
    need: Decimal
    secured: Decimal
    missing: tuple[Fault, ...]
    outliers: tuple[costs.Outlier, ...]


def fileable(user: Any) -> list[Area]:
    """The areas for which the user may apply: villages with their towns, then the county."""
    levels = (Area.Level.COUNTY, Area.Level.TOWN, Area.Level.VILLAGE)
    found = places.below(
        Area.objects.filter(level__in=levels, until=None), rights.areas_of(user, Right.FILE_PROJECTS)
    )
    return list(found.select_related("parent").order_by("path"))


def where(user: Any, code: str) -> Area | None:
    """The area of that code, if the user may apply for it."""
    return next((area for area in fileable(user) if area.code == code), None)


def words() -> Words:
    """The words of the place."""
    here, today = place.load(settings.WORKSPACE.place), clock.today()
    numbers = here.parameters(today)
    stated = numbers[pool.UNIT_COSTS] if numbers.has(pool.UNIT_COSTS) else {}
    parts = ((*key.rpartition("/")[::2], value) for key, value in stated.items())
    standards = tuple(Standard(item, unit, Decimal(str(value))) for item, unit, value in parts)
    said = pool.cited(here, today)
    return Words(here.project_classes, pool_words.sources(), tuple(here.departments), standards, said)


def preview(project: Project | None, area: Area, values: Mapping[str, Any]) -> Preview:
    """How an application would stand if it were saved now; nothing is written."""
    said = understood(values)
    made = Project(area=area, **said.fields)
    made.pk = project.pk if project else None
    whole = not said.faults
    quantities = [
        Quantity(**row, amount=amount(row["quantity"], row["unit_cost"]))
        for row in _rows(said.lists, "quantities")
    ]
    fundings = [Funding(**row) for row in _rows(said.lists, "fundings")]
    targets = [Target(**row) for row in _rows(said.lists, "targets")] if whole else []
    linked = project is not None and project.beneficiaries.exists()
    amounts = tuple(one.amount for one in quantities)
    return Preview(
        tuple(said.faults), amounts, None if not amounts or None in amounts else sum((a for a in amounts if a), _NOTHING),
        sum((one.need for one in fundings), _NOTHING), sum((one.secured for one in fundings), _NOTHING),
        lacking(made, quantities, fundings, targets, linked=linked) if whole else (),
        tuple(costs.outliers(made, quantities, clock.today())),
    )  # fmt: skip


def _rows(lists: Mapping[str, list[dict[str, Any]]], key: str) -> list[dict[str, Any]]:
    """The rows whose numbers could be read."""
    needed = {"quantities": ("quantity", "unit_cost"), "fundings": ("need", "secured")}.get(key, ())
    read = [row for row in lists.get(key, []) if all(name in row for name in needed)]
    return [row for row in read if not needed or row[needed[0]] is not None]
