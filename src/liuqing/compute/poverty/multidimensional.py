"""Poor in how many ways: the Alkire–Foster index of households over yes-or-no indicators.

A household is deprived in an indicator, or not, or nobody knows. Its score is the sum of the weights
of the indicators in which it is deprived; poor is whoever reaches the cut-off (Alkire and Foster 2011):

- H: the share of people who are poor. A: the mean score of the poor. M0 = H × A.
- An indicator's part of M0 is its weight × the share of people who are poor *and* deprived in it / M0.

Not known is neither a yes nor a no. H, A and M0 are of the households of which every indicator is
known; beside them stand the bounds of M0 for everybody (every unknown a no; every unknown a yes), and
how many people are poor for sure, not poor for sure, or undecided.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from liuqing.compute.poverty.design import Codes, Design, interval, standard_error
from liuqing.compute.poverty.groups import Figure
from liuqing.compute.poverty.measures import Estimate, Floats, average

Answers = npt.NDArray[np.int8]
"""One row a household, one column an indicator: 1 deprived, 0 not, -1 not known."""
UNKNOWN = -1
CLOSE = 1e-9
"""Weights such as 1/7 do not add up to the cut-off exactly."""


@dataclass(frozen=True)
class Part:
    """An indicator: deprived people (censored: who are poor too), and its part of M0."""

    deprived: float | None
    poor_and_deprived: float | None
    contribution: float | None
    unknown: float


@dataclass(frozen=True)
class Multi:
    """The index of a group; shares are of people. None where no household is known."""

    label: str
    rows: int
    weight: float
    known_rows: int
    h: Figure
    a: Figure
    m0: Figure
    m0_low: float | None
    m0_high: float | None
    surely_poor: float | None
    surely_not: float | None
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def undecided(self) -> float | None:
        """The share of people of whom it is not known whether they are poor."""
        if self.surely_poor is None or self.surely_not is None:
            return None
        return max(0.0, 1 - self.surely_poor - self.surely_not)


@dataclass(frozen=True)
class Ways:
    """What is asked: the weight of each indicator (they add up to 1), and the score that makes poor."""

    weights: Floats
    cutoff: float


def measured(
    answers: Answers,
    weight: Floats,
    ways: Ways,
    drawn: Design,
    *,
    group: Codes | None = None,
    labels: tuple[str, ...] = (),
) -> tuple[Multi, tuple[Multi, ...]]:
    """Everybody, and the groups in the order of their labels."""
    every = np.arange(len(weight))
    whole = _measured("", answers, weight, ways, every, drawn)
    if group is None:
        return whole, ()
    return whole, tuple(
        _measured(label, answers, weight, ways, np.flatnonzero(group == number), drawn)
        for number, label in enumerate(labels)
    )


def _measured(label: str, answers: Answers, weight: Floats, ways: Ways, rows: Codes, drawn: Design) -> Multi:
    own, people = answers[rows], weight[rows]
    total = float(people.sum())
    known = (own != UNKNOWN).all(axis=1)
    low, high = _scores(own == 1, ways), _scores(own != 0, ways)
    h, a, m0 = _index(own[known], people[known], ways, rows[known], drawn)
    return Multi(
        label, len(rows), total, int(known.sum()), h, a, m0,
        _mean(_censored(low, ways), people), _mean(_censored(high, ways), people),
        _mean(_poor(low, ways), people), _mean(1 - _poor(high, ways), people),
        _parts(own, people, known, ways),
    )  # fmt: skip


def _scores(deprived: npt.NDArray[np.bool_], ways: Ways) -> Floats:
    scores: Floats = deprived @ ways.weights
    return scores


def _poor(scores: Floats, ways: Ways) -> Floats:
    return (scores >= ways.cutoff - CLOSE).astype(np.float64)


def _censored(scores: Floats, ways: Ways) -> Floats:
    return scores * _poor(scores, ways)


def _mean(values: Floats, people: Floats) -> float | None:
    total = float(people.sum())
    return float(values @ people) / total if total else None


def _index(
    answers: Answers, people: Floats, ways: Ways, rows: Codes, drawn: Design
) -> tuple[Figure, Figure, Figure]:
    """H, A and M0 with standard errors; A is a ratio of two means."""
    if not len(rows):
        return Figure(None), Figure(None), Figure(None)
    scores = _scores(answers == 1, ways)
    poor, censored = average(_poor(scores, ways), people), average(_censored(scores, ways), people)
    return tuple(  # type: ignore[return-value]
        _figure(one, people, rows, drawn) for one in (poor, _ratio(censored, poor), censored)
    )


def _ratio(above: Estimate, below: Estimate) -> Estimate:
    if not below.value or above.value is None or above.influence is None or below.influence is None:
        return Estimate(None)
    value = above.value / below.value
    return Estimate(value, (above.influence - value * below.influence) / below.value)


def _figure(found: Estimate, people: Floats, rows: Codes, drawn: Design) -> Figure:
    error = standard_error(found, people, rows, drawn)
    return Figure(found.value, error, interval(found.value, error, (0.0, 1.0)))


def _parts(own: Answers, people: Floats, known: npt.NDArray[np.bool_], ways: Ways) -> tuple[Part, ...]:
    answers, weight = own[known], people[known]
    scores = _scores(answers == 1, ways)
    poor, m0 = _poor(scores, ways), _mean(_censored(scores, ways), weight)
    total = float(people.sum())
    found = []
    for at, share in enumerate(ways.weights):
        deprived = (answers[:, at] == 1).astype(np.float64)
        both = _mean(deprived * poor, weight)
        part = None if not m0 or both is None else float(share) * both / m0
        unknown = float(people[own[:, at] == UNKNOWN].sum()) / total if total else 0.0
        found.append(Part(_mean(deprived, weight), both, part, unknown))
    return tuple(found)
