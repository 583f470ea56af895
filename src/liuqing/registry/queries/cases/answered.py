"""Answered: what the villages said, ready to be judged by somebody else, in the order of the places."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.registry.models import Answer, Case
from liuqing.registry.queries import words
from liuqing.registry.queries.cases import reading
from liuqing.registry.queries.cases.corrected import Correction, corrected
from liuqing.workflow.rights import Right

SHOWN = 50


@dataclass(frozen=True)
class Answered:
    """A case with the last answer of its round. ``own``: the reader gave it and may not judge it."""

    pk: int
    label: str
    subject: str
    household_no: str
    head: str
    village: str
    outcome: str
    reason: str
    said: str
    by: str
    visited_on: date | None
    corrections: tuple[Correction, ...]
    papers: tuple[tuple[int, str], ...]
    own: bool


@dataclass(frozen=True)
class ToReview:
    """The first of the answers that wait, and how many wait in all."""

    rows: tuple[Answered, ...]
    total: int


def answered(user: Any, village: str = "") -> ToReview:
    """What waits for the user's word, of one village if named. Nothing outside the user's areas."""
    waiting = reading.of_user(user, Right.REVIEW_CASES).filter(state=Case.State.ANSWERED)
    if village:
        waiting = waiting.filter(village__code=village)
    whole = waiting.select_related("household", "person", "village").prefetch_related("answers__evidence")
    cases = list(whole.order_by("village__code", "household__no", "pk")[:SHOWN])
    return ToReview(tuple(row for case in cases if (row := _row(case, user))), waiting.count())


def _row(case: Case, user: Any) -> Answered | None:
    open_now = [one for one in case.answers.all() if one.round == case.round and not one.verdict]
    if not open_now:
        return None
    last: Answer = open_now[-1]
    home = case.household
    return Answered(
        pk=case.pk, label=words.rule(case.rule), subject=reading.subject(case), household_no=home.no if home else "",
        head=home.head_name if home else "", village=case.village.name, outcome=Case.Outcome(last.outcome).label,
        reason=reading.reason(last.reason), said=last.said, by=last.by, visited_on=last.visited_on,
        corrections=tuple(corrected(last)), papers=tuple((paper.pk, paper.name) for paper in last.evidence.all()),
        own=last.by == user.get_username(),
    )  # fmt: skip
