"""Rates and counts a plan states in several places: the same rate at the same time, the same count of exits."""

import re
from collections import defaultdict
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import standings
from liuqing.plans.relations.across.chapters import chapters
from liuqing.plans.relations.across.repeats import differs, first_of_paragraph, repeat
from liuqing.plans.relations.cells import core
from liuqing.plans.relations.slips import is_slip
from liuqing.plans.text import Document

RATE = re.compile(r"贫困发生率|森林覆盖率|城镇化率|教育巩固率|漏评错退率|漏评率|错退率")
"""Rates of which an area has one at a time; of others ("参保率", "完成率") it has many."""
OTHER_RATE = re.compile(r"[一-龥]{4,6}率")
LOCAL = re.compile(r"镇|乡(?!村)|街道|村(?!卫|级|集|医|民)|社区|组|其中|项目|省|全国")
REACH = 240
"""Characters a sentence has, at the most."""
NOUN = 4
"""Characters of a noun that names one thing in a whole plan ("乡村道路硬化")."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Rates, exits, and figures under one long noun."""
    yield from _rates(document, quantities)
    yield from _standings(document, quantities)
    yield from _nouns(document, quantities)


def _rates(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    texts = {p.index: p.text for p in document.paragraphs}
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for q in quantities:
        name = _rate(q, texts.get(q.paragraph, ""))
        if name and q.year is not None:
            groups[(name, q.year, q.as_of, q.moment.strip("年底末"))].append(q)
    for key, group in groups.items():
        found = _equal_or_not(group, "说的是同一时点的同一比率")
        yield from (relation for relation in found if RATE.fullmatch(str(key[0])) or not relation.why)


def _rate(q: Quantity, text: str) -> str:
    """What the percentage is of, if the sentence names it and speaks of the whole area."""
    if q.dimension not in ("percent", "permille") or q.hedge or q.high is not None or q.stated >= 100:
        return ""
    near = max(0, q.start - REACH)
    said = text[max(near, max(text.rfind(c, near, q.start) for c in "。；！？") + 1) : q.start]
    found = RATE.findall(said) or OTHER_RATE.findall(said)
    if (
        not found
        or LOCAL.search(said[said.rfind(found[-1]) :])
        or re.search(r"比|较|增长|下降了|提高了", said[-6:])
    ):
        return ""
    before = said[: said.rfind(found[-1])][-10:]
    return str(found[-1]) if not LOCAL.search(before) else ""


def _equal_or_not(group: list[Quantity], reason: str) -> Iterator[Relation]:
    """One relation for what is equal; the rarer value fails against the usual one, within a paragraph never."""
    values: dict[object, list[Quantity]] = defaultdict(list)
    for q in group:
        values[q.value].append(q)
    usual = max(values.values(), key=lambda qs: len(first_of_paragraph(qs)))
    places = first_of_paragraph(usual)
    if len(places) > 1:
        yield repeat(places[0], places[1:])
    for other in values.values():
        if other is not usual and len(values) == 2 and other[0].paragraph != usual[0].paragraph:
            yield repeat(other[0], places, why=differs(other[0], places[0], reason))


def _standings(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Equal is one relation; a slip fails, any other difference may be another scope."""
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for one in standings.find(document, quantities):
        if one.when[0] != "once":
            groups[(one.kind, one.status, one.when)].append(one.quantity)
    for key, group in groups.items():
        values = {q.value for q in group}
        slip = len(values) == 2 and is_slip(
            group[0].stated, next(q.stated for q in group if q.value != group[0].value), 3
        )
        if (len(values) == 1 and key[0] in ("village", "town")) or slip:
            yield from _equal_or_not(group, "说的是同一时期的同一个数")


def _nouns(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Two values under one long noun that differ by a slip; in different chapters, or so long that no two items
    of a list would resemble each other so.
    """
    chapter = chapters(document.root)
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for q in quantities:
        noun = core(q.what).removesuffix("中")
        if len(noun) >= NOUN and not q.hedge and not q.per and q.high is None:
            groups[(q.dimension, noun, q.source)].append(q)
    for group in groups.values():
        for one, others in _slipped(group):
            other = others[0]
            if _is_long(one) or chapter.get(one.paragraph) != chapter.get(other.paragraph):
                yield repeat(one, others, why=differs(one, other, f"说的都是“{one.what}”"))


def _slipped(group: list[Quantity]) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """The value stated seldom against the one value stated otherwise, if they differ by a slip."""
    values: dict[object, list[Quantity]] = defaultdict(list)
    for q in group:
        values[q.value].append(q)
    if len(values) != 2:
        return
    usual, (one, *_) = sorted(values.values(), key=len, reverse=True)
    other = usual[0]
    if one.paragraph != other.paragraph and _at_one_time(one, other) and is_slip(one.stated, other.stated):
        yield one, first_of_paragraph(usual)


def _least(group: list[Quantity]) -> int:
    """How many digits a slip needs to be one: a thing the plan names but twice is the same sooner."""
    return 3 if len(group) == 2 and group[0].dimension.startswith("count:") else 4


def _at_one_time(one: Quantity, other: Quantity) -> bool:
    return not (one.year and other.year) or (one.year, one.as_of) == (other.year, other.as_of)


def _is_long(q: Quantity) -> bool:
    return q.dimension in ("persons", "households") and q.stated >= 10_000
