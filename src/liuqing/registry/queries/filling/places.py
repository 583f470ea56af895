"""Places for which a user may fill a form: the user's areas with their townships and villages."""

from dataclasses import dataclass
from typing import Any

from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Choice:
    """A place to choose: its code, its name, and how deep it lies."""

    code: str
    name: str
    depth: int


def places(user: Any) -> tuple[Choice, ...]:
    """Every place for which the user may export, each township before its villages."""
    levels = (Area.Level.COUNTY, Area.Level.TOWN, Area.Level.VILLAGE)
    seen = scope.below(Area.objects.filter(level__in=levels, until=None), rights.areas_of(user, Right.EXPORT))
    found = list(seen.order_by("path"))
    top = min((area.path.count("/") for area in found), default=0)
    return tuple(Choice(area.code, area.name, area.path.count("/") - top) for area in found)
