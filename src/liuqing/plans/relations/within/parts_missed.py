"""When parts that do not add up are a failure: they must be all there is, or are more than there is.

其中 does not promise that all parts are named. What promises it: the same list adds up in another measure
(households do, persons do not); two parts that are each other's complement; sources of money, or works,
that come to more than the whole.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, nouns_agree
from liuqing.plans.relations.opposites import opposed
from liuqing.plans.relations.within.listing import Listing, label
from liuqing.plans.relations.within.nested import is_change
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.part_rows import is_of_one_time, may_be_parts, relation
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words
from liuqing.plans.relations.within.wholeness import are_places, is_all, is_close, is_place_above, names_all

PROGRESS = re.compile(r"(?:其中)?(?:已|实际|目前)")
UNLISTED = "“其中”未必列全"
CLOSING = re.compile(r"合计|总计|共计|总收入|总支出|总财力|总额")


def missed(scope: Scope, listing: Listing, dimension: str, beside: list[Relation]) -> Iterator[Relation]:
    """What does not add up: a failure where it must, a doubt where it should, a limit where a part is named."""
    if twin := next((t for r in beside if (t := _twin(scope, listing, dimension, r))), None):
        yield twin
        return
    total = next((q for q in listing.totals if q.dimension == dimension), None)
    if total is None:
        return
    named = [q for q in listing.items if q.dimension == dimension]
    named = list(takewhile(lambda q: not opposed(total, q), named))
    if not named or is_change(scope, total):
        return
    if _goes_on(scope, listing, total):
        yield from _limits(scope, listing, total, named) if listing.mark == "其中" else ()
        return
    if names_all(scope, listing, total, dimension) or is_place_above(scope, listing, total, dimension):
        yield relation(scope, total, named)
        return
    sure = {q.id for q in listing.sure_items}
    items = [q for q in named if q.id in sure and not PROGRESS.match(clause_words(scope, q))]
    if is_of_one_time(total, items):
        yield from _of_one_time(scope, listing, total, items)


def _goes_on(scope: Scope, listing: Listing, total: Quantity) -> bool:
    """ "收入5.2亿元，其中税收4.1亿元，补助20.1亿元，收入合计25.3亿元": a larger sum behind all that the total is itself in."""
    return any(
        q.dimension == total.dimension and q.value > total.value and CLOSING.search(clause_words(scope, q))
        for q in listing.items
    )


def _of_one_time(
    scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]
) -> Iterator[Relation]:
    if _are_sources(total, items):
        yield _sources(scope, listing, total, items)
    elif (are_places(scope, listing, items) and listing.is_same_sentence) or (
        is_close(scope, listing, total, items) and is_all(scope, total, items)
    ):
        yield relation(scope, total, items)
    elif listing.is_same_sentence and listing.mark == "其中":
        yield from _limits(scope, listing, total, items)


def _twin(scope: Scope, listing: Listing, dimension: str, held: Relation) -> Relation | None:
    """The same list in another measure: beside its total and beside every part stands one figure of it."""
    beside = [_beside(held.total, dimension, listing.totals)]
    beside += [_beside(part.quantity, dimension, listing.items) for part in held.parts]
    total, items = beside[0], [q for q in beside[1:] if q]
    if total is None or len(items) < len(beside) - 1 or len({q.id for q in items}) < len(items):
        return None
    others = [q for q in listing.items if q.dimension == dimension and q not in items]
    inside = [q for q in others if items[0].start < q.start < items[-1].start]
    return None if inside or not may_be_parts(total, items) else relation(scope, total, items)


def _beside(place: Quantity, dimension: str, figures: tuple[Quantity, ...]) -> Quantity | None:
    """The figure of a dimension right behind a place ("12320户51256人") or right before it."""
    near = [
        q
        for q in figures
        if q.dimension == dimension and abs(q.clause - place.clause) <= 1 and q.id != place.id
    ]
    return min(
        near,
        key=lambda q: (q.clause != place.clause, q.start < place.start, abs(q.start - place.end)),
        default=None,
    )


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
    if listing.mark.startswith("资金") or (listing.is_same_sentence and (more or is_one_slip(made))):
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
