"""Causes of poverty (致贫原因): how many of an area's poor households and people has each cause?

Source: 勐海县规划, people not exited (nine causes with households, people and shares); 文昌湖规划,
difficulties (share of the sick, the disabled and the old).

Counted by the main cause. A share is of all in the area, those without a stated cause included, so
that the shares of all causes never come to more than the whole.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count

SOURCE = "勐海县规划，二（一）1.摸清底数"
WEAK = "文昌湖规划，第一章（困难挑战）"


def share_of(part: Column, whole: Column) -> Column:
    """Millionths, half up; not known of nothing."""
    base = whole.nullif(0)
    return (part * 2_000_000 + base) // (base * 2)


@condition("household", label="因病、因残或年老体弱致贫", requirements=("B022",), source=WEAK)
def weak_cause(main_cause: Column, p: Parameters) -> Column:
    """The main cause is one of those that work alone does not cure."""
    return main_cause.isin(p["measures.weak_causes"])


@amount("household", label="因病、因残或年老体弱的在册人口", unit="人", requirements=("B022",), source=WEAK)
def weak_members(registered: Column, weak_cause: Column, household_size: Column) -> Column:
    """The members of such a household in the register, else 0."""
    return ibis.ifelse((registered & weak_cause).fill_null(False), household_size, 0)


@count("area", label="因病、因残和年老体弱贫困人口", unit="人", requirements=("B022",), source=WEAK)
def weak_persons(weak_members: Column) -> Column:
    """All of them in the area."""
    return weak_members.sum()


@amount("area", label="因病、因残和年老体弱人口占比", unit="ppm", requirements=("B022",), source=WEAK)
def weak_share(weak_persons: Column, registered_persons: Column) -> Column:
    """Of all registered persons."""
    return share_of(weak_persons, registered_persons)
