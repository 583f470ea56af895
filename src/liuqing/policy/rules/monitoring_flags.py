"""Doubts about monitoring (监测疑点): is what the list of the monitored says complete, and likely?

Source: the catalogue of checks MN-01, MN-02, MN-11, MN-13. Whether its risks are borne out is asked in
``monitoring_risk_flags.py``, what was done in ``monitoring_measures_flags.py``.

Innocent and left out: an industry measure that pays a dividend instead of business income; a risk
removed in another year, whose measures are no longer told.
"""

from fractions import Fraction

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.three_valued import has

TOPIC = "监测对象"
OFFICE = "县扶贫办"


@flag(
    "household",
    label="监测对象识别信息不全",
    source="疑点规则 MN-01",
    severity="red",
    disagree=("监测对象名单（已识别）", "识别时间、工资性收入、风险、三保障或饮水（有一项空缺）"),
    check="对照识别时的入户核查表，补齐空缺的项目；当时没有的，写 0 或否，不留空。",
    closes="识别时间、工资性收入、风险、三保障和饮水都已填写",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitor_unstated(monitored_listed: Column, monitor_stated: Column) -> Column:
    """In the list, and one item of the identification is empty."""
    return monitored_listed & ~monitor_stated


@flag(
    "household",
    label="风险消除信息不全",
    source="疑点规则 MN-02",
    severity="red",
    disagree=("监测对象名单（风险已消除）", "消除时的三保障、收入或合规自付支出（有一项空缺）"),
    check="对照消除时的入户核实表，补齐消除时的三保障、各项收入和自付支出。",
    closes="消除时的各项都已填写，或消除被回退",
    expects=Fraction(10, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def removal_unstated(monitored_listed: Column, risk_removed: Column, removal_stated: Column) -> Column:
    """Its risk is removed, and one item of the removal is empty."""
    return monitored_listed & risk_removed & ~removal_stated


@flag(
    "household",
    label="产业帮扶消除而无经营收入",
    source="疑点规则 MN-11",
    severity="yellow",
    disagree=("当年帮扶措施（产业帮扶）", "消除时生产经营性收入（0）"),
    check="看种了什么、养了什么：有收入的，补填；产业没有见效的，研判风险是否真的消除。",
    closes="消除时生产经营性收入大于 0，或有资产收益分红，或消除被回退",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def industry_without_income(
    monitored_listed: Column,
    risk_removed_on: Column,
    measures: Column,
    removal_business_fen: Column,
    dividend_fen: Column,
    p: Parameters,
) -> Column:
    """Removed in the year of the day, helped by industry in it, and no business income."""
    this_year = ((risk_removed_on.year() == p.on.year) & (risk_removed_on <= p.on)).fill_null(False)
    dividend = (dividend_fen > 0).fill_null(False)
    nothing = has(measures, "产业帮扶") & (removal_business_fen == 0)
    return monitored_listed & this_year & nothing & ~dividend


@flag(
    "household",
    label="识别时工资性收入过小",
    source="疑点规则 MN-13",
    severity="yellow",
    disagree=("监测对象名单（识别时工资性收入大于 0）", "一年的工资不会这样少（可能按万元或按月填写）"),
    check="对照收入核算表，看是不是把万元或月工资当成一年的元填了。",
    closes="识别时工资性收入为 0 或不小于界限",
    expects=Fraction(5, 100),
    department=OFFICE,
    topic=TOPIC,
    asks=False,
)
def monitor_wage_tiny(monitored_listed: Column, monitor_wage_fen: Column, p: Parameters) -> Column:
    """More than nothing and below the threshold."""
    tiny = (monitor_wage_fen > 0) & (monitor_wage_fen < p.fen("flags.tiny_wage"))
    return monitored_listed & tiny
