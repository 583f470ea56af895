"""The same count twice in one paragraph: "镇辖34个村、2个居委会…辖2个社区、34个行政村", "社员47户…合作社47户".

Claimed only where both are the same: two counts that differ may be of other things or other days.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.slips import significant
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words

DIVISIONS = (
    (r"(?:行政|建制)?村(?:民?委员?会)?", "村"),
    (r"社区(?:居委会)?|居(?:民?委员?会)|居委会", "社区"),
    (r"(?:村|居)民(?:小)?组|村组|组", "组"),
)  # fmt: skip
"""One thing under the names plans give it."""
HAS = re.compile(r"(?:^|辖|有|共|设)$")
DEED = re.compile(
    r"建|完成|实施|改造|投|购|修|培训|发放|覆盖|带动|新增|脱贫|退出|搬迁|减少|增加|安排|解决|受灾|补助|扶持|达|开展|其中"
)
NOUN_ENDS = re.compile(r"(?P<noun>[一-龥]*)(?=[，。；、：（]|$)")
SUBJECT = re.compile(
    r"[一-龥]{0,4}[一-龥]{2}[镇乡县区村](?=下?辖|位于|地处|坐落|现?有|共有)|[一-龥]{2}街道(?=下?辖|位于|现?有|共有)"
)
DIGITS = {"households": 2, "persons": 3}
MEASURED = 4
"""Digits below which two figures are the same by chance; counted things with their noun need two."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """The first of equal figures beside each later one that says the same thing in another sentence."""
    equal: dict[tuple[str, object], list[Quantity]] = defaultdict(list)
    for q in scope.figures:
        if is_plain(q) and not (q.hedge or q.each_year or q.dimension == "money") and _is_long(q):
            equal[(q.dimension, q.value)].append(q)
    for first, *others in equal.values():
        other = next((q for q in others if _is_said_again(scope, first, q)), None)
        if other:
            yield Relation("repeat", first, (Part("另一处", other),))


def _is_long(quantity: Quantity) -> bool:
    least = 2 if quantity.dimension.startswith("count:") else DIGITS.get(quantity.dimension, MEASURED)
    return significant(quantity.stated) >= least or (least < MEASURED and quantity.stated >= 100)


def _is_said_again(scope: Scope, one: Quantity, other: Quantity) -> bool:
    """Another sentence, no other year, no other place, no deed that may be done twice."""
    if one.sentence == other.sentence or (one.year and other.year and one.year != other.year):
        return False
    words, more = clause_words(scope, one), clause_words(scope, other)
    if DEED.search(words) or DEED.search(more) or not _is_of_one_place(scope, one, other):
        return False
    if one.dimension.startswith("count:"):
        return (
            bool(HAS.search(words) and HAS.search(more)) and _thing(scope, one) == _thing(scope, other) != ""
        )
    return _is_of_one_noun(words, more)


def _thing(scope: Scope, quantity: Quantity) -> str:
    """What is counted, if the clause ends with it: "行政村" and "村委会" are "村"; "" if it goes on."""
    found = NOUN_ENDS.match(scope.text, quantity.end)
    noun = found["noun"] if found else ""
    return next((name for pattern, name in DIVISIONS if re.fullmatch(pattern, noun)), noun)


def _is_of_one_noun(words: str, more: str) -> bool:
    """The same words, or "合作社" for "合作社现有入社社员"."""
    return (
        words == more != ""
        or (len(more) > 2 and words.startswith(more))
        or (len(more) > 2 and words.endswith(more))
    )


def _is_of_one_place(scope: Scope, one: Quantity, other: Quantity) -> bool:
    first, second = _subject(scope, one), _subject(scope, other)
    return not first or not second or first[-3:] == second[-3:]


def _subject(scope: Scope, quantity: Quantity) -> str:
    """The place that the last sentence with one speaks of."""
    found = SUBJECT.findall(scope.text, 0, quantity.start)
    return found[-1] if found else ""
