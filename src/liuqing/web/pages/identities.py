"""是不是同一个人: one question at a time, two records side by side, three answers.

Works by plain forms; the keys 1, 2, 3, ← and → press the same buttons. No address holds a name or
a number: a question goes by the key of its pair or row.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.errors import Problem
from liuqing.registry.queries import held as held_rows
from liuqing.registry.queries import identities as waiting
from liuqing.registry.queries import side_by_side
from liuqing.registry.queries.identities import Queue
from liuqing.registry.queries.side_by_side import Question
from liuqing.registry.services import held, known_rows, pairs
from liuqing.web.paths import Step
from liuqing.web.problems import is_hidden
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

LATER = "identities-later"
"""In the session: the questions that this user has put off."""

MOST_LATER = 500


@login_required
@never_cache
def identities(request: HttpRequest) -> HttpResponse:
    """The question asked for, or the first that waits."""
    rights.require(request.user, Right.DECIDE_IDENTITIES)
    queue = _queue(request, request.GET)
    key = _chosen(queue, request.GET.get("case", ""))
    who = request.GET.get("who", "1")
    asked = side_by_side.question(request.user, key, int(who) if who.isdecimal() else 1) if key else None
    before, after = queue.beside(key) if key else ("", "")
    return render(request, "web/identities.html", {
        "path": [Step(_("数据交换"), reverse("files")) if rights.can(request.user, Right.SEE_FILES)
                 else Step(_("数据交换")), Step(_("是不是同一个人"))],
        "queue": queue,
        "one": asked,
        "sides": (asked.left, asked.right) if asked else (),
        "position": queue.keys.index(key) + 1 if key else 0,
        "left": len(queue.keys),
        "put_off": sum(one in _later(request) for one in queue.keys),
        "narrowed": _narrowed(request.GET),
        "before": _address(request.GET, before) if before else "",
        "after": _address(request.GET, after) if after else "",
        "candidates": _candidates(request, asked),
        "last": waiting.last(request.user),
        "decided": waiting.decided(request.user),
        "remembered": waiting.remembered(request.user),
        "may_find": waiting.may_find(request.user),
    })  # fmt: skip


@login_required
@require_POST
@never_cache
def decide(request: HttpRequest) -> HttpResponse:
    """It is one person, it is not, or it is put off; then on to the next."""
    rights.require(request.user, Right.DECIDE_IDENTITIES)
    said, key = request.POST, request.POST.get("case", "")
    queue = _queue(request, said)
    following = queue.beside(key)[1] if key in queue.keys else ""
    try:
        _answer(request, key, said.get("answer", ""))
    except Problem as problem:
        if is_hidden(problem):
            raise
        messages.warning(request, problem.sentence(), extra_tags="bad")
        following = key
    return redirect(_address(said, following))


@login_required
@require_POST
@never_cache
def undo(request: HttpRequest) -> HttpResponse:
    """Take an answer back, that of the pair named or the user's last, and show the question again."""
    rights.require(request.user, Right.DECIDE_IDENTITIES)
    judged = waiting.last(request.user)
    key = request.POST.get("case", "") or (judged.key if judged else "")
    if not key:
        messages.warning(request, _("没有可以撤销的判断。"))
        return redirect("identities")
    try:
        stayed = _take_back(request.user, key)
    except Problem as problem:
        if is_hidden(problem):
            raise
        messages.warning(request, problem.sentence(), extra_tags="bad")
        return redirect("identities")
    messages.success(request, _("已撤销，请重新判断。"), extra_tags="good")
    if stayed:
        told = ngettext(
            "合并以后新来的 %(n)s 条事实，留在当时保留的那条记录上。",
            "合并以后新来的 %(n)s 条事实，留在当时保留的那条记录上。",
            stayed,
        )
        messages.warning(request, told % {"n": stayed}, extra_tags="warn")
    return redirect(_address({}, key))


@login_required
@require_POST
@never_cache
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke what was to be remembered of a row."""
    rights.require(request.user, Right.DECIDE_IDENTITIES)
    known = waiting.known(request.user, pk)
    known_rows.forget(known, by=request.user)
    messages.success(request, _("已撤销这条记住的判断，以后遇到会再问。"), extra_tags="good")
    return redirect("identities")


@login_required
@require_POST
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Look for duplicates inside the register once more."""
    found = pairs.find(by=request.user)
    told = _("查过了：待判断 %(waiting)s 对，其中新发现 %(new)s 对。")
    messages.success(request, told % found.as_dict(), extra_tags="good")
    return redirect("identities")


def _answer(request: HttpRequest, key: str, answer: str) -> None:
    said = _ANSWERS.get(answer)
    if said is None:
        raise Problem("identities.no_answer", "没有选答案", "请选「是同一人」「不是同一人」或「先放着」。")
    if answer == "later":
        put_off = [one for one in _later(request) if one != key]
        request.session[LATER] = [*put_off, key][-MOST_LATER:]
        return
    same = answer == "same"
    if key.startswith("row-"):
        _answer_row(request, key, same=same)
        said = _TAKEN if same else _LEFT
    else:
        _answer_pair(request, key, same=same)
    messages.success(request, said, extra_tags="good")


def _answer_pair(request: HttpRequest, key: str, *, same: bool) -> None:
    pair = side_by_side.pair(request.user, key)
    chosen = {str(one.pk): one for one in (pair.left, pair.right)}.get(request.POST.get("kept", ""))
    reason = request.POST.get("reason", "").strip()
    # Both must be said on the page itself: where it stays, and why a sound number is not the person's.
    given = {"kept": chosen, "two_households": chosen is not None, "two_numbers": bool(reason)}
    pairs.decide(pair, by=request.user, same=same, reason=reason, **(given if same else {}))


def _answer_row(request: HttpRequest, key: str, *, same: bool) -> None:
    row = held_rows.held(request.user, int(key.partition("-")[2]))
    said = request.POST.get("person", "")
    person = held_rows.candidate(request.user, row, int(said)) if same and said.isdecimal() else None
    if same and person is None and waiting.asks(row.problems, row.candidates) != waiting.AGAIN:
        raise Problem("identities.nobody_chosen", "没有选是哪一个人", "请先选右边的人，再选「是同一人」。")
    remember = request.POST.get("remember") == "1"
    held.decide(row, by=request.user, person=person, refuse=not same, remember=remember)


def _take_back(user: Any, key: str) -> int:
    """How many facts came in between and stay where they are."""
    if key.startswith("row-"):
        held.reopen(side_by_side.row(user, key), by=user)
        return 0
    undone = pairs.reopen(side_by_side.pair(user, key), by=user)
    return sum(undone.stayed.values()) if undone else 0


_ANSWERS = {
    "same": _lazy("已记下：是同一人。"),
    "different": _lazy("已记下：不是同一人。"),
    "later": "",
}
_TAKEN, _LEFT = _lazy("已记下：采用这一行。"), _lazy("已记下：不采用这一行。")


def _queue(request: HttpRequest, asked: Any) -> Queue:
    kind, village = asked.get("kind", "")[:200], asked.get("village", "")[:20]
    return waiting.queue(request.user, kind=kind, village=village, later=_later(request))


def _later(request: HttpRequest) -> list[str]:
    return request.session.get(LATER, [])


def _chosen(queue: Queue, key: str) -> str:
    if key in queue.keys:
        return key
    return queue.keys[0] if queue.keys else ""


def _narrowed(asked: Any) -> dict[str, str]:
    return {name: asked[name][:200] for name in ("kind", "village") if asked.get(name)}


def _address(asked: Any, key: str, **more: Any) -> str:
    told = {**_narrowed(asked), **({"case": key} if key else {}), **more}
    return reverse("identities") + (f"?{urlencode(told)}" if told else "")


def _candidates(request: HttpRequest, asked: Question | None) -> list[tuple[int, str, bool]]:
    """The people a row may mean: number, address, whether it is the one shown."""
    if asked is None or asked.of < 2:
        return []
    return [(n, _address(request.GET, asked.key, who=n), n == asked.who) for n in range(1, asked.of + 1)]
