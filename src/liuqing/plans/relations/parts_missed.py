"""When parts that do not add up are a failure: they must be all there is, or are more than there is.

其中 does not promise that all parts are named. What promises it: the same list adds up in another measure
(households do, persons do not); two parts that are each other's complement; sources of money, or works,
that come to more than the whole.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, nouns_agree
from liuqing.plans.relations.listing import Listing, label
from liuqing.plans.relations.one_slip import is_one_slip
from liuqing.plans.relations.part_rows import is_of_one_time, may_be_parts, relation
from liuqing.plans.relations.scope import Scope
from liuqing.plans.relations.series import clause_words

PLACE = re.compile(r"(?:镇|乡|街道|村|社区|县|区|办事处|管委会)$")
PROGRESS = re.compile(r"(?:其中)?(?:已|实际|目前)")
UNLISTED = "“其中”未必列全"
OVERLAPPING = re.compile(r"用于|投向|安排|覆盖|贫困|涉农|深度|民生|已|完成|到位|支付|拨付")
COMPLEMENTS = (
    ("集中", "分散"), ("省内(?!县外)", "省外"), ("县内", "县外(?!省内)"), ("未脱贫", "(?<!未)脱贫"),
    ("(?<!非)农业", "非农业"), ("(?<!非)贫困", "非贫困"), ("男", "女"), ("城镇", "农村"),
)  # fmt: skip
"""Pairs of words of which one or the other is true of everybody, and never both."""


def missed(scope: Scope, listing: Listing, dimension: str, beside: list[Relation]) -> Iterator[Relation]:
    """What does not add up: a failure where it must, a doubt where it should, a limit where a part is named."""
    if twin := next((t for r in beside if (t := _twin(scope, listing, dimension, r))), None):
        yield twin
        return
    total = next((q for q in listing.totals if q.dimension == dimension), None)
    items = [
        q
        for q in listing.sure_items
        if q.dimension == dimension and not PROGRESS.match(clause_words(scope, q))
    ]
    if _names_all(scope, listing, total, dimension) or _is_place_above(scope, listing, total, dimension):
        items = [q for q in listing.items if q.dimension == dimension]
        yield relation(scope, total, items)  # type: ignore[arg-type]
        return
    if total is None or not is_of_one_time(total, items):
        return
    if _are_sources(total, items):
        yield _sources(scope, listing, total, items)
    elif (_are_places(scope, listing, items) and listing.is_same_sentence) or (
        _is_close(scope, listing, total, items) and _is_all(scope, total, items)
    ):
        yield relation(scope, total, items)
    elif listing.is_same_sentence and listing.mark == "其中":
        yield from _limits(scope, listing, total, items)


def _is_all(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    return (
        _is_complement(scope, items) or _is_too_much(scope, total, items) or _are_sectors(scope, items)
        or _is_overfull(scope, total, items)
        or is_one_slip(relation(scope, total, items))
    )  # fmt: skip


def _is_overfull(scope: Scope, total: Quantity, items: list[Quantity]) -> bool:
    """ "61件（新建246件、改建375件）": a bracket of nothing but parts, of things rather than people, holds too many."""
    opening = scope.group(items[0])
    things = total.dimension not in ("persons", "households", "person_times", "money")
    plain = opening >= 0 and "其中" not in scope.text[opening : items[0].start]
    return things and plain and sum(q.value for q in items) > total.value


def _are_places(scope: Scope, listing: Listing, items: list[Quantity]) -> bool:
    """ "84件：青石镇21件；桃坪镇31件；…": behind a colon or 包括 all towns and villages are named."""
    words = [clause_words(scope, q).rstrip("为有") for q in items]
    return (
        (listing.mark in (":", "：", "包括") or listing.mark.startswith("具体")) and len(items) > 2 and len(set(words)) == len(words)
        and all(PLACE.search(word) for word in words)
    )  # fmt: skip


def _are_sectors(scope: Scope, items: list[Quantity]) -> bool:
    """第一, 第二 and 第三产业 are all there is."""
    words = "".join(clause_words(scope, q) for q in items)
    return len(items) == 3 and all(f"{n}产" in words for n in "一二三")


def _names_all(scope: Scope, listing: Listing, total: Quantity | None, dimension: str) -> bool:
    """ "共28个，甲、乙、丙分别为9个、5个、7个": as many names before 分别 as figures behind it."""
    items = [q for q in listing.items if q.dimension == dimension]
    if total is None or not listing.mark.startswith("分别") or len(items) < 3 or not listing.is_same_sentence:
        return False
    words = scope.between(total, items[0]).split("分别")[0].strip("，：:其中")
    return len(re.split(r"、|和", words)) == len(items) and is_of_one_time(total, items)


def _is_place_above(scope: Scope, listing: Listing, total: Quantity | None, dimension: str) -> bool:
    """Of the places behind 其中 there are more than in all: it does not matter whether they are all."""
    items = [q for q in listing.items if q.dimension == dimension]
    if total is None or listing.mark != "其中" or len(items) < 2 or not listing.is_same_sentence:
        return False
    words = [clause_words(scope, q).rstrip("为有").removeprefix("其中") for q in items]
    places = len(set(words)) == len(words) and all(PLACE.search(word) for word in words)
    return places and sum(q.value for q in items) > total.value and is_of_one_time(total, items)


def _is_close(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> bool:
    """The list follows its total at once, and each of its clauses has one figure of the kind."""
    between = [q for q in scope.figures if total.end <= q.start < items[0].start and not q.per]
    clauses = [q.clause for q in items]
    return (
        listing.is_same_sentence and listing.mark in ("其中", "（", "(", "：", ":") and all(q.dimension != total.dimension for q in between)
        and len(between) <= 1 and len(items) > 1 and len(set(clauses)) == len(clauses) and len({q.unit for q in items}) == 1
    )  # fmt: skip


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


def _twin(scope: Scope, listing: Listing, dimension: str, held: Relation) -> Relation | None:
    """The same list in another measure: beside its total and beside every part stands one figure of it."""
    beside = [_beside(held.total, dimension, listing.totals)]
    beside += [_beside(part.quantity, dimension, listing.items) for part in held.parts]
    total, items = beside[0], [q for q in beside[1:] if q]
    if total is None or len(items) < len(beside) - 1 or len({q.id for q in items}) < len(items):
        return None
    others = [q for q in listing.items if q.dimension == dimension and q not in items]
    inside = [q for q in others if items[0].start < q.start < items[-1].start]
    return None if inside or not may_be_parts(total, items) else relation(scope, total, items)


def _beside(place: Quantity, dimension: str, figures: tuple[Quantity, ...]) -> Quantity | None:
    """The figure of a dimension right behind a place ("12320户51256人") or right before it."""
    near = [
        q
        for q in figures
        if q.dimension == dimension and abs(q.clause - place.clause) <= 1 and q.id != place.id
    ]
    return min(
        near,
        key=lambda q: (q.clause != place.clause, q.start < place.start, abs(q.start - place.end)),
        default=None,
    )


def _are_sources(total: Quantity, items: list[Quantity]) -> bool:
    """Money told by whose it is: at least half of the items name a source, and no two the same."""
    named = [q.source or q.what for q in items]
    return (
        total.dimension == "money" and not total.source and len(items) > 1 and all(named)
        and len(set(named)) == len(named) and sum(bool(q.source) for q in items) * 2 >= len(items)
    )  # fmt: skip


def _sources(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> Relation:
    """More from all sources than there is cannot be; less may be a source that is not named."""
    made = relation(scope, total, items)
    more = sum(q.value for q in items) > total.value
    if listing.mark.startswith("资金") or (listing.is_same_sentence and (more or is_one_slip(made))):
        return made
    return Relation(made.kind, made.total, made.parts, is_whole=False, missing=UNLISTED)


def _limits(scope: Scope, listing: Listing, total: Quantity, items: list[Quantity]) -> Iterator[Relation]:
    """A part may not be more than the figure right before 其中."""
    first = items[0]
    if total.dimension.startswith("count:") and "。" in scope.between(total, first):
        return
    between = [
        q
        for q in scope.figures
        if total.end <= q.start < first.start and scope.group(q) == scope.group(total)
    ]
    if any(q.dimension == total.dimension for q in between) or len(between) > 2 or not _is_part(total, first):
        return
    yield Relation("limit", total, (Part(label(scope, first), first),), bound="most")


def _is_part(total: Quantity, item: Quantity) -> bool:
    if total.dimension == "money":
        return not total.source or bool(item.source)
    return (
        total.dimension in ("households", "persons")
        or nouns_agree(total.what, item.what)
        or not core(item.what)
    )
