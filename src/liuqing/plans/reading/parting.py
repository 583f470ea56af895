"""Two plans in one file: where the second begins, so that nothing in one is held against the other.

Only a second official head counts: a document number alone on its line, or the title of another plan right
before the numbering begins anew. What says that it is an annex belongs to the plan before it.
"""

import re

from liuqing.plans import headings, marks
from liuqing.plans.joining import Joined

_ANNEX = re.compile(r"附[件录表：:]")
_PLAN_TITLE = re.compile(r"(?:规划|方案|计划|纲要|施工图|路线图)(?:（[^）]{1,30}）)?$")
_LEAST = 8
"""Paragraphs a plan has at least: a second number before that is still the head of the first."""


def starts(joined: list[Joined]) -> tuple[int, ...]:
    """The places of the paragraphs at which a plan begins; (0,) for one plan."""
    found = [0]
    for at in range(_LEAST, len(joined) - 3):
        if at - found[-1] >= _LEAST and (_is_second_number(joined, at) or _is_second_title(joined, at)):
            found.append(_top_of_head(joined, at))
    return tuple(found)


def _is_second_number(joined: list[Joined], at: int) -> bool:
    text = joined[at].text
    return (
        marks.is_document_number(text)
        and any(one.mark for one in joined[:at])
        and any(one.mark for one in joined[at:])
    )


def _is_second_title(joined: list[Joined], at: int) -> bool:
    """A plan's title, before it and soon behind it the first mark of the text's highest kind."""
    one = joined[at]
    if one.mark or not headings.is_title(one.text) or not _PLAN_TITLE.search(one.text) or len(one.text) < 8:
        return False
    if any(_ANNEX.match(before.text) for before in joined[max(0, at - 2) : at]):
        return False
    highest = _highest(joined)
    before = any(other.mark and other.mark.kind == highest and other.mark.value >= 2 for other in joined[:at])
    return before and _begins_anew(joined, at, highest)


def _begins_anew(joined: list[Joined], at: int, highest: str) -> bool:
    for other in joined[at + 1 : at + 8]:
        if other.mark and other.mark.kind == highest:
            return other.mark.value == 1
    return False


def _highest(joined: list[Joined]) -> str:
    kinds = {one.mark.kind for one in joined if one.mark}
    return min(kinds, key=lambda kind: marks.RANKS.get(kind, 9.0), default="")


def _top_of_head(joined: list[Joined], at: int) -> int:
    """The head may begin with the name of the office above the number."""
    while (
        at > 1
        and len(joined[at - 1].text) <= 30
        and joined[at - 1].text.endswith(("文件", "政府", "委员会", "办公室", "领导小组"))
    ):
        at -= 1
    return at
