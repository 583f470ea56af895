"""What is left of a whole that another paragraph states: "除市里安排的630户外，其余1527户" beside "共2165户（其中630户…）".

The part that is taken away stands in both places, and both speak of the same thing: then the whole, less the part,
is what is left. "其他" beside a whole named elsewhere is only said where it comes out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import factors
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import significant
from liuqing.plans.text import Document

LEFT = re.compile(r"(?:其余|其他|其它|剩余|余下|剩下)(?:的)?$")
LESS = re.compile(r"除|扣除|减去|[与和同]")
INSIDE = re.compile(r"^[^。；，]{0,8}[，（(](?:其中|含|包括)")
NEAR = 60
"""Characters of the sentence before a figure that say what it is of."""
PIECE = 4
MOST = 8
"""Wholes with one part, or one value, that are looked at."""
FEW = 2
"""Figures behind a whole among which its part is looked for."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every remainder with its whole and the part taken away."""
    texts = {p.index: p.text for p in document.paragraphs}
    split, wholes = _split(quantities, texts), _by_value(quantities)
    for q, less in _left(quantities, texts):
        found = [w for w in split.get((q.dimension, less.value), ()) if _is_one(w[0], q, texts)]
        if len({whole.value for whole, _ in found}) == 1:
            yield _relation(q, *found[0])
        elif whole := _adding_up(q, less, wholes):
            yield _relation(q, whole, less)
    rests = {whole.value - part.value: (whole, part) for pairs in split.values() for whole, part in pairs}
    for factor in factors.find(document, quantities):
        yield from _of_factor(factor, rests)


Split = dict[tuple[str, object], list[tuple[Quantity, Quantity]]]


def _split(quantities: tuple[Quantity, ...], texts: dict[int, str]) -> Split:
    """Wholes with a part in brackets or behind 其中, by the part."""
    found: Split = defaultdict(list)
    for at, whole in enumerate(quantities):
        if _may(whole) and INSIDE.match(texts.get(whole.paragraph, "")[whole.end : whole.end + 12]):
            for part in quantities[at + 1 : at + 1 + FEW]:
                same = (part.paragraph, part.sentence) == (whole.paragraph, whole.sentence)
                known = found[(part.dimension, part.value)]
                inside = same and part.dimension == whole.dimension and part.value < whole.value
                if inside and len(known) < MOST:
                    known.append((whole, part))
    return found


def _left(quantities: tuple[Quantity, ...], texts: dict[int, str]) -> Iterator[tuple[Quantity, Quantity]]:
    """What is left, with the figure of the same sentence it is set against."""
    for at, q in enumerate(quantities):
        text = texts.get(q.paragraph, "")
        if at and _may(q) and LEFT.search(text[max(0, q.start - 4) : q.start]):
            before = [
                o
                for o in quantities[max(0, at - 3) : at]
                if (o.paragraph, o.sentence, o.dimension) == (q.paragraph, q.sentence, q.dimension)
            ]
            if before and LESS.search(text[max(0, before[0].start - 24) : q.start]):
                yield q, before[0]


def _may(q: Quantity) -> bool:
    counted = q.dimension in ("households", "persons", "money") or q.dimension.startswith("count:")
    return counted and is_plain(q) and not q.hedge


def _is_one(whole: Quantity, left: Quantity, texts: dict[int, str]) -> bool:
    """Another paragraph, no other year, and four characters in a row before both."""
    if whole.paragraph == left.paragraph or (whole.year and left.year and whole.year != left.year):
        return False
    return bool(_pieces(whole, texts) & _pieces(left, texts))


def _pieces(q: Quantity, texts: dict[int, str]) -> set[str]:
    said = re.split(r"[。；]", texts.get(q.paragraph, "")[max(0, q.start - NEAR) : q.start])[-1]
    return {
        piece
        for i in range(len(said) - PIECE + 1)
        if re.fullmatch(r"[一-龥]{4}", piece := said[i : i + PIECE])
    }


def _by_value(quantities: tuple[Quantity, ...]) -> dict[tuple[str, Decimal], list[Quantity]]:
    found: dict[tuple[str, Decimal], list[Quantity]] = defaultdict(list)
    for q in quantities:
        if _may(q) and q.what and len(found[(q.dimension, q.value)]) < MOST:
            found[(q.dimension, q.value)].append(q)
    return found


def _adding_up(
    left: Quantity, less: Quantity, wholes: dict[tuple[str, Decimal], list[Quantity]]
) -> Quantity | None:
    """A whole elsewhere that names the same things and comes out; what is left must have two digits."""
    if significant(left.stated) < FEW or not left.what:
        return None
    found = wholes.get((left.dimension, left.value + less.value), [])
    return next((q for q in found if q.paragraph != left.paragraph and q.what[0] in left.what), None)


def _of_factor(factor: factors.Factor, rests: dict[Decimal, tuple[Quantity, Quantity]]) -> Iterator[Relation]:
    """ "1535×2.1=…" where 1535 is what is left of a whole: said only where it comes out."""
    whole, part = rests.get(factor.count.value, (None, None))
    if whole is None or part is None or significant(factor.count.stated) <= FEW:
        return
    if 0 < factor.count.paragraph - whole.paragraph <= FEW + 1:
        yield _relation(factor.counting(whole), whole, part)


def _relation(left: Quantity, whole: Quantity, part: Quantity) -> Relation:
    kind: Kind = "count_sum" if left.dimension.startswith("count:") else "sum"
    return Relation(kind, left, (Part("总数", whole), Part("扣除", part, sign=-1)))
