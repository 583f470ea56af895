"""What is missing before the risk may be removed (消除还差什么), and whose department each point is.

The answers are those of the latest assessment of the whole county: what was found after it is not in
them yet, and the page says so.
"""

from dataclasses import dataclass
from datetime import date

from liuqing.policy.rules import RULES
from liuqing.registry.models import Assessed, Finding, Household
from liuqing.registry.queries import scope, words

RULE = "removal_ready"


@dataclass(frozen=True)
class Point:
    """One condition: met, not met or not known, and who sees to it."""

    rule: str
    label: str
    met: bool | None
    department: str


@dataclass(frozen=True)
class Removal:
    """Whether the risk may be removed, on which day's record; ``stale``: something was found since then."""

    on: date
    ready: bool | None
    points: tuple[Point, ...]
    stale: bool

    @property
    def missing(self) -> tuple[Point, ...]:
        """What is not met or not known."""
        return tuple(point for point in self.points if point.met is not True)


def of_household(household: Household) -> Removal | None:
    """For a household that was monitored when the latest snapshot was taken; else None."""
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return None
    found = Finding.objects.filter(snapshot=snapshot, rule=RULE, household=household).first()
    if found is None:
        return None
    points = tuple(_point(name, met) for name, met in found.conditions.items())
    later = Assessed.objects.filter(household=household, at__gt=snapshot.made_at).exists()
    return Removal(snapshot.on, found.verdict, points, later)


def _point(name: str, met: bool | None) -> Point:
    rule = RULES.get(name)
    return Point(name, words.rule(name), met, words.department(rule.department) if rule else "")
