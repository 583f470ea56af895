"""Held rows (待确认): a person says whom a row means, or that it is not to be taken.

The row is taken from where it was kept and goes through the same importer as its file did, with
the decision in place of the doubt. It is taken whole or not at all.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from liuqing.errors import Problem, Where
from liuqing.registry.imports.importers import importer, needs_register
from liuqing.registry.imports.kept import read_again
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.verdicts import ACCEPTED, Source, Verdict
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, Entry, Measure, Person, Receipt, SourceFile, SourceRow
from liuqing.registry.services import bulk, known_rows
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right


def decide(
    row: SourceRow, *, by: Any, person: Person | None = None, refuse: bool = False, remember: bool = False
) -> SourceRow:
    """Say whom a held row means (``person``), that it is not taken (``refuse``), or try it again.

    Trying again helps where something was missing that has come since (a household). ``remember``:
    the same row shall be answered so from now on. Problems: ``workflow.not_allowed``,
    ``held.settled``, ``held.still`` (with what still stands against it), ``known_rows.too_little``.
    """
    rights.require(by, Right.DECIDE_HELD_ROWS, _where(row, person))
    with bulk.piece() as writes:
        row = SourceRow.objects.select_for_update().select_related("file").get(pk=row.pk)
        if row.verdict != SourceRow.Verdict.HELD or row.resolved_at:
            raise Problem("held.settled", "这一行已经处理过", "请刷新页面。", _place(row))
        if not refuse:
            _take(row, person, writes)
        _settle(row, ACCEPTED if not refuse else "refused")
        if remember and (refuse or person is not None):
            typed, source = _typed(row)
            known_rows.remember(kind=source.kind, row=typed, person=None if refuse else person, by=by)
        detail = {"row": row.row, "held": row.pk, "person": person.pk if person else None, "refused": refuse}
        trail.record("rows.decided", subject=f"file:{row.file_id}", by=by, detail=detail)
    return row


@transaction.atomic
def reopen(row: SourceRow, *, by: Any) -> SourceRow:
    """Take a decision back: what the row gave goes, what was to be remembered of it is revoked.

    Problems ``workflow.not_allowed``, ``held.not_decided``, ``held.not_to_be_undone`` (a row of the
    register itself changed households and persons, and later lists may rest on that).
    """
    waiting = SourceRow.objects.select_for_update(of=("self",)).select_related("file", "village")
    row = waiting.get(pk=row.pk)
    typed, source = _typed(row)
    place = {"file": row.file_id, "sheet": row.sheet, "row": row.row}
    persons = Person.objects.filter(pk__in=Entry.objects.filter(**place).values("person"))
    for person in (None, *persons):
        rights.require(by, Right.DECIDE_HELD_ROWS, _where(row, person))
    _refuse_reopening(row, source)
    for model in (Receipt, Measure, Entry):
        model.objects.filter(**place).delete()
    known_rows.forget_row(kind=source.kind, row=typed, by=by)
    _open_again(row)
    detail = {"row": row.row, "held": row.pk}
    trail.record("rows.reopened", subject=f"file:{row.file_id}", by=by, detail=detail)
    return row


def _refuse_reopening(row: SourceRow, source: Source) -> None:
    if row.verdict == SourceRow.Verdict.HELD or row.resolved_at is None:
        raise Problem("held.not_decided", "这一行还没有判断，没有可撤销的", "请刷新页面。", _place(row))
    if row.file.state != SourceFile.State.LOADED or (
        row.verdict == ACCEPTED and not needs_register(source.kind.key)
    ):
        raise Problem(
            "held.not_to_be_undone",
            "这一行已经写进名册本身，或它的文件已被新文件替代，不能在这里撤销",
            "请交一份更正后的名单。",
            _place(row),
        )


def _open_again(row: SourceRow) -> None:
    counted = {"held": F("held") + 1, row.verdict: F(row.verdict) - 1}
    SourceFile.objects.filter(pk=row.file_id).update(**counted)
    row.verdict, row.resolved_at = SourceRow.Verdict.HELD, None
    row.save(update_fields=("verdict", "resolved_at"))


def _take(row: SourceRow, person: Person | None, writes: bulk.Writes) -> None:
    typed, source = _typed(row)
    if person is not None:
        typed.extra["decided"] = person.pk
    taker = importer(source)
    taker.prepare([typed])
    verdict: Verdict = taker.take([typed], writes)[0]
    if verdict.verdict != ACCEPTED:
        why = "；".join(fault.what for fault in verdict.faults)
        remedy = "".join(fault.remedy for fault in verdict.faults[:1])
        raise Problem("held.still", f"这一行还不能采用：{why}", remedy, _place(row))


def _typed(row: SourceRow) -> tuple[TypedRow, Source]:
    typed, kind = read_again(row)
    return typed, Source(row.file_id, kind, row.file.on or date.today(), Villages())


def _settle(row: SourceRow, verdict: str) -> None:
    row.verdict, row.resolved_at = verdict, datetime.now(UTC)
    row.save(update_fields=("verdict", "resolved_at"))
    counted = {"held": F("held") - 1, verdict: F(verdict) + 1}
    SourceFile.objects.filter(pk=row.file_id).update(**counted)


def _where(row: SourceRow, person: Person | None) -> str:
    """The area for which the right is needed: the person's, else the row's, else the county."""
    membership = person.memberships.filter(until=None).first() if person else None
    if membership:
        return membership.household.village.path
    if row.village:
        return row.village.path
    county = Area.objects.filter(level=Area.Level.COUNTY).first()
    return county.path if county else ""


def _place(row: SourceRow) -> Where:
    return Where(row.file.name, row.sheet, row.row)
