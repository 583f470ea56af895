"""A part is never above its whole: of which, still left, and parts that everyone knows for such.

A limit that a sum implies, or another finder states, adds nothing and is left out.
"""

from collections.abc import Iterable, Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.relations.within import known_parts, of_which, still_left
from liuqing.plans.relations.within.scope import Scope

LOOKS = (of_which.in_scope, still_left.in_scope, known_parts.in_scope)


def beside(scope: Scope, found: Iterable[Relation]) -> Iterator[Relation]:
    """The limits that nothing found in the same paragraph says already; one a part."""
    said = {(r.total.id, part.quantity.id) for r in found for part in r.parts}
    parts: set[int] = set()
    for look in LOOKS:
        for limit in look(scope):
            mine = {part.quantity.id for part in limit.parts}
            if not mine & parts and not any((limit.total.id, part) in said for part in mine):
                yield limit
                parts |= mine
