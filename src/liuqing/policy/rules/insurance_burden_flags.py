"""Doubts about what cover costs (参保资助、自付疑点): who pays a premium or a bill that should be borne?

Source: the catalogue of checks HS-06, HS-07.

Innocent and left out: a household that is monitored already, because of what it pays or otherwise; who
was identified after the premiums of the year were collected; members in the employees' scheme; the
dead. In a year without aid towards premiums nobody is asked (the number is not in force).
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, count, flag
from liuqing.policy.three_valued import tally, tally_unknown

SOURCE = "疑点规则 HS-06"
TOPIC = "参保"
OFFICE = "县医保局"


@flag(
    "person",
    label="年度医疗自付过高未监测",
    source="疑点规则 HS-07",
    severity="orange",
    disagree=("医保局结算明细（报销、救助、兜底后的个人自付）", "监测对象名单（没有本户）"),
    check="看结算单据，问清还有没有应报未报；自付确实重的，申请医疗救助，按程序研判是否纳入监测。",
    closes="补报后自付降到比对线以下，或本户列入监测对象名单",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def self_paid_high(
    registered: Column,
    medical_paid_out_known: Column,
    medical_paid_out_unclear: Column,
    monitored: Column,
    p: Parameters,
) -> Column:
    """What is known to be paid is above the line; without a list of the monitored nobody is monitored."""
    high = medical_paid_out_known > p.fen("flags.medical_trigger")
    told = ibis.cases((high, True), (medical_paid_out_unclear == 0, False), else_=ibis.null("boolean"))
    return registered & ~monitored.fill_null(False) & told


@condition("person", label="参加居民医保而没有参保资助")
def premium_unaided(resident_cover: Column, premium_aid_fen: Column, dead: Column) -> Column:
    """In the residents' scheme, and the insurance list shows no aid towards the premium."""
    return ~dead & resident_cover & (premium_aid_fen == 0)


@count("household", label="参加居民医保而没有参保资助人数", unit="人")
def members_premium_unaided(premium_unaided: Column) -> Column:
    """Members in the residents' scheme without aid."""
    return tally(premium_unaided)


@count("household", label="参保资助不明人数", unit="人")
def members_premium_unclear(premium_unaided: Column) -> Column:
    """Members of whom it is not known."""
    return tally_unknown(premium_unaided)


@flag(
    "household",
    label="监测户没有参保资助",
    severity="orange",
    disagree=("监测对象名单（缴费期以前识别、风险未消除）", "医保局当年参保名单（财政资助金额为 0）"),
    check="查当年参保缴费凭证：由其他部门代缴的，补登；自己缴了的，联系医保局按规定退补。",
    closes="参保名单补上资助金额，或监测名单改正识别时间",
    expects=Fraction(30, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitored_premium_unaided(
    monitored: Column,
    monitored_on: Column,
    members_premium_unaided: Column,
    members_premium_unclear: Column,
    p: Parameters,
) -> Column:
    """Identified before the premiums of the year were collected; who was identified later pays first."""
    month, day = map(int, p["flags.premium_identified_by"].split("-"))
    early = monitored_on < ibis.date(p.on.year, month, day)
    told = ibis.cases(
        (members_premium_unaided > 0, True), (members_premium_unclear == 0, False), else_=ibis.null("boolean")
    )
    return monitored & early & told
