"""The households behind a number of the readiness: who they are, and each of their conditions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Household
from liuqing.registry.queries import scope
from liuqing.registry.queries.exits.counting import WORDS
from liuqing.registry.queries.exits.homes import Home, Homes, below, homes
from liuqing.registry.queries.exits.under_way import UnderWay, may_begin, procedure_for, under_way
from liuqing.registry.queries.pages import Page
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

SIZE = 60
WHOLE = "exits"
"""Asked for instead of a condition: whether the household is ready as a whole."""
BUSY, FREE = "busy", "free"
"""Answers beside yes, no, unknown: ready and under way, ready and not."""


@dataclass(frozen=True)
class Row:
    """A household that is still to leave: its conditions in order, and its exit if one is under way.

    ``begin``: the user could propose its exit now.
    """

    no: str
    head: str
    village: str
    village_code: str
    hamlet: str
    size: int
    planned: int | None
    ready: bool | None
    answers: tuple[bool | None, ...]
    proceeding: str
    begin: bool


@dataclass(frozen=True)
class Asked:
    """One page of them: by which condition and answer they were asked for; ``heads`` of the answers."""

    criterion: str
    answer: str
    label: str
    heads: tuple[str, ...]
    page: Page[Row]
    procedure: str
    on: date


def asked(user: Any, code: str, *, criterion: str = WHOLE, answer: str = "", page: int = 1) -> Asked | None:
    """The households of an area that are still to leave, narrowed to one answer of one condition.

    None where nothing was assessed. Problem ``registry.no_such_area`` without the right to see households.
    """
    where = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return None
    told, running = homes(snapshot), under_way(where, clock.today())
    criterion = criterion if criterion in told.criteria else WHOLE
    found = [
        one
        for one in told.of(below(where).villages)
        if one.left and _is(one, told, criterion, answer, running)
    ]
    found.sort(key=lambda one: (one.village, one.no))
    leaves = procedure_for("household", clock.today())
    may = may_begin(user, leaves, where.path)
    number = min(max(1, page), max(1, -(-len(found) // SIZE)))
    piece = found[(number - 1) * SIZE : number * SIZE]
    return Asked(
        criterion, answer, RULES[criterion].label, tuple(RULES[name].label for name in told.criteria),
        Page(_rows(user, piece, running, may=may), len(found), number, SIZE), leaves.key if leaves else "", snapshot.on,
    )  # fmt: skip


def _is(home: Home, told: Homes, criterion: str, answer: str, running: UnderWay) -> bool:
    if answer in (BUSY, FREE):
        return home.ready is True and (home.pk in running.households) is (answer == BUSY)
    said = home.ready if criterion == WHOLE else home.answers[told.criteria.index(criterion)]
    return not answer or WORDS[said] == answer


def _rows(user: Any, found: list[Home], running: UnderWay, *, may: bool) -> list[Row]:
    """Two queries, however many they are; a household that is gone since is left out."""
    by_pk = Household.objects.in_bulk([one.pk for one in found])
    areas = Area.objects.in_bulk({one.village for one in found})
    return [
        Row(
            one.no, home.head_name, areas[one.village].name, areas[one.village].code, home.hamlet, one.size,
            one.planned, one.ready, one.answers, running.households.get(one.pk, ""),
            may and one.ready is True and one.pk not in running.households,
        )
        for one in found
        if (home := by_pk.get(one.pk)) and one.village in areas
    ]  # fmt: skip
