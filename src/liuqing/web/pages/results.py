"""投入产出: what was put into a household and what income came out; the same of an area, by measure and place."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.queries import results as asked
from liuqing.planning.queries.results.household import HOW
from liuqing.registry.queries import boards
from liuqing.registry.queries import scope as areas
from liuqing.web import paths
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def household(request: HttpRequest, no: str) -> HttpResponse:
    """The input and output of one household."""
    found = asked.of_household(request.user, no)
    home = found.household
    way = paths.below(request.user, boards.area_head(home.village), _("投入产出"))
    return render(request, "web/household_results.html", {
        "found": found, "how": HOW, "path": [*way[:-1], Step(f"{home.head_name} {home.no}", reverse("household", args=[no])), way[-1]],
    })  # fmt: skip


@login_required
@never_cache
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The input and output of an area's households, by measure and by place."""
    found = asked.of_area(request.user, code)
    return render(request, "web/area_results.html", {
        "found": found, "may_export": rights.can(request.user, Right.EXPORT, found.area.path),
        "path": paths.below(request.user, boards.area_head(found.area), _("投入产出")),
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The same of every household as a workbook."""
    where = areas.area(request.user, code, Right.EXPORT)
    return send(request, "results", f"投入产出-{where.name}", "xlsx", area=code)
