"""Gathering (预警、筛查): what rules and departments' lists say, as voices, before anything is made of it.

The warnings are the true findings of a snapshot by the flags of ``policy.clues``. The lists are those
of the last months before a day: signals that speak of a risk, persons who paid much at hospitals, losses
by disasters. Lists speak of everybody of the county, in the register or not.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.compute import fingerprints
from liuqing.policy import calendar, clues, place
from liuqing.policy.clues import Grade
from liuqing.policy.dated import Parameters
from liuqing.policy.lists import BY_KEY
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Case, Entry, Finding, Membership, Report, Snapshot
from liuqing.registry.services.clues.voices import Voice, key
from liuqing.registry.services.freezing import readings

PIECE = 5_000
WARNING, LIST = Report.Channel.WARNING.value, Report.Channel.LIST.value


def rules() -> tuple[str, ...]:
    """The flags of households whose findings make clues."""
    named = (name for name, rule in RULES.items() if rule.kind == "flag" and rule.entity == "household")
    return tuple(
        name for name in named if RULES[name].topic in clues.WARNING_TOPICS or name in clues.WARNING_RULES
    )


def warnings(snapshot: Snapshot, area: Area, by: str = "") -> Iterator[Voice]:
    """What the rules warn of in an area; not what was explained while no fact has changed."""
    found = Finding.objects.filter(snapshot=snapshot, rule__in=rules(), verdict=True, household__isnull=False)
    rows = found.filter(village__path__startswith=area.path).order_by("rule", "household_id")
    homes: dict[str, dict[int, int]] = defaultdict(dict)
    for rule, home, village in rows.values_list("rule", "household_id", "village_id"):
        homes[rule][home] = village
    prints = fingerprints.of(_folder(snapshot), {rule: set(found) for rule, found in homes.items()})
    explained = _explained(homes)
    for rule, villages in homes.items():
        for home, village in villages.items():
            facts = prints.get(rule, {}).get(home, "")
            if facts and explained.get((rule, home)) == facts:
                continue
            yield Voice(
                channel=WARNING, key=key(WARNING, rule, home, facts), source=rule, household=home, area=village,
                grade=_grade(RULES[rule].severity), sent=True, once=bool(facts), snapshot=snapshot.pk, by=by,
            )  # fmt: skip


def _folder(snapshot: Snapshot) -> Path:
    return Path(settings.WORKSPACE.folder) / "snapshots" / snapshot.folder


def _grade(severity: str) -> Grade:
    return next((grade for grade in clues.GRADES if grade == severity), "yellow")


def _explained(homes: dict[str, dict[int, int]]) -> dict[tuple[str, int], str]:
    """The facts on which a village explained a flag before."""
    kept = Case.objects.filter(rule__in=list(homes), outcome=Case.Outcome.EXPLAINED, state=Case.State.CLOSED)
    rows = kept.exclude(household=None).exclude(kept="").values_list("rule", "household_id", "kept")
    return {(rule, home): facts for rule, home, facts in rows}


def listed(kind: str, area: Area, on: date, by: str = "") -> Iterator[Voice]:
    """What a list says of persons of an area in the months up to a day."""
    numbers = place.load(settings.WORKSPACE.place).parameters(on)
    first = calendar.months_after(on, -clues.listed_months(numbers))
    for person, found in _by_person(_entries(kind, area), BY_KEY[kind].on, first, on).items():
        grade, said = _weigh(kind, [values for _, values in found], numbers)
        if grade is None:
            continue
        home, village = _where(person)
        yield Voice(
            channel=LIST, key=key(LIST, kind, person, said), source=kind, household=home, person=person,
            area=village or area.pk, grade=grade, sent=True, once=True, by=by,
        )  # fmt: skip


def _entries(kind: str, area: Area) -> QuerySet[Entry]:
    found = Entry.objects.filter(kind=kind, person__same_as=None).order_by("person_id", "pk")
    return found if area.parent_id is None else found.filter(person__village__path__startswith=area.path)


def _by_person(
    entries: QuerySet[Entry], on: str, first: date, last: date
) -> dict[int, list[tuple[date, dict[str, Any]]]]:
    """The rows of the months by person; the same row of two lists counts once."""
    found: dict[int, list[tuple[date, dict[str, Any]]]] = defaultdict(list)
    for person, said_on, values in entries.values_list("person_id", "said_on", "values").iterator():
        day = readings.day(values.get(on)) or said_on
        if day is not None and first < day <= last and (day, values) not in found[person]:
            found[person].append((day, values))
    return found


def _weigh(kind: str, rows: list[dict[str, Any]], numbers: Parameters) -> tuple[Grade | None, Any]:
    """How urgent the rows of a person are, None if not at all; and what they say, to know them again."""
    if kind == "signals":
        words = sorted({readings.plain(readings.text(row.get("signal")) or "") for row in rows})
        grades = [grade for grade, told in clues.words(numbers).items() if _says(words, told)]
        return (clues.worst(grades) if grades else None), words
    fact, line, grade = _LINES[kind]
    total = sum(readings.fen(row.get(fact)) or 0 for row in rows)
    return (grade if total >= line(numbers) else None), [json.dumps(row, sort_keys=True) for row in rows]


def _says(said: Iterable[str], words: Iterable[str]) -> bool:
    return any(word in text for text in said for word in words)


_LINES: dict[str, tuple[str, Any, Grade]] = {
    "medical_settlements": ("self_paid", clues.medical_paid, "orange"),
    "disasters": ("loss", clues.disaster_loss, "red"),
}
"""By list: the fact that is added up, from how many fen it counts, and how urgent it is."""


def _where(person: int) -> tuple[int | None, int | None]:
    """The household of a person and its village, else the village of residence."""
    held = Membership.objects.filter(person=person, until=None).select_related("household", "person").first()
    if held is not None:
        return held.household_id, held.household.village_id
    return None, Entry.objects.filter(person=person).values_list("person__village", flat=True).first()
