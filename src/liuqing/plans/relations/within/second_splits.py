"""The same total parted once more: "…零售总额27278亿元。按地区分，城镇…，乡村…。按消费类型分，餐饮…；商品零售…".

The total stands before another list of parts, so nothing joins it to this one but that it comes out; it fails only
where the parts are known to be all there is, or a slip of the pen explains the gap.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, is_plain
from liuqing.plans.relations.rounding import comes_out, over
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within import nested
from liuqing.plans.relations.within.listing import Listing
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.part_rows import is_of_one_time, relation
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.wholeness import are_known_parts

MARK = re.compile(
    r"(?<![一-龥])(?:其中[，,]?)?(?:分|按|按照|从)(?!别)[一-龥（）、]{1,12}?(?:来看|看|划分|分|统计|分类)[，,:：]"
    r"|(?<=[。；，：:])(?=(?:其中[，：]?)?(?:第一产业|一产))"
)
STOP = re.compile(r"[。！？]")
LEAST = 3
"""A total of fewer digits is the sum of two figures by chance."""
BACK = 12
"""So many figures before the mark may be the total."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Every split that a mark opens."""
    marks = list(MARK.finditer(scope.text, *scope.reach))
    for at, mark in enumerate(marks):
        following = marks[at + 1].start() if at + 1 < len(marks) else len(scope.text)
        stop = STOP.search(scope.text, mark.end())
        end = min(following, stop.start() if stop else len(scope.text))
        yield from _split(scope, mark.start(), mark.end(), end)


def _split(scope: Scope, mark: int, start: int, end: int) -> Iterator[Relation]:
    """The parts between two places, beside the totals before them: the nearest that comes out, one a measure."""
    inside = [q for q in scope.figures if start <= q.start < end and is_plain(q) and scope.group(q) < 0]
    for dimension in dict.fromkeys(q.dimension for q in inside):
        items = [q for q in inside if q.dimension == dimension]
        totals = _totals(scope, mark, dimension)
        made = [one for total in totals for one in _readings(scope, total, items)]
        held = next((one for one in made if comes_out(one)), None)
        if held:
            yield held
        else:
            yield from [one for one in made if _must(scope, one) and is_one_slip(one)][:1]


def _totals(scope: Scope, mark: int, dimension: str) -> list[Quantity]:
    before = [
        q for q in scope.figures
        if q.end <= mark and q.dimension == dimension and is_plain(q) and scope.group(q) < 0 and not q.hedge
        and scope.item(q) == scope.item_at(mark)
    ]  # fmt: skip
    return [q for q in reversed(before[-BACK:]) if significant(q.stated) >= LEAST]


def _readings(scope: Scope, total: Quantity, items: list[Quantity]) -> Iterator[Relation]:
    """The items as they stand, and without those that are part of others."""
    known: list[list[Quantity]] = []
    for parts in nested.outer(scope, items):
        if len(parts) > 1 and parts not in known and is_of_one_time(total, parts):
            known.append(parts)
            yield relation(scope, total, parts)


def _must(scope: Scope, made: Relation) -> bool:
    """Known parts, each named as the total is: "固定资产投资", "第一产业投资"."""
    parts = [part.quantity for part in made.parts]
    name = core(made.total.what)[-2:] or made.total.what[-2:]
    alike = all(name and name in q.what for q in parts) or made.total.what.endswith("生产总值")
    return alike and are_known_parts(scope, parts)


def rest(scope: Scope, listing: Listing, whole: Relation) -> Iterator[Relation]:
    """ "余额184043亿元。其中，一般债务…，专项债务…；政府债券…，非政府债券…": what the list goes on with."""
    last = whole.parts[-1].quantity
    items = [q for q in listing.items if q.start > last.start and q.dimension == whole.total.dimension]
    if len(whole.parts) < 2 or significant(whole.total.stated) < LEAST or len(items) < 2:
        return
    made = list(_readings(scope, whole.total, items))
    shorter = (relation(scope, whole.total, items[:n]) for n in range(len(items) - 1, 1, -1))
    sooner = (one for one in shorter if significant(whole.total.stated) > LEAST and not over(one))
    held = next((one for one in made if comes_out(one)), None) or next(sooner, None)
    if held:
        yield held
    else:
        parted = "；" in scope.between(last, items[0])
        known = (one for one in made if parted and are_known_parts(scope, [p.quantity for p in one.parts]))
        yield from [one for one in known if is_one_slip(one)][:1]
