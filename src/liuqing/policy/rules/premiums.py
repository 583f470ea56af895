"""Premiums (参保费): what does the government pay for a member's medical insurance, who is covered?

Source: 富源县规划, 健康扶贫 1 (the poor pay no premium); 文昌湖规划, 社会事业 (share insured).
Aid is for the residents' scheme: somebody insured at work needs none, and for somebody insured
nowhere there is nothing to pay for (that is the flag 未参加基本医疗保险).
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, count

SOURCE = "富源县规划，健康扶贫（1.落实基本医疗保障）"


@amount("person", label="参保费资助", unit="fen", requirements=("B077",))
def premium_aid(
    registered: Column, resident_cover: Column, employee_medical: Column, p: Parameters
) -> Column:
    """The aid of the year for a member in the residents' scheme."""
    due = ibis.cases(
        (employee_medical | ~resident_cover, 0),
        (resident_cover & ~employee_medical, p.fen("insurance.premium_aid")),
        else_=ibis.null("int64"),
    )
    return registered.ifelse(due, 0)


@amount("household", label="户内已查清参保人数", unit="人", requirements=("B121",))
def registered_insured(
    registered: Column, household_size: Column, members_uninsured: Column, members_insurance_unclear: Column
) -> Column:
    """Members known to be insured; 0 outside the register."""
    return registered.ifelse(household_size - members_uninsured - members_insurance_unclear, 0)


@count("area", label="在册参保人数", unit="人", requirements=("B077", "B121"))
def insured_people_of_area(registered_insured: Column) -> Column:
    """Members of the register known to be insured."""
    return registered_insured.sum()


@amount(
    "area", label="在册人口参保率", unit="ppm", requirements=("B077", "B121"), source="文昌湖规划，第一章"
)
def insured_share(insured_people_of_area: Column, registered_persons: Column) -> Column:
    """Insured per million members; one of whom it is not known counts as not insured yet."""
    base = registered_persons.nullif(0)
    return (insured_people_of_area * 2_000_000 + base) // (base * 2)
