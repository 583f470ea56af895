"""From rules to queries: every grouping once, and rows only where they are asked for.

A plan is a list of ``Step``s, each a query over the snapshot's tables or over earlier steps. It opens
no engine: whoever runs it turns a step into the engine's own SQL.

Only two kinds of results are kept: what is counted over children, a grouping for each round of
counting, and at the end one table an entity with what was asked for. Everything else (rules of a
row, facts that come down from a parent) is worked out where it is read, each time only as much of it
as is read there: working a rule out again takes an engine less time than keeping its column.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ibis

from liuqing.compute.graph import CHILD, FACTS, PARENT, closure
from liuqing.compute.sentence import FACT_TYPES, ROW, Sentence, forced, sentences
from liuqing.policy.dated import Parameters
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES

__all__ = ["BOUND", "KEY", "LINK", "TABLE", "UP", "Plan", "Query", "Relation", "Step", "forced", "sql"]

# Fused selects inline every rule into the rules that use it: the SQL then grows exponentially.
ibis.options.sql.fuse_selects = False

Relation = Any
"""An Ibis table expression or a ``Query``."""

TABLE = {
    "bill": "bills",
    "person": "persons",
    "household": "households",
    "area": "villages",
    "employer": "employers",
}
KEY = {
    "bill": "bill_id",
    "person": "person_id",
    "household": "household_id",
    "area": "village_id",
    "employer": "employer_key",
}
UP = {"bill": "bill_person_id", "person": "household_id", "household": "household_village_id"}
"""The column that leads to the parent."""
LINK = {
    "person": "bill_person_id",
    "household": "household_id",
    "area": "household_village_id",
    "employer": "employer_id",
}
"""The children's column that leads to this entity."""
BOUND = {entity: {KEY[entity], UP.get(entity, "")} - {""} for entity in TABLE}
"""Columns that tables are joined by and so never lose."""
BOUND["person"].add("employer_id")
BOUND["bill"].add("discharged")
COUNTED = "counted_for"
"""The column of a grouping that says whose children were counted."""

Word = Callable[[str], str]
WORD: dict[str, Word] = {"duckdb": lambda name: f'"{name}"', "pyspark": lambda name: f"`{name}`"}
"""How a dialect writes a name."""


class Query:
    """A statement of ours: ``sql(dialect)`` is its text."""

    def sql(self, dialect: str) -> str:
        """The statement in the dialect of an engine."""
        raise NotImplementedError

    def tables(self) -> set[str]:
        """The tables that it reads."""
        return set()


@dataclass(frozen=True)
class Step:
    """A relation to be kept under a name, before the steps after it are run."""

    name: str
    relation: Relation


def sql(relation: Relation, dialect: str) -> str:
    """A query or an Ibis table as text of a dialect."""
    if isinstance(relation, Query):
        return relation.sql(dialect)
    return str(ibis.to_sql(relation, dialect=dialect, pretty=False))


@dataclass(frozen=True)
class Rows(Query):
    """Rows of an entity with facts of their own, counts over their children, and rules in layers.

    ``counted``: by the table that keeps a grouping, the counts read from it. ``above``: the parent's
    rows. ``layers``: rules that need only columns of the layers before. ``columns``: what is wanted.
    ``linked``: only rows that have one of these facts.
    """

    entity: str
    table: str
    facts: tuple[str, ...]
    counted: tuple[tuple[str, tuple[str, ...]], ...]
    above: Query | None
    from_above: tuple[str, ...]
    layers: tuple[tuple[tuple[str, Sentence], ...], ...]
    columns: tuple[str, ...]
    linked: tuple[str, ...] = ()

    def sql(self, dialect: str) -> str:
        """The joins at the bottom, then a layer of sentences on the other."""
        word = WORD[dialect]
        text = self._base(word, dialect)
        for layer in self.layers:
            said = ", ".join(f"{one.sql(dialect)} AS {word(name)}" for name, one in layer)
            text = f"SELECT {word(ROW)}.*, {said} FROM ({text}) AS {word(ROW)}"  # noqa: S608 - our names
        return f"SELECT {', '.join(map(word, self.columns))} FROM ({text}) AS {word(ROW)}"  # noqa: S608

    def tables(self) -> set[str]:
        """Its own, those of counts, and what the parents' rows read."""
        above = self.above.tables() if self.above is not None else set()
        return {self.table, *(table for table, _ in self.counted), *above}

    def _base(self, word: Word, dialect: str) -> str:
        own = word(self.entity)
        columns = [f"{own}.{word(name)}" for name in self.facts]
        joins = [f"{word(self.table)} AS {own}"]
        for table, names in self.counted:
            columns += [f"COALESCE({word(table)}.{word(name)}, 0) AS {word(name)}" for name in names]
            joins.append(f"{word(table)} ON {own}.{word(KEY[self.entity])} = {word(table)}.{word(COUNTED)}")
        if self.above is not None:
            parent = word(PARENT[self.entity])
            columns += [f"{parent}.{word(name)}" for name in self.from_above]
            link = f"{own}.{word(UP[self.entity])} = {parent}.{word(KEY[PARENT[self.entity]])}"
            joins.append(f"({self.above.sql(dialect)}) AS {parent} ON {link}")
        only = " OR ".join(f"{own}.{word(name)} IS NOT NULL" for name in self.linked)
        whose = f" WHERE {only}" if only else ""
        return f"SELECT {', '.join(columns)} FROM {' LEFT JOIN '.join(joins)}{whose}"  # noqa: S608


@dataclass(frozen=True)
class Grouping(Query):
    """What is counted over children, one row a parent that has any: whose it is, and the counts."""

    children: Query
    link: str
    counts: tuple[tuple[str, Sentence], ...]

    def tables(self) -> set[str]:
        """What the children's rows read."""
        return self.children.tables()

    def sql(self, dialect: str) -> str:
        """One grouping for all of them."""
        word = WORD[dialect]
        said = ", ".join(f"{one.sql(dialect)} AS {word(name)}" for name, one in self.counts)
        link = f"{word(ROW)}.{word(self.link)}"
        children = f"({self.children.sql(dialect)}) AS {word(ROW)}"
        return (
            f"SELECT {link} AS {word(COUNTED)}, {said} FROM {children} "  # noqa: S608 - names of our own
            f"WHERE {link} IS NOT NULL GROUP BY {link}"
        )


@dataclass
class Plan:
    """The wanted rules as relations: ``tables[entity]`` has keys, kept facts and wanted rules.

    ``rules`` are those in force (a reform brings its own instead of some).
    ``keep``: facts and parents' rules of each entity that must be in its table. ``linked``: entities
    of which only rows with one of these facts are wanted in the table.
    """

    numbers: Parameters
    wanted: tuple[str, ...]
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    linked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    tables: dict[str, Relation] = field(default_factory=dict)
    not_in_force: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = closure(self.rules, self.wanted)
        self._said = sentences(self.order, self.rules, self.numbers)
        self.not_in_force = {name: said.missing for name, said in self._said.items() if said.missing}
        self._rounds()
        self._kept: dict[str, tuple[str, tuple[str, ...]]] = {}
        for number in range(1, max(self._round.values(), default=0) + 1):
            for entity in CHILD:
                self._count(entity, number)
        for entity in TABLE:
            self._finish(entity)

    def read_by_nobody_after(self, number: int) -> list[str]:
        """The entities whose finished table is read for the last time by the step of that number."""
        made = {step.name: at for at, step in enumerate(self.steps)}
        last = {
            entity: max(
                [made[table.get_name()]]
                + [at for at, step in enumerate(self.steps) if table.get_name() in step.relation.tables()]
            )
            for entity, table in self.tables.items()
        }
        return [entity for entity, at in last.items() if at == number]

    def _rounds(self) -> None:
        """In which round of counting each rule is worked out: early only if rows below ask for it.

        What no child needs is counted after all else about the children is known: from their
        finished table, so that their rules are not worked out once more only to be counted.
        """
        self._round = self._after({})
        late: dict[str, int] = {}
        for entity, child in CHILD.items():
            below = self._asked_below(entity)
            counts = [
                n for n in self.order if (self.rules[n].entity, self.rules[n].kind) == (entity, "count")
            ]
            late |= dict.fromkeys((n for n in counts if n not in below), self._last(child) + 1)
            self._round = self._after(late)

    def _after(self, late: Mapping[str, int]) -> dict[str, int]:
        """The round of every rule; counts not before that of ``late``."""
        found: dict[str, int] = {}
        for name in self.order:
            before = max((found.get(need, 0) for need in self.rules[name].needs), default=0)
            counted = self.rules[name].kind == "count"
            found[name] = max(before + 1, late.get(name, 1)) if counted else before
        return found

    def _asked_below(self, entity: str) -> set[str]:
        """Everything that the rules and kept facts of the entities below are made from."""
        below = [one for one in PARENT if entity in _above(one)]
        names = [n for n in self.order if self.rules[n].entity in below]
        names += [n for one in below for n in self.keep.get(one, ()) if n in self.rules]
        return set(closure(self.rules, names))

    def _last(self, entity: str) -> int:
        """The round after which every rule of the entity, and all that it keeps of its parent, is known."""
        names = [n for n in self.order if self.rules[n].entity == entity] + list(self.keep.get(entity, ()))
        return max((self._round.get(name, 0) for name in names), default=0)

    def _count(self, entity: str, number: int) -> None:
        """The grouping of a round; over the children's finished table if there is nothing left to wait for."""
        counts = self._counts(entity, number)
        if not counts:
            return
        child = CHILD[entity]
        if self._last(child) < number:
            self._finish(child)
        needs = self._needs(counts)
        relation = Grouping(
            self._rows(child, {*needs, LINK[entity]}), LINK[entity], tuple((n, self._said[n]) for n in counts)
        )
        self._kept[f"{entity}_{number}"] = (self._keep(f"{TABLE[entity]}_counted", relation), tuple(counts))

    def _counts(self, entity: str, number: int) -> list[str]:
        rules = (self.rules[name] for name in self.order)
        return [r.name for r in rules if (r.entity, r.kind, self._round[r.name]) == (entity, "count", number)]

    def _needs(self, names: Iterable[str]) -> set[str]:
        return {need for name in names for need in self.rules[name].needs}

    def _keep(self, name: str, relation: Query) -> str:
        self.steps.append(Step(f"{name}_{len(self.steps)}", relation))
        return self.steps[-1].name

    def _finish(self, entity: str) -> None:
        """The entity's own table: keys, kept facts, wanted rules, and what is still to be counted from it."""
        if entity in self.tables:
            return
        asked = BOUND[entity] | set(self.keep.get(entity, ())) | self._uncounted(entity)
        asked |= {name for name in self.wanted if self.rules[name].entity == entity}
        rows = replace(self._rows(entity, asked), linked=self.linked.get(entity, ()))
        name = self._keep(TABLE[entity], rows)
        self.tables[entity] = ibis.table({column: self._type(column) for column in rows.columns}, name=name)

    def _uncounted(self, entity: str) -> set[str]:
        """What counts of later rounds are made from."""
        above = [one for one, child in CHILD.items() if child == entity]
        later = range(self._last(entity) + 1, max(self._round.values(), default=0) + 1)
        return self._needs(n for one in above for number in later for n in self._counts(one, number))

    def _type(self, name: str) -> Any:
        return ibis.dtype(self.rules[name].type) if name in self.rules else FACT_TYPES[name]

    def _rows(self, entity: str, asked: Collection[str]) -> Rows:
        """Rows of the entity with what is asked for, and nothing that it is not made from."""
        if entity in self.tables and set(asked) <= set(self.tables[entity].columns):
            facts = tuple(c for c in self.tables[entity].columns if c in asked)
            return Rows(entity, self.tables[entity].get_name(), facts, (), None, (), (), facts)
        names = self._made_from(entity, asked)
        own = [name for name in self.order if name in names and self.rules[name].entity == entity]
        facts = tuple(n for n in sorted(names) if n not in self.rules and n in FACTS[entity])
        down = tuple(sorted(names - set(own) - set(facts)))
        above = self._rows(PARENT[entity], {*down, KEY[PARENT[entity]]}) if down else None
        counted = tuple(
            (table, tuple(n for n in counts if n in names))
            for table, counts in self._kept.values()
            # A parent's count comes down with its row; joined by the child's own key it would be another's.
            if names.intersection(counts) and self.rules[counts[0]].entity == entity
        )
        if above is not None and UP[entity] not in facts:
            facts = (*facts, UP[entity])
        if counted and KEY[entity] not in facts:
            facts = (*facts, KEY[entity])
        columns = (*(n for n in (*facts, *down) if n in asked), *(n for n in own if n in asked))
        return Rows(entity, TABLE[entity], facts, counted, above, down, self._layers(own), columns)

    def _made_from(self, entity: str, asked: Collection[str]) -> set[str]:
        """The asked names with all rules of the entity that they are made from, and what those need."""
        found, todo = set[str](), list(asked)
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                rule = self.rules.get(name)
                if rule and rule.entity == entity and rule.kind != "count":
                    todo += [*rule.needs, *(BOUND["bill"] if rule.kind == "running" else ())]
        return found

    def _layers(self, own: list[str]) -> tuple[tuple[tuple[str, Sentence], ...], ...]:
        """The rules of rows by how many others of them they are made from, one after the other."""
        depth: dict[str, int] = {}
        for name in own:
            if self.rules[name].kind != "count":
                depth[name] = 1 + max((depth.get(need, 0) for need in self.rules[name].needs), default=0)
        return tuple(
            tuple((name, self._said[name]) for name in depth if depth[name] == level)
            for level in range(1, max(depth.values(), default=0) + 1)
        )


def _above(entity: str) -> list[str]:
    """The entities above one, the nearest first."""
    parent = PARENT.get(entity)
    return [parent, *_above(parent)] if parent else []
