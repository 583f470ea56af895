"""Differences that have a name: "出口12414亿元，增长14.3%；进口9791亿元。进出口相抵，贸易顺差2623亿元".

顺差, 结余, 净增, 缺口: which two they are of is in the name. It fails only where those two stand right before it.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

IN, OUT = r"收入(?!支出)|财力|总收", r"支出|开支|成本|费用"
NAMES = tuple(
    (re.compile(name), re.compile(more), re.compile(less), sure)
    for name, more, less, sure in (
        (r"顺差", r"出口", r"进口", True),
        (r"(?<!顺)逆差", r"进口", r"出口", True),
        (r"结余|盈余|节余|净结余|净收入|纯收入|净收益|纯收益|利润|盈利", rf"{IN}|产值|销售|毛收", OUT, False),
        (r"赤字|亏损|收支缺口|收支差额", OUT, IN, False),
        (r"净增|自然增长", r"新增|出生|增加|迁入|新注册|新登记|新发展", r"减少|死亡|注销|迁出|退出|核减|流失", False),
        (r"净减", r"减少|死亡|注销|迁出|退出|核减|流失", r"新增|出生|增加|迁入", False),
        (r"净流入|净迁入", r"流入|迁入", r"流出|迁出", True),
        (r"净流出|净迁出", r"流出|迁出", r"流入|迁入", True),
        (r"缺口|尚缺|还缺|尚差|还差|短缺", r"需(?!缺)|应|总投资|计划|任务|概算|预算", r"已|到位|落实|筹|现有|完成|安排|争取", False),
    )
)  # fmt: skip
"""The name of a difference, what it is of, what is taken off, and whether the two cannot be anything else."""
BARE = re.compile(
    r"(?:全年|全[省市县区国])?(?:进出口)?(?:相抵)?后?[，,]?(?:实现|累计)?(?:货物|对外|外)?(?:贸易|人口)?(?:顺差|逆差|净流入|净流出|净迁入|净迁出)(?:额|人口|人数)?(?:为|达到?)?"
)
"""Of all there is, not "对东盟贸易顺差"."""
REACH = 6
"""So many figures of the kind before the difference are looked at."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Named differences within one paragraph."""
    for q in scope.figures:
        if is_plain(q) and not q.hedge:
            words = clause_words(scope, q)
            for name, more, less, sure in NAMES:
                if name.search(words):
                    yield from _difference(scope, q, (name, more, less), sure)


Words = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]


def _difference(scope: Scope, named: Quantity, words: Words, sure: bool) -> Iterator[Relation]:
    """The nearest two of its words that come out; else the nearest, if they are sure or a slip explains the gap."""
    found = [_relation(named, a, b) for a, b in _sides(scope, named, words)]
    held = next((one for one in found if adds_up(one)), None)
    if held:
        yield held
    elif found and _is_next(scope, found[0]):
        whole = sure and BARE.fullmatch(clause_words(scope, named))
        yield from (one for one in found[:1] if whole or is_one_slip(one))


def _sides(scope: Scope, named: Quantity, words: Words) -> Iterator[tuple[Quantity, Quantity]]:
    """Both sides, of its time and kind, the nearest first."""
    before = [
        q for q in scope.figures
        if q.end <= named.start and q.dimension == named.dimension and is_plain(q) and not q.hedge
        and scope.group(q) == scope.group(named) and scope.item(q) == scope.item(named)
        and (q.year is None or named.year is None or q.year == named.year) and q.each_year == named.each_year
    ][-REACH:]  # fmt: skip
    name, more, less = words
    said = {q.id: clause_words(scope, q) for q in before}
    plain = [q for q in reversed(before) if not name.search(said[q.id])]
    for b in (q for q in plain if less.search(said[q.id])):
        for a in (q for q in plain if more.search(said[q.id]) and not less.search(said[q.id])):
            if a.id != b.id and abs(a.sentence - b.sentence) <= 1:
                yield a, b


def _relation(named: Quantity, more: Quantity, less: Quantity) -> Relation:
    kind: Kind = "count_sum" if named.dimension.startswith("count:") else "sum"
    parts = (Part("被减", more), Part("减去", less, sign=-1))
    slack = half(named) + half(more) + half(less)
    if max(more.step, less.step) > named.step:
        slack = half(named)
    return Relation(kind, named, parts, formula=f"{more.text}−{less.text}", slack=slack)


def _is_next(scope: Scope, made: Relation) -> bool:
    """No other figure of the kind stands between the two and their difference, and all are of one unit."""
    figures = [made.total, *(part.quantity for part in made.parts)]
    first = min(q.start for q in figures)
    inside = [
        q for q in scope.figures
        if first <= q.start <= made.total.start and q.dimension == made.total.dimension and not q.per
    ]  # fmt: skip
    return len(inside) == len(figures) and len({q.unit for q in figures}) == 1 and _is_near(figures)


def _is_near(figures: list[Quantity]) -> bool:
    return max(q.sentence for q in figures) - min(q.sentence for q in figures) <= 2
