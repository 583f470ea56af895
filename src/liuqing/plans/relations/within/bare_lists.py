"""Lists that nothing announces: "有学校45所。小学36所、初中7所、高中2所", "计划建36个，已建成20个，在建10个，未开工6个".

Claimed only where they come out: without a word that joins them they need not be parts.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within.part_rows import is_of_one_time, relation
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

FROM = re.compile(r"由|从|较|比")
MANY, DIGITS = 3, 3
"""Three parts, or a total of three digits, do not come out by chance."""
LEAST = 10
GAP = 2
"""So many clauses one entry may take: "小学36所，教师120人，初中7所"."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """The first figure of its kind in a sentence, and all others up to its end, or in the next one."""
    said: set[tuple[int, int, str]] = set()
    for total in scope.figures:
        first = (total.sentence, scope.group(total), total.dimension)
        plain = is_plain(total) and not total.hedge and not total.each_year and total.stated >= LEAST
        if first not in said and plain and not FROM.search(clause_words(scope, total)):
            yield from _of(scope, total)
        said.add(first)


def _of(scope: Scope, total: Quantity) -> Iterator[Relation]:
    behind = [
        q for q in scope.siblings(total)
        if q.start > total.end and q.dimension == total.dimension and q.sentence <= total.sentence + 1
        and scope.item(q) == scope.item(total)
    ]  # fmt: skip
    sentence = behind[0].sentence if behind else 0
    items = [q for q in behind if q.sentence == sentence]
    if _is_row(items) and is_of_one_time(total, items) and _is_enough(total, items):
        made = relation(scope, total, items)
        if adds_up(made):
            yield made


def _is_row(items: list[Quantity]) -> bool:
    """One entry a clause, one after the other, in one unit."""
    steps = [other.clause - one.clause for one, other in pairwise(items)]
    plain = all(is_plain(q) and not q.hedge and q.unit == items[0].unit for q in items)
    return plain and bool(steps) and all(1 <= step <= GAP for step in steps)


def _is_enough(total: Quantity, items: list[Quantity]) -> bool:
    return len(items) >= MANY or significant(total.stated) >= DIGITS
