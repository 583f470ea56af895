"""疑点: what the rules found that somebody should look at, by area."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuqing.registry import queries
from liuqing.registry.queries import scope
from liuqing.web import paths
from liuqing.web.pages import areas, turning
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
def flags(request: HttpRequest, code: str) -> HttpResponse:
    """The flags of an area: how many of each, and who."""
    unknown = request.GET.get("unknown") == "1"
    rule, topic = request.GET.get("rule", "")[:60], request.GET.get("topic", "")[:20]
    found = queries.flags(request.user, code, rule, turning.number(request), topic=topic, unknown=unknown)
    return render(request, "web/flags.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("疑点")),
        "turn": turning.turn(request, found.rows),
        "unknown": unknown,
        "topics": found.topics,
        "may_send": rights.can(request.user, Right.SEND_CASES),
        "whole_county": queries.sees_everything(request.user),
        "may": areas.may_here(request.user, scope.area(request.user, code, Right.SEE_HOUSEHOLDS).path),
    })  # fmt: skip
