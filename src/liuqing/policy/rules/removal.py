"""Removal (风险消除): may the risk of this monitored household be marked as removed?

Source: what counties ask of a removal: income steady for half a year or more above the range of
monitoring, large spending met, three guarantees and water firm, monitored for half a year or more,
at least one measure carried out. A whole household without labour is never marked by itself.

What it rests on is the assessment at removal: the four guarantees as an officer found them, and the
income worksheet of twelve months. Without it nothing is known. "Steady for half a year" is read so:
so many of the worksheet's months came after the identification. "Spending met" is read so: the income
stays within the line after what was paid by themselves and no insurer gave back.
"""

from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, verdict
from liuqing.policy.rules.monitored import month_gone, months_gone
from liuqing.policy.tables import MEASURES
from liuqing.policy.three_valued import every, has, not_negative

SOURCE = "防止返贫监测对象风险消除要求（收入持续稳定半年以上、高于监测范围，三保障和饮水巩固，识别半年以上且有帮扶）"


@condition("household", label="识别监测已满规定月数", department="县扶贫办")
def monitored_long(monitored_on: Column, monitored_day: Column, p: Parameters) -> Column:
    """By the day if a procedure tells it; of a list, which tells the month, by the month's end."""
    months = p["monitoring.removal_months"]
    by_day = (monitored_day <= months_gone(p.on, months)).fill_null(False)
    return by_day | (monitored_on <= month_gone(p.on, months))


@condition("household", label="消除时人均纯收入达到监测范围线", department="县扶贫办")
def removal_income(
    removal_net_least_fen: Column, removal_net_most_fen: Column, removal_persons: Column, p: Parameters
) -> Column:
    """Whatever an item that is not known may be; not known while it could be either."""
    line = removal_persons.nullif(0) * p.fen("monitoring.income_line")
    return _reaches(removal_net_least_fen, removal_net_most_fen, line)


@condition("household", label="消除时收入稳定满规定月数", department="县扶贫办")
def removal_income_steady(monitored_on: Column, removal_income_until: Column, p: Parameters) -> Column:
    """So many months of the worksheet lie after the month of the identification."""
    until = removal_income_until.year() * 12 + removal_income_until.month()
    since = monitored_on.year() * 12 + monitored_on.month()
    return until - since >= p["monitoring.stable_months"]


@condition("household", label="消除时合规自付支出已解决", department="县医保局")
def removal_spending_met(
    removal_net_least_fen: Column,
    removal_net_most_fen: Column,
    removal_persons: Column,
    removal_self_paid_fen: Column,
    removal_claims_fen: Column,
    p: Parameters,
) -> Column:
    """The line is reached after it; what insurers gave back counts against it, as far as it is known."""
    line = removal_persons.nullif(0) * p.fen("monitoring.income_line")
    heaviest = not_negative(removal_self_paid_fen - removal_claims_fen.fill_null(0))
    lightest = not_negative(removal_self_paid_fen - removal_claims_fen)
    # Nothing paid is nothing to get back, whether the claims are known or not.
    lightest = ibis.ifelse(removal_self_paid_fen == 0, 0, lightest)
    return _reaches(removal_net_least_fen - heaviest, removal_net_most_fen - lightest, line)


@condition("household", label="消除时无失学辍学", department="县教育局")
def removal_schooling(removal_dropout: Column) -> Column:
    """As the officer found it."""
    return ~removal_dropout


@condition("household", label="消除时住房安全", department="县住建局")
def removal_housing(removal_house_unsafe: Column) -> Column:
    """As the officer found it."""
    return ~removal_house_unsafe


@condition("household", label="消除时饮水安全", department="县水务局")
def removal_water(removal_water_unsafe: Column) -> Column:
    """As the officer found it."""
    return ~removal_water_unsafe


@condition("household", label="消除时全部参加基本医保", department="县医保局")
def removal_medical(removal_uninsured: Column) -> Column:
    """As the officer found it."""
    return ~removal_uninsured


@condition("household", label="识别以来落实过帮扶措施", department="县扶贫办")
def removal_helped(monitored_measures: Column, risks: Column, p: Parameters) -> Column:
    """One at least; what everybody has is help only against the risk that it is meant for."""
    common = p["flags.common_measures"]
    own = [has(monitored_measures, code) for code in MEASURES if code not in common]
    meant = [has(monitored_measures, code) & has(risks, risk) for code, risk in common.items()]
    return reduce(or_, own + meant)


@verdict("household", label="风险消除条件具备", department="县扶贫办")
def removal_ready(
    monitored: Column,
    monitored_long: Column,
    has_labour: Column,
    removal_helped: Column,
    removal_income: Column,
    removal_income_steady: Column,
    removal_spending_met: Column,
    removal_schooling: Column,
    removal_housing: Column,
    removal_water: Column,
    removal_medical: Column,
) -> Column:
    """Every condition holds; one that fails decides, one that is not known leaves it not known."""
    guarantees = [removal_schooling, removal_housing, removal_water, removal_medical]
    money = [removal_income, removal_income_steady, removal_spending_met]
    return every([monitored, monitored_long, has_labour, removal_helped, *money, *guarantees])


def _reaches(least: Column, most: Column, line: Column) -> Column:
    return ibis.cases((least >= line, True), (most < line, False), else_=ibis.null("boolean"))
