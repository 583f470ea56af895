"""Scope: what a user may see at all. Every other query starts here.

What lies outside the user's area does not exist for the user: the answer is the same as for a
number that was never given out, so that nobody can learn by asking.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuqing.errors import Problem
from liuqing.registry.models import Area, Household, Snapshot, Standing
from liuqing.workflow import rights
from liuqing.workflow.rights import Right


def visible_villages(user: Any, right: Right = Right.SEE_HOUSEHOLDS) -> QuerySet[Area]:
    """The villages for which the user holds the right, in the order of their codes."""
    return below(Area.objects.filter(level=Area.Level.VILLAGE), rights.areas_of(user, right))


def visible_households(user: Any, right: Right = Right.SEE_HOUSEHOLDS) -> QuerySet[Household]:
    """The households of those villages."""
    if sees_everything(user, right):
        return Household.objects.all()
    return Household.objects.filter(
        village__in=list(visible_villages(user, right).values_list("pk", flat=True))
    )


def registered(found: QuerySet[Household], on: date) -> QuerySet[Household]:
    """Those of the households that are in the register on a day: others have no standing then."""
    return found.filter(Exists(Standing.objects.filter(in_force(on), household=OuterRef("pk"))))


def sees_everything(user: Any, right: Right = Right.SEE_HOUSEHOLDS) -> bool:
    """Whether the right is held for the whole county, so that no narrowing is needed."""
    paths = rights.areas_of(user, right)
    if not paths or "" in paths:
        return bool(paths)
    return all(any(rights.covers(p, root) for p in paths) for root in _roots(user))


def _roots(user: Any) -> list[str]:
    """The paths of the tops of the tree, read once a user object (that is: once a request)."""
    if "_roots" not in user.__dict__:
        user.__dict__["_roots"] = list(Area.objects.filter(parent=None).values_list("path", flat=True))
    return list(user.__dict__["_roots"])


def below(areas: QuerySet[Area], paths: list[str]) -> QuerySet[Area]:
    """The areas at or below one of the paths; no path, no area."""
    return areas.filter(within(paths, "path"))


def within(paths: list[str], field: str) -> Q:
    """What has an area's path in ``field`` (``area__path``) at or below one of these; no path, nothing."""
    wanted = Q(pk__in=())
    for path in paths:
        wanted |= Q(**{f"{field}__startswith": path})
    return wanted


def area(user: Any, code: str | None = None, right: Right = Right.SEE_BOARD) -> Area:
    """The area of that code, or without one the highest the user may see.

    Problem ``registry.no_such_area`` if there is none or it is not the user's.
    """
    paths = rights.areas_of(user, right)
    seen = below(Area.objects.select_related("parent__parent"), paths)
    found = seen.filter(code=code).first() if code else _highest(seen)
    if found is None:
        raise Problem(
            "registry.no_such_area", "您的范围内没有这个地方", "请核对地址，或从您的待办、一张图进入。"
        )
    return found


def household(user: Any, no: str) -> Household:
    """The household of that number. Problem ``registry.no_such_household`` if not the user's."""
    seen = visible_households(user)
    found = seen.select_related("village__parent__parent").filter(no=no).first()
    if found is None:
        raise no_such_household()
    return found


def no_such_household() -> Problem:
    """The one answer for a household that does not exist or is not the user's."""
    return Problem(
        "registry.no_such_household", "您的范围内没有这个户编号", "请核对户编号，或用搜索框按姓名查找。"
    )


def not_assessed() -> Problem:
    """There is no snapshot of that day, or none at all."""
    return Problem("registry.not_assessed", "这一天还没有测算过", "请先测算（liuqing assess）。")


def latest_snapshot(on: date | None = None) -> Snapshot | None:
    """The complete snapshot of the latest day, or of that day, the newest of several; None if there is none.

    By day and not by when it was made: a window that is opened late freezes a day gone by.
    """
    made = Snapshot.objects.filter(complete=True)
    return (made.filter(on=on) if on else made).order_by("-on", "-pk").first()


def latest_day() -> date | None:
    """The day of the latest snapshot, without the snapshot and its long manifest; None if there is none."""
    found = Snapshot.objects.filter(complete=True).order_by("-on").values_list("on", flat=True)
    return found.first()


def assessed(on: date | None = None) -> Snapshot:
    """The same; Problem ``registry.not_assessed`` if there is none."""
    found = latest_snapshot(on)
    if found is None:
        raise not_assessed()
    return found


def in_force(on: date, prefix: str = "") -> Q:
    """What has days and is in force on a day: from ``since``, until but without ``until``."""
    begun = Q(**{f"{prefix}since__lte": on})
    return begun & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": on}))


def _highest(seen: QuerySet[Area]) -> Area | None:
    return min(seen, key=lambda found: (len(found.path), found.code), default=None)
