"""Whom of the register does a row mean? By the exact number, else by everything else it says.

The register is held in memory by its hashed numbers (a few ten thousand persons); the near-exact
pass looks up only those who could be meant and leaves the judgement to ``matching``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from liuqing.matching import names, people
from liuqing.policy import identity_numbers
from liuqing.registry import merged, secrets
from liuqing.registry.imports.rows import TypedRow
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, Person
from liuqing.registry.services.bulk import Row, find

_CANDIDATE = ("id", "name", "sex", "birth", "village_id", "id_cipher", "initials", "other_name")


@dataclass(frozen=True, slots=True)
class Registered:
    """A person of the register: the household they belong to, their names and village."""

    person: int
    household: int
    name: str
    village: int | None
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a row means: a person surely (``person``), or perhaps (``candidates``)."""

    person: int | None
    score: int
    candidates: tuple[int, ...] = ()
    exact: bool = False


class Register:
    """The persons who belong to a household of the register today (or only one of them)."""

    def __init__(self) -> None:
        self.by_hash: dict[str, Registered] = {}
        self.by_person: dict[int, Registered] = {}
        self._unnumbered: dict[str, list[int]] = defaultdict(list)
        self._called: dict[str, list[int]] = defaultdict(list)
        self.towns = dict(Area.objects.filter(level=Area.Level.VILLAGE).values_list("pk", "parent"))
        for pk, hashed, household, name, village, sound, other_name in _members():
            if other_name:
                self._called[other_name].append(pk)
            one = Registered(pk, household, name, village, other_name)
            self.by_person[pk] = one
            if hashed:
                self.by_hash[hashed] = one
            else:
                self._unnumbered[sound].append(pk)
        self.counting = merged.roots()
        self._take_merged()

    def __bool__(self) -> bool:
        return bool(self.by_person)

    def person(self, pk: int) -> int:
        """The record that counts now for this one."""
        return self.counting.get(pk, pk)

    def _take_merged(self) -> None:
        """Who carries the number and the name of a record that was merged away is still found."""
        rows = find(Person, "id", self.counting, ("id", "id_hash", "name"))
        for pk, hashed, name in rows:
            one = self.by_person.get(self.counting[pk])
            if one and hashed:
                self.by_hash.setdefault(hashed, replace(one, name=name))

    def unnumbered(self, sound: str) -> list[int]:
        """Persons with a damaged number whose name sounds like this."""
        return self._unnumbered.get(sound, [])

    def called(self, name: str) -> list[int]:
        """Persons who had this name before, or whom neighbours call so."""
        return self._called.get(name, [])

    def number_found(self, sound: str, pk: int) -> None:
        """A person's damaged number was put right: nobody is to be taken for them any more."""
        self._unnumbered[sound] = [one for one in self.unnumbered(sound) if one != pk]


def meant(rows: list[TypedRow], register: Register, villages: Villages) -> dict[int, Meant]:
    """For rows whose number is not in the register: {index of the row: whom it may mean}.

    A row with a sound number can only mean somebody whose own number is damaged; a row with a
    damaged number can mean anybody.
    """
    left, wanted = [], set()
    for index, row in enumerate(rows):
        nearby = register.unnumbered(row.extra["pinyin"])
        if nearby or not row.values.get("id_no"):
            wanted.update(nearby)
            left.append(_left(index, row, villages, register))
    if not left:
        return {}
    right = _candidates([row for row in rows if not row.values.get("id_no")], wanted, register)
    found = people.match(people.table(left), people.table(right))
    return {one["left"]: _meant(one, register) for one in found.to_pylist()}


def _meant(found: dict[str, Any], register: Register) -> Meant:
    """A match as the record counts today: several records of one person are one candidate."""
    candidates = tuple(dict.fromkeys(register.person(pk) for pk in found["candidates"]))
    person = register.person(found["right"]) if found["right"] is not None else None
    if person is None and len(candidates) == 1 < len(found["candidates"]) and found["score"] >= people.SAME:
        person = candidates[0]
    return Meant(person, found["score"], candidates)


def _left(index: int, row: TypedRow, villages: Villages, register: Register) -> tuple[Any, ...]:
    values = row.values
    village = villages.find(values.get("town"), values.get("village")).village
    told = (index, shown_number(row), values.get("name"), values.get("sex"), values.get("birth"))
    return (*told, village, register.towns.get(village), None, values.get("other_name"))


def shown_number(row: TypedRow) -> str | None:
    """The number as far as it can be read: what Excel turned into a number keeps 15 digits."""
    text = row.values.get("id_text")
    if text is None and isinstance(row.extra.get("id_cell"), int | float):
        digits = str(int(row.extra["id_cell"]))
        return f"{digits[:15]}***" if len(digits) == 18 else None
    return text


def _candidates(rows: Iterable[TypedRow], wanted: set[int], register: Register) -> list[tuple[Any, ...]]:
    every = list(rows)
    told = (row.values.get(name) for row in every for name in ("name", "other_name"))
    spelt = {name for name in told if name}
    spelt |= {names.plain(name) for name in spelt}
    wanted = wanted.union(*(register.called(name) for name in spelt))
    found = {r[0]: r for r in find(Person, "id", wanted, _CANDIDATE)}
    found |= {r[0]: r for r in find(Person, "name", spelt, _CANDIDATE)}
    births = {day.isoformat() for day in map(_born, every) if day}
    letters = {row.extra["initials"] for row in every if row.extra["initials"]}
    alike = find(Person, "initials", letters, _CANDIDATE, "birth", births) if births else []
    found |= {r[0]: r for r in alike}
    return [_right(row, register) for row in found.values()]


def _right(row: Row, register: Register) -> tuple[Any, ...]:
    number = identity_numbers.tidy(secrets.decrypt(row[5])) if row[5] else None
    birth = date.fromisoformat(str(row[3])[:10]) if row[3] else None
    told = (row[0], number, row[1], row[2] or None, birth)
    return (*told, row[4], register.towns.get(row[4]), None, row[7] or None)


def _born(row: TypedRow) -> date | None:
    number = shown_number(row) or ""
    return row.values.get("birth") or (identity_numbers.born(number) if len(number) >= 14 else None)


def _members() -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id, p.id_hash, m.household_id, p.name, h.village_id, p.pinyin, p.other_name"
            " FROM registry_membership m JOIN registry_person p ON p.id = m.person_id"
            " JOIN registry_household h ON h.id = m.household_id WHERE m.until IS NULL ORDER BY p.id"
        )
        return list(cursor.fetchall())
