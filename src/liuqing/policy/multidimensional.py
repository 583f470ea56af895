"""Poor in how many ways (多维贫困): which exit conditions of a place count, and from which score on.

A household is deprived where a condition of ``multidimensional.indicators`` does not hold; only those
count that the place itself asks for an exit (``exits.household_criteria``). Each weighs the same; whoever
reaches ``multidimensional.cutoff`` is poor. No Chinese document rules this: the numbers are ours to state
and a county's to change, as is every parameter.
"""

from dataclasses import dataclass

from liuqing.policy.dated import Meta, Parameters

INDICATORS = "multidimensional.indicators"
CUTOFF = "multidimensional.cutoff"
CRITERIA = "exits.household_criteria"
LINE = "exits.income_line"
INCOME = "exit_income"


@dataclass(frozen=True)
class Ways:
    """The conditions in their order, the score that makes poor, and where both are written."""

    conditions: tuple[str, ...]
    cutoff: float
    sources: tuple[Meta, ...]


def ways(p: Parameters) -> Ways | None:
    """What a place asks on the day; None where it has no such numbers or no condition is left.

    Where no criteria of exit are in force any more (after 2020) all indicators count but income, which
    has no line then.
    """
    if not (p.has(INDICATORS) and p.has(CUTOFF)):
        return None
    asked = set(p[CRITERIA]) if p.has(CRITERIA) else set(p[INDICATORS])
    conditions = tuple(name for name in p[INDICATORS] if name in asked and (name != INCOME or p.has(LINE)))
    if not conditions:
        return None
    return Ways(conditions, float(p[CUTOFF]), (p.meta(INDICATORS), p.meta(CUTOFF)))
