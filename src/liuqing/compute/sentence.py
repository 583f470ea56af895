"""One rule as the words of an engine: its column written once, in any dialect.

A rule's sentence is about rows of a table called ``t0`` that has a column for everything it needs.
Writing sentences one by one and laying them out ourselves (``compute/plan.py``) takes a third of the
time that one large Ibis expression takes: Ibis looks at every column of a table again for each
sentence that is added to it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import ibis
import ibis.backends.sql.compilers as compilers
import ibis.expr.operations as ops
from sqlglot import exp

from liuqing.compute.phrasebook import Book
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.rule import Column, Rule
from liuqing.policy.rules import RULES

ROW = "t0"
"""What a sentence calls the table whose rows it is about."""
FACT_TYPES = {
    name: kind for schema in TABLES.values() for name, kind in ibis.Schema.from_pyarrow(schema).items()
}
ORDER = ("bill_person_id", "discharged", "bill_id")
"""By what a running sum is ordered."""
KEPT = "duckdb"
"""The dialect whose sentences are kept between runs; Spark takes longer to start than to be told."""


def forced(column: Column, kind: str = "int64") -> Column:
    """The column cast to a type, also where Ibis believes that it has it already.

    A plain cast to the type that Ibis infers is dropped, but DuckDB's sums are wider than that.
    """
    return ops.Cast(column, to=ibis.dtype(kind)).to_expr()


@dataclass(frozen=True)
class Sentence:
    """A rule over its needs. ``said`` gives it as an Ibis table of one column; ``missing`` is the number
    that is not in force, so that it answers NULL."""

    said: Callable[[], Any]
    missing: str = ""
    _told: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def sql(self, dialect: str) -> str:
        """The column in the dialect of an engine."""
        if dialect not in self._told:
            compiler = getattr(compilers, dialect).compiler
            select = compiler.to_sqlglot(self.said())
            told = select.expressions[0].this.transform(_counted)
            self._told[dialect] = told.sql(dialect=compiler.dialect)
        return self._told[dialect]


def _counted(word: exp.Expression) -> exp.Expression:
    """Yes and no are counted, not turned into numbers and added up: the same sum in a third of the memory."""
    if not (isinstance(word, exp.Sum) and isinstance(word.this, exp.Cast)):
        return word
    answer = word.this.this
    if isinstance(answer, exp.Coalesce) and answer.expressions == [exp.false()]:
        answer = answer.this
    elif not (isinstance(answer, exp.Is) and isinstance(answer.expression, exp.Null)):
        return word
    return exp.CountIf(this=answer)


def sentences(order: Iterable[str], rules: Mapping[str, Rule], numbers: Parameters) -> dict[str, Sentence]:
    """Rules as sentences; what was written before for the same rules and numbers is not written again."""
    book = Book(numbers)
    found = {
        name: _again(book, name, rules, numbers) or sentence(rules[name], rules, numbers) for name in order
    }
    book.add({name: (one.sql(KEPT), one.missing) for name, one in found.items() if _lasts(name, rules)})
    return found


def _again(book: Book, name: str, rules: Mapping[str, Rule], numbers: Parameters) -> Sentence | None:
    if not _lasts(name, rules) or name not in book.told:
        return None
    text, missing = book.told[name]
    return Sentence(lambda: sentence(rules[name], rules, numbers).said(), missing, {KEPT: text})


def _lasts(name: str, rules: Mapping[str, Rule]) -> bool:
    """A rule of the program over rules of the program; those of a reform are not kept."""
    return all(RULES.get(one) is rules[one] for one in (name, *rules[name].needs) if one in rules)


def sentence(rule: Rule, rules: Mapping[str, Rule], numbers: Parameters) -> Sentence:
    """The rule with the numbers of a place and day."""
    types = tuple((name, _type(name, rules)) for name in rule.needs)
    if not rule.reads_numbers:
        return _lasting(rule.fn, rule.kind, rule.type, types)
    try:
        return _said(rule.kind, rule.type, types, lambda given: rule.fn(**given, p=numbers))
    except NotInForceError as missing:
        nothing = _blank(rule.kind, types).select(answer=ibis.null(rule.type))
        return Sentence(lambda: nothing, str(missing.args[0]))


Types = tuple[tuple[str, Any], ...]


@cache
def _lasting(fn: Callable[..., Column], kind: str, wanted: str, types: Types) -> Sentence:
    """A rule without numbers reads the same in every place and on every day."""
    return _said(kind, wanted, types, lambda given: fn(**given))


def _said(kind: str, wanted: str, types: Types, ask: Callable[[dict[str, Column]], Column]) -> Sentence:
    row = _blank(kind, types)
    answer = ask({name: row[name] for name, _ in types})
    if kind == "running":
        answer = _before(answer, row)
    relation = (row.agg if kind == "count" else row.select)(answer=forced(answer, wanted))
    return Sentence(lambda: relation)


def _blank(kind: str, types: Types) -> Any:
    ordered = ORDER if kind == "running" or not types else ()
    return ibis.table({name: FACT_TYPES[name] for name in ordered} | dict(types), name="row")


def _type(name: str, rules: Mapping[str, Rule]) -> Any:
    return ibis.dtype(rules[name].type) if name in rules else FACT_TYPES[name]


def _before(column: Column, bills: Any) -> Column:
    """The sum over the same person's earlier bills; bills of one day in the order of their keys."""
    person, *order = (bills[name] for name in ORDER)
    earlier = ibis.window(group_by=person, order_by=order, rows=(None, -1))
    return column.fill_null(0).sum().over(earlier).fill_null(0)
