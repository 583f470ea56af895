"""来龙去脉: everything that ever happened to a household, on one page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries.standing.story import KINDS, story
from liuqing.web.paths import Step
from liuqing.workflow import rights, seen
from liuqing.workflow.rights import Right


@login_required
@never_cache
def told(request: HttpRequest, no: str) -> HttpResponse:
    """The time line of a household, the latest first; narrowed to one kind if asked."""
    found = story(request.user, no)
    seen.once(request.user, f"household:{found.household.pk}", what="story")
    kind = request.GET.get("kind", "")
    lines = [one for one in reversed(found.lines) if kind in ("", one.kind)]
    kinds = [(key, label) for key, label in KINDS.items() if any(one.kind == key for one in found.lines)]
    return render(request, "web/story.html", {
        "story": found, "lines": lines, "kinds": kinds, "kind": kind,
        "may_print": rights.can(request.user, Right.EXPORT, found.household.village.path),
        "path": [Step(_("户"), ""), Step(no, reverse("household", args=[no])), Step(_("来龙去脉"))],
    })  # fmt: skip
