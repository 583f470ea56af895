"""The county's figures with the plan's targets (主要数字), as the command line gives them."""

from datetime import date
from typing import Any

from django.conf import settings

from liuqing.planning.queries.matrix.plan import plan_years
from liuqing.planning.queries.targets.answers import Answers
from liuqing.planning.queries.targets.board import Beside, beside
from liuqing.planning.queries.targets.course import Plan
from liuqing.policy import place as places
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.registry.queries.figures import figures as headlines
from liuqing.registry.queries.figures import number

Row = dict[str, Any]


def figures(user: Any, on: date | None = None) -> list[Row]:
    """The headline figures, then every other figure of the plan by the day; each target with its state and trail.

    What stands in the headlines keeps its value; a promise for a later year has none there. Problem
    ``registry.not_assessed`` if there is no such snapshot.
    """
    rows = headlines(on)
    known = {(row["metric"], row["dimension"], row["year"]): row for row in rows}
    for one in _every(user, on):
        key = (one.target.metric, one.target.dimension, one.target.year)
        row = known.get(key)
        if row is None:
            rows.append(row := _row(one))
        elif row["value"] is None and one.course.last.year <= (one.actual.day or date.min).year:
            row["value"] = number(one.actual.value)
        row |= _said(one)
    return rows


def _every(user: Any, on: date | None) -> list[Beside]:
    day, place = scope.assessed(on).on, places.load(settings.WORKSPACE.place)
    plan = Plan(tuple(place.targets()), plan_years())
    county = Area.objects.get(parent=None)
    answers, numbers = Answers(user, county, day, plan.targets), place.parameters(day)
    return [beside(target, plan, answers, day, numbers) for target in plan.targets]


def _row(one: Beside) -> Row:
    target = one.target
    return {
        "metric": target.metric, "dimension": target.dimension, "year": target.year, "value": number(one.actual.value),
        "unit": target.unit, "target": number(target.value),
    }  # fmt: skip


def _said(one: Beside) -> Row:
    trail = one.actual.trail
    return {
        "state": one.judged.state, "kind": one.target.kind, "source": one.target.source,
        "trail": {
            "says": one.actual.source, "day": one.actual.day.isoformat() if one.actual.day else None, "rule": one.actual.rule,
            "missing": one.actual.why, "page": trail.address if trail else "",
        },
    }  # fmt: skip
