"""Estimates (测算): the plan's own arithmetic, done again exactly.

``estimates.yaml`` of a place states, for each figure of its plan, how it comes about: quantity times unit
cost, or a sum over years, sources or classes, with every number as the plan writes it::

    ranger_pay:
      label: 生态护林员报酬
      computed: (425人 + 575人 + 575人) × 0.8万元
      stated: 1260.00
      unit: 万元
      source: {document: 富源县规划, clause: 生态保护扶贫行动 3}

Where the plan's sum does not hold, the answer says so: that is a finding about the plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Source
from liuqing.policy.place import Place

FILE = "estimates.yaml"

Verdict = Literal["holds", "holds_rounded", "fails"]
UNITS = ("万元", "元", "人", "户", "个", "%", "公里", "亩", "人次", "元/人", "元/户", "元/亩", "万元/户", "万元/个", "万元/亩", "万元/公里", "万元/盏", "万元/㎡", "万元/人", "人/户", "百分点")  # fmt: skip


@dataclass(frozen=True)
class Estimate:
    """How a figure comes about. ``implied``: the plan does not state it (a unit cost worked out from its
    totals). ``tolerance`` is how far apart both may be by rounding; half a unit of the last stated place
    unless said otherwise. ``note`` says what must be known.
    """

    label: str
    computed: str
    stated: Decimal
    unit: str
    source: Source
    requirements: list[str] = field(default_factory=list)
    tolerance: Decimal | None = None
    implied: bool = False
    note: str = ""


@dataclass(frozen=True)
class Estimates:
    """Everything that a place states."""

    estimates: dict[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A figure of the plan beside what its own numbers give. ``difference`` is computed less stated."""

    key: str
    label: str
    expression: str
    computed: Decimal
    stated: Decimal
    difference: Decimal
    unit: str
    verdict: Verdict
    requirements: list[str]
    source: str
    implied: bool = False
    note: str = ""


def declared(place: Place) -> Estimates:
    """The estimates of a place with those it inherits; raises the first fault as a Problem."""
    found: Estimates = layers.stated(place.lineage, FILE, Estimates, (("estimates", _doubts),))
    return found


def check(place: Place) -> list[Checked]:
    """Every figure of the place's plan, worked out again."""
    return [_checked(key, one) for key, one in declared(place).estimates.items()]


def _checked(key: str, one: Estimate) -> Checked:
    exact = value(one.computed)
    difference = exact - Fraction(one.stated)
    room = Fraction(_room(one))
    verdict: Verdict = "holds" if not difference else "holds_rounded" if abs(difference) <= room else "fails"
    return Checked(
        key, one.label, one.computed, _decimal(exact), one.stated, _decimal(difference), one.unit, verdict,
        list(one.requirements), str(one.source), one.implied, one.note,
    )  # fmt: skip


def _room(one: Estimate) -> Decimal:
    if one.tolerance is not None:
        return one.tolerance
    exponent = one.stated.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def _decimal(exact: Fraction) -> Decimal:
    """With six places at most, half up."""
    with localcontext() as context:
        context.prec = 40
        shown = Decimal(exact.numerator) / Decimal(exact.denominator)
        return shown.quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize() + 0


TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<unit>%|[\u4e00-\u9fff㎡][\u4e00-\u9fff㎡/·]*)?|(?P<sign>[-+−×÷()]))"
)


def value(expression: str) -> Fraction:
    """What an expression gives: numbers with their units, + − × ÷ and brackets; 30% is 30 hundredths.

    Raises ValueError where it cannot be read, ZeroDivisionError where it divides by nothing.
    """
    reading = _Reading(list(_tokens(expression)))
    found = reading.sum()
    if reading.left:
        raise ValueError(expression)
    return found


def _tokens(expression: str) -> Iterator[str | Fraction]:
    at, text = 0, expression.rstrip()
    while at < len(text):
        found = TOKEN.match(text, at)
        if found is None:
            raise ValueError(expression)
        at = found.end()
        if found["sign"]:
            yield found["sign"].replace("−", "-")
        else:
            yield Fraction(found["number"]) / (100 if found["unit"] == "%" else 1)


class _Reading:
    """Reads tokens from the left: a sum of products of numbers and bracketed sums."""

    def __init__(self, left: list[str | Fraction]):
        self.left = left

    def sum(self) -> Fraction:
        total = self.product()
        while self.left and self.left[0] in ("+", "-"):
            sign = self.left.pop(0)
            total = total + self.product() if sign == "+" else total - self.product()
        return total

    def product(self) -> Fraction:
        result = self.factor()
        while self.left and self.left[0] in ("×", "÷"):
            sign = self.left.pop(0)
            result = result * self.factor() if sign == "×" else result / self.factor()
        return result

    def factor(self) -> Fraction:
        found = self.left.pop(0) if self.left else None
        if isinstance(found, Fraction):
            return found
        if found != "(":
            raise ValueError(found)
        inner = self.sum()
        if not self.left or self.left.pop(0) != ")":
            raise ValueError(")")
        return inner


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``estimates.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Estimates, (("estimates", _doubts),))


def _doubts(key: str, one: Estimate, everything: Estimates) -> list[str]:
    found = []
    try:
        value(one.computed)
    except (ValueError, ZeroDivisionError):
        found.append(f"的算式「{one.computed}」读不懂（可用数字加单位、＋用 +、−、×、÷ 和半角括号）")
    if one.unit not in UNITS:
        found.append(f"用了不认识的单位「{one.unit}」")
    if one.tolerance is not None and one.tolerance < 0:
        found.append("的 tolerance 不能是负数")
    return found


def catalogue(place: Place, on: date) -> list[dict[str, Any]]:
    """Every estimate of the place, as ``liuqing rules`` prints it; a plan's figures have no first day."""
    return [
        {
            "name": one.key,
            "label": one.label,
            "kind": "estimate",
            "entity": "plan",
            "unit": one.unit,
            "requirements": one.requirements,
            "source": one.source,
            "expects": None,
            "severity": "",
            "check": one.note,
            "verdict": one.verdict,
            "expression": one.expression,
            "parameters": [
                {
                    "name": one.key,
                    "label": one.label,
                    "value": float(one.stated),
                    "unit": one.unit,
                    "from": date(place.told.plan.first_year or on.year, 1, 1).isoformat(),
                    "source": one.source,
                    "unverified": one.implied,
                }
            ],
        }
        for one in check(place)
    ]
