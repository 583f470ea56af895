"""What the departments of a place pay: the place's own numbers, or the calibration's where it has none.

Amounts are yuan as the lists write them; the medical rates are whole fen and millionths, because
bills are settled to the fen.
"""

from dataclasses import dataclass
from typing import Any

from liuqing.policy.dated import Parameters
from liuqing.policy.place import Place
from liuqing.policy.programmes import PROGRAMMES
from liuqing.sample.calibration import Calibration

MILLION = 1_000_000
GENERAL = "公益性岗位"
"""The post that has no special kind."""
NEEDIEST, OTHERS = "低保对象、特困人员", "其他救助对象"


@dataclass(frozen=True)
class Medical:
    """How a bill is settled: rates in millionths, sums in fen; None or missing: no such line.

    ``by_kind`` is the aid's rate for each kind of person. ``whole``: the backstop looks at the whole
    cost and not only at what is within the policy's range.
    """

    basic: dict[str, int]
    deductibles: dict[str, int]
    special: int | None
    outpatient: int
    serious_line: int
    serious_rate: int
    by_kind: dict[str, int]
    aid_caps: dict[str, int]
    ratio: int | None
    whole: bool
    ceiling: int | None


@dataclass(frozen=True)
class Rates:
    """Yuan by what they are paid for; ``programmes`` are the keys of those that the place's rules know."""

    programmes: frozenset[str]
    transport: dict[str, float]
    posts: dict[str, float]
    posts_for: tuple[str, ...]
    ranger: float | None
    pension_monthly: float
    pension_early: int
    dibao_monthly: float
    tekun_monthly: float
    disability: float
    premium: float
    housing: dict[str, float]
    loan: dict[str, float]
    school: dict[str, dict[str, float]]
    grant_years: tuple[str, ...]
    awarded: tuple[str, ...]
    medical: Medical


def of(place: Place, figures: Calibration) -> Rates:
    """The rates of the place on the calibration's day."""
    p, otherwise = place.parameters(figures.as_of), figures.pays

    def told(name: str, key: str) -> Any:
        return p[name] if p.has(name) else otherwise[key]

    return Rates(
        programmes=frozenset(one.key for one in PROGRAMMES.values() if p.has(one.number)),
        transport=_yuans(told("employment.transport_rates", "transport")),
        posts=_yuans(told("posts.monthly_pay", "posts")),
        posts_for=tuple(told("posts.for_whom", "posts_for")),
        ranger=_yuan(told("ecology.ranger_pay", "ranger")),
        pension_monthly=float(told("pension.basic_monthly", "pension_monthly")),
        pension_early=int(p["pension.early_years"]) if p.has("pension.early_years") else 0,
        dibao_monthly=float(told("dibao.monthly_standard", "dibao_monthly")),
        tekun_monthly=float(told("tekun.monthly_standard", "tekun_monthly")),
        disability=float(told("disability.yearly_subsidy", "disability")),
        premium=float(told("insurance.premium_aid", "premium")),
        housing=_yuans(told("housing.subsidy", "housing")),
        loan=_yuans(told("loans.benchmark_rates", "loan")),
        school={stage: _yuans(items) for stage, items in told("education.stage_items", "school").items()},
        grant_years=tuple(p["education.vocational_grant_years"]),
        awarded=tuple(p["education.award_admissions"]) if p.has("education.award_admissions") else (),
        medical=_medical(p, otherwise["medical"], figures.as_of.year),
    )  # fmt: skip


def _medical(p: Parameters, otherwise: dict[str, Any], year: int) -> Medical:
    """The lines of defence; rates of hospitals of which the place says nothing are the calibration's."""
    usual = {level: round(rate * MILLION) for level, rate in otherwise["basic"].items()}
    caps = p.fens("health.aid_caps") if p.has("health.aid_caps") else {}
    return Medical(
        basic=usual | (p.ppms("health.basic_rates") if p.has("health.basic_rates") else {}),
        deductibles=p.fens("health.deductibles") if p.has("health.deductibles") else {},
        special=_ppm(p, "health.special_outpatient_rate"),
        outpatient=round(otherwise["outpatient"] * MILLION),
        serious_line=_or(p, "health.serious_deductible", otherwise["serious_line"] * 100),
        serious_rate=_ppm(p, "health.serious_rate") or round(otherwise["serious_rate"] * MILLION),
        by_kind=p.ppms("health.aid_rates") if p.has("health.aid_rates")
        else dict.fromkeys((NEEDIEST, OTHERS), round(otherwise["aid_rate"] * MILLION)),
        aid_caps=caps or dict.fromkeys((NEEDIEST, OTHERS), otherwise["aid_cap"] * 100),
        ratio=_ppm(p, "health.backstop_ratio"),
        whole=p.has("health.backstop_base") and p["health.backstop_base"] == "总费用",
        ceiling=_ceiling(p, year),
    )  # fmt: skip


def _ceiling(p: Parameters, year: int) -> int | None:
    if not (p.has("health.ceiling_base") and p.has("health.rural_income")):
        return None
    base = p["health.ceiling_base"]
    return p.fens("health.rural_income").get(f"{base['地区']}{year + base['年份差']}")


def _ppm(p: Parameters, name: str) -> int | None:
    return p.ppm(name) if p.has(name) else None


def _or(p: Parameters, name: str, fen: int) -> int:
    return p.fen(name) if p.has(name) else fen


def _yuan(said: Any) -> float | None:
    return None if said is None else float(said)


def _yuans(said: dict[str, Any]) -> dict[str, float]:
    return {str(key): float(value) for key, value in said.items()}
