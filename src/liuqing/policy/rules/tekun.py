"""Tekun (特困供养): who meets the criteria as far as the record tells, and what is due this year?

Source: 文昌湖规划, chapter 8 section 1: no ability to work, no income, nobody who is able to support
them, for the old, the disabled and those under 16. 富源县规划 and 嵩明县规划 give numbers of persons.

Supporters who live elsewhere are not in the record: a yes means that everything that can be looked
up speaks for it, and somebody has to ask for the rest. Whether somebody lives at home or in a
home (分散供养, 集中供养) is in the list but no fact of the snapshot; the amount is the basic one.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally_no, tally_unknown

SOURCE = "文昌湖规划，第八章第一节（特困人员）"


@condition("person", label="有劳动能力（特困认定）", requirements=("B119",))
def tekun_labour(labour: Column, age: Column, p: Parameters) -> Column:
    """Not under age, and stated with none of the words for no ability."""
    return (age >= p["tekun.minor_age"]) & labour.notin(p["tekun.no_labour"])


@count("household", label="无劳动能力人数（特困认定）", unit="人", requirements=("B119",))
def members_unable(tekun_labour: Column) -> Column:
    """Members without ability to work."""
    return tally_no(tekun_labour)


@count("household", label="劳动能力不明人数（特困认定）", unit="人", requirements=("B119",))
def members_labour_unclear(tekun_labour: Column) -> Column:
    """Members of whom nobody stated it."""
    return tally_unknown(tekun_labour)


@condition("household", label="户内无人有劳动能力（特困认定）", requirements=("B119",))
def nobody_able(members_unable: Column, members_labour_unclear: Column, household_size: Column) -> Column:
    """No member could support the others; one who can decides."""
    return ibis.cases(
        (members_unable + members_labour_unclear < household_size, False),
        (members_labour_unclear > 0, ibis.null("boolean")),
        (household_size > 0, True),
        else_=ibis.null("boolean"),
    )


@condition("household", label="户内无生活来源", requirements=("B119",))
def no_own_income(
    wage_fen: Column,
    business_fen: Column,
    dividend_fen: Column,
    property_other_fen: Column,
    household_size: Column,
    p: Parameters,
) -> Column:
    """What the household earns or owns brings each member less than the dibao standard of the year.

    Transfers do not count, for they are what somebody without income lives on. Expense is not taken
    off: then a yes is safe.
    """
    line = p.fen("dibao.monthly_standard") * 12 * household_size.nullif(0)
    items = [wage_fen, business_fen, dividend_fen, property_other_fen]
    known = sum(item.fill_null(0) for item in items)
    missing = sum(item.isnull().cast("int64") for item in items)
    return ibis.cases(
        (known >= line, False), ((missing == 0) & (known < line), True), else_=ibis.null("boolean")
    )


@condition("person", label="老年、未成年或残疾且无劳动能力", requirements=("B119",))
def tekun_kind(age: Column, tekun_labour: Column, disabled: Column, p: Parameters) -> Column:
    """Old, under age or disabled, and without ability to work."""
    kind = (age >= p["tekun.old_age"]) | (age < p["tekun.minor_age"]) | disabled
    return kind & ~tekun_labour


@condition("person", label="台账可查的特困供养条件均符合", requirements=("B119",))
def tekun_qualified(
    registered: Column, tekun_kind: Column, nobody_able: Column, no_own_income: Column
) -> Column:
    """Every criterion that the record can tell of; supporters elsewhere must still be asked for."""
    return registered & tekun_kind & nobody_able & no_own_income


@condition("person", label="应享特困供养", requirements=("B116", "B119"))
def tekun_due(
    tekun_times: Column, dibao_times: Column, tekun_kind: Column, tekun_qualified: Column
) -> Column:
    """In the list and of the right kind; or qualified by the record and not on dibao instead."""
    return ((tekun_times > 0) & tekun_kind) | (tekun_qualified & ~(dibao_times > 0))


@amount("person", label="当年应发特困供养金", unit="fen", requirements=("B116",))
def tekun_amount(registered: Column, tekun_due: Column, last_month_due: Column, p: Parameters) -> Column:
    """The monthly standard for the months of the year up to the day."""
    due = ibis.cases(
        (tekun_due, last_month_due * p.fen("tekun.monthly_standard")),
        (~tekun_due, 0),
        else_=ibis.null("int64"),
    )
    return registered.ifelse(due, 0)


@condition("person", label="特困供养人员")
def receives_tekun(on_tekun: Column) -> Column:
    """The register says that this member is supported as tekun."""
    return on_tekun


@count("household", label="特困供养人数", unit="人", requirements=("B116",))
def tekun_members(receives_tekun: Column) -> Column:
    """Members whom the register says to be supported."""
    return receives_tekun.fill_null(False).cast("int64").sum()
