"""派发: which flags go to which villages until when; everything is seen before anything is sent."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries import cases as asked
from liuqing.registry.queries.flags import PLAIN, order
from liuqing.registry.services import cases as acts
from liuqing.web import paths
from liuqing.workflow.rights import Right

WEEKS = 2
"""A day is proposed so many weeks ahead."""


@login_required
@never_cache
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Choose rules and a day, look at what each village would get, then send."""
    where = scope.area(request.user, code, Right.SEND_CASES)
    if request.method == "POST":
        said = _said(request.POST)
        sent = acts.send(by=request.user, area_code=code, rules=said["rules"], due_on=said["due"])
        told = _("已派发 %(cases)s 条到 %(villages)s 个村，期限 %(day)s")
        counts = {"cases": sent.cases, "villages": sent.villages, "day": sent.due_on.isoformat()}
        messages.success(request, told % counts, extra_tags="good")
        return redirect("case-board", code)
    said = _said(request.GET)
    every = asked.preview(request.user, code, (), said["due"])
    chosen = asked.preview(request.user, code, said["rules"], said["due"]) if said["rules"] else None
    return render(request, "web/send.html", {
        "area": where, "every": _by_topic(every), "preview": chosen, "towns": _by_town(chosen) if chosen else [],
        "due": said["due"], "rules": said["rules"], "stopped": every.stopped, "held": every.held,
        "path": paths.below(request.user, boards.area_head(where), _("派发疑点")),
    })  # fmt: skip


def _said(given: QueryDict) -> dict[str, Any]:
    today = timezone.localdate()
    try:
        due = date.fromisoformat(given.get("due", "")) if given.get("due") else today + timedelta(weeks=WEEKS)
    except ValueError:
        raise Problem("cases.bad_day", "期限看不懂", "请写成 2018-12-31 这样。") from None
    return {"rules": [name[:60] for name in given.getlist("rule")], "due": due}


def _by_topic(preview: asked.Preview) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The rules with their counts, under the headings of the flags page."""
    counts: dict[tuple[str, str], int] = {}
    for one in preview.counts:
        counts[one.rule, one.label] = counts.get((one.rule, one.label), 0) + one.count
    topics: dict[str, list[tuple[str, str, int]]] = {}
    for (rule, label), n in counts.items():
        topics.setdefault(words.topic(rule), []).append((rule, label, n))
    return [(topic or PLAIN, topics[topic]) for topic in sorted(topics, key=order)]


def _by_town(preview: asked.Preview) -> list[tuple[str, int, int]]:
    """Each township with its cases and how many of its villages get any."""
    counts: dict[str, int] = {}
    for one in preview.villages:
        counts[one.town] = counts.get(one.town, 0) + one.count
    return [(town, n, sum(v.town == town for v in preview.villages)) for town, n in counts.items()]
