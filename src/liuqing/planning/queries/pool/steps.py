"""The library by its steps (建库、管库、用库、出库, R054), and what a list of it may be narrowed by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool.listing import filtered
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as places
from liuqing.workflow.rights import Right, areas_of

Choices = list[tuple[str, str]]
"""Value and text."""


@dataclass(frozen=True)
class StepCount:
    """A step and how many projects are in it; ``note`` says what belongs to it."""

    key: str
    label: str
    count: int
    note: str
    unverified: bool


def counted(user: Any, narrowed: Mapping[str, str]) -> list[StepCount]:
    """The steps of the place with the number of projects that the user sees, narrowed."""
    found = filtered(scope.visible(user), narrowed).order_by().values("state").annotate(n=Count("pk"))
    by_state = {row["state"]: row["n"] for row in found}
    return [
        StepCount(
            key, step.label, sum(by_state.get(state, 0) for state in step.states), step.note, step.unverified
        )
        for key, step in pool_words.told().steps.items()
    ]


def years(user: Any) -> list[int]:
    """The years for which there is money."""
    return list(Funding.objects.order_by("year").values_list("year", flat=True).distinct())


def choices(user: Any, asked: Mapping[str, str]) -> dict[str, Choices]:
    """What may be chosen by filter: items of the chosen class, villages of the chosen town."""
    classes = pool_words.classes()
    seen = scope.visible(user).order_by()
    bundles = seen.exclude(bundle="").values_list("bundle", flat=True).distinct()
    departments = seen.exclude(department="").values_list("department", flat=True).distinct()
    return {
        "area": _areas(user, asked.get("area", "")),
        "class_one": _same(classes),
        "class_two": _same(classes.get(asked.get("class_one", ""), ())),
        "year": _same(str(year) for year in years(user)),
        "source": _same(pool_words.sources()),
        "state": list(Project.State.choices),
        "reach": list(Project.Reach.choices),
        "first": [("1", "是"), ("0", "否")],
        "bundle": _same(sorted(bundles)),
        "department": _same(sorted(departments)),
    }  # fmt: skip


def _areas(user: Any, chosen: str) -> Choices:
    """The towns that the user sees, and below the one chosen (or its own village's) the villages."""
    seen = places.below(Area.objects.filter(until=None), areas_of(user, Right.SEE_PROJECTS))
    found = list(
        seen.filter(level__in=(Area.Level.TOWN, Area.Level.VILLAGE)).select_related("parent").order_by("path")
    )
    near = {
        one.parent_id if one.level == Area.Level.VILLAGE else one.pk for one in found if one.code == chosen
    }
    towns = any(one.level == Area.Level.TOWN for one in found)
    return [
        (one.code, one.name if one.level == Area.Level.TOWN else f"　{one.name}")
        for one in found
        if one.level == Area.Level.TOWN or not towns or one.parent_id in near
    ]


def _same(values: Any) -> Choices:
    return [(value, value) for value in values]
