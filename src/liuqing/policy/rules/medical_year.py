"""The medical year (年度医疗费用): what did a member's bills of the year come to, and who paid?

Source: 富源县规划 and 新平县规划, health (what a person pays in a year); 嵩明县规划, health (what is
not paid is topped up).

Sums of a year's bills up to the day. A member without a settled bill had none: 0. One bill of which
a part is not known makes the sum not known; what the person really paid is the settlement's own
figure, and where it is missing the figure by the rules.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, count, flag
from liuqing.policy.three_valued import tally_unknown

SOURCE = "富源县规划，健康扶贫行动；嵩明县规划，（五）健康扶贫工程"


def _if_clear(unclear: Column, total: Column) -> Column:
    return ibis.ifelse(unclear == 0, total, ibis.null("int64"))


@count("person", label="当年医疗总费用", unit="fen", requirements=("B078",))
def medical_total(bill_total_fen: Column) -> Column:
    """The whole cost of the year's bills; a bill without a total counts as nothing."""
    return bill_total_fen.sum()


@count("person", label="核算不清的单据", unit="张")
def medical_bills_unclear(bill_self_paid: Column) -> Column:
    """Bills of the year of which one of the lines is not known."""
    return tally_unknown(bill_self_paid)


@count("person", label="个人应自付（已知单据）", unit="fen")
def medical_self_paid_known(bill_self_paid: Column) -> Column:
    """By the rules, of the bills of which it is known."""
    return bill_self_paid.sum()


@amount("person", label="当年个人应自付", unit="fen", requirements=("B078", "B079", "B080"))
def medical_self_paid(medical_self_paid_known: Column, medical_bills_unclear: Column) -> Column:
    """What the rules leave to the person."""
    return _if_clear(medical_bills_unclear, medical_self_paid_known)


@count("person", label="个人实际自付（已知单据）", unit="fen")
def medical_paid_out_known(stated_self_paid_fen: Column, bill_self_paid: Column) -> Column:
    """What the person paid by the settlements, or else by the rules."""
    return stated_self_paid_fen.fill_null(bill_self_paid).sum()


@count("person", label="个人实际自付不明的单据", unit="张")
def medical_paid_out_unclear(stated_self_paid_fen: Column, bill_self_paid: Column) -> Column:
    """Bills of which it is not known."""
    return tally_unknown(stated_self_paid_fen.fill_null(bill_self_paid))


@count("person", label="应得救助和兜底（已知单据）", unit="fen")
def medical_relief_known(bill_aid: Column, bill_backstop: Column) -> Column:
    """Medical aid and backstop by the rules, of the bills of which both are known."""
    return (bill_aid + bill_backstop).sum()


@count("person", label="救助和兜底不明的单据", unit="张")
def medical_relief_unclear(bill_aid: Column, bill_backstop: Column) -> Column:
    """Bills of which one of the two is not known."""
    return tally_unknown(bill_aid + bill_backstop)


@amount("person", label="医疗救助和兜底应得", unit="fen", requirements=("B078", "B082", "B085"))
def medical_relief_due(
    registered: Column, medical_relief_known: Column, medical_relief_unclear: Column
) -> Column:
    """What aid and backstop owe a member of the register for the year's bills."""
    return registered.ifelse(_if_clear(medical_relief_unclear, medical_relief_known), 0)


@count("person", label="结算的救助和兜底（已填单据）", unit="fen")
def medical_relief_stated_known(stated_aid_fen: Column, stated_backstop_fen: Column) -> Column:
    """What the settlements say that aid and backstop paid."""
    return (stated_aid_fen + stated_backstop_fen).sum()


@count("person", label="结算的救助和兜底未填的单据", unit="张")
def medical_relief_unstated(stated_aid_fen: Column, stated_backstop_fen: Column) -> Column:
    """Bills that leave one of the two blank."""
    return tally_unknown(stated_aid_fen + stated_backstop_fen)


@amount("person", label="结算的医疗救助和兜底", unit="fen", requirements=("B085",))
def medical_relief_stated(medical_relief_stated_known: Column, medical_relief_unstated: Column) -> Column:
    """The same of the year; not known while a bill leaves it blank."""
    return _if_clear(medical_relief_unstated, medical_relief_stated_known)


@count("person", label="规定应付与结算已付之差（已知单据）", unit="fen")
def medical_shortfall_known(
    bill_total_fen: Column,
    bill_self_paid: Column,
    stated_basic_fen: Column,
    stated_serious_fen: Column,
    stated_aid_fen: Column,
    stated_backstop_fen: Column,
) -> Column:
    """What all lines owe less what the settlements say they paid."""
    paid = stated_basic_fen + stated_serious_fen + stated_aid_fen + stated_backstop_fen
    return (bill_total_fen - bill_self_paid - paid).sum()


@count("person", label="规定应付与结算已付不能比较的单据", unit="张")
def medical_shortfall_unclear(
    bill_total_fen: Column,
    bill_self_paid: Column,
    stated_basic_fen: Column,
    stated_serious_fen: Column,
    stated_aid_fen: Column,
    stated_backstop_fen: Column,
) -> Column:
    """Bills of which one side is not known."""
    paid = stated_basic_fen + stated_serious_fen + stated_aid_fen + stated_backstop_fen
    return tally_unknown(bill_total_fen - bill_self_paid - paid)


@flag(
    "person",
    label="医疗费用少报少救",
    requirements=("B075", "B076", "B078", "B082", "B085"),
    severity="orange",
    disagree=("按规定应报销、救助和兜底的金额", "医保局结算明细的实际支付"),
    check="调出结算单，核对医院级别、转诊和年度累计；少付的，由医保、民政部门补付；规定用错的，改正参数。",
    closes="结算明细补付后不再少付，或报销规定的参数已改正",
    expects=Fraction(20, 100),
    department="县医保局",
    topic="健康扶贫",
    asks=False,
)
def bill_underpaid(
    registered: Column, medical_shortfall_known: Column, medical_shortfall_unclear: Column, p: Parameters
) -> Column:
    """The lines owe more than was paid by more than a trifle; over the year, not bill by bill."""
    short = medical_shortfall_known > p.fen("health.underpaid_tolerance")
    return registered & ibis.ifelse(medical_shortfall_unclear == 0, short, ibis.null("boolean"))


@count("household", label="户当年医疗实际自付（已知单据）", unit="fen")
def household_medical_known(medical_paid_out_known: Column) -> Column:
    """What all members paid by the bills of which it is known: the least that it can be."""
    return medical_paid_out_known.sum()


@count("household", label="户内实际自付不明的单据", unit="张")
def household_medical_unclear(medical_paid_out_unclear: Column) -> Column:
    """Bills of all members of which it is not known."""
    return medical_paid_out_unclear.sum()


@amount("household", label="户当年医疗实际自付", unit="fen", requirements=("B078",))
def household_medical_self_paid(household_medical_known: Column, household_medical_unclear: Column) -> Column:
    """What all members paid; not known while one bill is unclear."""
    return _if_clear(household_medical_unclear, household_medical_known)
