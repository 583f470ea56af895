"""How clues are read: whose they are, and which there are at all."""

from typing import Any

from django.db.models import QuerySet

from liuqing.errors import Problem
from liuqing.registry.models import Area, Clue
from liuqing.registry.queries import scope
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

HANDLING = (Right.HANDLE_CLUES, Right.SEND_CLUES)
"""Who holds one of these for a place sees its clues."""
MERGED = 20
"""So often a clue may have gone into another one."""


def of_area(area: Area) -> QuerySet[Clue]:
    """The clues of an area."""
    return (
        Clue.objects.all()
        if area.parent_id is None
        else Clue.objects.filter(area__path__startswith=area.path)
    )


def of_user(user: Any, *which: Right) -> QuerySet[Clue]:
    """The clues where the user holds one of the rights (of ``HANDLING``, if none is named)."""
    paths = [path for right in which or HANDLING for path in rights.areas_of(user, right)]
    areas = scope.below(Area.objects.all(), paths)
    return Clue.objects.filter(area__in=areas) if paths else Clue.objects.none()


def seen(user: Any, pk: int) -> Clue:
    """One clue, or the one into which it went. Problem ``clues.no_such_clue`` if it is not the user's."""
    whole = of_user(user).select_related("area__parent", "household", "person")
    for _ in range(MERGED):
        found = whole.filter(pk=pk).first()
        if found is not None:
            return found
        gone = next((one for one in trail.of(subject=f"clue:{pk}") if one.act == "clues.merged"), None)
        if gone is None:
            break
        pk = int(gone.detail["into"])
    raise Problem("clues.no_such_clue", "您的范围内没有这条线索", "请从线索页或待办进入。")


def village(area: Area) -> tuple[str, str]:
    """Township and village as a page shows them; a clue may not know its village yet."""
    if area.level == Area.Level.VILLAGE:
        return (area.parent.name if area.parent else "", area.name)
    return area.name, ""
