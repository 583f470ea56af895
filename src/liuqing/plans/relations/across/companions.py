"""Two passages that tell the same story: one figure stands in both, its companion differs.

"44名县级领导挂联80个村" in one chapter and "44名县级领导联系88个村" in another speak of the same thing, because the
leaders are the same. Two equal companions are proof; one is, if it has three digits or the difference is a slip.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import names
from liuqing.plans.relations.across.chapters import chapters
from liuqing.plans.relations.across.repeats import differs, repeat
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import is_slip, significant
from liuqing.plans.text import Document

Place = tuple[int, int]
"""Paragraph and sentence."""
Name = tuple[str, str]
"""Dimension and the first, or last, words of the noun."""
RUN = re.compile(r"[一-龥]{2,9}")
TWO_DIGITS = 10
HEAD = 2
ONLY = "*"
"""The name of the one figure of its kind in a sentence, whatever is said of it."""
MOST = 6
"""A figure that stands in more sentences than these is the register, not a story."""
OFTEN = 12
"""More figures than these in one sentence are a list."""
LIST = re.compile(r"分别|其中|[：:]")
BEHIND = re.compile(r"(?!全部|全面|均|已|到|的|以上|左右|参加|结对|稳|脱贫|实现|完成|就业|搬)[一-龥]{2}")
"""A noun, not what is said of it."""
EMPTY = frozenset(
    {
        "贫困",
        "项目",
        "建档",
        "脱贫",
        "人口",
        "以上",
        "以下",
        "计划",
        "实施",
        "全县",
        "覆盖",
        "农村",
        "每年",
        "学生",
    }
)
"""Words that begin the names of many things."""


@dataclass(frozen=True)
class Story:
    """The figures of one sentence that can be told from each other by their names."""

    chapter: int
    figures: dict[Name, Quantity]


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every pair of sentences in different chapters that share a figure and differ in its companion."""
    stories = _stories(document, quantities)
    by_figure: dict[tuple[Name, object], list[Place]] = defaultdict(list)
    for place, story in stories.items():
        for name, q in story.figures.items():
            if _may_prove(name, q):
                by_figure[(name, q.value)].append(place)
    pairs: dict[tuple[Place, Place], list[Name]] = defaultdict(list)
    for (name, _), places in by_figure.items():
        if 1 < len(places) <= MOST:
            for at, one in enumerate(places):
                for other in places[at + 1 :]:
                    pairs[(one, other)].append(name)
    for (one, other), shared in pairs.items():
        if stories[one].chapter != stories[other].chapter and _is_one_story(stories[one], shared):
            yield from _same(stories[one], stories[other], shared)
            yield from _different(stories[one], stories[other], shared)


def _may_prove(name: Name, q: Quantity) -> bool:
    """Two digits, or a long name; without a name three digits."""
    if name[1] == ONLY:
        return significant(q.stated) > 2
    return q.stated >= TWO_DIGITS or len(name[1]) > HEAD


def _is_one_story(story: Story, shared: list[Name]) -> bool:
    """A named figure agrees; or two without a name do, or one of four digits."""
    if any(name[1] != ONLY for name in shared):
        return True
    return len(shared) > 1 or significant(story.figures[shared[0]].stated) > 3


def _stories(document: Document, quantities: tuple[Quantity, ...]) -> dict[Place, Story]:
    chapter = chapters(document.root)
    texts = {p.index: p.text for p in document.paragraphs}
    sentences: dict[Place, list[Quantity]] = defaultdict(list)
    for q in quantities:
        sentences[(q.paragraph, q.sentence)].append(q)
    return {
        place: Story(chapter[place[0]], _named(figures, texts.get(place[0], "")))
        for place, figures in sentences.items()
        if place[0] in chapter and 1 < len(figures) <= OFTEN
    }


def _named(figures: list[Quantity], text: str) -> dict[Name, Quantity]:
    """Counts whose name stands once in the sentence; parts of a list are no story."""
    found: dict[Name, list[Quantity]] = defaultdict(list)
    for q in figures:
        if _is_told(q) and not LIST.search(text[max(0, q.start - 8) : q.start]):
            for name in {ONLY, _head(q, text), _tail(q, text), *names.pieces(names.name(q, text))} - {""}:
                found[(q.dimension, name)].append(q)
    return {name: qs[0] for name, qs in found.items() if len(qs) == 1}


def _is_told(q: Quantity) -> bool:
    counted = q.dimension.startswith("count:") or q.dimension in ("persons", "households", "money")
    return counted and is_plain(q) and not (q.hedge or q.depth or q.each_year)


def _head(q: Quantity, text: str) -> str:
    """The first of the noun behind a counter ("家县直单位" → "县直"), else the last of the one before it."""
    behind = BEHIND.match(text[q.end : q.end + HEAD])
    before = re.search(r"[一-龥]{2}$", text[max(0, q.start - 2) : q.start])
    said = [found[0] for found in (behind, before) if found and found[0] not in EMPTY]
    return said[0] if said else ""


def _tail(q: Quantity, text: str) -> str:
    """The last of the noun behind a counter: "个安置点" and "个集中安置点" are one."""
    behind = RUN.match(text[q.end : q.end + 10])
    return behind[0][-HEAD:] if behind and behind[0][-HEAD:] not in EMPTY else ""


def _same(one: Story, other: Story, shared: list[Name]) -> Iterator[Relation]:
    """What two stories have in common, if it is more than one figure."""
    if len({one.figures[name].id for name in shared}) > 1:
        yield from (repeat(q, [there]) for q, there in _both(one, other) if there.value == q.value)


def _both(one: Story, other: Story) -> list[tuple[Quantity, Quantity]]:
    """The figures that both stories have under one name, each once; a name that says something goes first."""
    found: dict[int, tuple[Quantity, Quantity]] = {}
    for name, q in sorted(one.figures.items(), key=lambda item: item[0][1] == ONLY):
        if name in other.figures:
            found.setdefault(q.id, (q, other.figures[name]))
    return [pair for pair in found.values() if not _is_paired(pair[0], one)]


def _is_paired(q: Quantity, story: Story) -> bool:
    """One side of "369户2218人", which is compared as a pair."""
    sides = {"households": "persons", "persons": "households"}
    return any(
        f.dimension == sides.get(q.dimension) and min(abs(f.start - q.end), abs(q.start - f.end)) <= 1
        for f in story.figures.values()
    )


def _different(one: Story, other: Story, shared: list[Name]) -> Iterator[Relation]:
    """Companions with the same name and another value; at least as many agree as differ."""
    same = list({one.figures[name].id: one.figures[name] for name in shared}.values())
    apart = [
        (q, there) for q, there in _both(one, other) if q.value != there.value and _at_one_time(q, there)
    ]
    if len(apart) > len(same):
        return
    for here, there in apart:
        slip = is_slip(here.stated, there.stated, 2) or _has_lost_a_digit(here, there)
        sure = len(same) > 1 or _is_strong(same[0])
        if (slip and _is_strong(same[0])) if _is_bare(one, other, here) else (sure or slip):
            why = differs(there, here, f"两处都有“{same[0].text}”，像是同一件事")
            yield repeat(there, [here], why=why)


def _has_lost_a_digit(one: Quantity, other: Quantity) -> bool:
    """4 for 41: the only slip that can be told of a number of one digit."""
    short, long = sorted((one.stated, other.stated))
    return short < TWO_DIGITS <= long and is_slip(short, long, 1)


def _is_bare(one: Story, other: Story, q: Quantity) -> bool:
    """Nothing but its unit says that it is the same, or it is money, of which a thing may have several sums."""
    said = [n for n, f in one.figures.items() if f.id == q.id and n[1] != ONLY and n in other.figures]
    return q.dimension == "money" or not said


def _is_strong(q: Quantity) -> bool:
    return significant(q.stated) > 2


def _at_one_time(one: Quantity, other: Quantity) -> bool:
    return one.year is None or other.year is None or one.year == other.year
