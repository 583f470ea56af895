"""The receipt (回执): where a request stands, in plain words with dates, for whoever holds the number.

Nothing of any household is told: neither whose it is nor what was found there. A number that does not
exist and wrong digits are answered alike.
"""

import hmac
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from liuqing.registry.models import Clue, Report
from liuqing.registry.services.clues.voices import last_four
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
    if clue.closed_on:
        done.append(("办理完毕", clue.closed_on))
    word, by = _NEXT[clue.state]
    return Progress(report.receipt, tuple(done), word, getattr(clue, by) if by else None)


_NEXT = {
    Clue.State.RECEIVED.value: ("乡镇正在分派到村", "due_on"),
    Clue.State.SENT.value: ("村干部会上门看一看", "due_on"),
    Clue.State.VERIFIED.value: ("乡镇和村里正在研究", "decide_by"),
    Clue.State.CLOSED.value: ("结果由村干部当面告诉这一家。有疑问，请问村委会。", ""),
}
"""What comes next, and by which day."""
