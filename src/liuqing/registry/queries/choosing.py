"""Whom a form may name (可选的人和地方): members of a household, residents who may join it, villages.

A resident outside the register is offered only to who may work in the village where he is registered.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuqing.policy import identity_numbers
from liuqing.registry import secrets
from liuqing.registry.models import Area, Household, Membership, Person
from liuqing.registry.queries import scope
from liuqing.registry.services.standing import vouching
from liuqing.workflow.rights import Right

MOST = 30
"""So many residents are offered at once."""


@dataclass(frozen=True)
class Choice:
    """One answer of a form: its key, what is shown, a word that tells two alike apart."""

    key: str
    label: str
    note: str = ""


def members(household: Household) -> tuple[Choice, ...]:
    """The members in force, the head first."""
    found = Membership.objects.filter(household=household, until=None).select_related("person")
    ordered = sorted(found, key=lambda one: (one.relation != "户主", one.pk))
    return tuple(Choice(str(one.person_id), one.person.name, _told(one)) for one in ordered)


def newcomers(user: Any, household: Household, wanted: str = "", held: Any = None) -> tuple[Choice, ...]:
    """Residents who are in no household: of the same police household, or by name or number.

    A number found elsewhere in the county is offered too: who marries in comes from anywhere. ``held`` is
    who was chosen before. The keys are good for this user only.
    """
    found = list(_found(user, household, wanted))
    chosen = _free().filter(pk=held).select_related("village") if isinstance(held, int) else ()
    people = {one.pk: one for one in (*chosen, *found)}
    return tuple(Choice(vouching.key(user, one.pk), one.name, _of(one)) for one in people.values())


def _found(user: Any, household: Household, wanted: str) -> Iterable[Person]:
    wanted = unicodedata.normalize("NFKC", wanted).strip()
    number = identity_numbers.normal(wanted) if wanted else None
    if number:
        found = _free().filter(id_hash=secrets.blind_index(number))
    elif wanted:
        villages = scope.visible_villages(user, Right.PROPOSE_STANDING).values_list("pk", flat=True)
        found = _free().filter(name=wanted, village__in=list(villages))
    else:
        found = _free().filter(hukou_no__in=_books(household))
    return found.select_related("village")[:MOST]


def villages() -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Every village of the county by township, in the order of the codes."""
    towns: dict[str, list[Choice]] = {}
    found = Area.objects.filter(level=Area.Level.VILLAGE, until=None).select_related("parent")
    for one in found.order_by("code"):
        towns.setdefault(one.parent.name if one.parent else "", []).append(Choice(one.code, one.name))
    return tuple((town, tuple(of)) for town, of in towns.items())


def _free() -> QuerySet[Person]:
    held = Membership.objects.filter(person=OuterRef("pk"), until=None)
    return Person.objects.filter(~Exists(held), same_as=None).order_by("pk")


def _books(household: Household) -> list[str]:
    """The police household numbers of its members."""
    owned = Q(memberships__household=household, memberships__until=None)
    return list(
        Person.objects.filter(owned).exclude(hukou_no="").values_list("hukou_no", flat=True).distinct()
    )


def _told(one: Membership) -> str:
    return "，".join(_words((one.relation, one.person.sex, _years(one.person.birth))))


def _of(one: Person) -> str:
    village = one.village.name if one.village else ""
    return "，".join(_words((one.sex, _years(one.birth), village)))


def _years(birth: date | None) -> str:
    return f"{birth.year} 年生" if birth else ""


def _words(said: Iterable[str]) -> Iterable[str]:
    return (word for word in said if word)
