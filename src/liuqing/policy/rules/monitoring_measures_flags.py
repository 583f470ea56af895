"""Doubts about help (监测帮扶疑点): was anything done for the monitored, and was their labour put to use?

Source: the catalogue of checks MN-03 to MN-06. The safety net alone, for households of the register
that have labour, is asked in ``measures_fit.py``.

Innocent and left out: households newly identified, and all at the beginning of a year, of whom no
measure is in the record yet; risks removed of themselves; receipts of earlier years, where the year's
measures say nothing of them.
"""

from fractions import Fraction
from functools import reduce
from operator import and_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.rules.monitored import any_of, month_gone, months_gone
from liuqing.policy.tables import MEASURES
from liuqing.policy.three_valued import has

TOPIC = "监测对象"
OFFICE = "县扶贫办"


@flag(
    "household",
    label="帮扶消除而没有帮扶措施",
    source="疑点规则 MN-03",
    severity="red",
    disagree=("监测对象名单（风险消除方式：帮扶消除）", "帮扶措施和到户资金（识别以来没有）"),
    check="问清靠什么消除的风险：有帮扶的，补登措施；没有的，消除方式改为自然消除或回退。",
    closes="补登帮扶措施，或消除方式改为自然消除，或消除被回退",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def removed_unhelped(
    monitored_listed: Column,
    monitored_on: Column,
    risk_removed_on: Column,
    removal_way: Column,
    helped: Column,
    receipt_count: Column,
    p: Parameters,
) -> Column:
    """Removed in the year of the day by help; since it was identified no measure, nor money before."""
    this_year = ((risk_removed_on.year() == p.on.year) & (risk_removed_on <= p.on)).fill_null(False)
    never = ~helped & ((monitored_on.year() == p.on.year) | (receipt_count == 0))
    return monitored_listed & this_year & (removal_way == "帮扶消除") & never


@flag(
    "household",
    label="识别后没有落实帮扶措施",
    source="疑点规则 MN-04",
    severity="red",
    disagree=("监测对象名单（识别已满规定月数）", "当年帮扶措施（没有针对性措施）"),
    check="入户问清已做了什么：做了的，补登措施；没做的，本月内按风险落实。",
    closes="登记一项针对性帮扶措施，或风险已消除",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitored_unhelped(monitored: Column, help_due: Column, helped: Column) -> Column:
    """Being insured or at school is no help against another risk."""
    return monitored & help_due & ~helped


@flag(
    "household",
    label="有劳动力而没有开发式帮扶",
    source="疑点规则 MN-05",
    severity="orange",
    disagree=(
        "监测对象名单和劳动技能（有劳动力，识别已满半年）",
        "当年帮扶措施（没有产业、就业、金融或公益岗位帮扶）",
    ),
    check="问清劳动力能做什么、想做什么，落实一项开发式帮扶；已经做了的，补登措施。",
    closes="登记一项开发式帮扶措施，或劳动技能已按实际改正，或风险已消除",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitored_undeveloped(
    monitored: Column,
    monitored_on: Column,
    monitored_day: Column,
    help_due: Column,
    has_labour: Column,
    measures: Column,
    p: Parameters,
) -> Column:
    """So many months after it was identified no measure that puts its labour to use."""
    months = p["flags.development_months"]
    by_day = (monitored_day <= months_gone(p.on, months)).fill_null(False)
    late = by_day | (monitored_on <= month_gone(p.on, months))
    return monitored & help_due & late & has_labour & ~any_of(measures, p["flags.development_measures"])


@flag(
    "household",
    label="有劳动力的监测户只靠兜底",
    source="疑点规则 MN-06",
    severity="orange",
    disagree=("监测对象名单和劳动技能（有劳动力）", "当年帮扶措施（只有保障类）"),
    check="问清劳动力不能务工、生产的原因；能干的，安排产业、就业或公益性岗位。",
    closes="登记一项保障类以外的帮扶措施，或劳动技能已按实际改正，或风险已消除",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitored_safety_net_only(
    monitored: Column,
    registered: Column,
    help_due: Column,
    has_labour: Column,
    measures: Column,
    helped: Column,
    p: Parameters,
) -> Column:
    """Outside the register: helped, and by the safety net only."""
    net = p["measures.safety_net"]
    others = [~has(measures, code) for code in MEASURES if code not in net]
    only = reduce(and_, others, ibis.literal(True))
    return monitored & ~registered & help_due & has_labour & helped & only
