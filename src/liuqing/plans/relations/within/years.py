"""Is a total the sum of its years? In brackets, after 其中, or in the sentences that follow."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.opposites import opposed
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import Series, series
from liuqing.plans.relations.within.year_totals import candidates, is_of_the_source
from liuqing.plans.relations.within.years_missed import missed, relation


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Those that hold, and those that fail where the text leaves no doubt that they should.

    A list of just the years of the plan (``Scope.period``) leaves none out.
    """
    found = [(s, candidates(scope, s)) for s in series(scope)]
    holding = {id(s): held for s, totals in found if (held := _held(s, totals))}
    sure = {s.run for s, _ in found if id(s) in holding and len(s.cells) > 1}
    for s, totals in found:
        if held := holding.get(id(s)):
            yield from _alone(scope, s, held)
        else:
            short = (missed(scope, s, total, s.run in sure, scope.period) for total in totals)
            yield from islice((one for one in short if one), 1)


def _alone(scope: Scope, of: Series, held: Relation) -> Iterator[Relation]:
    """ "2023年支出预算6189万元，支出合计6189万元": one year, not in a bracket or behind 其中, is the figure again at most."""
    one = of.first
    is_listed = scope.group(one) >= 0 or "其中" in scope.text[held.total.end : one.start]
    if len(held.parts) > 1 or of.source or is_listed:
        yield held
    elif not opposed(held.total, one):
        yield replace(held, kind="repeat")


def _held(of: Series, totals: list[Quantity]) -> Relation | None:
    """The nearest total that adds up; a source's own total goes before that of all money."""
    adding = [t for t in totals if is_of_the_source(t, of) and adds_up(relation(t, of))]
    return relation(adding[0], of) if adding else None
