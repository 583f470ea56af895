"""From rules to relations: as few passes over persons, households and villages as the graph allows.

A plan is a list of ``Step``s, each a relation over the snapshot's tables or over earlier steps. It
opens no engine: whoever runs it turns a step into the engine's own SQL. Rules of a row are added
side by side; facts of the parent come down by one join; counts go up by one grouping.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.operations as ops

from liuqing.compute.graph import CHILD, PARENT, closure, owner
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.rule import Column, Rule
from liuqing.policy.rules import RULES

# Fused selects inline every rule into the rules that use it: the SQL then grows exponentially.
ibis.options.sql.fuse_selects = False

Relation = Any
"""An Ibis table expression."""

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
BOUND = {entity: {KEY[entity], UP.get(entity, "")} for entity in TABLE}
"""Columns that tables are joined by and so never lose."""
BOUND["person"].add("employer_id")
BOUND["bill"].add("discharged")


def forced(column: Column, kind: str = "int64") -> Column:
    """The column cast to a type, also where Ibis believes that it has it already.

    A plain cast to the type that Ibis infers is dropped, but DuckDB's sums are wider than that.
    """
    return ops.Cast(column, to=ibis.dtype(kind)).to_expr()


@dataclass(frozen=True)
class Step:
    """A relation to be kept under a name, before the steps after it are run."""

    name: str
    relation: Relation


@dataclass
class Plan:
    """The wanted rules as relations: ``tables[entity]`` has keys, kept facts and wanted rules.

    ``rules`` are those in force (a reform brings its own instead of some).
    ``keep``: facts of each entity that must stay in its table. ``stored``: whether finished
    tables become ``steps``; otherwise everything is one relation (for one household).
    """

    numbers: Parameters
    wanted: tuple[str, ...]
    rules: Mapping[str, Rule] = field(default_factory=lambda: RULES)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stored: bool = True
    steps: list[Step] = field(default_factory=list)
    tables: dict[str, Relation] = field(default_factory=dict)
    not_in_force: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order = closure(self.rules, self.wanted)
        self._pending = list(self.order)
        self._finished: set[str] = set()
        self.tables = {entity: self._source(entity) for entity in TABLE}
        while self._pending:
            before = len(self._pending)
            # Rows of the parents first, so that what comes down is there when persons are read.
            for entity in TABLE:
                self._rows(entity)
            for entity in TABLE:
                self._work(entity)
            if len(self._pending) == before:
                raise RuntimeError(f"no way to work out {self._pending}")

    def _source(self, entity: str) -> Relation:
        """The snapshot's table with only the columns that something needs."""
        schema = ibis.Schema.from_pyarrow(TABLES[TABLE[entity]])
        facts = {name for rule in self.order for name in self.rules[rule].needs} | set(
            self.keep.get(entity, ())
        )
        needed = facts | BOUND[entity]
        return ibis.table(schema, name=TABLE[entity]).select([c for c in schema.names if c in needed])

    def _work(self, entity: str) -> None:
        """Everything that can be worked out now about this entity."""
        if entity in self._finished:
            return
        self._bring_down(entity)
        counted = self._count_up(entity)
        self._rows(entity)
        if not any(self.rules[name].entity == entity for name in self._pending):
            self._finished.add(entity)
        if self.stored and (counted or entity in self._finished):
            self._store(entity)

    def _rows(self, entity: str) -> None:
        while ready := [rule for rule in self._ready(entity) if rule.kind != "count"]:
            table = self.tables[entity]
            self.tables[entity] = table.mutate(**{rule.name: self._column(rule, table) for rule in ready})
            self._done(ready)

    def _count_up(self, entity: str) -> bool:
        """One grouping over the children for every count that they are ready for."""
        ready = [rule for rule in self._ready(entity, of=CHILD.get(entity, "")) if rule.kind == "count"]
        if not ready:
            return False
        child, table = self.tables[CHILD[entity]], self.tables[entity]
        counts = {rule.name: self._column(rule, child) for rule in ready}
        sums = child.group_by(_up=child[LINK[entity]]).agg(**counts)
        joined = table.left_join(sums, table[KEY[entity]] == sums["_up"])
        zeroed = {rule.name: sums[rule.name].fill_null(0) for rule in ready}
        self.tables[entity] = joined.select(*[table[c] for c in table.columns], **zeroed)
        self._done(ready)
        return True

    def _bring_down(self, entity: str) -> None:
        """One join with the parent for every fact and finished rule of it that is needed."""
        parent = PARENT.get(entity)
        if not parent:
            return
        table, above = self.tables[entity], self.tables[parent]
        missing = {n for n in self._needs(entity) if n not in table.columns and n in above.columns}
        if not missing:
            return
        right = above.select(_key=above[KEY[parent]], **{n: above[n] for n in sorted(missing)})
        joined = table.left_join(right, table[UP[entity]] == right["_key"])
        self.tables[entity] = joined.select(
            *[table[c] for c in table.columns], *[right[n] for n in sorted(missing)]
        )

    def _needs(self, entity: str) -> set[str]:
        """Names that rows of the entity wait for and that its parent has."""
        rules = (
            self.rules[n]
            for n in self._pending
            if self.rules[n].entity == entity and self.rules[n].kind != "count"
        )
        names = {n for rule in rules for n in rule.needs} | set(self.keep.get(entity, ()))
        return {n for n in names if owner(self.rules, n, entity) == PARENT.get(entity)}

    def _ready(self, entity: str, of: str = "") -> list[Rule]:
        """Rules of the entity whose every need is a column of its table (or of the children's)."""
        have = set(self.tables[of or entity].columns)
        rules = (self.rules[name] for name in self._pending if self.rules[name].entity == entity)
        return [rule for rule in rules if have.issuperset(rule.needs)]

    def _column(self, rule: Rule, table: Relation) -> Column:
        """The rule's column, of its own type; NULL if a number of it is not in force."""
        given = {name: table[name] for name in rule.needs}
        try:
            answer = rule.fn(**given, **({"p": self.numbers} if rule.reads_numbers else {}))
        except NotInForceError as missing:
            self.not_in_force[rule.name] = str(missing.args[0])
            return ibis.null(rule.type)
        return forced(_before(answer, table) if rule.kind == "running" else answer, rule.type)

    def _done(self, rules: list[Rule]) -> None:
        names = {rule.name for rule in rules}
        self._pending = [name for name in self._pending if name not in names]

    def _store(self, entity: str) -> None:
        name = f"{TABLE[entity]}_{len(self.steps)}"
        table = self.tables[entity]
        useful = self._useful(entity)
        if useful != list(table.columns):
            table = table.select(useful)
        self.steps.append(Step(name, table))
        self.tables[entity] = ibis.table(table.schema(), name=name)

    def _useful(self, entity: str) -> list[str]:
        """The columns that are asked for, or that pending rules still need."""
        asked = set(self.wanted)
        needed = {n for name in self._pending for n in self.rules[name].needs}
        kept = asked | needed | BOUND[entity] | set(self.keep.get(entity, ()))
        return [c for c in self.tables[entity].columns if c in kept]


def _before(column: Column, bills: Relation) -> Column:
    """The sum over the same person's earlier bills; bills of one day in the order of their keys."""
    earlier = ibis.window(
        group_by=bills["bill_person_id"], order_by=[bills["discharged"], bills["bill_id"]], rows=(None, -1)
    )
    return column.fill_null(0).sum().over(earlier).fill_null(0)
