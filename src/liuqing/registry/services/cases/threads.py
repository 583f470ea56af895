"""Threads (数据回流): what a village found wrong in a list goes back to the department that made it.

The department is told which row of which of its own lists is doubtful, and nothing of whose household
it is or what it gets: it has the row itself.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from liuqing.compute.lists_behind import lists_behind
from liuqing.errors import Problem
from liuqing.policy.lists import BY_KEY
from liuqing.policy.rules import RULES
from liuqing.registry.models import Case, Entry, Membership, SourceFile, Thread
from liuqing.registry.services.cases import steps
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


def open_thread(case: Case) -> Thread:
    """Tell the department; asked again in a later round, the same thread is open once more."""
    kinds = lists_behind(case.rule)
    entry = _entry(case, kinds)
    kind = entry.kind if entry else kinds[0] if kinds else ""
    file = entry.file_id if entry else _last_file(kind)
    department = (
        BY_KEY[kind].department if kind else RULES[case.rule].department if case.rule in RULES else ""
    )
    told = {
        "department": department, "file_id": file, "row": entry.row if entry else None,
        "sent_at": datetime.now(UTC), "answered_at": None, "answer": "", "by": "",
    }  # fmt: skip
    return Thread.objects.update_or_create(case=case, defaults=told)[0]


@transaction.atomic
def answer_thread(*, thread: Thread, by: Any, words: str) -> Thread:
    """The department's answer. Problems ``workflow.not_allowed``, ``cases.no_sentence``,
    ``cases.names_a_number``.
    """
    rights.require(by, Right.SEE_OWN_LIST_FLAGS, department=thread.department)
    words = words.strip()[:200]
    if not words:
        raise Problem("cases.no_sentence", "没有写答复", "请写一句话：已改正、没有错，或还要核对什么。")
    steps.clean(words)
    thread.answered_at, thread.answer, thread.by = datetime.now(UTC), words, by.get_username()
    thread.save(update_fields=("answered_at", "answer", "by"))
    steps.add([thread.case], "department", by=by)
    trail.record("threads.answered", subject=f"case:{thread.case_id}", by=by)
    return thread


def _entry(case: Case, kinds: tuple[str, ...]) -> Entry | None:
    """The newest row of those lists that speaks of the subject (of a member of the household)."""
    people = [case.person_id] if case.person_id else list(
        Membership.objects.filter(household=case.household_id, until=None).values_list("person_id", flat=True)
    )  # fmt: skip
    for kind in kinds:
        rows = Entry.objects.filter(kind=kind, person__in=people).order_by("-said_on", "-pk")
        if (newest := rows.first()) is not None:
            return newest
    return None


def _last_file(kind: str) -> int | None:
    """The list that should have named somebody and did not."""
    if not kind:
        return None
    loaded = SourceFile.objects.filter(kind__contains=kind, state=SourceFile.State.LOADED)
    of_kind = [one.pk for one in loaded.order_by("-on", "-pk") if kind in one.kind.split("+")]
    return of_kind[0] if of_kind else None
