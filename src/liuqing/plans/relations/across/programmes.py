"""One programme described twice at one price: "丙类对象3120户缺口资金6552万元" here, "丙类对象…3012×2.1=6325.2万元" there.

Two chapters begin a sentence with the same name, both say how many still need it and what that costs, and the price
of each is the same: then number and money must be the same too. Other years, places and things done are other works.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import factors
from liuqing.plans.relations.across.chapters import chapters
from liuqing.plans.relations.across.repeats import differs, repeat
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import significant
from liuqing.plans.text import Document

SEGMENT = re.compile(r"[^。；;]{1,400}")
LEAD = re.compile(
    r"^(?:[，：、\s]|其中|目前|同时|另外|此外|我县|全县|[一二三四五六七八九十]是|其次|[（(]\d+[)）]|\d+[.．、])+"
)
HAN = re.compile("[一-龥]")
NAMED = 4
HEAD = 5
"""Characters with which both sentences begin."""
LONGEST = 14
NEEDED = re.compile(r"缺口|需求|存量|尚需|还需|需要|所需|需资金|需投入|需补助")
DONE = re.compile(r"已(?!脱贫|下达)|累计|完成了|建成|截至|截止|20\d\d年")
SAME_PRICE = Decimal("0.002")
CLOSE = Decimal("0.15")
"""Numbers further apart are of another scope."""
MOST = 4
KNOWN_TO = 4
"""Digits of an amount before which 约 says no more than that it was rounded."""


Known = dict[tuple[str, Decimal], Quantity]
"""The first place of every count."""


@dataclass(frozen=True)
class Told:
    """A sentence: what it begins with, how many, what they cost, its chapter."""

    words: str
    count: Quantity
    money: Quantity
    chapter: int


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every two sentences of one programme in different chapters."""
    by_head: dict[str, list[Told]] = defaultdict(list)
    for told in _told(document, quantities):
        by_head[told.words[:HEAD]].append(told)
    near = {(q.dimension, q.value): q for q in reversed(quantities)}
    for group in by_head.values():
        if 1 < len(group) <= MOST:
            for at, one in enumerate(group):
                for other in group[at + 1 :]:
                    if one.chapter != other.chapter and _is_one(one, other):
                        yield from _compared(one, other, near)


def _told(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Told]:
    chapter = chapters(document.root)
    written = {factor.money.id: factor for factor in factors.find(document, quantities)}
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        figures[q.paragraph].append(q)
    for p in document.paragraphs:
        if p.index not in chapter or p.index not in figures:
            continue
        for segment in SEGMENT.finditer(p.text):
            words = LEAD.sub("", segment[0])
            if NEEDED.search(words) and not DONE.search(words) and len(HAN.findall(words[:HEAD])) >= NAMED:
                own = [q for q in figures[p.index] if segment.start() <= q.start < segment.end()]
                for money in own[:MOST]:
                    count = _counted(money, own, written)
                    if count:
                        yield Told(words, count, money, chapter[p.index])
                        break


def _counted(money: Quantity, own: list[Quantity], written: dict[int, factors.Factor]) -> Quantity | None:
    """The count the amount is for: the first factor of a sum written out, or the figure just before it."""
    if money.dimension != "money" or money.per or money.each_year or money.year:
        return None
    if money.id in written:
        return written[money.id].count
    at = own.index(money)
    before = own[at - 1] if at else None
    counted = before and is_plain(before) and before.dimension in ("households", "persons", "area", "length")
    return before if counted and before and not before.hedge and significant(before.stated) > 1 else None


def _is_one(one: Told, other: Told) -> bool:
    """The same price, numbers near each other, and neither of a place of its own."""
    if one.count.where != other.count.where or not one.count.value or not other.count.value:
        return False
    here, there = one.money.value / one.count.value, other.money.value / other.count.value
    gap = abs(one.count.value - other.count.value)
    return abs(here - there) <= SAME_PRICE * there and gap <= CLOSE * other.count.value


def _compared(one: Told, other: Told, known: Known) -> Iterator[Relation]:
    """Number beside number, where both are printed with their unit, and money beside money."""
    shared = f"说的都是“{_shared(one, other)}”，单价也相同"
    here, there = _like(one.count, other.count), _like(other.count, one.count)
    if _is_stated(here, known) and _is_stated(there, known):
        yield repeat(here, [there, *_again(there, known)], why=differs(here, there, shared))
        yield repeat(_exact(one.money), [_exact(other.money)], why=differs(one.money, other.money, shared))
    else:
        counts = f"{shared}，数量一处是{here.text}，一处是{there.text}"
        yield repeat(_exact(one.money), [_exact(other.money)], why=differs(one.money, other.money, counts))


def _is_stated(count: Quantity, known: Known) -> bool:
    return count.id >= 0 or bool(_again(count, known))


def _like(q: Quantity, other: Quantity) -> Quantity:
    """A count written without its unit counts what the other counts."""
    return q if q.unit else replace(q, unit=other.unit, dimension=other.dimension)


def _again(there: Quantity, known: Known) -> list[Quantity]:
    """The same count written with its unit just before a sum that is written out."""
    first = known.get((there.dimension, there.value))
    near = first is not None and there.id < 0 and 0 < there.paragraph - first.paragraph <= MOST
    return [first] if first and near else []


def _exact(q: Quantity) -> Quantity:
    """ "约6452.3万元" is a rounded amount, not a guess."""
    return replace(q, hedge="") if q.hedge == "about" and significant(q.stated) >= KNOWN_TO else q


def _shared(one: Told, other: Told) -> str:
    same = 0
    while same < min(len(one.words), len(other.words), LONGEST) and one.words[same] == other.words[same]:
        same += 1
    return one.words[:same]
