"""Households outside the register (册外户): made from the police household of a resident.

Such a household has members and a village but no standing: it counts nowhere as registered, and can be
looked at, helped, monitored, and taken into the register by a procedure.
"""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from liuqing.errors import Problem
from liuqing.policy.tables import RELATIONS
from liuqing.registry.models import Area, Entry, Household, Membership, Person
from liuqing.registry.services.standing import numbering
from liuqing.registry.services.standing.state import HEAD
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

_MAKERS = (Right.PROPOSE_STANDING, Right.HANDLE_CLUES)


@transaction.atomic
def outside(person: Person, *, by: Any) -> Household:
    """The household of a resident outside the register; the one that there is already, if there is one.

    Problems ``workflow.not_allowed``, ``standing.merged_person``, ``standing.no_village``.
    """
    if person.same_as_id:
        raise Problem("standing.merged_person", "这条记录已并入另一条", "请用保留的那条记录办理。")
    held = Membership.objects.filter(person=person, until=None).select_related("household__village").first()
    village = held.household.village if held else person.village
    if village is None:
        raise Problem("standing.no_village", "公安人口名单没有写这个人所在的村", "请先核对名单再办。")
    _require(by, village)
    if held is not None:
        return held.household
    return _make(person, village, by)


def _require(by: Any, village: Area) -> None:
    if not any(rights.can(by, right, village.path) for right in _MAKERS):
        rights.require(by, _MAKERS[0], village.path)


def _make(person: Person, village: Area, by: Any) -> Household:
    on = clock.today()
    number = numbering.local(numbering.OUTSIDE, village)
    people = list(_book(person))
    told = _relations(people)
    head = next((one for one in people if told.get(one.pk) == HEAD), person)
    home = Household.objects.create(no=number, village=village, head_name=head.name)
    Membership.objects.bulk_create(
        [
            Membership(household=home, person=one, relation=_relation(one, head, told), since=on, said_on=on)
            for one in people
        ]
    )
    trail.record("standing.outside", subject=f"household:{home.pk}", by=by, detail={"members": len(people)})
    return home


def _book(person: Person) -> QuerySet[Person]:
    """Everybody of the same police household who belongs nowhere else."""
    held = Membership.objects.filter(person=OuterRef("pk"), until=None)
    free = Person.objects.filter(~Exists(held), same_as=None)
    if not person.hukou_no:
        return free.filter(pk=person.pk)
    return free.filter(hukou_no=person.hukou_no, village=person.village_id).order_by("pk")


def _relations(people: list[Person]) -> dict[int, str]:
    """What the police list says of each one's relation to the head."""
    entries = Entry.objects.filter(person__in=people, kind="residents").order_by("pk")
    told = {entry.person_id: str(entry.values.get("relation") or "") for entry in entries}
    return {key: relation for key, relation in told.items() if relation in RELATIONS}


def _relation(one: Person, head: Person, told: dict[int, str]) -> str:
    if one.pk == head.pk:
        return HEAD
    return told.get(one.pk, "其他") if told.get(one.pk) != HEAD else "其他"
