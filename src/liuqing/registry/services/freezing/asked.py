"""What is asked: the day, and what each list that was loaded may say about it.

A list speaks for a day if its own day lies in the same year and is not after it. Of a list with a
later day nothing is used but that it exists: what it took over from an earlier one is not known.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liuqing.policy.lists import BY_KEY
from liuqing.registry.models import SourceFile

NOW, BEFORE, PAST, LATER = "now", "before", "past", "later"
"""A list of the year up to the day, of the year before, older, or of a day still to come."""

_READ = (SourceFile.State.LOADED, SourceFile.State.SUPERSEDED)


@dataclass(frozen=True)
class Asked:
    """The day, and the files of the lists: ``days`` and ``kinds`` by the file's key."""

    on: date
    days: dict[int, date] = field(repr=False)
    kinds: dict[int, frozenset[str]] = field(repr=False)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters that every statement may use."""
        return {"on": self.on.isoformat(), "year": self.on.year, "before": self.on.year - 1}

    def when(self, file: int | None) -> str:
        """NOW, BEFORE, PAST or LATER; "" for what came in no list that was read to its end."""
        day = self.days.get(file or 0)
        if day is None:
            return ""
        if day > self.on:
            return LATER
        return {0: NOW, 1: BEFORE}.get(self.on.year - day.year, PAST)

    def takes_over(self, kind: str, file: int | None, happened: date | None) -> bool:
        """Whether a row of a later list may have taken the place of one that counted on the day.

        A newer list replaces what an older one said of the same year, or of the same event.
        """
        if self.when(file) != LATER:
            return False
        if BY_KEY[kind].on:
            return happened is not None and happened <= self.on
        return self.days[file or 0].year == self.on.year

    def files(self, kind: str, *when: str) -> tuple[int, ...]:
        """The files with a list of this kind, of these times (of any, if none is named)."""
        return tuple(
            file
            for file, kinds in self.kinds.items()
            if kind in kinds and (not when or self.when(file) in when)
        )

    def known(self, kind: str, *when: str) -> bool:
        """Whether such a list was loaded; for the year up to the day, if no time is named."""
        return bool(self.files(kind, *(when or (NOW,))))

    def lists(self) -> dict[str, list[int]]:
        """The files that speak for the day, by kind: for the manifest."""
        kinds = sorted({kind for kinds in self.kinds.values() for kind in kinds})
        return {kind: list(self.files(kind, NOW)) for kind in kinds if self.known(kind)}


def asked(on: date) -> Asked:
    """What is asked for a snapshot of that day."""
    loaded = SourceFile.objects.filter(state__in=_READ, on__isnull=False).order_by("pk")
    rows = list(loaded.values_list("pk", "on", "kind"))
    # A workbook with several lists has their kinds joined by +.
    return Asked(
        on, {pk: day for pk, day, _ in rows}, {pk: frozenset(kind.split("+")) for pk, _, kind in rows}
    )
