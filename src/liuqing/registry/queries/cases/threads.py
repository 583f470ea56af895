"""Threads: the rows of a department's own lists that a village found wrong.

The department sees its list, the row and which of its facts are doubted. Not whose household it is, not
what the household gets, not which rule asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from liuqing.compute import words as reading_words
from liuqing.compute.lists_behind import columns_of, lists_behind
from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import Thread
from liuqing.registry.queries import words
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class ThreadRow:
    """One doubtful row. ``case`` is told to the office only; ``row`` None: the list lacks somebody."""

    pk: int
    department: str
    list: str
    file: str
    row: int | None
    facts: tuple[str, ...]
    sent_at: datetime
    days: int
    answered_at: datetime | None
    answer: str
    case: int | None = None


def threads(user: Any, *, open_only: bool = False, case: int | None = None) -> tuple[ThreadRow, ...]:
    """The threads that concern the user, those without an answer first; ``case`` asks for one only."""
    found = Thread.objects.filter(visible(user)).select_related("case", "file")
    found = found.filter(answered_at=None) if open_only else found
    found = found.filter(case=case) if case is not None else found
    office = rights.can(user, Right.SEND_CASES)
    rows = sorted(found.order_by("pk"), key=lambda one: (one.answered_at is not None, one.department, one.pk))
    return tuple(_row(one, office=office) for one in rows)


def visible(user: Any) -> Q:
    """Which threads: the office's areas, a department's own; nobody else's."""
    nothing = Q(pk__in=())
    seen = nothing
    for path in rights.areas_of(user, Right.SEND_CASES):
        seen |= Q(case__village__path__startswith=path)
    if rights.can(user, Right.SEE_OWN_LIST_FLAGS):
        seen |= Q(department__in=_names(rights.departments_of(user, Right.SEE_OWN_LIST_FLAGS) or ()))
    return seen


def _names(departments: Iterable[str]) -> list[str]:
    """A department by the name of its appointment and by that of its lists."""
    named = {kind.department for kind in BY_KEY.values()}
    return [*departments, *(name for name in named if words.department(name) in set(departments))]


def _row(one: Thread, *, office: bool) -> ThreadRow:
    behind = lists_behind(one.case.rule)
    kinds = one.file.kind.split("+") if one.file else ()
    kind = next((k for k in behind if k in kinds), behind[0] if behind else "")
    return ThreadRow(
        pk=one.pk, department=words.department(one.department), list=BY_KEY[kind].label if kind else "",
        file=one.file.name if one.file else "", row=one.row,
        facts=tuple(reading_words.label(name) for name in columns_of(one.case.rule, kind)),
        sent_at=one.sent_at, days=(timezone.now() - one.sent_at).days, answered_at=one.answered_at,
        answer=one.answer, case=one.case_id if office else None,
    )  # fmt: skip
