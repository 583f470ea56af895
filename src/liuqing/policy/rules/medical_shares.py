"""Shares of the bill (自付比例、补偿比例): do the year's bills keep to the rates that are promised?

Source: 新平县规划 and 勐海县规划, health (own share of stays in hospital within 10 %); 嵩明县规划,
standards of exit (85 % for special outpatient diseases, 90 % for stays by referral).

Judged by what was really paid, over a person's bills of the year together. Without such a bill there
is nothing to judge, and a bill with a blank sum makes the share not known.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.rules.medical_bill import INPATIENT, SPECIAL
from liuqing.policy.three_valued import tally_unknown

SOURCE = "新平县规划，健康扶贫巩固提升行动；嵩明县规划，（二）6.贫困退出政策标准"


def _of(kind: Column, wanted: str, sum_of_money: Column) -> Column:
    """The sum of a bill of that kind, 0 of another; not known if the bill's kind is not."""
    return ibis.cases((kind == wanted, sum_of_money), (kind.notnull(), 0), else_=ibis.null("int64"))


@count("person", label="住院总费用", unit="fen", requirements=("B081",))
def inpatient_total(bill_kind: Column, bill_total_fen: Column) -> Column:
    """The whole cost of the year's stays in hospital."""
    return _of(bill_kind, INPATIENT, bill_total_fen).sum()


@count("person", label="住院个人实际自付", unit="fen", requirements=("B081",))
def inpatient_paid_out(bill_kind: Column, stated_self_paid_fen: Column) -> Column:
    """What the person paid of them."""
    return _of(bill_kind, INPATIENT, stated_self_paid_fen).sum()


@count("person", label="住院费用不明的单据", unit="张")
def inpatient_unclear(bill_kind: Column, bill_total_fen: Column, stated_self_paid_fen: Column) -> Column:
    """Bills of which kind, whole cost or own payment is blank."""
    return tally_unknown(_of(bill_kind, INPATIENT, bill_total_fen + stated_self_paid_fen))


@amount("person", label="住院自付比例", unit="ppm", requirements=("B081",))
def inpatient_own_share(
    inpatient_paid_out: Column, inpatient_total: Column, inpatient_unclear: Column
) -> Column:
    """Own payment per million of the whole cost, half up."""
    base = ibis.ifelse(inpatient_unclear == 0, inpatient_total, ibis.null("int64")).nullif(0)
    return (inpatient_paid_out * 2_000_000 + base) // (base * 2)


@condition("person", label="住院自付比例在规定以内", requirements=("B081",))
def inpatient_own_share_kept(
    inpatient_paid_out: Column, inpatient_total: Column, inpatient_unclear: Column, p: Parameters
) -> Column:
    """The own share of the year's stays is at most the limit."""
    base = ibis.ifelse(inpatient_unclear == 0, inpatient_total, ibis.null("int64")).nullif(0)
    return inpatient_paid_out * 1_000_000 <= base * p.ppm("health.inpatient_self_pay_limit")


@count("person", label="转诊住院总费用", unit="fen", requirements=("B083",))
def referred_total(bill_kind: Column, referred: Column, bill_total_fen: Column) -> Column:
    """The whole cost of the year's stays by the rules of referral."""
    return ibis.ifelse(referred, _of(bill_kind, INPATIENT, bill_total_fen), 0).sum()


@count("person", label="转诊住院个人实际自付", unit="fen", requirements=("B083",))
def referred_paid_out(bill_kind: Column, referred: Column, stated_self_paid_fen: Column) -> Column:
    """What the person paid of them."""
    return ibis.ifelse(referred, _of(bill_kind, INPATIENT, stated_self_paid_fen), 0).sum()


@count("person", label="转诊情况或费用不明的住院单据", unit="张")
def referred_unclear(
    bill_kind: Column, referred: Column, bill_total_fen: Column, stated_self_paid_fen: Column
) -> Column:
    """Bills, perhaps of such a stay, of which something is blank."""
    sums = _of(bill_kind, INPATIENT, bill_total_fen + stated_self_paid_fen)
    perhaps = (bill_kind == INPATIENT).fill_null(True) & referred.fill_null(True)
    return (perhaps & (sums.isnull() | referred.isnull())).cast("int64").sum()


@condition("person", label="转诊住院实际补偿达到规定", requirements=("B083",))
def inpatient_compensated(
    referred_paid_out: Column, referred_total: Column, referred_unclear: Column, p: Parameters
) -> Column:
    """All lines together paid at least the share of the whole cost of stays by referral."""
    base = ibis.ifelse(referred_unclear == 0, referred_total, ibis.null("int64")).nullif(0)
    return (base - referred_paid_out) * 1_000_000 >= base * p.ppm("health.inpatient_compensation")


@count("person", label="特殊病门诊政策范围内费用", unit="fen", requirements=("B083",))
def special_covered(bill_kind: Column, covered_fen: Column) -> Column:
    """The cost within the range of the year's outpatient bills for special diseases."""
    return _of(bill_kind, SPECIAL, covered_fen).sum()


@count("person", label="特殊病门诊基本医保支付", unit="fen", requirements=("B083",))
def special_paid(bill_kind: Column, stated_basic_fen: Column) -> Column:
    """What basic insurance paid of it."""
    return _of(bill_kind, SPECIAL, stated_basic_fen).sum()


@count("person", label="特殊病门诊费用不明的单据", unit="张")
def special_unclear(bill_kind: Column, covered_fen: Column, stated_basic_fen: Column) -> Column:
    """Bills of which kind, cost or payment is blank."""
    return tally_unknown(_of(bill_kind, SPECIAL, covered_fen + stated_basic_fen))


@condition("person", label="特殊病门诊报销达到规定", requirements=("B083",))
def special_compensated(
    special_paid: Column, special_covered: Column, special_unclear: Column, p: Parameters
) -> Column:
    """Basic insurance paid at least the rate of the cost within the range."""
    base = ibis.ifelse(special_unclear == 0, special_covered, ibis.null("int64")).nullif(0)
    return special_paid * 1_000_000 >= base * p.ppm("health.special_outpatient_rate")
