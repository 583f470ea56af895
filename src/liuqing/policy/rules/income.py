"""Income (收入): what is the household's net income per member and year?

Source: the national income form: wages + business + property + transfers − business expense,
divided by the members in force (全国扶贫开发信息系统，户收入 AAC071–AAC093). Totals that a list
states are not used; they are computed again from the items.

A missing item makes the net income not known. It need not make the *comparison* with a line
unknown: every item is a gross sum and never negative, so what is known is a lower bound if the
expense is known, and an upper bound if only the expense is missing. A yes that no missing item
could turn into a no is a yes from known facts alone; it matters because lists leave items blank
that a household does not have. A quotient is rounded down to the fen: then comparing it with a
line of whole fen equals the exact comparison, and nobody is rounded over a line.
"""

from ibis import ifelse, null

from liuqing.policy.rule import Column, amount

FORM = "全国扶贫开发信息系统，户收入（AAC071–AAC093）"


def _sum(items: list[Column]) -> Column:
    total = items[0].fill_null(0)
    for item in items[1:]:
        total = total + item.fill_null(0)
    return total


@amount("household", label="已知收入合计", unit="fen", source=FORM)
def income_known(
    wage_fen: Column,
    business_fen: Column,
    dividend_fen: Column,
    property_other_fen: Column,
    transfer_family_planning_fen: Column,
    transfer_dibao_fen: Column,
    transfer_tekun_fen: Column,
    transfer_pension_fen: Column,
    transfer_eco_fen: Column,
    transfer_other_fen: Column,
) -> Column:
    """The income items that are known, added up."""
    return _sum(
        [
            wage_fen,
            business_fen,
            dividend_fen,
            property_other_fen,
            transfer_family_planning_fen,
            transfer_dibao_fen,
            transfer_tekun_fen,
            transfer_pension_fen,
            transfer_eco_fen,
            transfer_other_fen,
        ]
    )


@amount("household", label="未填的收入项", unit="项", source=FORM)
def income_items_missing(
    wage_fen: Column,
    business_fen: Column,
    dividend_fen: Column,
    property_other_fen: Column,
    transfer_family_planning_fen: Column,
    transfer_dibao_fen: Column,
    transfer_tekun_fen: Column,
    transfer_pension_fen: Column,
    transfer_eco_fen: Column,
    transfer_other_fen: Column,
) -> Column:
    """How many of the ten income items nobody has stated."""
    items = [
        wage_fen,
        business_fen,
        dividend_fen,
        property_other_fen,
        transfer_family_planning_fen,
        transfer_dibao_fen,
        transfer_tekun_fen,
        transfer_pension_fen,
        transfer_eco_fen,
        transfer_other_fen,
    ]
    return sum(item.isnull().cast("int64") for item in items)


@amount("household", label="年纯收入", unit="fen", requirements=("B009",), source=FORM)
def net_income(income_known: Column, income_items_missing: Column, business_expense_fen: Column) -> Column:
    """Income less business expense; not known if any item is missing."""
    return ifelse(income_items_missing == 0, income_known - business_expense_fen, null("int64"))


@amount("household", label="年人均纯收入", unit="fen", requirements=("B009",), source=FORM)
def income_per_person(net_income: Column, household_size: Column) -> Column:
    """Net income per member, rounded down to the fen; not known without members."""
    return net_income // household_size.nullif(0)


@amount("household", label="年人均纯收入不低于", unit="fen", source=FORM)
def income_at_least(income_known: Column, business_expense_fen: Column, household_size: Column) -> Column:
    """The least that it can be, missing items counted as nothing; needs the expense."""
    return (income_known - business_expense_fen) // household_size.nullif(0)


@amount("household", label="年人均纯收入不高于", unit="fen", source=FORM)
def income_at_most(
    income_known: Column, income_items_missing: Column, business_expense_fen: Column, household_size: Column
) -> Column:
    """The most that it can be, a missing expense counted as nothing; needs every income item."""
    most = income_known - business_expense_fen.fill_null(0)
    return ifelse(income_items_missing == 0, most, null("int64")) // household_size.nullif(0)
