"""Who is monitored: by our own procedures, and by the latest list for whom there is no procedure.

Our own record counts where there is one. A household that only the list names is told as such
(``listed_on``): the list says months only, and nothing of who decided.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from liuqing.registry.models import Entry, Household, Measure, Membership, Monitoring, SourceFile
from liuqing.registry.queries import scope
from liuqing.registry.services.freezing.monitored_own import begun

LISTED = "monitored"
"""The kind of the list."""
FEW = 5
"""So few villages are asked household by household."""


@dataclass(frozen=True)
class Watched:
    """A household that is or was monitored. ``exact``: ``since`` is a day, not only a month.

    ``listed_on`` is the day of the list if nothing but a list says so, ``entry`` its row there.
    """

    household: int
    village: int
    kind: str
    risks: tuple[str, ...]
    since: date
    exact: bool = True
    removed_on: date | None = None
    way: str = ""
    listed_on: date | None = None
    entry: int | None = None

    def open_on(self, on: date) -> bool:
        """Its risk is not removed by the day."""
        return self.removed_on is None or self.removed_on > on


@dataclass(frozen=True)
class Help:
    """A measure of a household; ``since`` None: only its year is known."""

    code: str
    title: str
    year: int
    since: date | None
    until: date | None

    def counts(self, since: date, on: date) -> bool:
        """Whether it reached the household in its monitoring: begun in it, or stated for a year of it."""
        if self.since is not None and self.since > on:
            return False
        if self.since is not None and self.since >= since.replace(day=1):
            return True
        return since.year <= self.year <= on.year and (self.until is None or self.until > since)


def of_households(homes: Collection[int] | None, on: date) -> list[Watched]:
    """Of these households (of all, if None), each once: the last monitoring that began by the day."""
    own = {one.household: one for one in _own(homes, on)}
    listed = (one for one in _listed(homes, on) if one.household not in own)
    return sorted((*own.values(), *listed), key=lambda one: (one.since, one.household))


def of_villages(villages: Collection[int] | None, on: date) -> list[Watched]:
    """Of the households of these villages (of the whole county, if None)."""
    if villages is not None and len(villages) <= FEW:
        # A village's own page must not read the whole county's list.
        homes = Household.objects.filter(village__in=villages).values_list("pk", flat=True)
        return of_households(set(homes), on)
    found = of_households(None, on)
    return found if villages is None else [one for one in found if one.village in villages]


def helps(homes: Iterable[int]) -> dict[int, list[Help]]:
    """The measures of these households, the oldest first."""
    found: dict[int, list[Help]] = defaultdict(list)
    rows = Measure.objects.filter(household__in=list(homes)).order_by("year", "since", "pk")
    for home, *told in rows.values_list("household", "code", "title", "year", "since", "until"):
        found[home].append(Help(*told))
    return found


def _own(homes: Collection[int] | None, on: date) -> Iterable[Watched]:
    rows = Monitoring.objects.filter(since__lte=on).order_by("since", "pk").select_related("household")
    for row in rows if homes is None else rows.filter(household__in=homes):
        yield Watched(
            row.household_id, row.household.village_id, row.kind, tuple(row.risks), begun(row),
            exact=row.proceeding_id is not None and begun(row) == row.since,
            removed_on=row.removed_on if row.removed_on and row.removed_on <= on else None,
            way=row.way if row.removed_on and row.removed_on <= on else "",
        )  # fmt: skip


def _listed(homes: Collection[int] | None, on: date) -> Iterable[Watched]:
    files = latest_lists(on)
    entries = Entry.objects.filter(kind=LISTED, file__in=files).order_by("file__on", "pk")
    members = Membership.objects.filter(scope.in_force(on))
    if homes is not None:
        members = members.filter(household__in=homes)
        entries = entries.filter(person__in=list(members.values_list("person", flat=True)))
    told = list(entries.values_list("pk", "person", "values", "file"))
    people = [person for _, person, _, _ in told]
    home_of = dict(members.filter(person__in=people).values_list("person", "household"))
    villages = dict(Household.objects.filter(pk__in=home_of.values()).values_list("pk", "village"))
    last = {home_of[person]: (pk, values, file) for pk, person, values, file in told if person in home_of}
    for home, (pk, values, file) in last.items():
        one = _said(home, villages[home], values, on)
        if one is not None:
            yield replace(one, entry=pk, listed_on=files[file])


def latest_lists(on: date) -> dict[int, date]:
    """The lists of monitored households of the latest year that there is, up to the day: file and its day."""
    states = (SourceFile.State.LOADED, SourceFile.State.SUPERSEDED)
    files = SourceFile.objects.filter(Q(kind__contains=LISTED), state__in=states, on__lte=on)
    days = dict(files.values_list("pk", "on"))
    last = max((day.year for day in days.values()), default=0)
    return {pk: day for pk, day in days.items() if day.year == last}


def _said(home: int, village: int, values: dict[str, Any], on: date) -> Watched | None:
    since, removed = _month(values.get("identified_on")), _month(values.get("removed_on"))
    if since is None or since > on:
        return None
    risks = tuple(dict.fromkeys(v for n in range(1, 6) if (v := values.get(f"risk_{n}"))))
    gone = removed if removed and removed <= on else None
    return Watched(
        home, village, str(values.get("monitor_kind") or ""), risks, since, exact=False, removed_on=gone,
        way=str(values.get("removal_way") or "") if gone else "",
    )  # fmt: skip


def _month(said: Any) -> date | None:
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None
