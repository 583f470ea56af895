"""What goes onto paper: the visit sheets of an evaluation, and the sample as a list.

The evaluation is the one that is named, else the latest of the area that is drawn and not closed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Q

from liuqing.errors import Problem
from liuqing.policy.evaluation import STRATA, Question
from liuqing.registry.models import Evaluation, Sampled
from liuqing.registry.queries import scope
from liuqing.registry.queries.evaluations import asked, published, seeing
from liuqing.registry.queries.evaluations.page import who
from liuqing.registry.queries.evaluations.visits import members, sections
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Door:
    """A household on its sheet: ``reserve`` stands by and is visited only if it is called."""

    order: int
    key: str
    head: str
    no: str
    hamlet: str
    stratum: str
    persons: int
    members: tuple[str, ...]
    reserve: bool
    sections: tuple[tuple[str, tuple[tuple[str, Question], ...]], ...]


@dataclass(frozen=True)
class Round:
    """The doors of one village."""

    town: str
    village: str
    code: str
    doors: tuple[Door, ...]


@dataclass(frozen=True)
class Sheets:
    """Everything on the sheets of an area."""

    record: Evaluation
    area: str
    on: date
    demo: bool
    line: str
    rounds: tuple[Round, ...]

    @property
    def doors(self) -> int:
        """How many sheets."""
        return sum(len(one.doors) for one in self.rounds)


def sheets(user: Any, code: str, only: str = "") -> Sheets:
    """The sheets of an area, those who were drawn before those who stand by.

    Problems ``registry.no_such_area``, ``evaluations.no_such_evaluation``.
    """
    area = scope.area(user, code, Right.DRAW_SAMPLES)
    one = drawn(user, area.path, only)
    found = Sampled.objects.filter(evaluation=one, village__path__startswith=area.path).select_related(
        "evaluation", "village__parent", "household", "person"
    )
    inorder = found.order_by("village__code", "reserve", "order")
    rounds = tuple(
        Round(
            village.parent.name if village.parent else "",
            village.name,
            village.code,
            tuple(map(_door, group)),
        )
        for village, group in groupby(inorder, key=lambda of: of.village)
    )
    line = asked.line(one)
    return Sheets(
        one, area.name, one.on, settings.WORKSPACE.demo, "" if line is None else f"{line:,}", rounds
    )


def drawn(user: Any, path: str, only: str = "") -> Evaluation:
    """The evaluation that is meant. Problem ``evaluations.no_such_evaluation``."""
    found = seeing.visible(user).exclude(state=Evaluation.State.PLANNED)
    if only:
        found = found.filter(pk=int(only) if only.isascii() and only.isdigit() else 0)
    else:
        open_ = Q(state__in=(Evaluation.State.DRAWN, Evaluation.State.OPEN))
        found = found.filter(open_ & (Q(area__path__startswith=path) | Q(area__path__in=seeing.above(path))))
    one = found.first()
    if one is None or not seeing.draws(user, one):
        raise Problem(
            "evaluations.no_such_evaluation",
            "这里没有已抽样、还没有结束的评估",
            "请先登记并抽样，或从评估页面打印。",
        )
    return one


def public_rows(one: Evaluation) -> Iterator[tuple[str, ...]]:
    """The frame with everybody's place, without anything personal."""
    yield from published.rows(one)


def _door(of: Sampled) -> Door:
    return Door(
        of.order, of.key, who(of), of.household.no if of.household else "", of.household.hamlet if of.household else "",
        STRATA[of.stratum], of.persons or 0, tuple(members(of)), of.reserve, tuple(sections(of)),
    )  # fmt: skip
