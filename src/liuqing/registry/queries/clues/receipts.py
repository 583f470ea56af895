"""The receipt (回执): where a request stands, in plain words with dates, for whoever holds the number.

Nothing of any household is told: neither whose it is nor what was found there. A number that does not
exist and wrong digits are answered alike. Who asked for a procedure hears at which stage it is; who asked
for somebody else hears only when it is over.
"""

import hmac
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from liuqing.registry.models import Clue, Proceeding, Report
from liuqing.registry.services.clues.voices import OTHER, last_four
from liuqing.workflow import receipts


@dataclass(frozen=True)
class Progress:
    """Where a request stands. ``done`` are steps with their days, ``next`` what comes, ``by`` until when."""

    receipt: str
    done: tuple[tuple[str, date], ...]
    next: str
    by: date | None


def progress(receipt: str, digits: str) -> Progress | None:
    """The request of a receipt, opened by the last four digits of the phone; None if they do not fit."""
    known = receipts.read(receipt)
    four = "".join(letter for letter in digits if letter.isdigit())
    found = Report.objects.filter(receipt=known).select_related("clue").first() if known else None
    if known is None or found is None or len(four) != 4:
        return None
    if not hmac.compare_digest(found.phone_hash, last_four(known, four)):
        return None
    return _told(found)


def _told(report: Report) -> Progress:
    clue = report.clue
    came = timezone.localtime(report.at).date()
    done = [("收到申报", came)]
    # What was done before this voice was heard was not done for it.
    if clue.sent_at and clue.state != Clue.State.RECEIVED:
        done.append(("分派到村", max(came, timezone.localtime(clue.sent_at).date())))
    if clue.visited_on and clue.visited_on >= came and clue.state != Clue.State.SENT:
        done.append(("上门核实", clue.visited_on))
    under_way = _proceeding(clue)
    if clue.closed_on and under_way is not None:
        done.append(("开始按程序办理", clue.closed_on))
    if under_way is not None and under_way.state in Proceeding.OPEN_STATES:
        return Progress(report.receipt, tuple(done), _stage(report, under_way), under_way.due_on)
    if clue.closed_on:
        done.append(("办理完毕", (under_way.closed_on if under_way else None) or clue.closed_on))
    word, by = _NEXT[clue.state]
    return Progress(report.receipt, tuple(done), word, getattr(clue, by) if by else None)


def _proceeding(clue: Clue) -> Proceeding | None:
    """The procedure into which the clue went; None if it went into none."""
    if clue.outcome != Clue.Outcome.PROCEEDING:
        return None
    return clue.proceedings.exclude(state=Proceeding.State.WITHDRAWN).order_by("-pk").first()


def _stage(report: Report, under_way: Proceeding) -> str:
    """What is being done now; for who asked for a neighbour only that it is."""
    if report.key.startswith(f"{Report.Channel.REQUEST.value}:{OTHER}:"):
        return _STUDIED
    kinds = {one["key"]: one["kind"] for one in under_way.steps["version"]["steps"]}
    return _STAGES.get(kinds.get(under_way.step, ""), _STUDIED)


_STUDIED = "乡镇和村里正在研究"
_STAGES = {
    "propose": "村里正在补材料",
    "record": "村里正在核实",
    "consent": "村干部会来请您签字",
    "compare": "县里各部门正在核对信息",
    "meeting": "村里要开会评议",
    "notice": "要在村里张榜公示",
    "decide": "乡镇和县里正在审定",
}
"""What comes next in a procedure, by the kind of the step that waits."""
_NEXT = {
    Clue.State.RECEIVED.value: ("乡镇正在分派到村", "due_on"),
    Clue.State.SENT.value: ("村干部会上门看一看", "due_on"),
    Clue.State.VERIFIED.value: (_STUDIED, "decide_by"),
    Clue.State.CLOSED.value: ("结果由村干部当面告诉这一家。有疑问，请问村委会。", ""),
}
"""What comes next, and by which day."""
