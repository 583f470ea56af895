""" "实施生态扶贫工程4项": does a section have as many items as its opening, or its last sentence, says?"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import inline
from liuqing.plans.relations.across.ledger import OPENING, label
from liuqing.plans.text import Document, Paragraph, Section

ITEMS = frozenset({"count:项", "count:类", "count:条", "count:大类", "count:大项"})
OF_ITEMS = re.compile(r"工程|任务|行动|措施|举措|重点|工作|内容|计划|项目|政策|方面")
NOT_ITEMS = re.compile(r"指标|标准|补贴|制度|机制|职责|要求|产业|保险|证明|条件|资金")
ANNOUNCED = re.compile(r"以下|如下|下列|分为|包括|主要实施")
CLOSING = re.compile(r"以上|上述|[二两三四五六七八九十]项(?:每年|三年)?(?:总?共|合计|需)")
""" "三项每年需投入……" below three items. """
NEAR = 2
"""A count that is further off counts something else."""


@dataclass(frozen=True)
class Item:
    """One item: what is printed before it, its name, and where its first words stand."""

    number: str
    name: str
    paragraph: Paragraph
    start: int


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """What holds; and what fails, where the text announces the list or all other sections count their items right."""
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension in ITEMS and not q.hedge and q.high is None and 2 <= q.value <= 30:
            figures[q.paragraph].append(q)
    counted = [one for section in document.root.walk() for one in _of_section(section, figures)]
    right = sum(1 for _, relation in counted if relation.computed == relation.total.value)
    for announced, relation in counted:
        gap = abs((relation.computed or Decimal(0)) - relation.total.value)
        if gap == 0 or (gap <= NEAR and (announced or (right > 2 and right >= len(counted) - 1))):
            yield relation


def _of_section(section: Section, figures: dict[int, list[Quantity]]) -> Iterator[tuple[bool, Relation]]:
    """The first count in the section's own text (and the one that closes it), beside its items."""
    if not any(p.index in figures for p in section.paragraphs):
        return
    items = _items(section)
    if len(items) < 2:
        return
    begins = items[0].paragraph.index
    for paragraph in section.paragraphs:
        closing = (
            bool(CLOSING.match(paragraph.text)) and 0 < paragraph.index - items[-1].paragraph.index <= NEAR
        )
        if paragraph.index < begins or closing:
            own = figures.get(paragraph.index, ())
            q = next((q for q in own if (closing and not q.start) or _counts_items(paragraph.text, q)), None)
            if q:
                around = paragraph.text[max(0, q.start - 12) : q.end + 8]
                near = closing or begins - paragraph.index <= NEAR
                relation = _relation(q, items)
                if relation.computed == q.value or (near and "大" not in q.text):
                    yield closing or bool(ANNOUNCED.search(around)), relation


def _counts_items(text: str, q: Quantity) -> bool:
    before, after = text[max(0, q.start - 12) : q.start], text[q.end : q.end + 8]
    return bool(OF_ITEMS.search(before[-6:] + after[:4])) and not NOT_ITEMS.search(before[-4:] + after[:4])


def _items(section: Section) -> list[Item]:
    """The section's numbered children; else the list inside one of its paragraphs; else paragraphs with a title."""
    if section.children:
        return _children(section.children)
    lists = [(p, found) for p in section.paragraphs if (found := inline.items(p.text))]
    if lists:
        return (
            [Item(i.number, i.title, p, i.start) for p, found in lists for i in found]
            if len(lists) == 1
            else []
        )
    return [Item("", p.title, p, 0) for p in _titled(section.paragraphs)]


def _titled(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs that begin with a title, up to a line without a full stop, which heads the next list."""
    begun = False
    for p in paragraphs:
        if p.title and not p.level and not p.is_heading and not OPENING.search(p.title):
            begun = True
            yield p
        elif begun and not p.title and not re.search("[。；：]", p.text):
            return


def _children(children: list[Section]) -> list[Item]:
    """None if some have no number or one comes twice: two lists under one heading are not one."""
    numbers = [child.number for child in children]
    if not all(numbers) or len(set(numbers)) < len(numbers) or not all(c.paragraphs for c in children):
        return []
    return [Item(child.number, label(child), child.paragraphs[0], 0) for child in children]


def _relation(total: Quantity, items: list[Item]) -> Relation:
    said, count = total.text, len(items)
    ends = f"（“{items[0].name}”至“{items[-1].name}”）"
    return Relation(
        kind="count_sum",
        total=total,
        parts=tuple(Part(f"{item.number}{item.name}", mark(item, total)) for item in items),
        formula=f"逐项点数{count}项",
        computed=Decimal(count),
        slack=Decimal(0),
        why=f"第{total.line}行写“{said}”，逐项点数有{count}项{ends}；请核对是写错了数，还是多列、漏列了一项。",
    )


def mark(item: Item, total: Quantity) -> Quantity:
    """An item as something counted: one, at the place of its title."""
    end = min(item.start + len(item.number) * bool(item.start) + len(item.name), len(item.paragraph.text))
    return Quantity(
        id=-1 - item.paragraph.index * 1000 - item.start, stated=Decimal(1), unit=total.unit, value=Decimal(1),
        dimension=total.dimension, step=Decimal(1), paragraph=item.paragraph.index, start=item.start, end=end,
        line=item.paragraph.line(item.start), text=item.name or item.number,
    )  # fmt: skip
