"""The county on one page (一张图): figures beside the plan's, and where they come from.

Everything is read from ``Figure`` rows of the latest snapshot: a board costs the same number of
queries for a village as for a county of a million.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.policy import place as places
from liuqing.registry.models import Area, Figure, Snapshot
from liuqing.registry.queries import scope, words
from liuqing.workflow.rights import Right

HEADLINES = (
    "registered_households", "registered_persons", "exited_households", "exited_persons",
    "unexited_households", "unexited_persons", "incidence", "rural_population",
    "poor_villages", "poor_villages_exited", "poor_villages_left", "dibao_households", "dibao_persons",
)  # fmt: skip
"""The figures at the top of a board, in their order."""


@dataclass(frozen=True)
class Beside:
    """A figure beside the plan's: ``target`` is what the plan states for the snapshot's year.

    ``goal`` is what the plan promises for a later year. None: not known, or nothing stated.
    """

    metric: str
    label: str
    unit: str
    value: Decimal | None
    target: Decimal | None = None
    target_source: str = ""
    goal: Decimal | None = None
    goal_year: int | None = None
    dimension: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Ours less the plan's; None if either is missing."""
        return None if self.value is None or self.target is None else self.value - self.target


@dataclass(frozen=True)
class Part:
    """One part of a whole: a cause, a year, a score, a flag."""

    key: str
    label: str
    value: Decimal
    target: Decimal | None = None
    unknown: Decimal = Decimal(0)


@dataclass(frozen=True)
class Child:
    """A township or village below the area, with the numbers a picture needs."""

    code: str
    name: str
    level: str
    figures: dict[str, Decimal | None]
    poor_village: bool = False
    village_exited: bool = False


@dataclass(frozen=True)
class Place:
    """An area as a page heads it. ``trail`` is the way from the county down, itself last."""

    code: str
    name: str
    level: str
    level_label: str
    trail: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Board:
    """Everything on the board of an area. ``on`` is None while nothing has been assessed."""

    area: Place
    on: date | None
    made_at: datetime | None
    rules_version: str
    headlines: tuple[Beside, ...] = ()
    exits_by_year: tuple[Part, ...] = ()
    causes: tuple[Part, ...] = ()
    completeness: tuple[Part, ...] = ()
    clears: tuple[Part, ...] = ()
    readiness: tuple[Part, ...] = ()
    open_conditions: tuple[Part, ...] = ()
    flags: tuple[Part, ...] = ()
    children: tuple[Child, ...] = ()
    stale: bool = False
    tiers: tuple[Part, ...] = ()
    colours: tuple[Part, ...] = ()
    warnings: tuple[Part, ...] = ()
    entitled: tuple[Part, ...] = ()


def board(user: Any, area: str | None = None) -> Board:
    """The board of an area (by code), or of the highest area that the user may see."""
    where = scope.area(user, area, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return Board(area_head(where), None, None, "")
    figures = _figures(snapshot, where)
    own = figures[where.pk]
    return Board(
        area=area_head(where),
        on=snapshot.on,
        made_at=snapshot.made_at,
        rules_version=snapshot.rules_version,
        headlines=_headlines(own, where, snapshot.on),
        exits_by_year=_exits(own, where, snapshot.on),
        causes=parts(own, "registered_persons", "cause"),
        completeness=scores(own),
        clears=parts(own, "complete_households", "clear", words.clear),
        readiness=parts(own, "exit_ready_households", "verdict", words.verdict),
        open_conditions=parts(own, "exit_open_households", "condition", words.rule, "unknown"),
        flags=parts(own, "flagged_persons", "flag", words.rule, "unknown"),
        children=_children(where, figures),
        tiers=options(own, "support_tier"),
        colours=options(own, "colour"),
        warnings=tuple(p for p in parts(own, "flagged_households", "flag", words.rule) if words.warns(p.key)),
        entitled=parts(own, "entitled_yuan", "programme", words.programme),
    )


def village_children(user: Any, area: str | None = None) -> tuple[Child, ...]:
    """Every village below an area with its undimensioned figures, for a picture of the county."""
    where = scope.area(user, area, Right.SEE_BOARD)
    nodes = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE)
    figures: dict[int, Own] = defaultdict(dict)
    wanted = Figure.objects.filter(snapshot=scope.latest_snapshot(), dimension="", area__in=nodes)
    for found, metric, value in wanted.values_list("area_id", "metric", "value"):
        figures[found][metric, ""] = value
    return tuple(_child(node, figures[node.pk]) for node in nodes.prefetch_related("standings"))


Own = dict[tuple[str, str], Decimal | None]


def figures_of(snapshot: Snapshot, area: Area) -> Own:
    """The figures of one area by metric and dimension."""
    rows = Figure.objects.filter(snapshot=snapshot, area=area).values_list("metric", "dimension", "value")
    return {(metric, dimension): value for metric, dimension, value in rows}


def parts(own: Own, metric: str, by: str, label: Any = str, unknown: str = "") -> tuple[Part, ...]:
    """The parts of a metric along a dimension, the largest first."""
    found = []
    keys = {d.partition("=")[2] for m, d in own if m == metric and d.partition("=")[0] in (by, unknown or by)}
    for key in keys:
        value = own.get((metric, f"{by}={key}")) or Decimal(0)
        missing = own.get((metric, f"{unknown}={key}")) or Decimal(0) if unknown else Decimal(0)
        found.append(Part(key, label(key), value, unknown=missing))
    return tuple(sorted(found, key=lambda part: (-part.value, part.key)))


def options(own: Own, choice: str) -> tuple[Part, ...]:
    """How many households have each option of a choice, in the rule's order; () where nobody has one."""
    told = {part.key: part for part in parts(own, "registered_households", choice)}
    return tuple(told.get(one, Part(one, one, Decimal(0))) for one in words.options(choice)) if told else ()


def scores(own: Own) -> tuple[Part, ...]:
    """How many households have 0 to 6 clears complete; all seven always."""
    return tuple(
        Part(str(n), f"{n} 清齐全", own.get(("complete_households", f"score={n}")) or Decimal(0))
        for n in range(7)
    )


def area_head(area: Area) -> Place:
    """The area with its way from the county down (at most three queries, usually none)."""
    way: list[tuple[str, str]] = []
    node: Area | None = area
    while node is not None:
        way.insert(0, (node.code, node.name))
        node = node.parent
    return Place(area.code, area.name, area.level, area.get_level_display(), tuple(way))


def beside(
    metric: str, own: Own, targets: dict[tuple[str, str], Any], goals: dict[tuple[str, str], Any]
) -> Beside:
    """One headline figure with what the plan says about it."""
    label, unit = words.metric(metric)
    target, goal = targets.get((metric, "")), goals.get((metric, ""))
    return Beside(
        metric, label, unit, own.get((metric, "")),
        target.value if target else None, target.source if target else "",
        goal.value if goal else None, goal.year if goal else None,
    )  # fmt: skip


def plan(area: Area, on: date) -> tuple[dict[tuple[str, str], Any], dict[tuple[str, str], Any]]:
    """What the place's plan states for the year of the day, and its next promise after it.

    The plan speaks of the county only: a township or village has no targets of its own.
    """
    if area.level != Area.Level.COUNTY:
        return {}, {}
    stated = places.load(settings.WORKSPACE.place).targets()
    later = sorted((t for t in stated if t.year > on.year), key=lambda t: -t.year)
    return (
        {(t.metric, t.dimension): t for t in stated if t.year == on.year},
        {(t.metric, t.dimension): t for t in later},
    )


def _figures(snapshot: Snapshot, where: Area) -> dict[int, Own]:
    figures: dict[int, Own] = defaultdict(dict)
    wanted = Figure.objects.filter(snapshot=snapshot, area__in=[where.pk, *_below(where)])
    for area, metric, dimension, value in wanted.values_list("area_id", "metric", "dimension", "value"):
        figures[area][metric, dimension] = value
    return figures


def _below(where: Area) -> list[int]:
    return list(where.children.values_list("pk", flat=True))


def _headlines(own: Own, where: Area, on: date) -> tuple[Beside, ...]:
    targets, goals = plan(where, on)
    return tuple(beside(metric, own, targets, goals) for metric in HEADLINES if (metric, "") in own)


def _exits(own: Own, where: Area, on: date) -> tuple[Part, ...]:
    targets, _ = plan(where, on)
    found = parts(own, "exited_persons", "exit_year")
    by_year = sorted(found, key=lambda part: part.key)
    return tuple(
        Part(
            p.key,
            f"{p.key} 年",
            p.value,
            getattr(targets.get(("exited_persons", f"exit_year={p.key}")), "value", None),
        )
        for p in by_year
    )


def _children(where: Area, figures: dict[int, Own]) -> tuple[Child, ...]:
    nodes = where.children.prefetch_related("standings").order_by("code")
    return tuple(_child(node, figures.get(node.pk, {})) for node in nodes)


def _child(node: Area, own: Own) -> Child:
    plain = {metric: value for (metric, dimension), value in own.items() if not dimension}
    statuses = {standing.status for standing in node.standings.all()}
    return Child(node.code, node.name, node.level, plain, bool(statuses), "exited" in statuses)
