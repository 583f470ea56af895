"""Building debt (建房负债): did the household build within its means?

Source: 嵩明县规划, exit standards (at most 10,000 yuan of own money, no debt for building).

A household that the housing ledger does not name has not built with its help: nothing was raised
and nothing borrowed. Without a ledger nothing is known.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition

SOURCE = "嵩明县规划，（二）6.贫困退出政策标准更加清晰（贫困户脱贫方面）"


@condition("household", label="建房自筹和举债不超过限额", requirements=("B098",))
def exit_building_debt(
    housing_times: Column, build_self_fen: Column, build_debt_fen: Column, p: Parameters
) -> Column:
    """Own money and debt within the limits, or nothing built."""
    within = (build_self_fen <= p.fen("housing.self_raised_limit")) & (
        build_debt_fen <= p.fen("housing.debt_limit")
    )
    return ibis.cases((housing_times == 0, True), (housing_times > 0, within))
