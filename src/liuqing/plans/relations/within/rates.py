"""Rates: what one of them costs, for which count, over which time."""

import re
from decimal import Decimal

from liuqing.plans.figures import units
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

TIMES = frozenset({"年", "月", "天", "学年", "学期", "次", "日"})
PERSONS = frozenset({"persons", "person_times"})
HOUSEHOLDS = frozenset({"households", "household_times"})
POST = re.compile(r"岗位?$|护林员$|保洁员$|名额$")
"""What one person holds each."""
MONTHLY = re.compile(r"每月|月需|月均|当月")
YEARLY = re.compile(r"每年|年需|全年|年均|一年|每学年|年度")


def is_rate(quantity: Quantity) -> bool:
    """So much for each one: per person, household, mu, piece; exact."""
    return bool(one(quantity)) and not quantity.hedge and quantity.high is None and quantity.value > 0


def one(rate: Quantity) -> str:
    """Of what the rate is for one: "人" of "人·月", "" where it is only for a time."""
    return next((p for p in rate.per.split("·") if p and p not in TIMES), "")


def spell(rate: Quantity) -> str:
    """The time a rate is for: "月" of "人·月", "" where it is paid once."""
    return next((p for p in rate.per.split("·") if p in TIMES), "")


def counts(rate: Quantity, quantity: Quantity) -> Decimal | None:
    """How many of what the rate is for a figure counts, or None if it counts something else."""
    wanted = one(rate)
    if quantity.per or quantity.high is not None:
        return None
    if wanted in ("人", "名", "生"):
        posts = quantity.dimension == "count:个" and bool(POST.search(quantity.what))
        return quantity.value if quantity.dimension in PERSONS or posts else None
    if wanted == "户":
        return quantity.value if quantity.dimension in HOUSEHOLDS else None
    if wanted in ("村", "镇", "乡"):
        return quantity.value if quantity.what.endswith(wanted) or quantity.unit == wanted else None
    if wanted not in units.KNOWN:
        return None
    dimension, scale = units.KNOWN[wanted]
    return quantity.value / Decimal(scale) if quantity.dimension == dimension else None


def multipliers(scope: Scope, rate: Quantity, count: Quantity, total: Quantity) -> list[tuple[Decimal, str]]:
    """How often the rate may be paid, the likeliest first, with how a person writes it ("×2月")."""
    by = spell(rate)
    if by in ("月", "天", "日"):
        return _within(scope, rate, total, by)
    if by in ("年", "学年") and not _is_of_one_year(scope, total):
        span = _span(total) or _span(count)
        return [(Decimal(span), f"×{span}年"), (Decimal(1), "")] if span else [(Decimal(1), "")]
    return [(Decimal(1), "")]


def _within(scope: Scope, rate: Quantity, total: Quantity, by: str) -> list[tuple[Decimal, str]]:
    """So many months or days as the text says near the rate, else a year of months."""
    if by == "月" and MONTHLY.search(clause_words(scope, total)):
        return [(Decimal(1), "")]
    dimension = "months" if by == "月" else "days"
    said = [
        q for q in scope.figures
        if q.dimension == dimension and not q.hedge and rate.sentence <= q.sentence <= max(rate.sentence, total.sentence)
        and scope.group(q) == scope.group(rate)
    ]  # fmt: skip
    if said:
        chosen = min(said, key=lambda q: abs(q.start - rate.start))
        return [(chosen.value, f"×{chosen.text}")]
    if by != "月":
        return []
    span = _span(total)
    yearly = [(Decimal(12), "×12月")]
    return [(Decimal(12 * span), f"×12月×{span}年"), *yearly] if span else yearly


def _is_of_one_year(scope: Scope, total: Quantity) -> bool:
    return total.year is not None or total.each_year or bool(YEARLY.search(clause_words(scope, total)))


def _span(quantity: Quantity) -> int | None:
    """Over how many years a figure reaches, if it says so."""
    return quantity.span or (quantity.years[1] - quantity.years[0] + 1 if quantity.years else None)
