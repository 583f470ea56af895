"""Readiness (退出准备): who could leave, what is missing or not known, and whose department it is.

Households by the conditions of the place, villages, towns and the county by their sets of standards
(``queries/standards.py``). Areas below stand in the order of their codes: no table of who is best.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from liuqing.policy import place as places
from liuqing.policy import responsible
from liuqing.policy import standards as stated
from liuqing.policy.lists import BY_KEY
from liuqing.policy.place import Place as County
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, AreaStanding
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries import standards as standards_of
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.exits.counting import NOBODY, NONE, Count, Split, count, split
from liuqing.registry.queries.exits.homes import Below, Home, Homes, below, homes
from liuqing.registry.queries.exits.under_way import UnderWay, may_begin, procedure_for, under_way
from liuqing.registry.queries.standards import Criterion, Kept, Matrix, SetHere, Standards
from liuqing.registry.services.standing import state
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

ANY_LIST = "各部门的帮扶、补助名单"
"""What tells a condition that counts measures and payments of any kind."""


@dataclass(frozen=True)
class CriterionHere:
    """A condition of a household: of how many it holds, whose it is, and which lists would tell."""

    key: str
    label: str
    department: str
    lists: tuple[str, ...]
    of: Split


@dataclass(frozen=True)
class Line:
    """An area below: its households that are still to leave, by the whole and by each condition."""

    code: str
    name: str
    whole: Split
    cells: tuple[Split, ...]


@dataclass(frozen=True)
class AreaCriterion:
    """A standard of an exit of an area, with the department that answers for it."""

    of: Criterion
    department: str


@dataclass(frozen=True)
class AreaSet:
    """The standards that an area must keep to leave. ``begin``: the key of the procedure if it could now."""

    of: SetHere
    criteria: tuple[AreaCriterion, ...]


@dataclass(frozen=True)
class AreaExit:
    """How an area leaves: its standing on the day, its sets, and whether the exit could be proposed now.

    ``procedure`` "" where the place has none; ``why`` says in a word why it cannot begin.
    """

    procedure: str
    standing: str
    since: date | None
    sets: tuple[AreaSet, ...]
    ready: bool | None
    open: str
    may: bool
    why: str


@dataclass(frozen=True)
class StandardBelow:
    """A standard of the areas below: of how many it holds, and whose department it is."""

    label: str
    department: str
    of: Kept


@dataclass(frozen=True)
class SetBelow:
    """A set by which villages (towns) leave, over all those below; ``whole``: the set as a whole."""

    name: str
    level: str
    whole: Kept
    standards: tuple[StandardBelow, ...]


@dataclass(frozen=True)
class Readiness:
    """Everything on the page. ``on`` None: nothing was assessed; ``judged`` False: it has no answers."""

    area: Place
    on: date | None
    today: date
    judged: bool = False
    left: Split = NOBODY
    registered: Count = NONE
    busy: Count = NONE
    criteria: tuple[CriterionHere, ...] = ()
    lines: tuple[Line, ...] = ()
    own: AreaExit | None = None
    below: tuple[SetBelow, ...] = ()
    under_way: UnderWay | None = None
    procedure: str = ""
    may_propose: bool = False

    @property
    def free(self) -> Count:
        """Those that are ready and not under way: they could be proposed now."""
        return self.left.yes - self.busy


def readiness(user: Any, code: str, *, villages: bool = False) -> Readiness:
    """The page of an area; ``villages``: a county's matrix by village instead of by town.

    Problem ``registry.no_such_area`` if it is not the user's.
    """
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot, today = scope.latest_snapshot(), clock.today()
    head = boards.area_head(where)
    running = under_way(where, today)
    if snapshot is None:
        return Readiness(head, None, today, under_way=running)
    told, inside = homes(snapshot), below(where)
    here = told.of(inside.villages)
    left = [home for home in here if home.left]
    standards = standards_of.standards(user, code)
    leaves = procedure_for("household", today)
    return Readiness(
        head, snapshot.on, today, told.judged, split((home.ready, home) for home in left), count(here),
        count(home for home in left if home.ready and home.pk in running.households),
        _criteria(told, left), _lines(told, left, inside, _children(where, inside, villages=villages)),
        _own(user, where, standards, running, today), _below(standards, today), running,
        leaves.key if leaves else "", may_begin(user, leaves, where.path),
    )  # fmt: skip


def _children(where: Area, inside: Below, *, villages: bool) -> tuple[Area, ...]:
    """The rows of the matrix: what lies right below, or every village."""
    if villages and where.level == Area.Level.COUNTY:
        return tuple(Area.objects.filter(pk__in=list(inside.villages)).order_by("code"))
    return inside.children


def _criteria(told: Homes, left: list[Home]) -> tuple[CriterionHere, ...]:
    county = places.load(settings.WORKSPACE.place)
    return tuple(
        CriterionHere(
            key, RULES[key].label, words.department(responsible.department(county, (key,))), lists_for(key),
            split((home.answers[at], home) for home in left),
        )
        for at, key in enumerate(told.criteria)
    )  # fmt: skip


def lists_for(rule: str) -> tuple[str, ...]:
    """The lists that would tell a condition, as people call them with who hands them in."""
    kinds = responsible.lists_for(rule)
    return tuple(f"{BY_KEY[one].label}（{words.department(BY_KEY[one].department)}）" for one in kinds) or (
        ANY_LIST,
    )


def _lines(told: Homes, left: list[Home], inside: Below, rows: tuple[Area, ...]) -> tuple[Line, ...]:
    by_area: dict[int, list[Home]] = {area.pk: [] for area in rows}
    for home in left:
        # A village is a row of its own where villages are asked for.
        at = home.village if home.village in by_area else inside.child_of.get(home.village, 0)
        by_area.setdefault(at, []).append(home)
    return tuple(_line(area, by_area[area.pk], len(told.criteria)) for area in rows)


def _line(area: Area, left: list[Home], criteria: int) -> Line:
    cells = tuple(split((home.answers[at], home) for home in left) for at in range(criteria))
    return Line(area.code, area.name, split((home.ready, home) for home in left), cells)


def _own(user: Any, where: Area, standards: Standards, running: UnderWay, today: date) -> AreaExit | None:
    """How the area itself leaves; None where the place knows no such exit."""
    leaves = procedure_for(where.level, today)
    if leaves is None:
        return None
    county = places.load(settings.WORKSPACE.place)
    sets = tuple(_area_set(one, county) for one in _named(standards.sets, leaves.procedure.needs))
    now = AreaStanding.objects.filter(scope.in_force(today), area=where).order_by("since").last()
    verdicts = [one.of.verdict for one in sets]
    ready = None if not sets or None in verdicts else all(verdicts)
    ready = False if False in verdicts else ready
    open_no = running.areas.get(where.pk, "")
    standing = state.of_area(where)["standing"]
    why = _why(standing, ready, open_no)
    return AreaExit(
        leaves.key, words.area_standing(standing, where.level) if standing else "", now.since if now else None, sets, ready, open_no,
        not why and may_begin(user, leaves, where.path), why,
    )  # fmt: skip


def _why(standing: str, ready: bool | None, open_no: str) -> str:
    """Why an area cannot begin to leave: under way, out already, never listed, a standard; "" if it can."""
    if open_no:
        return "open"
    if standing != AreaStanding.Status.LISTED:
        return "out" if standing else "not_listed"
    return {True: "", False: "failed", None: "unknown"}[ready]


def _named(sets: Iterable[SetHere], names: list[str]) -> list[SetHere]:
    """The sets that the procedure needs, those of which they consist, and those that consist of them.

    A place may say the same set once more under its own name (贫困村退出10条 of 村出列10条).
    """
    by_name = {one.name: one for one in sets}
    wanted = dict.fromkeys(name for name in names if name in by_name)
    for name in list(wanted):
        wanted |= dict.fromkeys(part for part in by_name[name].parts if part in by_name)
    return [by_name[name] for name in wanted]


def _area_set(one: SetHere, county: County) -> AreaSet:
    declared = stated.declared(county).standards
    return AreaSet(
        one,
        tuple(
            AreaCriterion(each, words.department(responsible.department(county, declared[each.key].names)))
            for each in one.criteria
        ),
    )


def _below(standards: Standards, today: date) -> tuple[SetBelow, ...]:
    """The areas below by the sets through which villages and towns leave."""
    exits = [one for level in ("village", "town") if (one := procedure_for(level, today))]
    named = {name for one in exits for name in one.procedure.needs}
    return tuple(_set_below(one) for one in standards.matrices if one.set in named)


def _set_below(one: Matrix) -> SetBelow:
    county = places.load(settings.WORKSPACE.place)
    by_label = {each.label: each for each in stated.declared(county).of_set(one.set).values()}
    return SetBelow(
        one.set, one.level, one.whole,
        tuple(
            StandardBelow(
                head, words.department(responsible.department(county, by_label[head].names)),
                _together(line.cells[at] for line in one.lines),
            )
            for at, head in enumerate(one.heads)
        ),
    )  # fmt: skip


def _together(cells: Iterable[Kept]) -> Kept:
    told = list(cells)
    return Kept(sum(one.yes for one in told), sum(one.no for one in told), sum(one.unknown for one in told))
