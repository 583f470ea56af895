"""Doubts about risks (监测风险疑点): do the members bear out the risk for which a household is monitored?

Source: the catalogue of checks MN-07, MN-09, MN-10.

Innocent and left out: a household whose risk is removed (its risks are past); one with bills of the
year although no list calls anybody ill; work of the year before, for lost work is what the risk means;
small households, of which one able member is half.
"""

from fractions import Fraction

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.three_valued import has, nobody

TOPIC = "监测对象"
OFFICE = "县扶贫办"


@flag(
    "household",
    label="因病监测而无人患病",
    source="疑点规则 MN-07",
    severity="yellow",
    disagree=("监测对象名单（风险：因病）", "健康状况、患者名单和当年医疗单据（无人患病、无单据）"),
    check="看病历和单据，问清是谁、什么病；病人已去世或治愈的，研判风险是否消除；填错风险的，改正。",
    closes="患病成员的健康状况已填，或风险已改正或消除",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def ill_risk_nobody_ill(
    monitored: Column,
    risks: Column,
    members_ailing: Column,
    members_ailing_unclear: Column,
    household_size: Column,
    household_medical_known: Column,
) -> Column:
    """Every member is known not to be ill, and nobody paid a bill in the year."""
    nobody_ill = nobody(members_ailing, members_ailing_unclear, household_size)
    return monitored & has(risks, "因病") & nobody_ill & (household_medical_known == 0)


@flag(
    "household",
    label="因病监测而自付支出为零",
    source="疑点规则 MN-07",
    severity="yellow",
    disagree=("监测对象名单（风险：因病）", "监测对象名单（识别时合规自付支出：0）"),
    check="看识别前 12 个月的就医单据：有自付的，补填；确实没有的，改正风险。",
    closes="识别时合规自付支出大于 0，或风险已改正或消除",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def ill_risk_nothing_paid(monitored: Column, risks: Column, monitor_self_paid_fen: Column) -> Column:
    """Nothing paid by themselves when identified; an empty sum is asked by the completeness."""
    return monitored & has(risks, "因病") & (monitor_self_paid_fen == 0)


@flag(
    "household",
    label="因务工不稳监测而无人能务工",
    source="疑点规则 MN-09",
    severity="yellow",
    disagree=(
        "监测对象名单（风险：务工就业不稳）",
        "劳动技能、务工月数和务工名册（无劳动力，或两年都无人务工）",
    ),
    check="问清原来谁在务工、什么时候失业；有务工的，补登务工月数；没有的，改正风险。",
    closes="有成员登记了务工，或风险已改正或消除",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def work_risk_no_worker(
    monitored: Column,
    risks: Column,
    has_labour: Column,
    has_job: Column,
    worked_before_members: Column,
    worked_before_unclear: Column,
    household_size: Column,
) -> Column:
    """Nobody is able to work; or nobody is in a job, nor was in the year before."""
    never_before = nobody(worked_before_members, worked_before_unclear, household_size)
    return monitored & has(risks, "因务工就业不稳") & (~has_job & (~has_labour | never_before))


@flag(
    "household",
    label="缺劳动力监测而劳动力多",
    source="疑点规则 MN-10",
    severity="yellow",
    disagree=("监测对象名单（风险：缺劳动力）", "劳动技能和年龄（劳动力占半数及以上）"),
    check="问清劳动力在不在家、身体怎样；劳动技能填错的，改正；风险填错的，改正。",
    closes="劳动技能已按实际改正，或风险已改正或消除",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def labour_risk_many_able(
    monitored: Column,
    risks: Column,
    workers: Column,
    workers_unclear: Column,
    household_size: Column,
    p: Parameters,
) -> Column:
    """Of a household large enough so many are able; members not known may forbid a no."""
    least = household_size * p["flags.able_share"]
    able = ibis.cases(
        (workers * 100 >= least, True),
        ((workers + workers_unclear) * 100 < least, False),
        else_=ibis.null("boolean"),
    )
    large = household_size >= p["flags.able_members_from"]
    return monitored & has(risks, "缺劳动力") & large & able
