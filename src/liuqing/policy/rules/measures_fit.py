"""Do the measures fit (措施与原因相符): is each cause met, and is labour put to use?

Source: 勐海县规划, measures by class; 文昌湖规划, weak points (relying on the safety net alone).

Compared are the measures in force in the year of the day with those that the household's causes ask
of it. A household without any measure is not judged by its fit: it has a cause without a measure.
That causes or measures are missing is asked by the six clears, not once more here.
"""

from fractions import Fraction
from functools import reduce
from operator import and_, or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.rules.proposed_measures import BY_CAUSE, by_cause, who_is_meant
from liuqing.policy.tables import MEASURES
from liuqing.policy.three_valued import has

SOURCE = "勐海县规划，二（一）2.分类施策"
TOPIC = "因户施策"


@flag(
    "household",
    label="帮扶措施与致贫原因不符",
    severity="orange",
    disagree=("致贫原因（应安排的措施）", "当年帮扶措施"),
    check="与农户核对致贫原因；原因不准的，改正；措施不对症的，按原因补上措施。",
    closes="登记一项针对致贫原因的措施，或原因已改正",
    expects=Fraction(30, 100),
    department="县扶贫办",
    topic=TOPIC,
    asks=False,
)
def measures_mismatch(registered: Column, measures: Column, proposed_measures: Column) -> Column:
    """It has measures, something is proposed, and none of the one is among the other."""
    fitting = [has(measures, code) & has(proposed_measures, code) for code in MEASURES]
    return registered & (measures != "|") & (proposed_measures != "|") & ~reduce(or_, fitting)


@flag(
    "household",
    label="致贫原因没有对应措施",
    severity="orange",
    disagree=("致贫原因", "当年帮扶措施（没有一项针对它）"),
    check="逐项核对致贫原因：仍然存在的，补上对应措施；已经解决的，更新原因。",
    closes="每个致贫原因都有一项对应措施，或原因已更新",
    expects=Fraction(50, 100),
    department="县扶贫办",
    topic=TOPIC,
    asks=False,
    reads=BY_CAUSE,
)
def cause_without_measure(
    registered: Column,
    causes: Column,
    measures: Column,
    has_labour: Column,
    has_schoolchild: Column,
    exit_housing: Column,
    p: Parameters,
) -> Column:
    """One cause in force asks something of this household and nothing of it is in force."""
    meant = who_is_meant(has_labour, has_schoolchild, exit_housing)
    unmet = []
    for cause, asked in by_cause(p).items():
        due = reduce(or_, (meant[who] for who in asked.values()))
        met = reduce(or_, (meant[who] & has(measures, code) for code, who in asked.items()))
        unmet.append(has(causes, cause) & due & ~met)
    return registered & reduce(or_, unmet)


@flag(
    "household",
    label="有劳动力只靠兜底保障",
    severity="orange",
    disagree=("有劳动力户", "当年帮扶措施（只有保障类）"),
    check="问清劳动力不能务工、生产的原因；能干的，安排产业、就业或公益性岗位，不以兜底代替发展。",
    closes="登记一项保障类以外的帮扶措施，或劳动技能已按实际改正",
    expects=Fraction(30, 100),
    department="县扶贫办",
    topic=TOPIC,
    source="文昌湖规划，第一章（薄弱环节）；疑点规则 MN-06",
)
def only_safety_net(registered: Column, has_labour: Column, measures: Column, p: Parameters) -> Column:
    """It has labour and measures, and all its measures are of the safety net."""
    net = p["measures.safety_net"]
    others = [~has(measures, code) for code in MEASURES if code not in net]
    return registered & has_labour & (measures != "|") & reduce(and_, others, ibis.literal(True))
