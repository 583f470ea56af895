"""A price that stands in another paragraph than the number and the money: "每户补助2.1万元" there, "1516户…3183.6万元" here.

Said only where it comes out: a number may be paid at several prices, and most plans do not say all of them. So may
a yearly amount be twelve times a monthly one of the same standard.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.told_again import words
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.slips import significant
from liuqing.plans.text import Document

OF = {"户": "households", "人": "persons", "亩": "land", "公里": "length", "头": "count:头", "只": "count:只"}
"""What a price is paid for."""
SCALES = {"公里": Decimal(1000)}
NEAR = 24
"""Characters between a number and its money, and before a price."""
DIGITS = 3
MONTHS = Decimal(12)
MOST = 12
"""More prices for one thing than these, and one of them fits by chance."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Numbers with their money beside the prices of the plan; months beside years."""
    texts = {p.index: p.text for p in document.paragraphs}
    yield from _products(quantities, texts)
    yield from _years(quantities, texts)


def _products(quantities: tuple[Quantity, ...], texts: dict[int, str]) -> Iterator[Relation]:
    prices: dict[str, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension == "money" and q.per in OF and q.high is None and significant(q.stated) > 1:
            prices[OF[q.per]].append(q)
    for count, money in itertools.pairwise(quantities):
        known = prices.get(count.dimension, [])
        if len(known) <= MOST and _is_pair(count, money):
            for price in known:
                if _fits(count, money, price) and _is_of_same(count, money, price, texts):
                    yield _relation(count, money, price)
                    break


def _is_pair(count: Quantity, money: Quantity) -> bool:
    """A number and, just behind it in its sentence, an amount; both long enough to be no chance."""
    beside = (count.paragraph, count.sentence) == (money.paragraph, money.sentence)
    near = beside and 0 <= money.start - count.end <= NEAR and money.dimension == "money"
    return (
        near
        and is_plain(count)
        and is_plain(money)
        and not count.hedge
        and _is_long(count)
        and _is_long(money)
    )


def _is_long(q: Quantity) -> bool:
    return significant(q.stated) >= DIGITS


def _value(count: Quantity, price: Quantity) -> Decimal:
    return count.value / SCALES.get(price.per, Decimal(1)) * price.value


def _fits(count: Quantity, money: Quantity, price: Quantity) -> bool:
    return price.paragraph != count.paragraph and abs(_value(count, price) - money.value) <= half(money)


def _is_of_same(count: Quantity, money: Quantity, price: Quantity, texts: dict[int, str]) -> bool:
    """No other year, and words in common; numbers so long that they cannot fit by chance need none."""
    if count.year and price.year and count.year != price.year:
        return False
    sure = significant(count.stated) > DIGITS and significant(money.stated) > DIGITS + 1
    return sure or bool(_said(count, texts) & _said(price, texts))


def _said(q: Quantity, texts: dict[int, str]) -> frozenset[str]:
    text = texts.get(q.paragraph, "")
    return words(text[max(0, q.start - 2 * NEAR) : q.start] + text[q.end : q.end + NEAR // 2])


def _relation(count: Quantity, money: Quantity, price: Quantity) -> Relation:
    parts = (Part("数量", count), Part("单价", price))
    formula = f"{count.text}×{price.text}"
    return Relation(
        "product", money, parts, formula=formula, computed=_value(count, price), slack=half(money)
    )


def _years(quantities: tuple[Quantity, ...], texts: dict[int, str]) -> Iterator[Relation]:
    monthly: dict[Decimal, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension == "money" and re.search("月", q.per) and q.high is None and significant(q.stated) > 1:
            monthly[q.value * MONTHS].append(q)
    for q in quantities:
        if (
            q.dimension == "money"
            and (q.each_year or "年" in q.per)
            and "月" not in q.per
            and significant(q.stated) > 1
        ):
            same = [
                m
                for m in monthly.get(q.value, ())[:MOST]
                if m.paragraph != q.paragraph and _share(m, q, texts)
            ]
            if same:
                parts = (Part("每月", same[0], factor=MONTHS),)
                yield Relation("product", q, parts, formula=f"{same[0].text}×12")


def _share(one: Quantity, other: Quantity, texts: dict[int, str]) -> bool:
    """Both speak of the same standard ("低保标准" and "保障标准")."""
    a, b = (texts.get(q.paragraph, "")[max(0, q.start - NEAR) : q.start] for q in (one, other))
    return "标准" in a and "标准" in b
