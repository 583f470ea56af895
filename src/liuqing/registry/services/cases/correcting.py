"""Correct (改正): what a village may put right in the record, how it is read, how it is written.

A correction is of a fact that the register itself holds of the subject of a case: of the person, of the
household (for a person also of the person's household), of the village. Read as a cell of a list is
read, so that a wrong value is told by the name of its field. Never who somebody is (numbers, names)
and never the standing of a household: what is decided by law is not corrected in passing.

It is written into the yearly record that is in force, or the person's own; ``said_on`` becomes the day of
the visit, so that an older list does not take it back. Which answer said a fact stays with the answer
(``queries.cases.corrected``); a membership's relation cites it itself, in its sheet and row.
"""

import base64
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone

from liuqing.errors import Problem, Where
from liuqing.policy import correctable
from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import HOUSEHOLD, INCOME_ITEMS, PERSON, VILLAGE, Fact, named
from liuqing.registry import secrets
from liuqing.registry.imports.rows import RowReader
from liuqing.registry.models import (
    Answer,
    Case,
    Household,
    HouseholdYear,
    IncomeYear,
    Membership,
    Person,
    PersonYear,
    VillageYear,
)

SHEET = "核实答复"
"""The sheet that a fact cites when an answer said it; its row is the answer's key."""
SEALED = "sealed:"

_SELF = ("sex", "birth", "ethnicity")


_LISTS = {"person": "register_persons", "household": "register_households", "village": "register_villages"}


def read(case: Case, wanted: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """{fact: {"was", "is"}} of what changes. Problems ``cases.not_correctable``, ``cases.bad_value``."""
    changes: dict[str, dict[str, str]] = {}
    for key, value in wanted.items():
        if value is None or str(value).strip() == "":
            continue
        whose, kind, fact = _target(case, key)
        new = as_text(fact, _typed(kind, fact, value))
        was = as_text(fact, _now(case, whose, kind, fact.name))
        if new != was:
            changes[key] = {"was": was, "is": new} if fact.name not in correctable.HIDDEN else _sealed(new)
    return changes


def apply(answer: Answer) -> None:
    """Write what an agreed answer corrects into the record, in the open transaction."""
    on = answer.visited_on or timezone.localdate(answer.at)
    for key, change in answer.corrections.items():
        whose, kind, fact = _target(answer.case, key)
        text = change["is"]
        text = (
            secrets.decrypt(base64.b64decode(text.removeprefix(SEALED))) if text.startswith(SEALED) else text
        )
        _write(answer, whose, kind, fact, _typed(kind, fact, text), on)


def as_text(fact: Fact, value: Any) -> str:
    """A value of the record as a person would write it into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    if isinstance(value, Decimal) or (fact.kind in ("amount", "money") and value != ""):
        return f"{Decimal(str(value)):.2f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)


def _sealed(new: str) -> dict[str, str]:
    return {"was": "", "is": SEALED + base64.b64encode(secrets.encrypt(new)).decode()}


def _target(case: Case, key: str) -> tuple[int | None, str, Fact]:
    """Whose fact it is (a person's key, else None), of which table, and the fact."""
    found = correctable.target(key, person=case.person_id, household=case.household_id)
    if found and (found[1] in (None, case.person_id) or _member(case, found[1])):
        return found[1], found[0], found[2]
    raise Problem(
        "cases.not_correctable",
        "这一项不能在核实时改",
        "请在情况说明里写明，由业务员按规定的程序办理。",
        Where(column=_label(key.rpartition("/")[2])),
    )


def _label(name: str) -> str:
    return next(
        (facts[name].label for facts in map(named, (PERSON, HOUSEHOLD, VILLAGE)) if name in facts), ""
    )


def _member(case: Case, person: int | None) -> bool:
    members = Membership.objects.filter(household=case.household_id, until=None, person=person)
    return case.household_id is not None and members.exists()


def _typed(kind: str, fact: Fact, value: Any) -> Any:
    """The value as a list's cell is read. Problem ``cases.bad_value`` names the field."""
    reader = RowReader(BY_KEY[_LISTS[kind]], [fact.label], {fact.label: fact.name}, "")
    row = reader.read(1, [value])
    for fault in row.faults:
        if fault.fact == fact.name and fault.code.startswith("cell."):
            raise Problem("cases.bad_value", fault.what, fault.remedy, Where(column=fact.label))
    return row.values.get(fact.name)


def _record(case: Case, whose: int | None, kind: str, name: str, year: int) -> Model | None:
    """The record that holds the fact: the latest of the year or the year before, or the person's own."""
    near = {"year__lte": year, "year__gte": year - 1}
    if kind == "person":
        if name in _SELF:
            return Person.objects.get(pk=whose)
        if name == "relation":
            return Membership.objects.filter(person=whose, until=None).first()
        return PersonYear.objects.filter(person=whose, **near).order_by("-year").first()
    if kind == "village":
        return VillageYear.objects.filter(area=case.village_id, **near).order_by("-year").first()
    if name == "phone":
        return Household.objects.get(pk=case.household_id)
    if name in INCOME_ITEMS:
        return IncomeYear.objects.filter(household=case.household_id, year=year).first()
    return HouseholdYear.objects.filter(household=case.household_id, **near).order_by("-year").first()


def _now(case: Case, whose: int | None, kind: str, name: str) -> Any:
    record = _record(case, whose, kind, name, case.last.on.year)
    if record is None:
        return None
    if name == "phone":
        sealed = record.phone  # type: ignore[attr-defined]
        return secrets.decrypt(sealed) if sealed else None
    return getattr(record, name) if _column(record, name) else record.other.get(name)  # type: ignore[attr-defined]


def _column(record: Model, name: str) -> bool:
    return any(field.name == name for field in record._meta.concrete_fields)


def _write(answer: Answer, whose: int | None, kind: str, fact: Fact, value: Any, on: date) -> None:
    case, name = answer.case, fact.name
    year = case.last.on.year
    record = _record(case, whose, kind, name, year) or _made(case, whose, kind, name, year)
    if name == "phone":
        record.phone = secrets.encrypt(value)  # type: ignore[attr-defined]
        record.save(update_fields=("phone",))
        return
    changed = [_set(record, name, value)]
    if name == "relation":
        record.file, record.sheet, record.row = answer.file, SHEET, answer.pk  # type: ignore[attr-defined]
        changed += ["file", "sheet", "row"]
    if _column(record, "said_on"):
        said = record.said_on  # type: ignore[attr-defined]
        record.said_on = max(said, on) if said else on  # type: ignore[attr-defined]
        changed.append("said_on")
    record.save(update_fields=changed)


def _set(record: Model, name: str, value: Any) -> str:
    """Put the value into its column, or among the other facts; the name of the column."""
    if _column(record, name):
        longest = getattr(record._meta.get_field(name), "max_length", None)
        text = "、".join(value) if isinstance(value, list) else value
        setattr(record, name, text[:longest] if longest and isinstance(text, str) else text)
        return name
    # Amounts as text, as the import keeps them, so that they stay exact.
    kept = json.loads(json.dumps({name: value}, ensure_ascii=False, default=str))
    record.other = {**record.other, **kept}  # type: ignore[attr-defined]
    return "other"


def _made(case: Case, whose: int | None, kind: str, name: str, year: int) -> Model:
    """A record of the year for somebody who has none yet."""
    if kind == "person":
        return PersonYear.objects.create(person_id=whose, year=year)
    if kind == "village":
        return VillageYear.objects.create(area_id=case.village_id, year=year)
    if name in INCOME_ITEMS:
        return IncomeYear.objects.create(household_id=case.household_id, year=year)
    return HouseholdYear.objects.create(household_id=case.household_id, year=year)
