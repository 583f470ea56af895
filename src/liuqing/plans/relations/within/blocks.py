"""An item with its following lines read as one paragraph: "总投资…，其中：" and the lines of its years or parts."""

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.scope import Scope, scopes
from liuqing.plans.text import Document, Paragraph

LEADS_ON = re.compile(r"(?:其中|包括|分别为|如下)?[:：]$|其中$")
FOLLOWS = re.compile(r"^[—－\-·•●◆▪◇○①-⑩\s]*(?:其中|(?:19|20)\d\d年)")
MARKS = "。；！？;!?，,：:、"
SENTENCE, CLAUSE = "。；！？;!?", "，、：,:（）()。；！？;!?"
LONGEST = 16
"""More lines than these are not one item."""
Look = Callable[[Scope], Iterator[Relation]]


def find(document: Document, quantities: tuple[Quantity, ...], looks: tuple[Look, ...]) -> Iterator[Relation]:
    """What is found by looking at items that go over several paragraphs, with the figures in their own places."""
    by_paragraph: dict[int, list[Quantity]] = {}
    for q in quantities:
        by_paragraph.setdefault(q.paragraph, []).append(q)
    joined = [_joined(block, by_paragraph) for block in _blocks(document)]
    whole = replace(document, paragraphs=tuple(p for p, _ in joined))
    figures = tuple(q for _, found in joined for q in found)
    own = {q.id: q for q in quantities}
    for scope in scopes(whole, figures):
        for look in looks:
            for relation in look(scope):
                yield _restored(relation, own)


def _blocks(document: Document) -> Iterator[list[Paragraph]]:
    """Runs of paragraphs of which the first leads on or the others begin with a year."""
    block: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if block and len(block) < LONGEST and _belongs(block, paragraph):
            block.append(paragraph)
            continue
        if len(block) > 1:
            yield block
        block = [] if paragraph.is_heading and not LEADS_ON.search(paragraph.text) else [paragraph]
    if len(block) > 1:
        yield block


def _belongs(block: list[Paragraph], paragraph: Paragraph) -> bool:
    first = block[0]
    if paragraph.is_heading or (first.level and 0 < paragraph.level <= first.level):
        return False
    if FOLLOWS.match(paragraph.text):
        return True
    return bool(LEADS_ON.search(first.text)) and (
        paragraph.level > first.level or _is_alike(block, paragraph)
    )


def _is_alike(block: list[Paragraph], paragraph: Paragraph) -> bool:
    """Body lines of a list end alike: with a semicolon, the last one with a full stop."""
    return len(block) == 1 or block[-1].text[-1:] in "；;，,、"


def _joined(
    block: list[Paragraph], by_paragraph: dict[int, list[Quantity]]
) -> tuple[Paragraph, list[Quantity]]:
    """One paragraph of the block's text, and its figures where they stand in it."""
    text, figures = "", []
    for paragraph in block:
        if text and text[-1] not in MARKS:
            text += "；"
        sentence, clause = sum(c in SENTENCE for c in text), sum(c in CLAUSE for c in text)
        figures += [
            replace(
                q, paragraph=block[0].index, start=q.start + len(text), end=q.end + len(text),
                sentence=q.sentence + sentence, clause=q.clause + clause,
            )
            for q in by_paragraph.get(paragraph.index, [])
        ]  # fmt: skip
        text += paragraph.text
    return replace(block[0], text=text, lines=array("l")), figures


def _restored(relation: Relation, own: dict[int, Quantity]) -> Relation:
    parts = tuple(replace(p, quantity=own.get(p.quantity.id, p.quantity)) for p in relation.parts)
    return replace(relation, total=own.get(relation.total.id, relation.total), parts=parts)
