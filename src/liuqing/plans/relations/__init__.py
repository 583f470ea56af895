"""What must agree in a plan: one file a question, each yields ``Relation`` from a document's figures."""

from collections.abc import Callable, Iterator
from functools import partial

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import (
    blocks,
    changes,
    companions,
    cost_lists,
    counted,
    dates,
    exits,
    grids,
    growth,
    item_counts,
    means,
    overall,
    pairs,
    parts,
    percentages,
    products,
    repeats,
    rows,
    same_noun,
    sections,
    shares,
    stated_twice,
    stocks,
    tables,
    titles,
    totals,
    two_rows,
    year_lists,
    yearly,
    years,
)
from liuqing.plans.text import Document

Finder = Callable[[Document, tuple[Quantity, ...]], Iterator[Relation]]

SUMS: tuple[Finder, ...] = (
    years.find, parts.find, grids.find, totals.find, pairs.find, products.find, rows.find, yearly.find,
)  # fmt: skip
"""What may go over an item's following lines too."""
LOCAL: tuple[Finder, ...] = (
    *SUMS, shares.find, growth.find, means.find, changes.find, percentages.find, stocks.find, counted.find, dates.find, two_rows.find, tables.find,
    partial(blocks.find, finders=SUMS),
)  # fmt: skip
"""What stands in one paragraph, or in one item with its following lines."""
CROSS: tuple[Finder, ...] = (
    sections.find,
    exits.find,
    repeats.find,
    stated_twice.find,
    item_counts.find,
    titles.find,
    year_lists.find,
    overall.find,
    cost_lists.find,
    companions.find,
    same_noun.find,
)
"""What stands in different paragraphs."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> tuple[Relation, ...]:
    """Every relation of the document, each once, in the order of the text."""
    seen: dict[tuple[object, ...], Relation] = {}
    for finder in (*LOCAL, *CROSS):
        for relation in finder(document, quantities):
            seen.setdefault(_key(relation), relation)
    return tuple(sorted(seen.values(), key=_place))


def _key(relation: Relation) -> tuple[object, ...]:
    """Two finders that put the same figures beside the same total have found one relation."""
    ids = sorted((part.quantity.id, part.sign * part.factor) for part in relation.parts)
    return (relation.total.id, relation.bound, *ids)


def _place(relation: Relation) -> tuple[int, int]:
    return relation.total.paragraph, relation.total.start
