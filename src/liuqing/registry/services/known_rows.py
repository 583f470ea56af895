"""Known rows: what a person decided of a row holds for the same row next month, if so asked.

Nothing is learnt silently: only who ticks the box remembers something, every row that is taken
by it says so, and it can be revoked at any time.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy.lists import ListKind
from liuqing.registry.imports.importers import needs_register
from liuqing.registry.imports.remembered import mark
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.models import Known, Person
from liuqing.registry.services import judging
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


def can_be_remembered(kind: ListKind, row: TypedRow) -> bool:
    """Whether such a row would be known again: a department's list, and it says who it is."""
    return needs_register(kind.key) and bool(mark(kind, row))


@transaction.atomic
def remember(*, kind: ListKind, row: TypedRow, person: Person | None, by: Any) -> Known:
    """The same row shall mean this person from now on, or nobody (None), instead of what was said before.

    Called by the decision about the row, which has asked for the right. Problem ``known_rows.too_little``.
    """
    if not can_be_remembered(kind, row):
        raise Problem(
            "known_rows.too_little",
            "这一行不能记住：它没有写明是谁，或这种名单每次都要逐行确认",
            "请去掉「以后也这样处理」再判断一次。",
        )
    now, said = datetime.now(UTC), mark(kind, row)
    Known.objects.filter(kind=kind.key, mark=said, until=None).update(until=now)
    known = Known.objects.create(kind=kind.key, mark=said, person=person, by=by.get_username(), at=now)
    detail = {"kind": kind.key, "person": person.pk if person else None}
    trail.record("rows.remembered", subject=f"known:{known.pk}", by=by, detail=detail)
    return known


@transaction.atomic
def forget(known: Known, *, by: Any) -> Known:
    """Revoke what was to be remembered; rows taken by it stay as they are.

    Problems ``workflow.not_allowed``, ``known_rows.revoked``.
    """
    rights.require(by, Right.DECIDE_HELD_ROWS)
    known = Known.objects.select_for_update().get(pk=known.pk)
    if known.person is not None:
        judging.require(by, known.person)
    if known.until is not None:
        raise Problem("known_rows.revoked", "这条判断已经撤销", "请刷新页面。")
    known.until = datetime.now(UTC)
    known.save(update_fields=("until",))
    trail.record("rows.forgotten", subject=f"known:{known.pk}", by=by)
    return known


def forget_row(*, kind: ListKind, row: TypedRow, by: Any) -> None:
    """Revoke what was remembered of a row, because its decision was taken back."""
    for known in Known.objects.filter(kind=kind.key, mark=mark(kind, row), until=None):
        forget(known, by=by)
