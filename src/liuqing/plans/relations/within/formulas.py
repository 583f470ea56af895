"""Sums written out: "5975户×5600元/户=3346万元", "1519×2.1=3189.9万元", "600+1519=2119户"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.figures.numbers import ARABIC, number
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.within.scope import Scope

TERM = rf"(?:{ARABIC})[一-龥/·•%]{{0,8}}"
WRITTEN = re.compile(rf"({TERM}(?:\s*[×xX*＊+＋]\s*{TERM})+)\s*[=＝]\s*$")
SIGNS = re.compile(r"\s*([×xX*＊+＋])\s*")
BACK = 80
WITHIN = Decimal(3)
POWERS = tuple(Decimal(10) ** n for n in (0, 4, -4, 8))
"""元 and 万元 are mixed in one line; the right one is the one that is near."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """What stands before an equals sign, worked out, beside the figure behind it."""
    if "=" not in scope.text and "＝" not in scope.text:
        return
    for total in scope.figures:
        found = WRITTEN.search(scope.before(total, BACK))
        if found and not total.hedge:
            start = max(0, total.start - BACK) + found.start()
            terms = [q for q in scope.figures if start <= q.start and q.end <= total.start]
            yield from _worked_out(total, found[1], terms)


def _worked_out(total: Quantity, words: str, terms: list[Quantity]) -> Iterator[Relation]:
    value = _value(words)
    scale = total.value / total.stated if total.stated else Decimal(1)
    near = [
        value * power for power in POWERS if total.stated / WITHIN <= value * power <= total.stated * WITHIN
    ]
    if near:
        kind: Kind = "sum" if re.search("[+＋]", words) else "product"
        parts = tuple(Part("", q) for q in terms)
        yield Relation(kind, total, parts, formula=words, computed=near[0] * scale, slack=half(total))


def _value(words: str) -> Decimal:
    """Products before sums; percent is a hundredth."""
    total, term = Decimal(0), Decimal(1)
    pieces = SIGNS.split(words)
    for at in range(0, len(pieces), 2):
        figure = re.match(ARABIC, pieces[at])
        factor = number(figure[0]) / (100 if "%" in pieces[at] else 1) if figure else Decimal(1)
        if at and pieces[at - 1] in "+＋":
            total, term = total + term, Decimal(1)
        term *= factor
    return total + term
