"""一张图 and 村: an area on one page, with pictures that lead down to its households."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuqing.registry import queries
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.web import paths, pictures, policy_pictures
from liuqing.web.pages.filters import read
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a county or township, or the page of a village."""
    where = scope.area(request.user, code)
    return village(request, where) if where.level == where.Level.VILLAGE else board(request, where)


def board(request: HttpRequest, where: Area) -> HttpResponse:
    """County or township: headline figures, exits, causes, the parts below."""
    shown = queries.board(request.user, where.code)
    request.day, may = shown.on, may_here(request.user, where.path)
    parts = pictures.areas(shown, request.GET.get("by", ""))
    return render(request, "web/board.html", {
        "board": shown,
        "path": paths.to_area(request.user, shown.area),
        "headline": pictures.headlines(shown.headlines),
        "exits": pictures.exits(shown.area.code, shown.exits_by_year, link=may["households"]),
        "causes": pictures.causes(shown.area.code, shown.causes, link=may["households"]),
        "parts": parts,
        "policies": policy_pictures.of(shown, link=may["households"]),
        "scale": pictures.scale(shown.headlines),
        "may": may,
    })  # fmt: skip


def village(request: HttpRequest, where: Area) -> HttpResponse:
    """A village: facts, figures, pictures and its households."""
    shown = queries.village(request.user, where.code, filters=read(request.GET), page=1)
    request.day, may = shown.on, may_here(request.user, where.path)
    return render(request, "web/village.html", {
        "village": shown,
        "path": paths.to_area(request.user, shown.area),
        "headline": pictures.headlines(shown.headlines, villages=False),
        "exits": pictures.exits(where.code, shown.exits_by_year, link=may["households"]),
        "causes": pictures.causes(where.code, shown.causes, link=may["households"]),
        "clears": pictures.clears(shown),
        "flags": shown.flags,
        "may": may,
    })  # fmt: skip


def may_here(user: Any, path: str) -> dict[str, bool]:
    """What the user may do in an area, for the buttons of its page."""
    households = rights.can(user, Right.SEE_HOUSEHOLDS, path)
    return {
        "households": households,
        "plans": households and rights.can(user, Right.SEE_PROJECTS, path),
        "export": households and rights.can(user, Right.EXPORT, path),
        "county": path.count("/") == 1,
    }
