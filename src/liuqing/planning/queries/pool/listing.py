"""The list of the pool (项目库): narrowed, summed and turned page by page; 2,732 projects in a few questions.

With a year or a source only the money of that year and source is summed, so that the total under a list
equals the cell of a matrix from which it was opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries import scope
from liuqing.registry.queries import scope as places
from liuqing.registry.queries.pages import Page, cut
from liuqing.workflow.rights import Right

SIZE = 50
SORTS = {
    "no": ("no",), "name": ("name", "no"), "need": ("-wanted", "no"), "gap": ("-lacking", "no"), "score": ("-score", "-votes", "no"),
    "votes": ("-votes", "-score", "no"),
}  # fmt: skip
"""Orders of the list: by number, name, money, gap, and the ranking by score or votes (R069)."""
FILTERS = (
    "area", "own", "class_one", "class_two", "year", "source", "state", "step", "reach", "bundle", "first", "department", "text"
)  # fmt: skip


@dataclass(frozen=True)
class Totals:
    """Of everything that is listed: projects, and money in yuan. ``gap`` = need − secured."""

    projects: int
    need: Decimal
    secured: Decimal

    @property
    def gap(self) -> Decimal:
        """What is not secured yet."""
        return self.need - self.secured


@dataclass(frozen=True)
class Listed:
    """One page of projects with ``wanted``, ``secured`` and ``lacking`` (yuan), and the totals of all pages."""

    page: Page[Project]
    totals: Totals
    narrowed: Mapping[str, str]
    sort: str


def listed(user: Any, *, page: int = 1, sort: str = "no", size: int = SIZE, **filters: Any) -> Listed:
    """The projects the user may see, narrowed by ``FILTERS``; what is not known narrows nothing."""
    narrowed = {
        key: str(value) for key, value in filters.items() if key in FILTERS and value not in ("", None)
    }
    found = filtered(scope.visible(user), narrowed)
    totals = _totals(found, narrowed)
    ordered = found.annotate(**_money(narrowed)).order_by(*SORTS.get(sort, SORTS["no"]))
    rows = ordered.select_related("area__parent")
    return Listed(cut(rows, page, size, totals.projects), totals, narrowed, sort if sort in SORTS else "no")


def filtered(projects: "QuerySet[Project]", narrowed: Mapping[str, str]) -> "QuerySet[Project]":
    """Those of the projects that the filters leave; ``year`` and ``source`` together mean one funding."""
    for key in ("class_one", "class_two", "reach", "bundle", "department"):
        if narrowed.get(key):
            projects = projects.filter(**{key: narrowed[key]})
    if narrowed.get("state"):
        projects = projects.filter(state__in=narrowed["state"].split(","))
    if narrowed.get("step"):
        projects = projects.filter(state__in=pool_words.states_of(narrowed["step"]))
    if narrowed.get("own") == "1":
        # What is applied for by the area itself, not by those below it.
        projects = projects.filter(area__code=narrowed.get("area", ""))
    if narrowed.get("area"):
        projects = projects.filter(area__path__contains=f"{narrowed['area']}/")
    if narrowed.get("first") in ("1", "0"):
        projects = projects.filter(first_class=narrowed["first"] == "1")
    if narrowed.get("text"):
        said = narrowed["text"].strip()
        projects = projects.filter(Q(name__icontains=said) | Q(no__icontains=said) | Q(site__icontains=said))
    return _by_money(projects, narrowed)


def _by_money(projects: "QuerySet[Project]", narrowed: Mapping[str, str]) -> "QuerySet[Project]":
    year, source = _year(narrowed), narrowed.get("source")
    if not (year or source):
        return projects
    has = Exists(Funding.objects.filter(_cell(narrowed), project=OuterRef("pk")))
    if source:
        return projects.filter(has)
    # A draft without money is found by the year for which it was applied.
    none = ~Exists(Funding.objects.filter(project=OuterRef("pk")))
    return projects.filter(has | (Q(year=year) & none))


def _year(narrowed: Mapping[str, str]) -> int | None:
    said = narrowed.get("year") or ""
    return int(said) if said.isdigit() and len(said) == 4 else None


def _cell(narrowed: Mapping[str, str]) -> Q:
    """The money of the wanted year and source."""
    wanted = Q()
    if year := _year(narrowed):
        wanted &= Q(year=year)
    if narrowed.get("source"):
        wanted &= Q(source=narrowed["source"])
    return wanted


def _totals(found: "QuerySet[Project]", narrowed: Mapping[str, str]) -> Totals:
    money = Funding.objects.filter(_cell(narrowed), project__in=found.order_by().values("pk"))
    told = money.aggregate(need=Sum("need"), secured=Sum("secured"))
    return Totals(found.count(), told["need"] or Decimal("0.00"), told["secured"] or Decimal("0.00"))


def _money(narrowed: Mapping[str, str]) -> dict[str, Any]:
    def of(total: Any) -> Any:
        rows = Funding.objects.filter(_cell(narrowed), project=OuterRef("pk")).order_by()
        added = rows.values("project").annotate(total=total).values("total")
        return Coalesce(Subquery(added, output_field=Yuan()), Value(0, output_field=Yuan()))

    gap = ExpressionWrapper(Sum("need") - Sum("secured"), output_field=Yuan())
    return {"wanted": of(Sum("need")), "secured": of(Sum("secured")), "lacking": of(gap)}


def place_of(user: Any, code: str | None) -> Any:
    """The area of that code, for who sees projects there."""
    return places.area(user, code, Right.SEE_PROJECTS)
