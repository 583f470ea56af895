"""Sharing (收益分配): who gets how much of what an asset earns, as dated data of the place.

``sharing.yaml`` of a place and of its ancestors names classes of assets (what each is for), share plans
with the first day of each rule, and what plans expect of villages' projects. A distribution follows the
rule in force on its day. Parts and households always add up to the whole, to the fen.

Source: 国务院扶贫资产管理意见 (kinds of assets); 嵩明县规划 (shares of co-operatives).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "sharing.yaml"
HUNDRED = Decimal(100)
FEN = Decimal("0.01")

Kind = Literal["business", "public", "household"]
KINDS = {"business": "经营性资产", "public": "公益性资产", "household": "到户类资产"}
To = Literal["collective", "households", "operator", "posts", "works", "reserve"]
RECEIVERS = {
    "collective": "村集体",
    "households": "农户",
    "operator": "经营主体",
    "posts": "公益性岗位",
    "works": "小型公益事业",
    "reserve": "公积金",
}
Basis = Literal["equal", "persons", "shares", "need"]
BASES = {"equal": "按户平均", "persons": "按人口", "shares": "按股份", "need": "按困难程度"}
Among = Literal["served", "registered", "shareholders"]
AMONG = {"served": "项目受益户", "registered": "本村建档立卡户", "shareholders": "持股户"}
NEEDS = {"registered": "未脱贫户", "weak_labour": "无劳动力或弱劳动力户", "disabled": "有残疾人的户"}
"""What a household may be that a plan by need weighs; who is nothing of it is ``other``."""
OTHER = "other"


@dataclass(frozen=True)
class Part:
    """So many hundredths for a receiver. For households: by what measure, among whom, whether a household
    that has left the register stays in, and with ``need`` how much each counts (0: not at all).
    """

    to: To
    percent: Decimal
    basis: Basis = "equal"
    among: Among = "served"
    exited: Literal["stay", "leave"] = "stay"
    weights: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """The parts as they stand from a day on. ``ended``: the plan is no longer in force."""

    source: Source
    parts: list[Part] = field(default_factory=list)
    ended: bool = False
    unverified: bool = False


@dataclass(frozen=True)
class Plan:
    """A share plan: for which classes of assets, and its rules by their first day."""

    label: str
    values: dict[date, Rule]
    of: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class AssetClass:
    """What a class of assets is for."""

    kind: Kind
    source: Source
    unverified: bool = False


@dataclass(frozen=True)
class Forecast:
    """What a plan expects of villages' projects a year: ``quantity`` × ``net`` × ``percent``, shared equally."""

    label: str
    item: str
    villages: list[str]
    quantity: Decimal
    net: Decimal
    percent: Decimal
    since: int
    source: Source
    unit: str = ""
    unverified: bool = False

    @property
    def whole(self) -> Decimal:
        """What all its villages together get, in yuan."""
        return (self.quantity * self.net * self.percent / HUNDRED).quantize(FEN)

    def each(self) -> dict[str, Decimal]:
        """What each of the villages gets; the parts are the whole."""
        return dict(zip(self.villages, split(self.whole, [1] * len(self.villages)), strict=True))


@dataclass(frozen=True)
class Sharing:
    """Everything that a place states."""

    classes: dict[str, AssetClass] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    forecasts: dict[str, Forecast] = field(default_factory=dict)

    def kind(self, asset_class: str) -> str:
        """What a class is for; "" if the place does not know it."""
        return self.classes[asset_class].kind if asset_class in self.classes else ""

    def plan_for(self, asset_class: str) -> str:
        """The key of the plan for a class of assets: the one stated last, nearest to the county; "" if none."""
        return next((key for key, one in reversed(self.plans.items()) if asset_class in one.of), "")


@dataclass(frozen=True)
class InForce:
    """The rule of a plan on a day."""

    key: str
    label: str
    since: date
    rule: Rule

    def as_dict(self) -> dict[str, object]:
        """As it is kept with a distribution, so that nobody has to look up what held then."""
        parts = [
            {
                "to": part.to,
                "percent": str(part.percent),
                "basis": part.basis,
                "among": part.among,
                "exited": part.exited,
                "weights": {key: str(weight) for key, weight in part.weights.items()},
            }
            for part in self.rule.parts
        ]
        told = {"key": self.key, "label": self.label, "since": self.since.isoformat(), "parts": parts}
        return {**told, "source": str(self.rule.source), "unverified": self.rule.unverified}


def declared(place: Place) -> Sharing:
    """What a place states with what it inherits; raises the first fault as a Problem."""
    found: Sharing = layers.stated(place.lineage, FILE, Sharing, PARTS)
    return found


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``sharing.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Sharing, PARTS)


def in_force(sharing: Sharing, key: str, on: date) -> InForce | None:
    """The rule of a plan on a day; None if the plan is unknown, not yet or no longer in force."""
    plan = sharing.plans.get(key)
    reached = [(since, rule) for since, rule in plan.values.items() if since <= on] if plan else []
    if plan is None or not reached or reached[-1][1].ended:
        return None
    return InForce(key, plan.label, *reached[-1])


def split(amount: Decimal, weights: Sequence[int | Decimal | Fraction]) -> list[Decimal]:
    """The amount in proportion to the weights, each part in whole fen, together exactly the amount.

    The fen that are left over go to the largest remainders, of equal ones to the first. ValueError for a
    negative amount or weight, a fraction of a fen, or nobody who counts.
    """
    fen = amount / FEN
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact)
    if fen != fen.to_integral_value() or fen < 0 or min(exact, default=Fraction(-1)) < 0 or whole == 0:
        raise ValueError("an amount in whole fen and weights of which one counts are needed")
    shares = [int(fen) * weight / whole for weight in exact]
    floors = [share.numerator // share.denominator for share in shares]
    left = int(fen) - sum(floors)
    by_remainder = sorted(range(len(shares)), key=lambda at: (floors[at] - shares[at], at))
    for at in by_remainder[:left]:
        floors[at] += 1
    return [floor * FEN for floor in floors]


def divide(amount: Decimal, parts: Sequence[Part]) -> list[tuple[Part, Decimal]]:
    """What each part of a rule gets of the amount; together exactly the amount."""
    return list(zip(parts, split(amount, [part.percent for part in parts]), strict=True))


def weight(part: Part, needs: Mapping[str, bool | None]) -> Decimal:
    """How much a household counts by need: the most of what it surely is, else what any other counts.

    Not known is never a yes: of whom nothing is known counts as any other.
    """
    counted = [part.weights[key] for key in NEEDS if needs.get(key) and key in part.weights]
    return max(counted, default=part.weights.get(OTHER, Decimal(0)))


def _class_doubts(_key: str, _one: AssetClass, _all: Sharing) -> Iterable[str]:
    return ()


def _plan_doubts(_key: str, one: Plan, _all: Sharing) -> list[str]:
    found = [] if one.values else ["没有写 values（起始日期和分配办法）"]
    if list(one.values) != sorted(one.values):
        found.append("的起始日期没有按先后排列")
    for since, rule in one.values.items():
        found += [f"自 {since} 起{what}" for what in _rule_doubts(rule)]
    return found


def _rule_doubts(rule: Rule) -> list[str]:
    if rule.ended:
        return ["既写了 parts 又写了 ended"] if rule.parts else []
    found = [what for part in rule.parts for what in _part_doubts(part)]
    whole = sum((part.percent for part in rule.parts), Decimal(0))
    if whole != HUNDRED:
        found.append(f"各部分合计 {whole.normalize():f}%，应当是 100%")
    return found


def _part_doubts(part: Part) -> list[str]:
    found = [] if 0 < part.percent <= HUNDRED else [f"的比例 {part.percent} 应当大于 0、不超过 100"]
    strange = [key for key in part.weights if key not in (*NEEDS, OTHER)]
    found += [f"的权重「{key}」不认识，可以写：{'、'.join((*NEEDS, OTHER))}" for key in strange]
    if (part.basis == "need") != bool(part.weights):
        found.append("的按困难程度（basis: need）与 weights 应当一起写")
    if any(counted < 0 for counted in part.weights.values()):
        found.append("的权重不能是负数")
    if part.weights and not any(part.weights.values()):
        found.append("的权重全是 0，没有人可分")
    if (part.basis == "shares") != (part.among == "shareholders"):
        found.append("的按股份（basis: shares）与 among: shareholders 应当一起写")
    if part.to != "households" and (part.basis, part.among, part.weights) != ("equal", "served", {}):
        found.append("的 basis、among、weights 只对农户写")
    return found


def _forecast_doubts(_key: str, one: Forecast, _all: Sharing) -> list[str]:
    found = [] if one.villages else ["没有写 villages（哪些村）"]
    if not 0 < one.percent <= HUNDRED or one.quantity <= 0 or one.net <= 0:
        found.append("的数量、净收益和比例应当大于 0，比例不超过 100")
    return found


PARTS = (("classes", _class_doubts), ("plans", _plan_doubts), ("forecasts", _forecast_doubts))
