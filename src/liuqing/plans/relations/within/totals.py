"""Totals that stand behind their parts: "蔬菜300亩、辣椒200亩、魔芋100亩，共计600亩"."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within import nested
from liuqing.plans.relations.within.listing import label
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.part_rows import kind
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words, is_grand

STRONG = re.compile(r"合计|共计|总计|总共|一共")
"""共 and 累计 may be said of anything; these sum what stands before them."""


BARE = re.compile(r"(?:共计?|合计|总计|一共|总共)有?")
PLANNED = re.compile(r"总投资|计划投资|规划投资|概算|投资总额|计划投入")
START = 24
"""So far from the beginning of a paragraph the first part may stand."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Totals behind their parts within one paragraph."""
    for q in scope.figures:
        if is_plain(q) and is_grand(scope, q):
            yield from _before(scope, q)
    yield from _leading(scope)


def _leading(scope: Scope) -> Iterator[Relation]:
    """ "计划投资3000万元，建A投资2000万元；建B投资1000万元": the first money of the paragraph is all that follows."""
    money = [
        q
        for q in scope.figures
        if q.dimension == "money" and is_plain(q) and scope.group(q) < 0 and not q.each_year
    ]
    if (
        len(money) < 3
        or not PLANNED.search(clause_words(scope, money[0]))
        or any(q.year or q.source for q in money[1:])
    ):
        return
    made = _relation(scope, money[0], money[1:])
    if adds_up(made) or is_one_slip(made):
        yield made


def _before(scope: Scope, total: Quantity) -> Iterator[Relation]:
    """The parts are all figures of the kind before it in its sentence, or since a semicolon or another total."""
    before = _siblings(scope, total)
    if len(of_its_time := [q for q in before if q.each_year == total.each_year]) > 1:
        before = of_its_time
    alike = [q for q in before if nouns_agree(q.what, total.what)]
    made = [_relation(scope, total, items) for items in _stretches(scope, total, alike) if len(items) > 1]
    loose = [_relation(scope, total, items) for items in _stretches(scope, total, before) if len(items) > 2]
    bare = [_relation(scope, total, before[-2:])] if _is_bare(scope, total, before) else []
    held = next((one for one in (*made, *loose, *bare) if adds_up(one)), None)
    if held:
        yield held
        return
    words = clause_words(scope, total)
    likely = [one for one in made or loose if not nested.has_inner(scope, [p.quantity for p in one.parts])]
    missed = next((one for one in likely if STRONG.search(words) and _is_sure(scope, one)), None)
    missed = missed or next((one for one in likely if _is_row(scope, one) and is_one_slip(one)), None)
    if missed:
        yield missed


def _is_bare(scope: Scope, total: Quantity, before: list[Quantity]) -> bool:
    """ "8个行政村3个社区，共11个村（社区）": 共 says it all, and there are just two before it in its sentence."""
    said = [q for q in before if q.sentence == total.sentence]
    return len(said) == 2 and bool(BARE.fullmatch(clause_words(scope, total))) and _is_of_one_time(said)


def _siblings(scope: Scope, total: Quantity) -> list[Quantity]:
    return [
        q for q in scope.figures
        if q.end <= total.start and q.dimension == total.dimension and is_plain(q)
        and scope.group(q) == scope.group(total)
    ]  # fmt: skip


def _stretches(scope: Scope, total: Quantity, before: list[Quantity]) -> list[list[Quantity]]:
    """Nearest stretch first: since the last total, in the sentence, in the sentence before it too."""
    grand = max((n + 1 for n, q in enumerate(before) if is_grand(scope, q)), default=0)
    since = [before[grand:], [q for q in before if q.sentence == total.sentence], before]
    return [items for items in since if _is_of_one_time(items)]


def _is_of_one_time(items: list[Quantity]) -> bool:
    """Years are another question, and a series of years is its own."""
    return len({q.year for q in items}) <= 1


def _relation(scope: Scope, total: Quantity, items: list[Quantity]) -> Relation:
    return Relation(kind(total, items), total, tuple(Part(label(scope, q), q) for q in items))


def _is_sure(scope: Scope, made: Relation) -> bool:
    """One figure a clause, in one sentence or from the start of the paragraph: a list and its sum."""
    figures = [*(part.quantity for part in made.parts), made.total]
    clauses = [q.clause for q in figures]
    near = len({q.sentence for q in figures}) == 1 or figures[0].start <= START
    return (
        near
        and _is_row(scope, made)
        and clauses[-1] - clauses[0] < len(clauses) + (figures[-1].sentence != figures[0].sentence) * 9
    )


def _is_row(scope: Scope, made: Relation) -> bool:
    """One unit, each figure in a clause of its own, and no other figure of the kind between."""
    figures = [*(part.quantity for part in made.parts), made.total]
    inside = [
        q for q in scope.figures
        if figures[0].start <= q.start <= figures[-1].start and not q.per and q.dimension == made.total.dimension
    ]  # fmt: skip
    clauses = {(q.sentence, q.clause) for q in figures}
    return (
        inside == figures
        and (made.total.dimension == "money" or len({q.unit for q in figures}) == 1)
        and len(clauses) == len(figures)
    )
