"""The grand figure behind a run of amounts: "收入完成1.4亿元、增长3%，上年结转0.1亿元，总收入1.5亿元".

How much each grew may stand between, and what is part of one of them ("其中税收1.1亿元").
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.opposites import mixes
from liuqing.plans.relations.rounding import comes_out, computed
from liuqing.plans.relations.within import nested
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.part_rows import is_of_one_time, relation
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

NAME = re.compile(
    r"(?:总(?:收入|支出|财力|额|量|数|规模|面积|产值|产量|投资|投入|成本|人数|户数|资产|负债|债务)|总计|合计|共计|总共)"
    r"(?:金额|资金)?(?:为|达到?|约为?|有)?$"
)
CARRIED = re.compile(r"结转|结余|调入|调出|转移支付|补助|上解|转贷|债券|债务|还本|稳定调节基金|返还|调剂")
"""What a budget adds to its own income or spending: where these stand, the grand figure is all of them."""
FULL_STOP = re.compile(r"[。！？]")


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Grand figures at the end of their run within one sentence, or since the last full stop."""
    for total in scope.figures:
        if is_plain(total) and not total.hedge and NAME.search(clause_words(scope, total)):
            yield from _closed(scope, total)


def _closed(scope: Scope, total: Quantity) -> Iterator[Relation]:
    """The first reading of what stands before it that comes out, else the plainest if a slip explains the gap."""
    readings = [relation(scope, total, parts) for parts in _readings(scope, total)]
    held = next((one for one in readings if comes_out(one)), None)
    if held:
        yield held
    elif len(readings) == 1 and _is_balance(scope, readings[0]):
        yield from (one for one in readings if is_one_slip(one) or computed(one) > one.total.value)


def _readings(scope: Scope, total: Quantity) -> Iterator[list[Quantity]]:
    """Every way to read the run that has two amounts of one time at least, once."""
    known: list[list[Quantity]] = []
    for run in _runs(scope, total):
        for parts in nested.outer(scope, run):
            if len(parts) < 2 or parts in known or mixes((total, *parts)):
                continue
            if is_of_one_time(total, parts):
                known.append(parts)
                yield parts


def _runs(scope: Scope, total: Quantity) -> Iterator[list[Quantity]]:
    """What stands before it in its sentence, and since the full stop; another grand figure begins anew."""
    stops = [found.end() for found in FULL_STOP.finditer(scope.text, 0, total.start)]
    start = stops[-1] if stops else 0
    before = [
        q for q in scope.figures
        if start <= q.start and q.end <= total.start and q.dimension == total.dimension and is_plain(q)
        and scope.group(q) == scope.group(total)
    ]  # fmt: skip
    grand = max((n + 1 for n, q in enumerate(before) if NAME.search(clause_words(scope, q))), default=0)
    yield [q for q in before[grand:] if q.sentence == total.sentence]
    yield before[grand:]


def _is_balance(scope: Scope, made: Relation) -> bool:
    """Half of its parts are what budgets carry over, each in a clause of its own, in one sentence."""
    parts = [part.quantity for part in made.parts]
    carried = [q for q in parts if CARRIED.search(clause_words(scope, q))]
    return (
        len(parts) > 2
        and len(carried) * 2 >= len(parts)
        and len({q.clause for q in parts}) == len(parts)
        and len({q.sentence for q in (*parts, made.total)}) == 1
        and not any(q.hedge for q in parts)
    )
