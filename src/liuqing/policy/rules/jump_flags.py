"""Doubts about change and gaps (数据突变、信息缺失): too much more than last year, or left empty?

Source: 嵩明县规划, （三）贫困现状 1 (data that change often) and 6 (data not filled in). An income that
fell is asked in ``warnings.py``.

Of the year before the record knows the net income only. Innocent and left out: a year before that
was nearly nothing, of which any income is many times; forms of which nothing is filled in (then a
list without these columns was loaded).
"""

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.three_valued import known

SOURCE = "嵩明县规划，（三）贫困现状 1、6（数据频繁变动、填写不全，R386、R387）"
GAPS: dict[str, Any] = {
    "severity": "yellow", "department": "县扶贫办", "topic": "信息缺失", "asks": False,
}  # fmt: skip


@flag(
    "household",
    label="纯收入比上年成倍增长",
    severity="orange",
    disagree=("上年纯收入", "当年纯收入（增长成倍）"),
    check="对照两年收入明细，看多了哪一项：按实填写的，写明原因；单位或位数填错的，改正。",
    closes="收入已改正，增长不超过倍数",
    expects=Fraction(10, 100),
    department="县扶贫办",
    topic="数据突变",
    asks=False,
)
def income_jumped(
    registered: Column, net_income: Column, net_income_before_fen: Column, p: Parameters
) -> Column:
    """More than so many times last year's, of an income that was worth comparing."""
    base = p.fen("flags.income_jump_base")
    rose = net_income * 1_000_000 > net_income_before_fen * p.ppm("flags.income_jump")
    return registered & (net_income_before_fen >= base) & rose


@flag(
    "household",
    label="户基本信息未填全",
    disagree=("台账（户信息已填）", "贫困户属性、主要致贫原因或家庭人口数（有一项空缺）"),
    check="对照户登记表，补齐空缺的项目。",
    closes="贫困户属性、主要致贫原因和家庭人口数都已填写",
    expects=Fraction(10, 100),
    **GAPS,
)
def household_unstated(
    registered: Column, category: Column, main_cause: Column, size_stated: Column
) -> Column:
    """Some of the three are filled in and some not."""
    facts = [known(fact) for fact in (category, main_cause, size_stated)]
    told = ibis.ifelse(reduce(or_, facts), reduce(or_, [~fact for fact in facts]), ibis.null("boolean"))
    return registered & told


@flag(
    "household",
    label="收入一项也没有填",
    disagree=("台账（户信息已填）", "当年各项收入（全部空缺）"),
    check="入户核算当年收入，填写收入明细；没有的项目写 0。",
    closes="当年至少一项收入已填写",
    expects=Fraction(20, 100),
    **GAPS,
)
def income_unstated(
    registered: Column, category: Column, size_stated: Column, income_items_missing: Column
) -> Column:
    """The household has a form, and none of the ten items; a blank beside others may mean none."""
    form = ibis.ifelse(known(category) | known(size_stated), True, ibis.null("boolean"))
    return registered & form & (income_items_missing == 10)
