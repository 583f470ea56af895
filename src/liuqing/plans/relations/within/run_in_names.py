"""Names that run into the noun before them, without a colon: "建成3个基地甲基地、乙基地、丙基地", "四个品种“青石”牌茄子、豆角、苦瓜、生姜通过了认证".

Claimed only where they come out, and where the noun is plainly over: each name repeats it, or a quotation mark opens.
"""

import re

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.enumerated import relation
from liuqing.plans.relations.within.scope import Scope

QUOTED = re.compile(
    r"[一-龥]{0,10}?(?:品种|品牌|商标|产品|项目|基地|企业|公司|合作社|景区|景点|系列|平台|行动|工程|活动)(?=“)"
)
CLAUSE = re.compile(r"[^，。；：:;！？（(）)]*")
SPLIT = r"、|和(?=[^、]*$)|与(?=[^、]*$)|(?<=”)(?=“)"
NOUN, NAME = 12, 14
OPEN = re.compile(r"等|\d|其中|以及")


def of(scope: Scope, total: Quantity) -> Relation | None:
    """The names right behind what a number counts, up to the end of the clause."""
    clause = CLAUSE.match(scope.text, total.end)
    words = clause[0] if clause else ""
    if ("、" not in words and "”“" not in words) or OPEN.search(words):
        return None
    return _quoted(scope, total, words) or _repeated(scope, total, words)


def _quoted(scope: Scope, total: Quantity, words: str) -> Relation | None:
    """A quotation mark shuts the noun; behind the last name the sentence may go on."""
    noun = QUOTED.match(words)
    if noun is None:
        return None
    names = re.split(SPLIT, words[noun.end() :])
    fits = len(names) == total.value and all(len(name) <= NAME for name in names[:-1])
    return _from(scope, total, noun.end(), words) if fits else None


def _repeated(scope: Scope, total: Quantity, words: str) -> Relation | None:
    """Every name ends with the noun; behind the last one the sentence may go on."""
    for end in range(1, min(len(words), NOUN)):
        names = re.split(SPLIT, words[end:])
        key = _ending(words[:end], names[0])
        alike = all(len(key) < len(name) <= NAME and name.endswith(key) for name in names[:-1])
        if key and alike and key in names[-1][1 : NAME + 1] and len(names) == total.value:
            return _from(scope, total, end, words)
    return None


def _ending(noun: str, name: str) -> str:
    """What both end with: "基地" of "基地" and "甲基地"."""
    length = next((n for n in range(min(len(noun), len(name)), 0, -1) if noun[-n:] == name[-n:]), 0)
    return noun[len(noun) - length :]


def _from(scope: Scope, total: Quantity, noun: int, words: str) -> Relation:
    """The names begin behind the noun and go on to the end of the words."""
    return relation(scope.paragraph, total, total.end + noun, total.end + len(words))
