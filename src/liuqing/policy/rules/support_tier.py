"""Support tiers (分层帮扶): how closely is a household or a village supported after its exit?

Source: 勐海县规划, aims: by the year of the exit. Who has not exited, fell back or is new in the
register comes first. An exit in a year that the plan does not name has no tier: it is not known.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice

SOURCE = "勐海县规划，（三）目标任务"
CLOSEST, CLOSE, STEADY = "重点扶持", "重点巩固提升", "巩固提升"
FULL = "全面达标建设"


@choice("household", label="户帮扶层次", options=(CLOSEST, CLOSE, STEADY), requirements=("B023",))
def support_tier(unexited: Column, exited: Column, exit_year: Column, p: Parameters) -> Column:
    """Not exited: the closest; else by the year of the exit; not known without it."""
    years = p["support.tier_years"]
    exits = [(exited & exit_year.isin(of), tier) for tier, of in years.items()]
    return ibis.cases((unexited, CLOSEST), *exits, else_=ibis.null("string"))


@choice("area", label="村帮扶层次", options=(STEADY, CLOSEST, FULL), requirements=("B023",))
def village_tier(
    poor_village: Column, village_exited: Column, village_exit_year: Column, p: Parameters
) -> Column:
    """Of a poor village: by the year of its exit, or what is planned while it has not exited."""
    years = p["support.village_tier_years"]
    exits = [(village_exited & village_exit_year.isin(of), tier) for tier, of in years.items()]
    tier = ibis.cases((~village_exited, FULL), *exits, else_=ibis.null("string"))
    return ibis.ifelse(poor_village, tier, ibis.null("string"))
