"""What shows that a list names all parts of its total: its words, its places, a slip that explains what is missed."""

import re

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.listing import Listing
from liuqing.plans.relations.within.one_slip import is_one_slip
from liuqing.plans.relations.within.part_rows import is_of_one_time, relation
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

PLACE = re.compile(r"(?:镇|乡|街道|村|社区|县|区|办事处|管委会)$")
OVERLAPPING = re.compile(r"用于|投向|安排|覆盖|贫困|涉农|深度|民生|已|完成|到位|支付|拨付")
COMPLEMENTS = (
    ("集中", "分散"), ("省内(?!县外)", "省外"), ("县内", "县外(?!省内)"), ("未脱贫", "(?<!未)脱贫"),
    ("(?<!非)农业", "非农业"), ("(?<!非)贫困", "非贫困"), ("男", "女"), ("城镇", "农村"),
)  # fmt: skip
"""Pairs of words of which one or the other is true of everybody, and never both."""

HALVES = (("城镇", "乡村"), ("一般债", "专项债"), ("餐饮", "商品零售"), ("出口", "进口"))
"""Pairs that are all there is of some totals: of debt, not of all money that came."""


def is_all(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    """The items are known to be everything, or to be too much."""
    return (
        _is_complement(scope, items) or _is_too_much(scope, total, items) or _are_sectors(scope, items)
        or _is_overfull(scope, total, items) or _has_twin(scope, total, items)
        or is_one_slip(relation(scope, total, items))
    )  # fmt: skip


def is_close(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> bool:
    """The list follows its total at once, and each of its clauses has one figure of the kind."""
    between = [q for q in scope.figures if total.end <= q.start < items[0].start and not q.per]
    clauses = [q.clause for q in items]
    return (
        listing.is_same_sentence and listing.mark in ("其中", "（", "(", "：", ":") and all(q.dimension != total.dimension for q in between)
        and len(between) <= 1 and len(items) > 1 and len(set(clauses)) == len(clauses) and len({q.unit for q in items}) == 1
    )  # fmt: skip


def are_places(scope: Scope, listing: Listing, items: list[Quantity]) -> bool:
    """ "84件：青石镇21件；桃坪镇31件；…": behind a colon or 包括 all towns and villages are named."""
    words = [clause_words(scope, q).rstrip("为有") for q in items]
    return (
        (listing.mark in (":", "：", "包括") or listing.mark.startswith("具体")) and len(items) > 2 and len(set(words)) == len(words)
        and all(PLACE.search(word) for word in words)
    )  # fmt: skip


def names_all(scope: Scope, listing: Listing, total: Quantity, dimension: str) -> bool:
    """ "共28个，甲、乙、丙分别为9个、5个、7个": as many names before 分别 as figures behind it."""
    items = [q for q in listing.items if q.dimension == dimension]
    if not listing.mark.startswith("分别") or len(items) < 3 or not listing.is_same_sentence:
        return False
    words = scope.between(total, items[0]).split("分别")[0].strip("，：:其中")
    return len(re.split(r"、|和", words)) == len(items) and is_of_one_time(total, items)


def is_place_above(scope: Scope, listing: Listing, total: Quantity, dimension: str) -> bool:
    """Of the places behind 其中 there are more than in all: it does not matter whether they are all."""
    items = [q for q in listing.items if q.dimension == dimension]
    if listing.mark != "其中" or len(items) < 2 or not listing.is_same_sentence:
        return False
    words = [clause_words(scope, q).rstrip("为有").removeprefix("其中") for q in items]
    places = len(set(words)) == len(words) and all(PLACE.search(word) for word in words)
    return places and sum(q.value for q in items) > total.value and is_of_one_time(total, items)


def _is_overfull(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    """ "61件（新建246件、改建375件）": a bracket of nothing but parts, of things rather than people, holds too many."""
    opening = scope.group(items[0])
    things = total.dimension not in ("persons", "households", "person_times", "money")
    plain = opening >= 0 and "其中" not in scope.text[opening : items[0].start]
    return things and plain and sum(q.value for q in items) > total.value


def _has_twin(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    """Another bracket of the paragraph names the same parts, and there they add up."""
    words = [clause_words(scope, q) for q in items]
    for other in (q for q in scope.figures if q.id != total.id and q.dimension == total.dimension):
        twins = [q for q in scope.bracket(other) if q.dimension == other.dimension]
        if [clause_words(scope, q) for q in twins] == words and sum(q.value for q in twins) == other.value:
            return True
    return False


def _are_sectors(scope: Scope, items: list[Quantity]) -> bool:
    """第一, 第二 and 第三产业 are all there is."""
    words = "".join(clause_words(scope, q) for q in items)
    return len(items) == 3 and all(f"{n}产" in words for n in "一二三")


def are_known_parts(scope: Scope, items: list[Quantity]) -> bool:
    """The three sectors, two complements, or something and what is not it: 政府债券 and 非政府债券."""
    words = [clause_words(scope, q) for q in items]
    if len(items) != 2:
        return _are_sectors(scope, items)
    denied = re.match(r"非([一-龥]{2})", words[1])
    halves = any(one in words[0] and other in words[1] for one, other in HALVES)
    return _is_complement(scope, items) or halves or bool(denied and denied[1] in words[0])


def _is_complement(scope: Scope, items: list[Quantity]) -> bool:
    """Two that are all there is between them: 集中 and 分散, 省内 and 省外."""
    words = [clause_words(scope, q) for q in items]
    if len(items) == 3 and all(
        any(word.startswith(name) for word in words) for name in ("县内", "县外省内", "省外")
    ):
        return True
    return len(items) == 2 and any(
        (re.search(one, words[0]) and re.search(other, words[1])) or (re.search(other, words[0]) and re.search(one, words[1]))
        for one, other in COMPLEMENTS
    )  # fmt: skip


def _is_too_much(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    """More money than there is, for works that do not overlap."""
    words = [clause_words(scope, q) for q in items]
    return (
        total.dimension == "money" and not total.source and sum(q.value for q in items) > total.value
        and len(set(words)) == len(words) and all(words) and not any(OVERLAPPING.search(w) for w in words)
    )  # fmt: skip
