"""Loan access (获贷率): how many households have a loan, how much on average, of those who could?

Source: 富源县规划, 政策支撑 (a larger share of the households that qualify); 嵩明县规划, industry
(127 households, 4.68 million yuan).

Who wants a loan is no fact of the record: the share is of the households that qualify, because
somebody in them may borrow or has borrowed.
"""

import ibis

from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import nobody, tally, tally_unknown

SOURCE = "富源县规划，政策支撑（加大金融扶贫支持力度）"


@count("household", label="户内贷款人数", unit="人", requirements=("B048",))
def borrowers(has_loan: Column) -> Column:
    """Members with a loan."""
    return tally(has_loan)


@count("household", label="户内有无贷款不明人数", unit="人")
def borrowers_unclear(has_loan: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(has_loan)


@count("household", label="户小额信贷金额", unit="fen", requirements=("B048",))
def household_loan(loan_fen: Column) -> Column:
    """What was lent to the members; what is not known counts as nothing."""
    return loan_fen.fill_null(0).sum()


@condition("household", label="获得小额信贷户", requirements=("B048", "B051"))
def loan_household(
    registered: Column, borrowers: Column, borrowers_unclear: Column, household_size: Column
) -> Column:
    """A household of the register of which somebody has a loan."""
    return registered & ~nobody(borrowers, borrowers_unclear, household_size)


@count("household", label="可申请小额信贷人数", unit="人", requirements=("B051",))
def possible_borrowers(may_borrow: Column) -> Column:
    """Members who may borrow."""
    return tally(may_borrow)


@count("household", label="可否申请小额信贷不明人数", unit="人")
def possible_borrowers_unclear(may_borrow: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(may_borrow)


@amount("household", label="获贷户贷款", unit="fen", requirements=("B048",))
def loan_of_household(loan_household: Column, household_loan: Column) -> Column:
    """What was lent to a household of the register; 0 to one without a loan."""
    return ibis.cases((loan_household, household_loan), (~loan_household, 0))


@condition("household", label="符合小额信贷条件户", requirements=("B051",))
def may_borrow_household(
    registered: Column,
    borrowers: Column,
    possible_borrowers: Column,
    possible_borrowers_unclear: Column,
    household_size: Column,
) -> Column:
    """Somebody may borrow or has borrowed."""
    possible = ~nobody(possible_borrowers, possible_borrowers_unclear, household_size)
    return registered & ((borrowers > 0) | possible)


@count("area", label="获贷户数", unit="户", requirements=("B048", "B050"))
def loan_households(loan_household: Column) -> Column:
    """Households with a loan."""
    return tally(loan_household)


@count("area", label="小额信贷金额合计", unit="fen", requirements=("B048", "B049"))
def area_loans(loan_of_household: Column) -> Column:
    """What was lent to them; a household not known counts as nothing."""
    return loan_of_household.fill_null(0).sum()


@amount("area", label="户均小额信贷", unit="fen", requirements=("B048",))
def mean_loan(area_loans: Column, loan_households: Column) -> Column:
    """Lent on average to a household with a loan, half up to the fen; not known without one."""
    households = loan_households.nullif(0)
    return (area_loans * 2 + households) // (households * 2)


@count("area", label="符合小额信贷条件户数", unit="户", requirements=("B051",))
def may_borrow_households(may_borrow_household: Column) -> Column:
    """Households that qualify."""
    return tally(may_borrow_household)


@amount("area", label="建档立卡户获贷率", unit="ppm", requirements=("B051",))
def loan_access_rate(loan_households: Column, may_borrow_households: Column) -> Column:
    """Households with a loan among those that qualify, half up; not known where none does."""
    base = may_borrow_households.nullif(0)
    return (loan_households * 2_000_000 + base) // (base * 2)
