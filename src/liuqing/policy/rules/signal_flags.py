"""Doubts that departments report (部门线索疑点): who does not live here, spends much, or breaks the law?

Source: the catalogue of checks XD-07 to XD-09. What a department reports is a word of its own; which
words mean what is a number of the place.

Innocent and left out: who works away by the list of the year or is at school, for both live elsewhere
and belong here.
"""

from fractions import Fraction
from typing import Any

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.rules.assets_flags import said

TOPIC = "部门线索"
COMMON: dict[str, Any] = {"severity": "yellow", "expects": Fraction(5, 100), "topic": TOPIC, "asks": False}


@flag(
    "person",
    label="人户分离或住房空置",
    source="疑点规则 XD-07",
    disagree=("建档立卡在册成员", "部门比对线索（空挂户、人户分离、住房空置）"),
    check="到户看有没有人住，问邻居和本人现在住哪里：务工、就学、随子女居住的，写明；已迁走的，办理人口变化。",
    closes="线索撤销，或务工、就学已登记，或人员已减少",
    department="县公安局",
    **COMMON,
)
def lives_elsewhere(
    registered: Column, signals: Column, work_times: Column, school_status: Column, p: Parameters
) -> Column:
    """So reported, and neither working away nor at school."""
    away = (work_times >= 1).fill_null(False) | school_status.notnull()
    return registered & ~away & said(signals, p["flags.signals_away"])


@flag(
    "person",
    label="自费留学或购买商业养老保险",
    source="疑点规则 XD-08",
    disagree=("建档立卡在册成员", "部门比对线索（自费留学、商业养老保险等）"),
    check="问清谁出的钱：公派、奖学金或亲友资助的，收集凭证；属实的，核算收入和财产，按程序研判。",
    closes="线索撤销，或本户已退出台账",
    department="县扶贫办",
    **COMMON,
)
def spends_much(registered: Column, signals: Column, p: Parameters) -> Column:
    """So reported."""
    return registered & said(signals, p["flags.signals_spending"])


@flag(
    "person",
    label="有违法或不良行为线索",
    source="疑点规则 XD-09",
    disagree=("建档立卡在册成员", "部门比对线索（吸毒、赌博、违法犯罪等）"),
    check="只由指定人员核实：已改正的，写明；属实的，按程序研判，不影响同户其他人应享的保障。",
    closes="线索撤销，或写明已改正",
    department="县公安局",
    **COMMON,
)
def conduct_reported(registered: Column, signals: Column, p: Parameters) -> Column:
    """So reported."""
    return registered & said(signals, p["flags.signals_conduct"])
