"""Parts that everyone knows for such, without 其中: people of the town among the people, woods within the area, labour of a village.

Only where it holds: two figures side by side need not be of one place.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within import land
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

END = r"(?:总?面积|总?数)?(?:[约为达共有计]|现有|共有)?$"
KNOWN = (
    (r"(?:^|[总有共辖]|户籍|常住|全[村镇乡县区市])人口", r"(?:镇区|城区|集镇|县城|城镇|农业|乡村|[一-龥]族|少数民族|贫困)人口|劳动力|劳力"),
    (r"劳动力|劳力", r"外出务工|在外务工|外出劳动力|劳务输出"),
    (r"教职工|教职员工", r"(?:专任|党员|女|骨干)教师"),
    (r"(?:在校|全校)学生|在校生", r"(?:寄宿|住校|留守|女)(?:学)?生|留守儿童"),
    (r"党员", r"(?:女|流动|预备|农民)党员"),
    (r"林地", r"(?:生态|公益|经济|用材|防护|退耕还)林"),
    (r"耕地", r"水田|旱地|基本农田"),
    (r"(?:总|国土|辖区|区域|幅员|土地)面积", r"(?:镇区|城区|建成区|集镇|县城)"),
)  # fmt: skip
"""Nouns of a whole, and of what is part of it."""
MOUTHS = re.compile(r"(?:共有|现有|总户数|农户|辖|有|全[村镇乡县区市])(?:农户|住户|总户数)?[约为达]?$")
GROUP = re.compile(r"贫困|低保|搬迁|脱贫|危房|建档|五保|特困|监测")
ELSEWHERE = re.compile(
    r"[镇乡村县区](?:位于|地处|坐落|东|西|南|北)|(?:[；。]|^)[^，。；\d]{1,5}[镇乡村][:：，]"
)
"""Another place begins."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Every known part beside the nearest whole before it; all kinds of land beside the area."""
    for part in scope.figures:
        if is_plain(part):
            yield from _of_noun(scope, part)
    for whole in scope.figures:
        if whole.dimension in land.DIMENSIONS and land.is_whole(clause_words(scope, whole)):
            yield from _held(scope, whole, _kinds(scope, whole))


def _of_noun(scope: Scope, part: Quantity) -> Iterator[Relation]:
    for whole_noun, part_noun in KNOWN:
        if re.search(f"(?:{part_noun}){END}", clause_words(scope, part)):
            wholes = [q for q in _before(scope, part) if _is_whole(scope, q, whole_noun, part_noun)]
            yield from _held(scope, wholes[-1], [part]) if wholes else ()
            return


def _before(scope: Scope, part: Quantity) -> list[Quantity]:
    """Plain figures of the kind, in this sentence or the one before, with no other place between."""
    return [
        q for q in scope.figures
        if q.end <= part.start and q.dimension == part.dimension and is_plain(q) and part.sentence - q.sentence <= 1
        and scope.group(q) in (scope.group(part), -1) and not ELSEWHERE.search(scope.between(q, part))
    ]  # fmt: skip


def _is_whole(scope: Scope, whole: Quantity, noun: str, part_noun: str) -> bool:
    words = clause_words(scope, whole)
    if re.search(f"(?:{part_noun}){END}", words):
        return False
    return bool(re.search(f"(?:{noun}){END}", words)) or ("人口" in noun and _are_mouths(scope, whole))


def _are_mouths(scope: Scope, whole: Quantity) -> bool:
    """ "全村共有218户，764口人": the persons right behind all households are the people."""
    first = scope.households(whole)
    if first is None:
        return False
    words = clause_words(scope, first)
    return bool(MOUTHS.search(words)) and not GROUP.search(words + first.what)


def _kinds(scope: Scope, whole: Quantity) -> list[Quantity]:
    """In the same sentence, the first figure of every kind of land."""
    behind = [
        q for q in scope.figures
        if q.start > whole.end and q.sentence == whole.sentence and q.dimension == whole.dimension and is_plain(q)
        and scope.group(q) == scope.group(whole)
    ]  # fmt: skip
    return land.one_of_each(scope, behind)


def _held(scope: Scope, whole: Quantity, parts: list[Quantity]) -> Iterator[Relation]:
    """Said only where it holds."""
    made = land.limit(scope, whole, parts)
    if parts and adds_up(made):
        yield made
