"""资金项目公示（公开页面）: a sheet of money and projects compared with the wall, an opinion and its answer.

As open as the pages of notices: no account, no script, no cookie, one request.
"""

from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from liuqing.errors import Problem
from liuqing.planning.queries.announcements import public
from liuqing.planning.services import announcements as acts
from liuqing.web.pages.public_notices import HASH, LOOKUPS
from liuqing.web.problems import is_hidden
from liuqing.workflow import limits

LINES = 20
"""So many lines stand on one page: a project's line is long, and a slow telephone loads it at once."""
_open = csp_update({"style-src": [f"'sha256-{HASH}'"]})  # type: ignore[arg-type]


@_open
@never_cache
@require_GET
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What the record says was hung, so that anybody can compare it with the sheet."""
    return _told(request, lambda: _sheet(request, code))


@csrf_exempt
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, code: str) -> HttpResponse:
    """Give an opinion on a sheet; what comes back is the receipt."""
    return _told(request, lambda: _saying(request, code))


@csrf_exempt
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The answer to an opinion, by its receipt. The number is sent in the body, never in the address."""
    said = request.POST.get("receipt", "")[:20]
    if request.method != "POST" or not said:
        return _page(request, "answer", {"asked": False})
    if not limits.allow("announcements.receipt", _address(request), LOOKUPS):
        return _too_often(request)
    return _page(request, "answer", {"asked": True, "followed": public.opinion(said)})


def _sheet(request: HttpRequest, code: str) -> HttpResponse:
    shown = public.sheet(code)
    pages = max(1, -(-len(shown.lines) // LINES))
    asked = request.GET.get("page", "")
    page = min(int(asked) if asked.isdecimal() and 0 < len(asked) < 5 else 1, pages) or 1
    lines = shown.lines[(page - 1) * LINES : page * LINES]
    return _page(
        request, "sheet", {"sheet": shown, "lines": lines, "page": page, "pages": range(1, pages + 1)}
    )


def _saying(request: HttpRequest, code: str) -> HttpResponse:
    shown = public.sheet(code)
    if request.method != "POST":
        return _page(request, "say", {"sheet": shown})
    if not limits.allow("announcements.say", _address(request), public.opinions_a_day()):
        return _too_often(request)
    said = request.POST
    try:
        made = acts.opine(public.found(code), said=said.get("said", ""), contact=said.get("contact", ""))
    except Problem as problem:
        return _page(request, "say", {"sheet": shown, "problem": problem, "said": said}, status=422)
    return _page(request, "received", {"sheet": shown, "receipt": made.receipt})


def _told(request: HttpRequest, make: Any) -> HttpResponse:
    """The page; of what is not there only that it is not."""
    try:
        return make()  # type: ignore[no-any-return]
    except Problem as problem:
        shown = {"problem": problem}
        return render(
            request, "web/public_notice_problem.html", shown, status=404 if is_hidden(problem) else 422
        )


def _too_often(request: HttpRequest) -> HttpResponse:
    problem = Problem(
        "announcements.too_often", _("这个网络今天提交的次数太多"), _("请明天再试，或打公示上的监督电话。")
    )
    return render(request, "web/public_notice_problem.html", {"problem": problem}, status=429)


def _page(request: HttpRequest, name: str, what: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"web/public_money_{name}.html", what, status=status)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
