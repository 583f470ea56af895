"""The proceedings of one household: what is under way, what there was."""

from typing import Any

from django.utils import timezone

from liuqing.registry.models import Household, Proceeding
from liuqing.registry.queries.standing.lines import Line, lines


def of_household(pk: int) -> tuple[Line, ...]:
    """Every proceeding of a household, the latest first. Whoever asks has seen that the household is his."""
    found = Proceeding.objects.filter(household=pk).select_related("area__parent", "household")
    return lines(found, timezone.localdate())


def waiting(household: Household | int) -> tuple[Line, ...]:
    """Those that are not finished."""
    key: Any = household.pk if isinstance(household, Household) else household
    found = Proceeding.objects.filter(household=key, state__in=Proceeding.OPEN_STATES)
    return lines(found.select_related("area__parent", "household"), timezone.localdate())
