"""What the place has promised (目标): the plan's own goals for its register, its villages and their income.

Goals of works and money are not here: the pool says them by itself, and two sources would be two figures.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuqing.planning.queries.life import gates
from liuqing.planning.queries.plans.village import span
from liuqing.policy import metrics
from liuqing.policy.place_lists import Target

TOPICS = ("register", "quality", "county")
"""The headings of which the goals are told, and what else is told."""
_ALSO = ("collective_income_min",)
_APART = ("statement", "village")
"""A figure of one village, or one that the plan states a second time otherwise: no goal of the county."""


@dataclass(frozen=True)
class Goal:
    """A promise for the end of ``year``; ``word`` is the plan's own (以上), ``of`` whom it is about."""

    label: str
    of: str
    year: int
    value: Decimal
    unit: str
    word: str
    source: str


def goals(on: date) -> tuple[Goal, ...]:
    """The promises of the place for the years of its plan, in the order of years; () if it states none."""
    years = span(on)
    told = [
        one
        for one in gates.here().targets()
        if one.kind == "promise" and years.first <= one.year <= years.last and _of_county(one)
    ]
    order = list(metrics.metrics())
    return tuple(_goal(one) for one in sorted(told, key=lambda one: (one.year, order.index(one.metric))))


def _of_county(one: Target) -> bool:
    known = metrics.metrics().get(one.metric)
    told = known is not None and (known.topic.key in TOPICS or one.metric in _ALSO)
    return bool(told and not any(k in metrics.pairs(one.dimension) for k in _APART))  # fmt: skip


def _goal(one: Target) -> Goal:
    of = "、".join(metrics.subject(one.dimension).values())
    return Goal(metrics.metric(one.metric).label, of, one.year, one.value, one.unit, one.word, one.source)
