"""Loans (扶贫小额信贷): is it within the terms, and what is paid towards its interest?

Source: the national policy of micro-credit (at most 50,000 yuan and three years, full interest
aid, not for weddings, building, wealth products or household goods; an overdue loan loses its
aid); 文昌湖规划 (full aid for start-up loans of the poor).

Interest of the year = principal × yearly rate × days in use ÷ days of a year.
"""

from fractions import Fraction
from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition
from liuqing.policy.three_valued import half_up

SOURCE = "国家扶贫小额信贷政策"
MILLION = 1_000_000


def _used_for(use: Column, words: list[str]) -> Column:
    return reduce(or_, [use.contains(word) for word in words])


def of_year(principal: Column, days: Column, ppm: int, year: int) -> Column:
    """A yearly rate (millionths) of the principal for so many days, half up to the fen.

    The rate is reduced to lowest terms: engines divide exactly only as long as products stay small.
    """
    daily = Fraction(ppm, MILLION * year)
    return half_up(principal * days * daily.numerator, daily.denominator)


def _interest(principal: Column, term: Column, days: Column, rates: dict[str, int], year: int) -> Column:
    short, longer = (of_year(principal, days, rates[kind], year) for kind in ("一年以内", "一年以上"))
    return ibis.cases((term <= 366, short), (term > 366, longer))


@condition("person", label="有小额信贷", requirements=("B048",))
def has_loan(loan_fen: Column) -> Column:
    """Something was lent and is not due before the year; not known without the ledger."""
    return loan_fen > 0


@condition("person", label="可申请小额信贷", requirements=("B051",))
def may_borrow(registered: Column, age: Column, labour: Column, p: Parameters) -> Column:
    """A member of the register of the ages stated who has labour."""
    of_age = age.between(p["loans.age_from"], p["loans.age_to"])
    return registered & of_age & labour.isin(p["employment.able_labour"])


@condition("person", label="贷款用于禁止的用途")
def loan_use_forbidden(loan_use: Column, p: Parameters) -> Column:
    """The stated use holds a forbidden word; not known if no use is stated."""
    return _used_for(loan_use, p["loans.forbidden_uses"])


@condition("person", label="贷款符合贴息条件", requirements=("B047",))
def loan_in_terms(
    has_loan: Column,
    loan_term_days: Column,
    loan_overdue: Column,
    loan_use_forbidden: Column,
    p: Parameters,
) -> Column:
    """Within the term, not overdue, for no forbidden use."""
    return has_loan & (loan_term_days <= p["loans.term_days"]) & ~loan_overdue & ~loan_use_forbidden


@amount("person", label="贷款当年利息", unit="fen", requirements=("B041", "B047"))
def loan_interest(
    has_loan: Column, loan_fen: Column, loan_term_days: Column, loan_days: Column, p: Parameters
) -> Column:
    """Interest at the benchmark rate on what was lent; 0 without a loan."""
    rates, year = p.ppms("loans.benchmark_rates"), p["loans.days_a_year"]
    owed = _interest(loan_fen, loan_term_days, loan_days, rates, year)
    return ibis.cases((~has_loan, 0), (has_loan, owed))


@amount("person", label="小额信贷贴息", unit="fen", requirements=("B047",))
def loan_interest_aid(
    registered: Column,
    loan_in_terms: Column,
    loan_fen: Column,
    loan_term_days: Column,
    loan_days: Column,
    p: Parameters,
) -> Column:
    """The aided share of the interest on what lies within the limit; 0 if the terms are not met."""
    limit, rates, year = p.fen("loans.limit"), p.ppms("loans.benchmark_rates"), p["loans.days_a_year"]
    within = ibis.cases((loan_fen > limit, limit), (loan_fen <= limit, loan_fen))
    share = p.ppm("loans.interest_aid_rate")
    aid = half_up(_interest(within, loan_term_days, loan_days, rates, year) * share, MILLION)
    return ibis.cases((~(registered & loan_in_terms), 0), (registered & loan_in_terms, aid))
