"""The exit plan (脱贫计划): has every poor household of an area a year in which it is to exit?

Source: 勐海县规划, people not exited: 796 households are to exit in two years, 539 in 2018 and 257 in
2019, and the years add up to all of them.

A year that has passed, or none, is no plan.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count

SOURCE = "勐海县规划，二（一）1.摸清底数"


@condition("household", label="未脱贫且已排定脱贫年度", requirements=("B021",))
def exit_planned(unexited: Column, planned_exit_year: Column, p: Parameters) -> Column:
    """Not exited, with a year of exit that has not passed; not known without a year."""
    return unexited & (planned_exit_year >= p.on.year)


@amount("household", label="已排定脱贫年度的人口", unit="人", requirements=("B021",))
def planned_members(exit_planned: Column, household_size: Column) -> Column:
    """Its members, else 0."""
    return ibis.ifelse(exit_planned.fill_null(False), household_size, 0)


@count("area", label="已排定脱贫年度的户数", unit="户", requirements=("B021",))
def planned_households(exit_planned: Column) -> Column:
    """Households with a planned year."""
    return exit_planned.fill_null(False).cast("int64").sum()


@count("area", label="已排定脱贫年度的人数", unit="人", requirements=("B021",))
def planned_persons(planned_members: Column) -> Column:
    """Their members."""
    return planned_members.sum()


@condition("area", label="脱贫计划覆盖全部未脱贫户", requirements=("B021",))
def exit_plan_complete(planned_households: Column, unexited_households: Column) -> Column:
    """The planned years add up to all who have not exited; not known where everybody has."""
    return planned_households == unexited_households.nullif(0)
