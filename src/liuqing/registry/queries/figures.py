"""The county's headline figures beside the plan's targets, as the command line gives them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.policy import place as places
from liuqing.registry.models import Figure, Snapshot
from liuqing.registry.queries import scope, words


def figures(on: date | None = None) -> list[dict[str, Any]]:
    """Every figure of the county on that day's snapshot, with the target of the same year.

    Targets of the year that the record has no figure for come with ``value`` None, and so do
    promises for later years. Figures of the plan that are nobody's headline (works, areas of crops,
    funds by project) are the standards' business. Problem ``registry.not_assessed`` if there is no such snapshot.
    """
    snapshot = scope.assessed(on)
    own = Figure.objects.filter(snapshot=snapshot, area__parent=None).order_by("metric", "dimension")
    counted = {(f.metric, f.dimension): f.value for f in own}
    year = snapshot.on.year
    stated_by_plan = places.load(settings.WORKSPACE.place).targets()
    targets = [t for t in stated_by_plan if t.year >= year and t.metric in words.METRICS]
    stated = {(t.metric, t.dimension): t for t in targets if t.year == year}
    found = [_beside(key, year, value, stated.get(key)) for key, value in counted.items()]
    return found + [
        _beside((t.metric, t.dimension), t.year, None, t)
        for t in targets
        if t.year != year or (t.metric, t.dimension) not in counted
    ]


def assessment(snapshot: Snapshot) -> dict[str, Any]:
    """What an assessment found, as the command line prints it."""
    told = snapshot.manifest
    return {
        "snapshot": snapshot.folder,
        "rules": snapshot.rules_version,
        "households": told.get("households", 0),
        "findings": told.get("findings", {}),
        "over_expectation": told.get("over_expectation", []),
    }


def _beside(key: tuple[str, str], year: int, value: Decimal | None, target: Any) -> dict[str, Any]:
    metric, dimension = key
    return {
        "metric": metric,
        "dimension": dimension,
        "year": year,
        "value": number(value),
        "unit": target.unit if target else words.metric(metric)[1],
        "target": number(target.value) if target else None,
    }


def number(value: Decimal | None) -> int | float | None:
    """A figure for JSON: whole if it is whole, else with its decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
