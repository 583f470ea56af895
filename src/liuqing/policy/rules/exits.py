"""Exits (退出): does this household meet every condition for leaving the list?

Source: 富源县规划 names six household criteria (户脱贫6条) without their text; their content is
that of 嵩明县规划, exit standards. Which conditions a place counts, and in which order, is its
parameter ``exits.household_criteria``.

Where a fact is missing the answer is NULL, not false: somebody must go and ask. A missing fact
never speaks for an exit. What is left after schooling is in ``schooling_cost.py``, what a family owes
for its house in ``building_debt.py``.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, verdict
from liuqing.policy.three_valued import every, nobody

STANDARDS = "嵩明县规划，退出标准"


@condition("household", label="人均纯收入达到退出线", requirements=("B009", "B014"), source=STANDARDS)
def exit_income(income_at_least: Column, income_at_most: Column, p: Parameters) -> Column:
    """Reaches the line of the day whatever the missing items are."""
    line = p.fen("exits.income_line")
    return ibis.cases(
        (income_at_least >= line, True), (income_at_most < line, False), else_=ibis.null("boolean")
    )


@condition("household", label="不愁吃", requirements=("B011",), source=STANDARDS)
def exit_food(food_secure: Column) -> Column:
    """Staple food is secure."""
    return food_secure


@condition("household", label="不愁穿", requirements=("B011",), source=STANDARDS)
def exit_clothing(clothing_secure: Column) -> Column:
    """Clothing for four seasons."""
    return clothing_secure


@condition("household", label="义务教育有保障（无辍学）", requirements=("B013",), source=STANDARDS)
def exit_schooling(
    children_out_of_school: Column, children_unclear: Column, household_size: Column
) -> Column:
    """No child of compulsory age is out of school."""
    return nobody(children_out_of_school, children_unclear, household_size)


@condition("household", label="基本医疗有保障（全员参保）", requirements=("B013",), source=STANDARDS)
def exit_medical(
    members_uninsured: Column, members_insurance_unclear: Column, household_size: Column
) -> Column:
    """Every member is in a basic medical insurance."""
    return nobody(members_uninsured, members_insurance_unclear, household_size)


@condition("household", label="住房安全有保障（A、B 级）", requirements=("B012",), source=STANDARDS)
def exit_housing(house_grade: Column, house_dilapidated: Column, p: Parameters) -> Column:
    """No C or D grade: either statement against it decides; either for it is enough."""
    safe = house_grade.isin(p["housing.safe_grades"])
    return ibis.cases(
        (~safe | house_dilapidated, False), (safe | ~house_dilapidated, True), else_=ibis.null("boolean")
    )


@condition("household", label="饮水安全有保障", requirements=("B011",), source=STANDARDS)
def exit_water(water_safe: Column) -> Column:
    """Drinking water up to the standard."""
    return water_safe


@condition(
    "household", label="社会养老有保障", requirements=("B013",), source="富源县规划，（一）脱贫攻坚成效"
)
def exit_pension(
    members_without_pension: Column, members_pension_unclear: Column, household_size: Column
) -> Column:
    """Every member who should be is in a pension scheme."""
    return nobody(members_without_pension, members_pension_unclear, household_size)


@condition("household", label="资金项目帮扶到户", requirements=("B013",), source="富源县规划，户脱贫6条")
def exit_support(measure_count: Column, receipt_count: Column) -> Column:
    """At least one measure or payment has reached the household."""
    return (measure_count >= 1) | (receipt_count >= 1)


@verdict(
    "household",
    label="达到脱贫退出标准",
    requirements=("B009", "B010", "B011", "B012", "B013"),
    source="富源县规划，户脱贫6条",
)
def exits(
    registered: Column,
    exit_income: Column,
    exit_income_net_of_schooling: Column,
    exit_food: Column,
    exit_clothing: Column,
    exit_schooling: Column,
    exit_medical: Column,
    exit_housing: Column,
    exit_building_debt: Column,
    exit_water: Column,
    exit_pension: Column,
    exit_support: Column,
    p: Parameters,
) -> Column:
    """In the register and every criterion of the place holds."""
    conditions = {
        "exit_income": exit_income,
        "exit_income_net_of_schooling": exit_income_net_of_schooling,
        "exit_food": exit_food,
        "exit_clothing": exit_clothing,
        "exit_schooling": exit_schooling,
        "exit_medical": exit_medical,
        "exit_housing": exit_housing,
        "exit_building_debt": exit_building_debt,
        "exit_water": exit_water,
        "exit_pension": exit_pension,
        "exit_support": exit_support,
    }
    return every([registered, *(conditions[name] for name in p["exits.household_criteria"])])
