"""Doubts about fit (监测措施疑点): does what was done for the monitored fit their risks?

Source: the catalogue of checks MN-08, MN-12, MN-14. Who has no help at all is asked for in
``monitoring_measures_flags.py`` and not once more here.

Innocent and left out: temporary relief, which no list of persons tells; a risk called 其他, which any
measure may meet; households newly identified.
"""

from fractions import Fraction
from functools import reduce
from operator import or_

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.rules.monitored import any_of
from liuqing.policy.three_valued import has, nobody

TOPIC = "监测对象"
OFFICE = "县扶贫办"


@flag(
    "household",
    label="因学监测而没有教育或社会帮扶",
    source="疑点规则 MN-08",
    severity="orange",
    disagree=("监测对象名单（风险：因学）", "当年帮扶措施（没有教育或社会帮扶）"),
    check="问清子女在哪里就读、有没有资助：有的，补登措施；没有的，联系教育局落实。",
    closes="登记一项教育或社会帮扶，或风险已改正或消除",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def schooling_risk_unhelped(
    monitored: Column, risks: Column, help_due: Column, helped: Column, measures: Column, p: Parameters
) -> Column:
    """Helped, but not against this risk; who has no help at all is asked for above."""
    fitting = any_of(measures, p["flags.schooling_measures"])
    return monitored & has(risks, "因学") & help_due & helped & ~fitting


@flag(
    "household",
    label="有综合保障措施而无人享受保障",
    source="疑点规则 MN-12",
    severity="orange",
    disagree=("当年帮扶措施（综合保障）", "低保、特困、残疾人和养老金名册（没有本户成员）"),
    check="问清享受的是哪一项：临时救助等，写明项目；没有享受的，取消这项措施或按程序申请。",
    closes="有成员在一项保障名册中，或其他转移性收入写明救助，或取消综合保障措施",
    expects=Fraction(10, 100),
    department="县民政局",
    topic=TOPIC,
    asks=False,
)
def net_measure_nobody_in(
    monitored: Column,
    measures: Column,
    members_in_net: Column,
    members_net_unclear: Column,
    household_size: Column,
    transfer_other_fen: Column,
) -> Column:
    """Nobody is in dibao, tekun, the disabled or the pensioners; other transfers may be relief."""
    relief = (transfer_other_fen > 0).fill_null(False)
    nobody_in = nobody(members_in_net, members_net_unclear, household_size)
    return monitored & has(measures, "综合保障") & nobody_in & ~relief


@flag(
    "household",
    label="帮扶措施与监测风险不符",
    source="疑点规则 MN-14",
    severity="yellow",
    disagree=("监测对象名单（致贫返贫风险）", "当年帮扶措施（没有一项针对这些风险）"),
    check="逐项核对风险和措施：风险变了的，改正；措施不对症的，补上对应措施。",
    closes="登记一项对应的帮扶措施，或风险已改正或消除",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def measures_off_risk(
    monitored: Column, risks: Column, help_due: Column, helped: Column, measures: Column, p: Parameters
) -> Column:
    """Helped, it has risks that ask for something, and nothing of that is among its measures."""
    asked = p["flags.measures_by_risk"]
    fits = reduce(or_, [has(risks, risk) & any_of(measures, codes) for risk, codes in asked.items()])
    named = any_of(risks, list(asked)) & ~has(risks, "其他")
    return monitored & help_due & helped & named & ~fits
