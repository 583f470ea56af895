"""Income tiers (低保边缘、低收入): where does a household stand between dibao and twice dibao?

Source: 文昌湖规划, chapter 6 section 2: between 100 % and 150 % of the standard is 低保边缘, between 150 %
and 200 % is 低收入. The plan does not say to which tier 150 % itself belongs: here to the lower,
which gets more help. Income is the net income of the register per member and year.
"""

from ibis import cases, null

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, choice, condition

SOURCE = "文昌湖规划，第六章第二节（医疗救助对象）"


@choice(
    "household",
    label="低收入分档",
    options=("低保标准以下", "低保边缘", "低收入", "高于低收入"),
    requirements=("B086",),
)
def income_tier(
    income_per_person: Column, income_at_least: Column, income_at_most: Column, p: Parameters
) -> Column:
    """The tier of the income; without the income known only where every gap leads to one tier."""
    year = p.fen("dibao.monthly_standard") * 12
    edges = p.ppms("dibao.income_tiers")
    edge = year * edges["低保边缘"] // 1_000_000
    low = year * edges["低收入"] // 1_000_000
    return cases(
        (income_at_most < year, "低保标准以下"),
        (income_at_least > low, "高于低收入"),
        (income_per_person < year, "低保标准以下"),
        (income_per_person <= edge, "低保边缘"),
        (income_per_person <= low, "低收入"),
        else_=null("string"),
    )


@condition("person", label="低收入家庭中的老年人、未成年人或重度残疾人", requirements=("B085", "B086"))
def low_income_vulnerable(
    income_tier: Column, age: Column, severely_disabled: Column, p: Parameters
) -> Column:
    """Of a low-income household, and old, a child or severely disabled."""
    ages = p["dibao.vulnerable_ages"]
    old_or_young = (age >= ages["老年人"]) | (age < ages["未成年人"])
    return (income_tier == "低收入") & (old_or_young | severely_disabled)
