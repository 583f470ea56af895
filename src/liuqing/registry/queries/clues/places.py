"""Where somebody asks for help (求助的地方): areas as anybody may know them, nothing of any household."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.policy import clues, place
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow import clock
from liuqing.workflow.rights import Right

MERGED = 10
"""So often a village may have been merged into another."""


@dataclass(frozen=True)
class Spot:
    """An area on the public page: ``below`` are (code, name) of what lies in it, down to the village."""

    area: Area
    name: str
    town: str
    county: str
    below: tuple[tuple[str, str], ...]
    keep_months: int

    @property
    def is_village(self) -> bool:
        """Whether one asks here, or chooses further."""
        return self.area.level == Area.Level.VILLAGE


@dataclass(frozen=True)
class Poster:
    """What stands on the poster of a village; ``path`` is where its code leads."""

    code: str
    village: str
    town: str
    county: str
    path: str


def spot(code: str = "") -> Spot:
    """The area of a code, also of one on an old poster, or the county. Problem ``registry.no_such_area``."""
    known = Area.objects.exclude(level=Area.Level.HAMLET).filter(until=None).select_related("parent")
    found = _of_code(code) if code else known.filter(parent=None).order_by("code").first()
    if found is None:
        raise _no_area()
    below = known.filter(parent=found).order_by("code").values_list("code", "name")
    county = place.load(settings.WORKSPACE.place)
    town = found.parent.name if found.parent and found.level == Area.Level.VILLAGE else ""
    months = clues.keep_months(county.parameters(clock.today()))
    return Spot(found, found.name, town, county.label, tuple(below), months)


def _of_code(code: str) -> Area | None:
    """The area that bears or bore a code, or the one into which it was merged."""
    areas = Area.objects.exclude(level=Area.Level.HAMLET).select_related("parent", "successor__parent")
    found = areas.filter(code=code).first()
    if found is None:
        renamed = (
            one for one in areas.exclude(known_as=[]) if any(old["code"] == code for old in one.known_as)
        )
        found = next(renamed, None)
    steps = 0
    while found is not None and found.until is not None and steps < MERGED:
        found, steps = found.successor, steps + 1
    return found


def poster(user: Any, code: str) -> Poster:
    """The poster of a village in the user's area. Problems ``registry.no_such_area``, ``clues.no_village``."""
    where = scope.area(user, code, Right.EXPORT)
    if where.level != Area.Level.VILLAGE:
        raise Problem(
            "clues.no_village", f"{where.name}不是一个村", "请打开一个村的线索页，再打印这个村的海报。"
        )
    town = where.parent.name if where.parent else ""
    return Poster(
        where.code, where.name, town, place.load(settings.WORKSPACE.place).label, f"/ask/{where.code}/"
    )


def _no_area() -> Problem:
    return Problem("registry.no_such_area", "没有这个地方", "请扫村里海报上的二维码，或从头选乡镇和村。")
