"""Doubts about income (收入矛盾): do its items agree with the lists, the marks and the work of the members?

Source: 嵩明县规划, （三）贫困现状 6 (data not strict in their logic); the checks of abnormal data (R386).

Innocent and left out: who left dibao in the year but stands in its list; an income item that is empty
(it may mean none); income below the threshold, from odd jobs.
"""

from fractions import Fraction
from typing import Any

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count, flag
from liuqing.policy.three_valued import nobody, tally

SOURCE = "嵩明县规划，（三）贫困现状 6（数据逻辑不严密，R386）"
OFFICE = "县扶贫办"
COMMON: dict[str, Any] = {"severity": "orange", "topic": "数据矛盾", "asks": False}


@flag(
    "household",
    label="有低保金收入而无人享受低保",
    disagree=("台账收入（低保金大于 0）", "台账和低保花名册（无人享受低保）"),
    check="看存折流水：确有低保金的，补标享受人；填错项目的，改到应填的收入项。",
    closes="有成员标注低保，或低保金收入改为 0",
    expects=Fraction(5, 100),
    department="县民政局",
    **COMMON,
)
def dibao_income_nobody_on(
    registered: Column,
    transfer_dibao_fen: Column,
    dibao_members: Column,
    dibao_marks_unclear: Column,
    dibao_listed_members: Column,
    household_size: Column,
) -> Column:
    """Dibao is among the income; no member is marked, nor in the list of the year."""
    none = nobody(dibao_members, dibao_marks_unclear, household_size)
    return registered & (transfer_dibao_fen > 0) & none & (dibao_listed_members == 0)


@count("household", label="名册发放的低保金", unit="fen")
def dibao_paid_to_members(dibao_paid_fen: Column) -> Column:
    """What the list of the year says was paid to the members; not stated counts as nothing."""
    return dibao_paid_fen.sum()


@count("household", label="名册发放的养老金", unit="fen")
def pension_paid_to_members(pension_paid_fen: Column) -> Column:
    """What the list of the year says was paid to the members; not stated counts as nothing."""
    return pension_paid_fen.sum()


@flag(
    "household",
    label="低保金或养老金已发放而收入为零",
    disagree=("低保花名册或养老金发放名册（当年有发放）", "台账收入（低保金或养老保险金为 0）"),
    check="看存折流水，把当年领到的低保金、养老金补进收入。",
    closes="低保金、养老保险金收入大于 0，或名册改正",
    expects=Fraction(10, 100),
    department=OFFICE,
    **COMMON,
)
def transfers_left_out(
    registered: Column,
    dibao_paid_to_members: Column,
    pension_paid_to_members: Column,
    transfer_dibao_fen: Column,
    transfer_pension_fen: Column,
) -> Column:
    """A list paid something and the income item is stated as nothing; an empty item is not known."""
    dibao = (dibao_paid_to_members > 0) & (transfer_dibao_fen == 0)
    pension = (pension_paid_to_members > 0) & (transfer_pension_fen == 0)
    return registered & (dibao | pension)


@condition("person", label="务工达到应有工资的月数")
def worked_months(work_months: Column, p: Parameters) -> Column:
    """By the register, so many months of the year that wages must have come of it."""
    return work_months >= p["flags.work_months"]


@count("household", label="务工达到应有工资月数的人数", unit="人")
def members_worked_months(worked_months: Column) -> Column:
    """Members with so many months."""
    return tally(worked_months)


@flag(
    "household",
    label="务工半年以上而工资性收入为零",
    disagree=("台账（成员务工时间满半年）", "台账收入（工资性收入为 0）"),
    check="问清务工地点、月数和工资：有工资的，补进收入；没有外出的，改正务工时间。",
    closes="工资性收入大于 0，或务工时间已改正",
    expects=Fraction(10, 100),
    department=OFFICE,
    **COMMON,
)
def work_without_wage(registered: Column, members_worked_months: Column, wage_fen: Column) -> Column:
    """Somebody worked that long, and wages are stated as nothing."""
    return registered & (members_worked_months > 0) & (wage_fen == 0)


@flag(
    "household",
    label="无人就业而工资性收入较高",
    disagree=("台账收入（工资性收入）", "务工月数、务工名册和公益性岗位名册（无人就业）"),
    check="问清工资是谁挣的：有人务工的，补登务工时间和地点；填错的，改正收入。",
    closes="有成员登记就业，或工资性收入已改正",
    expects=Fraction(10, 100),
    department=OFFICE,
    **COMMON,
)
def wage_without_work(registered: Column, wage_fen: Column, has_job: Column, p: Parameters) -> Column:
    """More than odd jobs bring, and nobody is in a job."""
    return registered & (wage_fen >= p.fen("flags.wage_without_work")) & ~has_job
