"""The list of batches: what waits for whom first, then by day, with people, money and what stops them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from liuqing.planning.models import Batch, Due
from liuqing.planning.models.money import Yuan
from liuqing.planning.queries.batches import seeing
from liuqing.policy.paying import period
from liuqing.registry.queries.pages import Page, cut

NOTHING = Value(Decimal("0.00"), output_field=Yuan())
_SHOWN = ~Q(dues__state=Due.State.DROPPED)


@dataclass(frozen=True)
class Row:
    """A batch in the list; sums in yuan."""

    no: str
    label: str
    period: str
    area: str
    state: str
    state_label: str
    on: date
    people: int
    amount: Decimal
    paid: Decimal
    failed: int


@dataclass(frozen=True)
class Listed:
    """The page, and how many batches stand in each state: (state, word, count)."""

    page: Page[Row]
    states: tuple[tuple[str, str, int], ...]


def listed(user: Any, *, state: str = "", programme: str = "", number: int = 1) -> Listed:
    """The user's batches, narrowed by state and programme, thirty a page."""
    mine = seeing.visible(user)
    if programme:
        mine = mine.filter(programme=programme)
    counted = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    found = cut(mine.filter(state=state) if state else mine, number, 30)
    rows = tuple(
        _row(batch) for batch in _summed(Batch.objects.filter(pk__in=[one.pk for one in found.rows]))
    )
    states = tuple((key, word, counted[key]) for key, word in Batch.State.choices if counted.get(key))
    return Listed(Page(rows, found.total, found.number, found.size), states)


def _summed(found: QuerySet[Batch]) -> QuerySet[Batch]:
    return found.select_related("area").annotate(
        people=Count("dues", filter=_SHOWN),
        amount=Coalesce(Sum("dues__amount", filter=_SHOWN), NOTHING),
        paid=Coalesce(Sum("dues__amount", filter=Q(dues__state=Due.State.PAID)), NOTHING),
        failed=Count("dues", filter=Q(dues__state=Due.State.FAILED), output_field=IntegerField()),
    )


def _row(batch: Any) -> Row:
    return Row(
        batch.no, batch.label, period(batch.period).label, batch.area.name, batch.state, batch.get_state_display(),
        batch.on, batch.people, batch.amount, batch.paid, batch.failed,
    )  # fmt: skip
