"""The same total twice in one item: "总投资22973.15万元（…）。…累计资金投入22973.15万元"."""

import re
from collections.abc import Iterator
from itertools import combinations

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.slips import is_slip, significant
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

TOTAL = re.compile(r"总投资|资金投入|计划投资|投入资金|合计|共计|共需|总额|概算")
LEAST = 4
"""Figures with fewer digits are the same by chance."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Totals of all money of one item: the same, or the same but for a slip of the pen."""
    heads = [q for q in scope.figures if _is_head(scope, q)]
    for one, other in combinations(heads[:6], 2):
        made = Relation("repeat", one, (Part("另一处", other),))
        if scope.item(one) == scope.item(other) and (adds_up(made) or is_slip(one.stated, other.stated)):
            yield made


def _is_head(scope: Scope, quantity: Quantity) -> bool:
    return (
        quantity.dimension == "money" and is_plain(quantity) and not quantity.hedge and not quantity.source
        and quantity.year is None and not quantity.each_year and significant(quantity.stated) >= LEAST
        and scope.group(quantity) < 0 and bool(TOTAL.search(clause_words(scope, quantity)))
    )  # fmt: skip
