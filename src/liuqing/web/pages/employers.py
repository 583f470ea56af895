"""用工单位: who hired how many members of the register, and the award due by the rules."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry.queries import employers as asked
from liuqing.web.paths import Step

MANY = 40
"""Employers shown; those of the awards come first, and beyond these they have a worker or two."""


@login_required
@never_cache
def employers(request: HttpRequest) -> HttpResponse:
    """The employers of the county; those of the awards first."""
    found = asked.employers(request.user)
    request.day = found.on  # type: ignore[attr-defined]
    return render(request, "web/employers.html", {
        "found": found,
        "rows": [(one, [one.awards[name] for name in found.awards]) for one in found.rows[:MANY]],
        "others": max(0, len(found.rows) - MANY),
        "path": [Step(_("用工单位"))],
    })  # fmt: skip
