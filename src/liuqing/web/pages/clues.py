"""线索: what waits for me, one clue with every voice, the board, and what an officer saw on a round.

Made for a phone: whose it is, what was seen, done. Nothing that somebody typed stands in an address.
"""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy.clues import FOUND
from liuqing.registry.models import Area, Clue, Household, Person, Snapshot
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries import clues as asked
from liuqing.registry.queries.clues import Choice, CluePage
from liuqing.registry.services import clues as acts
from liuqing.web import paths
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights, seen
from liuqing.workflow.rights import Right

PARTS = ("tie", "send", "verify", "close")


@login_required
@never_cache
def clues(request: HttpRequest) -> HttpResponse:
    """What waits for the user; received clues go to their villages from here."""
    _require_handling(request)
    if request.method == "POST":
        chosen = [int(pk) for pk in request.POST.getlist("clue") if pk.isdigit()]
        waiting = asked.of_user(request.user, Right.SEND_CLUES).filter(
            pk__in=chosen, state=Clue.State.RECEIVED
        )
        sent = acts.send(waiting=waiting, by=request.user)
        messages.success(request, _("已分派 %(n)s 条到村") % {"n": sent}, extra_tags="good")
        return redirect("clues")
    waiting = asked.mine(request.user)
    own = scope.area(request.user, None, Right.HANDLE_CLUES).code
    return render(request, "web/clues.html", {"mine": waiting, "own": own, "path": [Step(_("线索"))]})


@login_required
@never_cache
def clue(request: HttpRequest, pk: int) -> HttpResponse:
    """One clue; what is done with it comes back here."""
    found = asked.clue(request.user, pk)
    if found.record.pk != pk:
        return redirect("clue", found.record.pk)
    if request.method == "POST" and request.POST.get("act") != "find":
        try:
            kept = _act(request, found)
        except Problem as problem:
            if problem.code == "workflow.not_allowed":
                raise
            return _page(request, asked.clue(request.user, pk), problem, status=422)
        return redirect("clue", kept.pk)
    seen.once(request.user, f"clue:{pk}")
    return _page(request, found)


def _page(
    request: HttpRequest, found: CluePage, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    wanted = request.POST.get("wanted", "")[:30] if request.POST.get("act") == "find" else ""
    return render(request, "web/clue.html", {
        "clue": found, "problem": problem, "said": request.POST, "results": FOUND.items(), "today": clock.today(),
        "likely": asked.likely(request.user, found.record, wanted) if found.may_tie else (), "wanted": wanted,
        "outcomes": _outcomes(found), "start": _start(request.user, found),
        "villages": asked.villages(request.user) if found.may_send and not found.village else (),
        "path": [Step(_("线索"), reverse("clues")), Step(_("第 %(n)s 号") % {"n": found.record.pk})],
    }, status=status)  # fmt: skip


def _start(user: Any, found: CluePage) -> str:
    """Where a procedure for the household begins, as from this clue; "" for who may not propose one."""
    one, home = found.record, found.record.household
    if home is None or one.state == Clue.State.CLOSED:
        return ""
    if not rights.can(user, Right.PROPOSE_STANDING, home.village.path):
        return ""
    return f"{reverse('standing-start')}?{urlencode({'household': home.no, 'clue': one.pk})}"


def _outcomes(found: CluePage) -> list[tuple[str, str]]:
    """How it may end now: before a visit only because somebody is dealing with it already."""
    visited = found.record.state == Clue.State.VERIFIED
    return [(one.value, str(one.label)) for one in acts.ENDS if visited or one == Clue.Outcome.KNOWN]


def _act(request: HttpRequest, found: CluePage) -> Clue:
    acted = _ACTS.get(request.POST.get("act", ""))
    return acted(request, found.record) if acted else found.record


def _verify(request: HttpRequest, one: Clue) -> Clue:
    said = request.POST
    return acts.verify(
        clue=one, by=request.user, visited_on=_day(said.get("visited_on", "")), result=said.get("result", ""), said=said.get("said", ""),
    )  # fmt: skip


def _close(request: HttpRequest, one: Clue) -> Clue:
    said = request.POST
    return acts.close(
        clue=one, by=request.user, outcome=said.get("outcome", ""), reason=said.get("reason", "")
    )


def _send(request: HttpRequest, one: Clue) -> Clue:
    code = request.POST.get("village", "")
    village = asked.village(request.user, code) if code else None
    acts.send(waiting=[one], by=request.user, village=village)
    return one


def _tie(request: HttpRequest, one: Clue) -> Clue:
    said = request.POST
    if person := said.get("person", ""):
        whom = Person.objects.filter(pk=int(person)).first() if person.isdigit() else None
        return acts.tie(clue=one, by=request.user, person=whom)
    home = scope.household(request.user, said.get("household", "").strip()[:30])
    return acts.tie(clue=one, by=request.user, household=home)


def _part(request: HttpRequest, one: Clue) -> Clue:
    said = request.POST.get("voice", "")
    voice = one.reports.filter(pk=int(said)).first() if said.isdigit() else None
    return acts.part(voice=voice, by=request.user) if voice else one


def _erase(request: HttpRequest, one: Clue) -> Clue:
    said = request.POST.get("voice", "")
    if voice := one.reports.filter(pk=int(said)).first() if said.isdigit() else None:
        acts.erase(voice=voice, by=request.user)
    return one


_ACTS: dict[str, Callable[[HttpRequest, Clue], Clue]] = {
    "verify": _verify, "close": _close, "send": _send, "tie": _tie, "part": _part, "erase": _erase,
}  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """What was seen on a round, or what a villager without a phone asked for."""
    own = asked.villages(request.user)
    _require_handling(request)
    code = request.POST.get("village") or request.GET.get("village", "")
    village = asked.village(request.user, code) if code else (own[0] if len(own) == 1 else None)
    if request.method != "POST" or village is None:
        return _new(request, own, village)
    try:
        made = _report(request, village)
    except Problem as problem:
        return _new(request, own, village, problem, status=422)
    messages.success(request, _("已记下，是第 %(n)s 号线索") % {"n": made.clue_id}, extra_tags="good")
    return redirect("clue", made.clue_id)


def _new(
    request: HttpRequest, own: list[Area], village: Area | None, problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    homes = asked.households(request.user, village) if village else []
    return render(request, "web/clue_new.html", {
        "villages": own, "village": village, "homes": homes, "problem": problem, "said": request.POST,
        "ticked": request.POST.getlist("happened"), "happened": asked.happened(officer=True),
        "path": [Step(_("线索"), reverse("clues")), Step(_("报一条"))],
    }, status=status)  # fmt: skip


def _report(request: HttpRequest, village: Area) -> Any:
    said = request.POST
    whose = said.get("whose", "").strip()[:100]
    home = _chosen(request, village, whose)
    request_ = said.get("channel") == "request"
    told = acts.Said(
        name=said.get("name", "")[:100] if request_ else "" if home else whose, phone=said.get("phone", "")[:40] if request_ else "",
        happened=said.getlist("happened")[:20], words=said.get("words", "")[:2000],
        about="other" if request_ and not home and whose and whose != said.get("name", "") else "self",
        whose="" if home else whose,
    )  # fmt: skip
    return acts.report(
        channel="request" if request_ else "round", area=village, said=told, by=request.user, household=home
    )


def _chosen(request: HttpRequest, village: Area, whose: str) -> Household | None:
    """The household that was picked while typing: its number stands at the end of what was picked."""
    no = whose.rpartition(" ")[2]
    homes = scope.visible_households(request.user, Right.HANDLE_CLUES).filter(village=village, no=no)
    return homes.select_related("village").first() if no else None


@login_required
@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """The clues of an area in numbers; a number leads to the clues."""
    found = asked.board(request.user, code)
    choice = _choice(request)
    shown, many = asked.listed(request.user, code, choice) if choice and found.lists else ([], 0)
    village = found.area.level == Area.Level.VILLAGE
    return render(request, "web/clue_board.html", {
        "found": found, "choice": choice, "lines": shown, "many": many, "village": village,
        "may_poster": village and rights.can(request.user, Right.EXPORT, scope.area(request.user, code).path) and found.lists,
        "states": found.total.row(), "tables": _tables(found), "host": "" if settings.WORKSPACE.address else request.get_host(),
        "path": paths.below(request.user, found.area, _("线索")),
    })  # fmt: skip


def _tables(found: asked.Board) -> list[tuple[str, str, tuple[tuple[str, str, int], ...]]]:
    """The counts beside each other: heading, what a number chooses by, lines."""
    return [
        (_("按等级（未办结）"), "grade", found.grades),
        (_("按来源"), "channel", found.channels),
        (_("办理结果"), "outcome", found.outcomes),
    ]


def _choice(request: HttpRequest) -> Choice:
    asked_for = {name: request.GET.get(name, "")[:12] for name in ("grade", "channel", "state", "outcome")}
    return Choice(**asked_for, late=bool(request.GET.get("late")))


@login_required
@never_cache
def make(request: HttpRequest, code: str) -> HttpResponse:
    """Look at what warnings or a list would make; then make it."""
    where = scope.area(request.user, code, Right.SEND_CLUES)
    kind = (request.POST if request.method == "POST" else request.GET).get("list", "")[:30]
    on = _day_or_none((request.POST if request.method == "POST" else request.GET).get("on", ""))
    if request.method == "POST":
        made = acts.from_list(kind, request.user, area=where, on=on) if kind else _warn(request, where)
        told = _("新增 %(new)s 条线索，%(joined)s 条并入已有的线索")
        messages.success(request, told % {"new": made.new, "joined": made.joined}, extra_tags="good")
        return redirect("clue-board", code)
    preview = asked.listed_preview(request.user, code, kind, on) if kind else asked.warned(request.user, code)
    snapshot = scope.latest_snapshot()
    return render(request, "web/clue_make.html", {
        "preview": preview, "kind": kind, "on": on, "lists": asked.lists(), "area": where, "snapshot": snapshot,
        "path": paths.below(request.user, boards.area_head(where), _("预警和名单成线索")),
    })  # fmt: skip


def _warn(request: HttpRequest, where: Area) -> acts.Made:
    given = request.POST.get("snapshot", "")
    snapshot = Snapshot.objects.filter(pk=int(given), complete=True).first() if given.isdigit() else None
    if snapshot is None:
        raise scope.not_assessed()
    return acts.from_warnings(snapshot, request.user, area=where)


@login_required
@never_cache
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """The poster of a village as PDF, with the code that leads to its page."""
    shown = asked.poster(request.user, code)
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        out, here = Path(folder) / "poster.pdf", request.build_absolute_uri("/")
        reports.write("ask-poster", user=request.user, area=code, format="pdf", out=out, address=here)
        handle = out.open("rb")  # stays readable after the folder is gone
    name = f"{_('求助海报')}-{shown.village}.pdf"
    return FileResponse(handle, as_attachment=True, filename=name, content_type="application/pdf")


def _require_handling(request: HttpRequest) -> None:
    if not any(rights.can(request.user, right) for right in asked.HANDLING):
        rights.require(request.user, Right.HANDLE_CLUES)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("clues.bad_day", "日期看不懂", "请写成 2018-12-31 这样。") from None


def _day_or_none(text: str) -> date | None:
    return _day(text) if text else None
