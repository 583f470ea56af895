"""The whole plan's money, wherever it is stated: in the preface in 亿元, with the tasks, in the chapter of costs.

The whole is what the chapter with the most money comes to. A total elsewhere is its repeat where the words call
it the plan's total; it fails where it is off by a slip, or by little and no other total of the plan vouches for it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import slips
from liuqing.plans.relations.across import measures, titles
from liuqing.plans.relations.across.amounts import Amount, amount
from liuqing.plans.relations.across.ledger import ALL, Ledger
from liuqing.plans.relations.across.ledgers import build
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.table_cells import TOTAL
from liuqing.plans.text import Document

THE_PLAN = re.compile(
    r"(?:规划|计划|项目|估算|概算|预计|共|总)[一-龥]{0,6}(?:总投资|投资总额|总资金|总投入|投入资金|投资|需?资金|需投入资金?)(?:约|为|达|共)*$"
)
PERIOD = re.compile(
    r"规划期|规划总|规划实施|规划项目总|计划总|项目总|三年|四年|两年|五年|20\d\d\s*(?:年)?\s*[-—－–至]\s*20\d\d年"
)
REACH = 240
"""Characters a sentence has, at the most."""
NEAR = Decimal("0.15")
LEAST = 2
"""Sections that make a plan."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """The plan's total beside every figure that is said to be it."""
    return within(document, quantities, build(document, quantities, measures.is_money))


def within(document: Document, quantities: tuple[Quantity, ...], root: Ledger) -> Iterator[Relation]:
    """The same where the sections' money is known already."""
    main = _main(root)
    if main is None:
        return
    ledger, whole = main
    heads = list(_heads(document, quantities, ledger))
    agreeing = [q for q in heads if _agrees(q, whole)]
    for q in heads:
        if q in agreeing or (whole.is_sure and _is_wrong(q, whole, agreeing)):
            yield _relation(q, whole)


def _is_wrong(q: Quantity, whole: Amount, agreeing: list[Quantity]) -> bool:
    return _is_slip(q, whole) or (_is_near(q, whole) and not _is_exact_elsewhere(q, agreeing))


def _main(root: Ledger) -> tuple[Ledger, Amount] | None:
    """The chapter with the most money in it, if its money is known to the last item."""
    found = [(one, amount(one, ALL)) for one in root.walk() if len(one.children) >= LEAST]
    below = [pair for pair in found if pair[0].section.level]
    main = max(below or found, key=lambda pair: pair[1].value, default=None)
    if main is None or main[0].is_mixed or not main[1].parts or main[1].missing:
        return None
    return main


def _heads(document: Document, quantities: tuple[Quantity, ...], main: Ledger) -> Iterator[Quantity]:
    """Amounts outside the chapter that their words call the plan's total."""
    texts = {p.index: p.text for p in document.paragraphs}
    inside = {p.index for section in main.section.walk() for p in section.paragraphs if main.section.level}
    yield from _table_totals(document)
    for q in quantities:
        if q.dimension != "money" or q.paragraph in inside or not _is_plain(q):
            continue
        words = texts.get(q.paragraph, "")[max(0, q.start - REACH) : q.start]
        clause = re.split(r"[，。；：、（]", words)[-1]
        sentence = re.split(r"[。；]", words)[-1]
        if THE_PLAN.search(clause) and PERIOD.search(sentence) and "其中" not in sentence:
            yield q


def _table_totals(document: Document) -> Iterator[Quantity]:
    """合计 of a table of several named rows."""
    for rows in titles.money_columns(document):
        yield from (q for label, q in rows if len(rows) > LEAST and TOTAL.fullmatch(label))


def _is_plain(q: Quantity) -> bool:
    return not (q.per or q.source or q.hedge or q.high or q.year or q.as_of or q.each_year or q.depth)


def _agrees(q: Quantity, whole: Amount) -> bool:
    return abs(q.value - whole.value) <= half(q) + whole.slack


def _is_slip(q: Quantity, whole: Amount) -> bool:
    scale = q.value / q.stated if q.stated else Decimal(1)
    printed = (whole.value / scale).quantize(q.step / scale)
    figures = [part.quantity for part in whole.parts]
    return slips.is_slip(q.stated, printed, 3) or slips.explains(figures, whole.value - q.value, total=q)


def _is_near(q: Quantity, whole: Amount) -> bool:
    return abs(q.value - whole.value) <= NEAR * whole.value


def _is_exact_elsewhere(q: Quantity, agreeing: list[Quantity]) -> bool:
    """Another total in the same chapter agrees already: this one is of something else."""
    return any(abs(other.paragraph - q.paragraph) <= 2 for other in agreeing)


def _relation(q: Quantity, whole: Amount) -> Relation:
    if len(whole.parts) > 1:
        return Relation("sum", q, whole.parts)
    stated = whole.parts[0].quantity
    why = f"第{q.line}行写“{q.text}”，第{stated.line}行写“{stated.text}”，说的都是全部投资，数却不同；请核对哪一处写错。"
    return Relation(
        "repeat", q, (Part("全部投资", stated),), computed=stated.value, slack=half(q) + half(stated), why=why
    )
