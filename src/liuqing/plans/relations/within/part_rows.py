"""A total and figures that may be its parts, put beside each other."""

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import nouns_agree
from liuqing.plans.relations.within.listing import label
from liuqing.plans.relations.within.scope import Scope


def relation(scope: Scope, total: Quantity, items: list[Quantity]) -> Relation:
    """The total beside its parts."""
    return Relation(kind(total, items), total, tuple(Part(label(scope, q), q) for q in items))


def kind(total: Quantity, items: list[Quantity]) -> Kind:
    """Sources of money, a count, or a sum."""
    if total.dimension == "money":
        return "source_sum" if sum(bool(q.source) for q in items) * 2 >= len(items) else "sum"
    return "count_sum" if total.dimension.startswith("count:") else "sum"


def may_be_parts(total: Quantity, items: list[Quantity]) -> bool:
    """Of one time, and one item alone is a part only if it is a source or the same noun."""
    if not is_of_one_time(total, items):
        return False
    return len(items) > 1 or bool(items[0].source) or nouns_agree(total.what, items[0].what)


def is_of_one_time(total: Quantity, items: list[Quantity]) -> bool:
    """Years are another question, and so is "5人以上（含5人）"."""
    if not items or any(q.each_year for q in items) or len({q.year for q in items if q.year}) > 1:
        return False
    if len(items) == 1 and total.hedge in ("at_least", "at_most"):
        return False
    return not (total.year and any(q.year and q.year != total.year for q in items))
