"""公示（公开页面）: what hangs where, compared with the sheet on the wall; an objection and its answer.

No account, no script, no cookie: nothing here acts with anybody's sign-in, so no token is needed. The
style stands in the page itself, allowed by its hash, so that a page is one request.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from liuqing.errors import Problem
from liuqing.planning.queries.announcements import public as money
from liuqing.registry.queries.notices import public
from liuqing.registry.services import notices as acts
from liuqing.web.problems import is_hidden
from liuqing.workflow import limits

STYLE = Path(__file__).parent.parent / "templates" / "web" / "public_notice_style.css"
HASH = base64.b64encode(hashlib.sha256(STYLE.read_bytes()).digest()).decode()
LOOKUPS = 200
"""So many receipts one address may look up on a day; a number cannot be guessed anyway."""
PAGE = 50
"""So many lines stand on one page: what a slow telephone loads at once."""
_open = csp_update({"style-src": [f"'sha256-{HASH}'"]})  # type: ignore[arg-type]


@_open
@never_cache
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Choose the township; or type the number of a notice."""
    said = request.GET.get("code", "")[:20]
    if said:
        return _told(request, lambda: _any(request, said))
    return _told(request, lambda: _place(request, ""))


@_open
@never_cache
@require_GET
def place(request: HttpRequest, code: str) -> HttpResponse:
    """What hangs in a township or village."""
    return _told(request, lambda: _place(request, code))


@_open
@never_cache
@require_GET
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """What the record says was hung, so that anybody can compare it with the sheet."""
    return _told(request, lambda: _notice(request, code))


@csrf_exempt
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_(request: HttpRequest, code: str) -> HttpResponse:
    """Say something against a notice; what comes back is the receipt."""
    return _told(request, lambda: _objecting(request, code))


@csrf_exempt
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest) -> HttpResponse:
    """The answer to an objection, by its receipt. The number is sent in the body, never in the address."""
    said = request.POST.get("receipt", "")[:20]
    if request.method != "POST" or not said:
        return _page(request, "followed", {"asked": False})
    if not limits.allow("notices.receipt", _address(request), LOOKUPS):
        return _too_often(request)
    return _page(request, "followed", {"asked": True, "followed": public.objection(said), "receipt": said})


def _place(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, "place", {"place": public.place(code), "money": money.listed(code)})


def _any(request: HttpRequest, code: str) -> HttpResponse:
    """Of households or of money: nobody who reads a number from a wall knows which book it is in."""
    if money.known(code):
        return redirect("public-money", code)
    return _notice(request, code)


def _notice(request: HttpRequest, code: str) -> HttpResponse:
    shown = public.notice(code)
    pages = max(1, -(-len(shown.lines) // PAGE))
    page = min(_number(request.GET.get("page", "")) or 1, pages)
    lines = shown.lines[(page - 1) * PAGE : page * PAGE]
    return _page(
        request, "notice", {"notice": shown, "lines": lines, "page": page, "pages": range(1, pages + 1)}
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _objecting(request: HttpRequest, code: str) -> HttpResponse:
    shown = public.notice(code)
    if request.method != "POST":
        return _page(request, "object", {"notice": shown, "many": len(shown.lines) > PAGE})
    if not limits.allow("notices.object", _address(request), public.objections_a_day()):
        return _too_often(request)
    said = request.POST
    try:
        line = _number(said.get("line", ""))
        made = acts.object_(
            public.found(code), said=said.get("said", ""), contact=said.get("contact", ""),
            proceeding=_behind(code, line) if said.get("line") else None,
        )  # fmt: skip
    except Problem as problem:
        return _page(request, "object", {
            "notice": shown, "many": len(shown.lines) > PAGE, "problem": problem, "said": said,
        }, status=422)  # fmt: skip
    return _page(request, "received", {"notice": shown, "receipt": made.receipt})


def _behind(code: str, line: int) -> Any:
    """The proceeding of a line. Problem ``notices.which_line`` if there is no such line."""
    one = public.behind(code, line)
    if one is None:
        raise Problem(
            "notices.which_line", _("公示上没有这一条"), _("请看公示上的序号；对整份有意见的，空着。")
        )
    return one


def _told(request: HttpRequest, make: Any) -> HttpResponse:
    """The page; of what is not there only that it is not."""
    try:
        return make()  # type: ignore[no-any-return]
    except Problem as problem:
        return _page(request, "problem", {"problem": problem}, status=404 if is_hidden(problem) else 422)


def _too_often(request: HttpRequest) -> HttpResponse:
    problem = Problem(
        "notices.too_often", _("这个网络今天提交的次数太多"), _("请明天再试，或到村委会当面提出。")
    )
    return _page(request, "problem", {"problem": problem}, status=429)


def _page(request: HttpRequest, name: str, what: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"web/public_notice_{name}.html", what, status=status)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
