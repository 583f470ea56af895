"""Tekun care and ability (特困人员劳动能力): is somebody in tekun care who could work, or does?

Source: the catalogue of checks, LB-14. Requirement R385.

Children, the old, the disabled, the ill and pupils are whom the care is for.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag

SOURCE = "疑点规则 LB-14"
TOPIC = "就业"
OFFICE = "县民政局"


@condition("person", label="在特困供养（台账或名册）")
def in_tekun_care(on_tekun: Column, tekun_times: Column) -> Column:
    """The register says so, or the list of the year does."""
    return on_tekun | (tekun_times >= 1).fill_null(False)


@flag(
    "person",
    label="特困供养人员健康且在劳动年龄",
    severity="yellow",
    disagree=("特困供养（台账或名册）", "出生日期、健康状况和在校生状况（劳动年龄、健康、不在校）"),
    check="入户看本人：有病有残的，补登健康状况；能劳动的，报县民政局重新认定。",
    closes="不再列入特困供养，或健康状况、在校生状况已补正",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def tekun_healthy(
    registered: Column, in_tekun_care: Column, age: Column, told_healthy: Column, schooled: Column,
    tekun_paid_fen: Column, disabled_times: Column, p: Parameters,
) -> Column:  # fmt: skip
    """Of working age, healthy and at no school.

    Where the place has a standard and the lists are there, the same person is told as 不应享在享 and
    not a second time.
    """
    compared = ibis.literal(p.has("tekun.monthly_standard"))
    told = compared & ((tekun_paid_fen > 0) & disabled_times.notnull()).fill_null(False)
    of_age = age.between(p["flags.tekun_age_from"], p["flags.tekun_age_to"])
    return registered & in_tekun_care & of_age & told_healthy & ~schooled & ~told


@flag(
    "person",
    label="特困供养人员在务工",
    severity="yellow",
    disagree=("特困供养（台账或名册）", "务工月数、务工名册"),
    check="问清是不是本人在务工：是的，报县民政局重新认定；登错人的，改正务工记录。",
    closes="不再列入特困供养，或没有务工记录",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def tekun_at_work(
    registered: Column, in_tekun_care: Column, work_months: Column, work_times: Column
) -> Column:
    """In the work list of the year, or with months of work in the register; an empty cell is no record."""
    at_work = (work_times >= 1).fill_null(False) | (work_months >= 1).fill_null(False)
    return registered & in_tekun_care & at_work
