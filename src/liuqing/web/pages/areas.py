"""一张图 and 村: an area on one page, with pictures that lead down to its households."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuqing.registry import queries
from liuqing.registry.queries import scope
from liuqing.web import paths, pictures
from liuqing.web.pages.filters import read
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The board of a county or township, or the page of a village."""
    where = scope.area(request.user, code)
    return village(request, code) if where.level == where.Level.VILLAGE else board(request, code)


def board(request: HttpRequest, code: str) -> HttpResponse:
    """County or township: headline figures, exits, causes, the parts below."""
    shown = queries.board(request.user, code)
    may = may_here(request.user, code)
    parts = pictures.areas(shown, request.GET.get("by", ""))
    return render(request, "web/board.html", {
        "board": shown,
        "path": paths.to_area(request.user, shown.area),
        "headline": pictures.headlines(shown.headlines),
        "exits": pictures.exits(shown.area.code, shown.exits_by_year, link=may["households"]),
        "causes": pictures.causes(shown.area.code, shown.causes, link=may["households"]),
        "parts": parts,
        "scale": pictures.scale(shown.headlines),
        "may": may,
    })  # fmt: skip


def village(request: HttpRequest, code: str) -> HttpResponse:
    """A village: facts, figures, pictures and its households."""
    shown = queries.village(request.user, code, filters=read(request.GET), page=1)
    may = may_here(request.user, code)
    return render(request, "web/village.html", {
        "village": shown,
        "path": paths.to_area(request.user, shown.area),
        "headline": pictures.headlines(shown.headlines, villages=False),
        "exits": pictures.exits(code, shown.exits_by_year, link=may["households"]),
        "causes": pictures.causes(code, shown.causes, link=may["households"]),
        "clears": pictures.clears(shown),
        "flags": shown.flags,
        "may": may,
    })  # fmt: skip


def may_here(user: Any, code: str) -> dict[str, bool]:
    """What the user may do in an area, for the buttons of its page."""
    path = scope.area(user, code).path
    return {
        "households": rights.can(user, Right.SEE_HOUSEHOLDS, path),
        "export": rights.can(user, Right.EXPORT, path) and rights.can(user, Right.SEE_HOUSEHOLDS, path),
    }
