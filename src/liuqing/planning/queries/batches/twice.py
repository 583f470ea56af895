"""Paid twice (重复发放): who is in two batches of the same programme and months, or has what excludes each other."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

from liuqing.planning.models import Batch, Due
from liuqing.planning.queries.batches import seeing
from liuqing.planning.services import terms
from liuqing.policy.paying import period
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rules.entitlements import excluded


@dataclass(frozen=True)
class Pair:
    """Two dues of one person that should not both be: ``paid`` where both are paid already."""

    no: str
    name: str
    batches: tuple[str, str]
    labels: tuple[str, str]
    amounts: tuple[Decimal, Decimal]
    why: str
    paid: bool


def twice(user: Any, year: int) -> list[Pair]:
    """Of the batches that the user may see, by household; those that were paid first."""
    dues = Due.objects.filter(batch__in=seeing.visible(user), batch__period__startswith=str(year))
    dues = (
        dues.exclude(state=Due.State.DROPPED)
        .exclude(batch__state=Batch.State.WITHDRAWN)
        .exclude(batch__programme="")
    )
    by_person: dict[int, list[Due]] = defaultdict(list)
    for due in dues.select_related("batch", "household", "person").order_by("batch", "order"):
        by_person[due.person_id].append(due)
    numbers = terms.numbers(date(year, 12, 31))
    found = [
        pair
        for several in by_person.values()
        if len(several) > 1
        for one, other in combinations(several, 2)
        if (pair := _pair(one, other, numbers)) is not None
    ]
    return sorted(found, key=lambda pair: (not pair.paid, pair.no, pair.batches))


def _pair(one: Due, other: Due, numbers: Any) -> Pair | None:
    why = _why(one, other, numbers)
    if not why:
        return None
    return Pair(
        one.household.no, one.person.name, (one.batch.no, other.batch.no), (one.batch.label, other.batch.label),
        (one.amount, other.amount), why, one.state == other.state == Due.State.PAID,
    )  # fmt: skip


def _why(one: Due, other: Due, numbers: Any) -> str:
    if not period(one.batch.period).meets(period(other.batch.period)):
        return ""
    if one.batch.programme == other.batch.programme:
        return "同一补贴、同一期间"
    both = PROGRAMMES.get(one.batch.programme), PROGRAMMES.get(other.batch.programme)
    named = both[0] is not None and both[1] is not None and numbers.has("entitlements.exclusive")
    return "不能同时享受的两项" if named and excluded(numbers, *both) else ""
