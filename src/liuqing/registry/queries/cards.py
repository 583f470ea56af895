"""One household on one page: its six clears, who says so, and what the rules found."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.registry.card import Card
from liuqing.registry.models import Household, Snapshot
from liuqing.registry.queries import reasons as finding
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.clears import members, six
from liuqing.registry.queries.gathering import Sources, Told, gather
from liuqing.registry.queries.households import Filters, narrowed, seen

PIECE = 500


def card(user: Any, household_no: str, *, on: date | None = None, reasons: bool = True) -> Card:
    """The card of a household as of a day (the latest snapshot's unless one is given).

    Findings are those of the latest snapshot of that day. Problem ``registry.no_such_household``.
    """
    return card_of(scope.household(user, household_no), on=on, reasons=reasons)


def card_of(home: Household, *, on: date | None = None, reasons: bool = True) -> Card:
    """The same of a household that the user was shown to see (``scope.household``)."""
    snapshot, day = _as_of(on)
    (told,) = gather([home], snapshot, day, Sources(day))
    return _card(told, snapshot, reasons=reasons)


def cards(
    user: Any, area_code: str | None = None, *, on: date | None = None, filters: Filters | None = None,
    reasons: bool = False,
) -> Iterator[Card]:  # fmt: skip
    """The cards of all households of an area by number, a piece at a time, for papers."""
    snapshot, day = _as_of(on)
    wanted = narrowed(seen(user, area_code), filters or Filters(), snapshot, day).order_by(
        "village__code", "no"
    )
    keys = list(wanted.values_list("pk", flat=True))
    sources = Sources(day)
    for start in range(0, len(keys), PIECE):
        piece = Household.objects.in_bulk(keys[start : start + PIECE])
        homes = [piece[key] for key in keys[start : start + PIECE] if key in piece]
        for told in gather(homes, snapshot, day, sources):
            yield _card(told, snapshot, reasons=reasons)


def how_many(user: Any, area_code: str | None = None, *, filters: Filters | None = None) -> int:
    """How many cards ``cards`` gives, for progress and row limits."""
    snapshot, day = _as_of(None)
    return narrowed(seen(user, area_code), filters or Filters(), snapshot, day).count()


def _as_of(on: date | None) -> tuple[Snapshot | None, date]:
    snapshot = scope.latest_snapshot(on)
    return snapshot, on or finding.day_of(snapshot)


def _card(told: Told, snapshot: Snapshot | None, *, reasons: bool) -> Card:
    home, village = told.household, told.village
    town = village.parent or village
    return Card(
        household_id=home.pk,
        no=home.no,
        head=home.head_name or _head(told),
        county=town.parent.name if town.parent else "",
        town=town.name,
        village=village.name,
        village_code=village.code,
        hamlet=home.hamlet,
        size=len(told.members),
        standing=words.standing(told.standing.status if told.standing else None),
        on=told.on,
        demo=settings.WORKSPACE.demo,
        clears=six(told),
        findings=finding.found_here(told, snapshot, reasons=reasons),
        stale=_stale(told),
    )


def _head(told: Told) -> str:
    ordered = members.in_order(told)
    return ordered[0].person__name if ordered and ordered[0].relation == "户主" else ""


def _stale(told: Told) -> dict[str, str]:
    """Clears whose facts are of an earlier year than the day's: key and how old in words."""
    stale = {}
    if told.year and told.year.year < told.on.year:
        stale["members"] = f"{told.year.year} 年的资料"
    if told.incomes and told.on.year not in told.incomes:
        stale["ledger"] = f"{max(told.incomes)} 年的收入"
    return stale


__all__ = ["card", "card_of", "cards", "how_many"]
