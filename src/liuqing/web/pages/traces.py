"""操作留痕: who did what and who saw whom, for inspectors and administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries import traces as asked
from liuqing.web.pages import turning
from liuqing.web.paths import Step
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@login_required
@never_cache
def traces(request: HttpRequest) -> HttpResponse:
    """The trail, of everybody, of one user or about one household."""
    by, household = (request.GET.get(name, "").strip()[:60] for name in ("by", "household"))
    # Who manages accounts only asks by account: which households there are is not theirs to know.
    by_household = rights.can(request.user, Right.SEE_HOUSEHOLDS)
    if household and not by_household:
        return redirect("traces")
    found = asked.traces(request.user, by=by, household=household, page=turning.number(request))
    return render(request, "web/traces.html", {
        "rows": found.rows, "total": found.total, "turn": turning.turn(request, found),
        "by": by, "household": household, "by_household": by_household, "path": [Step(_("操作留痕"))],
    })  # fmt: skip
