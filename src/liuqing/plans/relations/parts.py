"""Is a total the sum of its parts? By source of money or by category, behind 其中, in brackets, after a colon.

其中 does not promise that all parts are named. A sum that is missed is a failure only where something else
promises it: the same list adds up in another measure (households do, persons do not), or sources of money
come to more than there is.
"""

from collections.abc import Iterator

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, nouns_agree
from liuqing.plans.relations.listing import Listing, label, listings
from liuqing.plans.relations.scope import Scope, scopes
from liuqing.plans.rounding import adds_up
from liuqing.plans.text import Document

UNLISTED = "“其中”未必列全"


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Totals by part within one paragraph."""
    for scope in scopes(document, quantities):
        for listing in listings(scope):
            yield from in_listing(scope, listing)


def in_listing(scope: Scope, listing: Listing) -> Iterator[Relation]:
    """One relation for every measure the list and its totals share."""
    dimensions = dict.fromkeys(q.dimension for q in listing.items)
    holding = {d: held for d in dimensions if (held := _held(scope, listing, d))}
    for dimension in dimensions:
        if dimension in holding:
            yield holding[dimension]
            continue
        beside = [r for r in holding.values() if len(r.parts) > 1]
        yield from _missed(scope, listing, dimension, beside)


def _held(scope: Scope, listing: Listing, dimension: str) -> Relation | None:
    """The nearest total and the longest list that add up."""
    for total in (q for q in listing.totals if q.dimension == dimension):
        for cut in listing.cuts:
            items = [q for q in listing.items[:cut] if q.dimension == dimension]
            if not _may_be_parts(total, items):
                continue
            for chosen in (items, _outer(items)):
                made = relation(scope, total, chosen)
                if adds_up(made):
                    return made
    return None


def _may_be_parts(total: Quantity, items: list[Quantity]) -> bool:
    """Of one time, and one item alone is a part only if it is a source or the same noun."""
    if not _is_of_one_time(total, items):
        return False
    return len(items) > 1 or bool(items[0].source) or nouns_agree(total.what, items[0].what)


def _is_of_one_time(total: Quantity, items: list[Quantity]) -> bool:
    """Years are another question, and so is "5人以上（含5人）"."""
    if not items or any(q.each_year for q in items) or len({q.year for q in items if q.year}) > 1:
        return False
    if len(items) == 1 and total.hedge in ("at_least", "at_most"):
        return False
    return not (total.year and any(q.year and q.year != total.year for q in items))


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


def relation(scope: Scope, total: Quantity, items: list[Quantity]) -> Relation:
    """The total beside its parts."""
    return Relation(kind(total, items), total, tuple(Part(label(scope, q), q) for q in items))


def kind(total: Quantity, items: list[Quantity]) -> Kind:
    """Sources of money, a count, or a sum."""
    if total.dimension == "money":
        return "source_sum" if sum(bool(q.source) for q in items) * 2 >= len(items) else "sum"
    return "count_sum" if total.dimension.startswith("count:") else "sum"


def _missed(scope: Scope, listing: Listing, dimension: str, beside: list[Relation]) -> Iterator[Relation]:
    """What does not add up: a failure where it must, a doubt where it should, a limit where a part is named."""
    if twin := next((t for r in beside if (t := _twin(scope, listing, dimension, r))), None):
        yield twin
        return
    total = next((q for q in listing.totals if q.dimension == dimension), None)
    items = [q for q in listing.items[: listing.cuts[-1]] if q.dimension == dimension]
    if total is None or not _is_of_one_time(total, items):
        return
    if _are_sources(total, items):
        yield _sources(scope, listing, total, items)
    elif listing.is_same_sentence and listing.mark == "其中":
        yield from _limits(scope, listing, total, items)


def _twin(scope: Scope, listing: Listing, dimension: str, held: Relation) -> Relation | None:
    """The same list in another measure: beside its total and beside every part stands one figure of it."""
    figures = (*listing.totals, *listing.items)
    beside = [_beside(p, dimension, figures) for p in (held.total, *(part.quantity for part in held.parts))]
    total, items = beside[0], [q for q in beside[1:] if q]
    if total is None or len(items) < len(beside) - 1 or len({q.id for q in items}) < len(items):
        return None
    others = [q for q in listing.items if q.dimension == dimension and q not in items]
    inside = [q for q in others if items[0].start < q.start < items[-1].start]
    return None if inside or not _may_be_parts(total, items) else relation(scope, total, items)


def _beside(place: Quantity, dimension: str, figures: tuple[Quantity, ...]) -> Quantity | None:
    """The figure of a dimension right behind a place ("12320户51256人") or right before it."""
    near = [
        q
        for q in figures
        if q.dimension == dimension and abs(q.clause - place.clause) <= 1 and q.id != place.id
    ]
    return min(near, key=lambda q: (q.start < place.start, abs(q.start - place.end)), default=None)


def _are_sources(total: Quantity, items: list[Quantity]) -> bool:
    """Money told by whose it is: at least half of the items name a source, and no two the same."""
    named = [q.source or q.what for q in items]
    return (
        total.dimension == "money" and not total.source and len(items) > 1 and all(named)
        and len(set(named)) == len(named) and sum(bool(q.source) for q in items) * 2 >= len(items)
    )  # fmt: skip


def _sources(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> Relation:
    """More from all sources than there is cannot be; less may be a source that is not named."""
    made = relation(scope, total, items)
    more = sum(q.value for q in items) > total.value
    if more and listing.is_same_sentence:
        return made
    return Relation(made.kind, made.total, made.parts, is_whole=False, missing=UNLISTED)


def _limits(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> Iterator[Relation]:
    """A part may not be more than the figure right before 其中."""
    first = items[0]
    if total.dimension.startswith("count:") and "。" in scope.between(total, first):
        return
    between = [
        q
        for q in scope.figures
        if total.end <= q.start < first.start and scope.group(q) == scope.group(total)
    ]
    if any(q.dimension == total.dimension for q in between) or len(between) > 2 or not _is_part(total, first):
        return
    yield Relation("limit", total, (Part(label(scope, first), first),), bound="most")


def _is_part(total: Quantity, item: Quantity) -> bool:
    if total.dimension == "money":
        return not total.source or bool(item.source)
    return (
        total.dimension in ("households", "persons")
        or nouns_agree(total.what, item.what)
        or not core(item.what)
    )
