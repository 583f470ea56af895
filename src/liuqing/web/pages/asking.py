"""求助（公开页面）: a household says that it is in need, gets a receipt, and sees later where that stands.

No account, no script, no cookie: nothing here acts with anybody's sign-in, so no token is needed. Names,
phones and words come in the body of a form and go nowhere but into the sealed record; the answer is the
page itself, so that neither the address nor the history of a borrowed phone holds anything.
"""

import base64
import hashlib
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from liuqing.errors import Problem
from liuqing.policy import clues, place
from liuqing.policy.dated import Parameters
from liuqing.registry.queries import clues as asked
from liuqing.registry.services import clues as acts
from liuqing.registry.services.clues.voices import plain
from liuqing.web.problems import is_hidden
from liuqing.workflow import clock, limits

STYLE = Path(__file__).parent.parent / "templates" / "web" / "ask_style.css"
HASH = base64.b64encode(hashlib.sha256(STYLE.read_bytes()).digest()).decode()
_open = csp_update({"style-src": [f"'sha256-{HASH}'"]})  # type: ignore[arg-type]
_private = sensitive_post_parameters("name", "phone", "words", "whose", "receipt", "digits")


@csrf_exempt
@_private
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, code: str = "") -> HttpResponse:
    """Choose the village, if the code on the wall has not; then say what is wrong."""
    try:
        spot = asked.spot(code)
    except Problem as problem:
        return _page(request, "ask_over", {"problem": problem}, 404 if is_hidden(problem) else 422)
    if request.method != "POST" or not spot.is_village:
        return _form(request, spot)
    try:
        _count(request)
        return _page(request, "ask_received", {"spot": spot, "receipt": _ask(request, spot)})
    except Problem as problem:
        if problem.code == "clues.too_often":
            return _page(request, "ask_over", {"problem": problem}, 429)
        return _form(request, spot, problem, 422)


@csrf_exempt
@_private
@_open
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Where a request stands, for who has the receipt and knows the phone."""
    if request.method != "POST":
        return _page(request, "ask_check", {"tried": False})
    receipt, digits = request.POST.get("receipt", "")[:40], plain(request.POST.get("digits", "")[:20])
    numbers = _numbers()
    # By receipt too: whoever has one must not get at the four digits from many addresses.
    by_receipt = limits.allow(f"clues.receipt/{plain(receipt).upper()}", "", clues.checks_a_receipt(numbers))
    if not (limits.allow("clues.check", _address(request), clues.checks_a_day(numbers)) and by_receipt):
        return _page(request, "ask_over", {"problem": _too_often()}, 429)
    found = asked.progress(receipt, digits)
    return _page(request, "ask_check", {"tried": True, "found": found}, 200 if found else 422)


def _form(
    request: HttpRequest, spot: asked.Spot, problem: Problem | None = None, status: int = 200
) -> HttpResponse:
    what = {
        "spot": spot, "problem": problem, "said": request.POST, "ticked": request.POST.getlist("happened"),
        "happened": asked.happened(officer=False),
    }  # fmt: skip
    return _page(request, "ask", what, status)


def _ask(request: HttpRequest, spot: asked.Spot) -> str:
    """Hand the request in; its receipt."""
    said = request.POST
    # A field that people do not see and programs fill in.
    if said.get("website"):
        raise Problem("clues.not_a_person", _("有一栏不该填的填了"), _("请把最下面那一栏清空，再交一次。"))
    if not said.get("agree"):
        raise Problem("clues.no_consent", _("没有勾选同意"), _("请看清楚怎样使用您的信息，同意就打勾。"))
    phone = plain(said.get("phone", "")[:40])
    if not limits.allow(f"clues.phone/{phone}", "", clues.asks_a_phone(_numbers())):
        raise _too_often()
    told = acts.Said(
        name=said.get("name", "")[:200], phone=phone, happened=said.getlist("happened")[:20], words=said.get("words", "")[:2000],
        about=said.get("about", ""), whose=said.get("whose", "")[:200],
    )  # fmt: skip
    return acts.report(channel="request", area=spot.area, said=told).receipt


def _count(request: HttpRequest) -> None:
    if not limits.allow("clues.ask", _address(request), clues.asks_a_day(_numbers())):
        raise _too_often()


def _too_often() -> Problem:
    return Problem(
        "clues.too_often", _("今天提交的次数太多"), _("请明天再试，或者直接找村干部，当面说也一样。")
    )


def _numbers() -> Parameters:
    return place.load(settings.WORKSPACE.place).parameters(clock.today())


def _address(request: HttpRequest) -> str:
    """Who asks; behind a server of this machine that passes requests on, whom that one names last."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        return named if named and ip_address(direct).is_loopback else direct
    except ValueError:
        return direct


def _page(request: HttpRequest, name: str, what: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, f"web/{name}.html", what, status=status)
