"""Lines that are a name and an amount, and the line that sums them up: "以上七项工程，共需投入资金1.53亿元。"."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import measures
from liuqing.plans.relations.across.ledger import ALL, Ledger
from liuqing.plans.relations.across.ledgers import build
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.text import Document

CLOSING = re.compile(r"^(?:以上|上述|合计|总计|共计|综上)")
COUNT = re.compile(r"([二两三四五六七八九十\d]+)(?:项|类|个|大)")
HAN = "零一二三四五六七八九十"


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Sections whose own paragraphs each state one amount of no year, and whose last one sums them up."""
    return within(document, build(document, quantities, measures.is_money))


def within(document: Document, root: Ledger) -> Iterator[Relation]:
    """The same where the sections' money is known already."""
    texts = {p.index: p.text for p in document.paragraphs}
    for section in root.walk():
        figures = [q for q in section.figures if q.year is None]
        closing = next((q for q in figures if CLOSING.match(texts.get(q.paragraph, ""))), None)
        if closing and not section.children:
            yield from _sum(closing, _lines(figures, closing), texts[closing.paragraph])
        elif closing and ALL in section.cells:
            lines = [child.cells[ALL] for child in section.children if ALL in child.cells]
            if len(lines) == len(section.children) and not _is_split(section):
                yield from _sum(closing, lines, texts[closing.paragraph])


def _is_split(section: Ledger) -> bool:
    return any(child.many or child.children for child in section.children)


def _lines(figures: list[Quantity], closing: Quantity) -> list[Quantity]:
    """The figures of the paragraphs before; none if a paragraph has several."""
    before = [q for q in figures if q.paragraph < closing.paragraph]
    return before if len({q.paragraph for q in before}) == len(before) else []


def _sum(closing: Quantity, lines: list[Quantity], text: str) -> Iterator[Relation]:
    """Whatever holds; what does not, only if the line says how many it sums up and so many there are."""
    if len(lines) < 2:
        return
    relation = Relation("sum", closing, tuple(Part(q.what[:10], q) for q in lines))
    said = COUNT.search(text[: closing.start])
    if adds_up(relation) or (said and _count(said[1]) == len(lines)):
        yield relation


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 2 if words == "两" else HAN.index(words) if words in HAN else 0
