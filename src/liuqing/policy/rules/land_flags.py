"""Doubts about land (土地疑点): can a household have so much?

Source: the catalogue of checks LV-01. The most is a number of the place: in mountain counties forest
is wide, and large contractors are a case to be explained.
"""

from fractions import Fraction
from functools import reduce
from operator import or_

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag

SOURCE = "疑点规则 LV-01"


@flag(
    "household",
    label="土地面积超出常理",
    source="疑点规则 LV-01",
    severity="yellow",
    disagree=("台账（耕地、林地或退耕还林面积）", "一户土地的常见上限"),
    check="对照承包证、林权证：把平方米或分当成亩的，改正；确实这样多的，写明来源。",
    closes="面积已改正，或核实属实",
    expects=Fraction(5, 100),
    department="县自然资源局",
    topic="土地",
    asks=False,
)
def land_beyond(
    registered: Column,
    land_cultivated_cmu: Column,
    land_forest_cmu: Column,
    land_returned_cmu: Column,
    p: Parameters,
) -> Column:
    """One of the three below nothing or above its most; a missing one may forbid a no."""
    most = p["flags.land_most"]
    land = {"耕地": land_cultivated_cmu, "林地": land_forest_cmu, "退耕还林": land_returned_cmu}
    return registered & reduce(or_, [(area < 0) | (area > most[kind] * 100) for kind, area in land.items()])
