"""测算: freeze the record and run the rules, started on a page and done in the background."""

import re
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.registry.queries import assessments
from liuqing.registry.queries.assessments import Latest
from liuqing.web.jobs import Run, assessor
from liuqing.web.paths import Step

STEPS = (
    _lazy("冻结 %(n)s 户"),
    _lazy("冻结 %(n)s 人"),
    _lazy("台账在冻结期间有变化，重新冻结"),
    _lazy("测算规则"),
    _lazy("跟踪每条疑点"),
    _lazy("保存测算结果"),
)
"""What the assessment says of itself on the way."""
NUMBER = re.compile(r"[0-9][0-9,]*")


@login_required
@never_cache
def assess(request: HttpRequest) -> HttpResponse:
    """How the last assessment stands, and the button for the next."""
    latest = assessments.latest(request.user)
    if request.method == "POST":
        # Pressed twice, the second finds the first at work and leads to the same page.
        assessor.start(on=_day(request), by=request.user, confirmed=_confirmed(request, latest))
        return redirect("assess")
    return render(request, "web/assess.html", {
        "latest": latest,
        "today": timezone.localdate(),
        "path": [Step(_("数据交换"), reverse("files")), Step(_("测算"))],
        **_running(assessor.run, latest),
    })  # fmt: skip


@login_required
@never_cache
def progress(request: HttpRequest) -> HttpResponse:
    """How far the assessment is; when it has ended the page is read again."""
    latest = assessments.latest(request.user)
    told = _running(assessor.run, latest)
    answer = render(request, "web/parts/assess_now.html", {"latest": latest, **told})
    if not (told["run"] and told["run"].running):
        answer.headers["HX-Refresh"] = "true"
    return answer


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError as fault:
        raise Problem("assess.no_day", "没有读懂要测算到哪一天", "请填年、月、日，如 2018-12-31。") from fault


def _confirmed(request: HttpRequest, latest: Latest) -> list[str]:
    """The ticked rules, of those that stopped: nothing is let through that nobody was shown."""
    ticked = set(request.POST.getlist("confirmed"))
    return [one.rule for one in latest.stopped if one.rule in ticked]


def _running(run: Run | None, latest: Latest) -> dict[str, Any]:
    """The run and its step in words; one that a later assessment has overtaken is not told."""
    if run is None or not (run.running or _still_true(run, latest)):
        return {"run": None, "step": ""}
    return {"run": run, "step": spoken(run.step)}


def _still_true(run: Run, latest: Latest) -> bool:
    if run.problem:
        return latest.made_at is None or latest.made_at < run.started
    return run.snapshot == latest.snapshot


def spoken(step: str) -> str:
    """A step in the reader's language; its number stays."""
    number = NUMBER.search(step)
    if number is None:
        return _(step) if step else ""
    return _(NUMBER.sub("%(n)s", step, count=1)) % {"n": number[0]}
