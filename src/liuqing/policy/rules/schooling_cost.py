"""Schooling cost (就学负担): is the income above the line once the family has paid for schooling?

Source: 嵩明县规划, exit standards: for households poor because of schooling (因学), what is left after
the schooling of members above junior school must still reach the line. For other households it
is the ordinary income test.

It follows ``income.py``: the least that can be left needs every cost, the most that can be left
counts a cost that nobody stated as nothing, so that a gap stops a yes and need not stop a no.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import has, tally_unknown

SOURCE = "嵩明县规划，（二）6.贫困退出政策标准（扣除就学负担）"


@amount("person", label="高中以上就学负担", unit="fen", requirements=("B010",))
def schooling_burden(school_stage: Column, schooling_cost_fen: Column, p: Parameters) -> Column:
    """What the family pays for a member at senior school or above; 0 for the others."""
    senior = school_stage.isin(p["education.senior_stages"])
    return ibis.cases((senior, schooling_cost_fen), (~senior, 0), else_=ibis.null("int64"))


@count("household", label="已知就学负担", unit="fen", requirements=("B010",))
def schooling_burden_known(schooling_burden: Column) -> Column:
    """The known burdens of the members added up."""
    return schooling_burden.fill_null(0).sum()


@count("household", label="就学负担不明人数", unit="人", requirements=("B010",))
def schooling_burdens_unclear(schooling_burden: Column) -> Column:
    """Members whose stage, or whose cost at that stage, nobody stated."""
    return tally_unknown(schooling_burden)


@amount("household", label="扣除就学负担后人均不低于", unit="fen", requirements=("B010",))
def net_of_schooling_at_least(
    income_known: Column,
    business_expense_fen: Column,
    schooling_burden_known: Column,
    schooling_burdens_unclear: Column,
    household_size: Column,
) -> Column:
    """The least that can be left a member; needs the expense and every burden."""
    left = income_known - business_expense_fen - schooling_burden_known
    return (schooling_burdens_unclear == 0).ifelse(left, ibis.null("int64")) // household_size.nullif(0)


@amount("household", label="扣除就学负担后人均不高于", unit="fen", requirements=("B010",))
def net_of_schooling_at_most(
    income_known: Column,
    income_items_missing: Column,
    business_expense_fen: Column,
    schooling_burden_known: Column,
    household_size: Column,
) -> Column:
    """The most that can be left a member; needs every income item."""
    left = income_known - business_expense_fen.fill_null(0) - schooling_burden_known
    return (income_items_missing == 0).ifelse(left, ibis.null("int64")) // household_size.nullif(0)


@condition("household", label="扣除就学负担后人均纯收入达到退出线", requirements=("B010",))
def exit_income_net_of_schooling(
    causes: Column,
    exit_income: Column,
    net_of_schooling_at_least: Column,
    net_of_schooling_at_most: Column,
    p: Parameters,
) -> Column:
    """Poor because of schooling: the line after its cost. Others: the line as it is.

    If no cause is stated, an answer stands that both tests give: the stricter yes, the milder no.
    """
    line = p.fen("exits.income_line")
    enough = ibis.cases(
        (net_of_schooling_at_least >= line, True),
        (net_of_schooling_at_most < line, False),
        else_=ibis.null("boolean"),
    )
    schooling = has(causes, "因学")
    return ibis.cases(
        (schooling, enough),
        (~schooling, exit_income),
        (enough, True),
        (~exit_income, False),
        else_=ibis.null("boolean"),
    )
