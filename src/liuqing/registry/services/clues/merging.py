"""Merging (并案): two open clues turn out to be about one household; every voice and visit is kept.

The one that came in first lives on with the more urgent grade and the earlier days. Who asked finds
the answer by the same receipt; the trail says where the other one went.
"""

from typing import Any

from django.db import transaction

from liuqing.policy.clues import worst
from liuqing.registry.models import Clue, Proceeding, Report
from liuqing.registry.services.clues import found
from liuqing.workflow import trail

_FORWARD = (Clue.State.RECEIVED, Clue.State.SENT, Clue.State.VERIFIED)


@transaction.atomic
def merge(*, kept: Clue, other: Clue, by: Any) -> Clue:
    """Put ``other`` into ``kept`` and take it away; ``kept`` is saved."""
    Report.objects.filter(clue=other).update(clue=kept)
    Proceeding.objects.filter(clue=other).update(clue=kept)
    _visits(kept, other)
    kept.state, kept.grade = _state(kept, other), worst([kept.grade, other.grade])
    _days(kept, other)
    kept.household_id, kept.person_id = (
        kept.household_id or other.household_id,
        kept.person_id or other.person_id,
    )
    detail = {"into": kept.pk, "opened_on": other.opened_on, "grade": other.grade, "state": other.state}
    subject = f"clue:{other.pk}"
    # Away first: the database lets a household have one open clue only.
    other.delete()
    kept.save()
    trail.record("clues.merged", subject=subject, by=by, detail=detail)
    return kept


def _visits(kept: Clue, other: Clue) -> None:
    ours, theirs = found.read(kept), found.read(other)
    if not theirs["visits"]:
        return
    visits = sorted([*ours["visits"], *theirs["visits"]], key=lambda visit: visit["on"])
    found.keep(kept, {"visits": visits, "reason": ours["reason"]})
    if kept.visited_on is None or (other.visited_on and other.visited_on > kept.visited_on):
        kept.visited_on, kept.verified_by, kept.verified_at = (
            other.visited_on,
            other.verified_by,
            other.verified_at,
        )


def _state(kept: Clue, other: Clue) -> str:
    """The further of the two; but what is more urgent than what was visited is visited first."""
    first, second = sorted((kept, other), key=lambda clue: _FORWARD.index(clue.state))
    unseen = second.state == Clue.State.VERIFIED != first.state
    more = worst([first.grade, second.grade]) != second.grade
    return Clue.State.SENT if unseen and more else second.state


def _days(kept: Clue, other: Clue) -> None:
    kept.opened_on, kept.due_on = min(kept.opened_on, other.opened_on), min(kept.due_on, other.due_on)
    kept.decide_by = min(kept.decide_by, other.decide_by)
    if kept.sent_at is None:
        kept.sent_by, kept.sent_at = other.sent_by, other.sent_at
    if kept.kind == "exit_due":
        kept.kind = other.kind
