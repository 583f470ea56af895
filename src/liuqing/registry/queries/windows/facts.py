"""The dated facts behind changes: those of the households and persons that changed, and no others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from liuqing.registry.models import (
    FormerVillage,
    Household,
    Membership,
    Monitoring,
    Person,
    Proceeding,
    Standing,
)
from liuqing.registry.queries.windows.register import Home

PIECE = 500
"""Keys in one statement."""
_DATED = ("pk", "household_id", "since", "until", "proceeding_id", "file_id")
Row = Any
"""A named tuple of the columns asked for."""


@dataclass
class Facts:
    """Rows by household or person, oldest first; ``acts`` the finished procedures of a household."""

    villages: dict[int, int] = field(default_factory=dict)
    standings: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    monitorings: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    former: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    acts: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[int, Row] = field(default_factory=dict)
    merged: set[int] = field(default_factory=set)

    def home(self, pk: int, on: date) -> Home | None:
        """What the rows say of a household on a day; None if it is neither registered nor monitored."""
        status = next((s.status for s in reversed(self.standings[pk]) if in_force(s, on)), None)
        watched = any(in_force(one, on) for one in self.monitorings[pk])
        if status is None and not watched:
            return None
        return self._village(pk, on), status, watched

    def household(self, person: int, on: date) -> int | None:
        """The household to which a person belongs on a day; None for a record merged into another."""
        if person in self.merged:
            return None
        return next((m.household_id for m in reversed(self.memberships[person]) if in_force(m, on)), None)

    def _village(self, pk: int, on: date) -> int:
        later = (one.village_id for one in self.former[pk] if one.until > on)
        return next(later, self.villages[pk])

    def act(self, key: int | None) -> Row | None:
        """A procedure by its key."""
        return self.by_key.get(key or 0)


def in_force(row: Row, on: date) -> bool:
    """From its first day until, but without, its last."""
    return bool(row.since <= on and (row.until is None or row.until > on))


def load(homes: set[int], people: set[int]) -> Facts:
    """Everything dated that the record says of these households and persons."""
    facts = Facts()
    for keys in pieces(homes):
        _load_homes(facts, keys)
    for keys in pieces(people):
        memberships = Membership.objects.filter(person__in=keys).order_by("since", "pk")
        _add(facts.memberships, memberships, (*_DATED, "person_id", "relation", "reason"), "person_id")
        facts.merged |= set(
            Person.objects.filter(pk__in=keys).exclude(same_as=None).values_list("pk", flat=True)
        )
    _load_acts(facts, homes | {m.household_id for rows in facts.memberships.values() for m in rows})
    return facts


def _load_homes(facts: Facts, keys: list[int]) -> None:
    facts.villages |= dict(Household.objects.filter(pk__in=keys).values_list("pk", "village_id"))
    standings = Standing.objects.filter(household__in=keys).order_by("since", "pk")
    _add(facts.standings, standings, (*_DATED, "status"))
    watched = Monitoring.objects.filter(household__in=keys).order_by("since", "pk")
    for row in watched.values_list("pk", "household_id", "since", "removed_on", "proceeding_id", "file_id"):
        facts.monitorings[row[1]].append(_Watched(*row))
    former = FormerVillage.objects.filter(household__in=keys).order_by("until", "pk")
    _add(facts.former, former, ("pk", "household_id", "village_id", "until", "reason", "proceeding_id"))


def _load_acts(facts: Facts, homes: set[int]) -> None:
    """The finished procedures of the households, those at their rows, and mergers with one of them."""
    done = Proceeding.objects.filter(state=Proceeding.State.DONE).order_by("effect_on", "pk")
    for keys in pieces(homes):
        _acts(facts, done.filter(household__in=keys))
    tables = (facts.standings, facts.monitorings, facts.former, facts.memberships)
    named = {row.proceeding_id for table in tables for rows in table.values() for row in rows} - {None}
    for keys in pieces(named - facts.by_key.keys()):
        _acts(facts, done.filter(pk__in=keys))
    # A merger stands at the household that goes; the one it goes into is named in what was handed in.
    _acts(facts, (row for row in done.filter(effect="merge") if _other(row) in homes))


def _acts(facts: Facts, found: Iterable[Row]) -> None:
    for row in found:
        if row.pk not in facts.by_key:
            facts.by_key[row.pk] = row
            for home in {row.household_id, _other(row)} - {None}:
                facts.acts[home].append(row)


def _other(act: Row) -> int | None:
    other = str((act.payload or {}).get("other", ""))
    return int(other) if other.isdigit() else None


def _add(
    into: dict[int, list[Row]], found: QuerySet[Any], columns: tuple[str, ...], by: str = "household_id"
) -> None:
    for row in found.values_list(*columns, named=True):
        into[getattr(row, by)].append(row)


@dataclass(frozen=True)
class _Watched:
    pk: int
    household_id: int
    since: date
    until: date | None
    proceeding_id: int | None
    file_id: int | None


def pieces(keys: Iterable[int]) -> Iterator[list[int]]:
    """Keys in pieces that one statement takes."""
    every = sorted(keys)
    for start in range(0, len(every), PIECE):
        yield every[start : start + PIECE]


def touched(after: date, until: date) -> tuple[set[int], set[int], dict[date, tuple[set[int], set[int]]]]:
    """Households and persons with a fact that begins or ends in (after, until], and on which days."""
    days: dict[date, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    for model, begin, end in ((Standing, "since", "until"), (Monitoring, "since", "removed_on")):
        _mark(days, 0, model.objects.all(), "household_id", (begin, end), after, until)  # type: ignore[attr-defined]
    _mark(days, 0, FormerVillage.objects.all(), "household_id", ("until",), after, until)
    _mark(days, 1, Membership.objects.all(), "person_id", ("since", "until"), after, until)
    homes = {pk for one, _ in days.values() for pk in one}
    people = {pk for _, one in days.values() for pk in one}
    return homes, people, dict(sorted(days.items()))


def _mark(
    days: Any, which: int, found: QuerySet[Any], key: str, columns: tuple[str, ...], after: date, until: date
) -> None:
    for column in columns:
        wanted = Q(**{f"{column}__gt": after, f"{column}__lte": until})
        for pk, day in found.filter(wanted).order_by().values_list(key, column):
            days[day][which].add(pk)
