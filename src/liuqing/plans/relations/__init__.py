"""What must agree in a plan: one file a question, each yields ``Relation`` from a document's figures."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import (
    companions,
    coverage,
    exits,
    great_works,
    item_counts,
    money,
    numbered_lines,
    pairs_apart,
    priced,
    programmes,
    remainders,
    repeats,
    same_noun,
    stated_twice,
    told_again,
    year_lists,
)
from liuqing.plans.relations.within import local
from liuqing.plans.text import Document

Finder = Callable[[Document, tuple[Quantity, ...]], Iterator[Relation]]

LOCAL: tuple[Finder, ...] = (local.find,)
"""What stands in one paragraph, or in one item with its following lines."""
CROSS: tuple[Finder, ...] = (
    numbered_lines.find,
    money.find,
    exits.find,
    repeats.find,
    stated_twice.find,
    item_counts.find,
    year_lists.find,
    companions.find,
    same_noun.find,
    coverage.find,
    remainders.find,
    programmes.find,
    priced.find,
    pairs_apart.find,
    great_works.find,
)
"""What stands in different paragraphs."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> tuple[Relation, ...]:
    """Every relation of the document, each once, in the order of the text."""
    seen: dict[tuple[object, ...], Relation] = {}
    for finder in (*LOCAL, *CROSS):
        for relation in finder(document, quantities):
            seen.setdefault(_key(relation), relation)
    for relation in told_again.others(told_again.find(document, quantities), seen.values()):
        seen.setdefault(_key(relation), relation)
    return tuple(sorted(seen.values(), key=_place))


def _key(relation: Relation) -> tuple[object, ...]:
    """Two finders that put the same figures beside the same total have found one relation.

    So have two that say one sum both ways round: 1203 − 1100 = 103 and 1100 + 103 = 1203.
    """
    ids = sorted((part.quantity.id, part.sign * part.factor) for part in relation.parts)
    if relation.bound or relation.computed is not None or len(ids) < 2:
        return (relation.total.id, relation.bound, *ids)
    both = sorted([*ids, (relation.total.id, Decimal(-1))])
    return ("sum", *((number, factor * both[0][1]) for number, factor in both))


def _place(relation: Relation) -> tuple[int, int]:
    return relation.total.paragraph, relation.total.start
