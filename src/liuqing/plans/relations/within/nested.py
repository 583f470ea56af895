"""Figures that are part of the one before them, or how much it changed, and so no part of what comes behind both.

"第二产业8.1亿元，增长3%，其中工业7.2亿元；第三产业…", "收入5.2亿元，比上年增加0.4亿元".
"""

import re
from collections.abc import Iterator

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.scope import Scope

WITHIN = re.compile(r"其中|内含|包括|(?<![一-龥])含")
CHANGE = re.compile(r"^(?:[一-龥]{0,4}(?:比|较|同比)|增收|减收|增加|减少|增长|下降|净增|净减|多|少)")
SINCE = re.compile(r"同比|(?:比(?!例|重)|较)(?:20\d\d年|上|去|前|年初|往年)")
OUT = re.compile(r"[；;。]")


def outer(scope: Scope, figures: list[Quantity]) -> Iterator[list[Quantity]]:
    """The figures without those within others: first only what 其中 stands before, then all up to the semicolon."""
    kept = [q for q in figures if not CHANGE.match(_own(scope, q))]
    yield kept
    if not any(WITHIN.search(_own(scope, q)) for q in kept):
        return
    yield [q for q in kept if not WITHIN.search(_own(scope, q))]
    yield [q for n, q in enumerate(kept) if not _is_inside(scope, kept[: n + 1])]


def is_change(scope: Scope, quantity: Quantity) -> bool:
    """ "31.2万人，比上年末减少0.3万人，其中城镇15.1万人": what it was more or less than before has no parts told."""
    return bool(SINCE.match(_own(scope, quantity)))


def has_inner(scope: Scope, figures: list[Quantity]) -> bool:
    """其中 stands before one of them that is not the first."""
    return any(WITHIN.search(_own(scope, q)) for q in figures[1:])


def _is_inside(scope: Scope, upto: list[Quantity]) -> bool:
    """其中 opened since the last semicolon, behind another figure."""
    last = upto[-1]
    for n in range(len(upto) - 1, 0, -1):
        if OUT.search(scope.text[upto[n].end : last.start]):
            return False
        if WITHIN.search(_own(scope, upto[n])):
            return True
    return False


def _own(scope: Scope, quantity: Quantity) -> str:
    """The words of the figure's clause; 其中 may stand before a comma of its own."""
    before = scope.before(quantity, 30)
    clauses = re.split(r"[，。；：、,;（(）)]", before)
    return ("其中" if len(clauses) > 1 and clauses[-2] == "其中" else "") + clauses[-1]
