""" "实施生态扶贫工程4项": does a section have as many numbered items as its opening says?"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.ledger import label
from liuqing.plans.text import Document, Section

ITEMS = frozenset({"count:项", "count:类", "count:条", "count:大类", "count:大项"})
OF_ITEMS = re.compile(r"工程|任务|行动|措施|举措|重点|工作|内容|计划|项目|政策|方面")
NOT_ITEMS = re.compile(r"指标|标准|补贴|制度|机制|职责|要求|产业|保险|证明|条件|资金")
ANNOUNCED = re.compile(r"以下|如下|下列|分为|包括")
NEAR = 2
"""A count that is further off counts something else."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """What holds; and what fails, where the text announces the list or all other sections count their items right."""
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        if q.dimension in ITEMS and not q.hedge and q.high is None and 2 <= q.value <= 30:
            figures[q.paragraph].append(q)
    counted = [one for section in document.root.walk() for one in _of_section(section, figures)]
    right = sum(1 for _, relation, _ in counted if relation.computed == relation.total.value)
    for announced, relation, _ in counted:
        gap = abs((relation.computed or Decimal(0)) - relation.total.value)
        if gap == 0 or (gap <= NEAR and (announced or (right > 2 and right >= len(counted) - 1))):
            yield relation


def _of_section(
    section: Section, figures: dict[int, list[Quantity]]
) -> Iterator[tuple[bool, Relation, Section]]:
    """The first count in the section's own text, beside its numbered items."""
    items = [child for child in section.children if child.number]
    if len(items) < 2 or len(items) != len(section.children) or not _is_numbered_through(items):
        return
    begins = items[0].paragraphs[0].index
    for paragraph in section.paragraphs:
        if paragraph.index > begins and not paragraph.text.startswith(("以上", "上述")):
            continue
        for q in figures.get(paragraph.index, ()):
            before, after = paragraph.text[max(0, q.start - 12) : q.start], paragraph.text[q.end : q.end + 8]
            if OF_ITEMS.search(before[-6:] + after[:4]) and not NOT_ITEMS.search(before[-4:] + after[:4]):
                announced = bool(ANNOUNCED.search(before + after)) or paragraph.index > begins
                yield announced, _relation(q, items), section
                return


def _is_numbered_through(items: list[Section]) -> bool:
    """No number twice: two lists under one heading are not one."""
    return len({item.number for item in items}) == len(items)


def _relation(total: Quantity, items: list[Section]) -> Relation:
    said, count = total.text, len(items)
    return Relation(
        kind="count_sum",
        total=total,
        parts=tuple(Part(f"{item.number}{label(item)}", _mark(item, total)) for item in items),
        formula=f"以下编号小项{count}项",
        computed=Decimal(count),
        slack=Decimal(0),
        why=f"第{total.line}行写“{said}”，下面编号的小项有{count}项（{items[0].number}至{items[-1].number}）；请核对是多写、少写还是漏了一项。",
    )


def _mark(item: Section, total: Quantity) -> Quantity:
    """An item as something counted: one, at the place of its title."""
    first = item.paragraphs[0]
    words = (item.title or first.text[:8]) if first.text else item.number
    return Quantity(
        id=-1 - first.index, stated=Decimal(1), unit=total.unit, value=Decimal(1), dimension=total.dimension, step=Decimal(1),
        paragraph=first.index, start=0, end=min(len(words), len(first.text)), line=first.line(0), text=words,
    )  # fmt: skip
