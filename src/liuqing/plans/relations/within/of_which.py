"""其中 behind a full stop or in another unit: "…2480亿元，同比增长5%。其中，网上…930亿元", "总面积310平方公里，其中耕地12.4万亩"."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within import land
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

MARK = re.compile(r"(?P<before>.)其中(?!之一)[，,：:]?")
STOPS = "。；！;"
FURTHER = re.compile(r"人均|户均|亩均|平均|新增|增长|增加|减少|下降|缺口|超|另")
"""What is told of a part otherwise than as how much of the whole it is."""
PERIOD = re.compile(r"[月季年日]|累计")


def in_scope(scope: Scope) -> Iterator[Relation]:
    """The first figure behind every 其中 beside the one it is of."""
    for mark in MARK.finditer(scope.text, *scope.reach):
        items = _items(scope, mark.end())
        if items and mark["before"] in STOPS:
            yield from _of_sentence(scope, mark.start() + 1, items[0])
        elif items:
            yield from _of_land(scope, mark.start() + 1, items)
            yield from _of_weight(scope, mark.start() + 1, items[0])


def _items(scope: Scope, place: int) -> list[Quantity]:
    """The plain figures from here to the end of the sentence, if the first is the part: in its first clause."""
    behind = [q for q in scope.figures if q.start >= place]
    if not behind or re.search(r"[，。；]", scope.text[place : behind[0].start]):
        return []
    same = [
        q for q in behind if q.sentence == behind[0].sentence and scope.group(q) == scope.group(behind[0])
    ]
    return same if is_plain(same[0]) and not FURTHER.search(clause_words(scope, same[0])) else []


def _of_sentence(scope: Scope, place: int, part: Quantity) -> Iterator[Relation]:
    """The sentence before has one figure of the kind, and it is the whole."""
    before = [
        q for q in scope.figures
        if q.end <= place and q.sentence == part.sentence - 1 and q.dimension == part.dimension
        and scope.group(q) == scope.group(part)
    ]  # fmt: skip
    if (
        len(before) == 1
        and _may_be_whole(before[0], part)
        and not FURTHER.search(clause_words(scope, before[0]))
    ):
        made = land.limit(scope, before[0], [part])
        if adds_up(made) or _is_sure(scope, place, before[0], part):
            yield made


def _is_sure(scope: Scope, place: int, whole: Quantity, part: Quantity) -> bool:
    """Of one year and no other months, and the part bears the noun of the whole: then more than it cannot be."""
    named = len(whole.what) > 1 and whole.what in part.what and whole.year == part.year
    return named and not PERIOD.search(scope.text[place : part.start]) and not part.hedge


def _may_be_whole(whole: Quantity, part: Quantity) -> bool:
    """An amount of no other year; things counted by one word also share their noun."""
    if not is_plain(whole) or whole.hedge in ("at_least", "at_most") or whole.each_year != part.each_year:
        return False
    named = part.dimension in ("money", "persons", "households", "land", "area") or nouns_agree(
        whole.what, part.what
    )
    return named and (part.year is None or part.year == whole.year)


def _of_land(scope: Scope, place: int, items: list[Quantity]) -> Iterator[Relation]:
    """Square kilometres of which so many mu: all kinds of land that are apart, or the first alone."""
    before = [q for q in scope.figures if q.end <= place and q.sentence == items[0].sentence]
    whole = before[-1] if before else None
    if whole is None or {whole.dimension, items[0].dimension} != land.DIMENSIONS or not is_plain(whole):
        return
    if scope.group(whole) not in (scope.group(items[0]), -1) or not land.is_whole(clause_words(scope, whole)):
        return
    parts = land.one_of_each(scope, [q for q in items if is_plain(q)])
    if parts and parts[0] is items[0]:
        together = land.limit(scope, whole, parts)
        yield together if adds_up(together) else land.limit(scope, whole, parts[:1])


def _of_weight(scope: Scope, place: int, part: Quantity) -> Iterator[Relation]:
    """Tons of which so many 斤: said only where it holds."""
    before = [q for q in scope.figures if q.end <= place and q.sentence == part.sentence]
    whole = before[-1] if before else None
    if (
        whole
        and {whole.dimension, part.dimension} == {"weight"}
        and is_plain(whole)
        and whole.unit != part.unit
    ):
        made = land.limit(scope, whole, [part])
        if adds_up(made):
            yield made
