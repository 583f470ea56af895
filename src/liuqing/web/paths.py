"""The path above a page: from the county down, each step a link, as far as the reader may go."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.urls import reverse

from liuqing.registry.queries.boards import Place
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Step:
    """One step; without ``href`` it is where we are, or above what the reader may see."""

    label: str
    href: str = ""


def to_area(user: Any, place: Place) -> list[Step]:
    """The way to an area's own page: its last step is where we are."""
    return [*_way(user, place)[:-1], Step(place.name)]


def below(user: Any, place: Place, label: str) -> list[Step]:
    """The way to a page that hangs below an area."""
    return [*_way(user, place), Step(label)]


def _way(user: Any, place: Place) -> list[Step]:
    # An area's path is the codes from the county down, each followed by a slash.
    reached = accumulate(f"{code}/" for code, _name in place.trail)
    return [
        Step(name, reverse("area", args=[code]) if rights.can(user, Right.SEE_BOARD, path) else "")
        for (code, name), path in zip(place.trail, reached, strict=True)
    ]
