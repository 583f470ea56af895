"""项目库: the list with its totals, an application new or amended, whom it serves, the gap, the same work twice."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.models import Project
from liuqing.planning.pool_texts import KINDS
from liuqing.planning.queries import pool as asking
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool import costs as unit_costs
from liuqing.planning.queries.pool import filing, similar, steps
from liuqing.planning.services import pool as acts
from liuqing.policy.pool_columns import NATURES
from liuqing.registry.models import Area
from liuqing.registry.queries import boards
from liuqing.registry.queries import scope as scope_of_places
from liuqing.registry.services.standing.faults import Faults
from liuqing.web import paths
from liuqing.web.pages import papers, project_form, turning
from liuqing.web.pages.filters import Choice, Filter
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

_AREA = "area"


SHOWN = 200
"""Doubts that a page shows at most, the surest first."""


@dataclass(frozen=True)
class Tab:
    """A step of the pool: how many projects are in it, and the list of them."""

    label: str
    count: int
    href: str
    current: bool
    note: str
    unverified: bool


@login_required
@never_cache
def projects(request: HttpRequest) -> HttpResponse:
    """The pool as far as the user sees it, narrowed and summed; the county gives points here."""
    if request.method == "POST":
        return _score(request)
    asked = {name: request.GET.get(name, "")[:60].strip() for name in asking.FILTERS}
    sort = request.GET.get("sort", "no")
    found = asking.listed(request.user, page=turning.number(request), sort=sort, **asked)
    where = boards.area_head(asking.place_of(request.user, asked[_AREA] or None))
    return render(request, "web/project_list.html", {
        "found": found, "turn": turning.turn(request, found.page), "filters": _filters(request.user, asked),
        "text": asked["text"], "tabs": _tabs(request.user, asked), "filtered": any(asked.values()), "place": where,
        "sort": found.sort, "sorts": [(key, _(label), _with(request, sort=key)) for key, label in _SORTS.items()],
        "may_file": rights.can(request.user, Right.FILE_PROJECTS), "scoring": _scoring(request.user, found.sort),
        "may_export": rights.can(request.user, Right.EXPORT, None), "candidates": acts.CANDIDATES,
        "path": [*paths.to_area(request.user, where)[:-1], Step(_("项目库"))],
    })  # fmt: skip


def _score(request: HttpRequest) -> HttpResponse:
    """The points that were typed beside the projects of a page."""
    given = 0
    for key, said in request.POST.items():
        if key.startswith("score.") and said.strip():
            project = scope.project(request.user, key.removeprefix("score.")[:32])
            if str(project.score) != said.strip():
                acts.rate(project, by=request.user, score=said.strip()[:10])
                given += 1
    messages.success(request, _("已记下 %(n)s 个项目的评分") % {"n": given}, extra_tags="good")
    return redirect(request.get_full_path())


def _scoring(user: Any, sort: str) -> bool:
    return sort == "score" and rights.can(user, Right.DECIDE_PROJECTS)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """A new application; with a list of areas for who may apply for several."""
    rights.require(request.user, Right.FILE_PROJECTS)
    areas = filing.fileable(request.user)
    where = _where(request, areas)
    if request.method != "POST" or where is None or _only_looks(request):
        return _form(request, None, where, areas, _values(request, {}))
    try:
        made = acts.draft(
            by=request.user, area=where, values=project_form.read(request.POST), uuid=_uuid(request.POST)
        )
    except Faults as problem:
        return _form(request, None, where, areas, _values(request, {}), problem)
    messages.success(request, _("已存为草稿，编号 %(no)s") % {"no": made.no}, extra_tags="good")
    # A project for households is not whole before they are chosen.
    return redirect("project-serve" if made.reach == Project.Reach.HOUSEHOLD else "project", made.no)


@login_required
@never_cache
def edit(request: HttpRequest, no: str) -> HttpResponse:
    """Amend an application that is a draft or was sent back."""
    made = scope.project(request.user, no)
    scope.require(request.user, Right.FILE_PROJECTS, made)
    if request.method != "POST" or _only_looks(request):
        return _form(request, made, made.area, [], _values(request, project_form.of(made)))
    try:
        acts.amend(made, by=request.user, values=project_form.read(request.POST))
    except Faults as problem:
        return _form(request, made, made.area, [], _values(request, {}), problem)
    messages.success(request, _("已保存"), extra_tags="good")
    return redirect("project", made.no)


def _where(request: HttpRequest, areas: list[Area]) -> Area | None:
    """Where the project is applied for: as chosen, or the only place there is."""
    said = request.POST if request.method == "POST" else request.GET
    if code := said.get(_AREA):
        return scope_of_places.area(request.user, code[:20], Right.FILE_PROJECTS)
    return areas[0] if len(areas) == 1 else None


def _only_looks(request: HttpRequest) -> bool:
    """Whether the form asks for more rows or for sums, and nothing is to be saved."""
    return request.POST.get("act", "").startswith(("more:", "check"))


def _values(request: HttpRequest, before: dict[str, Any]) -> dict[str, Any]:
    return project_form.read(request.POST) if request.method == "POST" else before


def _form(
    request: HttpRequest, made: Project | None, where: Area | None, areas: list[Area], values: dict[str, Any],
    problem: Faults | None = None,
) -> HttpResponse:  # fmt: skip
    """The form with what was typed; nothing is lost. With anything typed also how it would stand."""
    look = filing.preview(made, where, values) if where and values else None
    faults = problem.faults if problem else look.faults if look and request.method == "POST" else ()
    more = request.POST.get("act", "").removeprefix("more:")
    return render(request, "web/project_form.html", {
        "made": made, "where": where, "areas": areas, "values": values, "words": filing.words(), "faults": faults,
        "lines": project_form.lines(values, faults, look.amounts if look else (), more), "look": look,
        "kinds": KINDS, "natures": NATURES, "reaches": Project.Reach.choices, "uuid": request.POST.get("uuid") or uuid4(),
        "checked": request.POST.get("act") == "check", "wrong": {field for field, _what in faults},
        "path": _below(request.user, made, where, _("修改申报") if made else _("新的申报")),
    }, status=422 if problem else 200)  # fmt: skip


def _uuid(said: QueryDict) -> UUID | None:
    try:
        return UUID(said.get("uuid", ""))
    except ValueError:
        return None


@login_required
@never_cache
def serve(request: HttpRequest, no: str) -> HttpResponse:
    """Choose whom a project serves: households of the place, or everybody of it."""
    made = scope.project(request.user, no)
    scope.require(request.user, Right.FILE_PROJECTS if made.state in acts.OPEN else Right.RUN_PROJECTS, made)
    homes = asking.candidates(request.user, made, clock.today())
    if request.method == "POST":
        return _serve(request, made, homes)
    linked = set(made.beneficiaries.exclude(area=None).values_list("area__code", flat=True))
    return render(request, "web/project_serve.html", {
        "made": made, "homes": homes, "areas": asking.below(request.user, made), "linked": linked,
        "hidden": asking.hidden(made, homes), "path": _below(request.user, made, made.area, _("受益对象")),
    })  # fmt: skip


def _serve(request: HttpRequest, made: Project, homes: list[Any]) -> HttpResponse:
    chosen = set(request.POST.getlist("home"))
    areas = [area for area in asking.below(request.user, made) if area.code in request.POST.getlist("area")]
    picked = [one.home for one in homes if one.home.no in chosen]
    acts.serve(made, by=request.user, households=picked, areas=areas)
    messages.success(request, _("已记下受益对象"), extra_tags="good")
    return redirect("project", made.no)


@login_required
@never_cache
def gap(request: HttpRequest, code: str) -> HttpResponse:
    """Need, secured and gap of an area, split as asked."""
    by = request.GET.get("by", "class")
    year = request.GET.get("year", "")[:4]
    found = asking.gap(request.user, code, by, year=year if year.isdecimal() else "")
    splits = [Choice(key, _(label), key == found.by) for key, label in asking.splits().items()]
    return render(request, "web/project_gap.html", {
        "found": found, "splits": splits, "year": year, "years": steps.years(request.user),
        "rows": [(row, _list(row.opens) if row.opens != found.total.opens else "") for row in found.rows],
        "all": _list(found.total.opens),
        "path": [*paths.to_area(request.user, boards.area_head(found.area))[:-1], *_pool(found.area), Step(_("资金缺口"))],
    })  # fmt: skip


@login_required
@never_cache
def twice(request: HttpRequest, code: str) -> HttpResponse:
    """Projects that may be the same work, above all in two classes."""
    where = asking.place_of(request.user, code)
    pairs = similar.similar(request.user, code, clock.today())
    across, within = [pair for pair in pairs if pair.classes], [pair for pair in pairs if not pair.classes]
    return render(request, "web/project_twice.html", {
        "area": where, "across": across[:SHOWN], "within": within[:SHOWN], "counts": (len(across), len(within)),
        "path": [*paths.to_area(request.user, boards.area_head(where))[:-1], *_pool(where), Step(_("疑似重复"))],
    })  # fmt: skip


@login_required
@never_cache
def costs(request: HttpRequest, code: str) -> HttpResponse:
    """Unit costs that stand out against the place's standard or the median of the same item."""
    where = asking.place_of(request.user, code)
    found = unit_costs.in_area(request.user, code, clock.today())
    path = [*paths.to_area(request.user, boards.area_head(where))[:-1], *_pool(where), Step(_("单价偏离"))]
    return render(request, "web/project_costs.html", {
        "area": where, "found": found[:SHOWN], "count": len(found), "more": len(found) > SHOWN, "path": path,
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The pool of an area as a workbook in its usual layout."""
    where = asking.place_of(request.user, code)
    return papers.send(request, "project-pool", f"项目库-{where.name}", "xlsx", area=code)


_SORTS = {
    "no": "编号",
    "need": "资金从多到少",
    "gap": "缺口从大到小",
    "votes": "群众票数",
    "score": "县级评分",
    "name": "名称",
}


def _list(narrowed: Any) -> str:
    return f"{reverse('projects')}?{urlencode(dict(narrowed))}"


def _with(request: HttpRequest, **more: str) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    for name, value in more.items():
        asked[name] = value
    return f"?{asked.urlencode()}"


def _pool(area: Area) -> list[Step]:
    return [Step(_("项目库"), _list({_AREA: area.code}))]


def _below(user: Any, made: Project | None, where: Area | None, label: str) -> list[Step]:
    first = [Step(_("项目库"), reverse("projects"))]
    if made is None or where is None:
        return [*first, Step(label)]
    return [*first, Step(made.no, reverse("project", args=[made.no])), Step(label)]


def _tabs(user: Any, asked: dict[str, str]) -> list[Tab]:
    """The steps of the pool (建、管、用、出库) of the place."""
    rest = {key: value for key, value in asked.items() if value and key not in ("step", "state")}
    return [
        Tab(
            one.label,
            one.count,
            _list(rest | {"step": one.key}),
            asked["step"] == one.key,
            one.note,
            one.unverified,
        )
        for one in steps.counted(user, rest)
    ]


def _filters(user: Any, asked: dict[str, str]) -> list[Filter]:
    """The drop-downs above the list; items only of the class that is chosen, villages only of the town."""
    known = steps.choices(user, asked)
    return [
        Filter(name, _(label), [Choice(value, text, value == asked[name]) for value, text in known[name]])
        for name, label in _LABELS.items()
        if known.get(name)
    ]


_LABELS = {
    "area": "乡镇、村", "class_one": "项目类别", "class_two": "项目子类型", "year": "年度", "source": "资金来源", "state": "状态",
    "reach": "受益方式", "first": "一类项目", "bundle": "整村推进", "department": "行业主管部门",
}  # fmt: skip
