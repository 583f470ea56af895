"""What a relation comes to, and how much of a difference the printed places can explain."""

from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity

DISCRETE = frozenset({"persons", "households", "person_times", "household_times"})
COARSE = Decimal("0.01")


def is_discrete(quantity: Quantity) -> bool:
    """Counted one by one, so that a whole number is exact: 12户 is not rounded, 1.2万户 is."""
    counted = quantity.dimension in DISCRETE or quantity.dimension.startswith("count:")
    return counted and quantity.step == 1


def computed(relation: Relation) -> Decimal:
    """What the parts come to, in the base unit of the total."""
    if relation.computed is not None:
        return relation.computed
    return sum((part.sign * part.factor * part.quantity.value for part in relation.parts), Decimal(0))


def slack(relation: Relation) -> Decimal:
    """The most by which rounding of what is printed can part total and parts, in the base unit of the total.

    Half a place of the total, and half a place of every part; but coarse parts may not explain away more than
    a hundredth: 6公里 and 5公里 are not 10公里.
    """
    if relation.slack is not None:
        return relation.slack
    parts = sum((abs(part.factor) * half(part.quantity) for part in relation.parts), Decimal(0))
    return half(relation.total) + min(parts, abs(relation.total.value) * COARSE)


def half(quantity: Quantity) -> Decimal:
    """Half of the last printed place; nothing for what is counted one by one."""
    return Decimal(0) if is_discrete(quantity) else quantity.step / 2


def over(relation: Relation) -> Decimal:
    """By how much the relation is missed, either way or beyond its limit."""
    difference = computed(relation) - relation.total.value
    if relation.bound == "most":
        return max(difference, Decimal(0))
    if relation.bound == "least":
        return max(-difference, Decimal(0))
    return abs(difference)


def adds_up(relation: Relation) -> bool:
    """It holds, exactly or within the rounding printed."""
    return over(relation) <= slack(relation)


def comes_out(relation: Relation) -> bool:
    """It adds up, and no part is printed more coarsely than the difference: 4亿元 and 5亿元 are not 9.1亿元."""
    coarse = any(part.quantity.step > relation.total.step for part in relation.parts)
    return adds_up(relation) and (not coarse or over(relation) <= half(relation.total))
