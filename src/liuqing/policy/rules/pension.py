"""Pension (城乡居民养老金): who is old enough, and how much is due this year?

Source: 富源县规划, 脱贫攻坚成效 (60 and older, paid in full and in time); 文昌湖规划, chapter 8 section 3
(severely disabled people five years earlier). Due is the basic pension of the place from the month
after the birthday; what somebody saved comes on top and is in no list.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition

SOURCE = "富源县规划，（一）脱贫攻坚成效；文昌湖规划，第八章第三节"


@amount("person", label="养老金领取年龄", unit="岁", requirements=("B117", "B118"))
def pension_age(severely_disabled: Column, p: Parameters) -> Column:
    """The age from which it is paid; lower for severely disabled people where the place says so.

    Only where it does is a missing list of disabled people a gap.
    """
    usual = p["pension.payment_age"]
    early = usual - p["pension.early_years"]
    if early == usual:
        return ibis.literal(usual, "int64")
    return ibis.cases((severely_disabled, early), (~severely_disabled, usual), else_=ibis.null("int64"))


@condition("person", label="达到养老金领取年龄", requirements=("B117", "B118"))
def pension_age_reached(age: Column, pension_age: Column, p: Parameters) -> Column:
    """Old enough on the day, also if it is not known whether an earlier age counts."""
    return (age >= p["pension.payment_age"]) | (age >= pension_age)


@amount("person", label="当年应发养老金月数", unit="月", requirements=("B117",))
def pension_months(birth: Column, pension_age: Column, last_month_due: Column, p: Parameters) -> Column:
    """Months of the year from the one after the birthday to the day.

    Who is old enough at either age, or too young for both, needs no word on disability.
    """
    usual = p["pension.payment_age"]
    early = usual - p["pension.early_years"]

    def since(age: Column) -> Column:
        before = (p.on.year - birth.year() - age) * 12 - birth.month()
        start = before + last_month_due
        return ibis.cases((start < 0, 0), (before > 0, last_month_due), else_=start)

    return ibis.ifelse(since(usual) == since(early), since(usual), since(pension_age))


@amount("person", label="当年应发城乡居民养老金", unit="fen", requirements=("B117", "B118"))
def pension_due_amount(
    registered: Column,
    resident_pension: Column,
    employee_pension: Column,
    pension_months: Column,
    p: Parameters,
) -> Column:
    """The basic pension for the months of the year; 0 for those in the employees' scheme or in none."""
    due = ibis.cases(
        (pension_months == 0, 0),
        (employee_pension | ~resident_pension, 0),
        (resident_pension & ~employee_pension, pension_months * p.fen("pension.basic_monthly")),
        else_=ibis.null("int64"),
    )
    return registered.ifelse(due, 0)
