""" "十大扶贫工程": the chapter whose sections are all works has as many of them; said only where it comes out.

A plan may speak of the ten works of its province and have eight of its own, so a difference says nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.item_counts import Item, mark
from liuqing.plans.relations.across.repeats import repeat
from liuqing.plans.text import Document, Section

WORKS = re.compile(r"(工程|行动)[。：]?$")
SAID = re.compile(r"^[”“]?[一-龥]{0,4}?(工程|行动)")
LEAST = 4


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every "N大……工程" beside the chapter of N works; and the first beside the others."""
    texts = {p.index: p.text for p in document.paragraphs}
    said: dict[tuple[str, Decimal], list[Quantity]] = {}
    for q in quantities:
        kind = SAID.match(texts.get(q.paragraph, "")[q.end : q.end + 8]) if q.text.endswith("大") else None
        if kind and q.value >= LEAST:
            said.setdefault((kind[1], q.value), []).append(q)
    for section in document.root.walk():
        kind_of = _kind(section)
        found = said.pop((kind_of, Decimal(len(section.children))), []) if kind_of else []
        if found:
            yield _counted(found[-1], section)
            others = {q.paragraph: q for q in found[:-1] if q.paragraph != found[-1].paragraph}
            if others:
                yield repeat(found[-1], others.values())


def _kind(section: Section) -> str:
    """What all its sections are by their titles, or ""."""
    kinds = {found[1] if (found := WORKS.search(child.title)) else "" for child in section.children}
    return kinds.pop() if len(kinds) == 1 and len(section.children) >= LEAST else ""


def _counted(total: Quantity, section: Section) -> Relation:
    items = [Item(c.number, c.title, c.paragraphs[0], 0) for c in section.children if c.paragraphs]
    parts = tuple(Part(f"{item.number}{item.name}", mark(item, total)) for item in items)
    formula = f"逐项点数{len(items)}项"
    return Relation(
        "count_sum", total, parts, formula=formula, computed=Decimal(len(items)), slack=Decimal(0)
    )
