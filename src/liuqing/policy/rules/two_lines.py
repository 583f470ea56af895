"""Two lines in one (两线合一): does dibao alone lift somebody to the poverty line?

Source: 嵩明县规划, 社会兜底保障 (295, then 320 yuan a month against the poverty line of the year).
It is an answer of the place, the same for every area of it.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice

SOURCE = "嵩明县规划，5.社会兜底保障（两线合一）"


@choice("area", label="低保线与扶贫线", options=("两线合一", "低保线低于扶贫线"), requirements=("B024",))
def two_lines(p: Parameters) -> Column:
    """Whether twelve months of the standard reach the poverty line of the day: then dibao alone does."""
    reached = p.fen("dibao.monthly_standard") * 12 >= p.fen("exits.income_line")
    return ibis.literal("两线合一" if reached else "低保线低于扶贫线")
