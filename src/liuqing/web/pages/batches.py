"""发放批次: money to people, from what the rules find due to what the bank paid."""

import tempfile
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from liuqing.errors import Problem
from liuqing.planning.models import Batch, Line
from liuqing.planning.queries import batches as asked
from liuqing.planning.services import batches as acts
from liuqing.planning.services import cards
from liuqing.policy.programmes import PROGRAMMES
from liuqing.registry.models import Person
from liuqing.registry.queries import scope
from liuqing.reports import bank_file
from liuqing.web.pages import turning
from liuqing.web.paths import Step
from liuqing.workflow import clock, rights
from liuqing.workflow.rights import Right

LARGEST = 20 * 1024 * 1024
"""Bytes of a bank's answer."""
ENDINGS = {".xlsx", ".xls", ".csv", ".txt"}
PARTS = ("people", "bank")


@login_required
@never_cache
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch the user may see, narrowed by its state."""
    rights.require(request.user, Right.SEE_PAYEES)
    state = request.GET.get("state", "")
    found = asked.listed(
        request.user, state=state, programme=request.GET.get("programme", ""), number=turning.number(request)
    )
    return render(request, "web/batches.html", {
        "found": found, "state": state, "turn": turning.turn(request, found.page),
        "may_make": rights.can(request.user, Right.MAKE_BATCHES), "year": clock.today().year,
        "path": [Step(_("到人到户发放"))],
    })  # fmt: skip


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Choose programme, period and area; who is due what is found by the rules."""
    rights.require(request.user, Right.MAKE_BATCHES)
    problem = None
    if request.method == "POST":
        try:
            return redirect("batch", _made(request).no)
        except Problem as found:
            problem = found
    said = request.POST or request.GET
    return render(request, "web/batch_new.html", {
        "problem": problem, "said": said, "programmes": list(PROGRAMMES.values()), "areas": _areas(request.user),
        "uuid": said.get("uuid") or uuid4(), "path": [*_path(), Step(_("新的批次"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def batch(request: HttpRequest, no: str) -> HttpResponse:
    """One batch: what must be put right first, then the people, the bank's files, what may be done now."""
    problem = None
    if request.method == "POST":
        try:
            return _act(request, asked.batch(request.user, no))
        except Problem as found:
            if found.code == "batches.no_such_batch":
                raise
            problem = found
    show = request.GET.get("show", "")
    found = asked.page(request.user, no, show=show, number=turning.number(request))
    return render(request, "web/batch.html", {
        "found": found, "one": found.record, "problem": problem, "show": show, "turn": turning.turn(request, found.rows),
        "said": request.POST, "path": [*_path(), Step(no)],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@require_POST
@never_cache
def taken(request: HttpRequest, no: str, pk: int, form: str) -> HttpResponse:
    """The bank's file to be taken away: with a reason and a trace. Nothing of it stands in the address."""
    file = asked.file(request.user, no, pk)
    folder = tempfile.TemporaryDirectory(prefix="liuqing-")
    with folder:
        out = Path(folder.name) / f"file.{form}"
        bank_file.write(file, user=request.user, purpose=request.POST.get("purpose", ""), form=form, out=out)
        handle = out.open("rb")  # stays readable after the folder is gone
    name = f"{PurePath(file.name).stem}.{form}"
    return FileResponse(handle, as_attachment=True, filename=name, content_type=bank_file.FORMS[form])


@login_required
@never_cache
def unpaid(request: HttpRequest) -> HttpResponse:
    """Who is due something and got less (应补尽补), by programme, period and area."""
    rights.require(request.user, Right.SEE_PAYEES)
    said, problem, found = request.GET, None, None
    period = said.get("period", "") or str(clock.today().year)
    if said.get("programme"):
        try:
            found = asked.unpaid(
                request.user, said["programme"], period, said.get("area"), turning.number(request)
            )
        except Problem as fault:
            problem = fault
    return render(request, "web/batch_unpaid.html", {
        "found": found, "problem": problem, "said": said, "period": period, "programmes": list(PROGRAMMES.values()),
        "areas": _areas(request.user, Right.SEE_PAYEES), "turn": turning.turn(request, found.page) if found else None,
        "may_make": rights.can(request.user, Right.MAKE_BATCHES), "uuid": uuid4(),
        "path": [*_path(), Step(_("应发未发"))],
    }, status=422 if problem else 200)  # fmt: skip


@login_required
@never_cache
def twice(request: HttpRequest) -> HttpResponse:
    """Who would be paid twice, or has what excludes each other, in the batches of a year."""
    rights.require(request.user, Right.SEE_PAYEES)
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and len(said) == 4 else clock.today().year
    return render(request, "web/batch_twice.html", {
        "pairs": asked.twice(request.user, year), "year": year, "path": [*_path(), Step(_("重复发放"))],
    })  # fmt: skip


def _made(request: HttpRequest) -> Batch:
    said = request.POST
    if not said.get("programme"):
        raise Problem("batches.no_programme", "没有选补贴", "请从列表里选一项补贴。")
    return acts.make(
        by=request.user, programme=said["programme"], period=said.get("period", ""),
        area=scope.area(request.user, said.get("area") or None, Right.MAKE_BATCHES), uuid=_uuid(said.get("uuid", "")),
        only_unpaid=said.get("only_unpaid") == "1",
    )  # fmt: skip


def _act(request: HttpRequest, one: Batch) -> HttpResponse:
    """Do what a button of the page says."""
    acting: dict[str, Callable[[HttpRequest, Batch], str]] = {
        "check": _check, "line": _line, "submit": _submit, "decide": _decide, "withdraw": _withdraw, "drop": _drop,
        "drop-all": _drop_all, "amount": _amount, "payee": _payee, "card": _card, "send": _send, "again": _again, "back": _back,
    }  # fmt: skip
    act = acting.get(request.POST.get("act", ""))
    if act is None:
        raise Problem("batches.no_act", "没有选要办什么", "请按页面上的按钮办理。")
    messages.success(request, act(request, one), extra_tags="good")
    return redirect(f"{reverse('batch', args=[one.no])}{_anchor(request.POST.get('part', ''))}")


def _check(request: HttpRequest, one: Batch) -> str:
    rights.require(request.user, Right.SEE_PAYEES, one.area.path)
    acts.check(one)
    return _("已按现在的台账重新核对。")


def _line(request: HttpRequest, one: Batch) -> str:
    key = _key(request.POST.get("line", ""))
    choice = next((line for line in asked.choices(request.user, one.area) if line.pk == key), None)
    if choice is None:
        raise Problem("batches.no_line", "没有选从哪一笔资金安排支付", "请从列表里选一条。")
    acts.choose_line(one, by=request.user, line=Line.objects.get(pk=choice.pk))
    return _("已选资金安排。")


def _submit(request: HttpRequest, one: Batch) -> str:
    acts.submit(one, by=request.user)
    return _("已送审，等另一位同事审批。")


def _decide(request: HttpRequest, one: Batch) -> str:
    agreed = request.POST.get("agreed") == "1"
    acts.decide(one, by=request.user, agreed=agreed, said=request.POST.get("said", ""))
    return _("已同意，可以送银行。") if agreed else _("已退回，理由制作人看得到。")


def _withdraw(request: HttpRequest, one: Batch) -> str:
    acts.withdraw(one, by=request.user, why=request.POST.get("why", ""))
    return _("已作废。")


def _drop(request: HttpRequest, one: Batch) -> str:
    acts.drop(_due(request, one), by=request.user, why=request.POST.get("why", ""))
    return _("已去掉这一笔，理由记在留痕里。")


def _drop_all(request: HttpRequest, one: Batch) -> str:
    n = acts.drop_all(
        one, by=request.user, code=request.POST.get("code", ""), why=request.POST.get("why", "")
    )
    return _("已去掉 %(n)s 笔，理由记在留痕里。") % {"n": n}


def _amount(request: HttpRequest, one: Batch) -> str:
    amount = _yuan(request.POST.get("amount", ""))
    acts.change(_due(request, one), by=request.user, amount=amount, why=request.POST.get("why", ""))
    return _("已改金额。")


def _payee(request: HttpRequest, one: Batch) -> str:
    due = _due(request, one)
    payee = Person.objects.filter(
        pk=_key(request.POST.get("payee", "")), memberships__household=due.household
    ).first()
    if payee is None:
        raise Problem("batches.not_of_household", "没有选领款人", "请在本户成员里选领款人。")
    acts.redirect(due, by=request.user, payee=payee, why=request.POST.get("why", ""))
    return _("已换领款人。")


def _card(request: HttpRequest, one: Batch) -> str:
    due, said = _due(request, one), request.POST
    cards.correct(
        due.payee or due.person, by=request.user, bank=said.get("bank", ""), number=said.get("number", ""),
        holder=said.get("holder", ""),
    )  # fmt: skip
    acts.check(one)
    return _("已登记新账户，并重新核对。")


def _send(request: HttpRequest, one: Batch) -> str:
    acts.send(one, by=request.user)
    return _("代发文件已生成，写明用途后可以下载。")


def _again(request: HttpRequest, one: Batch) -> str:
    acts.again(one, by=request.user)
    return _("只含发放失败的人的新文件已生成。")


def _back(request: HttpRequest, one: Batch) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        raise Problem("batches.no_file", "没有选回盘文件", "请选银行给的回盘文件。")
    with tempfile.NamedTemporaryFile(prefix="liuqing-", suffix=_ending(sent)) as copy:
        for piece in sent.chunks():
            copy.write(piece)
        copy.flush()
        name = PurePath(sent.name or "").name
        made = acts.take_back(
            one, by=request.user, name=name, path=Path(copy.name), partial=request.POST.get("partial") == "1"
        )
    return (
        _("回盘已登记：到账 %(paid)s 笔，失败 %(failed)s 笔，退票 %(back)s 笔，以前记过 %(known)s 笔。")
        % made.report
    )


def _ending(sent: UploadedFile) -> str:
    ending = PurePath(sent.name or "").suffix.lower()
    if ending not in ENDINGS:
        raise Problem("files.not_a_table", "这不是表格文件", "请交 .xlsx、.xls、.csv 或 .txt 文件。")
    if (sent.size or 0) > LARGEST:
        raise Problem("files.too_large", "文件超过 20 MB", "请与银行核对是不是这个文件。")
    return ending if ending != ".txt" else ".csv"


def _due(request: HttpRequest, one: Batch) -> Any:
    return asked.due(request.user, one.no, _key(request.POST.get("due", "")))


def _areas(user: Any, right: Right = Right.MAKE_BATCHES) -> list[tuple[str, str]]:
    """The user's areas with the towns below them, by code."""
    found = scope.below(scope.Area.objects.filter(level__in=("county", "town")), rights.areas_of(user, right))
    return [(one.code, one.name) for one in found.order_by("path")]


def _path() -> list[Step]:
    return [Step(_("到人到户发放"), reverse("batches"))]


def _anchor(part: str) -> str:
    return f"#{part}" if part in PARTS else ""


def _key(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 16 else 0


def _yuan(said: str) -> Decimal:
    try:
        return Decimal(said.strip().replace(",", ""))
    except InvalidOperation:
        raise Problem("batches.bad_amount", "金额不对", "请填数字，如 1200.00。") from None


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        return uuid4()
