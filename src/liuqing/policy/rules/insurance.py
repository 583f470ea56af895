"""Insurance (医疗保险、养老保险): is every member covered who should be?

Source: 嵩明县规划, exit standards (everybody in a basic medical insurance); 国发〔2014〕8号,
section 3 (pension: 16 years and older, not at school).

One scheme is enough. The department's list of the year speaks of the residents' scheme only, so
an employees' cover stated by the register stands beside it.
"""

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count
from liuqing.policy.three_valued import tally_no, tally_unknown, witnessed

SOURCE = "嵩明县规划，退出标准；国发〔2014〕8号，三"

PENSION = "国发〔2014〕8号，第三条"


@condition("person", label="参加城乡居民医保")
def resident_cover(resident_medical: Column, list_insured: Column) -> Column:
    """By the register and the insurance list of the year together."""
    return witnessed(resident_medical, list_insured)


@condition("person", label="参加基本医疗保险", requirements=("B011",), source="嵩明县规划，退出标准")
def insured(employee_medical: Column, resident_cover: Column) -> Column:
    """In either scheme."""
    return employee_medical | resident_cover


@count("household", label="未参保人数", unit="人")
def members_uninsured(insured: Column) -> Column:
    """Members in neither scheme."""
    return tally_no(insured)


@count("household", label="参保情况不明人数", unit="人")
def members_insurance_unclear(insured: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(insured)


@condition("person", label="应参加基本养老保险", source=PENSION)
def pension_due(age: Column, school_status: Column, p: Parameters) -> Column:
    """Old enough and at no school; no school stated means at none."""
    return (age >= p["pension.starting_age"]) & school_status.isnull()


@condition("person", label="养老有保障", source=PENSION)
def pension_secured(pension_due: Column, resident_pension: Column, employee_pension: Column) -> Column:
    """Not due, or in either scheme."""
    return ~pension_due | resident_pension | employee_pension


@count("household", label="应参保未参加养老保险人数", unit="人")
def members_without_pension(pension_secured: Column) -> Column:
    """Members who should be in a pension scheme and are not."""
    return tally_no(pension_secured)


@count("household", label="养老参保不明人数", unit="人")
def members_pension_unclear(pension_secured: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(pension_secured)
