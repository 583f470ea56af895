"""What the rules must say (条件) before a procedure may be handed in.

Answers are those of the latest assessment. A no stops it, and so does not known: somebody must go and
ask first. Rules that are only hints are kept beside and stop nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow.parquet as pq
from django.db.models import Q

from liuqing.policy import responsible, standards
from liuqing.policy.rules import RULES
from liuqing.registry.models import (
    Area,
    Entry,
    Finding,
    Household,
    HouseholdYear,
    IncomeYear,
    Membership,
    PersonYear,
    Proceeding,
    Snapshot,
    SourceFile,
    Standing,
)
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.reasons import folder
from liuqing.registry.services.standing.faults import Fault
from liuqing.registry.services.standing.frozen import Frozen, here

Facts = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What rules say of a household or an area in the latest assessment; ``stale``: what changed since, or ""."""

    snapshot: Snapshot | None
    answers: dict[str, Facts]
    stale: str = ""


@dataclass(frozen=True)
class Found:
    """What was found: the snapshot, what is kept with the proceeding, and what stands against it."""

    snapshot: Snapshot | None
    facts: Facts
    faults: tuple[Fault, ...]


def asked(told: Frozen, household: Household | None, area: Area) -> Found:
    """Every rule that the procedure needs or hints at, for the household or the area."""
    names = (*told.needs, *told.hints)
    if not names:
        return Found(None, {}, ())
    known = asked_rules(names, household, area)
    if known.snapshot is None:
        return Found(None, {}, tuple(against(told.needs, known)))
    facts = {
        "on": known.snapshot.on.isoformat(), "rules_version": known.snapshot.rules_version,
        "needs": {name: known.answers[name] for name in told.needs},
        "hints": {name: known.answers[name] for name in told.hints},
    }  # fmt: skip
    return Found(known.snapshot, facts, tuple(against(told.needs, known)))


def asked_rules(names: Iterable[str], household: Household | None, area: Area) -> Known:
    """The answers of the latest assessment to these rules (to sets of standards for an area)."""
    wanted = list(dict.fromkeys(names))
    snapshot = scope.latest_snapshot() if wanted else None
    if snapshot is None:
        return Known(None, {})
    if household is None:
        changed = "这里有户或村在上次测算以后进出" if _moved_since(area, snapshot) else ""
        return Known(snapshot, {name: _of_area(name, snapshot, area) for name in wanted}, changed)
    changed = "这一户的资料在上次测算以后有变化" if stale_since(household, snapshot) else ""
    return Known(snapshot, _of_household(wanted, snapshot, household), changed)


def against(needs: Iterable[str], known: Known) -> Iterable[Fault]:
    """What stands against it: a no, a not known, an assessment that is too old, or none."""
    wanted = list(needs)
    if wanted and known.snapshot is None:
        yield "", "还没有测算过，请先测算"
        return
    if wanted and known.stale:
        yield "", f"{known.stale}，请县里重新测算后再提交"
    yield from (
        ("", _said(name, known.answers[name]))
        for name in wanted
        if known.answers[name]["verdict"] is not True
    )


def _moved_since(area: Area, snapshot: Snapshot) -> bool:
    """Whether a household or a place below came into its list, or left it, after the snapshot was made."""
    since = Q(acts__at__gt=snapshot.made_at) | Q(effect_on__gt=snapshot.on)
    groups = ("standing", "area")
    done = Proceeding.objects.filter(since, state="done", group__in=groups, area__path__startswith=area.path)
    return done.exists()


def stale_since(household: Household, snapshot: Snapshot) -> bool:
    """Whether the record learned something of the household after the snapshot was made."""
    made = snapshot.made_at
    return _acted(household, made, snapshot.on) or _listed(household, made)


def _acted(household: Household, made: datetime, on: date) -> bool:
    # Of a day before, however late it was made, the assessment does not know what took effect since.
    done = household.proceedings.filter(Q(acts__at__gt=made) | Q(effect_on__gt=on), state="done").exists()
    visited = household.cases.filter(answers__reviewed_at__gt=made, answers__verdict="agreed").exists()
    later = Standing.objects.filter(household=household, since__gt=on).exists()
    assessed = household.assessed.filter(at__gt=made).exists()
    return done or visited or later or assessed


def _listed(household: Household, made: datetime) -> bool:
    files = list(SourceFile.objects.filter(received_at__gt=made).values_list("pk", flat=True))
    if not files:
        return False
    home = (HouseholdYear, IncomeYear, Membership, Standing)
    if any(model.objects.filter(household=household, file__in=files).exists() for model in home):  # type: ignore[attr-defined]
        return True
    people = list(Membership.objects.filter(household=household, until=None).values_list("person", flat=True))
    told = (PersonYear, Entry)
    return any(model.objects.filter(person__in=people, file__in=files).exists() for model in told)  # type: ignore[attr-defined]


def _of_household(names: list[str], snapshot: Snapshot, household: Household) -> dict[str, Facts]:
    held = Finding.objects.filter(snapshot=snapshot, rule__in=names, household=household, person=None)
    found = {
        one.rule: {"verdict": one.verdict, "conditions": one.conditions, "value": one.value} for one in held
    }
    missing = [name for name in names if name not in found]
    return found | (_from_file(missing, snapshot, household) if missing else {})


def _from_file(names: list[str], snapshot: Snapshot, household: Household) -> dict[str, Facts]:
    """The answers from the whole findings beside the snapshot: the record keeps only what pages show."""
    file = folder(snapshot) / "findings" / "households.parquet"
    there = set(pq.read_schema(file).names) if file.exists() else set()
    steps = {name: [step for step in _steps(name) if step in there] for name in names if name in there}
    columns = dict.fromkeys((*steps, *(one for several in steps.values() for one in several)))
    only = [("household_id", "=", household.pk)]
    rows = pq.read_table(file, columns=list(columns), filters=only).to_pylist() if columns else []
    row = rows[0] if rows else {}
    return {
        name: {
            "verdict": row.get(name),
            "conditions": {s: row.get(s) for s in steps.get(name, ())},
            "value": None,
        }
        for name in names
    }


def _steps(rule: str) -> list[str]:
    needs = RULES[rule].needs if rule in RULES else ()
    return [name for name in needs if name in RULES and RULES[name].kind == "condition"]


def _of_area(rule: str, snapshot: Snapshot, area: Area) -> Facts:
    """A set of standards of the area, with each standard in it."""
    file = folder(snapshot) / "findings" / "standards.parquet"
    rows = pq.read_table(file).to_pylist() if file.exists() else []
    own = [row for row in rows if row["set"] == rule and _is(row, area)]
    whole = next((row["verdict"] for row in own if not row["standard"]), None)
    return {
        "verdict": whole, "conditions": {row["standard"]: row["verdict"] for row in own if row["standard"]},
        "value": None,
    }  # fmt: skip


def _is(row: Mapping[str, Any], area: Area) -> bool:
    county = area.level == Area.Level.COUNTY
    return bool(row["level"] == area.level and (county or row["area_code"] == area.code))


def _said(rule: str, answer: Facts) -> str:
    """In words: which conditions are not met or not known, and whose department each is."""
    failed = [_named(name) for name, met in answer["conditions"].items() if met is False]
    unknown = [_named(name) for name, met in answer["conditions"].items() if met is None]
    parts = list(_parts(failed, unknown))
    if not parts:
        parts = ["没有达到" if answer["verdict"] is False else "还没有查清，或没有测算到"]
    return f"「{label(rule)}」{'；'.join(parts)}"


def _parts(failed: list[str], unknown: list[str]) -> Iterable[str]:
    if failed:
        yield f"未达到：{'、'.join(failed)}"
    if unknown:
        yield f"未查清：{'、'.join(unknown)}"


def _named(condition: str) -> str:
    department = words.department(_department(condition))
    return f"{label(condition)}（{department}）" if department else label(condition)


def _department(condition: str) -> str:
    """Whose a condition of a household, or a standard of an area, is."""
    if condition in RULES:
        return RULES[condition].department or responsible.department(here(), (condition,))
    stated = standards.declared(here()).standards
    return responsible.department(here(), stated[condition].names) if condition in stated else ""


def label(name: str) -> str:
    """What people call a rule, or a standard of the place."""
    if name in RULES:
        return words.rule(name)
    stated = standards.declared(here()).standards
    return stated[name].label if name in stated else name
