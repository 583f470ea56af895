"""Averages over the sums and counts of the paragraph: "现有22个教学班，在校学生1700名，平均班额77人".

Where sum and count stand further away, an average is claimed only if it comes out; it fails only where nothing
else can be meant: both right before it, or the sum under its own name and one count of its kind.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, is_plain
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

EACH = r"个|名|位|家|所|座|条"
AVERAGE = re.compile(
    rf"(?:(?P<short>[人户亩村班生师床组社镇乡株头])均|平均(?P<class>班额|班容量)|平均每(?:{EACH}|一)?(?P<each>[一-龥])"
    rf"|每(?:{EACH})?(?P<late>[一-龥])平均)(?P<noun>[一-龥]*)$"
)
LOOSE = re.compile(r"收入|增收|增加|可支配|生产总值|寿命|年龄|用水|以上|达到?$")
"""What statistics count in their own way, or what is a floor."""
NAMES = {"班": "班", "生": "学生|在校生|学员|幼儿", "师": "教师|教职工", "床": "床位?", "村": "村", "组": "组", "社": "社", "镇": "镇", "乡": "乡"}  # fmt: skip
DIMENSIONS = {"人": "persons", "户": "households", "亩": "land", "股": "shares"}
PEOPLE = re.compile(r"学生|在校生|学员|幼儿|人")
TWICE = Decimal(2)
LEAST = 2
ABOUT = Decimal("0.03")


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Every average of the paragraph."""
    for at, mean in enumerate(scope.figures):
        said = AVERAGE.search(clause_words(scope, mean).rstrip("约为达到是近"))
        if said and mean.high is None and mean.dimension not in ("percent", "points"):
            yield from _average(scope, at, mean, said)


def _average(scope: Scope, at: int, mean: Quantity, said: re.Match[str]) -> Iterator[Relation]:
    """The nearest sum and count that come out; else the only ones, if they are unmistakable."""
    one = said["short"] or said["each"] or said["late"] or "班"
    near = [q for q in scope.figures if is_plain(q) and not q.hedge and scope.item(q) == scope.item(mean)]
    near = sorted((q for q in near if q.value > 0), key=lambda q: (q.start > mean.start, -q.start))
    counts = [q for q in near if _counts(q, one)]
    sums = [q for q in near if q.end <= mean.start and _is_sum(q, mean, said)]
    made = [_relation(mean, a, b) for a in sums for b in counts if a.id != b.id]
    held = next((one for one in made if _comes_out(one, mean)), None)
    if held and (significant(mean.stated) >= LEAST or len(made) == 1):
        yield held
    elif len(made) == 1 and _is_sure(scope, at, made[0], said):
        yield made[0]


def _counts(quantity: Quantity, one: str) -> bool:
    """It counts what the average is for: 1700名学生 for 生均, 22个教学班 for 班均."""
    if one in DIMENSIONS:
        return quantity.dimension == DIMENSIONS[one]
    if one in NAMES:
        return quantity.unit == one or bool(re.search(rf"(?:{NAMES[one]})$", quantity.what))
    return quantity.unit == one


def _is_sum(quantity: Quantity, mean: Quantity, said: re.Match[str]) -> bool:
    """It is of the average's kind, and under its name where that has one."""
    if quantity.dimension != mean.dimension:
        return False
    noun = said["noun"]
    if said["class"] or (not noun and mean.dimension == "persons"):
        return bool(PEOPLE.search(quantity.what))
    return not noun or core(noun) in core(quantity.what)


def _comes_out(made: Relation, mean: Quantity) -> bool:
    value = made.computed or Decimal(0)
    slack = value * ABOUT if mean.hedge else made.slack or Decimal(0)
    return abs(value - mean.value) <= slack


def _relation(mean: Quantity, total: Quantity, count: Quantity) -> Relation:
    number = count.value
    value = total.value / number
    slack = mean.step + (half(total) + half(count) * value) / number
    if mean.hedge:
        slack = max(slack, value * ABOUT)
    parts = (Part("总数", total), Part("数量", count))
    return Relation("product", mean, parts, formula=f"{total.text}÷{count.text}", computed=value, slack=slack)


def _is_sure(scope: Scope, at: int, made: Relation, said: re.Match[str]) -> bool:
    """Both stand right before it, or the sum does under the same name; and it is not too far from it."""
    mean, value = made.total, made.computed or Decimal(0)
    if LOOSE.search(said["noun"]) or mean.hedge or not value / TWICE <= mean.value <= value * TWICE:
        return False
    total, count = (part.quantity for part in made.parts)
    next_to_it = {q.id for q in scope.figures[max(0, at - 2) : at]} == {total.id, count.id}
    named = bool(said["noun"]) and scope.figures[at - 1].id == total.id and total.what.endswith(said["noun"])
    return (next_to_it and abs(mean.sentence - total.sentence) <= 1) or named
