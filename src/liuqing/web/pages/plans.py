"""规划文稿: the plans that are written from the record, on the screen and as files: county, township, village."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope
from liuqing.reports import county_plan, town_plan, village_plan
from liuqing.reports.plan_paper import PlanPaper
from liuqing.reports.plan_paper_pack import pack
from liuqing.reports.report import Request
from liuqing.web import paths
from liuqing.web.pages import papers
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SHOWN = 200
"""Rows of a table that a page shows; files have all of them."""
OPEN = 40
"""Rows of a table that stands open; a longer one is folded."""
COUNTERS = ("序号", "先后")
"""Columns that number the rows: what a row is about stands behind them."""


@dataclass(frozen=True)
class Kind:
    """The plan of a level: the report's name, what its files are called, how it is written."""

    report: str
    label: Any
    build: Callable[[Request], PlanPaper]


KINDS = {
    Area.Level.COUNTY: Kind("county-plan", _lazy("县级规划和项目库"), county_plan.build),
    Area.Level.TOWN: Kind("town-plan", _lazy("乡级路线图"), town_plan.build),
    Area.Level.VILLAGE: Kind("village-plan", _lazy("村级施工图"), village_plan.build),
}


@dataclass(frozen=True)
class Group:
    """The places to choose from, under the township in which they lie."""

    name: str
    places: tuple[Area, ...]


@login_required
@never_cache
def plans(request: HttpRequest) -> HttpResponse:
    """Choose a place; with one chosen, its plan. Whoever has a village only sees its plan at once."""
    asked = request.GET.get("area", "")
    where = scope.area(request.user, asked or None, Right.SEE_HOUSEHOLDS)
    rights.require(request.user, Right.SEE_PROJECTS, where.path)
    found = _written(request, where) if asked or where.level == Area.Level.VILLAGE else None
    return render(request, "web/plans.html", {
        "place": where, "kind": KINDS.get(Area.Level(where.level)), "found": found, "groups": list(_groups(request.user)),
        "may_export": rights.can(request.user, Right.EXPORT, where.path),
        "path": paths.below(request.user, boards.area_head(where), _("规划文稿")) if found else [Step(_("规划文稿"))],
    })  # fmt: skip


@login_required
@never_cache
def paper(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The plan of a place as a file."""
    if form not in papers.KINDS:
        raise Http404
    where = scope.area(request.user, code, Right.SEE_HOUSEHOLDS)
    kind = KINDS.get(Area.Level(where.level))
    if kind is None:
        raise Http404
    here = request.build_absolute_uri("/")
    return papers.send(request, kind.report, f"{kind.label}-{where.name}", form, area=code, address=here)


def _written(request: HttpRequest, where: Area) -> dict[str, Any] | None:
    """The plan as the page shows it: the same document as in the files, long tables cut."""
    kind = KINDS.get(Area.Level(where.level))
    if kind is None:
        return None
    told = kind.build(Request(request.user, where.code, "", Path()))
    made = pack(told)
    request.day = told.day  # type: ignore[attr-defined]
    blocks = [_shown(block) for block in made["blocks"] if block["kind"] != "turn"]
    return {**made, "sections": list(_sections(blocks))}


def _sections(blocks: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The blocks under each heading of the first level, the heading first."""
    section: list[dict[str, Any]] = []
    for block in blocks:
        if block["kind"] == "heading" and block["level"] == 1 and section:
            yield section
            section = []
        section.append(block)
    if section:
        yield section


def _shown(block: dict[str, Any]) -> dict[str, Any]:
    """A block; of a long table its first rows and its sums, each cell with its heading."""
    if block["kind"] != "grid":
        return block
    sums, every = set(block["sums"]), list(enumerate(block["rows"]))
    kept = [(n, row) for n, row in every if n < SHOWN or n in sums]
    about = 1 if block["head"][0] in COUNTERS else 0
    numbers = [any(isinstance(row[at], dict) for _, row in kept) for at in range(len(block["head"]))]
    rows = [
        (n in sums, [(head, cell, at == about) for at, (head, cell) in enumerate(zip(block["head"], row, strict=True))])
        for n, row in kept
    ]  # fmt: skip
    shares = [round(100 * wide / sum(block["widths"])) for wide in block["widths"]]
    heads = list(zip(block["head"], numbers, shares, strict=True))
    return {**block, "heads": heads, "lines": rows, "long": len(rows) > OPEN, "more": len(every) - len(kept)}


def _groups(user: Any) -> Iterator[Group]:
    """The places of which the user may have a plan, by township; of who has one place only, none."""
    levels = (Area.Level.COUNTY, Area.Level.TOWN, Area.Level.VILLAGE)
    found = Area.objects.filter(level__in=levels, until=None).select_related("parent").order_by("path")
    seen = list(scope.below(found, rights.areas_of(user, Right.SEE_HOUSEHOLDS)))
    if len(seen) <= 1:
        return
    towns: dict[str, list[Area]] = {}
    for one in seen:
        town = one.parent if one.level == Area.Level.VILLAGE and one.parent else one
        towns.setdefault(town.name, []).append(one)
    yield from (Group(name, tuple(places)) for name, places in towns.items())
