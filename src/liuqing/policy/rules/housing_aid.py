"""Housing aid (危房改造补助): whose dangerous house is paid for, and is it still dangerous?

Source: 嵩明县规划 (21,000 yuan, both methods, both classes); 富源县规划 (21,000 for the four classes,
implied by its totals; 10,000 for others in 2018). No plan pays C and D grades differently.

The four classes: registered households, dibao, scattered tekun, poor disabled households. The aid
is paid once for a house and the ledger's payments are of all years: so a house graded C or D by
the ledger keeps its claim after the work is done, and what was paid stands against it. A house
that only the register grades has a claim as long as it is not renovated. The nine situations in
which others get nothing are not listed in the plan.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, choice, condition, count, flag
from liuqing.policy.three_valued import tally, tally_unknown

SOURCE = "嵩明县规划，（三）危房改造工程；富源县规划，全力推进农村危房改造行动"
FOUR, OTHERS = "四类重点对象", "其他"


@condition("person", label="低保、特困或残疾成员", requirements=("B094",))
def aided_or_disabled(
    on_dibao: Column, dibao_times: Column, on_tekun: Column, tekun_times: Column, disabled_told: Column
) -> Column:
    """By the register or a list of the year: one yes is enough, one missing statement stops a no."""
    dibao = on_dibao | (dibao_times >= 1).fill_null(False)
    tekun = on_tekun | (tekun_times >= 1).fill_null(False)
    return dibao | tekun | disabled_told


@count("household", label="户内低保、特困或残疾人数", unit="人")
def members_aided(aided_or_disabled: Column) -> Column:
    """Members in dibao or tekun, or disabled."""
    return tally(aided_or_disabled)


@count("household", label="户内是否低保、特困或残疾不明人数", unit="人")
def members_aided_unclear(aided_or_disabled: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(aided_or_disabled)


@choice("household", label="危房改造对象类别", requirements=("B094", "B095"), options=(FOUR, OTHERS))
def housing_class(
    registered: Column, members_aided: Column, members_aided_unclear: Column, household_size: Column
) -> Column:
    """One of the four classes, or another household; not known if no member is clear."""
    unclear = (members_aided_unclear > 0) | (household_size == 0)
    return ibis.cases((registered | (members_aided > 0), FOUR), (~unclear, OTHERS))


@condition("household", label="C、D 级危房", requirements=("B094", "B099"))
def dangerous_house(
    list_house_grade: Column, house_grade: Column, house_dilapidated: Column, renovated: Column, p: Parameters
) -> Column:
    """Graded so by the ledger; without a grade there, by the register and not renovated since."""
    safe = p["housing.safe_grades"]
    # The register's yes or no without a grade cannot tell C or D, but a no is enough.
    stated = ibis.cases(
        (house_grade.isin(safe), False), (house_grade.notin(safe), True), (~house_dilapidated, False)
    )
    return ibis.cases((list_house_grade.notnull(), list_house_grade.notin(safe)), else_=stated & ~renovated)


@amount("household", label="危房改造补助", unit="fen", requirements=("B094", "B095"))
def housing_subsidy(dangerous_house: Column, housing_class: Column, p: Parameters) -> Column:
    """Once for a house, by class; a class without an amount in the year gets nothing."""
    pays = p.fens("housing.subsidy")
    unpaid = ~dangerous_house | housing_class.notin(list(pays))
    return ibis.cases(
        (unpaid, 0), *((dangerous_house & (housing_class == who), pay) for who, pay in pays.items())
    )


@count("area", label="危房改造补助合计", unit="fen", requirements=("B094", "B095"))
def area_housing_subsidy(housing_subsidy: Column) -> Column:
    """What the area's households are entitled to; a household not known counts as nothing."""
    return housing_subsidy.fill_null(0).sum()


@flag(
    "household",
    label="危房尚未完成改造",
    requirements=("B099",),
    source="新平县规划，全面推进农村危房改造行动（当年新增当年改造完成）；疑点规则 HS-08",
    severity="red",
    disagree=("住房鉴定等级（C、D 级）", "农村危房改造台账（没有竣工）"),
    check="到现场看房：已改造的，补竣工日期；未改造的，排定开工和竣工时间，当年完成；鉴定有误的，重新鉴定。",
    closes="危房改造台账有竣工日期，或鉴定等级改为 A、B 级",
    expects=Fraction(10, 100),
    department="县住建局",
    topic="住房",
)
def dangerous_house_open(
    registered: Column,
    list_house_grade: Column,
    house_grade: Column,
    renovated: Column,
    p: Parameters,
) -> Column:
    """Graded C or D by the ledger or the register, and not renovated by the day."""
    grade = list_house_grade.coalesce(house_grade)
    return registered & grade.notin(p["housing.safe_grades"]) & ~renovated
