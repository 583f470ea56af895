"""What is left: those not yet out of poverty, less those who left in the year, are those left at its end."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Kind, Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.within.scope import Scope

LEFT = re.compile(r"未脱贫|未出列|未退出|未摘帽|剩余|尚有|仍有|还剩")
GONE = re.compile(r"脱贫|出列|退出|摘帽|减少|销号")
SO_FAR = re.compile(r"累计|已脱贫|已退出|已出列|共")
GROUP = re.compile(r"贫困(?:行政)?村|贫困乡镇|贫困人口|贫困户|人口|村|乡镇")
ADJUSTED = "其间对象作过动态调整，人数未必衔接"
REACH = 14
"""How many figures what was left and what is left may lie apart."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """What was left, who left, what is left, within one paragraph."""
    if LEFT.search(scope.text):
        yield from _of_scope(scope)


def _of_scope(scope: Scope) -> Iterator[Relation]:
    figures = [q for q in scope.figures if is_plain(q) and scope.group(q) < 0]
    states = _states(scope, figures)
    left = [n for n, state in enumerate(states) if state == "left"]
    for before in left:
        after = next((n for n in left if n > before and _is_same(figures[before], figures[n])), None)
        if after is None or after - before > REACH:
            continue
        between = range(before + 1, after)
        gone = [figures[n] for n in between if states[n] == "gone" and _is_same(figures[before], figures[n])]
        if gone and len({q.year for q in gone}) == len(gone):
            restated = any(not states[n] and _is_same(figures[before], figures[n]) for n in between)
            yield _relation(figures[before], gone, figures[after], restated)


def _relation(before: Quantity, gone: list[Quantity], after: Quantity, restated: bool) -> Relation:
    parts = (Part("原有", before), *(Part(f"{q.year}年减少", q, sign=-1) for q in gone))
    kind: Kind = "count_sum" if after.dimension.startswith("count:") else "sum"
    return Relation(kind, after, parts, is_whole=not restated, missing=ADJUSTED if restated else "")


def _states(scope: Scope, figures: list[Quantity]) -> list[str]:
    """For every figure "left", "gone" (in one year) or "": by its own words, else as the figure it is joined to."""
    states: list[str] = []
    for n, q in enumerate(figures):
        words = (
            re.split(r"[，。；、：]", scope.before(q, 20))[-1]
            + "|"
            + re.split(r"[，。；、：]", scope.after(q, 12))[0]
        )
        previous = figures[n - 1] if n else None
        joined = previous is not None and scope.between(previous, q).strip("、") in (
            "",
            "贫困人口",
            "人口",
            "贫困户",
        )
        own = _state(q, words)
        states.append(own or (states[-1] if joined and states else ""))
    return states


def _state(quantity: Quantity, words: str) -> str:
    if LEFT.search(words):
        return "left"
    if GONE.search(words) and quantity.year and not quantity.as_of and not SO_FAR.search(words):
        return "gone"
    return "so far" if GONE.search(words) else ""


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Villages with villages, townships with townships; people and households are by their unit."""
    if one.dimension != other.dimension:
        return False
    return not one.dimension.startswith("count:") or _group(one) == _group(other) != ""


def _group(quantity: Quantity) -> str:
    found = GROUP.findall(quantity.what)
    return found[-1].replace("贫困", "").replace("行政", "") if found else ""
