"""Judging who is who: may this user, and may this be written down as the reason?"""

from typing import Any

from liuqing.errors import Problem
from liuqing.registry.models import Area, Membership, Person
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

LONGEST = 200
"""Characters of a reason."""


def require(by: Any, *persons: Person) -> None:
    """Problem ``workflow.not_allowed`` unless the user may judge in the areas of all of them."""
    for person in persons:
        rights.require(by, Right.DECIDE_IDENTITIES, path(person))


def path(person: Person) -> str:
    """The area where a person belongs: the household's village, else the own, else the county."""
    member = Membership.objects.filter(person=person, until=None).select_related("household__village").first()
    village = member.household.village if member else person.village
    return village.path if village else county()


def county() -> str:
    """The path of the whole county."""
    found = Area.objects.filter(level=Area.Level.COUNTY).first()
    return found.path if found else ""


def reason(text: str, *persons: Person) -> str:
    """A reason as it may be kept. Problem ``judging.reason_names`` if it names whom it is about."""
    told = " ".join(text.split())[:LONGEST]
    if trail.looks_like_identity(told) or any(one.name and one.name in told for one in persons):
        raise Problem(
            "judging.reason_names",
            "理由里写了姓名或证件号码",
            "请只写依据，如「已看过户口簿」「派出所回函」。",
        )
    return told
