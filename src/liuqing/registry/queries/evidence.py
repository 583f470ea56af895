"""Which facts disagree, and who says so: behind each flag its facts with list, row and day.

Values are those of the snapshot on which the flag was raised; sources are looked up in the record.
For many flags of one snapshot at once, in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone

from liuqing.compute import words as reading
from liuqing.compute.graph import leaves
from liuqing.compute.snapshot import TABLES
from liuqing.policy.origins import fact_of, list_of
from liuqing.policy.rules import RULES
from liuqing.registry.models import (
    Entry,
    HouseholdYear,
    IncomeYear,
    Membership,
    Person,
    PersonYear,
    Snapshot,
    SourceFile,
    VillageYear,
)
from liuqing.registry.queries import words
from liuqing.registry.queries.cases.corrected import corrected
from liuqing.registry.queries.reasons import folder

QUIET = ("standing", "household_id", "person_id", "village_id")
"""What everybody knows already: whom the flag is about, and that they are in the register."""

FILES = {"person": "persons", "household": "households", "area": "villages"}
KEYS = {"person": "person_id", "household": "household_id", "area": "village_id"}
VISITED = "入户核实，乡镇已同意"
"""Who says a fact that a village put right and the township agreed to."""
SHOWN = 8
"""So many members are named where a fact of all of them counts."""


class Found(Protocol):
    """A flag: a ``Finding`` or a ``Case``."""

    pk: int
    rule: str
    household_id: int | None
    person_id: int | None
    village_id: int | None


@dataclass(frozen=True)
class Said:
    """One fact behind a flag. ``fact`` names it in ``policy.tables`` where the register says it."""

    name: str
    label: str
    value: str
    source: str = ""
    said_on: date | None = None
    fact: str = ""
    entity: str = ""


@dataclass(frozen=True)
class _Origin:
    """Where a fact was said: its file, row and day."""

    file: int | None
    row: int | None
    on: date | None


def of(found: Iterable[Found], snapshot: Snapshot) -> dict[int, tuple[Said, ...]]:
    """The facts behind each flag, by its key, those of the lists first. Flags of one snapshot only."""
    asked = [one for one in found if one.rule in RULES]
    return _Looked(asked, snapshot).told() if asked else {}


class _Looked:
    """What a handful of flags stand on: values of the snapshot, sources of the record."""

    def __init__(self, found: list[Found], snapshot: Snapshot) -> None:
        self.found, self.snapshot = found, snapshot
        self.leaves = {rule: _leaves(rule) for rule in {one.rule for one in found}}
        self.members = _members(found, self.leaves)
        self.people = {one.person_id for one in found if one.person_id} | set(self.members)
        self.homes = {one.household_id for one in found if one.household_id}
        self.values = {entity: self._values(entity) for entity in FILES}
        self.files = SourceFile.objects.in_bulk()
        self.origins = self._origins()
        self.corrected = corrected(
            persons=self.people,
            households=self.homes,
            villages={one.village_id for one in found if one.village_id},
        )
        self.names = dict(Person.objects.filter(pk__in=self.members).values_list("pk", "name"))

    def told(self) -> dict[int, tuple[Said, ...]]:
        """The facts of each flag."""
        return {one.pk: tuple(self._facts(one)) for one in self.found}

    def _facts(self, one: Found) -> Iterable[Said]:
        told = [said for entity, name in self.leaves[one.rule] if (said := self._said(one, entity, name))]
        return sorted(told, key=lambda said: not list_of(said.name))

    def _said(self, one: Found, entity: str, name: str) -> Said | None:
        key = {"person": one.person_id, "household": one.household_id, "area": one.village_id}.get(entity)
        if entity == "person" and key is None and one.household_id:
            return self._of_members(one.household_id, name)
        if key is None or name not in self.values[entity].get(key, {}):
            return None
        value = reading.fact(name, self.values[entity][key][name])
        source, day = self._who(entity, key, name, one.household_id)
        return Said(name, reading.label(name), value, source, day, fact_of(name), entity)

    def _of_members(self, household: int, name: str) -> Said | None:
        """A fact of every member, one after the other."""
        here = [pk for pk, home in self.members.items() if home == household]
        parts = [
            f"{self.names.get(pk, '')} {reading.fact(name, self.values['person'][pk][name])}"
            for pk in here
            if name in self.values["person"].get(pk, {})
        ]
        more = f"等 {len(parts)} 人" if len(parts) > SHOWN else ""
        return (
            Said(name, reading.label(name), "、".join(parts[:SHOWN]) + more, entity="person")
            if parts
            else None
        )

    def _values(self, entity: str) -> dict[int, dict[str, Any]]:
        asked = {"person": self.people, "household": self.homes}.get(
            entity, {one.village_id for one in self.found if one.village_id}
        )
        names = {name for told in self.leaves.values() for kind, name in told if kind == entity}
        file = folder(self.snapshot) / f"{FILES[entity]}.parquet"
        if not asked or not names or not file.exists():
            return {}
        return _rows(pq.read_table(
            file, columns=[KEYS[entity], *sorted(names & set(pq.read_schema(file).names) - {KEYS[entity]})],
            filters=[(KEYS[entity], "in", sorted(asked))],
        ), KEYS[entity])  # fmt: skip

    # Sources

    def _origins(self) -> dict[tuple[str, str, int], _Origin]:
        """(table or list, what, key) → where it was said last, up to the day."""
        on, year = self.snapshot.on, self.snapshot.on.year
        near = {"year__lte": year, "year__gte": year - 1}
        places = {one.village_id for one in self.found if one.village_id}
        told: dict[tuple[str, str, int], _Origin] = {}
        for what, rows in (
            ("person", PersonYear.objects.filter(person__in=self.people, **near).order_by("year")),
            ("household", HouseholdYear.objects.filter(household__in=self.homes, **near).order_by("year")),
            ("income", IncomeYear.objects.filter(household__in=self.homes, year=year)),
            ("area", VillageYear.objects.filter(area__in=places, **near).order_by("year")),
        ):
            key = {"person": "person_id", "area": "area_id"}.get(what, "household_id")
            for pk, file, row, day in rows.values_list(key, "file_id", "row", "said_on"):
                told["register", what, pk] = _Origin(file, row, day)
        told |= {
            ("register", "self", pk): _Origin(file, row, None)
            for pk, file, row in Person.objects.filter(pk__in=self.people).values_list("pk", "file_id", "row")
        }
        return told | self._entries(on)

    def _entries(self, on: date) -> dict[tuple[str, str, int], _Origin]:
        kinds = {list_of(name) for told in self.leaves.values() for _, name in told} - {""}
        household = dict(
            Membership.objects.filter(household__in=self.homes, until=None).values_list(
                "person_id", "household_id"
            )
        )
        told: dict[tuple[str, str, int], _Origin] = {}
        said = Entry.objects.filter(kind__in=kinds, person__in=self.people | set(household)).order_by(
            "said_on", "pk"
        )
        for kind, person, file, row, day in said.values_list(
            "kind", "person_id", "file_id", "row", "said_on"
        ):
            if day is None or day <= on:
                told[kind, "person", person] = _Origin(file, row, day)
                if person in household:
                    told[kind, "household", household[person]] = _Origin(file, row, day)
        return told

    def _who(self, entity: str, key: int, name: str, household: int | None) -> tuple[str, date | None]:
        """Who says a fact, and on which day: an agreed answer before the list that it put right."""
        visit = self.corrected.get(("village" if entity == "area" else entity, key, fact_of(name)))
        if visit is not None and visit.on and visit.on <= timezone.localdate(self.snapshot.made_at):
            return VISITED, visit.on
        origin = self._origin(entity, key, name, household)
        return self._cite(name, origin), origin.on

    def _origin(self, entity: str, key: int, name: str, household: int | None) -> _Origin:
        kind = list_of(name)
        if kind:
            return self.origins.get((kind, entity, key)) or self._absent(kind)
        if name.removesuffix("_fen") in _INCOMES:
            entity = "income"
        nowhere = _Origin(None, None, None)
        if entity == "person" and name in _OF_THE_PERSON:
            return self.origins.get(("register", "self", key), nowhere)
        return self.origins.get(("register", entity, key), nowhere)

    def _absent(self, kind: str) -> _Origin:
        """The list of the year that does not name anybody of them: its last file, no row."""
        files = self.snapshot.manifest.get("lists", {}).get(kind) or ()
        last = max(
            (self.files[pk] for pk in files if pk in self.files), key=lambda f: (f.on, f.pk), default=None
        )
        return _Origin(last.pk, None, last.on) if last else _Origin(None, None, None)

    def _cite(self, name: str, origin: _Origin) -> str:
        file = self.files.get(origin.file or 0)
        if file is None:
            return ""
        kind = list_of(name)
        if not kind:
            return words.source(file, origin.row)
        department, label = words.list_name(kind)
        where = f"第 {origin.row} 行" if origin.row else "里没有"
        return f"{words.department(department)}《{label}》{where}"


_INCOMES = frozenset(
    name.removesuffix("_fen") for name in TABLES["households"].names if name.startswith(("wage", "business", "dividend", "property_other", "transfer_"))
)  # fmt: skip
_OF_THE_PERSON = frozenset(
    ("sex", "birth", "age", "ethnicity", "id_valid", "id_length", "id_birth", "id_sex", "id_class")
)


def _leaves(rule: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (entity, name) for entity, name in leaves(RULES, rule) if entity in FILES and name not in QUIET
    )


def _members(found: list[Found], asked: Mapping[str, tuple[tuple[str, str], ...]]) -> dict[int, int]:
    """The members of households whose flag stands on facts of every member: {person: household}."""
    homes = {
        one.household_id
        for one in found
        if one.person_id is None and one.household_id and any(e == "person" for e, _ in asked[one.rule])
    }
    rows = Membership.objects.filter(household__in=homes, until=None).order_by("pk")
    return dict(rows.values_list("person_id", "household_id"))


def _rows(table: pa.Table, key: str) -> dict[int, dict[str, Any]]:
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in table.to_pylist():
        told[row[key]] = row
    return told
