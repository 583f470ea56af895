"""Two snapshots beside each other, field by field: who came, who went, whose facts changed (R388).

Read from the frozen files alone, in a stream: it does not matter how large the county is, nor what
the record says by now. A column that only one of them has (an older program froze less) is not compared.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow.parquet as pq

from liuqing.compute import words
from liuqing.errors import Problem
from liuqing.policy.origins import list_of
from liuqing.registry.models import Area, Household, Person, Snapshot
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.pages import Page
from liuqing.registry.queries.reasons import folder
from liuqing.registry.services.freezing.pieces import among
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

# ruff: noqa: S608 - statements are put together from the columns of our own files and our own keys

CAME, WENT = "came", "went"
ENTITIES = {"household": "户", "person": "人"}
SIZE = 60
_FILE = {"household": "households.parquet", "person": "persons.parquet"}
_KEY = {"household": "household_id", "person": "person_id"}
_NOT_COMPARED = {"household_id", "person_id", "household_no", "household_village_id", "age"}
"""Keys; and what changes by the calendar alone."""


@dataclass(frozen=True)
class Field:
    """A fact and in how many rows it differs; ``list``: the department's list that says it, "" the register."""

    entity: str
    name: str
    label: str
    count: int
    list: str = ""


@dataclass(frozen=True)
class Summary:
    """Two snapshots: how many came, went and changed, and by which facts."""

    area: Place
    earlier: Snapshot
    later: Snapshot
    came: dict[str, int]
    went: dict[str, int]
    moved: int
    changed: dict[str, int]
    fields: tuple[Field, ...]
    not_compared: tuple[str, ...]

    @property
    def by_entity(self) -> tuple[tuple[str, str, int, int, int], ...]:
        """Of households and persons: key, label, came, went, changed."""
        return tuple(
            (key, label, self.came[key], self.went[key], self.changed[key]) for key, label in ENTITIES.items()
        )


@dataclass(frozen=True)
class Difference:
    """One row of one field: what the earlier and the later snapshot say."""

    household_no: str
    who: str
    town: str
    village: str
    field: str
    was: str
    now: str


def snapshots(user: Any) -> tuple[tuple[int, str, datetime], ...]:
    """The snapshots that can be compared, the latest first: number, day, when it was made."""
    if not rights.can(user, Right.SEE_BOARD):
        raise no_such_snapshot()
    found = Snapshot.objects.filter(complete=True).order_by("-on", "-pk")
    return tuple((one.pk, one.on.isoformat(), one.made_at) for one in found)


def summary(user: Any, earlier: int, later: int, area: str | None = None) -> Summary:
    """Counts by field. Problems ``registry.no_such_snapshot``, ``registry.no_such_area``."""
    where = scope.area(user, area, Right.SEE_BOARD)
    first, second = _snapshot(earlier), _snapshot(later)
    with _beside(first, second, where) as (ask, columns):
        counted = {entity: _counted(ask, entity, columns[entity]) for entity in ENTITIES}
    fields = tuple(
        Field(entity, name, words.label(name), n, list_of(name))
        for entity in ENTITIES
        for name, n in counted[entity].items()
        if n and name not in (CAME, WENT, "any", "village")
    )
    lacking = {n for e in ENTITIES for n in _names(first, e) ^ _names(second, e)}
    return Summary(
        boards.area_head(where), first, second, {e: counted[e][CAME] for e in ENTITIES},
        {e: counted[e][WENT] for e in ENTITIES}, counted["household"]["village"],
        {e: counted[e]["any"] for e in ENTITIES}, tuple(sorted(fields, key=lambda f: (-f.count, f.entity, f.name))),
        tuple(sorted(words.label(name) for name in lacking)),
    )  # fmt: skip


def rows(
    user: Any, earlier: int, later: int, area: str | None, entity: str, field: str, number: int = 1
) -> Page[Difference]:
    """The rows in which a field differs (or who came, or went), by household number.

    Problems as in ``summary``, and ``registry.no_such_fact``.
    """
    where = scope.area(user, area, Right.SEE_HOUSEHOLDS)
    with _beside(_snapshot(earlier), _snapshot(later), where) as (ask, columns):
        wanted = _wanted(entity, field, columns)
        total = ask.execute(f"SELECT count(*) FROM {entity}s WHERE {wanted}").fetchone()[0]
        number = min(max(1, number), max(1, -(-total // SIZE)))
        found = ask.execute(_row_statement(entity, field, wanted, SIZE, (number - 1) * SIZE)).fetchall()
    return Page(list(_told(entity, field, found)), total, number, SIZE)


def every(user: Any, earlier: int, later: int, area: str | None = None) -> Iterator[Difference]:
    """Every difference, field by field, for a workbook."""
    where = scope.area(user, area, Right.EXPORT)
    with _beside(_snapshot(earlier), _snapshot(later), where) as (ask, columns):
        for entity in ENTITIES:
            counted = _counted(ask, entity, columns[entity])
            for field in (CAME, WENT, *columns[entity]):
                if not counted[field]:  # reading both files again for each field that is alike takes longest
                    continue
                wanted = _wanted(entity, field, columns)
                cursor = ask.cursor().execute(_row_statement(entity, field, wanted, None, 0))
                while piece := cursor.fetchmany(500):
                    yield from _told(entity, field, piece)


def no_such_snapshot() -> Problem:
    """The one answer for a snapshot that does not exist or is not the user's."""
    return Problem("registry.no_such_snapshot", "没有这次测算", "请从比较两次快照的列表里选。")


def _snapshot(pk: int) -> Snapshot:
    found = Snapshot.objects.filter(pk=pk, complete=True).first()
    if found is None:
        raise no_such_snapshot()
    return found


def _names(snapshot: Snapshot, entity: str) -> set[str]:
    return set(_order(snapshot, entity))


def _shared(earlier: Snapshot, later: Snapshot, entity: str) -> list[str]:
    wanted = _names(earlier, entity) - _NOT_COMPARED
    return [name for name in _order(later, entity) if name in wanted]


@contextmanager
def _beside(earlier: Snapshot, later: Snapshot, where: Area) -> Iterator[tuple[Any, dict[str, list[str]]]]:
    """Tables ``households`` and ``persons`` with every row of both sides: key, no, and both values."""
    columns = {entity: _shared(earlier, later, entity) for entity in ENTITIES}
    ask = duckdb.connect(config={"threads": 2})
    try:
        for side, snapshot in (("a", earlier), ("b", later)):
            for entity in ENTITIES:
                ask.read_parquet(str(folder(snapshot) / _FILE[entity])).create_view(f"{side}_{entity}_raw")
            ask.execute(_views(side, where))
        for entity in ENTITIES:
            ask.execute(_joined(entity, columns[entity]))
        yield ask, columns
    finally:
        ask.close()


def _order(snapshot: Snapshot, entity: str) -> list[str]:
    return list(pq.read_schema(folder(snapshot) / _FILE[entity]).names)


def _views(side: str, where: Area) -> str:
    inside = ""
    if where.parent_id is not None:
        villages = Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True)
        inside = f"AND household_village_id IN ({among(villages)})"
    return f"""
    CREATE VIEW {side}_household AS SELECT *, household_village_id AS village FROM {side}_household_raw
      WHERE standing IS NOT NULL {inside};
    CREATE VIEW {side}_person AS SELECT p.*, h.household_no, h.household_village_id AS village
      FROM {side}_person_raw p JOIN {side}_household h ON h.household_id = p.household_id;
    """


def _joined(entity: str, columns: list[str]) -> str:
    key = _KEY[entity]
    pairs = "".join(f', a."{name}" AS "a_{name}", b."{name}" AS "b_{name}"' for name in columns)
    return f"""
    CREATE VIEW {entity}s AS SELECT COALESCE(a.{key}, b.{key}) AS k, a.{key} AS ka, b.{key} AS kb,
      COALESCE(b.household_id, a.household_id) AS home, COALESCE(b.household_no, a.household_no) AS no,
      COALESCE(b.village, a.village) AS village, a.village AS a_village, b.village AS b_village {pairs}
    FROM a_{entity} a FULL JOIN b_{entity} b ON a.{key} = b.{key}
    """


_BOTH = "ka IS NOT NULL AND kb IS NOT NULL"


def _counted(ask: Any, entity: str, columns: list[str]) -> dict[str, int]:
    names = [*columns, "village"]
    told = {CAME: "ka IS NULL", WENT: "kb IS NULL"} | {name: _differs(name) for name in names}
    told["any"] = f"{_BOTH} AND ({' OR '.join(_differs(name, alone=True) for name in names)})"
    counts = ", ".join(f'count(*) FILTER (WHERE {said}) AS "{name}"' for name, said in told.items())
    found = ask.execute(f"SELECT {counts} FROM {entity}s").fetchone()
    return dict(zip(told, found, strict=True))


def _differs(name: str, *, alone: bool = False) -> str:
    said = f'"a_{name}" IS DISTINCT FROM "b_{name}"'
    return said if alone else f"{_BOTH} AND {said}"


def _wanted(entity: str, field: str, columns: dict[str, list[str]]) -> str:
    if entity not in ENTITIES or field not in (CAME, WENT, "village", *columns[entity]):
        raise Problem("registry.no_such_fact", "没有这一项", "请从比较结果的表里进入。")
    return {CAME: "ka IS NULL", WENT: "kb IS NULL"}.get(field) or _differs(field)


def _row_statement(entity: str, field: str, wanted: str, limit: int | None, offset: int) -> str:
    values = "NULL, NULL" if field in (CAME, WENT) else f'"a_{field}", "b_{field}"'
    cut = f"LIMIT {limit} OFFSET {offset}" if limit is not None else ""
    return f"SELECT k, home, no, village, {values} FROM {entity}s WHERE {wanted} ORDER BY no, k {cut}"


def _told(entity: str, field: str, found: list[tuple[Any, ...]]) -> Iterator[Difference]:
    homes = dict(Household.objects.filter(pk__in={row[1] for row in found}).values_list("pk", "head_name"))
    people = {}
    if entity == "person":
        people = dict(Person.objects.filter(pk__in={row[0] for row in found}).values_list("pk", "name"))
    villages = {row[3] for row in found} | (
        {v for row in found for v in row[4:]} if field == "village" else set()
    )
    places = Area.objects.select_related("parent").in_bulk(villages - {None})
    for key, home, no, village, was, now in found:
        place = places.get(village)
        if field == "village":
            was, now = (places[v].name if v in places else "" for v in (was, now))
        elif field in (CAME, WENT):
            was, now = ("", "有") if field == CAME else ("有", "")
        else:
            was, now = words.fact(field, was), words.fact(field, now)
        yield Difference(
            no or "", people.get(key, "") if entity == "person" else homes.get(home, ""),
            place.parent.name if place and place.parent else "", place.name if place else "",
            label(field), str(was), str(now),
        )  # fmt: skip


def label(field: str) -> str:
    """A field as people read it."""
    return {CAME: "新出现", WENT: "不再有", "village": "所在村"}.get(field) or words.label(field)
