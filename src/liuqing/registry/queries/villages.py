"""A village on one page: its facts, its figures, its households, what to look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from liuqing.registry.card import Shown
from liuqing.registry.models import Area, VillageYear
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries.boards import Beside, Part, Place
from liuqing.registry.queries.households import Filters, HouseholdRow, households
from liuqing.registry.queries.pages import Page
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Village:
    """Everything on a village's page. ``households`` is None for who may see figures only."""

    area: Place
    on: date | None
    standing: str
    facts: tuple[Shown, ...]
    headlines: tuple[Beside, ...]
    completeness: tuple[Part, ...]
    clears: tuple[Part, ...]
    causes: tuple[Part, ...]
    exits_by_year: tuple[Part, ...]
    flags: tuple[Part, ...]
    households: Page[HouseholdRow] | None


def village(
    user: Any, code: str, *, filters: Filters | None = None, page: int = 1, size: int = 60
) -> Village:
    """The page of a village (or of any other area: a township's is the same, rolled up)."""
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    on = snapshot.on if snapshot else date.today()
    own = boards.figures_of(snapshot, where) if snapshot else {}
    may = rights.can(user, Right.SEE_HOUSEHOLDS, where.path)
    return Village(
        area=boards.area_head(where),
        on=snapshot.on if snapshot else None,
        standing=_standing(where, on),
        facts=_facts(where, on),
        headlines=tuple(boards.beside(m, own, {}, {}) for m in boards.HEADLINES if (m, "") in own),
        completeness=boards.scores(own),
        clears=boards.parts(own, "complete_households", "clear", words.clear),
        causes=boards.parts(own, "registered_persons", "cause"),
        exits_by_year=tuple(sorted(boards.parts(own, "exited_persons", "exit_year"), key=lambda p: p.key)),
        flags=boards.parts(own, "flagged_persons", "flag", words.rule, "unknown"),
        households=households(user, code, filters=filters, page=page, size=size) if may else None,
    )


def fullest_village(user: Any) -> Area:
    """The visible village with the most households, to begin with. Problem ``registry.no_such_area``."""
    seen = scope.visible_villages(user).annotate(homes=Count("households")).order_by("-homes", "code")
    return seen.first() or scope.area(user, "", Right.SEE_HOUSEHOLDS)


def _standing(where: Area, on: date) -> str:
    found = where.standings.filter(scope.in_force(on)).order_by("since").last()
    if found is None:
        return "非贫困村" if where.level == Area.Level.VILLAGE else ""
    return words.area_standing(found.status, where.level) + f"（{found.since.year} 年）"


def _facts(where: Area, on: date) -> tuple[Shown, ...]:
    told = where.years.filter(year__lte=on.year).select_related("file").order_by("year").last()
    if told is None:
        return ()
    return tuple(
        Shown(label, f"{value:,} {unit}" if value is not None else "", words.source(told.file, told.row),
              told.said_on, "" if value is not None else "missing")
        for label, value, unit in _stated(told)
    )  # fmt: skip


def _stated(told: VillageYear) -> tuple[tuple[str, Any, str], ...]:
    return (
        ("总户数", told.households, "户"),
        ("乡村人口", told.rural_population, "人"),
        ("自然村（组）", told.hamlets, "个"),
        ("村集体经济收入", told.collective_income, "元"),
    )
