"""The monitored (监测对象): who is being monitored on the day, and was anything done for them?

Source: our own procedures, else the national list of monitored households. It need not be a household
of the register. The list tells months only, so the last day of a month counts, unless a procedure tells
the day; without a procedure and without the list nothing is known.
Measures are those of the year of the day: while the year is too young for them to be in the record,
nobody is asked for one.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import reduce
from operator import or_

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count
from liuqing.policy.tables import MEASURES
from liuqing.policy.three_valued import has, tally, tally_unknown

SOURCE = "防止返贫监测对象信息（识别监测时间、风险消除时间、帮扶措施）"


def month_gone(on: date, months: int) -> date:
    """The latest month (its first day) after whose last day so many months have gone by."""
    after = on + timedelta(days=1)
    number = after.year * 12 + after.month - 2 - months
    return date(number // 12, number % 12 + 1, 1)


def months_gone(on: date, months: int) -> date:
    """The latest day since which so many months have gone by; from 31 August to 28 February are six."""
    number = on.year * 12 + on.month - 1 - months
    year, month = number // 12, number % 12 + 1
    last = monthrange(year, month)[1]
    over = on.day == monthrange(on.year, on.month)[1]
    return date(year, month, last if over else min(on.day, last))


def any_of(codes: Column, words: list[str]) -> Column:
    """Whether joined codes hold one of these."""
    return reduce(or_, (has(codes, word) for word in words))


@condition("household", label="监测风险已消除")
def risk_removed(risk_removed_on: Column, p: Parameters) -> Column:
    """Marked so by the day; no date means no."""
    return (risk_removed_on <= p.on).fill_null(False)


@condition("household", label="监测对象（风险未消除）")
def monitored(monitored_listed: Column, risk_removed: Column) -> Column:
    """In the list, and its risk is not removed."""
    return monitored_listed & ~risk_removed


@condition("household", label="当年有针对性帮扶措施")
def helped(measures: Column, risks: Column, p: Parameters) -> Column:
    """A measure of the year that is not merely what everybody has (insured, at school).

    What everybody has is help only against the risk that it is meant for.
    """
    common = p["flags.common_measures"]
    own = [has(measures, code) for code in MEASURES if code not in common]
    return reduce(or_, own + [has(measures, code) & has(risks, risk) for code, risk in common.items()])


@condition("household", label="识别满规定月数应有帮扶措施")
def help_due(monitored_on: Column, monitored_day: Column, p: Parameters) -> Column:
    """So many months have gone by since it was identified, and since the year began."""
    months = p["flags.measure_months"]
    by_day = (monitored_day <= months_gone(p.on, months)).fill_null(False)
    return (by_day | (monitored_on <= month_gone(p.on, months))) & (p.on.month > months)


@condition("person", label="患大病或慢性病")
def ailing(seriously_ill: Column, chronically_ill: Column) -> Column:
    """By the list of the ill, else by the register."""
    return seriously_ill | chronically_ill


@count("household", label="患病成员", unit="人")
def members_ailing(ailing: Column) -> Column:
    """Members who are ill."""
    return tally(ailing)


@count("household", label="是否患病不明的成员", unit="人")
def members_ailing_unclear(ailing: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(ailing)


@condition("person", label="享受低保、特困、残疾补贴或养老金")
def in_safety_net(aided_or_disabled: Column, pension_times: Column) -> Column:
    """In a list of the year or so stated by the register; without a pension list that says nothing."""
    return aided_or_disabled | (pension_times >= 1).fill_null(False)


@count("household", label="享受兜底保障人数", unit="人")
def members_in_net(in_safety_net: Column) -> Column:
    """Members whom the safety net pays."""
    return tally(in_safety_net)


@count("household", label="是否享受兜底保障不明人数", unit="人")
def members_net_unclear(in_safety_net: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(in_safety_net)
