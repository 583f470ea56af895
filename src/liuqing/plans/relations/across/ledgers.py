"""The ledgers of a document: every section, numbered item, item inside a paragraph and line with a title."""

import re
from collections import defaultdict
from collections.abc import Iterable

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import inline, wholes, whose
from liuqing.plans.relations.across.ledger import OPENING, Key, Ledger, Pick, label
from liuqing.plans.text import Document, Paragraph, Section

CLOSES = re.compile(r"^[^。；]{0,30}(?:合计|共计|总计|累计|预计|共需|需求|总投资|总资金)[^。；，]{0,10}$")


def build(document: Document, quantities: Iterable[Quantity], pick: Pick) -> Ledger:
    """The ledgers of a document for the figures that ``pick`` takes."""
    texts = {p.index: p.text for p in document.paragraphs}
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        text = texts.get(q.paragraph, "")
        if _is_amount(q) and pick(q, text[max(0, q.start - 14) : q.start]):
            figures[q.paragraph].append(q)
    return _ledger(document.root, figures, texts)


def _is_amount(quantity: Quantity) -> bool:
    return (
        not quantity.per
        and quantity.high is None
        and quantity.hedge in ("", "about")
        and not quantity.each_year
        and not quantity.as_of
    )


def _ledger(section: Section, figures: dict[int, list[Quantity]], texts: dict[int, str]) -> Ledger:
    ledger = Ledger(section, label(section))
    own = _items_apart(ledger, figures, texts)
    said = [_own_words(ledger, p.index, figures, texts) for p in own]
    fill(ledger, [q for _, own in said for q in own], texts)
    _doubt_what_follows(ledger, texts)
    for below in section.children:
        _take(ledger, _ledger(below, figures, texts))
    ledger.children.sort(key=lambda child: child.begins)
    whose.say(ledger, [text for text, _ in said])
    return ledger


def _items_apart(
    ledger: Ledger, figures: dict[int, list[Quantity]], texts: dict[int, str]
) -> list[Paragraph]:
    """The section's own paragraphs; those that begin with a title of their own are items without a number
    ("农田水利。2018年21处……"), if there are several.
    """
    paragraphs = ledger.section.paragraphs
    items = [
        p
        for p in paragraphs
        if p.title
        and not p.level
        and not p.is_heading
        and figures.get(p.index)
        and not OPENING.search(p.title)
    ]
    if len(items) < 2:
        return paragraphs
    for p in items:
        section = Section(ledger.section.level + 1, "", p.title, [p], parent=ledger.section)
        below = Ledger(section, p.title)
        fill(below, figures[p.index], texts)
        whose.say(below, [texts[p.index]])
        _take(ledger, below)
    return [p for p in paragraphs if p not in items]


def _own_words(
    ledger: Ledger, index: int, figures: dict[int, list[Quantity]], texts: dict[int, str]
) -> tuple[str, list[Quantity]]:
    """The words and figures of a paragraph that are the section's own; those of its inline items go to them."""
    text, own = texts.get(index, ""), figures.get(index, [])
    listed = inline.items(text) if own else []
    ledger.is_mixed |= bool(listed and ledger.children)
    for item in listed:
        below = Ledger(
            Section(ledger.section.level + 1, item.number, item.title, parent=ledger.section), item.title
        )
        fill(below, [q for q in own if item.start <= q.start < item.end], texts)
        whose.say(below, [text[item.start : item.end]])
        _take(ledger, below)
    if not listed:
        return text, own
    first, last = listed[0].start, listed[-1].end
    return text[:first] + text[last:], [q for q in own if not first <= q.start < last]


def _doubt_what_follows(ledger: Ledger, texts: dict[int, str]) -> None:
    """What stands behind a list inside a paragraph may belong to its last item: only a total closes the list."""
    lists = [q.paragraph for child in ledger.children for q in child.figures]
    for key, q in ledger.cells.items():
        if lists and q.paragraph > min(lists) and not CLOSES.search(texts[q.paragraph][: q.start]):
            ledger.guessed.add(key)


def _take(ledger: Ledger, below: Ledger) -> None:
    if below.speaks:
        ledger.children.append(below)
    else:
        ledger.silent.append(below.label)


def fill(ledger: Ledger, own: list[Quantity], texts: dict[int, str]) -> None:
    """Sorts a section's own figures into its cells."""
    ledger.figures = tuple(own)
    found: dict[Key, list[Quantity]] = defaultdict(list)
    for at, q in enumerate(own):
        every = wholes.spans_years(q, own[at + 1 :]) or wholes.sums_years_up(
            q, own[max(0, at - 6) : at], texts
        )
        source = q.source or wholes.listed_source(q, own, at, texts)
        found[(None if every else q.year, source)].append(q)
    for key, figures in found.items():
        whole = wholes.whole_of(figures, texts) or wholes.of_first_paragraph(figures, texts)
        if whole is None:
            ledger.many[key] = tuple(figures)
        else:
            ledger.cells[key] = whole
            if len({q.value for q in figures}) > 1 and not wholes.is_sum(figures):
                ledger.guessed.add(key)
