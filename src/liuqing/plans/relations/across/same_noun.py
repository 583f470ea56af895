"""One thing counted twice under one name: "排查出闲置宅基地232宗" … "对照闲置宅基地2532宗，逐宗盘活".

The name must be long, stand with just two values in the whole plan, in different chapters and of no different
year; the values must differ as a slip of the pen does, and be too long for that to be chance.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import names
from liuqing.plans.relations.across.chapters import chapters
from liuqing.plans.relations.across.repeats import differs, first_of_paragraph, repeat
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import is_slip
from liuqing.plans.text import Document

MOST = 6
LEAST = 5
DIGITS = 3
"""So many digits make a slip; two are enough where one of the places speaks of the thing as known."""
ORGANS = re.compile(r"指挥部|工作组|领导小组|专班|工作专班")
KNOWN_BEFORE = re.compile(r"(?:对|对照|加强|发挥|确保|抓好|用好|管好|巩固|现有|已有|上述)$")
KNOWN_BEHIND = re.compile(r"[一-龥]{2,10}(?:的|正常|全部|作用|后续)")


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every name that stands with two values which a slip explains."""
    texts = {p.index: p.text for p in document.paragraphs}
    chapter = chapters(document.root)
    by_piece: dict[tuple[str, str], list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension.startswith("count:") and is_plain(q) and not (q.hedge or q.each_year or q.depth):
            for piece in names.pieces(names.name(q, texts.get(q.paragraph, ""))):
                by_piece[(q.dimension, piece)].append(q)
    seen: set[frozenset[int]] = set()
    for (_, piece), figures in by_piece.items():
        if frozenset(q.id for q in figures) in seen:
            continue
        seen.add(frozenset(q.id for q in figures))
        if _is_told_alike(figures, chapter):
            yield repeat(figures[0], first_of_paragraph(figures)[1:])
        elif found := _two_values(figures, chapter, texts):
            one, usual = found
            yield repeat(one, usual, why=differs(one, usual[0], f"说的都是“{piece}”"))


def _is_told_alike(figures: list[Quantity], chapter: dict[int, int]) -> bool:
    """One value in several chapters, and not so small that many things have it."""
    same = len({q.value for q in figures}) == 1 and 1 < len(figures) <= MOST
    return same and figures[0].value >= LEAST and len({chapter.get(q.paragraph) for q in figures}) > 1


def _two_values(
    figures: list[Quantity], chapter: dict[int, int], texts: dict[int, str]
) -> tuple[Quantity, list[Quantity]] | None:
    values: dict[object, list[Quantity]] = defaultdict(list)
    for q in figures:
        values[q.value].append(q)
    if len(values) != 2 or len(figures) > MOST:
        return None
    usual, (one, *more) = sorted(values.values(), key=len, reverse=True)
    other = usual[0]
    apart = not {chapter.get(q.paragraph) for q in (one, *more)} & {chapter.get(q.paragraph) for q in usual}
    same_time = one.year is None or other.year is None or one.year == other.year
    known = len(figures) == 2 and (_is_known(one, texts) or _is_known(other, texts) or _is_organ(one, texts))
    if apart and same_time and is_slip(one.stated, other.stated, 2 if known else DIGITS):
        return one, first_of_paragraph(usual)
    return None


def _is_organ(q: Quantity, texts: dict[int, str]) -> bool:
    """Bodies a county has once: it does not set up twelve of them and thirteen others."""
    return bool(ORGANS.search(names.name(q, texts[q.paragraph])))


def _is_known(q: Quantity, texts: dict[int, str]) -> bool:
    """ "加强41个文化广场的运行管护": the place builds nothing, it speaks of what there is."""
    text = texts[q.paragraph]
    return bool(
        KNOWN_BEFORE.search(text[max(0, q.start - 6) : q.start])
        or KNOWN_BEHIND.match(text[q.end : q.end + 12])
    )
