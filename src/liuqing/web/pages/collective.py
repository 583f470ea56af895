"""村集体经济收入: an area's villages by income and grade; of one village its items, trend and what is expected."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.queries import collective as asking
from liuqing.planning.services import assets as acts
from liuqing.planning.services.assets.earning import ITEMS
from liuqing.registry.queries import boards
from liuqing.web import paths
from liuqing.web.pages.funds import day, token
from liuqing.workflow import clock


@login_required
@never_cache
def collective(request: HttpRequest, code: str) -> HttpResponse:
    """Collective income of an area in a year; a village puts its income in here."""
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else None
    found = asking.of_area(request.user, code, year)
    problem: Problem | None = None
    if request.method == "POST":
        try:
            made = acts.earn(
                found.area, by=request.user, item=request.POST.get("item", ""), amount=request.POST.get("amount", ""),
                uuid=token(request.POST), on=day(request.POST.get("on", ""), "到账日期"), due=request.POST.get("due", ""),
            )  # fmt: skip
            messages.success(request, _("已登记到账"), extra_tags="good")
            return redirect(f"{request.path}?year={made.year}")
        except Problem as fault:
            if fault.code == "workflow.not_allowed":
                raise
            problem = fault
    place = boards.area_head(found.area)
    single = found.villages[0] if found.area.level == "village" and found.villages else None
    return render(request, "web/collective.html", {
        "found": found, "place": place, "village": single, "problem": problem, "said": request.POST, "items": ITEMS,
        "today": clock.today(), "uuid": request.POST.get("uuid") or uuid4(), "most": _most(found),
        "grades": [(name or _("不在分档内"), many) for name, many in found.grades.items()],
        "path": paths.below(request.user, place, _("集体经济收入")),
    }, status=422 if problem else 200)  # fmt: skip


def _most(found: asking.OfArea) -> int:
    """The largest sum of the trend, for the length of its bars."""
    return int(max([1, *(one.own or 0 for one in found.trend), *(one.reported or 0 for one in found.trend)]))
