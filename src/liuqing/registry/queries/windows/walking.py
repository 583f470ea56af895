"""From one day's register to another's, change by change.

The way goes from the frozen opening to what the record says of that day now (what was put in
afterwards), then day by day through the dated facts, and to the frozen closing. Each step says who
came and who went; because every step begins where the one before ended, opening + changes = closing
holds for each village, whatever the record says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from liuqing.registry.models import Membership
from liuqing.registry.queries.windows import facts as dated
from liuqing.registry.queries.windows.causes import Cause, Causes
from liuqing.registry.queries.windows.kinds import REGISTERS
from liuqing.registry.queries.windows.register import Counts, Home, Register, inside, recomputed

BEFORE, AFTER = "before", "after"
Known = dict[tuple[int, str, bool], Cause]
"""Why a household changed in a register; True: it only changed its village in it."""


@dataclass(frozen=True)
class Change:
    """One household or person that came into a register, left it, or changed its village in it.

    ``source`` and ``target`` are villages, None where it was not, or is not, in the register. ``late``:
    "before" – of a day before the opening, put into the record after it was frozen; "after" – put in
    after the closing was frozen, and therefore taken out of this balance again.
    """

    unit: str
    key: int
    household: int
    register: str
    source: int | None
    target: int | None
    cause: Cause
    day: date | None
    late: str = ""


@dataclass(frozen=True)
class Walk:
    """Opening, changes and closing; the identity holds by construction."""

    opening: Counts
    closing: Counts
    changes: tuple[Change, ...]


def walk(first: date, last: date, opening: Register | None = None, closing: Register | None = None) -> Walk:
    """From the register before ``first`` to that of ``last``; what is given is frozen, not recomputed."""
    before = first - timedelta(days=1)
    then = recomputed(before)
    way = _Way(opening or then, before)
    start = way.register.counts()
    if opening is not None:
        way.jump(then, BEFORE)
    way.days(before, last)
    if closing is not None:
        way.causes_on(last)
        way.jump(closing, AFTER)
    return Walk(start, way.register.counts(), tuple(way.changes))


@dataclass
class _Way:
    """Where we are on the way: the register as it stands, and the changes so far."""

    begun: Register
    on: date
    changes: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.register = Register(dict(self.begun.homes), dict(self.begun.people))
        self.living: dict[int, set[int]] = defaultdict(set)
        for person, home in self.register.people.items():
            self.living[home].add(person)

    def causes_on(self, on: date) -> None:
        """Facts that were put in afterwards are looked for on this day from now on."""
        self.on = on

    def jump(self, to: Register, late: str) -> None:
        """To another register at once: what differs was put in afterwards."""
        here = self.register
        homes = {pk for pk, _ in here.homes.items() ^ to.homes.items()}
        people = {pk for pk, _ in here.people.items() ^ to.people.items()}
        everybody = (
            people | _living(self.living, homes) | {p for p, home in to.people.items() if home in homes}
        )
        causes = Causes(dated.load(homes, everybody), self.on)
        self._step(
            causes, None, {pk: to.homes.get(pk) for pk in homes}, {p: to.people.get(p) for p in people}, late
        )

    def days(self, after: date, until: date) -> None:
        """Through the dated facts, day by day."""
        homes, people, days = dated.touched(after, until)
        concerned = people | set(_members_of(homes))
        causes = Causes(dated.load(homes | set(_homes_of(people)), concerned), self.on)
        ever = _by_home(causes)
        for day, (some, others) in days.items():
            now = {pk: causes.facts.home(pk, day) for pk in some}
            # Nobody looked at the members of a household while it was outside.
            coming = {pk for pk, home in now.items() if home and pk not in self.register.homes}
            people = others | {person for pk in coming for person in ever[pk]}
            self._step(causes, day, now, {p: causes.facts.household(p, day) for p in people}, "")

    def _step(
        self,
        causes: Causes,
        day: date | None,
        homes: dict[int, Home | None],
        people: dict[int, int | None],
        late: str,
    ) -> None:
        was = {pk: self.register.homes.get(pk) for pk in homes}
        whose = _living(self.living, homes) | people.keys()
        lived = {person: self.register.people.get(person) for person in whose}
        self._set(homes, people)
        known: Known = {}
        for register in REGISTERS:
            for pk, before in was.items():
                self._home(causes, known, pk, register, inside(before, register), day, late)
            for person, home in lived.items():
                source = inside(was.get(home or 0, self.register.homes.get(home or 0)), register)
                self._person(causes, known, person, home, source, register, day, late)

    def _set(self, homes: dict[int, Home | None], people: dict[int, int | None]) -> None:
        for pk, home in homes.items():
            if home is None:
                self.register.homes.pop(pk, None)
            else:
                self.register.homes[pk] = home
        for person, household in people.items():
            self._put(person, household if household in self.register.homes else None)
        for pk, home in homes.items():
            if home is None:
                for person in list(self.living[pk]):
                    self._put(person, None)

    def _put(self, person: int, household: int | None) -> None:
        had = self.register.people.pop(person, None)
        if had is not None:
            self.living[had].discard(person)
        if household is not None:
            self.register.people[person] = household
            self.living[household].add(person)

    def _home(
        self, causes: Causes, known: Known, pk: int, register: str, source: int | None,
        day: date | None, late: str,
    ) -> None:  # fmt: skip
        target = self.register.village(pk, register)
        if source == target:
            return
        # What was put in after the closing is taken out again: its reason is that of the other direction.
        entered = bool(target) != (late == AFTER)
        cause = (
            causes.moved(pk, day) if source and target else causes.home(pk, register, day, entered=entered)
        )
        known[pk, register, bool(source and target)] = cause
        self.changes.append(Change("household", pk, pk, register, source, target, cause, day, late))

    def _person(
        self, causes: Causes, known: Known, person: int, home: int | None,
        source: int | None, register: str, day: date | None, late: str,
    ) -> None:  # fmt: skip
        now = self.register.people.get(person)
        target = self.register.village(now, register)
        if source == target:
            return
        stays = bool(source and target)
        # A household that only moved explains a move, and nobody's coming or going.
        whole = known.get(((now if target else home) or 0, register, stays))
        if stays:
            cause = whole if now == home and whole else Cause("moved", causes.joined(person, day).proceeding)
        elif whole:
            cause = whole
        else:
            came = bool(target) != (late == AFTER)
            cause = causes.joined(person, day) if came else causes.left(person, day)
        household = (now if target else home) or 0
        self.changes.append(Change("person", person, household, register, source, target, cause, day, late))


def _by_home(causes: Causes) -> dict[int, set[int]]:
    """Everybody who ever belonged to a household."""
    ever: dict[int, set[int]] = defaultdict(set)
    for person, rows in causes.facts.memberships.items():
        for row in rows:
            ever[row.household_id].add(person)
    return ever


def _living(living: dict[int, set[int]], homes: Iterable[int]) -> set[int]:
    return {person for pk in homes for person in living.get(pk, ())}


def _members_of(homes: set[int]) -> Iterator[int]:
    for keys in dated.pieces(homes):
        yield from Membership.objects.filter(household__in=keys).values_list("person_id", flat=True)


def _homes_of(people: set[int]) -> Iterator[int]:
    for keys in dated.pieces(people):
        yield from Membership.objects.filter(person__in=keys).values_list("household_id", flat=True)
