"""Which of the doubtful marks are marks: the numbers before and after them tell.

"2.2018年" is item 2 of a list, "1.5万人" a figure, "2.1 道路" a heading where 2.2 follows somewhere.
"""

import itertools
import re
from dataclasses import dataclass, field

from liuqing.plans.structure import marks
from liuqing.plans.structure.marks import RANKS, Mark

_GLUED_YEAR = re.compile(r"\d{1,2}[.．、](?:19|20)\d\d(?:年|[-—－–~～至])")
_UNIT_NEXT = re.compile(r"(?:个百分点|[万亿元户人个名公千平立亩吨米只头羽件所座处台条次倍]|%)")


@dataclass
class _Count:
    """How far the numbering has come."""

    digit: int = 0
    bare: int = 0
    path: tuple[int, ...] = ()
    scheme: set[int] = field(default_factory=set)
    """The numbers under which 2.1, 2.2 … follow one another; empty if the text does not number so."""
    has_bare: bool = False
    """Do lines count 1, 2 … with nothing but a blank behind the number?"""

    def note(self, mark: Mark | None) -> None:
        """Go on from this mark."""
        if mark is None:
            return
        if mark.kind == "dotted":
            self.path = mark.path
            self.bare = mark.value if len(mark.path) == 1 else self.bare
        elif mark.kind == "digit":
            self.digit = mark.value
        elif RANKS.get(mark.kind, 9) < RANKS["digit"]:
            self.digit = 0


def sequence(texts: list[str]) -> list[Mark | None]:
    """The mark of every line, doubtful ones only where the numbers before and after them agree."""
    found = [marks.read(text) for text in texts]
    count = _Count(scheme=_scheme(texts, found), has_bare=_has_bare(found))
    following = _following(found)
    settled: list[Mark | None] = []
    for at, (text, mark) in enumerate(zip(texts, found, strict=True)):
        if mark and mark.glued:
            mark = _settle(text, mark, count, following[at])
        count.note(mark)
        settled.append(mark)
    return settled


def _settle(text: str, mark: Mark, count: _Count, following: int) -> Mark | None:
    if len(mark.path) == 1:
        counts = (count.scheme or count.has_bare) and mark.value == count.bare + 1
        return mark if counts else None
    first = marks.first_of(text)
    if first is None or _GLUED_YEAR.match(text):
        return first
    if mark.path and mark.path[0] in count.scheme and _is_dotted(text, mark, count.path):
        return mark
    goes_on = first.value == count.digit + 1 and (count.digit > 0 or following == 2)
    return first if goes_on and following != first.value else None


def _is_dotted(text: str, mark: Mark, last: tuple[int, ...]) -> bool:
    """Is 2.6 a mark here: not before a unit, or right behind 2.5?"""
    if len(mark.path) > 2 or mark.printed.endswith(" "):
        return True
    follows = mark.path == (*last[:1], last[1] + 1) if len(last) > 1 else False
    return follows or not _UNIT_NEXT.match(text, len(mark.printed))


def _scheme(texts: list[str], found: list[Mark | None]) -> set[int]:
    paths = {
        mark.path[:2]
        for text, mark in zip(texts, found, strict=True)
        if mark and len(mark.path) > 1 and not _UNIT_NEXT.match(text, len(mark.printed))
    }
    firsts = {first for first, second in paths if second == 1 and (first, 2) in paths}
    # Once a text counts so, 2.1 alone in its chapter is a mark too.
    return firsts | {first for first, second in paths if second == 1} if firsts else firsts


def _has_bare(found: list[Mark | None]) -> bool:
    values = [mark.value for mark in found if mark and len(mark.path) == 1]
    return any(pair in ((1, 2), (2, 3)) for pair in itertools.pairwise(values))


def _following(found: list[Mark | None]) -> list[int]:
    """For every line the value of the next digit mark in its section; 0 if there is none."""
    values = [0] * len(found)
    coming = 0
    for at in range(len(found) - 1, -1, -1):
        values[at] = coming
        mark = found[at]
        if mark is None or len(mark.path) == 1:
            continue
        if mark.kind == "digit" or mark.glued:
            coming = mark.path[0] if mark.path else mark.value
        elif RANKS.get(mark.kind, 9) < RANKS["digit"]:
            coming = 0
    return values
