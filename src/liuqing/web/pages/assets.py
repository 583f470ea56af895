"""扶贫资产: the register, a new asset, one asset with everything that happens to it, a distribution."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.models import Asset, Distribution
from liuqing.planning.queries import assets as asking
from liuqing.planning.queries import scope as projects
from liuqing.planning.queries.assets import reading
from liuqing.planning.queries.assets.attention import KINDS as MATTERS
from liuqing.planning.services import assets as acts
from liuqing.planning.services import batches
from liuqing.planning.services.assets.earning import ITEMS
from liuqing.planning.services.assets.registering import RIGHTS
from liuqing.policy import sharing
from liuqing.registry.models import Area, Household
from liuqing.registry.queries import boards, scope
from liuqing.web import paths
from liuqing.web.pages import turning
from liuqing.web.pages.filters import Choice, Filter
from liuqing.web.pages.funds import day, token, wrong
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

FIELDS = (
    "name",
    "asset_class",
    "kind",
    "owner",
    "keeper",
    "operator",
    "value",
    "value_why",
    "yearly_return",
    "return_day",
    "plan",
)
Act = Callable[[HttpRequest, Asset], str]


@login_required
@never_cache
def assets(request: HttpRequest) -> HttpResponse:
    """The register as far as the user sees it: sums by kind, what is the matter, every asset."""
    asked = {
        name: request.GET.get(name, "")[:60].strip() for name in ("area", "kind", "state", "matter", "words")
    }
    found = asking.listed(
        request.user, asked["area"] or None, kind=asked["kind"], state=asked["state"], matter=asked["matter"],
        words=asked["words"], page=turning.number(request),
    )  # fmt: skip
    place = boards.area_head(found.area)
    return render(request, "web/assets.html", {
        "found": found, "turn": turning.turn(request, found.page), "asked": asked, "place": place,
        "matters": [(key, _(MATTERS[key]), many, key == asked["matter"]) for key, many in found.matters.items()],
        "filters": _filters(asked), "filtered": any(asked[name] for name in ("kind", "state", "matter", "words")),
        "path": [*paths.to_area(request.user, place)[:-1], Step(_("扶贫资产"))],
    })  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """A new asset, of a project (``?project=``) or alone; nothing that was typed is lost."""
    rights.require(request.user, Right.MANAGE_ASSETS)
    said = request.POST if request.method == "POST" else request.GET
    no = said.get("project", "").strip()
    project = projects.project(request.user, no) if no else None
    problem: Problem | None = None
    if request.method == "POST":
        try:
            made = _register(request, project)
            messages.success(request, _("已登记，编号 %(no)s") % {"no": made.no}, extra_tags="good")
            return redirect("asset", made.no)
        except Problem as found:
            if found.code == "workflow.not_allowed":
                raise
            problem = found
    told = reading.here()
    return render(request, "web/asset_new.html", {
        "project": project, "said": said, "problem": problem, "wrong": wrong(problem), "today": clock.today(),
        "villages": _villages(request.user), "kinds": sharing.KINDS.items(), "classes": told.classes, "rights": RIGHTS,
        "plans": [(key, plan.label) for key, plan in told.plans.items()], "uuid": request.POST.get("uuid") or uuid4(),
        "path": [Step(_("扶贫资产"), reverse("assets")), Step(_("登记资产"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def asset(request: HttpRequest, no: str) -> HttpResponse:
    """One asset; what is done with it comes back here."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            return redirect(_act(request, reading.asset(request.user, no)))
        except Problem as found:
            if found.code in ("workflow.not_allowed", "planning.no_such_asset"):
                raise
            problem = found
    found = asking.one(request.user, no)
    one = found.watched.asset
    return render(request, "web/asset.html", {
        "found": found, "one": one, "problem": problem, "said": request.POST, "today": clock.today(),
        "uuid": request.POST.get("uuid") or uuid4(), "items": ITEMS,
        "events": [(key, _(label)) for key, label in reading.EVENTS.items() if key not in ("handed_over", "leased")],
        "years": [clock.today().year - back for back in range(3)], "percents": _percents(found.rule),
        "path": [Step(_("扶贫资产"), reverse("assets")), Step(one.no)],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def distributions(request: HttpRequest) -> HttpResponse:
    """Every distribution that the user may see."""
    rights.require(request.user, Right.SEE_PROJECTS)
    return render(request, "web/distributions.html", {
        "found": asking.distributions(request.user),
        "path": [Step(_("扶贫资产"), reverse("assets")), Step(_("收益分配"))],
    })  # fmt: skip


@login_required
@never_cache
def distribution(request: HttpRequest, no: str) -> HttpResponse:
    """One distribution: the rule as it stood, who gets what, its notice, its approval, its payment."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            return redirect(_decide(request, reading.distribution(request.user, no)))
        except Problem as found:
            if found.code in ("workflow.not_allowed", "planning.no_such_distribution"):
                raise
            problem = found
    found = asking.sheet(request.user, no)
    one = found.distribution
    return render(request, "web/distribution.html", {
        "found": found, "one": one, "problem": problem, "said": request.POST, "uuid": uuid4(),
        "path": [Step(_("扶贫资产"), reverse("assets")), Step(one.asset.no, reverse("asset", args=[one.asset.no])), Step(no)],
    }, status=422 if problem else 200)  # fmt: skip


def _register(request: HttpRequest, project: Any) -> Asset:
    said = request.POST
    home, area = _household(request.user, said.get("household", "")), None
    if project is None and home is None:
        area = next((one for one in _villages(request.user) if one.code == said.get("area")), None)
    return acts.register(
        project, by=request.user, uuid=token(said), area=area, household=home,
        rights_of={key: said.get(f"right-{n}", "") for n, key in enumerate(RIGHTS)},
        built_on=day(said.get("built_on", ""), "形成日期"), **{name: said.get(name, "").strip() for name in FIELDS},
    )  # fmt: skip


def _household(user: Any, no: str) -> Household | None:
    return scope.household(user, no.strip()[:30]) if no.strip() else None


def _villages(user: Any) -> list[Area]:
    return list(scope.visible_villages(user, Right.MANAGE_ASSETS).filter(until=None).select_related("parent"))


def _act(request: HttpRequest, one: Asset) -> str:
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    return act(request, one)


def _happen(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    acts.event(
        one, by=request.user, kind=said.get("kind", ""), uuid=token(said), on=day(said.get("on", ""), "日期"),
        cost=said.get("cost", ""), said=said.get("words", ""),
    )  # fmt: skip
    return _done(request, one, _("已记下"))


def _lease(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    acts.event(
        one, by=request.user, kind="leased", uuid=token(said), on=day(said.get("on", ""), "日期"),
        until=day(said.get("until", ""), "合同到期日"), operator=said.get("operator", ""),
        yearly_return=said.get("yearly_return", ""), return_day=said.get("return_day", ""), said=said.get("words", ""),
    )  # fmt: skip
    return _done(request, one, _("已登记出租、发包"))


def _hand_over(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    acts.hand_over(
        one, by=request.user, uuid=token(said), owner=said.get("owner", ""), keeper=said.get("keeper", ""),
        operator=said.get("operator", ""), on=day(said.get("on", ""), "日期"),
    )  # fmt: skip
    return _done(request, one, _("已登记移交"))


def _earn(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    acts.earn(
        one, by=request.user, item=said.get("item", ""), amount=said.get("amount", ""), uuid=token(said),
        on=day(said.get("on", ""), "到账日期"), year=_year(said.get("year", "")),
    )  # fmt: skip
    return _done(request, one, _("已登记到账"))


def _distribute(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    made = acts.distribute(
        one, by=request.user, year=_year(said.get("year", "")) or clock.today().year, amount=said.get("amount", ""),
        uuid=token(said), on=day(said.get("on", ""), "分配日期"), plan=said.get("plan", ""),
    )  # fmt: skip
    messages.success(request, _("已拟好分配，请核对名单后公示"), extra_tags="good")
    return reverse("distribution", args=[made.no])


def _share(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    home = _household(request.user, said.get("household", ""))
    acts.share(
        one,
        home or one.area,
        by=request.user,
        value=said.get("value", ""),
        since=day(said.get("since", ""), "入股日期"),
    )
    return _done(request, one, _("已登记股份"))


def _agree(request: HttpRequest, one: Asset) -> str:
    said = request.POST
    event = one.events.filter(pk=_year(said.get("event", "")) or 0).first()
    if event is None:
        raise Http404
    acts.agree(event, by=request.user, agreed=said.get("agreed") == "1", said=said.get("words", ""))
    return _done(request, one, _("已批"))


_ACTS: dict[str, Act] = {
    "event": _happen, "lease": _lease, "hand_over": _hand_over, "earn": _earn, "distribute": _distribute, "share": _share,
    "agree": _agree,
}  # fmt: skip


def _decide(request: HttpRequest, one: Distribution) -> str:
    act, said = request.POST.get("act", ""), request.POST
    if act == "announce":
        acts.announce(one, by=request.user)
        messages.success(request, _("已拟好公示，请到公示页张贴"), extra_tags="good")
    elif act == "approve":
        acts.approve(one, by=request.user)
        messages.success(request, _("已批准，可以做发放批次"), extra_tags="good")
    elif act == "withdraw":
        acts.withdraw(one, by=request.user, said=said.get("words", ""))
        messages.success(request, _("已作废"), extra_tags="good")
    elif act == "pay":
        made = batches.make_of(one, by=request.user, uuid=token(said))
        return reverse("batch", args=[made.no])
    else:
        raise Http404
    return reverse("distribution", args=[one.no])


def _done(request: HttpRequest, one: Asset, words: str) -> str:
    messages.success(request, words, extra_tags="good")
    return reverse("asset", args=[one.no])


def _percents(rule: Any) -> list[tuple[str, str]]:
    """The parts of a rule as people read them."""
    parts = rule.rule.parts if rule else ()
    return [(_(sharing.RECEIVERS[part.to]), f"{part.percent.normalize():f}%") for part in parts]


def _filters(asked: dict[str, str]) -> list[Filter]:
    return [
        Filter(name, label, [Choice(str(key), _(str(word)), str(key) == asked[name]) for key, word in known])
        for name, label, known in (
            ("kind", _("类型"), Asset.Kind.choices), ("state", _("状态"), Asset.State.choices),
            ("matter", _("要处理的"), MATTERS.items()),
        )
    ]  # fmt: skip


def _year(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None
