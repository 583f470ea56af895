"""Why somebody came or went: the procedure, the list or the move behind a change.

What nothing explains is told as such. ``day`` None asks for what is true on ``on`` but was not frozen:
a fact that was put into the record afterwards.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.policy.effects import ARRIVALS, DEPARTURES
from liuqing.registry.queries.windows import kinds
from liuqing.registry.queries.windows.facts import Facts, Row, in_force
from liuqing.registry.services.moving import REASON as TWICE

LISTED = "转入其他户"
"""Why a membership ended that a list of the register gave to another household."""
_STAYS = ("exited",)


@dataclass(frozen=True)
class Cause:
    """A kind of change, the procedure or list behind it, and a closer word (出生, 死亡 …)."""

    kind: str
    proceeding: int | None = None
    file: int | None = None
    word: str = ""


UNEXPLAINED = Cause("unexplained")


@dataclass
class Causes:
    """Asks the facts; ``on`` is the day for which ``day`` None stands."""

    facts: Facts
    on: date

    def home(self, pk: int, register: str, day: date | None, *, entered: bool) -> Cause:
        """Why a household came into a register or left it."""
        if register == "monitored":
            rows = self.facts.monitorings[pk]
            effects = kinds.BEGINS_MONITORING if entered else kinds.ENDS_MONITORING
            return self._of(pk, self._row(rows, day, entered=entered), effects, day, begins=entered)
        rows = self.facts.standings[pk]
        begun = self._row(rows, day, entered=True)
        if entered and register == "registered" and day is not None:
            # Who came in and exited on one day came in by what was done first.
            begun = next((one for one in rows if one.since == day), begun)
        if entered or (begun is not None and begun.status in _STAYS):
            return self._of(pk, begun, kinds.BEGINS_STANDING, day, begins=True)
        ended = self._row(rows, day, entered=False)
        return self._of(pk, ended, kinds.ENDS_STANDING, day, begins=False)

    def moved(self, pk: int, day: date | None) -> Cause:
        """Why a household lives in another village."""
        rows = [one for one in self.facts.former[pk] if day is None or one.until == day]
        if not rows:
            return UNEXPLAINED
        act = self.facts.act(rows[-1].proceeding_id) or self._act(pk, kinds.MOVES_HOME, day)
        if act is not None:
            return Cause("moved", act.pk)
        reason = rows[-1].reason
        return Cause("moved" if reason == "迁移" else "area", word=reason)

    def joined(self, person: int, day: date | None) -> Cause:
        """Why a person is in a household since the day."""
        row = self._row(self.facts.memberships[person], day, entered=True)
        if row is None:
            return UNEXPLAINED
        cause = self._of(row.household_id, row, kinds.BEGINS_MEMBERSHIP, day, begins=True, person=person)
        return self._worded(cause, ARRIVALS)

    def left(self, person: int, day: date | None) -> Cause:
        """Why a person is in a household no longer."""
        if person in self.facts.merged:
            return Cause("merged_records", word=TWICE)
        row = self._row(self.facts.memberships[person], day, entered=False)
        if row is None:
            return UNEXPLAINED
        if row.reason == TWICE:
            return Cause("merged_records", word=TWICE)
        if row.reason == LISTED:
            return Cause("listed", file=row.file_id, word=LISTED)
        cause = self._of(row.household_id, row, kinds.ENDS_MEMBERSHIP, day, begins=False, person=person)
        if cause.kind == "natural_out" and row.reason in DEPARTURES:
            return Cause(cause.kind, cause.proceeding, cause.file, row.reason)
        return cause

    def _of(
        self, pk: int, row: Row | None, effects: tuple[str, ...], day: date | None, *, begins: bool,
        person: int | None = None,
    ) -> Cause:  # fmt: skip
        """The procedure at the row, or that of the household which does such a thing, or the row's list."""
        own = self.facts.act(row.proceeding_id) if row is not None else None
        if own is not None and own.effect in effects:
            return Cause(kinds.OF_EFFECT[own.effect], own.pk)
        act = self._act(pk, effects, day, person)
        if act is not None:
            return Cause(kinds.OF_EFFECT[act.effect], act.pk)
        if begins and row is not None and row.file_id is not None:
            return Cause("listed", file=row.file_id)
        return UNEXPLAINED

    def _act(
        self, pk: int, effects: tuple[str, ...], day: date | None, person: int | None = None
    ) -> Row | None:
        """The latest procedure of the household with such an effect that speaks of the day.

        Nothing less will do: a procedure of another day must not explain what nobody decided.
        """
        fitting = [
            one for one in self.facts.acts[pk]
            if one.effect in effects and self._speaks_of(one, day)
            and (person is None or one.effect not in ("join", "leave") or _is_about(one, person))
        ]  # fmt: skip
        return fitting[-1] if fitting else None

    def _speaks_of(self, act: Row, day: date | None) -> bool:
        if act.effect_on is None:
            return False
        if day is None:
            return bool(act.effect_on > self.on)
        return bool(act.effect_on == day or (act.payload or {}).get("from_day") == day.isoformat())

    def _row(self, rows: list[Row], day: date | None, *, entered: bool) -> Row | None:
        if entered:
            fitting = [one for one in rows if (in_force(one, self.on) if day is None else one.since == day)]
        else:
            ended = [one for one in rows if one.until is not None]
            fitting = [one for one in ended if (one.until <= self.on if day is None else one.until == day)]
        return fitting[-1] if fitting else None

    def _worded(self, cause: Cause, words: tuple[str, ...]) -> Cause:
        act = self.facts.act(cause.proceeding)
        said = str((act.payload or {}).get("reason", "")) if act is not None else ""
        return Cause(cause.kind, cause.proceeding, cause.file, said) if said in words else cause


def _is_about(act: Any, person: int) -> bool:
    return str((act.payload or {}).get("person", "")) == str(person)
