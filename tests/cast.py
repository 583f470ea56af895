"""The fixed cast: who walks through the tests, with the office's usual rights.

Village 甲 lies in township 1; the stranger is a village cadre of township 2.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from liuqing.workflow.models import Appointment


@dataclass(frozen=True)
class Cast:
    """Everybody by their part."""

    village_officer: User
    township_reviewer: User
    county_approver: User
    county_leader: User
    department_officer: User
    finance: User
    inspector: User
    administrator: User
    outsider: User
    nobody: User
    evaluator: User

    def everybody(self) -> dict[str, User]:
        """By part, for tables of rights."""
        return dict(vars(self))


def user(name: str, role: str = "", path: str = "", department: str = "") -> User:
    """A user, appointed if a role is named."""
    made = User.objects.create(username=name)
    if role:
        Appointment.objects.create(user=made, role=role, area_path=path, department=department)
    return made


def gather(*, county: str, town: str, village: str, other_village: str) -> Cast:
    """Appoint the cast for the paths of a county."""
    return Cast(
        village_officer=user("village-officer", "village_cadre", village),
        township_reviewer=user("township-reviewer", "township_clerk", town),
        county_approver=user("county-approver", "county_analyst", county),
        county_leader=user("county-leader", "county_leader", county),
        department_officer=user("department-officer", "department_officer", county, "县医保局"),
        finance=user("finance-officer", "finance", county, "县财政局"),
        inspector=user("inspector", "inspector", county),
        administrator=user("administrator", "administrator", county),
        outsider=user("outsider", "village_cadre", other_village),
        nobody=user("nobody"),
        evaluator=user("evaluator", "evaluator", county),
    )


def of(county: Any) -> Cast:
    """The cast in the small county."""
    return gather(
        county=county.county.path,
        town=county.towns[0].path,
        village=county.villages[0].path,
        other_village=county.villages[2].path,
    )


def again(cast: Cast) -> Cast:
    """The same people read from the database again, as after signing in."""
    return Cast(**{part: User.objects.get(pk=one.pk) for part, one in cast.everybody().items()})
