"""Dibao overlooked (应保未保): who can hardly work, lives below the standard, and is in no list?

Source: 富源县规划, 综合保障扶贫 1 (registered people who lost their ability to work in whole or in part
and meet the conditions of dibao are taken in); 新平县规划 and 勐海县规划 say the same.

What the house and its things are worth is in no list, so a yes is somebody to visit, not a claim.
"""

from fractions import Fraction

from ibis import cases, null

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag

SOURCE = "富源县规划，综合保障扶贫（1.农村低保）"


@condition("household", label="人均纯收入低于低保标准", requirements=("B111",))
def below_dibao(income_at_most: Column, income_at_least: Column, p: Parameters) -> Column:
    """Below twelve months of the standard whatever the missing items are; at it is not below."""
    year = p.fen("dibao.monthly_standard") * 12
    return cases((income_at_most < year, True), (income_at_least >= year, False), else_=null("boolean"))


@condition("person", label="成年且完全或部分丧失劳动能力", requirements=("B111",))
def hardly_able(age: Column, labour: Column, p: Parameters) -> Column:
    """Grown up, and one of the words for little or no ability to work."""
    return (age >= p["tekun.minor_age"]) & labour.isin(p["dibao.weak_labour"])


@flag(
    "person",
    label="应享未享：符合低保条件未纳入",
    requirements=("B111",),
    severity="orange",
    department="县民政局",
    topic="应享未享",
    disagree=("劳动能力和家庭收入", "农村低保、特困供养名册中都没有"),
    check="入户核实收入、财产和劳动能力；符合条件的，由本人申请、县民政局按程序纳入低保或特困供养；不符合的，更正收入或劳动技能登记。",
    closes="本人在低保或特困名册中，或收入、劳动技能已改正",
    source=f"{SOURCE}；疑点规则 XD-11",
    expects=Fraction(10, 100),
    asks=False,
)
def dibao_overlooked(
    registered: Column, below_dibao: Column, hardly_able: Column, dibao_times: Column, tekun_times: Column
) -> Column:
    """Hardly able to work, of a household below the standard, and in neither list of the year."""
    return registered & below_dibao & hardly_able & (dibao_times == 0) & (tekun_times == 0)
