"""绩效: the year's projects with their targets and looks, the offices side by side, one project's own page."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import performance as asked
from liuqing.planning.queries import scope
from liuqing.planning.services import performance as acts
from liuqing.policy.performance import KINDS
from liuqing.registry.queries import scope as areas
from liuqing.web.pages import turning
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

EMPTY = 4
"""Empty lines for more targets."""
FIELDS = ("kind", "name", "value", "unit", "weight")


@login_required
@never_cache
def performance(request: HttpRequest) -> HttpResponse:
    """The performance of an area in a year."""
    said = request.GET
    year = int(said["year"]) if said.get("year", "").isdecimal() and len(said["year"]) == 4 else None
    page = int(said["page"]) if said.get("page", "").isdecimal() and len(said["page"]) < 6 else 1
    found = asked.of_area(
        request.user, said.get("area", "")[:20] or None, year, said.get("show", "")[:12], page
    )
    return render(request, "web/performance.html", {
        "found": found, "shows": asked.SHOW, "turn": turning.turn(request, found.rows),
        "may_export": rights.can(request.user, Right.EXPORT, found.area.path), "path": [Step(_("绩效"))],
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The performance table of an area's year as a workbook."""
    area = areas.area(request.user, code, Right.EXPORT)
    return send(request, "performance", f"绩效-{area.name}-{year}", "xlsx", area=code, only=str(year))


@login_required
@never_cache
def project(request: HttpRequest, no: str) -> HttpResponse:
    """A project's targets and every look at them."""
    return _page(request, scope.project(request.user, no))


@login_required
@never_cache
def targets(request: HttpRequest, no: str) -> HttpResponse:
    """Promise: the targets of a project, all of them at once."""
    one = scope.project(request.user, no)
    if request.method != "POST":
        return _targets(request, one, [_line(target) for target in one.targets.all()])
    lines = [line for line in _typed(request) if any(line[name] for name in ("name", "value", "unit"))]
    try:
        acts.set_targets(one, by=request.user, targets=lines)
    except Problem as problem:
        return _targets(request, one, lines, problem, status=422)
    messages.success(request, _("绩效目标已保存。"), extra_tags="good")
    return redirect("project-performance", no)


@login_required
@never_cache
def review(request: HttpRequest, no: str, kind: str) -> HttpResponse:
    """One look: what was reached of each target."""
    one = scope.project(request.user, no)
    if request.method != "POST":
        return _review(request, one, kind)
    said = request.POST
    values = {
        target.pk: {"actual": said.get(f"actual-{target.pk}", ""), "said": said.get(f"said-{target.pk}", "")}
        for target in one.targets.all()
    }
    try:
        year = int(said["year"]) if said.get("year", "").isdecimal() and len(said["year"]) == 4 else None
        acts.review(
            one, by=request.user, kind=kind, values=values, uuid=_uuid(said.get("uuid", "")), year=year, said=said.get("said", "")
        )  # fmt: skip
    except Problem as problem:
        return _review(request, one, kind, problem, status=422)
    messages.success(request, _("已记下。"), extra_tags="good")
    return redirect("project-performance", no)


def _page(request: HttpRequest, one: Project) -> HttpResponse:
    return render(request, "web/project_performance.html", {
        "project": one, "performance": asked.of_project(request.user, one),
        "path": [_home(one), Step(f"{one.no} {one.name}")],
    })  # fmt: skip


def _targets(
    request: HttpRequest,
    one: Project,
    lines: list[dict[str, Any]],
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = [*lines, *({"least": True} for _n in range(EMPTY))]
    return render(request, "web/project_targets.html", {
        "project": one, "lines": list(enumerate(shown)), "kinds": KINDS, "problem": problem,
        "path": [_home(one), _own(one), Step(_("绩效目标"))],
    }, status=status)  # fmt: skip


def _review(
    request: HttpRequest, one: Project, kind: str, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    found = asked.of_project(request.user, one)
    may = next((each for each in found.may if each.kind == kind), None)
    if may is None:
        raise Problem("performance.no_such_kind", "没有这一种", "请从项目的绩效页面进入。")
    said = request.POST
    lines = [
        (line, said.get(f"actual-{line.target.pk}", ""), said.get(f"said-{line.target.pk}", "")) for line in found.targets
    ]  # fmt: skip
    return render(request, "web/project_review.html", {
        "project": one, "performance": found, "may": may, "lines": lines, "problem": problem, "said": said,
        "uuid": said.get("uuid") or uuid4(), "path": [_home(one), _own(one), Step(_(may.label))],
    }, status=status)  # fmt: skip


def _line(target: Any) -> dict[str, Any]:
    weight = f"{target.weight.normalize() + 0:f}" if target.weight is not None else ""
    value = f"{target.value.normalize() + 0:f}"
    return {
        "kind": target.kind,
        "name": target.name,
        "value": value,
        "unit": target.unit,
        "weight": weight,
        "least": target.least,
    }


def _typed(request: HttpRequest) -> list[dict[str, Any]]:
    said = request.POST
    columns = {name: said.getlist(name) for name in (*FIELDS, "least")}
    count = min(max(map(len, columns.values()), default=0), 200)
    return [
        {name: columns[name][n].strip() if n < len(columns[name]) else "" for name in FIELDS}
        | {"least": n >= len(columns["least"]) or columns["least"][n] != "0"}
        for n in range(count)
    ]  # fmt: skip


def _home(one: Project) -> Step:
    return Step(_("绩效"), f"{reverse('performance')}?area={one.area.code}")


def _own(one: Project) -> Step:
    return Step(f"{one.no} {one.name}", reverse("project-performance", args=[one.no]))


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise Problem("performance.no_uuid", "表单不完整", "请重新打开页面再填。") from None
