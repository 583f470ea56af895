"""What a person sees when something is wrong: a Problem, a page that is not there, a broken server.

No page here says a name, a number or whether a thing outside the reader's area exists.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from liuqing.errors import Problem

HIDDEN = {"workflow.not_allowed", "compute.no_rule"}
"""Problems that answer "not found": nobody learns what lies outside their area, or of rules that are none."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Told:
    """A problem as the templates show it."""

    what: str
    remedy: str = ""
    code: str = ""
    where: str = ""


class ProblemMiddleware:
    """Turns every Problem into a page, a fragment or JSON, with the status that fits it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Answer a Problem; leave everything else to the error page."""
        if not isinstance(fault, Problem):
            return None
        return not_found(request) if is_hidden(fault) else show(request, fault)


def is_hidden(problem: Problem) -> bool:
    """Whether the answer must be the same as for a thing that does not exist."""
    return problem.code in HIDDEN or ".no_such_" in problem.code


def show(request: HttpRequest, problem: Problem, status: int = 422) -> HttpResponse:
    """The problem itself: what happened, where, what to do."""
    told = Told(problem.what, problem.remedy, problem.code, str(problem.where))
    return _answer(request, told, _("没有办成"), status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also for what exists but is none of the reader's business."""
    told = Told(_("这里没有这一页，或者它不在您的范围内。"), _("请从待办、查找或上面的菜单进入。"))
    return _answer(request, told, _("没有找到"), 404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 is answered like 404."""
    return not_found(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be read."""
    told = Told(_("发来的内容读不懂。"), _("请退回上一页再试一次；文件单个不超过 20 MB。"))
    return _answer(request, told, _("没有办成"), 400)


@requires_csrf_token
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose token has expired."""
    told = Told(_("这个页面放得太久，或者您已在别处退出。"), _("请刷新页面后再试；刚才的操作没有执行。"))
    return _answer(request, told, _("请再试一次"), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: the fault is in the log, by its kind and place only."""
    told = Told(_("系统出了故障，刚才的操作没有完成。"), _("请稍后再试；仍不行时告诉系统管理员发生的时间。"))
    return _answer(request, told, _("系统故障"), 500)


def locked_out(request: HttpRequest, credentials: object = None, *args: object) -> HttpResponse:
    """429: too many wrong passwords."""
    told = Told(
        _("密码连续输错 5 次，这个账号已锁定 15 分钟。"), _("请 15 分钟后再试；忘了密码请联系系统管理员。")
    )
    return _answer(request, told, _("暂时不能登录"), 429)


def _answer(request: HttpRequest, told: Told, heading: str, status: int) -> HttpResponse:
    # The language switch leads back to the page: what was refused is not written down there again.
    request.refused = True  # type: ignore[attr-defined]
    if request.path.startswith("/api/"):
        return JsonResponse({"code": told.code, "what": told.what, "remedy": told.remedy}, status=status)
    if getattr(request, "htmx", False):
        return render(request, "web/parts/problem.html", {"problem": told}, status=status)
    return render(request, "web/problem.html", {"problem": told, "heading": heading}, status=status)
