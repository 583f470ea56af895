"""Doubts about means (资产财产疑点): who owns or earns what the poor do not have?

Source: the catalogue of checks XD-02 to XD-06. Which words of a department's list count is a number of
the place, for every office writes them in its own way.

A hit is no verdict: much of it is bought after leaving poverty, lent by name, sold without transfer.
Innocent and left out: motorcycles, three-wheelers, light trucks, vans and small tractors, which are
tools; houses called only 住宅 or 宅基地; farmers' cooperatives; public-service posts, temporary staff and
survivors on the payroll; firms cancelled and vehicles out of use (the facts leave them out).
"""

from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, flag
from liuqing.policy.three_valued import has

TOPIC = "资产财产"
COMMON: dict[str, Any] = {"expects": Fraction(5, 100), "topic": TOPIC, "asks": False}


def said(text: Column, words: list[str]) -> Column:
    """Whether one of the words is in the text; not known without a text."""
    return reduce(or_, (text.contains(word) for word in words), ibis.ifelse(text.notnull(), False, None))


@flag(
    "person",
    label="家有财政供养人员",
    source="疑点规则 XD-02",
    severity="orange",
    disagree=("建档立卡在册成员", "财政供养人员名册（在编或发放工资）"),
    check="查编制和工资发放：是公益性岗位、临时用工的，写明岗位；同名同号登错的，报财政局更正；属实的，按程序研判。",
    closes="财政名册中没有本人，或人员类别为公益性岗位、临时用工等，或本户已退出台账",
    department="县财政局",
    **COMMON,
)
def on_fiscal_payroll(registered: Column, on_payroll: Column, payroll_kind: Column, p: Parameters) -> Column:
    """In the payroll as another than the exempt kinds; a kind that nobody stated leaves it open."""
    return registered & on_payroll & ~said(payroll_kind, p["flags.payroll_exempt"])


@flag(
    "person",
    label="名下有商铺等经营用房",
    source="疑点规则 XD-03",
    severity="orange",
    disagree=("建档立卡在册成员", "不动产登记信息（经营用房）"),
    check="看房产证和实际用途：已出售未过户、借名登记的，收集凭证；属实的，按程序研判。",
    closes="不动产登记中没有本人的经营用房，或本户已退出台账",
    department="县不动产登记中心",
    **COMMON,
)
def owns_shop(registered: Column, property_uses: Column, p: Parameters) -> Column:
    """A use that counts as business premises."""
    return registered & said(property_uses, p["flags.shop_uses"])


@flag(
    "person",
    label="名下有商品房",
    source="疑点规则 XD-03",
    severity="yellow",
    disagree=("建档立卡在册成员", "不动产登记信息（商品房）"),
    check="看房产证：是易地搬迁安置房、拆迁还房的，写明；子女借名购买的，收集凭证；属实的，按程序研判。",
    closes="不动产登记中没有本人的商品房，或写明是搬迁安置房，或本户已退出台账",
    department="县不动产登记中心",
    **COMMON,
)
def owns_flat(registered: Column, property_uses: Column, measures: Column, p: Parameters) -> Column:
    """A use that counts as a flat of the market; a relocated household lives in such a house."""
    relocated = has(measures, "搬迁").fill_null(False)
    return registered & ~relocated & said(property_uses, p["flags.flat_uses"])


@flag(
    "person",
    label="名下有小汽车或大型机械",
    source="疑点规则 XD-04",
    severity="orange",
    disagree=("建档立卡在册成员", "机动车登记信息（小汽车、大型农机或工程机械）"),
    check="看车、看行驶证：已卖未过户、借名登记、跑运输谋生的，收集凭证；属实的，按程序研判。",
    closes="机动车登记中没有本人的这类车辆，或本户已退出台账",
    department="县公安局交警大队",
    **COMMON,
)
def owns_vehicle(registered: Column, vehicles: Column, p: Parameters) -> Column:
    """A kind of vehicle that counts."""
    return registered & said(vehicles, p["flags.vehicle_kinds"])


@flag(
    "person",
    label="名下有企业或个体工商户",
    source="疑点规则 XD-05",
    severity="orange",
    disagree=("建档立卡在册成员", "市场主体登记信息（企业或个体工商户，未注销）"),
    check="看营业执照和经营情况：已停业未注销、借名登记的，收集凭证并办理注销；小本经营的，写明收入；属实的，按程序研判。",
    closes="市场主体已注销或变更，或本户已退出台账",
    department="县市场监督管理局",
    **COMMON,
)
def owns_company(registered: Column, companies: Column, p: Parameters) -> Column:
    """A kind of firm that counts, not cancelled."""
    return registered & said(companies, p["flags.company_kinds"])


@flag(
    "person",
    label="家有现任村两委成员",
    source="疑点规则 XD-06",
    severity="yellow",
    disagree=("建档立卡在册成员", "村两委成员名册（现任）"),
    check="查任职起止和报酬：已离任的，报组织部更正名册；现任的，看识别、退出程序是否回避、收入是否算入报酬。",
    closes="名册写明离任，或核实程序回避、收入已算入",
    department="县委组织部",
    **COMMON,
)
def village_cadre_member(registered: Column, village_cadre: Column) -> Column:
    """A member sits in the village committee."""
    return registered & village_cadre
