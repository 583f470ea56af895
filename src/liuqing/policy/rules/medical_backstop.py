"""The backstop (兜底保障): what does the government add when insurance and aid leave too much?

Source: 嵩明县规划, health item 3 (top up to 90 %); 勐海县规划 and 新平县规划 (own share of a stay in
hospital within 10 %); 富源县规划, 新平县规划, 嵩明县规划: what a person pays in a year for treatment
that keeps to the rules of referral stays below the rural income per head, of which the three name
three different bases (the county's of the year before, the city's, the county's of the same year).

Only bills by referral count towards the ceiling and profit from it. Whether the 90 % is of the
whole cost or of the cost within the range is the number ``health.backstop_base``. A ceiling whose
income nobody has stated is at least the poverty line: bills below that are known all the same.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, running
from liuqing.policy.rules.medical_bill import INPATIENT, settled, share
from liuqing.policy.three_valued import lesser, not_negative

SOURCE = "嵩明县规划，（五）健康扶贫工程；富源县规划，健康扶贫行动（3.实施医疗救助）"
WHOLE_COST = "总费用"
NOTHING = ibis.null("int64")


@amount("person", label="年度自付封顶线", unit="fen", requirements=("B078", "B079", "B080"))
def self_pay_ceiling(registered: Column, p: Parameters) -> Column:
    """The rural income of the area and year that the place names; not known if nobody has stated it."""
    base, incomes = p["health.ceiling_base"], p.fens("health.rural_income")
    income = incomes.get(f"{base['地区']}{p.on.year + base['年份差']}")
    return ibis.ifelse(registered, NOTHING if income is None else income, NOTHING)


@amount("bill", label="兜底前个人负担", unit="fen", requirements=("B078", "B082"))
def bill_own(
    bill_total_fen: Column,
    bill_covered: Column,
    bill_basic: Column,
    bill_serious: Column,
    bill_aid: Column,
    p: Parameters,
) -> Column:
    """What insurance and aid leave of the cost that the backstop looks at."""
    whole = p["health.backstop_base"] == WHOLE_COST
    return (bill_total_fen if whole else bill_covered) - bill_basic - bill_serious - bill_aid


@amount("bill", label="兜底补足到规定报销比例", unit="fen", requirements=("B081", "B082"))
def bill_topup(
    bill_own: Column,
    bill_basic: Column,
    bill_serious: Column,
    bill_aid: Column,
    bill_kind: Column,
    p: Parameters,
) -> Column:
    """What is missing to the rate of a stay in hospital; nothing outside hospital or without such a rate."""
    if not p.has("health.backstop_ratio"):
        return ibis.ifelse(bill_own.notnull(), 0, NOTHING)
    paid = bill_basic + bill_serious + bill_aid
    missing = not_negative(share(bill_own + paid, p.ppm("health.backstop_ratio")) - paid)
    return ibis.cases((bill_kind == INPATIENT, missing), (bill_kind.notnull(), 0), else_=NOTHING)


@running(label="此前按规定转诊单据的个人负担", unit="fen", requirements=("B078",))
def own_before(bill_own: Column, bill_topup: Column, referred: Column) -> Column:
    """What earlier bills by referral left to the person after the top-up, the ceiling apart."""
    return ibis.ifelse(referred, bill_own - bill_topup, 0)


@running(label="此前可能按规定转诊单据的个人负担", unit="fen")
def own_before_at_most(bill_own: Column, bill_topup: Column, referred: Column) -> Column:
    """The same with the bills of which the referral is not known."""
    return ibis.ifelse(~referred, 0, bill_own - bill_topup)


@running(label="此前个人负担不明的单据", unit="张")
def own_unclear_before(bill_own: Column, bill_topup: Column, referred: Column) -> Column:
    """Earlier bills, by referral or perhaps, of which it is not known."""
    return ((bill_own - bill_topup).isnull() & ~(~referred).fill_null(False)).cast("int64")


@amount("bill", label="第四道：兜底保障", unit="fen", requirements=("B078", "B079", "B080", "B082"))
def bill_backstop(
    bill_own: Column,
    bill_topup: Column,
    referred: Column,
    own_before: Column,
    own_before_at_most: Column,
    own_unclear_before: Column,
    self_pay_ceiling: Column,
    stated_backstop_fen: Column,
    p: Parameters,
) -> Column:
    """The larger of the top-up and what exceeds the ceiling of the year; nothing without referral.

    Where the earlier bills or the ceiling are not known for certain, the least and the most that
    it can be are worked out, and it is known if they are the same.
    """
    ratio, ceiling, line = (
        p.has("health.backstop_ratio"),
        p.has("health.ceiling_base"),
        p.has("exits.income_line"),
    )
    if not ratio and not ceiling:
        return settled(stated_backstop_fen, bill_own)
    own = bill_own - bill_topup

    def kept(before: Column, most: Column) -> Column:
        """What stays with the person of this bill."""
        return lesser(before + own, most) - lesser(before, most)

    at_most = at_least = bill_topup
    if ceiling:
        floor = self_pay_ceiling.fill_null(p.fen("exits.income_line") if line else 0)
        certain = own_unclear_before == 0
        at_most = bill_own - ibis.ifelse(certain, kept(own_before_at_most, floor), 0)
        at_least = ibis.ifelse(
            self_pay_ceiling.notnull(), bill_own - kept(own_before, self_pay_ceiling), bill_topup
        )
    return ibis.cases(
        (~referred, 0),
        (at_most == 0, 0),
        (referred & (at_least == at_most), at_most),
        else_=NOTHING,
    )
