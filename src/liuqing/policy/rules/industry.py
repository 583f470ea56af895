"""Industry (产业带动): how much more have the households that are led than in the year before?

Source: 富源县规划, industry (a steady gain of 3,000 yuan on average).

Led is who is in a cooperative or gets an industry measure in the year. The gain is this year's net
income less the year before's, known only if every item of both years is; the mean is that of the
led households whose gain is known.
"""

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally

SOURCE = "富源县规划，全力推进特色产业脱贫行动（1.规模化种植）"


@condition("household", label="产业带动户", requirements=("B040",))
def led_household(registered: Column, cooperative: Column, has_industry: Column) -> Column:
    """In a cooperative or with an industry measure."""
    return registered & (cooperative | has_industry)


@amount("household", label="比上年增收", unit="fen", requirements=("B040",))
def income_gain(net_income: Column, net_income_before_fen: Column) -> Column:
    """Net income of the year less that of the year before; may be negative."""
    return net_income - net_income_before_fen


@condition("household", label="增收情况清楚的带动户", requirements=("B040",))
def led_and_known(led_household: Column, income_gain: Column) -> Column:
    """A led household whose gain is known."""
    return led_household & income_gain.notnull()


@count("area", label="增收情况清楚的带动户数", unit="户", requirements=("B040",))
def led_households(led_and_known: Column) -> Column:
    """Led households whose gain is known; the others are left out of the mean."""
    return tally(led_and_known)


@count("area", label="带动户增收合计", unit="fen", requirements=("B040",))
def led_gain(led_and_known: Column, income_gain: Column) -> Column:
    """Their gains added up."""
    return led_and_known.fill_null(False).ifelse(income_gain.fill_null(0), 0).sum()


@condition("area", label="带动户户均增收达到要求", requirements=("B040",))
def led_gain_reached(led_gain: Column, led_households: Column, p: Parameters) -> Column:
    """The mean gain of led households reaches the line; not known where none is known."""
    households = led_households.nullif(0)
    return led_gain >= households * p.fen("industry.income_gain")
