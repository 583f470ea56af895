"""Disability (残疾人): who gets the two allowances, who is severely disabled, who needs early help?

Source: 富源县规划, 综合保障扶贫 3 (1,247 persons, 151.67 万元 a year); 文昌湖规划, chapter 8 section 3.
The plans give no amounts for the living allowance (困难残疾人生活补贴) and the care allowance
(重度残疾人护理补贴) apart, only what both cost together: a person who is due either counts with the
mean a year. Grade and kind come from the list of card holders: who is not in it has no card.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "富源县规划，综合保障扶贫（3.残疾人补贴）；文昌湖规划，第八章第三节"


@condition("person", label="持证残疾人")
def disabled(disabled_times: Column) -> Column:
    """In the list of card holders of the year; not known without a list."""
    return disabled_times > 0


@condition("person", label="重度残疾人", requirements=("B115", "B118"))
def severely_disabled(disabled: Column, disability_grade: Column, p: Parameters) -> Column:
    """A card with one of the grades that count as severe."""
    return disabled & disability_grade.isin(p["disability.severe_grades"])


@condition("person", label="应享困难残疾人生活补贴", requirements=("B115",))
def disability_living_due(disabled: Column, receives_dibao: Column) -> Column:
    """Disabled and on dibao."""
    return disabled & receives_dibao


@amount("person", label="残疾人两项补贴", unit="fen", requirements=("B115",))
def disability_subsidy(
    registered: Column,
    severely_disabled: Column,
    disability_living_due: Column,
    p: Parameters,
) -> Column:
    """The mean of both allowances a year for a member who is due one of them."""
    either = severely_disabled | disability_living_due
    due = ibis.cases((either, p.fen("disability.yearly_subsidy")), (~either, 0), else_=ibis.null("int64"))
    return registered.ifelse(due, 0)


@condition("person", label="应享抢救性康复救助的残疾儿童", requirements=("B120",))
def rehabilitation_due(registered: Column, disabled: Column, age: Column, p: Parameters) -> Column:
    """A disabled child of the register up to the age; whether it is treated, no list says."""
    return registered & disabled & (age <= p["disability.rehabilitation_age"])


@count("household", label="应享抢救性康复救助的残疾儿童数", unit="人", requirements=("B120",))
def rehabilitation_children(rehabilitation_due: Column) -> Column:
    """How many of the members."""
    return tally(rehabilitation_due)
