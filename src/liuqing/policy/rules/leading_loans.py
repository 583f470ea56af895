"""Loans that lead the poor (带动贷款): what is paid towards the interest of those who lead?

Source: 勐海县规划, industry (about half of the interest, by the number of households led); 文昌湖规划,
policy support (3 % a year).

That an entity leads the poor is what the stated use of a loan says; the borrower is who signed for
it and need not be in the register. How the share depends on the number of households led 勐海县规划
does not state: its share is used as it is.
"""

from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition
from liuqing.policy.rules.loans import MILLION, of_year
from liuqing.policy.three_valued import half_up

SOURCE = "勐海县规划，（一）全力推进产业脱贫行动；文昌湖规划，三、统筹财税配套政策"


@condition("person", label="带动贫困户的经营主体贷款", requirements=("B041", "B046"))
def leading_loan(has_loan: Column, loan_use: Column, p: Parameters) -> Column:
    """A loan whose stated use is to lead poor households, whoever signed it."""
    return has_loan & reduce(or_, [loan_use.contains(word) for word in p["loans.leading_uses"]])


@amount(
    "person",
    label="带动贫困户贷款按利息贴息",
    unit="fen",
    requirements=("B041",),
    source="勐海县规划，（一）全力推进产业脱贫行动",
)
def leading_interest_aid(leading_loan: Column, loan_interest: Column, p: Parameters) -> Column:
    """The aided share of the interest; how it depends on the number of households no plan states."""
    aid = half_up(loan_interest * p.ppm("loans.leading_interest_share"), MILLION)
    return ibis.cases((~leading_loan, 0), (leading_loan, aid))


@amount(
    "person",
    label="带动贫困人口贷款按本金贴息",
    unit="fen",
    requirements=("B046",),
    source="文昌湖规划，三、统筹财税配套政策",
)
def leading_points_aid(leading_loan: Column, loan_fen: Column, loan_days: Column, p: Parameters) -> Column:
    """A yearly percentage of the principal for the days in use."""
    aid = of_year(loan_fen, loan_days, p.ppm("loans.leading_points"), p["loans.days_a_year"])
    return ibis.cases((~leading_loan, 0), (leading_loan, aid))
