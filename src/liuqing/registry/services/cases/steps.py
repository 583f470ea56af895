"""Steps of a case: one line each time something happens to it, without names and numbers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from liuqing.errors import Problem
from liuqing.registry.models import Case, CaseStep, Snapshot
from liuqing.registry.services.bulk import Writes
from liuqing.workflow import trail

_COLUMNS = ("case_id", "at", "by", "act", "note", "snapshot_id")


def now() -> Any:
    """This moment as the database keeps it in bulk writing."""
    return connection.ops.adapt_datetimefield_value(datetime.now(UTC))


def write(
    writes: Writes, case: int, act: str, *, by: str, note: str = "", snapshot: int | None = None
) -> None:
    """One step in an open bulk transaction."""
    writes.insert(CaseStep, _COLUMNS, (case, now(), by, act, note, snapshot))


def add(
    cases: Iterable[Case], act: str, *, by: Any, note: str = "", snapshot: Snapshot | None = None
) -> None:
    """The same step for some cases. A note is the program's own; what people wrote stays with the answer."""
    at, who = datetime.now(UTC), by.get_username()
    CaseStep.objects.bulk_create(
        [CaseStep(case=case, at=at, by=who, act=act, note=note[:200], snapshot=snapshot) for case in cases],
        batch_size=500,
    )


def clean(*texts: str) -> None:
    """Problem ``cases.names_a_number`` if a text holds what looks like an identity number."""
    if any(trail.looks_like_identity(text) for text in texts):
        raise Problem(
            "cases.names_a_number", "文字里有证件号码", "请去掉号码再交：系统已经知道说的是谁，不必写号码。"
        )
