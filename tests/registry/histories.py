"""Histories of the small county: dated facts as procedures, lists and nobody at all leave them."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

from liuqing.registry.models import (
    FormerVillage,
    Household,
    Membership,
    Monitoring,
    Person,
    Proceeding,
    Standing,
)

_numbers = count(1)


def proceeding(effect: str, home: Household, on: date, **payload: object) -> Proceeding:
    """A finished procedure with its effect on a day."""
    n = next(_numbers)
    return Proceeding.objects.create(
        no=f"BJ{n:06d}", uuid=uuid4(), procedure=effect, label=effect, effect=effect, group="standing", since=on,
        household=home, area=home.village, payload=payload, payload_seal="s", state="done", by="somebody",
        opened_on=on, opened_at=datetime(2018, 1, 1, tzinfo=UTC), effect_on=on, closed_on=on,
    )  # fmt: skip


def stand(
    home: Household, status: str | None, on: date, act: Proceeding | None = None, file: object = None
) -> None:
    """A standing begins, the one before ends; None: none begins."""
    Standing.objects.filter(household=home, until=None).update(until=on)
    if status:
        Standing.objects.create(household=home, status=status, since=on, proceeding=act, file=file)


def identify(home: Household, on: date) -> None:
    stand(home, "registered", on, proceeding("register", home, on))


def exit_(home: Household, on: date) -> None:
    stand(home, "exited", on, proceeding("exit", home, on))


def relapse(home: Household, on: date) -> None:
    stand(home, "relapsed", on, proceeding("relapse", home, on))


def strike(home: Household, on: date) -> None:
    proceeding("strike", home, on)
    stand(home, None, on)


def join(home: Household, on: date, *, from_day: date | None = None, reason: str = "出生") -> Person:
    n = next(_numbers)
    person = Person.objects.create(name=f"新成员{n}", person_no=f"N{n:06d}", village=home.village)
    act = proceeding("join", home, on, person=person.pk, reason=reason)
    Membership.objects.create(
        household=home, person=person, relation="之子", since=from_day or on, proceeding=act
    )
    return person


def leave(person: Person, on: date, *, from_day: date | None = None, reason: str = "死亡") -> None:
    held = Membership.objects.get(person=person, until=None)
    act = proceeding("leave", held.household, on, person=person.pk, reason=reason)
    held.until, held.reason, held.proceeding = from_day or on, reason, act
    held.save()


def move(home: Household, village: object, on: date) -> None:
    act = proceeding("move", home, on)
    FormerVillage.objects.create(
        household=home, village=home.village, until=on, reason="迁移", proceeding=act
    )
    home.village = village
    home.save()


def marry(person: Person, home: Household, on: date) -> None:
    """Out of one household and into another on the same day."""
    held = Membership.objects.get(person=person, until=None)
    if held.household_id == home.pk:
        return
    held.until, held.reason = on, "婚出"
    held.proceeding = proceeding("leave", held.household, on, person=person.pk, reason="婚出")
    held.save()
    act = proceeding("join", home, on, person=person.pk, reason="婚入")
    Membership.objects.create(household=home, person=person, relation="配偶", since=on, proceeding=act)


def watch(home: Household, on: date) -> None:
    if not Monitoring.objects.filter(household=home, removed_on=None).exists():
        Monitoring.objects.create(
            household=home,
            kind="脱贫不稳定户",
            risks=["因病"],
            since=on,
            proceeding=proceeding("watch", home, on),
        )


def remove_risk(home: Household, on: date) -> None:
    proceeding("remove_risk", home, on)
    Monitoring.objects.filter(household=home, removed_on=None).update(removed_on=on, way="帮扶消除")


def join_village(home: Household, village: object, on: date) -> None:
    """The household's village was merged into another; nobody moved."""
    FormerVillage.objects.create(household=home, village=home.village, until=on, reason="村合并")
    Household.objects.filter(pk=home.pk).update(village=village)


def neighbour(n: int) -> Household:
    """Some household, always the same for a number."""
    homes = list(Household.objects.order_by("no"))
    return homes[n % len(homes)]
