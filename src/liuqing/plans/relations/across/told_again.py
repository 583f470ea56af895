"""A figure told again in another section in like words: what holds is worth a mark, as what fails is.

"搬迁安置81户" and "易地搬迁81户", "某安置点…需投资131万元" and "某安置点…投资131万元". How many words the two places must share
hangs on how easily two things have that number by chance; words that stand in few places of the plan count most.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import factors
from liuqing.plans.relations.across.repeats import first_of_paragraph, repeat
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.opposites import opposed
from liuqing.plans.relations.slips import significant
from liuqing.plans.text import Document, Section

GENERAL_WORDS = (
    "贫困困户人口建档档立立卡项目资金投入投资实施建设完成计划全县脱贫扶贫工程万元需求预计共计合计达到其中以上农村攻坚"
    "开展全部覆盖实现年度每年以及进行补助标准三年平方方米公里村委委会行政政村"
)
GENERAL = frozenset(GENERAL_WORDS[i : i + 2] for i in range(0, len(GENERAL_WORDS), 2))
"""Words that stand beside figures of every kind."""
BEFORE, BEHIND = 16, 8
NAMED = 48
"""Characters before an amount that name what it is for."""
RARE = 5
"""Paragraphs of the plan in which a word stands that names something."""
MOST = 5
"""A number that stands in more paragraphs than these is told of many things."""
CONGRESS = re.compile(r"[一二三四五六七八九十]{2,}大(?![一-龥]{0,4}(?:工程|行动|任务|体系|产业))")
""" "党的十九大": no count. """
HAN = re.compile(r"[一-龥]{2,}")


@dataclass(frozen=True)
class Place:
    """A figure, the section it stands in, and the words around it."""

    figure: Quantity
    section: int
    words: frozenset[str]


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Equal figures of different sections whose words agree; and counts written out again in a sum."""
    texts = {p.index: p.text for p in document.paragraphs}
    seen = Counter(word for text in texts.values() for word in words(text))
    section = _sections(document.root)
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for q in quantities:
        if _may(q) and q.paragraph in section and not CONGRESS.match(texts[q.paragraph], q.start):
            groups[(q.dimension, q.value, q.each_year, bool(q.hedge))].append(q)
    for group in groups.values():
        figures = first_of_paragraph(group)
        if 1 < len(figures) <= MOST:
            found = _alike(
                [Place(q, section[q.paragraph], _around(q, texts[q.paragraph])) for q in figures], seen
            )
            if len(found) > 1:
                yield repeat(found[0].figure, [place.figure for place in found[1:]])
    yield from _written_out(document, quantities)


def others(told: Iterable[Relation], known: Iterable[Relation]) -> Iterator[Relation]:
    """Those whose places no repeat that is known already has together."""
    places: dict[tuple[str, object], set[int]] = defaultdict(set)
    for relation in known:
        if relation.kind == "repeat" and relation.computed == relation.total.value:
            places[(relation.total.dimension, relation.total.value)] |= _paragraphs(relation)
    for relation in told:
        if not _paragraphs(relation) <= places[(relation.total.dimension, relation.total.value)]:
            yield relation


def _paragraphs(relation: Relation) -> set[int]:
    return {relation.total.paragraph, *(part.quantity.paragraph for part in relation.parts)}


def _may(q: Quantity) -> bool:
    counted = q.dimension in ("households", "persons", "money", "land", "length", "area")
    told = counted or q.dimension.startswith("count:")
    return told and is_plain(q) and q.value > 1 and q.hedge in ("", "about") and significant(q.stated) > 0


def _sections(root: Section) -> dict[int, int]:
    """For every paragraph the section of the second level it stands in (of the first, where there are no others)."""
    found: dict[int, int] = {}
    number = 0
    for top in root.children:
        for part in (top, *top.children):
            number += 1
            for below in part.walk() if part is not top else (top,):
                found |= {p.index: number for p in below.paragraphs}
    return found


def words(text: str) -> frozenset[str]:
    """Every two characters in a row, without those that stand beside figures of every kind."""
    return frozenset(run[i : i + 2] for run in HAN.findall(text) for i in range(len(run) - 1)) - GENERAL


def _around(q: Quantity, text: str) -> frozenset[str]:
    """The words of the sentence near the figure; of an amount those further before it, too."""
    near = text[max(0, q.start - (NAMED if q.dimension == "money" else BEFORE)) : q.start]
    before = re.split(r"[。；]", near)[-1]
    behind = re.split(r"[，。；：（）]", text[q.end : q.end + BEHIND])[0]
    return words(before) | (frozenset() if q.dimension == "money" else words(behind))


def _alike(places: list[Place], seen: Counter[str]) -> list[Place]:
    """The first place with those that tell the same; the second, if the first is alone; and so on."""
    for at, one in enumerate(places):
        found = [one, *(other for other in places[at + 1 :] if _is_same(one, other, seen))]
        if len(found) > 1:
            return found
    return []


def _is_same(one: Place, other: Place, seen: Counter[str]) -> bool:
    """Enough words are shared, and neither year nor section speaks against it."""
    a, b = one.figure, other.figure
    if (
        one.section == other.section
        or (a.year and b.year and a.year != b.year)
        or (a.source != b.source and a.year)
        or opposed(a, b)
    ):
        return False
    shared = one.words & other.words
    rare = sum(1 for word in shared if seen[word] <= RARE)
    digits = significant(a.stated)
    if a.dimension == "money":
        return rare >= 2 and len(shared) >= 3 if digits < 4 else len(shared) >= 1
    if digits == 1:
        return rare >= 2 and len(shared) >= 3
    return len(shared) >= 2 if digits == 2 else len(shared) >= 1


def _written_out(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """ "存量3012户" and "3012×2.1=6325.2万元" just below."""
    known: dict[object, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension in ("households", "persons") and is_plain(q) and len(known[q.value]) < MOST:
            known[q.value].append(q)
    for factor in factors.find(document, quantities):
        near = [
            q for q in known.get(factor.count.value, ()) if 0 < factor.count.paragraph - q.paragraph <= MOST
        ]
        if near and significant(factor.count.stated) > 2:
            yield repeat(near[-1], [factor.counting(near[-1])])
