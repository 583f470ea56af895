"""Rights: may this user do this, here? Every service and every query asks this page first.

A right holds for an area and all below it: an area is named by its path ("530325/530325001/"),
and a path covers another if it begins it. The path "" covers everything.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.workflow import departments
from liuqing.workflow.models import Appointment
from liuqing.workflow.roles import ROLES, Right

__all__ = ["Right", "appointments", "areas_of", "can", "covers", "departments_of", "export_rows", "require"]


def appointments(user: Any) -> list[Appointment]:
    """The user's appointments in force today; none for who is not signed in or not active.

    Read once a user object (that is: once a request), because a page asks dozens of times.
    """
    if not getattr(user, "is_active", False) or not getattr(user, "pk", None):
        return []
    if "_appointments_in_force" not in user.__dict__:
        user.__dict__["_appointments_in_force"] = _in_force(user.appointments.all(), date.today())
    return list(user.__dict__["_appointments_in_force"])


def forget(user: Any) -> None:
    """Read the appointments again next time: after one was made or ended."""
    user.__dict__.pop("_appointments_in_force", None)


def areas_of(user: Any, right: Right = Right.SEE_HOUSEHOLDS) -> list[str]:
    """The paths for which the user holds the right, none below another; [] means nowhere."""
    paths = sorted({a.area_path for a in appointments(user) if _gives(a, right)})
    return [p for p in paths if not any(p != q and covers(q, p) for q in paths)]


def can(user: Any, right: Right, area_path: str | None = None, *, department: str | None = None) -> bool:
    """Whether the user holds the right for the area; without an area: anywhere at all.

    ``department`` is asked where a role is bound to its own department's lists.
    """
    return any(
        _gives(a, right)
        and (area_path is None or covers(a.area_path, area_path))
        and _of_department(a, department)
        for a in appointments(user)
    )


def require(user: Any, right: Right, area_path: str | None = None, *, department: str | None = None) -> None:
    """Problem ``workflow.not_allowed`` unless the user holds the right for the area."""
    if not can(user, right, area_path, department=department):
        raise Problem(
            "workflow.not_allowed",
            f"您没有在这里「{right.label}」的权限",
            "如果工作需要，请联系系统管理员调整您的岗位和范围。",
        )


def departments_of(user: Any, right: Right = Right.SEE_FILES) -> list[str] | None:
    """The departments whose lists the user may handle, under all their names; None means all of them."""
    held = [a for a in appointments(user) if _gives(a, right)]
    if any(not ROLES[a.role].lists_of_own_department for a in held):
        return None
    return sorted({name for a in held for name in departments.names(a.department)})


def export_rows(user: Any) -> int:
    """How many rows one export of this user may have (the largest of the roles held)."""
    return max((ROLES[a.role].export_rows for a in appointments(user) if _gives(a, Right.EXPORT)), default=0)


def covers(outer: str, inner: str) -> bool:
    """Whether the area of path ``inner`` is ``outer`` or lies in it."""
    return inner.startswith(outer)


def _in_force(held: Iterable[Appointment], today: date) -> list[Appointment]:
    return [
        a for a in held if (a.since is None or a.since <= today) and (a.until is None or a.until >= today)
    ]


def _gives(appointment: Appointment, right: Right) -> bool:
    # A role that was renamed or removed gives nothing rather than an error on every page.
    role = ROLES.get(appointment.role)
    return role is not None and right in role.rights


def _of_department(appointment: Appointment, department: str | None) -> bool:
    if department is None or not ROLES[appointment.role].lists_of_own_department:
        return True
    return departments.same(appointment.department, department)
