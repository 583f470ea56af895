"""Numbered lines of one amount each, and the line below that sums them up, wherever in the plan they stand.

"1.甲村道路硬化，投资22万元。" … "7.乙村沟渠，投资13万元。" "合计需求资金35万元。": lines that count from one without a gap up
to the total's own line are all of its parts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import measures
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.text import Document, Paragraph

CLOSING = re.compile(
    r"^[一-龥]{0,12}(?:合计|共计|总计|以上|累计|预计投资)|^[二三四五六七八九十]+项(?:每年|共)?[共需]"
)
PARTS = re.compile(r"其中|[（(]|分别")
LONGEST = 60
"""Characters of a line that is nothing but a total."""
LEAST = 2
NAMED = 8
"""Characters of a line that name it."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every total with the numbered lines just above it: of all years, then of each year."""
    words = {p.index: p.text for p in document.paragraphs}
    for yearly in (False, True):
        figures: dict[int, list[Quantity]] = defaultdict(list)
        for q in quantities:
            if q.each_year == yearly and _is_money(q, words.get(q.paragraph, "")):
                figures[q.paragraph].append(q)
        yield from _totals(document.paragraphs, figures, words)


def _is_money(q: Quantity, text: str) -> bool:
    """Money put in, however little: a numbered line of a few thousand is a line all the same."""
    said = text[max(0, q.start - 8) : q.start] + q.what
    return is_plain(q) and q.dimension == "money" and not measures.NOT_INVESTED.search(said)


def _totals(
    paragraphs: Iterable[Paragraph], figures: dict[int, list[Quantity]], words: dict[int, str]
) -> Iterator[Relation]:
    lines: list[Quantity] = []
    for p in paragraphs:
        own, value = figures.get(p.index, []), _number(p)
        one = _whole(own, p.text)
        if value is not None:
            follows = value == 1 or value == len(lines) + 1
            lines = [*(lines if value > 1 else []), one] if one and follows else []
        elif own:
            if (
                one
                and not one.year
                and len(lines) >= LEAST
                and CLOSING.match(p.text)
                and len(p.text) <= LONGEST
            ):
                yield Relation("sum", one, tuple(Part(words[q.paragraph][:NAMED], q) for q in lines))
            lines = []


def _whole(figures: list[Quantity], text: str) -> Quantity | None:
    """The one amount of a line; of several the first, if the others are said to be its parts."""
    if not figures or (len(figures) > 1 and not PARTS.search(text[figures[0].end : figures[1].start])):
        return None
    first, rest = figures[0], figures[1:]
    return first if (first.year is None or not rest) and all(q.value <= first.value for q in rest) else None


def _number(paragraph: Paragraph) -> int | None:
    found = re.fullmatch(r"[（(]?(\d{1,3})[）)．.、]?", paragraph.number)
    return int(found[1]) if found else None
