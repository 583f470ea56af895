"""A held row beside the people whom it may mean, for who decides it."""

import json
from dataclasses import dataclass
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import identity_numbers
from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import Fact
from liuqing.registry import merged, secrets
from liuqing.registry.imports.recognise import map_columns
from liuqing.registry.models import Membership, Person, SourceRow
from liuqing.registry.queries import scope
from liuqing.registry.queries.files import visible_rows
from liuqing.workflow.rights import Right

SHOWN = ("household_no", "person_no", "name", "sex", "birth", "id_no", "relation", "town", "village")
"""What tells one person from another, in this order; nothing else of the row is opened."""


@dataclass(frozen=True)
class Said:
    """One fact; ``differs`` marks where a candidate says otherwise than the row."""

    name: str
    label: str
    value: str
    differs: bool = False


@dataclass(frozen=True)
class Candidate:
    """Somebody of the record whom the row may mean."""

    person_id: int
    household_no: str
    facts: tuple[Said, ...]


@dataclass(frozen=True)
class HeldRow:
    """The row's own words, and its candidates in the user's villages."""

    pk: int
    sheet: str
    row: int
    problems: tuple[dict[str, Any], ...]
    said: tuple[Said, ...]
    candidates: tuple[Candidate, ...]


def held_row(user: Any, pk: int) -> HeldRow:
    """A row that waits. Problem ``registry.no_such_row`` if it is none, or none of the user's."""
    row = held(user, pk)
    whole = json.loads(secrets.decrypt(row.cells))
    said = tuple(_said(row, whole))
    people = _candidates(user, row.candidates)
    return HeldRow(
        row.pk, row.sheet, row.row, tuple(row.problems), said, tuple(_beside(p, said) for p in people)
    )


def held(user: Any, pk: int) -> SourceRow:
    """The row itself, for the service that settles it."""
    waiting = visible_rows(user).filter(verdict=SourceRow.Verdict.HELD, resolved_at=None)
    row = waiting.select_related("file", "village").filter(pk=pk).first()
    if row is None:
        raise Problem("registry.no_such_row", "没有这一行，或者它已经处理过", "请从文件页面进入。")
    return row


def candidate(user: Any, row: SourceRow, person: int) -> Person:
    """One of the row's candidates. Problem ``registry.no_such_row`` if the person is none."""
    found = [one.person for one in _candidates(user, row.candidates) if one.person_id == person]
    if not found:
        raise Problem("registry.no_such_row", "这个人不在备选之中", "请刷新页面后再选。")
    return found[0]


def candidates(user: Any, row: SourceRow) -> list[Membership]:
    """Whom the row may mean, as far as they live in the user's villages; merged records as one."""
    return _candidates(user, row.candidates)


def _said(row: SourceRow, whole: dict[str, Any]) -> list[Said]:
    sheet = row.file.mapping.get(row.sheet, {})
    kind = BY_KEY.get(sheet.get("kind") or whole["kind"])
    if kind is None:
        return []
    taken = sheet.get("columns") or map_columns(kind, whole["headings"], {})
    cells = {
        taken.get(heading): cell for heading, cell in zip(whole["headings"], whole["cells"], strict=False)
    }
    facts = {fact.name: fact for fact in kind.columns}
    return [
        _cell(facts[name], cells[name]) for name in SHOWN if name in facts and cells.get(name) is not None
    ]


def _cell(fact: Fact, cell: Any) -> Said:
    text = str(cell).removesuffix(" 00:00:00").strip()
    return Said(fact.name, fact.label, _masked(text) if fact.kind == "id" else text)


def _candidates(user: Any, keys: list[int]) -> list[Membership]:
    mine = scope.visible_villages(user, Right.DECIDE_HELD_ROWS)
    counting = merged.roots()
    found = Membership.objects.filter(
        person__in={counting.get(key, key) for key in keys}, until=None, household__village__in=mine
    )
    return list(found.select_related("person", "household__village__parent").order_by("person"))


def _beside(member: Membership, said: tuple[Said, ...]) -> Candidate:
    person, village = member.person, member.household.village
    values = {
        "household_no": member.household.no,
        "person_no": person.person_no or "",
        "name": person.name,
        "sex": person.sex,
        "birth": person.birth.isoformat() if person.birth else "",
        "id_no": _masked(secrets.decrypt(person.id_cipher)) if person.id_cipher else "",
        "relation": member.relation,
        "town": village.parent.name if village.parent else "",
        "village": village.name,
    }
    labels = {one.name: one.label for one in said}
    own = {one.name: one.value for one in said}
    facts = tuple(
        Said(name, labels.get(name, name), values[name], name in own and own[name] != values[name])
        for name in SHOWN
        if name in labels
    )
    return Candidate(person.pk, member.household.no, facts)


def _masked(number: str) -> str:
    return identity_numbers.masked(number)
