"""Nobody helps more poor households than there are: figures of those reached beside the register.

Only the largest register counts as the limit, whatever its day: what is above every number the plan gives for the
poor is wrong in one of the two places.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import standings
from liuqing.plans.relations.across.standings import Count
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.text import Document

REACHED = re.compile(
    r"(?:覆盖|受益|惠及|带动|帮扶|挂钩|联系|结对)[一-龥“”]{0,8}(?:贫困户|贫困人口|贫困群众|建档立卡)[一-龥]{0,4}$"
)
REPEATED = re.compile(r"累计|户次|人次|次|巩固|已脱贫|非贫困|农户|边缘")
LEAST = 100
REACH = 60
DEEP_LEFT = re.compile(
    r"未(?:出列|脱贫|退出|摘帽)(?:的)?贫困(?:行政)?村[（(](?:其中|含|包括)[^（）()，。]{0,12}?$"
)
STILL_LEFT = re.compile(
    r"(?:建档立卡|省级)?贫困(?:行政)?村(?:尚|还|仍)?未(?:实现|能)?(?:脱贫)?(?:出列|退出|摘帽)"
)


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """The largest of those reached, and every one that is above the register; deep poor villages above those left."""
    known = standings.find(document, quantities)
    texts = {p.index: p.text for p in document.paragraphs}
    for dimension in ("households", "persons"):
        register = _most(known, dimension, "listed")
        if register is None or register.value < LEAST:
            continue
        reached = [
            q for q in quantities if q.dimension == dimension and _is_reached(q, texts.get(q.paragraph, ""))
        ]
        above = [q for q in reached if q.value > register.value]
        below = [q for q in reached if q.value < register.value]
        for q in above or sorted(below, key=lambda q: -q.value)[:1]:
            yield _limit(register, q)
    yield from _villages(known, quantities, texts)


def _most(known: list[Count], kind: str, status: str) -> Quantity | None:
    figures = [one.quantity for one in known if (one.kind, one.status) == (kind, status)]
    return max(figures, key=lambda q: q.value, default=None)


def _is_reached(q: Quantity, text: str) -> bool:
    before = re.split(r"[，。；：、（）]", text[max(0, q.start - REACH) : q.start])[-1]
    words = re.sub(r"\d[\d,.]*户$", "", before)
    return is_plain(q) and not q.hedge and bool(REACHED.search(words)) and not REPEATED.search(before)


def _villages(
    known: list[Count], quantities: tuple[Quantity, ...], texts: dict[int, str]
) -> Iterator[Relation]:
    """ "未出列贫困村（含深度贫困村21个）" where only three are left, whatever day that is said of."""
    deep = [q for q in quantities if q.dimension == "count:个" and _is_deep(q, texts.get(q.paragraph, ""))]
    if not deep:
        return
    left = [one.quantity for one in known if (one.kind, one.status) == ("village", "left")]
    left += [q for q in quantities if _is_left(q, texts.get(q.paragraph, ""))]
    most = max(left, key=lambda q: q.value, default=None)
    yield from (_limit(most, q) for q in deep if most)


def _is_deep(q: Quantity, text: str) -> bool:
    return bool(DEEP_LEFT.search(text[max(0, q.start - REACH) : q.start]))


def _is_left(q: Quantity, text: str) -> bool:
    """ "还有3个贫困村未实现出列"."""
    said = text[q.end : q.end + REACH]
    return q.dimension == "count:个" and not q.hedge and not q.depth and bool(STILL_LEFT.match(said))


def _limit(register: Quantity, part: Quantity) -> Relation:
    return Relation("limit", register, (Part("其中", part),), bound="most")
