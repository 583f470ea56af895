"""The medical bill (医疗费用): what do insurance and medical aid pay of it, one after the other?

Source: 富源县规划, health, items 1 to 3; 勐海县规划, health (five lines of defence, no deductible at
township hospitals); 文昌湖规划, chapter 6 (medical aid).

The lines pay in a fixed order, each from what the one before it left: basic insurance, insurance
against serious illness, medical aid, backstop (``medical_backstop``), temporary aid. Deductibles
and caps are of a person and year, so a line pays the difference between what it owes for all bills
up to this one and what it owed before it. Where the documents of a place leave a line or a level
of hospital open, what the settlement says it paid counts. What is missing makes the line and all
that follow not known, for this bill and for the later ones that depend on it.
"""

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, choice, running
from liuqing.policy.three_valued import half_up, lesser, not_negative

SOURCE = "富源县规划，健康扶贫行动；勐海县规划，二（一）2.分类施策"
AID = "文昌湖规划，第六章第二节（加大民政医疗救助）"
INPATIENT, SPECIAL = "住院", "特殊病门诊"
NEEDIEST, OTHERS = "低保对象、特困人员", "其他救助对象"
WHOLE = 1_000_000


def share(sum_of_money: Column, rate: int) -> Column:
    """A rate in millionths of a sum, half up to the fen."""
    return half_up(sum_of_money * rate, WHOLE)


def settled(stated: Column, most: Column) -> Column:
    """What the settlement says was paid, but not more than there was to pay."""
    return lesser(not_negative(stated), most)


@amount("bill", label="核算用政策范围内费用", unit="fen", requirements=("B075",))
def bill_covered(bill_total_fen: Column, covered_fen: Column) -> Column:
    """Within the policy's range, at most the whole; a negative sum is a reversed entry: not known."""
    right = (bill_total_fen >= 0) & (covered_fen >= 0)
    return ibis.ifelse(right, lesser(covered_fen, bill_total_fen), ibis.null("int64"))


@amount("bill", label="第一道：基本医保", unit="fen", requirements=("B075", "B083", "B084"))
def bill_basic(
    bill_covered: Column, bill_kind: Column, hospital_level: Column, stated_basic_fen: Column, p: Parameters
) -> Column:
    """In hospital the rate of its level above the deductible; outside as settled, unless a rate is stated."""
    rates, special = p.ppms("health.basic_rates"), p.has("health.special_outpatient_rate")
    deductibles = p.fens("health.deductibles") if p.has("health.deductibles") else {}
    as_settled = settled(stated_basic_fen, bill_covered)
    by_level = [
        (hospital_level == level, share(not_negative(bill_covered - deductibles.get(level, 0)), rate))
        for level, rate in rates.items()
    ]
    in_hospital = ibis.cases(*by_level, (hospital_level.notnull(), as_settled), else_=ibis.null("int64"))
    outside = share(bill_covered, p.ppm("health.special_outpatient_rate")) if special else as_settled
    by_kind = ibis.cases(
        (bill_kind == INPATIENT, in_hospital),
        (bill_kind == SPECIAL, outside),
        (bill_kind.notnull(), as_settled),
        else_=ibis.null("int64"),
    )
    return by_kind if rates or special else as_settled


@amount("bill", label="基本医保后剩余（政策范围内）", unit="fen", requirements=("B076",))
def bill_remaining(bill_covered: Column, bill_basic: Column) -> Column:
    """What basic insurance leaves of the cost within the range."""
    return bill_covered - bill_basic


@running(label="此前单据的基本医保后剩余", unit="fen", requirements=("B076",))
def remaining_before(bill_remaining: Column) -> Column:
    """The same of the earlier bills of the year."""
    return bill_remaining


@running(label="此前基本医保不明的单据", unit="张")
def remaining_unclear_before(bill_remaining: Column) -> Column:
    """Earlier bills of which it is not known."""
    return bill_remaining.isnull().cast("int64")


@amount("bill", label="第二道：大病保险", unit="fen", requirements=("B076",))
def bill_serious(
    bill_remaining: Column,
    remaining_before: Column,
    remaining_unclear_before: Column,
    stated_serious_fen: Column,
    p: Parameters,
) -> Column:
    """The rate of what remains of the year above the deductible, up to the cap if one is stated."""
    stated = all([p.has("health.serious_rate"), p.has("health.serious_deductible")])
    capped = p.has("health.serious_cap")
    if not stated:
        return settled(stated_serious_fen, bill_remaining)
    rate, deductible = p.ppm("health.serious_rate"), p.fen("health.serious_deductible")

    def owed(remaining: Column) -> Column:
        paid = share(not_negative(remaining - deductible), rate)
        return lesser(paid, p.fen("health.serious_cap")) if capped else paid

    now = owed(remaining_before + bill_remaining) - owed(remaining_before)
    return ibis.ifelse(remaining_unclear_before == 0, now, ibis.null("int64"))


@amount("bill", label="大病保险后剩余（政策范围内）", unit="fen", requirements=("B085",))
def bill_after_insurance(bill_remaining: Column, bill_serious: Column) -> Column:
    """What both insurances leave of the cost within the range."""
    return bill_remaining - bill_serious


@running(label="此前单据的大病保险后剩余", unit="fen", requirements=("B085",))
def after_insurance_before(bill_after_insurance: Column) -> Column:
    """The same of the earlier bills of the year."""
    return bill_after_insurance


@running(label="此前大病保险不明的单据", unit="张")
def after_insurance_unclear_before(bill_after_insurance: Column) -> Column:
    """Earlier bills of which it is not known."""
    return bill_after_insurance.isnull().cast("int64")


@choice("person", label="医疗救助对象类别", options=(NEEDIEST, OTHERS), requirements=("B085",), source=AID)
def aid_kind(registered: Column, on_dibao: Column, on_tekun: Column) -> Column:
    """On dibao or tekun, else any other member of the register; not known of people outside it."""
    neediest = on_dibao | on_tekun
    return ibis.cases(
        (registered & neediest, NEEDIEST), (registered & ~neediest, OTHERS), else_=ibis.null("string")
    )


@amount("bill", label="第三道：医疗救助", unit="fen", requirements=("B085",), source=AID)
def bill_aid(
    bill_after_insurance: Column,
    after_insurance_before: Column,
    after_insurance_unclear_before: Column,
    aid_kind: Column,
    stated_aid_fen: Column,
    p: Parameters,
) -> Column:
    """The rate of what both insurances leave, without deductible, up to the cap of the kind of person."""
    rates = p.ppms("health.aid_rates") if p.has("health.aid_rates") else {}
    caps = p.fens("health.aid_caps") if p.has("health.aid_caps") else {}
    if not rates:
        return settled(stated_aid_fen, bill_after_insurance)

    def owed(left: Column, kind: str) -> Column:
        paid = share(left, rates[kind])
        return lesser(paid, caps[kind]) if kind in caps else paid

    before, up_to = after_insurance_before, after_insurance_before + bill_after_insurance
    by_kind = [(aid_kind == kind, owed(up_to, kind) - owed(before, kind)) for kind in rates]
    known = ibis.cases(*by_kind, else_=ibis.null("int64"))
    return ibis.ifelse(after_insurance_unclear_before == 0, known, ibis.null("int64"))


@amount("bill", label="第五道：临时医疗救助", unit="fen", source="勐海县规划，二（一）3.全面帮扶")
def bill_temporary(bill_total_fen: Column) -> Column:
    """Decided case by case by a person: no rule gives it, so it is not counted in."""
    return ibis.ifelse(bill_total_fen.notnull(), 0, ibis.null("int64"))


@amount("bill", label="个人应自付", unit="fen", requirements=("B078", "B079", "B080", "B081"))
def bill_self_paid(
    bill_total_fen: Column,
    bill_basic: Column,
    bill_serious: Column,
    bill_aid: Column,
    bill_backstop: Column,
    bill_temporary: Column,
) -> Column:
    """The whole cost less the five lines."""
    return bill_total_fen - bill_basic - bill_serious - bill_aid - bill_backstop - bill_temporary
