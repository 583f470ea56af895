"""Doubts about removals (消除疑点): was a risk marked as removed that should not have been, or is it back?

Source: what counties ask of a removal (see ``removal.py``), and the warnings for those whose risk is
removed. That an item of the removal is empty is asked in ``monitoring_flags.py``, that nothing was done
in ``monitoring_measures_flags.py``, that nothing at all fits the risks in ``monitoring_fit_flags.py``.

Innocent and left out: risks that vanished of themselves, of a household without labour; help that is
only just due; illness alone, which every household has that was monitored for it.
"""

from fractions import Fraction
from functools import reduce
from operator import or_

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.rules.monitored import any_of
from liuqing.policy.three_valued import has

SOURCE = "防止返贫监测对象风险消除要求（识别半年以上，整户无劳动能力的不标注消除，消除后可回退、可重新标注）"
TOPIC = "监测对象"
OFFICE = "县扶贫办"


@flag(
    "household",
    label="整户无劳动力而标注消除",
    severity="orange",
    disagree=("监测对象名单或办件（风险消除方式：帮扶消除）", "劳动技能和年龄（没有劳动力）"),
    check="问清家里有没有人能干活：没有的，按程序回退，继续监测和兜底；有的，改正劳动技能。",
    closes="消除被回退，或劳动技能已按实际改正",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def removed_without_labour(
    monitored_listed: Column, risk_removed: Column, removal_way: Column, has_labour: Column
) -> Column:
    """Marked as removed by help, and nobody is able to work."""
    return monitored_listed & risk_removed & (removal_way == "帮扶消除") & ~has_labour


@flag(
    "household",
    label="识别不满规定月数就标注消除",
    severity="orange",
    disagree=("监测对象名单或办件（识别监测时间）", "监测对象名单或办件（风险消除时间，相隔太短）"),
    check="核对两个时间：填错的，改正；确实不满的，按程序回退，稳定以后再消除。",
    closes="时间已按实际改正，或消除被回退",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def removed_too_early(
    monitored_listed: Column,
    risk_removed: Column,
    monitored_on: Column,
    risk_removed_on: Column,
    p: Parameters,
) -> Column:
    """Fewer months between them than the place asks for; lists tell months only."""
    until = risk_removed_on.year() * 12 + risk_removed_on.month()
    since = monitored_on.year() * 12 + monitored_on.month()
    return monitored_listed & risk_removed & (until - since < p["monitoring.removal_months"])


@flag(
    "household",
    label="有的监测风险没有对应措施",
    severity="yellow",
    disagree=("监测对象名单或办件（几个致贫返贫风险）", "当年帮扶措施（有一个风险没有一项针对它）"),
    check="逐个风险问做了什么：做了的，补登措施；没做的，补上对应措施；风险没有了的，改正。",
    closes="每个风险都有一项对应措施，或风险已改正或消除",
    expects=Fraction(20, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def risk_without_measure(
    monitored: Column, risks: Column, help_due: Column, helped: Column, measures: Column, p: Parameters
) -> Column:
    """One risk is met and another is not; schooling, and that none is met, are asked elsewhere."""
    asked = p["flags.measures_by_risk"]
    fits = {risk: any_of(measures, codes) for risk, codes in asked.items()}
    one_met = reduce(or_, [has(risks, risk) & fits[risk] for risk in asked])
    one_unmet = reduce(or_, [has(risks, risk) & ~fits[risk] for risk in asked if risk != "因学"])
    return monitored & help_due & helped & one_met & one_unmet


@flag(
    "household",
    label="监测名单和办件不一致",
    severity="orange",
    disagree=("监测对象名单", "本县办理的监测程序（识别时间、类别、风险或是否消除不同）"),
    check="以办件为准：名单错的，报县里在系统中改正；办件以后又有变化的，按程序补办。",
    closes="新的名单与办件一致，或按程序办理后一致",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitoring_records_differ(monitoring_differs: Column) -> Column:
    """A list that was made after the procedure says otherwise; without one of both, no doubt."""
    return (monitoring_differs != "|").fill_null(False)


@flag(
    "household",
    label="风险消除后又出现预警",
    severity="orange",
    disagree=("监测对象名单或办件（风险已消除）", "返贫致贫预警（收入、支出、务工、灾害、上学、住房或饮水）"),
    check="入户看预警是不是真的：真的，按程序重新标注风险，不再重新识别；不是的，改正资料。",
    closes="按程序重新标注风险，或预警的资料已改正",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def risk_back(
    monitored_listed: Column,
    risk_removed: Column,
    near_line: Column,
    heavy_spending: Column,
    lost_work: Column,
    disaster_hit: Column,
    dropout_risk: Column,
    unsafe_home: Column,
) -> Column:
    """One of the warnings that can change; they speak of the register only."""
    signs = [near_line, heavy_spending, lost_work, disaster_hit, dropout_risk, unsafe_home]
    return monitored_listed & risk_removed & reduce(or_, signs)
