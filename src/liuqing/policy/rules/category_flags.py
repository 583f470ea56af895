"""Doubts within the register (台账自相矛盾): is the household's category that of its members?

Source: 嵩明县规划, （三）贫困现状 6 (data not strict in their logic); the checks of abnormal data (R386).

Only statements that cannot both hold are flagged; a member without a mark leaves it open. Innocent and
left out: a household with a tekun member beside one on dibao, which is a tekun household.
"""

from fractions import Fraction
from typing import Any

from liuqing.policy.rule import Column, count, flag
from liuqing.policy.three_valued import nobody, tally_unknown

SOURCE = "嵩明县规划，（三）贫困现状 6（数据逻辑不严密，R386）"
COMMON: dict[str, Any] = {"severity": "orange", "topic": "数据矛盾", "asks": False}


@count("household", label="低保标注不明人数", unit="人")
def dibao_marks_unclear(receives_dibao: Column) -> Column:
    """Members without a mark."""
    return tally_unknown(receives_dibao)


@count("household", label="特困标注不明人数", unit="人")
def tekun_marks_unclear(receives_tekun: Column) -> Column:
    """Members without a mark."""
    return tally_unknown(receives_tekun)


@flag(
    "household",
    label="贫困户属性与低保标注不一致",
    disagree=("台账（贫困户属性）", "台账（成员是否享受低保）"),
    check="看低保证：户内有人享受的，属性改为低保户；没有的，属性改为一般户。",
    closes="低保户有成员享受低保，一般户没有",
    expects=Fraction(10, 100),
    department="县民政局",
    **COMMON,
)
def dibao_category_differs(
    registered: Column,
    category: Column,
    dibao_members: Column,
    dibao_marks_unclear: Column,
    household_size: Column,
) -> Column:
    """Called a dibao household with nobody on dibao, or an ordinary one with somebody."""
    none = nobody(dibao_members, dibao_marks_unclear, household_size)
    return registered & (((category == "低保贫困户") & none) | ((category == "一般贫困户") & ~none))


@flag(
    "household",
    label="贫困户属性与特困标注不一致",
    disagree=("台账（贫困户属性）", "台账（成员是否特困供养人员）"),
    check="看特困供养证：有人供养的，属性改为特困供养户；没有的，属性按实际改正。",
    closes="特困供养户有特困供养人员，其他户没有",
    expects=Fraction(10, 100),
    department="县民政局",
    **COMMON,
)
def tekun_category_differs(
    registered: Column,
    category: Column,
    tekun_members: Column,
    tekun_marks_unclear: Column,
    household_size: Column,
) -> Column:
    """Called a tekun household with nobody supported, or another with somebody."""
    none = nobody(tekun_members, tekun_marks_unclear, household_size)
    tekun = category == "特困供养贫困户"
    return registered & ((tekun & none) | (~tekun & ~none))
