"""Fingerprints of flags: the same as long as the facts on which a flag stands are the same.

A flag that somebody explained stays struck off until one of its facts changes. Its fingerprint is a
hash over the names and values of those facts as the snapshot has them (money in fen, days as ISO, not
known unlike anything known): of the subject, of its household and village, and where a rule counts
over members or bills, of each of them, in an order of their values.

What runs by itself is no change, else every explanation would end with the month:

- ``age`` counts as ``birth``, ``loan_days`` not at all;
- what adds up during a year (what lists paid, ``RUNNING``) counts as not known, none or some;
- keys say who somebody is, not how; they count as being there;
- being in the register (``registered``) is the gate of a flag, so that an exit alone is no change; rules
  that ask for the standing itself have it among their facts;
- what is counted over all households of a village is no fact of one household in it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection as Connection

from liuqing.compute.backends import DuckDB
from liuqing.compute.graph import CHILD, FACTS, PARENT, owner
from liuqing.compute.plan import KEY, TABLE, UP
from liuqing.compute.snapshot import RECEIVED, TABLES
from liuqing.policy.rules import RULES

WITHOUT = frozenset({"loan_days"})
INSTEAD = {"age": "birth"}
GATE = "registered"
RUNNING = frozenset(
    {"receipts_fen", "receipt_count", "premium_aid_fen", *(f"{kind}_paid_fen" for kind in RECEIVED)}
)
KEYS = frozenset({*KEY.values(), *UP.values(), "employer_id"})


@dataclass(frozen=True, order=True)
class Leaf:
    """A fact below a rule: ``target`` has it, ``anchor`` is the highest entity passed on the way.

    Where they are the same there is one value; else one for each child of the anchor.
    """

    anchor: str
    target: str
    fact: str


def of(folder: Path, raised: Mapping[str, Collection[int]]) -> dict[str, dict[int, str]]:
    """{rule: {subject key: 64 hex digits}} for the subjects for whom each rule is raised.

    A subject that the snapshot does not have gets none; a rule that nobody knows any more, nothing.
    """
    asked = {name: keys for name, keys in raised.items() if name in RULES and keys}
    of_area = {name: keys for name, keys in asked.items() if RULES[name].entity == "area"}
    others = {name: asked[name] for name in asked if RULES[name].entity in ("person", "household")}
    found: dict[str, dict[int, str]] = {}
    for some in (others, of_area):
        if some:
            with DuckDB() as running:
                found |= _prints(running.connection, folder, some)
    return found


def _prints(
    engine: Connection, folder: Path, asked: Mapping[str, Collection[int]]
) -> dict[str, dict[int, str]]:
    have = {name: _see(engine, folder, name) for name in TABLES}
    if all(RULES[rule].entity != "area" for rule in asked):
        _narrow(engine, asked, have)
    return {rule: _of(engine, rule, keys, have) for rule, keys in asked.items()}


@cache
def leaves(rule: str) -> tuple[Leaf, ...]:
    """The facts that make a rule's fingerprint, in the order of their names."""
    entity = RULES[rule].entity
    return tuple(sorted(set(_below(rule, entity, entity, entity))))


def _below(rule: str, subject: str, anchor: str, target: str) -> Iterator[Leaf]:
    """The leaves below a rule of ``target``, reached through ``anchor``."""
    for need in RULES[rule].needs:
        near = CHILD[target] if RULES[rule].kind == "count" else target
        entity = owner(RULES, need, near)
        highest = _higher(anchor, target, entity)
        if need in RULES:
            if need != GATE or subject == "area":
                yield from _below(need, subject, highest, entity)
        elif not (highest == "area" and entity != "area" and subject != "area") and need not in WITHOUT:
            fact = INSTEAD.get(need, need)
            yield Leaf(highest, entity, fact if fact in FACTS[entity] else need)


def _higher(anchor: str, target: str, entity: str) -> str:
    """The highest entity passed when one goes on from ``target`` to ``entity``."""
    return entity if target == anchor and PARENT.get(target) == entity else anchor


def _see(engine: Connection, folder: Path, table: str) -> frozenset[str]:
    """Make a table known; its columns. A snapshot of an earlier version may lack some."""
    path = folder / f"{table}.parquet"
    if not path.exists():
        return frozenset()
    quoted = str(path).replace("'", "''")
    engine.execute(f"CREATE VIEW whole_{table} AS FROM read_parquet('{quoted}')")
    engine.execute(f"CREATE VIEW {table} AS FROM whole_{table}")
    return frozenset(column[0] for column in engine.execute(f"DESCRIBE {table}").fetchall())


def _narrow(
    engine: Connection, asked: Mapping[str, Collection[int]], have: Mapping[str, frozenset[str]]
) -> None:
    """Keep the households of the subjects with all below them: a hundred rules read them again and again."""
    keys = {
        entity: {key for rule in asked if RULES[rule].entity == entity for key in asked[rule]}
        for entity in ("person", "household")
    }
    for entity, wanted in keys.items():
        engine.register(f"{entity}_keys", pa.table({"key": pa.array(sorted(wanted), pa.int64())}))
    homes = (
        "SELECT household_id FROM whole_persons SEMI JOIN person_keys ON key = person_id "
        "UNION SELECT key AS household_id FROM household_keys"
    )
    engine.execute(f"CREATE TEMP TABLE homes AS {homes}")
    among = {
        "households": "SEMI JOIN homes USING (household_id)",
        # People outside the register have no household; they may be asked about all the same.
        "persons": "WHERE household_id IN (FROM homes) OR person_id IN (FROM person_keys)",
        "bills": "WHERE bill_person_id IN (SELECT person_id FROM persons)",
    }
    facts = {(TABLE[leaf.target], leaf.fact) for rule in asked for leaf in leaves(rule)}
    for table, where in among.items():
        names = KEYS | {fact for name, fact in facts if name == table}
        columns = ", ".join(f'"{name}"' for name in sorted(names & have[table]))
        engine.execute(f"DROP VIEW {table}")
        engine.execute(f"CREATE TEMP TABLE {table} AS SELECT {columns} FROM whole_{table} {where}")  # noqa: S608


def _of(
    engine: Connection, rule: str, keys: Collection[int], have: Mapping[str, frozenset[str]]
) -> dict[int, str]:
    engine.register("asked", pa.table({"key": pa.array(sorted(set(keys)), pa.int64())}))
    try:
        rows = engine.execute(_sql(RULES[rule].entity, leaves(rule), have)).fetchall()
    finally:
        engine.unregister("asked")
    return dict(rows)


def _sql(subject: str, found: tuple[Leaf, ...], have: Mapping[str, frozenset[str]]) -> str:
    """One row a subject: its own facts and those above joined, those of children put together."""
    parts, joins = [], []
    for above in _upwards(subject):
        if above != subject:
            below = next(entity for entity in _upwards(subject) if PARENT.get(entity) == above)
            joins.append(
                f"LEFT JOIN {TABLE[above]} ON {TABLE[above]}.{KEY[above]} = {TABLE[below]}.{UP[below]}"
            )
        own = [leaf for leaf in found if (leaf.anchor, leaf.target) == (above, above)]
        parts += [_value(leaf, TABLE[above], have) for leaf in own]
        for target in _downwards(above):
            under = [leaf for leaf in found if (leaf.anchor, leaf.target) == (above, target)]
            if under:
                name = f"{above}_{target}"
                joins.append(_children(name, subject, under, have))
                parts.append(f"COALESCE({name}.told, '')")
    text = " || chr(30) || ".join(parts) or "''"
    return (
        f"SELECT asked.key, sha256({text}) FROM asked "  # noqa: S608 - names of our own schemas
        f"JOIN {TABLE[subject]} ON {TABLE[subject]}.{KEY[subject]} = asked.key {' '.join(joins)}"
    )


def _children(name: str, subject: str, found: list[Leaf], have: Mapping[str, frozenset[str]]) -> str:
    """The facts of every child (or child's child) of an entity as one text, joined by the entity's key."""
    anchor, target = found[0].anchor, found[0].target
    path = [target]
    while PARENT[path[-1]] != anchor:
        path.append(PARENT[path[-1]])
    joins = "".join(
        f" JOIN {TABLE[above]} ON {TABLE[above]}.{KEY[above]} = {TABLE[below]}.{UP[below]}"
        for below, above in pairwise(path)
    )
    row = " || chr(31) || ".join(_value(leaf, TABLE[target], have) for leaf in found)
    key = f"{TABLE[path[-1]]}.{UP[path[-1]]}"
    only = f" SEMI JOIN ({_wanted(subject, anchor)}) AS wanted ON wanted.key = {key}"
    return (
        f"LEFT JOIN (SELECT {key} AS key, string_agg({row}, chr(29) ORDER BY {row}) AS told "  # noqa: S608
        f"FROM {TABLE[target]}{joins}{only} GROUP BY 1) AS {name} ON {name}.key = {TABLE[anchor]}.{KEY[anchor]}"
    )


def _wanted(subject: str, anchor: str) -> str:
    """The anchors of those who were asked for: the rest of the county need not be put together."""
    if anchor == subject:
        return "SELECT key FROM asked"
    table = TABLE[subject]
    return f"SELECT {UP[subject]} AS key FROM {table} JOIN asked ON asked.key = {table}.{KEY[subject]}"  # noqa: S608


def _value(leaf: Leaf, table: str, have: Mapping[str, frozenset[str]]) -> str:
    """A fact as text with its name: not known is unlike every text."""
    column = f'{table}."{leaf.fact}"'
    if leaf.fact not in have[table]:
        return f"'{leaf.fact}=' || chr(1)"
    if leaf.fact in KEYS:
        said = f"CASE WHEN {column} IS NOT NULL THEN 'x' END"
    elif leaf.fact in RUNNING:
        said = f"CAST(SIGN({column}) AS VARCHAR)"
    else:
        said = f"CAST({column} AS VARCHAR)"
    return f"'{leaf.fact}=' || COALESCE({said}, chr(1))"


def _upwards(entity: str) -> Iterator[str]:
    while True:
        yield entity
        if entity not in PARENT:
            return
        entity = PARENT[entity]


def _downwards(entity: str) -> Iterator[str]:
    while entity in CHILD and CHILD[entity] != "employer":
        entity = CHILD[entity]
        yield entity
