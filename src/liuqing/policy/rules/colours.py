"""The five colours (五色卡): which card does a household carry?

Source: 嵩明县规划, results of the work, names red, blue, purple, yellow and green cards for people in
and outside the register and says not what they mean; 澜沧县 published a definition in 2017, which
is used as long as nobody confirms another. The meaning is a number of the place, ``colours.scheme``:
a list of ``{颜色, 名称, 条件}`` in the order in which they are tried. ``条件`` are names of conditions
of the household, each perhaps with ``非`` before it, all of which must hold; none: everybody else.

Every household has one colour: that of the first line whose conditions hold. While the conditions
of an earlier line are not known, the colour is not known either.
"""

from functools import reduce
from operator import and_
from typing import Any

import ibis

from liuqing.errors import Problem
from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice, condition

SOURCE = "嵩明县规划，（二）1.五色卡分类识别；澜沧县五色卡（2017年）"
COLOURS = ("红", "蓝", "紫", "黄", "绿")
NOT = "非"


@condition("household", label="脱贫致富（收入数倍于退出线）")
def prosperous(exited: Column, income_at_least: Column, income_at_most: Column, p: Parameters) -> Column:
    """Left poverty, with an income of so many times the line whatever the missing items are."""
    far = p.fen("exits.income_line") * p.ppm("colours.prosperous_ratio")
    above = ibis.cases(
        (income_at_least * 1_000_000 >= far, True),
        (income_at_most * 1_000_000 < far, False),
        else_=ibis.null("boolean"),
    )
    return exited & above


@choice("household", label="五色卡颜色", options=COLOURS)
def colour(
    registered: Column,
    exited: Column,
    unexited: Column,
    exits: Column,
    exit_income: Column,
    exit_food: Column,
    exit_clothing: Column,
    exit_schooling: Column,
    exit_medical: Column,
    exit_housing: Column,
    exit_water: Column,
    exit_pension: Column,
    exit_support: Column,
    has_labour: Column,
    has_job: Column,
    prosperous: Column,
    at_risk: Column,
    near_line: Column,
    heavy_spending: Column,
    lost_work: Column,
    disaster_hit: Column,
    serious_illness: Column,
    dropout_risk: Column,
    unsafe_home: Column,
    income_fell: Column,
    p: Parameters,
) -> Column:
    """The first line of the place's scheme that fits."""
    conditions = {name: column for name, column in locals().items() if name != "p"}
    lines = [(_all_of(line["条件"], conditions), line["颜色"]) for line in p["colours.scheme"]]
    chosen = ibis.null("string")
    for holds, card in reversed(lines):
        chosen = ibis.cases((holds, card), (~holds, chosen), else_=ibis.null("string"))
    return chosen


def _all_of(names: list[str], conditions: dict[str, Any]) -> Column:
    """All conditions of a line together; a line without any fits everybody."""
    unknown = [name for name in names if name.removeprefix(NOT) not in conditions]
    if unknown:
        raise Problem(
            "policy.colour_condition",
            f"五色卡方案（参数 colours.scheme）里没有叫「{'、'.join(unknown)}」的条件",
            f"条件请从这些里选，前面可加“{NOT}”：{'、'.join(conditions)}。",
        )
    parts = [
        ~conditions[name.removeprefix(NOT)] if name.startswith(NOT) else conditions[name] for name in names
    ]
    return reduce(and_, parts, ibis.literal(True))
