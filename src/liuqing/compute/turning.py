"""Turning an answer: which facts of a household, changed, change what a rule says of it.

Round one works the household out once for each try: every yes and no turned or filled in, every
other code, every number on a ladder of steps. Where a number turns the answer, the space between
the last step that does not and the first that does is divided until the exact fen or unit is found.
Each round is one call of the engine. ``repaired`` turns every condition that stands in the way.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise, product
from math import prod
from typing import Any

import pyarrow as pa

from liuqing.compute import reach
from liuqing.compute.graph import CHILD
from liuqing.compute.one_household import Answers, Compiled, Fact, Home, Variant, answers
from liuqing.compute.plan import TABLE
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import NotInForceError
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES
from liuqing.policy.three_valued import TALLIES

STEPS = tuple(step * 10**power for power in range(10) for step in (1, 2, 5))
"""The ladder on which a sum is looked for in fen, up and down from what it is."""
COUNTS = (*range(1, 13), *(step for step in STEPS if 12 < step <= 1_000))
"""The ladder of months, days and people: a year's months one by one. Nobody has more than a thousand."""
MORE_MONEY = 10_000
"""An amount follows sums of money at every fen: for it only 100 yuan more or less are tried."""
MOST_VARIANTS = 4_000
"""And so many variants: more rows cost little, another round costs more."""
MOST_WAYS = 500
"""So many combinations of one condition's facts are tried."""
MOST_ROWS = 60_000
"""So many persons or bills of all variants are worked out at once; a larger household gets fewer steps."""
ENTITIES = ("household", "person", "bill")
ANY = "any"


@dataclass(frozen=True)
class Target:
    """A rule's answer about row ``at``, and what it should become; ``ANY``: something else."""

    rule: str
    at: int
    wish: Any


@dataclass(frozen=True)
class Turn:
    """A fact and the values of it that turn the answer to ``result``.

    ``bound`` is for numbers that nobody has stated yet: ``least`` or ``most`` of what they must be,
    or ``any``: whatever they are.
    """

    fact: Fact
    values: tuple[Any, ...]
    result: Any
    bound: str = ""


def numeric(fact: Fact) -> bool:
    """A number that is counted or paid, not a code."""
    return pa.types.is_integer(_type(fact)) and fact.name not in reach.CODES


def money(fact: Fact) -> bool:
    """A sum in fen."""
    return fact.name.endswith("_fen")


def _type(fact: Fact) -> pa.DataType:
    return TABLES[TABLE[fact.entity]].field(fact.name).type


class Turning:
    """One household, one question, and everything that was tried to change the answer."""

    def __init__(self, home: Home, rules: Compiled, rule: Rule):
        self.home, self._rules, self._rule = home, rules, rule
        self._tried = [(fact, value) for fact in self.facts() for value in self._tries(fact)]
        # The household as it is comes last: one call of the engine for both.
        self._found = self._answers([*({fact: value} for fact, value in self._tried), {}])

    def tried(self, fact: Fact) -> list[Any]:
        """The values of a fact that were tried."""
        return self._values.get(fact, [])

    @cached_property
    def _values(self) -> dict[Fact, list[Any]]:
        tried: dict[Fact, list[Any]] = {}
        for fact, value in self._tried:
            tried.setdefault(fact, []).append(value)
        return tried

    def now(self, rule: str, at: int) -> Any:
        """What the rule says of the household as it is."""
        return self._found.value(RULES[rule].entity, at, rule, len(self._tried))

    def targets(self) -> Iterator[Target]:
        """Every row of the household with each other answer; a flag that is not raised is left alone."""
        for at in self.home.own(self._rule.entity):
            now = self.now(self._rule.name, at)
            if not self._rule.yes_or_no:
                yield Target(self._rule.name, at, ANY)
            elif self._rule.kind != "flag" or now is not False:
                yield from (Target(self._rule.name, at, wish) for wish in (True, False) if wish is not now)

    def turns(self, target: Target, nearest: Callable[[Turn], float] | None = None) -> list[Turn]:
        """Every single fact that turns the answer; of the numbers only the nearest, if it is told what is near."""
        hits: dict[tuple[Fact, Any], list[Any]] = {}
        for number, (fact, value) in enumerate(self._tried):
            result = self._result(target, self._found, number)
            if self._turned(target, result):
                hits.setdefault((fact, None if numeric(fact) else result), []).append(value)
        wide = {
            fact: self._bracket(fact, sorted(values)) for (fact, _), values in hits.items() if numeric(fact)
        }
        if nearest and wide:
            rough = (Turn(fact, (one.turned,), None, one.bound) for fact, one in wide.items())
            best = min(rough, key=nearest).fact
            wide = {best: wide[best]}
        plain = [Turn(fact, tuple(v), result) for (fact, result), v in hits.items() if not numeric(fact)]
        return plain + self._exactly(wide, target)

    def turned(self, target: Target, facts: Variant) -> bool:
        """Whether these facts together turn the answer."""
        return self._turned(target, self._result(target, self._answers([facts]), 0))

    def repaired(self, target: Target, nearest: Callable[[Turn], float]) -> list[Turn]:
        """The nearest facts that turn each condition in the way, and so the answer; [] if they do not.

        ``nearest`` gives the distance of a turn. A fact without which it turns as well is left out.
        """
        turns = self._farthest(self._repaired(target, nearest, set()))
        found = self._answers([_facts(turns), *(_facts(_without(turns, one)) for one in turns)])
        held = [self._turned(target, self._result(target, found, n)) for n in range(len(turns) + 1)]
        if not turns or not held[0]:
            return []
        for one in [one for one, spare in zip(turns, held[1:], strict=True) if spare]:
            if self.turned(target, _facts(_without(turns, one))):
                turns = _without(turns, one)
        return turns

    def _farthest(self, turns: list[Turn]) -> list[Turn]:
        """One turn a fact: where two conditions need the same number, the one that satisfies both."""
        kept: dict[Fact, Turn] = {}
        for turn in turns:
            before, now = kept.get(turn.fact), self.home.value(turn.fact) or 0
            if before is None or (
                numeric(turn.fact) and abs(turn.values[0] - now) > abs(before.values[0] - now)
            ):
                kept[turn.fact] = turn
        return list(kept.values())

    def facts(self) -> Iterator[Fact]:
        """The facts of the household, its members and bills that the rule reads and people may change."""
        for entity in ENTITIES:
            names = [name for name in self._rules.facts[entity] if name not in reach.FIXED]
            yield from (Fact(entity, at, name) for at in self.home.own(entity) for name in names)

    # --- what is tried ----------------------------------------------------------------------

    def _tries(self, fact: Fact) -> Iterable[Any]:
        now, kind = self.home.value(fact), _type(fact)
        if fact.name in reach.JOINED:
            return _joined(now, reach.JOINED[fact.name])
        if pa.types.is_boolean(kind):
            return [value for value in (True, False) if value is not now]
        if numeric(fact):
            return self._ladder(fact, now)
        codes = reach.CODES.get(fact.name) or (self._spoken(fact.name) if pa.types.is_string(kind) else ())
        return [code for code in codes if code != now]

    def _ladder(self, fact: Fact, now: int | None) -> list[int]:
        if money(fact) and self._rule.type == "int64":
            return [0, MORE_MONEY] if now is None else [now + MORE_MONEY]
        steps = STEPS if money(fact) else COUNTS
        if now is None:
            return [0, *steps]
        return [now + step for step in steps] + [now - step for step in steps if step < now] + [0] * (now > 0)

    def _spoken(self, name: str) -> tuple[str, ...]:
        """The words of which the rules that read the fact speak, in their text and their numbers."""
        found: dict[str, None] = {}
        for rule in (RULES[one] for one in self._rules.order if name in RULES[one].needs):
            found |= dict.fromkeys(_words(rule.fn.__code__.co_consts[1:]))
            for number in rule.numbers:
                found |= dict.fromkeys(_words(self._number(number)))
        return tuple(found)

    def _number(self, name: str) -> Any:
        try:
            return self._rules.numbers[name]
        except NotInForceError:
            return ()

    # --- what it gives ----------------------------------------------------------------------

    def _answers(self, variants: Iterable[Variant]) -> Answers:
        return answers(self.home, self._rules, list(variants) or [{}])

    def _result(self, target: Target, found: Answers, variant: int) -> Any:
        return found.value(RULES[target.rule].entity, target.at, target.rule, variant)

    def _turned(self, target: Target, result: Any) -> bool:
        if target.wish is ANY:
            return result is not None and result != self.now(target.rule, target.at)
        return result is target.wish

    def _bracket(self, fact: Fact, hits: list[int]) -> "_Bracket":
        """The last value that does not turn the answer and the first that does, seen from what is."""
        now, tried = self.home.value(fact), sorted(self._values[fact])
        if now is not None:
            turned = min(hits, key=lambda value: abs(value - now))
            between = [one for one in (now, *tried) if min(now, turned) <= one <= max(now, turned)]
            return _Bracket(min(set(between) - {turned}, key=lambda one: abs(one - turned)), turned, "")
        if hits == tried:
            return _Bracket(hits[0], hits[0], "any")
        if hits[0] != tried[0]:
            return _Bracket(tried[tried.index(hits[0]) - 1], hits[0], "least")
        last = next(one for one, after in pairwise(tried) if after not in hits)
        return _Bracket(tried[tried.index(last) + 1], last, "most")

    def _exactly(self, wide: dict[Fact, "_Bracket"], target: Target) -> list[Turn]:
        if self._rule.type == "int64":
            follows = [fact for fact in wide if money(fact)]
            kept = {fact: replace(wide.pop(fact), off=0) for fact in follows}
        else:
            kept = {}
        while open_ := {fact: one for fact, one in wide.items() if abs(one.turned - one.off) > 1}:
            points = [
                (fact, value) for fact, one in open_.items() for value in one.between(self._many(open_))
            ]
            found = self._answers({fact: value} for fact, value in points)
            hits = {one: self._turned(target, self._result(target, found, n)) for n, one in enumerate(points)}
            wide |= {fact: one.narrowed(fact, points, hits) for fact, one in open_.items()}
        return self._told(wide | kept, target)

    def _told(self, exact: dict[Fact, "_Bracket"], target: Target) -> list[Turn]:
        results: dict[Fact, Any] = dict.fromkeys(exact, target.wish)
        if target.wish == ANY:
            results = {fact: self._tried_result(target, fact, one.turned) for fact, one in exact.items()}
            new = [fact for fact in exact if results[fact] is None]
            if new:
                found = self._answers({fact: exact[fact].turned} for fact in new)
                results |= {fact: self._result(target, found, n) for n, fact in enumerate(new)}
        return [Turn(fact, (one.turned,), results[fact], one.bound) for fact, one in exact.items()]

    def _tried_result(self, target: Target, fact: Fact, value: Any) -> Any:
        """The answer with this value if it was among the first tries; None if it was not."""
        number = self._numbers.get((fact, value))
        return None if number is None else self._result(target, self._found, number)

    @cached_property
    def _numbers(self) -> dict[tuple[Fact, Any], int]:
        return {one: number for number, one in enumerate(self._tried)}

    def _many(self, facts: Iterable[Fact]) -> int:
        """Into how many parts each space is divided in one round."""
        rows = max(self.home.tables[TABLE[entity]].num_rows for entity in ENTITIES)
        several = min(MOST_VARIANTS, MOST_ROWS // max(1, rows)) // len(list(facts))
        parts: int = max(8, min(1_000, several))
        return parts

    # --- several facts ----------------------------------------------------------------------

    def _repaired(self, target: Target, nearest: Callable[[Turn], float], seen: set[Target]) -> list[Turn]:
        if self.now(target.rule, target.at) is target.wish or target in seen:
            return []
        seen.add(target)
        if turns := self.turns(target, nearest):
            turn = min(turns, key=nearest)
            return [replace(turn, values=turn.values[:1])]
        if target.rule in self._rules.not_in_force:
            return []
        if both := self._both(target):
            return both
        return [turn for below in self._in_the_way(target) for turn in self._repaired(below, nearest, seen)]

    def _both(self, target: Target) -> list[Turn]:
        """Several facts of one condition that only together turn it: the fewest that do."""
        rule = RULES[target.rule]
        own = [Fact(rule.entity, target.at, name) for name in rule.needs]
        own = [fact for fact in own if fact in self._values and not numeric(fact)]
        ways = [[None, *((fact, value) for value in self._values[fact])] for fact in own]
        if len(own) < 2 or prod(map(len, ways)) > MOST_WAYS:
            return []
        several = sorted((dict(filter(None, way)) for way in product(*ways)), key=len)[1:]
        found = self._answers(several)
        hits = (n for n in range(len(several)) if self._turned(target, self._result(target, found, n)))
        return [
            Turn(fact, (value,), target.wish) for n in islice(hits, 1) for fact, value in several[n].items()
        ]

    def _in_the_way(self, target: Target) -> Iterator[Target]:
        """The conditions that the answer is made from, and what each should be."""
        rule = RULES[target.rule]
        for need in (RULES[name] for name in rule.needs if name in RULES):
            if need.kind == "count" and need.entity in ("household", "person"):
                yield from self._counted(need)
            elif need.yes_or_no and need.entity == rule.entity:
                yield Target(need.name, target.at, target.wish)

    def _counted(self, rule: Rule) -> Iterator[Target]:
        """The members whom a count counts against the household: none of them should be counted."""
        counted = [TALLIES[name] for name in rule.fn.__code__.co_names if name in TALLIES]
        for name in (name for name in rule.needs if counted and name in RULES):
            for at in self.home.own(CHILD[rule.entity]):
                if self.now(name, at) is counted[0]:
                    yield Target(name, at, counted[0] is not True)


def _facts(turns: list[Turn]) -> dict[Fact, Any]:
    return {turn.fact: turn.values[0] for turn in turns}


def _without(turns: list[Turn], one: Turn) -> list[Turn]:
    return [turn for turn in turns if turn != one]


@dataclass(frozen=True)
class _Bracket:
    """``off`` does not turn the answer, ``turned`` does; the line is between them."""

    off: int
    turned: int
    bound: str

    def between(self, parts: int) -> list[int]:
        """Values inside, evenly, from ``off`` towards ``turned``."""
        way = 1 if self.turned > self.off else -1
        inside = abs(self.turned - self.off)
        steps = sorted({inside * part // parts for part in range(1, parts)} - {0, inside})
        return [self.off + way * step for step in steps]

    def narrowed(
        self, fact: Fact, points: list[tuple[Fact, int]], hits: dict[tuple[Fact, int], bool]
    ) -> "_Bracket":
        """The part in which the answer turns."""
        off = self.off
        for value in (value for one, value in points if one == fact):
            if hits[fact, value]:
                return replace(self, off=off, turned=value)
            off = value
        return replace(self, off=off)


def _joined(now: str | None, codes: tuple[str, ...]) -> list[str]:
    """One code more or less: ``|因病|因学|``."""
    have = [code for code in (now or "").split("|") if code]
    more = ["|" + "".join(f"{one}|" for one in (*have, code)) for code in codes if code not in have]
    less = ["|" + "".join(f"{one}|" for one in have if one != code) for code in have]
    return more + less


def _words(told: Any) -> Iterator[str]:
    """Every Chinese word in something nested."""
    if isinstance(told, str):
        if any("一" <= letter <= "鿿" for letter in told):
            yield told.strip("|")
    elif isinstance(told, dict):
        for key, value in told.items():
            yield from _words(key)
            yield from _words(value)
    elif isinstance(told, list | tuple | frozenset):
        for one in told:
            yield from _words(one)
