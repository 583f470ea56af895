"""Lists whose parts are split by year: do the parts of every year make that year's part of the total?"""

from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.scope import Scope


def by_year(scope: Scope, whole: Relation) -> Iterator[Relation]:
    """One relation for every year of a total "10人（2018年3人、2019年7人）" whose parts say their years too.

    Whatever holds; what does not is a failure only where the parts are known to be all of them.
    """
    if whole.kind == "limit" or len(whole.parts) < 2:
        return
    for cell in _cells(scope, whole.total):
        found = [_of_year(scope, part, cell) for part in whole.parts]
        if all(found):
            made = Relation(whole.kind, cell, tuple(p for p in found if p))
            if adds_up(made) or adds_up(whole):
                yield made


def _cells(scope: Scope, total: Quantity) -> list[Quantity]:
    """The years in the bracket behind a figure."""
    return [q for q in scope.bracket(total) if q.year and q.dimension == total.dimension]


def _of_year(scope: Scope, part: Part, cell: Quantity) -> Part | None:
    """The part's figure of the year of a cell, or its figure for every year."""
    inside = [q for q in scope.bracket(part.quantity) if q.dimension == cell.dimension]
    own = next((q for q in inside if q.year == cell.year or q.each_year), None)
    return Part(part.label, own) if own else None
