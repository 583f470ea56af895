"""To the bank: a file of what is agreed and not paid yet, kept encrypted; opened with a reason and a trace only."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Sum

from liuqing.errors import Problem
from liuqing.planning.models import BankFile, Batch, Due
from liuqing.planning.services import cards
from liuqing.planning.services.batches import bank_text, checking, guarding, sealing
from liuqing.planning.services.batches.bank_text import Line
from liuqing.planning.services.batches.guarding import State
from liuqing.registry.services import files
from liuqing.workflow import clock, trail
from liuqing.workflow.rights import Right

SEND = Right.MANAGE_FUNDS
SEE = Right.SEE_PAYEES


@transaction.atomic
def send(batch: Batch, *, by: Any) -> BankFile:
    """Make the first file of an agreed batch. A due that something speaks against since is put right or dropped first.

    Problems ``workflow.not_allowed``, ``batches.other_state``, ``batches.changed``, ``batches.stopped``.
    """
    batch = guarding.locked(batch, by, SEND, State.APPROVED)
    return _send(batch, by, Due.State.WAITING)


@transaction.atomic
def again(batch: Batch, *, by: Any) -> BankFile:
    """Make another file of those only that the bank could not pay. Problems as of ``send``, ``batches.none_failed``."""
    batch = guarding.locked(batch, by, SEND, State.SENT)
    if not Due.objects.filter(batch=batch, state=Due.State.FAILED).exists():
        raise Problem(
            "batches.none_failed", "没有发放失败、等着再发的人", "如银行还有没回盘的，请先登记回盘。"
        )
    return _send(batch, by, Due.State.FAILED)


@transaction.atomic
def opened(file: BankFile, *, by: Any, purpose: str) -> bytes:
    """The file in clear: it holds whole accounts, so it takes a right and a reason and leaves a trace.

    Problems ``workflow.not_allowed``, ``batches.no_reason``, ``files.damaged``.
    """
    batch = guarding.locked(file.batch, by, SEE)
    guarding.rights.require(by, SEND, batch.area.path)
    why = guarding.reason(purpose, what="用途")
    trail.record(
        "batches.file_opened", subject=f"batch:{batch.no}", by=by, detail={"file": file.pk, "purpose": why}
    )
    return files.kept(file.sha256, file.name)


def file_no(batch: Batch, number: int) -> str:
    """By which a file is known to the bank and in its answer: FF2018-00001-02."""
    return f"{batch.no}-{number:02d}"


def _send(batch: Batch, by: Any, state: str) -> BankFile:
    sealing.verify(batch)
    dues = checking.run(batch)
    if what := checking.summary(dues):
        raise Problem(
            "batches.stopped", f"还有不能发的：{what}", "请更正账户，或写明理由去掉这一笔，再送银行。"
        )
    wanted = [due for due in dues if due.state == state]
    if not wanted:
        raise Problem("batches.nobody", "没有要送银行的人", "请刷新页面。")
    made = _kept(batch, wanted, by)
    for due in wanted:
        due.state, due.tries, due.reason = Due.State.SENT, due.tries + 1, ""
    Due.objects.bulk_update(wanted, ("state", "tries", "reason"), batch_size=500)
    if batch.state != State.SENT:
        batch.state = State.SENT
        batch.save(update_fields=("state",))
    told = {"file": made.number, "rows": made.rows, "amount": str(made.amount), "sha256": made.sha256}
    trail.record("batches.sent", subject=f"batch:{batch.no}", by=by, detail=told)
    return made


def _kept(batch: Batch, dues: Sequence[Due], by: Any) -> BankFile:
    """Write the file into the inbox and into the record."""
    number = BankFile.objects.filter(batch=batch, way=BankFile.Way.OUT).count() + 1
    lines = [_line(order, due, batch) for order, due in enumerate(dues, 1)]
    name = f"{file_no(batch, number)}.csv"
    with tempfile.TemporaryDirectory(prefix="liuqing-") as folder:
        path = Path(folder) / name
        path.write_bytes(bank_text.write(lines, file_no(batch, number)))
        digest = files.keep(path, name)
    return BankFile.objects.create(
        batch=batch, way=BankFile.Way.OUT, number=number, sha256=digest, name=name, rows=len(lines),
        amount=bank_text.total(lines), report={"dues": [due.pk for due in dues]}, by=by.get_username(), at=clock.now(),
    )  # fmt: skip


def _line(order: int, due: Due, batch: Batch) -> Line:
    assert due.card is not None  # noqa: S101 - without a card the place's checks let nothing out
    number, holder = cards.opened(due.card)
    return Line(order, holder, number, due.amount, batch.label)


def outstanding(batch: Batch) -> Any:
    """What lies at the bank and was not answered yet, in yuan."""
    return Due.objects.filter(batch=batch, state=Due.State.SENT).aggregate(sum=Sum("amount"))["sum"] or 0
