"""Doubts about house and water (住房饮水疑点): unsafe and not monitored, contradictory, or left empty?

Source: the catalogue of checks HS-03, HS-04, HS-05. A house of grade C or D that nobody has renovated
(HS-08) is asked in ``housing_aid.py``.

Innocent and left out: a house renovated since it was graded; the old house of a household that was
relocated; tekun households, who may live in a home; forms of which nothing at all is filled in (then
a list without these columns was loaded, and no village can help that).
"""

from fractions import Fraction
from functools import reduce
from operator import or_

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, condition, flag
from liuqing.policy.three_valued import has, known

SOURCE = "疑点规则 HS-03"
TOPIC = "住房饮水"


@condition("household", label="住房已改造或已搬迁")
def rehoused(renovated: Column, measures: Column) -> Column:
    """The ledger says finished, or relocation is among the measures; no statement means no."""
    return renovated.fill_null(False) | has(measures, "搬迁").fill_null(False)


@flag(
    "household",
    label="脱贫户住危房未监测",
    source="疑点规则 HS-03",
    severity="red",
    disagree=("脱贫属性（已脱贫）和住房鉴定等级（C、D 级或危房户）", "监测对象名单（没有本户）"),
    check="现场看房：已改造的，更新鉴定等级；仍是危房的，排定改造，按程序研判是否纳入监测。",
    closes="住房鉴定等级改为 A、B 级，或本户列入监测对象名单",
    expects=Fraction(5, 100),
    department="县住建局",
    topic=TOPIC,
    asks=False,
)
def unsafe_house_unmonitored(
    exited: Column, exit_housing: Column, monitored: Column, rehoused: Column
) -> Column:
    """Left poverty, in an unsafe house, and not monitored."""
    return exited & ~rehoused & ~exit_housing & ~monitored


@flag(
    "household",
    label="脱贫户饮水不安全未监测",
    source="疑点规则 HS-04",
    severity="red",
    disagree=("脱贫属性（已脱贫）和是否解决安全饮用水（否）", "监测对象名单（没有本户）"),
    check="看水源、问供水时间：已解决的，改正台账；没有解决的，先临时供水，按程序研判是否纳入监测。",
    closes="是否解决安全饮用水改为是，或本户列入监测对象名单",
    expects=Fraction(5, 100),
    department="县水务局",
    topic=TOPIC,
    asks=False,
)
def unsafe_water_unmonitored(exited: Column, water_safe: Column, monitored: Column) -> Column:
    """Left poverty, without safe water, and not monitored."""
    return exited & ~water_safe & ~monitored


@flag(
    "household",
    label="危房户与住房等级矛盾",
    source="疑点规则目录，数据逻辑不严密（R386）",
    severity="orange",
    disagree=("台账（是否危房户）", "台账（住房鉴定等级）"),
    check="现场看房，对照鉴定表：两项按同一结论改正。",
    closes="是否危房户与鉴定等级一致（A、B 级填否，C、D 级填是）",
    expects=Fraction(5, 100),
    department="县住建局",
    topic=TOPIC,
    asks=False,
)
def house_contradiction(
    registered: Column, house_dilapidated: Column, house_grade: Column, rehoused: Column, p: Parameters
) -> Column:
    """Dilapidated with a safe grade, or not dilapidated with an unsafe one; not while it was rebuilt."""
    safe = house_grade.isin(p["housing.safe_grades"])
    # Not written as "dilapidated = safe": engines read "a = b IN (…)" in two ways.
    both = (house_dilapidated & safe) | (~house_dilapidated & ~safe)
    return registered & ~rehoused & both


@flag(
    "household",
    label="住房和生活条件未填全",
    source="疑点规则 HS-05",
    severity="yellow",
    disagree=(
        "台账（住房和生活条件已填）",
        "住房面积、与主干路距离、生活用电或入户路类型（有一项空缺或面积为 0）",
    ),
    check="入户量一量、看一看，补齐空缺的项目。",
    closes="住房面积大于 0，与主干路距离、生活用电和入户路类型都已填写",
    expects=Fraction(10, 100),
    department="县扶贫办",
    topic="信息缺失",
    asks=False,
)
def home_unstated(
    registered: Column,
    category: Column,
    house_area: Column,
    road_metres: Column,
    domestic_power: Column,
    road_type: Column,
) -> Column:
    """A house of no size, or some of the four filled in and some not."""
    facts = [known(fact) for fact in (house_area, road_metres, domestic_power, road_type)]
    told = ibis.cases(
        ((house_area == 0).fill_null(False), True),
        (reduce(or_, facts), reduce(or_, [~fact for fact in facts])),
        else_=ibis.null("boolean"),
    )
    return registered & (category != "特困供养贫困户").fill_null(True) & told
