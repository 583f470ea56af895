"""Quality (质量): what a sample says about identifying and exiting, exactly.

Source: 第三方评估口径 as published for county evaluations. Every result is a fraction of whole numbers;
without its base it is not known (None), which is never good news.

- 漏评率 omission: sampled people outside the register who should be in it ÷ those sampled outside it
- 错评率 false inclusion: sampled people in the register who should not be ÷ those sampled in it
- 错退率 false exit: sampled people who left too early ÷ those sampled who left
- 综合贫困发生率 composite incidence: those left, those probably omitted and those probably exited
  wrongly ÷ rural people
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from inspect import signature

Number = Fraction | None
"""An exact number, or not known."""


@dataclass(frozen=True)
class Formula:
    """A figure made of several others: what it reads, and how; the answer has the unit ``unit``."""

    label: str
    unit: str
    needs: tuple[str, ...]
    fn: Callable[..., Number]
    source: str
    samples: tuple[tuple[str, str], ...] = ()

    def beside(self, need: str) -> tuple[str, ...]:
        """What is stated of the same sample: found and out of how many."""
        return next((pair for pair in self.samples if need in pair), ())


def rate(found: Number, of: Number) -> Number:
    """A share; not known without both numbers or with an empty base."""
    return None if found is None or not of else found / of


def estimated(share: Number, people: Number) -> Number:
    """How many of the people a sampled share stands for; nobody where there are no people."""
    if people == 0:
        return Fraction(0)
    return None if share is None or people is None else share * people


def composite_poor_persons(
    unexited_persons: Number,
    registered_persons: Number,
    exited_persons: Number,
    rural_population: Number,
    missed_found: Number,
    sampled_outside: Number,
    wrong_exits_found: Number,
    sampled_exited: Number,
) -> Number:
    """The people left, those whom the sample says were omitted and those who left wrongly.

    Divided by the rural population they are the composite incidence.
    """
    if unexited_persons is None or registered_persons is None or rural_population is None:
        return None
    outside = max(rural_population - registered_persons, Fraction(0))
    omitted = estimated(rate(missed_found, sampled_outside), outside)
    wrongly_exited = estimated(rate(wrong_exits_found, sampled_exited), exited_persons)
    if omitted is None or wrongly_exited is None:
        return None
    return unexited_persons + omitted + wrongly_exited


FORMULAS = {
    "composite_poor_persons": Formula(
        "未脱贫、估算漏评和估算错退人数",
        "人",
        tuple(signature(composite_poor_persons).parameters),
        composite_poor_persons,
        "第三方评估口径：综合贫困发生率＝（未脱贫人口＋估算漏评人口＋估算错退人口）÷ 农村人口",
        samples=(("missed_found", "sampled_outside"), ("wrong_exits_found", "sampled_exited")),
    ),
}
"""By name, as standards use them."""
