"""Months for tests: snapshots with the flags that one names, written out by hand and followed.

What an assessment would leave: the tables of the snapshot, its findings, its manifest.
"""

from datetime import date
from typing import Any

from django.conf import settings

from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Finding, Household, Membership, Person, Snapshot
from liuqing.registry.services import cases
from tests.compute.snapshots import write

DEAD, UNINSURED, OPEN_HOUSE = "dead_but_active", "not_insured", "dangerous_house_open"
RULES_USED = (DEAD, UNINSURED, OPEN_HOUSE)
MONTHS = tuple(date(2018, month, 28) for month in range(1, 13))

Raised = dict[tuple[str, Any], dict[str, Any]]
"""{(rule, person or household): facts of the subject}."""


def snapshot(
    on: date, raised: Raised, *, unknown: dict[str, int] | None = None, silent: dict[str, str] | None = None,
    stopped: tuple[str, ...] = (), answered: tuple[str, ...] = RULES_USED,
) -> Snapshot:  # fmt: skip
    """A complete snapshot in which exactly these flags are raised."""
    facts: dict[tuple[str, int], dict[str, Any]] = {}
    for (rule, subject), said in raised.items():
        facts.setdefault((RULES[rule].entity, subject.pk), {}).update(said)
    made = Snapshot.objects.create(on=on, folder="", rules_version="x", complete=True)
    made.folder = f"month-{made.pk}"
    made.manifest = {
        "findings": {
            rule: {"true": 0, "false": 9, "unknown": (unknown or {}).get(rule, 0)} for rule in answered
        },
        "over_expectation": [_stopped(rule) for rule in stopped],
        "not_in_force": silent or {},
        "place": settings.WORKSPACE.place,
    }
    made.save()
    _tables(made, facts)
    for rule, subject in raised:
        if rule not in stopped:
            _finding(made, rule, subject)
    return made


def month(by: Any, on: date, raised: Raised, **more: Any) -> cases.Followed:
    """The same, followed."""
    return cases.follow(snapshot(on, raised, **more), by)


def _stopped(rule: str) -> dict[str, Any]:
    return {"rule": rule, "label": RULES[rule].label, "matched": 99, "of": 100, "expects": 0.1}


def _finding(made: Snapshot, rule: str, subject: Any) -> None:
    if isinstance(subject, Household):
        home, person = subject, None
    else:
        home, person = Membership.objects.get(person=subject, until=None).household, subject
    home.refresh_from_db()
    Finding.objects.create(
        snapshot=made, rule=rule, household=home, person=person, village=home.village, verdict=True
    )


def _tables(made: Snapshot, facts: dict[tuple[str, int], dict[str, Any]]) -> None:
    villages = [
        {"village_id": one.pk, "village_code": one.code} for one in Area.objects.filter(level="village")
    ]
    homes = [
        {"household_id": one.pk, "household_no": one.no, "household_village_id": one.village_id,
         "standing": "registered", **facts.get(("household", one.pk), {})}
        for one in Household.objects.all()
    ]  # fmt: skip
    member = dict(Membership.objects.filter(until=None).values_list("person_id", "household_id"))
    people = [
        {"person_id": one.pk, "household_id": member.get(one.pk), "birth": one.birth, **facts.get(("person", one.pk), {})}
        for one in Person.objects.all()
    ]  # fmt: skip
    write(settings.WORKSPACE.folder / "snapshots" / made.folder, villages, homes, people)
