"""Two plans in one file: where the second begins, so that nothing in one is held against the other.

Only a second official head counts: a document number alone on its line, or the title of another plan right
before the numbering begins anew. What says that it is an annex belongs to the plan before it.
"""

import re
from dataclasses import dataclass, field

from liuqing.plans.structure import headings, marks
from liuqing.plans.structure.cleaning import HAN
from liuqing.plans.structure.joining import Joined
from liuqing.plans.structure.marks import RANKS, Mark

_ANNEX = re.compile(r"附[件录表：:]")
_PLAN_TITLE = re.compile(r"(?:规划|方案|计划|纲要|施工图|路线图)(?:（[^）]{1,30}）)?$")
_OF_A_PLACE = re.compile(rf"[{HAN}]{{1,12}}[县市区州旗乡镇村]")
_FIRST_HEADING = re.compile(
    r"前言|基本(?:情况|县情|概况)|总体(?:要求|情况|思路)|(?:规划|编制)?背景|概况|总则"
)
_LEAST = 8
"""Paragraphs a plan has at least: a second number before that is still the head of the first."""


@dataclass
class _Plan:
    """What has been seen of the plan that is being read: its highest kind of mark, and how far it counted."""

    start: int
    kind: str = ""
    most: int = 0
    titles: set[str] = field(default_factory=set)

    def is_past_head(self, at: int) -> bool:
        """Has the plan's own text begun, so that another head is another plan's?"""
        return at - self.start >= (_LEAST if self.kind else 2 * _LEAST)

    def note(self, mark: Mark | None) -> None:
        """Go on past this mark."""
        if mark is None or len(mark.path) > 1:
            return
        rank, highest = RANKS.get(mark.kind, 9.0), RANKS.get(self.kind, 10.0)
        if rank < highest:
            self.kind, self.most = mark.kind, mark.value
        elif mark.kind == self.kind:
            self.most = max(self.most, mark.value)


def starts(joined: list[Joined]) -> tuple[int, ...]:
    """The places of the paragraphs at which a plan begins; (0,) for one plan."""
    found = [0]
    plan = _Plan(0, titles={one.text for one in joined[:_LEAST]})
    for at in range(len(joined) - 3):
        if plan.is_past_head(at) and (_is_second_number(joined, at) or _is_second_title(joined, at, plan)):
            found.append(_top_of_head(joined, at))
            plan = _Plan(at, titles=plan.titles)
        plan.note(joined[at].mark)
    return tuple(found)


def _is_second_number(joined: list[Joined], at: int) -> bool:
    """A document number alone on its line, with numbered text soon behind it."""
    return marks.is_document_number(joined[at].text) and any(one.mark for one in joined[at : at + 40])


def _is_second_title(joined: list[Joined], at: int, plan: _Plan) -> bool:
    """A plan's title, and behind it a text begins: its marks count from one, or it has a plan's first heading."""
    one = joined[at]
    if one.mark or not headings.is_title(one.text) or not _PLAN_TITLE.search(one.text) or len(one.text) < 8:
        return False
    if any(_ANNEX.match(before.text) for before in joined[max(0, at - 2) : at]):
        return False
    # A running head comes again and again: only a new title may stand before a text without its own count.
    is_new = one.text not in plan.titles
    plan.titles.add(one.text)
    behind = joined[at + 1 : at + 8]
    return _begins_anew(behind, plan, is_new) or (
        is_new and _OF_A_PLACE.match(one.text) is not None and _begins(behind)
    )


def _begins_anew(behind: list[Joined], plan: _Plan, is_new: bool) -> bool:
    """Is the first mark behind it a first one, of a kind that plans begin with?"""
    first = next((other.mark for other in behind if other.mark), None)
    if first is None or first.value != 1 or len(first.path) > 1 or plan.most < 2:
        return False
    return first.kind == plan.kind or (is_new and RANKS.get(first.kind, 9.0) <= RANKS["han"])


def _begins(behind: list[Joined]) -> bool:
    """Does one of the headings stand here with which plans begin?"""
    texts = (other.text[len(other.mark.printed) :] if other.mark else other.text for other in behind)
    return any(_FIRST_HEADING.fullmatch(text.lstrip("0123456789. ")) for text in texts)


def _top_of_head(joined: list[Joined], at: int) -> int:
    """The head may begin with the name of the office above the number."""
    while (
        at > 1
        and len(joined[at - 1].text) <= 30
        and joined[at - 1].text.endswith(("文件", "政府", "委员会", "办公室", "领导小组"))
    ):
        at -= 1
    return at
