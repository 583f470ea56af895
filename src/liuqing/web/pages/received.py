"""收到的钱: everything that a household got in a year, by card and by list, each yuan once."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.queries.received import of_household
from liuqing.web.paths import Step
from liuqing.workflow import seen


@login_required
@never_cache
def received(request: HttpRequest, no: str) -> HttpResponse:
    """One household's money of a year; without a year the latest that has any."""
    said = request.GET.get("year", "")
    found = of_household(request.user, no, int(said) if said.isdecimal() and len(said) == 4 else None)
    seen.once(request.user, f"household:{found.household.pk}")
    path = [Step(no, reverse("household", args=[no])), Step(_("收到的钱"))]
    return render(request, "web/received.html", {"found": found, "path": path})
