"""Employers (用工单位奖补): what does an employer get once for taking on poor labour?

Source: 富源县规划, employment: factories (扶贫工厂) by tiers from 5, 10 and 30 hires, at most 300,000
yuan; their trainees' living allowance, two months; local enterprises by tiers from 20, 40 and 70
hires, at most 500,000 yuan.

A hire counts in the year in which it begins, for the award is paid once. The rate of the tier
reached holds for every hire. The plan says 30人以上 without 含 for the highest tier of factories:
whether 30 itself reaches it is a number. Hires that are not clear make an award not known only if
they could change it.
"""

from decimal import Decimal
from typing import Any

import ibis

from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Column, amount, condition, count
from liuqing.policy.three_valued import tally, tally_unknown

SOURCE = "富源县规划，全力推进就业扶贫行动（4.扶贫工厂）"
LOCAL = "富源县规划，全力推进就业扶贫行动（6.本地企业吸纳贫困劳动力给予奖补）"
TRAINEES = "富源县规划，全力推进就业扶贫行动（5.扶贫工厂招用贫困劳动力培训期间给予生活补贴）"


@condition("person", label="新进且合同达到期限", requirements=("B027", "B029"))
def lasting_hire(registered: Column, newly_hired: Column, contract_months: Column, p: Parameters) -> Column:
    """A member of the register who began this year with a contract long enough."""
    return registered & newly_hired & (contract_months >= p["employers.contract_months"])


@condition("person", label="扶贫工厂可计奖补的新进人员", requirements=("B027", "B028"))
def factory_hire(lasting_hire: Column, contract_kind: Column, p: Parameters) -> Column:
    """With a labour contract or an employment agreement."""
    return lasting_hire & contract_kind.isin(p["employers.factory_contracts"])


@condition("person", label="本地企业可计奖补的新进人员", requirements=("B029",), source=LOCAL)
def local_hire(lasting_hire: Column, contract_kind: Column, p: Parameters) -> Column:
    """With a labour contract; an agreement is not enough."""
    return lasting_hire & contract_kind.isin(p["employers.local_contracts"])


@count("employer", label="吸纳贫困劳动力人数（合同或协议）", unit="人", requirements=("B027", "B028"))
def factory_hires(factory_hire: Column) -> Column:
    """Hires that count for a factory."""
    return tally(factory_hire)


@count("employer", label="吸纳情况不明人数（合同或协议）", unit="人")
def factory_hires_unclear(factory_hire: Column) -> Column:
    """People of whom it is not known whether they count for a factory."""
    return tally_unknown(factory_hire)


@count("employer", label="吸纳贫困劳动力人数（劳动合同）", unit="人", requirements=("B029",), source=LOCAL)
def local_hires(local_hire: Column) -> Column:
    """Hires that count for a local enterprise."""
    return tally(local_hire)


@count("employer", label="吸纳情况不明人数（劳动合同）", unit="人", source=LOCAL)
def local_hires_unclear(local_hire: Column) -> Column:
    """People of whom it is not known whether they count for a local enterprise."""
    return tally_unknown(local_hire)


def _award(hires: Column, tiers: list[tuple[int, int]], cap: int) -> Column:
    """Every hire at the rate of the highest tier reached, at most the cap."""
    rate = ibis.cases(*((hires >= since, fen) for since, fen in reversed(tiers)), else_=0)
    return ibis.cases((hires * rate > cap, cap), else_=hires * rate)


def _of(employer_kind: Column, wanted: str, least: Column, most: Column) -> Column:
    """The award of such an employer if the unclear hires cannot change it; other employers get none."""
    known = (employer_kind == wanted) & (least == most)
    return ibis.cases((employer_kind != wanted, 0), (known, least))


def _tiers(told: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(int(tier["from"]), int(Decimal(str(tier["rate"])) * 100)) for tier in told]


@amount("employer", label="扶贫工厂一次性奖补", unit="fen", requirements=("B027",))
def factory_award(
    employer_kind: Column, factory_hires: Column, factory_hires_unclear: Column, p: Parameters
) -> Column:
    """By the tier that the year's hires reach."""
    tiers, cap = _tiers(p["employers.factory_tiers"]), p.fen("employers.factory_cap")
    if not p["employers.factory_top_tier_inclusive"]:
        tiers[-1] = (tiers[-1][0] + 1, tiers[-1][1])
    most = _award(factory_hires + factory_hires_unclear, tiers, cap)
    return _of(employer_kind, "扶贫工厂", _award(factory_hires, tiers, cap), most)


@amount(
    "employer", label="扶贫工厂新进人员培训期生活补贴", unit="fen", requirements=("B028",), source=TRAINEES
)
def trainee_allowance(
    employer_kind: Column, factory_hires: Column, factory_hires_unclear: Column, p: Parameters
) -> Column:
    """For the factory's new people together, each for the months of training, once."""
    each = p.fen("employers.trainee_monthly") * p["employers.trainee_months"]
    most = (factory_hires + factory_hires_unclear) * each
    return _of(employer_kind, "扶贫工厂", factory_hires * each, most)


@amount("employer", label="本地企业一次性奖补", unit="fen", requirements=("B029",), source=LOCAL)
def local_award(
    employer_kind: Column, local_hires: Column, local_hires_unclear: Column, p: Parameters
) -> Column:
    """By the tier that the year's hires with a labour contract reach."""
    tiers, cap = _tiers(p["employers.local_tiers"]), p.fen("employers.local_cap")
    most = _award(local_hires + local_hires_unclear, tiers, cap)
    return _of(employer_kind, "本地企业", _award(local_hires, tiers, cap), most)
