"""Is a total the sum of its parts? By source of money or by category, behind 其中, in brackets, after a colon."""

from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import nouns_agree, same_family
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within import grids, second_splits
from liuqing.plans.relations.within.listing import Listing, listings
from liuqing.plans.relations.within.part_rows import may_be_parts, relation
from liuqing.plans.relations.within.parts_missed import missed
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.wholeness import PLACE

LEAST = 3
"""A total of fewer digits is the sum of the first few of a list by chance."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Totals by part within one paragraph, and for every year where total and parts say their years."""
    for listing in listings(scope):
        for whole in in_listing(scope, listing):
            yield whole
            yield from grids.by_year(scope, whole)


def in_listing(scope: Scope, listing: Listing) -> Iterator[Relation]:
    """One relation for every measure the list and its totals share."""
    dimensions = dict.fromkeys(q.dimension for q in listing.items)
    holding = {d: held for d in dimensions if (held := _held(scope, listing, d))}
    for dimension in dimensions:
        if dimension in holding:
            yield holding[dimension]
            yield from second_splits.rest(scope, listing, holding[dimension])
            continue
        beside = [r for r in holding.values() if len(r.parts) > 1]
        yield from missed(scope, listing, dimension, beside)


def _held(scope: Scope, listing: Listing, dimension: str) -> Relation | None:
    """The nearest total and the longest list that add up."""
    for total in _totals(listing, dimension):
        for cut in _cuts(listing, total):
            items = [q for q in listing.items[:cut] if q.dimension == dimension]
            if not may_be_parts(total, items):
                continue
            for chosen in (items, _outer(items)):
                made = relation(scope, total, chosen)
                if adds_up(made):
                    return made
    return None


def _outer(items: list[Quantity]) -> list[Quantity]:
    """Without the items that are themselves parts of the one before them: 财政 60（of which）中央 40, 省级 20."""
    kept: list[Quantity] = []
    n = 0
    while n < len(items):
        kept.append(items[n])
        n += 1 + _inner(items, n)
    return kept


def _inner(items: list[Quantity], at: int) -> int:
    """How many items behind one add up to it, 0 for none."""
    for end in range(at + 3, len(items) + 1):
        if sum(q.value for q in items[at + 1 : end]) == items[at].value:
            return end - at - 1
    return 0


def _totals(listing: Listing, dimension: str) -> list[Quantity]:
    """Those of the dimension; where there is none, the one right before, if plans mix their units."""
    own = [q for q in listing.totals if q.dimension == dimension]
    first = next(q for q in listing.items if q.dimension == dimension)
    near = listing.totals[0]
    if own or dimension == near.dimension or not same_family(near, first):
        return own
    others = any(q.dimension == near.dimension for q in listing.items)
    same = nouns_agree(near.what, first.what) or bool(PLACE.search(first.what))
    return [near] if same and not others else []


def _cuts(listing: Listing, total: Quantity) -> tuple[int, ...]:
    """Where the list may end; where the total has digits enough, also at any item from the second."""
    if significant(total.stated) < LEAST:
        return listing.cuts
    return (*listing.cuts, *(n for n in range(len(listing.items) - 1, 1, -1) if n not in listing.cuts))
