"""支付: one payment, to whom and of which money; what came back; taking it back by another voucher."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.errors import Problem
from liuqing.planning.queries import funds as asked
from liuqing.planning.queries import scope
from liuqing.planning.services import funds as acts
from liuqing.web.pages.funds import day, token
from liuqing.web.pages.papers import send
from liuqing.web.paths import Step
from liuqing.workflow import clock


@login_required
@never_cache
def payment(request: HttpRequest, no: str) -> HttpResponse:
    """One payment with its voucher, the people paid by the same voucher, and what came back."""
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _act(request, asked.payment(request.user, no))
            return redirect("payment", no)
        except Problem as found:
            if found.code == "funds.no_such_payment":
                raise
            problem = found
    shown = asked.payment(request.user, no)
    return render(request, "web/payment.html", {
        "found": shown, "one": shown.paid.record, "problem": problem, "said": request.POST, "today": clock.today(),
        "uuid": request.POST.get("uuid") or uuid4(),
        "path": [
            Step(_("资金"), reverse("funds")), Step(shown.project.no, reverse("project", args=[shown.project.no])), Step(no)
        ],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def trail(request: HttpRequest, no: str) -> HttpResponse:
    """A project's whole money trail as a workbook for those who audit it (R091)."""
    project = scope.project(request.user, no)
    return send(request, "fund-trail", f"资金轨迹-{no}", "xlsx", area=project.area.code, only=no)


def _act(request: HttpRequest, found: asked.PaymentPage) -> None:
    said, by, one = request.POST, request.user, found.paid.record
    if said.get("act") == "refund":
        on = day(said.get("on", ""), "退款日期")
        acts.refund(
            one, by=by, amount=said.get("amount", ""), why=said.get("why", ""), uuid=token(said), on=on
        )
        messages.success(request, _("退款已入账，可以重新报账"), extra_tags="good")
    elif said.get("act") == "reverse":
        acts.reverse(found.voucher, by=by, why=said.get("why", ""), uuid=token(said))
        messages.success(request, _("已冲销，原来的记录都还在"), extra_tags="good")
    else:
        raise Http404
