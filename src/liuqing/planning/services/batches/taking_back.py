"""From the bank (回盘): its answer is taken whole or not at all; whom it paid is paid, whom it could not is followed.

Nothing is paid twice: a row that says again what is already paid changes nothing. What the bank gives back
after it had paid (退票) becomes a refund.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import Q

from liuqing.errors import Problem
from liuqing.planning.models import BankFile, Batch, Due
from liuqing.planning.services import cards, funds, terms
from liuqing.planning.services.batches import deciding, guarding, returned, sending
from liuqing.planning.services.batches.guarding import State
from liuqing.planning.services.batches.returned import Answer
from liuqing.registry.services import files
from liuqing.registry.services.standing.faults import Fault, refuse
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

PAID, FAILED, BACK = "成功", "失败", "退票"
SHOWN = 20
"""So many faults of a file are said one by one."""


@dataclass
class Told:
    """What a file says of which due; ``known`` counts what was known before."""

    paid: list[Due] = field(default_factory=list)
    failed: list[tuple[Due, str]] = field(default_factory=list)
    back: list[tuple[Due, str]] = field(default_factory=list)
    known: int = 0


@transaction.atomic
def take_back(batch: Batch, *, by: Any, name: str, path: Path, partial: bool = False) -> BankFile:
    """Take the bank's answer: pays whom it paid, follows whom it could not, refunds what came back.

    ``partial``: the bank answers in several files, so rows may be missing. Problems ``workflow.not_allowed``,
    ``batches.other_state``, ``batches.same_file``, ``batches.answer`` (everything that is wrong with it),
    ``sheets.*``, and those of ``funds.pay_people``. Nothing is written unless everything is.
    """
    batch = guarding.locked(batch, by, Right.APPROVE_FUNDS, State.SENT, State.CLOSED)
    digest = files.keep(path, name)
    if BankFile.objects.filter(batch=batch, sha256=digest, way=BankFile.Way.BACK).exists():
        raise Problem(
            "batches.same_file", "这个回盘文件已经登记过，没有重复记账", "如银行有新的回盘，请上传新文件。"
        )
    told = returned.read(path, name, terms.bank_words(clock.today()))
    found = _sorted(batch, told, partial)
    file = _keep(batch, by, name, digest, told.rows, found)
    _pay(batch, found.paid, by, digest)
    _fail(found.failed)
    _refund(batch, found.back, by, digest)
    detail = {"file": file.number, "sha256": digest, **file.report}
    trail.record("batches.answered", subject=f"batch:{batch.no}", by=by, detail=detail)
    deciding.close_if_done(batch, by)
    return file


def _sorted(batch: Batch, told: returned.Answers, partial: bool) -> Told:
    """Whom each row means. Problem ``batches.answer`` with everything that does not fit."""
    faults = list(told.faults)
    strange = _of_another(batch, told.rows)
    if strange:
        raise Problem(
            "batches.answer",
            f"这是批次 {strange} 的回盘，不是 {batch.no} 的",
            "请在那一批里上传，这里什么都没有改动。",
        )
    waiting, found = _by_account(batch), Told()
    places = _places(batch)
    for answer in told.rows:
        fault = _place(answer, waiting, places, found)
        if fault:
            faults.append(f"第 {answer.row} 行：{fault}")
    missing = sum(1 for dues in waiting.values() for due in dues if due.state == Due.State.SENT)
    if missing and not partial:
        faults.append(f"送银行的还有 {missing} 笔没有结果；如银行分几次回盘，请勾选「还有后续回盘」")
    if not told.rows and not faults:
        faults.append("文件里没有一笔结果")
    _refuse(faults)
    return found


def _refuse(faults: Sequence[str]) -> None:
    told: list[Fault] = [("file", what) for what in faults[:SHOWN]]
    if len(faults) > SHOWN:
        told.append(("file", f"另有 {len(faults) - SHOWN} 处"))
    refuse("batches.answer", told, "请与银行核对后重新上传，什么都没有改动。")


def _of_another(batch: Batch, rows: Iterable[Answer]) -> str:
    """The number of another batch that most rows name; "" if they name this one or none."""
    named = Counter(row.batch.rpartition("-")[0] or row.batch for row in rows if row.batch)
    most = named.most_common(1)
    return most[0][0] if most and batch.no not in named else ""


def _by_account(batch: Batch) -> dict[str, list[Due]]:
    """What was ever at the bank, by the account's hash: what waits for its answer and what has one."""
    sent = Q(state__in=(Due.State.SENT, Due.State.PAID, Due.State.FAILED)) | Q(payment__isnull=False)
    found: dict[str, list[Due]] = defaultdict(list)
    dues = Due.objects.filter(sent, batch=batch).select_related("card", "household", "person", "payment")
    for due in dues.order_by("order"):
        if due.card is not None:
            found[due.card.number_hash].append(due)
    return found


def _places(batch: Batch) -> dict[tuple[str, int], int]:
    """{(number of a file, line in it): the due}, for answers that repeat both."""
    files_ = BankFile.objects.filter(batch=batch, way=BankFile.Way.OUT).values_list("number", "report")
    return {
        (sending.file_no(batch, number), line): pk
        for number, report in files_
        for line, pk in enumerate(report["dues"], 1)
    }


def _place(
    answer: Answer, waiting: dict[str, list[Due]], places: dict[tuple[str, int], int], found: Told
) -> str:
    """Put an answer where it belongs; what does not fit is returned in words."""
    if not answer.result:
        return "处理结果没有看懂，既不是成功也不是失败"
    if answer.amount is None or not answer.account:
        return "没有账号或金额"
    dues = waiting.get(cards.number_hash(answer.account), [])
    if not dues:
        return "这个账号不在送银行的名单里"
    fitting = [due for due in dues if due.amount == answer.amount]
    if not fitting:
        return f"金额 {answer.amount:,.2f} 元与送银行的 {dues[0].amount:,.2f} 元不同"
    exact = places.get((answer.batch, answer.order or 0))
    due = _meant(answer, [due for due in fitting if due.pk == exact] or fitting)
    if due is None:
        return "这一笔已经到账，不能又说失败"
    dues.remove(due)
    _sort(answer, due, found)
    return ""


def _sort(answer: Answer, due: Due, found: Told) -> None:
    """What the answer changes; what was known before changes nothing."""
    was = _was(due)
    if (was, answer.result) in KNOWN:
        found.known += 1
    elif answer.result == PAID:
        found.paid.append(due)
    elif was == PAID:
        found.back.append((due, answer.reason))
    else:
        found.failed.append((due, answer.reason or answer.result))


def _was(due: Due) -> str:
    """What the bank said of it before: 成功, 失败, 退票, or "" while it waits."""
    if due.state == Due.State.DROPPED:
        return BACK
    return {Due.State.PAID: PAID, Due.State.FAILED: FAILED}.get(Due.State(due.state), "")


def _meant(answer: Answer, fitting: list[Due]) -> Due | None:
    """Of several payments of one sum into one account the one that this answer is most likely about."""
    by = {was: [due for due in fitting if _was(due) == was] for was in ("", PAID, FAILED, BACK)}
    return next((by[was][0] for was in ORDER[answer.result] if by[was]), None)


ORDER = {PAID: ("", PAID, BACK, FAILED), FAILED: ("", FAILED, BACK), BACK: (PAID, "", BACK, FAILED)}
"""Which payments an answer may be about, the likeliest first."""
KNOWN = {(PAID, PAID), (BACK, PAID), (FAILED, FAILED), (BACK, FAILED), (BACK, BACK), (FAILED, BACK)}
"""What was said before and what is said now: where both stand here nothing changes."""


def _keep(batch: Batch, by: Any, name: str, digest: str, rows: Sequence[Answer], found: Told) -> BankFile:
    number = BankFile.objects.filter(batch=batch, way=BankFile.Way.BACK).count() + 1
    report = {
        "paid": len(found.paid),
        "failed": len(found.failed),
        "back": len(found.back),
        "known": found.known,
    }
    return BankFile.objects.create(
        batch=batch, way=BankFile.Way.BACK, number=number, sha256=digest, name=Path(name).name[-120:], rows=len(rows),
        amount=sum((due.amount for due in found.paid), start=0) or 0, report=report, by=by.get_username(), at=clock.now(),
    )  # fmt: skip


def _pay(batch: Batch, dues: list[Due], by: Any, digest: str) -> None:
    if not dues:
        return
    assert batch.claim is not None  # noqa: S101 - it was agreed with its claim
    paid = [(due.household, due.person, due.amount) for due in dues]
    payments = funds.pay_people(batch.claim, by=by, paid=paid, uuid=uuid5(batch.uuid, f"paid:{digest}"))
    for due, payment in zip(dues, payments, strict=True):
        due.state, due.payment, due.reason, due.checks = Due.State.PAID, payment, "", []
    Due.objects.bulk_update(dues, ("state", "payment", "reason", "checks"), batch_size=500)


def _fail(failed: list[tuple[Due, str]]) -> None:
    for due, why in failed:
        due.state, due.reason = Due.State.FAILED, f"银行：{why}"[:200]
    Due.objects.bulk_update([due for due, _ in failed], ("state", "reason"), batch_size=500)


def _refund(batch: Batch, back: list[tuple[Due, str]], by: Any, digest: str) -> None:
    """What came back stands on its line again. To be paid once more it is put into another batch (补发)."""
    for due, why in back:
        assert due.payment is not None  # noqa: S101 - paid dues have their payment
        told = f"退票：{why}"[:200] if why else "退票"
        funds.refund(
            due.payment, by=by, amount=due.amount, why=told, uuid=uuid5(batch.uuid, f"back:{digest}:{due.pk}")
        )
        due.state, due.reason = Due.State.DROPPED, told
        due.save(update_fields=("state", "reason"))
