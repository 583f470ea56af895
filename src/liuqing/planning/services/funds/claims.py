"""Claims (报账): the work is done first, then claimed with its invoices; another person judges (R089)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Claim, Contract, Line, Voucher
from liuqing.planning.services.funds import book, eligible, guarding, limits, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.guarding import yuan
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

State = Claim.State
Kind = Voucher.Kind
Invoice = Mapping[str, Any]
"""{"no", "amount"}: number and sum in yuan."""
OUTCOMES = {"approved": State.APPROVED, "returned": State.RETURNED, "refused": State.REFUSED}
_PAPERS = (Claim.Kind.PROGRESS, Claim.Kind.FINAL)
_WORKS = (Claim.Kind.ADVANCE, *_PAPERS)


@transaction.atomic
def claim(
    *, by: Any, line: Line, kind: str, amount: Any, uuid: UUID, retained: Any = 0, contract: Contract | None = None,
    invoices: Sequence[Invoice] = (), on: date | None = None,
) -> Claim:  # fmt: skip
    """Claim so much of a line, of which ``retained`` is kept back for quality.

    Problems ``planning.not_allowed``, ``funds.claim`` (everything that is wrong with it).
    """
    line = Line.objects.select_related("project__area", "document").get(pk=line.pk)
    guarding.project(by, Right.RUN_PROJECTS, line.project)
    book.lock()
    if before := Claim.objects.filter(uuid=uuid).first():
        return before
    made = Claim(
        uuid=uuid, line=line, contract=contract, kind=kind, amount=guarding.amount(amount), retained=_retained(retained),
        invoices=_invoices(invoices), on=guarding.day(on), by=book.name(by), at=clock.now(),
    )  # fmt: skip
    refuse("funds.claim", faults(made))
    (made.no,) = book.numbers(Claim, book.CLAIMS, 1)
    made.save(force_insert=True)
    trail.record("funds.claimed", subject=f"claim:{made.no}", by=by, detail=_told(made))
    return made


@transaction.atomic
def judge(claim: Claim, *, by: Any, outcome: str, said: str = "", on: date | None = None) -> Claim:
    """Agree to a claim, send it back or refuse it. Agreed, its money is set aside for the payment.

    Problems ``planning.not_allowed``, ``funds.own_work``, ``funds.decided``, ``funds.claim``,
    ``funds.no_words`` without a reason.
    """
    book.lock()
    fresh = locked(claim)
    guarding.project(by, Right.APPROVE_FUNDS, fresh.line.project)
    wanted = OUTCOMES.get(outcome)
    if wanted is None:
        raise Problem("funds.no_outcome", "没有选审核结果", "请选「同意」「退回补正」或「不予报账」。")
    if fresh.state == wanted and fresh.decided_by == book.name(by):
        return fresh
    if fresh.state != State.SUBMITTED:
        raise Problem("funds.decided", f"这笔报账已经是「{State(fresh.state).label}」", "请刷新页面。")
    guarding.another(by, fresh.by, "这笔报账")
    fresh.said = guarding.words(said, "理由", needed=wanted != State.APPROVED)
    if wanted == State.APPROVED:
        refuse("funds.claim", faults(fresh))
        uuid = uuid5(fresh.uuid, "approved")
        moved = moves.claimed(fresh.line, fresh.amount, fresh.retained)
        (fresh.voucher,) = book.write([Movement(Kind.CLAIM, uuid, guarding.day(on), book.name(by), moved)])
    fresh.state, fresh.decided_by, fresh.decided_at = wanted, book.name(by), clock.now()
    fresh.save()
    trail.record("funds.judged", subject=f"claim:{fresh.no}", by=by, detail=_told(fresh))
    return fresh


def locked(claim: Claim) -> Claim:
    """The claim as it is now, held until the transaction ends."""
    found = Claim.objects.select_related("line__project__area", "line__document", "contract")
    return found.select_for_update(of=("self",)).get(pk=claim.pk)


def faults(one: Claim) -> list[Fault]:
    """Everything that is wrong with a claim, against everything else that was claimed."""
    if one.kind not in Claim.Kind.values:
        return [("kind", "没有选款项性质")]
    return [
        *eligible.for_claim(one.line.project, one.kind), *_of_sums(one), *_of_contract(one), *_of_invoices(one),
    ]  # fmt: skip


def _of_sums(one: Claim) -> Iterable[Fault]:
    left = limits.on_line(one.line, but=one)
    if one.amount > left:
        yield "amount", f"这笔资金还可报账 {yuan(max(left, limits.NONE))}，不够 {yuan(one.amount)}"
    if not 0 <= one.retained < one.amount:
        yield "retained", "质保金要小于报账金额"
    if one.kind == Claim.Kind.PEOPLE and (one.retained or one.contract):
        yield "retained", "到人到户的资金没有合同，也不留质保金"


def _of_contract(one: Claim) -> Iterable[Fault]:
    if one.contract is None:
        if one.kind in _WORKS and one.line.project.contracts.exists():
            yield "contract", "项目有合同，请选是哪一份合同的款"
        return
    if one.contract.project_id != one.line.project_id:
        yield "contract", "这份合同不是本项目的"
        return
    left = limits.under(one.contract, but=one)
    if one.amount > left:
        yield (
            "contract",
            f"合同 {one.contract.no} 还可报账 {yuan(max(left, limits.NONE))}，报 {yuan(one.amount)} 就超出合同价了",
        )


def _of_invoices(one: Claim) -> Iterable[Fault]:
    if not one.invoices:
        if one.kind in _PAPERS:
            yield "invoices", "先建后报：请填发票号码和金额"
        return
    total = sum((Decimal(paper["amount"]) for paper in one.invoices), Decimal(0))
    if total < one.amount:
        yield "invoices", f"发票合计 {yuan(total)}，少于报账金额 {yuan(one.amount)}"
    numbers = Counter(paper["no"] for paper in one.invoices)
    if twice := [no for no, times in numbers.items() if times > 1]:
        yield "invoices", f"同一张发票填了两次：{'、'.join(twice)}"
    if one.state == State.SUBMITTED and one.pk is None and (used := limits.invoices(numbers)):
        yield "invoices", f"发票已经报过账：{'、'.join(sorted(used))}"


def _invoices(said: Sequence[Invoice]) -> list[dict[str, str]]:
    found = []
    for paper in said:
        no = "".join(str(paper.get("no", "")).split()).upper()
        if not no or len(no) > 40:
            raise Problem(
                "funds.bad_invoice", "有一张发票没有填号码，或号码过长", "请按票面填写发票号码和金额。"
            )
        found.append({"no": no, "amount": str(guarding.amount(paper.get("amount"), f"发票 {no} 的金额"))})
    return found


def _retained(said: Any) -> Decimal:
    return limits.NONE if str(said).strip() in ("", "0", "0.0", "0.00") else guarding.amount(said, "质保金")


def _told(one: Claim) -> dict[str, Any]:
    sealed = {"voucher": one.voucher.no, "seal": one.voucher.seal} if one.voucher else {}
    return {
        "line": one.line_id,
        "state": one.state,
        "amount": str(one.amount),
        "retained": str(one.retained),
        **sealed,
    }
