"""Search: one box for names, pinyin, household numbers and identity numbers."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.registry import queries
from liuqing.web.paths import Step


@login_required
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Whatever fits the words. They come by POST only: an address is kept in too many places."""
    words = request.POST.get("q", "")[:100].strip()
    found = queries.search(request.user, words) if words else None
    return render(request, "web/search.html", {"found": found, "sought": words, "path": [Step(_("查找"))]})
