"""False alarms: how many hits of a rule, and of a list, were real; for who owns the threshold.

A rate of fewer than five answers says nothing and is not shown; the counts are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone

from liuqing.compute.lists_behind import lists_behind
from liuqing.policy import place
from liuqing.policy.dated import Parameters
from liuqing.policy.rules import RULES
from liuqing.registry.models import Answer, Case
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.cases import reading
from liuqing.workflow.rights import Right

ENOUGH = 5
"""Answers without which a rate is not shown."""


@dataclass(frozen=True)
class Threshold:
    """A number that a rule compares with: name, label, its value today as text ("" if not in force)."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Alarms:
    """The hits of a rule or list and what came of them; all rounds count.

    ``key`` is the rule or the kind of list, ``owner`` the department that answers for it.
    """

    key: str
    label: str
    owner: str
    raised: int
    confirmed: int
    explained: int
    wrong_list: int
    thresholds: tuple[Threshold, ...] = ()

    @property
    def answered(self) -> int:
        """Agreed answers in all."""
        return self.confirmed + self.explained + self.wrong_list

    @property
    def rate(self) -> float | None:
        """The share that was no fault of the household: explained, or the list was wrong."""
        return (self.explained + self.wrong_list) / self.answered if self.answered >= ENOUGH else None

    @property
    def percent(self) -> int | None:
        """The rate in whole per cent."""
        return None if self.rate is None else round(self.rate * 100)


@dataclass(frozen=True)
class FalseAlarms:
    """By rule and by list, in the order of their names."""

    rules: tuple[Alarms, ...]
    lists: tuple[Alarms, ...]


def false_alarms(user: Any, area: str | None = None) -> FalseAlarms:
    """What became of the hits in the user's area. Problem ``registry.no_such_area``."""
    where = scope.area(user, area, Right.SEE_BOARD)
    cases = reading.of_area(where)
    raised: Counter[str] = Counter()
    for rule, rounds, count in cases.order_by().values_list("rule", "round").annotate(count=Count("pk")):
        raised[rule] += rounds * count
    told: dict[str, Counter[str]] = defaultdict(Counter)
    agreed = Answer.objects.filter(case__in=cases, verdict=Answer.Verdict.AGREED)
    for rule, outcome, count in (
        agreed.order_by().values_list("case__rule", "outcome").annotate(n=Count("pk"))
    ):
        told[rule][outcome] += count
    return FalseAlarms(tuple(_rules(raised, told)), tuple(_lists(raised, told)))


def _rules(raised: Counter[str], told: dict[str, Counter[str]]) -> Iterable[Alarms]:
    numbers = place.load(settings.WORKSPACE.place).parameters(timezone.localdate())
    for rule in sorted(raised):
        yield _alarms(
            rule,
            words.rule(rule),
            reading.department(rule),
            raised[rule],
            told[rule],
            _numbers(rule, numbers),
        )


def _lists(raised: Counter[str], told: dict[str, Counter[str]]) -> Iterable[Alarms]:
    """A hit counts for each list on which its rule stands."""
    counts: Counter[str] = Counter()
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for rule, count in raised.items():
        for kind in lists_behind(rule):
            counts[kind] += count
            outcomes[kind] += told[rule]
    for kind in sorted(counts):
        department, label = words.list_name(kind)
        yield _alarms(kind, label, words.department(department), counts[kind], outcomes[kind])


def _alarms(
    key: str, label: str, owner: str, raised: int, told: Counter[str], numbers: tuple[Threshold, ...] = ()
) -> Alarms:
    outcome = Case.Outcome
    counts = (told[one] for one in (outcome.CONFIRMED, outcome.EXPLAINED, outcome.WRONG_LIST))
    return Alarms(key, label, owner, raised, *counts, thresholds=numbers)


def _numbers(rule: str, numbers: Parameters) -> tuple[Threshold, ...]:
    names = RULES[rule].numbers if rule in RULES else ()
    return tuple(
        Threshold(name, numbers.label(name), str(numbers[name]) if numbers.has(name) else "")
        for name in names
    )
