"""What an effect is given, and what it consists of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from liuqing.registry.models import Area, Household, Proceeding
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.state import State


@dataclass(frozen=True)
class Doing:
    """An effect asked for: by which proceeding, with what said, from which state, on which day.

    ``on`` is the day on which it would take effect: today.
    """

    proceeding: Proceeding
    said: Mapping[str, Any]
    before: State
    on: date

    @property
    def household(self) -> Household:
        """The household that it is about."""
        home = self.proceeding.household
        if home is None:
            raise TypeError("this proceeding is about an area")
        return home

    @property
    def area(self) -> Area:
        """The area that it is about."""
        return self.proceeding.area

    @property
    def members(self) -> dict[str, str]:
        """The members in force: {person: relation}."""
        return dict(self.before["members"])

    def person(self, name: str) -> str:
        """A person that was said, as a key of ``members``; "" if nobody was."""
        return str(self.said.get(name) or "")


def _nothing(doing: Doing) -> Iterable[Fault]:
    return ()


def _no_more(doing: Doing) -> State:
    return {}


@dataclass(frozen=True)
class Change:
    """How a procedure changes the record.

    ``after`` is the state that comes out, ``apply`` writes it, ``doubts`` is what stands against it,
    ``more`` what else of the record it starts from (another household), ``notes`` what is kept besides.
    """

    after: Callable[[Doing], State]
    apply: Callable[[Doing], None]
    doubts: Callable[[Doing], Iterable[Fault]] = _nothing
    more: Callable[[Doing], State] = _no_more
    notes: Callable[[Doing], dict[str, Any]] = field(default=_no_more)
