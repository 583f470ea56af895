"""Names that are as many as a number says, where a plan lists them in a way that need not be complete.

Claimed only where they come out: "两个民族（苗族）聚居村（柳湾、石桥）", "三个确保：确保…，确保…，确保…", "青石镇甲村、乙村，柳湾乡丙村3个村".
"""

import re

from liuqing.plans.claims import Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within import run_in_names
from liuqing.plans.relations.within.enumerated import counts, items, relation, repeated
from liuqing.plans.relations.within.scope import Scope

BEHIND = re.compile(
    r"(?P<key>[一-龥]{0,12})(?:（[一-龥]{1,6}）[一-龥]{0,6})?(?:[（(](?P<bracket>[^（()）]{3,200})[）)]|(?:[：:]|，?(?:即|分别是|分别为|就是)[：:]?)(?P<list>[^。]{3,200}))"
)
NOT_NAMES = re.compile(r"\d|含|包括|其中|以下简称|不含|等")
PLACES = re.compile(r"(?:镇|乡|街道|村|社区|县|区|村委会|居委会)$")
EARLIER = re.compile(r"(?P<names>[一-龥]{1,8}(?:、[一-龥]{1,8})+)等(?P<kind>乡镇|镇|乡|村|县)")
VERBS = re.compile(r"^(?:加快|推进|实施|覆盖|涉及|在|对|以|为|由)+")
MOST = 20
"""Longer lists are tables, not sentences."""


def of(scope: Scope, total: Quantity) -> Relation | None:
    """The names that are as many as a count says: behind it, before it over commas, or run into it."""
    return (
        _behind(scope, total)
        or _places_before(scope, total)
        or _named_earlier(scope, total)
        or run_in_names.of(scope, total)
    )


def is_count(quantity: Quantity) -> bool:
    """So many things, few enough to be named."""
    counted = quantity.dimension.startswith("count:") and 2 <= quantity.value <= MOST
    return counted and not quantity.hedge and not quantity.per and quantity.high is None


def _behind(scope: Scope, total: Quantity) -> Relation | None:
    """A bracket, a colon or 即 behind the noun; "确保" is counted where it is what the number counts."""
    found = BEHIND.match(scope.text, total.end)
    if not found:
        return None
    name = "bracket" if found["bracket"] else "list"
    words, start = found[name], found.start(name)
    for part in dict.fromkeys((words, words.split("；")[0])):
        told = repeated(part, found["key"]) if len(found["key"]) > 1 else 0
        if (not NOT_NAMES.search(part) and total.value in counts(part)) or told == total.value:
            return relation(scope.paragraph, total, start, start + len(part))
    return None


def _places_before(scope: Scope, total: Quantity) -> Relation | None:
    """ "青石镇甲村、乙村，柳湾乡丙村3个贫困村": names of places, also over commas."""
    if not PLACES.search(total.what) and total.unit not in ("村", "镇", "乡"):
        return None
    sentence = re.split(r"[。；：:]", scope.text[max(0, total.start - 200) : total.start])[-1]
    clauses = re.split(r"(?<=，)", sentence)
    for first in range(len(clauses) - 1, -1, -1):
        words = "".join(clauses[first:])
        names = [name for name in items(words, r"[、，]|和|与|(?<!涉)及") if name]
        if not all(PLACES.search(name) and len(name) <= 12 for name in names):
            return None
        if len(names) == total.value and len(clauses) - first > 1:
            return relation(scope.paragraph, total, total.start - len(words), total.start)
    return None


def _named_earlier(scope: Scope, total: Quantity) -> Relation | None:
    """ "柳湾、石桥、青石等乡镇…。全力推进3个乡镇…": names that a sentence before the number gave of the same kind."""
    for found in EARLIER.finditer(scope.text, 0, total.start):
        words = VERBS.sub("", found["names"])
        if total.what.startswith(found["kind"]) and len(words.split("、")) == total.value:
            return relation(scope.paragraph, total, found.end("names") - len(words), found.end("names"))
    return None
