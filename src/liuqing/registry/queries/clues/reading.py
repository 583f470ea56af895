"""How clues are read: whose they are, and which there are at all."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from liuqing.errors import Problem
from liuqing.registry.models import Area, Clue
from liuqing.registry.queries import scope
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

HANDLING = (Right.HANDLE_CLUES, Right.SEND_CLUES)
"""Who holds one of these for a place sees its clues."""
MERGED = 20
"""So often a clue may have gone into another one."""


def whole() -> QuerySet[Clue]:
    """Every clue with the key of the ``place`` where it is dealt with: where its household lives now."""
    return Clue.objects.annotate(place=Coalesce("household__village", "area"))


def of_area(area: Area) -> QuerySet[Clue]:
    """The clues of an area."""
    if area.parent_id is None:
        return whole()
    return whole().filter(place__in=Area.objects.filter(path__startswith=area.path).values("pk"))


def of_user(user: Any, *which: Right) -> QuerySet[Clue]:
    """The clues where the user holds one of the rights (of ``HANDLING``, if none is named)."""
    paths = [path for right in which or HANDLING for path in rights.areas_of(user, right)]
    areas = scope.below(Area.objects.all(), paths)
    return whole().filter(place__in=areas.values("pk")) if paths else whole().none()


def seen(user: Any, pk: int) -> Clue:
    """One clue, or the one into which it went. Problem ``clues.no_such_clue`` if it is not the user's."""
    own = of_user(user).select_related("area__parent", "household__village__parent", "person")
    for _ in range(MERGED):
        found = own.filter(pk=pk).first()
        if found is not None:
            return found
        gone = next((one for one in trail.of(subject=f"clue:{pk}") if one.act == "clues.merged"), None)
        if gone is None:
            break
        pk = int(gone.detail["into"])
    raise Problem("clues.no_such_clue", "您的范围内没有这条线索", "请从线索页或待办进入。")


def area_of(clue: Clue) -> Area:
    """Where a clue is dealt with."""
    return clue.household.village if clue.household else clue.area


def village(clue: Clue) -> tuple[str, str]:
    """Township and village as a page shows them; a clue may not know its village yet."""
    area = area_of(clue)
    if area.level == Area.Level.VILLAGE:
        return (area.parent.name if area.parent else "", area.name)
    return area.name, ""
