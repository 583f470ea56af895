"""The plan's money: what sections, lists, tables and the plan as a whole say of it, from one reading of it."""

from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import cost_lists, measures, overall, sections, titles
from liuqing.plans.relations.across.ledgers import build
from liuqing.plans.text import Document


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Sections first: what they show of their items' years and sources serves the others."""
    root = build(document, quantities, measures.is_money)
    yield from sections.of_money(root)
    yield from titles.within(document, root)
    yield from overall.within(document, quantities, root)
    yield from cost_lists.within(document, root)
    yield from sections.of_works(document, quantities)
