"""Answered: what the villages said, ready to be judged by somebody else, in the order of the places."""

from dataclasses import dataclass
from typing import Any

from liuqing.registry.models import Case
from liuqing.registry.queries import words
from liuqing.registry.queries.cases import reading
from liuqing.registry.queries.cases.page import Given, given_of
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
    given: Given
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
    home, last = case.household, open_now[-1]
    return Answered(
        pk=case.pk, label=words.rule(case.rule), subject=case.person.name if case.person else "",
        household_no=home.no if home else "", head=home.head_name if home else "", village=case.village.name,
        given=given_of(last), own=last.by == user.get_username(),
    )  # fmt: skip
