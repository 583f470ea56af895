"""What our own record says of a household that is monitored: by procedures, and their assessments.

Told is the day: a removal that comes later is not known yet, one that was taken back later still
stands. An assessment at removal speaks for the removal under way or for the one that came of it; that
of a removal which was taken back says nothing any more.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.registry.models import Assessed, Monitoring, Proceeding, Worksheet

GUARANTEES = ("dropout", "house_unsafe", "water_unsafe", "uninsured")
_VOID = (Proceeding.State.WITHDRAWN, Proceeding.State.REFUSED)


@dataclass(frozen=True)
class Own:
    """A monitoring as it stood on the day; the last, if there were several.

    ``decided``: a procedure had a hand in it; ``exact``: it began by one, on that very day. One that was
    taken over from a list is as good as the list, and gives way to a newer one.
    """

    kind: str
    risks: list[str]
    since: date
    removed_on: date | None
    way: str
    identified: Assessed | None = None
    removed: Assessed | None = None
    decided: bool = True
    exact: bool = True


def of(keys: Iterable[int], on: date) -> dict[int, Own]:
    """By household (keys in rising order), for those that a procedure marked by the day."""
    span = _span(keys)
    rows: dict[int, list[Monitoring]] = defaultdict(list)
    for row in Monitoring.objects.filter(**span, since__lte=on).order_by("since", "pk"):
        rows[row.household_id].append(row)
    assessed = _assessed(span, on) if rows else {}
    return {key: _own(told, assessed.get(key, []), on) for key, told in rows.items()}


def begun(row: Monitoring) -> date:
    """Since when it is monitored: after a removal that was taken back, since it was first identified."""
    told = [line["since"] for line in row.story if line.get("since")]
    return date.fromisoformat(told[0]) if told else row.since


def _span(keys: Iterable[int]) -> dict[str, int]:
    listed = list(keys)
    return (
        {"household_id__gte": listed[0], "household_id__lte": listed[-1]} if listed else {"household_id": 0}
    )


def _assessed(span: dict[str, int], on: date) -> dict[int, list[Assessed]]:
    found: dict[int, list[Assessed]] = defaultdict(list)
    rows = Assessed.objects.filter(**span, on__lte=on).exclude(proceeding__state__in=_VOID)
    for row in rows.select_related("worksheet", "proceeding").order_by("on", "pk"):
        found[row.household_id].append(row)
    return found


def _own(rows: list[Monitoring], assessed: list[Assessed], on: date) -> Own:
    row = rows[-1]
    removed_on, way = _removal(row, on)
    # Taken back: what was found when it was identified was found for the row before.
    origin = next((one for one in rows if one.since == begun(row)), row)
    first = [one for one in assessed if one.phase == Assessed.Phase.IDENTIFIED and _begins(one, origin)]
    last = [one for one in assessed if one.phase == Assessed.Phase.REMOVED and one.on >= row.since]
    # Of a monitoring that stands open only a removal that is still under way can be meant.
    last = last if removed_on else [one for one in last if not _closed(one, on)]
    return Own(
        row.kind, list(row.risks), begun(row), removed_on, way,
        first[-1] if first else None, last[-1] if last else None,
        decided=any(one.proceeding_id for one in rows) or any(line.get("proceeding") for line in row.story),
        exact=origin.proceeding_id is not None,
    )  # fmt: skip


def _begins(one: Assessed, row: Monitoring) -> bool:
    """Whether an assessment at identification belongs to this monitoring and not to one before."""
    if row.proceeding_id is not None:
        return one.proceeding_id == row.proceeding_id
    return one.on <= row.since


def _closed(one: Assessed, on: date) -> bool:
    closed = one.proceeding.closed_on
    return closed is not None and closed <= on


def _removal(row: Monitoring, on: date) -> tuple[date | None, str]:
    if row.removed_on is not None and row.removed_on <= on:
        return row.removed_on, row.way
    return None, ""


def fen(value: Any) -> int | None:
    """Yuan (a Decimal, or the text of one) as whole fen; below nothing too."""
    return None if value is None else int(Decimal(str(value)) * 100)


def section(sheet: Worksheet | None, code: str) -> int | None:
    """What a section of a worksheet adds up to in fen, if it is known to the fen."""
    told = sheet.result["sections"].get(code, {}) if sheet else {}
    least, most = fen(told.get("least")), fen(told.get("most"))
    return least if least == most else None
