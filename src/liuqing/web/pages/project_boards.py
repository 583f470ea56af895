"""项目进展: stages of a place, the chart of days, what will be late, contracts, and the plan of a year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import life as asked
from liuqing.planning.queries import scope
from liuqing.planning.services import life as acts
from liuqing.policy.project_life import PROCURED
from liuqing.registry.queries import boards
from liuqing.registry.queries.pages import Page
from liuqing.web import gantt_picture, paths
from liuqing.web.pages import step_form, turning
from liuqing.web.paths import Step
from liuqing.web.problems import is_hidden
from liuqing.workflow.rights import Right

WAN = 10_000


@login_required
@never_cache
def stages(request: HttpRequest, code: str) -> HttpResponse:
    """How many projects stand where; the bulletin of towns, departments or whole-village bundles."""
    by = request.GET.get("by", "")
    by = by if by in asked.BY else "town"
    state = request.GET.get("state", "")
    found = asked.board(request.user, code, state=state, by=by, on=_day(request.GET.get("on", "")))
    tabs = [(key, label, key == by) for key, label in asked.BY.items()]
    label = dict(Project.State.choices).get(state, "")
    return render(request, "web/project_life_stages.html", {
        "found": found, "area": found.area, "by": asked.BY[by], "by_key": by, "tabs": tabs, "label": label,
        "path": _path(request.user, found.area, _("项目进展")),
    })  # fmt: skip


@login_required
@never_cache
def gantt(request: HttpRequest, code: str) -> HttpResponse:
    """Planned and real days of the projects of a place on one line of time."""
    said = request.GET
    found = asked.gantt(
        request.user, code, year=_year(said.get("year", "")), state=_state(said.get("state", "")),
        bundle=said.get("bundle", "")[:60], number=turning.number(request), on=_day(said.get("on", "")),
    )  # fmt: skip
    return render(request, "web/project_life_gantt.html", {
        "found": found, "area": found.area, "picture": gantt_picture.of(found), "turn": turning.turn(request, found.page),
        "states": Project.State.choices, "said": said, "path": _path(request.user, found.area, _("横道图")),
    })  # fmt: skip


@login_required
@never_cache
def delays(request: HttpRequest, code: str) -> HttpResponse:
    """What is late or will be, why, and who must act."""
    kind = request.GET.get("kind", "")
    found = asked.delays(request.user, code, kind=kind, on=_day(request.GET.get("on", "")))
    page = _cut(found.found, turning.number(request))
    return render(request, "web/project_life_delays.html", {
        "found": found, "area": found.area, "kind": kind, "turn": turning.turn(request, page),
        "lines": [Line(one, asked.KINDS[one.kind], COLOURS.get(one.kind, "warn")) for one in page.rows],
        "path": _path(request.user, found.area, _("误期预警")),
    })  # fmt: skip


def _cut(found: tuple[asked.Delay, ...], wanted: int) -> Page[asked.Delay]:
    """One page; a number beyond the end gives the last one."""
    number = min(max(1, wanted), max(1, -(-len(found) // SHOWN)))
    return Page(found[(number - 1) * SHOWN : number * SHOWN], len(found), number, SHOWN)


SHOWN = 60
"""So many delays are on a page."""
COLOURS = {"late": "bad", "ahead": "bad"}


@dataclass(frozen=True)
class Line:
    """A delay with its word and colour."""

    delay: asked.Delay
    word: str
    colour: str


@login_required
@never_cache
def contracts(request: HttpRequest, code: str) -> HttpResponse:
    """The register of contracts: works, goods, services bought."""
    kind = request.GET.get("kind", "")
    where, found = asked.contracts(request.user, code, kind=kind)
    tabs = [("", _("全部"), not kind), *((key, label, key == kind) for key, label in PROCURED.items())]
    rows = [(one, PROCURED.get(one.kind, one.kind)) for one in found]
    return render(request, "web/project_life_contracts.html", {
        "rows": rows, "area": where, "tabs": tabs, "path": _path(request.user, where, _("合同台账")),
    })  # fmt: skip


@login_required
@never_cache
def year_plan(request: HttpRequest, code: str) -> HttpResponse:
    """The projects of the pool by priority within the money of a year; many at once. And those that cannot go on."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            return _take(request, code)
        except Problem as fault:
            if is_hidden(fault):
                raise
            problem = fault
    year = _year(request.GET.get("year", "")) or asked.usual_year(request.user, code)
    limit = _money(request.GET.get("limit", ""))
    found = asked.year_plan(request.user, code, year=year, limit=limit)
    stuck = asked.stuck(request.user, code) if request.GET.get("stuck") else ()
    chosen = set(request.POST.getlist("project"))
    # What somebody had ticked stays ticked when something was wrong.
    rows = [(one, one.project.no in chosen if problem else one.picked) for one in found.candidates]
    return render(request, "web/project_life_year.html", {
        "found": found, "area": found.area, "stuck": stuck, "asked_stuck": bool(request.GET.get("stuck")), "said": request.GET,
        "problem": problem, "rows": rows, "uuid": uuid4(), "words": request.POST,
        "path": _path(request.user, found.area, _("年度计划")),
    }, status=422 if problem else 200)  # fmt: skip


def _take(request: HttpRequest, code: str) -> HttpResponse:
    said = request.POST
    seen = scope.visible(request.user, Right.DECIDE_PROJECTS).filter(no__in=said.getlist("project")[:MOST])
    projects = list(seen)
    if not projects:
        raise Problem("life.none_chosen", _("没有选项目"), _("请勾选要办的项目。"))
    told: dict[str, Any] = {"by": request.user, "uuid": step_form.uuid(said), "said": said.get("said", "")}
    if said.get("do") == "remove":
        made = acts.take_all(projects, key="removed", outcome="removed", **told)
        messages.success(request, _("%(n)s 个项目已出库") % {"n": len(made)}, extra_tags="good")
    else:
        made = acts.take_all(projects, key="planned", figures={"year": said.get("year", "")}, **told)
        messages.success(request, _("%(n)s 个项目已列入年度计划") % {"n": len(made)}, extra_tags="good")
    return redirect(f"{reverse('year-plan', args=[code])}?{request.GET.urlencode()}")


MOST = 500


def _path(user: Any, area: Any, label: str) -> list[Step]:
    return [
        Step(_("项目库"), f"{reverse('projects')}?area={area.code}"),
        *paths.below(user, boards.area_head(area), label),
    ]


def _state(said: str) -> str:
    return said if said in Project.State.values else ""


def _year(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and 2000 <= int(said) <= 2100 else None


def _money(said: str) -> Decimal | None:
    """A limit in 万元 as yuan."""
    try:
        value = Decimal(said.replace(",", "").strip()) if said.strip() else None
    except ArithmeticError:
        raise Problem("life.bad_limit", _("资金额度看不懂"), _("请填数字，单位万元。")) from None
    return value * WAN if value is not None and value.is_finite() and value > 0 else None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise Problem("life.bad_day", _("日期看不懂"), _("请写成 2018-12-31 这样。")) from None
