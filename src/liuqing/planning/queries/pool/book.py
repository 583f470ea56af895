"""The pool row by row as its usual workbook has it: what is written here is read back as the same projects.

A project is one row; further years and quantities follow in rows that repeat its number, name, class and
place and nothing else. Values by the names of ``policy/pool_columns.py``; money in yuan.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.db.models import Prefetch, QuerySet

from liuqing.planning import pool_texts
from liuqing.planning.models import Beneficiary, Funding, Project, Quantity
from liuqing.planning.queries import scope
from liuqing.policy.pool_columns import REACHES, SOURCES, STATES
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as places
from liuqing.workflow.rights import Right

Row = dict[str, Any]
KEYS = {words[0]: key for key, words in SOURCES.items()}
"""The key of a source by its usual word; other sources stand in the cell 资金来源."""
HOMES = 1_500
"""Numbers of households that fit into one cell."""
_STATE = dict(zip(Project.State.values, STATES, strict=True))
_REACH = dict(zip(Project.Reach.values, REACHES, strict=True))
_TEN_THOUSAND = Decimal(10_000)


@dataclass(frozen=True)
class Book:
    """The rows of an area with how many projects they are, and the sources that have a column."""

    area: Area
    projects: int
    need: Decimal
    secured: Decimal
    sources: tuple[str, ...]
    rows: Iterator[Row]


def book(user: Any, area_code: str | None) -> Book:
    """Every project of the area that the user may see. Problem ``registry.no_such_area``."""
    where = places.area(user, area_code, Right.SEE_PROJECTS)
    found = scope.visible(user).filter(area__path__startswith=where.path)
    money = Funding.objects.filter(project__in=found.order_by().values("pk")).order_by()
    used = set(money.values_list("source", flat=True).distinct())
    amounts = list(money.values_list("need", "secured"))
    need, secured = (sum((one[at] for one in amounts), Decimal("0.00")) for at in (0, 1))
    sources = tuple(word for word in KEYS if word in used)
    return Book(where, found.count(), need, secured, sources, _rows(user, found))


def _rows(user: Any, found: "QuerySet[Project]") -> Iterator[Row]:
    seen = places.visible_households(user).order_by().values("pk")
    links = Beneficiary.objects.filter(person=None, household__in=seen).select_related("household")
    whole = found.select_related("area__parent").prefetch_related(
        "quantities", "fundings", "targets", Prefetch("beneficiaries", links.order_by("household__no"))
    )
    for project in whole.iterator(chunk_size=1_000):
        yield from of_project(project)


def of_project(project: Project) -> Iterator[Row]:
    """The rows of one project; its related rows may be prefetched."""
    quantities = list(project.quantities.all())
    years = _years(project)
    money = {year: [one for one in project.fundings.all() if one.year == year] for year in years}
    for at, (quantity, year) in enumerate(zip_longest(quantities, years)):
        row = _identity(project) | (_facts(project) if at == 0 else {})
        row |= _quantity(quantity) if quantity else {}
        yield row | _money(year, money.get(year, []))
    if not quantities and not years:
        yield _identity(project) | _facts(project)


def _years(project: Project) -> list[int]:
    """The years of its money, the year of its plan first."""
    years = sorted({one.year for one in project.fundings.all()})
    return [project.year, *(year for year in years if year != project.year)] if project.year else years


def _identity(project: Project) -> Row:
    return {
        "project_no": project.no, "project_name": project.name, "class_one": project.class_one, "class_two": project.class_two,
        **_place(project.area),
    }  # fmt: skip


def _place(area: Area) -> Row:
    if area.level == Area.Level.VILLAGE:
        return {"town": area.parent.name if area.parent else "", "village": area.name}
    return {"town": area.name} if area.level == Area.Level.TOWN else {}


def _facts(project: Project) -> Row:
    same = (
        "nature", "site", "content", "starts_on", "ends_on", "mechanism", "participation", "first_class", "bundle", "votes", "score",
        "pooled_on", "approval", "note", "households_said", "persons_said", "poor_households_said", "poor_persons_said",
    )  # fmt: skip
    homes = [one.household.no for one in project.beneficiaries.all() if one.household]
    return {
        **{name: getattr(project, name) for name in same}, "reach": _REACH[project.reach], "state": _STATE[project.state],
        "line_department": project.department, "builder": project.unit, "lead_post": project.lead, "leader_post": project.leader,
        "marks": "、".join(project.marks), "targets": pool_texts.targets_text(project.targets.all()),
        "household_nos": "，".join(homes) if len(homes) <= HOMES else "",
    }  # fmt: skip


def _quantity(one: Quantity) -> Row:
    return {
        "item": one.item, "quantity": one.quantity, "quantity_unit": one.unit, "unit_cost": one.unit_cost,
        "sizes": pool_texts.sizes_text(one.sizes),
    }  # fmt: skip


def _money(year: int | None, fundings: Iterable[Funding]) -> Row:
    """Columns where every source has one, else the cell 资金来源 in 万元."""
    told = list(fundings)
    row: Row = {"plan_year": year}
    if not told:
        return row
    row |= {"total": _sum(told, "need"), "secured": _sum(told, "secured") or None}
    if all(one.source in KEYS for one in told):
        for one in told:
            row |= {f"need_{KEYS[one.source]}": one.need, f"secured_{KEYS[one.source]}": one.secured or None}
        return row
    parts = (f"{one.source}{pool_texts.plain(one.need / _TEN_THOUSAND)}万元" for one in told)
    return row | {"funds_text": "；".join(parts)}


def _sum(told: Iterable[Funding], name: str) -> Decimal:
    return sum((getattr(one, name) for one in told), Decimal("0.00"))
