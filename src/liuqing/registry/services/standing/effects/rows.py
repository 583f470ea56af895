"""Dated rows: closed on a day, opened from it, each with the proceeding that did it. Never rewritten.

A row of earlier days stays as it is, so that the register of any past day is what it was.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.registry.models import Cause, Household, Membership, Monitoring, Standing
from liuqing.registry.services.standing.effects.doing import Doing
from liuqing.registry.services.standing.state import HEAD


def standing(doing: Doing, status: str, household: Household | None = None) -> None:
    """End the standing of the household and, unless ``status`` is "", let another begin."""
    home = household or doing.household
    for one in Standing.objects.filter(household=home, until=None):
        one.until = not_before(doing.on, one.since)
        one.save(update_fields=("until",))
    if status:
        Standing.objects.create(
            household=home, status=status, since=doing.on, said_on=doing.on, proceeding=doing.proceeding
        )


def leave(doing: Doing, persons: set[int], reason: str) -> None:
    """End the memberships of these persons."""
    for one in Membership.objects.filter(household=doing.household, person__in=persons, until=None):
        one.until, one.reason, one.proceeding = not_before(doing.on, one.since), reason, doing.proceeding
        one.save(update_fields=("until", "reason", "proceeding"))


def belong(doing: Doing, household: Household, relations: Mapping[int, str]) -> None:
    """Let memberships of the household begin."""
    Membership.objects.bulk_create(
        [
            Membership(
                household=household, person_id=person, relation=relation, since=doing.on, said_on=doing.on,
                proceeding=doing.proceeding,
            )
            for person, relation in relations.items()
        ]
    )  # fmt: skip


def relate(doing: Doing, relations: Mapping[str, str], reason: str) -> None:
    """Give members another relation to the head: a new row each, the old one keeps the past."""
    changed = {int(key): new for key, new in relations.items() if doing.members.get(key, new) != new}
    leave(doing, set(changed), reason)
    belong(doing, doing.household, changed)


def call(household: Household) -> None:
    """Repeat the head's name in the household, for lists."""
    held = Membership.objects.filter(household=household, until=None, relation=HEAD).select_related("person")
    head = held.first()
    if head is not None:
        household.head_name = head.person.name
        household.save(update_fields=("head_name",))


def cause(doing: Doing, code: str, household: Household | None = None) -> None:
    """Make it the main cause; the one before ends."""
    home = household or doing.household
    held = Cause.objects.filter(household=home, until=None)
    if held.filter(main=True, code=code).exists():
        return
    for one in [row for row in held if row.main or row.code == code]:
        one.until = not_before(doing.on, one.since)
        one.save(update_fields=("until",))
    Cause.objects.create(
        household=home, code=code, main=True, since=doing.on, said_on=doing.on, proceeding=doing.proceeding
    )


def monitored(
    doing: Doing, kind: str, risks: list[str], household: Household | None = None, **told: Any
) -> None:
    """Let the household be monitored from the day on."""
    Monitoring.objects.create(
        household=household or doing.household, kind=kind, risks=risks, since=doing.on, said_on=doing.on,
        proceeding=doing.proceeding, story=[told] if told else [],
    )  # fmt: skip


def removed(doing: Doing, way: str, household: Household | None = None) -> None:
    """The household is monitored no longer."""
    for one in Monitoring.objects.filter(household=household or doing.household, removed_on=None):
        one.removed_on, one.way = not_before(doing.on, one.since), way
        one.story = [*one.story, line(doing)]
        one.save(update_fields=("removed_on", "way", "story"))


def line(doing: Doing) -> dict[str, str]:
    """A line of a story: when, what, by which proceeding."""
    return {"on": doing.on.isoformat(), "what": doing.proceeding.label, "proceeding": doing.proceeding.no}


def not_before(on: date, since: date) -> date:
    """The day, if the row had begun by then. Problem ``standing.later_record``."""
    if since > on:
        raise Problem(
            "standing.later_record",
            f"台账里已有 {since.isoformat()} 起的记录，比办结的这一天晚",
            "请先核对名单里的日期，改正后再办。",
        )
    return on
