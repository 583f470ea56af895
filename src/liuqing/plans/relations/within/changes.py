"""What came, what went, what is left: "原有100人，新增20人，清退5人，现有115人", "927户，已完成590户，尚有337户"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.scope import Scope

BEFORE = re.compile(r"原有|原为|上年末|上年底|年初|调整前|期初")
CAME = re.compile(r"新增|新识别|返贫|新纳入|新评定|增加|迁入|出生|纳入|补录")
WENT = re.compile(r"清退|退出|减少|死亡|剔除|销户|清理|迁出|核减|取消|注销|脱贫")
AFTER = re.compile(r"调整后|现有|现为|年末|期末|动态管理后|实有|还有")
DONE = re.compile(r"已(?:落实|完成|建成|实施|到位|支付|拨付|改造|搬迁|脱贫)|完成|其中|补助|争取|落实")
LIKELY = re.compile(r"已|^除|下达|解决|安排|纳入|到位|实施|支付|在建")
"""What may be said of the part that is done, where the rest comes out."""
REST = re.compile(r"尚有|还有|其余|剩余|余下|剩下|尚余|仍有|未完成|尚缺|缺口|还缺|尚需")


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Movements and remainders within one sentence."""
    for row in _rows(scope):
        yield from _moved(scope, row)
        yield from _rest(scope, row)
        yield from _added(scope, row)


def _rows(scope: Scope) -> Iterator[list[Quantity]]:
    """The figures of each measure of each sentence outside brackets."""
    rows: dict[tuple[int, str], list[Quantity]] = {}
    for q in scope.figures:
        if is_plain(q) and not q.hedge and scope.group(q) < 0:
            rows.setdefault((q.sentence, q.dimension), []).append(q)
    yield from (row for row in rows.values() if len(row) > 2)


def _words(scope: Scope, quantity: Quantity) -> str:
    """The clause of a figure, before it and up to the next mark behind it."""
    before = re.split(r"[，。；：、（）]", scope.before(quantity, 24))[-1]
    return before + re.split(r"[，。；：、（）]", scope.after(quantity, 8))[0]


def _moved(scope: Scope, row: list[Quantity]) -> Iterator[Relation]:
    """From what there was, by what came and went, to what there is."""
    words = [_words(scope, q) for q in row]
    start = next((n for n, w in enumerate(words) if BEFORE.search(w)), None)
    end = next((n for n, w in enumerate(words) if start is not None and n > start and AFTER.search(w)), None)
    if start is None or end is None or end - start < 2:
        return
    signs = [_sign(w) for w in words[start + 1 : end]]
    if not all(signs):
        return
    moved = (Part(words[start + 1 + n][:4], q, sign=signs[n]) for n, q in enumerate(row[start + 1 : end]))
    yield Relation(_kind(row[end]), row[end], (Part("原有", row[start]), *moved))


def _kind(total: Quantity) -> Kind:
    return "count_sum" if total.dimension.startswith("count:") else "sum"


def _sign(words: str) -> int:
    return -1 if WENT.search(words) else 1 if CAME.search(words) else 0


def _rest(scope: Scope, row: list[Quantity]) -> Iterator[Relation]:
    """A total, what is done of it, and the rest: three figures side by side."""
    for total, done, rest in zip(row, row[1:], row[2:], strict=False):
        told = REST.search(_words(scope, rest)) and not REST.search(_words(scope, done))
        words = _words(scope, done)
        if not told or not (DONE.search(words) or LIKELY.search(words)) or rest.clause - total.clause > 3:
            continue
        if total.value <= max(done.value, rest.value) or total.year != rest.year:
            continue
        made = Relation(_kind(total), total, (Part("已有", done), Part("其余", rest)))
        if adds_up(made) or (DONE.search(words) and done.value + rest.value <= total.value * Decimal(2)):
            yield made


def _added(scope: Scope, row: list[Quantity]) -> Iterator[Relation]:
    """ "有油茶5万亩，加上已发展的4.2万亩，达到9.2万亩": claimed only where it comes out, for what is added to may be any."""
    for at, (other, total) in enumerate(pairwise(row)):
        said = "加上" in scope.before(other, 16) and re.search(r"达|共|合计", scope.between(other, total))
        made = (
            [Relation("sum", total, (Part("原有", one), Part("加上", other))) for one in row[:at]]
            if said
            else []
        )
        yield from [one for one in made if adds_up(one)][:1]
