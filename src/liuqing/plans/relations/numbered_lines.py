"""Numbered lines of one amount each, and the line below that sums them up, wherever in the plan they stand.

"1.甲村道路硬化，投资22万元。" … "7.乙村沟渠，投资13万元。" "合计需求资金35万元。": lines that count from one without a gap up
to the total's own line are all of its parts.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import measures
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.text import Document, Paragraph

CLOSING = re.compile(r"^[一-龥]{0,12}(?:合计|共计|总计|以上|累计)")
PARTS = re.compile(r"其中|[（(]|分别")
LONGEST = 60
"""Characters of a line that is nothing but a total."""
LEAST = 2
NAMED = 8
"""Characters of a line that name it."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every total with the numbered lines just above it."""
    figures: dict[int, list[Quantity]] = defaultdict(list)
    words = {p.index: p.text for p in document.paragraphs}
    for q in quantities:
        if (
            is_plain(q)
            and not q.each_year
            and measures.is_money(q, words.get(q.paragraph, "")[max(0, q.start - 14) : q.start])
        ):
            figures[q.paragraph].append(q)
    lines: list[Quantity] = []
    for p in document.paragraphs:
        own, value = figures.get(p.index, []), _number(p)
        one = _whole(own, p.text)
        if value is not None:
            follows = value == 1 or value == len(lines) + 1
            lines = [*(lines if value > 1 else []), one] if one and follows else []
        elif own:
            if one and len(lines) >= LEAST and CLOSING.match(p.text) and len(p.text) <= LONGEST:
                yield Relation("sum", one, tuple(Part(words[q.paragraph][:NAMED], q) for q in lines))
            lines = []


def _whole(figures: list[Quantity], text: str) -> Quantity | None:
    """The one amount of a line; of several the first, if the others are said to be its parts."""
    if not figures or (len(figures) > 1 and not PARTS.search(text[figures[0].end : figures[1].start])):
        return None
    first, rest = figures[0], figures[1:]
    return first if first.year is None and all(q.value <= first.value for q in rest) else None


def _number(paragraph: Paragraph) -> int | None:
    found = re.fullmatch(r"[（(]?(\d{1,3})[）)．.、]?", paragraph.number)
    return int(found[1]) if found else None
