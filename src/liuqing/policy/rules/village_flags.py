"""Doubts about villages (村级数据疑点): can the figures of a village's yearly record be?

Source: the catalogue of checks LV-02 to LV-05. The land of one household is asked in ``land_flags.py``.

Innocent and left out: a village's land rounded to whole mu; villages of whose yearly record nothing
is loaded; land of households outside the register, which nobody states (so what the registered have
together can only be too little).
"""

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, count, flag
from liuqing.policy.three_valued import known

SOURCE = "疑点规则 LV-02"
TOPIC = "村级数据"
COMMON: dict[str, Any] = {"topic": TOPIC, "asks": False}


@amount("household", label="在册户耕地面积（百分之一亩）")
def registered_land(registered: Column, land_cultivated_cmu: Column) -> Column:
    """Of a household in the register, else 0; in hundredths of a mu."""
    return registered.ifelse(land_cultivated_cmu, 0)


@count("area", label="在册户耕地合计（百分之一亩）")
def area_registered_land(registered_land: Column) -> Column:
    """What the registered have together; one not stated counts as nothing. In hundredths of a mu."""
    return registered_land.sum()


@flag(
    "area",
    label="村耕地少于在册户耕地合计",
    source="疑点规则 LV-02",
    severity="orange",
    disagree=("村基础信息（耕地面积）", "台账（本村在册户耕地面积合计）"),
    check="先看各户有没有把平方米或分当成亩；各户无误的，改正村的耕地面积。",
    closes="村耕地面积不少于在册户合计",
    expects=Fraction(20, 100),
    department="县自然资源局",
    **COMMON,
)
def village_land_short(village_land_cmu: Column, area_registered_land: Column, p: Parameters) -> Column:
    """Less than its registered households state, by more than rounding."""
    return area_registered_land * 100 > village_land_cmu * (100 + p["flags.land_slack"])


@flag(
    "area",
    label="不安全户数多于总户数",
    source="疑点规则 LV-03",
    severity="orange",
    disagree=("村基础信息（未实现饮水安全户数、危房户数）", "村基础信息（总户数）"),
    check="核对三个数的口径和单位（户、人不要混），改正填错的一个。",
    closes="未实现饮水安全户数、危房户数都不多于总户数",
    expects=Fraction(20, 100),
    department="县扶贫办",
    **COMMON,
)
def village_unsafe_beyond(
    households_stated: Column, water_unsafe_households: Column, dilapidated_households: Column
) -> Column:
    """More households without safe water, or with a dilapidated house, than there are."""
    return (water_unsafe_households > households_stated) | (dilapidated_households > households_stated)


@flag(
    "area",
    label="村级数据未填全",
    source="疑点规则 LV-04",
    severity="yellow",
    disagree=("村基础信息（已填）", "总户数、耕地、饮水、危房或硬化路（有一项空缺，或总户数为 0）"),
    check="对照村的年报表，补齐空缺的项目。",
    closes="总户数大于 0，耕地、饮水、危房和硬化路都已填写",
    expects=Fraction(50, 100),
    department="县扶贫办",
    **COMMON,
)
def village_unstated(
    households_stated: Column,
    water_unsafe_households: Column,
    dilapidated_households: Column,
    village_land_cmu: Column,
    hardened_road: Column,
) -> Column:
    """No households at all, or some of the five filled in and some not."""
    five = (
        households_stated,
        water_unsafe_households,
        dilapidated_households,
        village_land_cmu,
        hardened_road,
    )
    facts = [known(fact) for fact in five]
    return ibis.cases(
        ((households_stated == 0).fill_null(False), True),
        (reduce(or_, facts), reduce(or_, [~fact for fact in facts])),
        else_=ibis.null("boolean"),
    )


@flag(
    "area",
    label="出列村到乡镇未通硬化路",
    source="疑点规则 LV-05",
    severity="red",
    disagree=("村属性（贫困村已出列）", "村基础信息（到乡镇通硬化路：否）"),
    check="到现场看路：已通的，改正村信息；没有通的，列入项目库并报交通部门。",
    closes="到乡镇通硬化路改为是，或出列被回退",
    expects=Fraction(20, 100),
    department="县交通局",
    **COMMON,
)
def exited_without_road(poor_village: Column, village_exited: Column, hardened_road: Column) -> Column:
    """A village that was poor and has exited, and no hardened road leads to its town."""
    return poor_village & village_exited & ~hardened_road
