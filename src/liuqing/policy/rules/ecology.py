"""Ecology (生态扶贫): what is a forest ranger of the register paid?

Source: 富源县规划, ecology (3.4 million yuan for 425 rangers, 4.6 for 575: 8,000 each, implied).

A contract runs for a year: a ranger is paid for the year whose list names him. Who is not in the
register cannot be one of those chosen from it. A county without a list knows nothing.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "富源县规划，全力推进生态保护扶贫行动（3.选聘生态护林员）"


@condition("person", label="生态护林员", requirements=("B104",))
def ranger(registered: Column, rangers_times: Column) -> Column:
    """A member of the register in the year's list of rangers."""
    return registered & (rangers_times >= 1)


@amount("person", label="生态护林员报酬", unit="fen", requirements=("B104",))
def ranger_pay(ranger: Column, p: Parameters) -> Column:
    """One year's pay; twice in the list is still one contract."""
    return ibis.cases((~ranger, 0), (ranger, p.fen("ecology.ranger_pay")))


@count("household", label="户内生态护林员人数", unit="人", requirements=("B104",))
def household_rangers(ranger: Column) -> Column:
    """Members who are rangers."""
    return tally(ranger)


@count("area", label="生态护林员人数", unit="人", requirements=("B104",))
def area_rangers(household_rangers: Column) -> Column:
    """Rangers of the register, to be held against the plan's number."""
    return household_rangers.sum()


@count("household", label="户内生态护林员报酬合计", unit="fen", requirements=("B104",))
def household_ranger_pay(ranger_pay: Column) -> Column:
    """What the members are entitled to; a member not known counts as nothing."""
    return ranger_pay.fill_null(0).sum()


@count("area", label="生态护林员报酬合计", unit="fen", requirements=("B104",))
def area_ranger_pay(household_ranger_pay: Column) -> Column:
    """What the area's rangers are entitled to."""
    return household_ranger_pay.sum()
