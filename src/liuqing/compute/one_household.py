"""One household with everything that rules read of it: worked out as it is, and as it might be.

The tables are those of a snapshot with only the rows of one household (of its whole village, if a
rule counts over the village). A ``Variant`` is the same household with some facts changed; any
number of variants is worked out in one go, for the SQL is the same and only the rows are more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from liuqing.compute.graph import closure, owner
from liuqing.compute.plan import KEY, LINK, TABLE, UP, Plan, sql
from liuqing.compute.snapshot import TABLES
from liuqing.errors import Problem
from liuqing.policy.dated import Parameters
from liuqing.policy.place import load
from liuqing.policy.rules import RULES

Row = dict[str, Any]
Rows = dict[str, list[Row]]
ENTITIES = ("area", "household", "person", "bill")
WHO = {"person": ("relation", "sex", "age"), "bill": ("discharged",)}
"""The facts by which people tell members and bills apart."""
UNITS = 1_000_000
"""More persons or bills than any household has: keys of variants are counted in such blocks."""


@dataclass(frozen=True)
class Compiled:
    """Rules of a place on a day as SQL: ``steps`` in their order, then one statement an entity.

    ``facts``: by entity, the facts of the snapshot that the rules read. ``order``: the rules, each
    after what it is made from. ``not_in_force``: the rules that cannot answer, with the number.
    """

    numbers: Parameters
    order: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    last: dict[str, str]
    facts: dict[str, tuple[str, ...]]
    not_in_force: dict[str, str]

    @property
    def whole_village(self) -> bool:
        """Some rule counts the households of the village."""
        return any(RULES[name].entity == "area" for name in self.order)


@lru_cache(maxsize=512)
def compiled(place: str, on: date, rules: tuple[str, ...]) -> Compiled:
    """The rules with all that they are made from; a second question of the same kind costs nothing."""
    numbers, order = load(place).parameters(on), tuple(closure(RULES, rules))
    facts = _facts(order)
    plan = Plan(numbers, order, keep=facts)
    steps = tuple((step.name, _sql(step.relation)) for step in plan.steps)
    last = {entity: _sql(plan.tables[entity]) for entity in ENTITIES}
    return Compiled(numbers, order, steps, last, facts, plan.not_in_force)


def _facts(order: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {entity: dict.fromkeys(WHO.get(entity, ())) for entity in ENTITIES}
    for rule in (RULES[name] for name in order):
        for need in rule.needs:
            entity = owner(RULES, need, rule.entity)
            if need not in RULES and entity in found:
                found[entity][need] = None
    return {entity: tuple(names) for entity, names in found.items()}


def _sql(relation: Any) -> str:
    return sql(relation, "duckdb")


@dataclass(frozen=True)
class Fact:
    """One fact of the household: whose (``at`` counts the rows of the entity from 0) and which."""

    entity: str
    at: int
    name: str


Variant = Mapping[Fact, Any]
"""Changed facts with their new values."""


@dataclass(frozen=True)
class Home:
    """The rows of one household in the tables that rules read; ``key`` is its number there."""

    key: int
    tables: dict[str, pa.Table]
    _columns: dict[tuple[str, str], list[Any]] = field(default_factory=dict, repr=False)

    def value(self, fact: Fact) -> Any:
        """What the snapshot says."""
        return self._column(fact.entity, fact.name)[fact.at]

    def own(self, entity: str) -> list[int]:
        """Which rows of the table are the household itself, its members or their bills."""
        if entity == "bill":
            members = {self._column("person", "person_id")[at] for at in self.own("person")}
            return [at for at, key in enumerate(self._column("bill", UP["bill"])) if key in members]
        return [at for at, key in enumerate(self._column(entity, "household_id")) if key == self.key]

    def _column(self, entity: str, name: str) -> list[Any]:
        if (entity, name) not in self._columns:
            self._columns[entity, name] = self.tables[TABLE[entity]][name].to_pylist()
        return self._columns[entity, name]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    # Opening one takes longer than all else; a cursor has temporary tables and views of its own.
    return duckdb.connect(":memory:", config={"threads": 1})


def read(folder: Path, household_id: int, rules: Compiled) -> Home:
    """The household's rows of a snapshot. Problems ``compute.no_household`` if it has none,
    ``compute.old_findings`` if an earlier version of the program made the snapshot.
    """
    if any(not (folder / f"{table}.parquet").exists() for table in TABLES):
        raise Problem("compute.old_findings", "这次测算是旧版本做的，现在的规则读不了", "请重新测算一次。")
    with _database().cursor() as engine:
        for table in TABLES:
            path = str(folder / f"{table}.parquet").replace("'", "''")
            view = f"CREATE TEMP VIEW {table} AS FROM read_parquet('{path}')"
            engine.execute(view)
        asked = engine.execute(
            "SELECT household_village_id FROM households WHERE household_id = ?", [household_id]
        )
        if not (village := asked.fetchall()):
            raise Problem("compute.no_household", "快照里没有这一户", "请核对户编号，或重新冻结台账后再看。")
        all_of_it = rules.whole_village and village[0][0] is not None
        home = (
            f"household_village_id = {village[0][0]}" if all_of_it else f"household_id = {int(household_id)}"
        )
        households = _table(engine, "household", home, rules)
        persons = _of(engine, "person", households, rules)
        villages = {"village_id": households["household_village_id"].unique()}
        tables = {
            "households": households,
            "persons": persons,
            "bills": _of(engine, "bill", persons, rules),
            "villages": _of(engine, "area", pa.table(villages), rules, key="village_id"),
        }
    return Home(int(household_id), tables)


def _of(
    engine: duckdb.DuckDBPyConnection, entity: str, parents: pa.Table, rules: Compiled, key: str = ""
) -> pa.Table:
    """The rows that belong to these parents; without a parent there are none."""
    above = {"person": "household_id", "bill": "person_id"}.get(entity, key)
    keys = ", ".join(str(int(one)) for one in parents[above].to_pylist() if one is not None)
    return _table(engine, entity, f"{UP.get(entity, key)} IN ({keys})" if keys else "FALSE", rules)


def _table(engine: duckdb.DuckDBPyConnection, entity: str, where: str, rules: Compiled) -> pa.Table:
    wanted = dict.fromkeys((KEY[entity], *_links(entity), *rules.facts[entity]))
    told = ", ".join(wanted)
    # Names of our own schema and whole numbers; nothing that a person wrote.
    statement = f"SELECT {told} FROM {TABLE[entity]} WHERE {where} ORDER BY {KEY[entity]}"  # noqa: S608
    return engine.sql(statement).to_arrow_table()


def _links(entity: str) -> tuple[str, ...]:
    more = {"person": ("employer_id",), "bill": ("discharged",)}.get(entity, ())
    return (*((UP[entity],) if entity in UP else ()), *more)


class Answers:
    """Every rule and fact of a household, for each of some variants, column by column."""

    def __init__(self, home: Home, tables: dict[str, pa.Table]):
        self._tables = tables
        self._counts = {entity: home.tables[TABLE[entity]].num_rows for entity in ENTITIES}
        self._columns: dict[tuple[str, str], list[Any]] = {}

    def value(self, entity: str, at: int, name: str, variant: int = 0) -> Any:
        """What a rule or fact of the entity's row ``at`` is in a variant."""
        if (entity, name) not in self._columns:
            self._columns[entity, name] = self._tables[entity][name].to_pylist()
        return self._columns[entity, name][variant * self._counts[entity] + at]

    def rows(self) -> Rows:
        """The rows of the first variant by entity."""
        return {
            entity: table.slice(0, self._counts[entity]).to_pylist() for entity, table in self._tables.items()
        }


def answers(home: Home, rules: Compiled, variants: Sequence[Variant] = ({},)) -> Answers:
    """The rules worked out for every variant at once (the household as it is, if none is given)."""
    tables = _several(home, variants)
    with _database().cursor() as engine:
        for name, table in tables.items():
            engine.register(name, table)
        for name, statement in rules.steps:
            engine.execute(f"CREATE TEMP TABLE {name} AS {statement}")
        found = {entity: engine.sql(rules.last[entity]).to_arrow_table() for entity in ENTITIES}
    return Answers(home, {entity: table.sort_by(KEY[entity]) for entity, table in found.items()})


def _several(home: Home, variants: Sequence[Variant]) -> dict[str, pa.Table]:
    """The tables with every variant beside the others, under keys of its own."""
    tables = {TABLE["employer"]: TABLES[TABLE["employer"]].empty_table()}
    for entity in ENTITIES:
        table = home.tables[TABLE[entity]]
        count, times = table.num_rows, len(variants)
        many = table.take(pa.array(np.tile(np.arange(count), times)))
        many = _changed(many, count, variants, entity)
        keys = np.repeat(np.arange(times) * UNITS, count) + np.tile(np.arange(count), times)
        many = _column(many, KEY[entity], pa.array(keys))
        tables[TABLE[entity]] = _linked(many, home, entity, times)
    return tables


def _changed(table: pa.Table, count: int, variants: Sequence[Variant], entity: str) -> pa.Table:
    columns: dict[str, list[Any]] = {}
    for number, variant in enumerate(variants):
        for fact, value in variant.items():
            if fact.entity == entity:
                if fact.name not in columns:
                    columns[fact.name] = table[fact.name].to_pylist()
                columns[fact.name][number * count + fact.at] = value
    for name, values in columns.items():
        table = _column(table, name, pa.array(values, table.schema.field(name).type))
    return table


def _linked(table: pa.Table, home: Home, entity: str, times: int) -> pa.Table:
    """The links to the parents, in the keys of the variants."""
    if entity not in UP:
        return table
    above = {"bill": "person", "person": "household", "household": "area"}[entity]
    parents = home.tables[TABLE[above]][KEY[above]].to_pylist()
    places = {key: at for at, key in enumerate(parents)}
    own = [places.get(key, UNITS - 1) for key in home.tables[TABLE[entity]][UP[entity]].to_pylist()]
    links = np.repeat(np.arange(times) * UNITS, len(own)) + np.tile(np.array(own, dtype=np.int64), times)
    return _column(table, UP[entity], pa.array(links))


def _column(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, values)


def parent_row(rows: Rows, row: Row, entity: str) -> Row:
    """The row above: the member of a bill, the household of a member, its village; {} without one."""
    above = {"bill": "person", "person": "household", "household": "area"}[entity]
    link = row[UP[entity]]
    return next((one for one in rows[above] if one[KEY[above]] == link), {})


def children(rows: Rows, row: Row, entity: str) -> list[Row]:
    """The rows below: the members of a household, the bills of a member."""
    below = {"person": "bill", "household": "person", "area": "household"}[entity]
    return [one for one in rows[below] if one[LINK[entity]] == row[KEY[entity]]]
