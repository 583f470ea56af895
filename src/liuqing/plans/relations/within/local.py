"""What must agree within one paragraph, or within one item with its following lines."""

from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within import (
    averages,
    balances,
    bare_lists,
    blocks,
    changes,
    closing,
    counted,
    counted_twice,
    dates,
    formulas,
    growth,
    joint_names,
    limits,
    means,
    pairs,
    parts,
    percentages,
    points,
    products,
    restated,
    rows,
    second_splits,
    shares,
    since,
    sizes,
    slogans,
    stocks,
    tables,
    totals,
    two_rows,
    yearly,
    years,
)
from liuqing.plans.relations.within.scope import Scope, scopes
from liuqing.plans.text import Document


def _years(scope: Scope) -> Iterator[Relation]:
    found = list(years.in_scope(scope))
    yield from found
    yield from two_rows.beside(scope, found)


SUMS = (
    _years, parts.in_scope, totals.in_scope, pairs.in_scope, products.in_scope, rows.in_scope, yearly.in_scope,
)  # fmt: skip
"""What may go over an item's following lines too."""
LOOKS = (
    *SUMS, shares.in_scope, growth.in_scope, means.in_scope, sizes.in_scope, changes.in_scope, percentages.in_scope, stocks.in_scope,
    counted.in_scope, formulas.in_scope, restated.in_scope, counted_twice.in_scope, bare_lists.in_scope,
    closing.in_scope, balances.in_scope, since.in_scope, points.in_scope, averages.in_scope,
    second_splits.in_scope,
)  # fmt: skip


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every paragraph looked at in every way; then dates, tables, and items over several lines."""
    for scope in scopes(document, quantities):
        found = [relation for look in LOOKS for relation in look(scope)]
        yield from found
        yield from limits.beside(scope, found)
    yield from dates.find(document)
    yield from slogans.find(document)
    yield from joint_names.find(document, quantities)
    yield from tables.find(document)
    yield from blocks.find(document, quantities, SUMS)
