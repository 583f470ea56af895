"""操作留痕: who did what and who saw whom, for inspectors and administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries import traces as asked
from liuqing.web.pages import turning
from liuqing.web.paths import Step


@login_required
@never_cache
def traces(request: HttpRequest) -> HttpResponse:
    """The trail, of everybody, of one user or about one household."""
    by, household = (request.GET.get(name, "").strip()[:60] for name in ("by", "household"))
    found = asked.traces(request.user, by=by, household=household, page=turning.number(request))
    return render(request, "web/traces.html", {
        "rows": found.rows, "total": found.total, "turn": turning.turn(request, found),
        "by": by, "household": household, "path": [Step(_("操作留痕"))],
    })  # fmt: skip
