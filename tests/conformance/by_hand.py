"""The rules worked out by hand: row by row, in plain Python, as a careful clerk would.

It shares with the compiled path only the sentences of the rules. It has no graph, no plan, no join,
no SQL and no engine of its own: a question asks what it needs when it needs it, of the row, of the
row's parent or of its children, and every sentence is read word by word (``said``).
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import ibis
import ibis.expr.operations as ops

from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.rule import Rule

Row = dict[str, Any]
PARENTS = {"bill": "person", "person": "household", "household": "area"}
CHILDREN = {"person": "bill", "household": "person", "area": "household", "employer": "person"}
NAMES = {
    "bill": "bills",
    "person": "persons",
    "household": "households",
    "area": "villages",
    "employer": "employers",
}
KEYS = {"bill": "bill_id", "person": "person_id", "household": "household_id", "area": "village_id",
        "employer": "employer_key"}  # fmt: skip
LEADS = {("bill", "person"): "bill_person_id", ("person", "household"): "household_id",
         ("household", "area"): "household_village_id", ("person", "employer"): "employer_id"}  # fmt: skip
TYPES = {
    name: str(ibis.Schema.from_pyarrow(schema)[name]) for schema in TABLES.values() for name in schema.names
}


class Clerk:
    """A county on paper: ``tables[entity]`` are its rows; ``answer`` answers a rule for one of them."""

    def __init__(self, tables: dict[str, list[Row]], rules: dict[str, Rule], numbers: Parameters):
        self.tables, self.rules, self.numbers = tables, rules, numbers
        self._by_key = {e: {row[KEYS[e]]: row for row in rows} for e, rows in tables.items()}
        self._below: dict[tuple[str, Any], list[Row]] = {}
        for (child, parent), column in LEADS.items():
            for row in tables[child]:
                if row[column] is not None:
                    self._below.setdefault((parent, row[column]), []).append(row)
        self._known: dict[tuple[str, Any], Any] = {}
        self._sentences: dict[str, Any] = {}

    def answer(self, name: str, row: Row) -> Any:
        """What the rule says of the row."""
        key = name, row[KEYS[self.rules[name].entity]]
        if key not in self._known:
            self._known[key] = self._work_out(self.rules[name], row)
        return self._known[key]

    def _work_out(self, rule: Rule, row: Row) -> Any:
        sentence = self._sentence(rule)
        if sentence is None:
            return 0 if rule.kind == "count" else None
        if rule.kind == "count":
            below = self._below.get((rule.entity, row[KEYS[rule.entity]]), [])
            child = CHILDREN[rule.entity]
            told = said(sentence, None, [self._reader(child, one) for one in below])
            return typed(told, rule) or 0
        if rule.kind == "running":
            earlier = [one for one in self._same_person(row) if _order(one) < _order(row)]
            return sum(said(sentence, self._reader("bill", one), []) or 0 for one in earlier)
        return typed(said(sentence, self._reader(rule.entity, row), []), rule)

    def _same_person(self, bill: Row) -> list[Row]:
        return [one for one in self.tables["bill"] if one["bill_person_id"] == bill["bill_person_id"]]

    def _reader(self, entity: str, row: Row) -> Callable[[str], Any]:
        return lambda name: self._read(name, entity, row)

    def _read(self, name: str, entity: str, row: Row) -> Any:
        """A fact or rule of the row, else of its parent; a row without a parent knows nothing of it."""
        if name in self.rules and self.rules[name].entity == entity:
            return self.answer(name, row)
        if name not in self.rules and name in row:
            return row[name]
        parent = PARENTS[entity]
        above = self._by_key[parent].get(row[LEADS[entity, parent]])
        return None if above is None else self._read(name, parent, above)

    def _sentence(self, rule: Rule) -> Any:
        """The rule's own words, over names that stand for nothing yet; None if not in force."""
        if rule.name not in self._sentences:
            self._sentences[rule.name] = self._spoken(rule)
        return self._sentences[rule.name]

    def _spoken(self, rule: Rule) -> Any:
        kinds = {n: self.rules[n].type if n in self.rules else TYPES[n] for n in rule.needs}
        blank = ibis.table(kinds or {"nothing": "int64"}, name="blank")
        given: dict[str, Any] = {name: blank[name] for name in rule.needs}
        if rule.reads_numbers:
            given["p"] = self.numbers
        try:
            return rule.fn(**given).op()
        except NotInForceError:
            return None


def typed(value: Any, rule: Rule) -> Any:
    """The answer as the rule's kind holds it."""
    if value is None or rule.type == "string":
        return value
    return bool(value) if rule.type == "boolean" else int(value)


def _order(bill: Row) -> tuple[bool, date, int]:
    day = bill["discharged"]
    return day is None, day or date.min, bill["bill_id"]


def said(op: Any, read: Callable[[str], Any] | None, below: list[Callable[[str], Any]]) -> Any:
    """One word of a sentence: over a row (``read``), or over all rows below (``below``)."""
    if isinstance(op, ops.Literal):
        return op.value
    if isinstance(op, ops.Field):
        assert read is not None
        return read(op.name)
    if isinstance(op, ops.Alias):
        return said(op.arg, read, below)
    if isinstance(op, REDUCED):
        return _reduced(op, below)
    if isinstance(op, (ops.SearchedCase, ops.IfElse)):
        return _case(op, read, below)
    args = [said(arg, read, below) for arg in _args(op)]
    return WORDS[type(op)](op, *args)


REDUCED = (ops.Sum, ops.Count, ops.Max, ops.Min, ops.Any, ops.All)


def _reduced(op: Any, below: list[Callable[[str], Any]]) -> Any:
    kept = [one for one in below if op.where is None or said(op.where, one, []) is True]
    values = [value for one in kept if (value := said(op.arg, one, [])) is not None]
    if isinstance(op, ops.Count):
        return len(values)
    if not values:
        return None
    return {ops.Sum: sum, ops.Max: max, ops.Min: min, ops.Any: any, ops.All: all}[type(op)](values)


def _case(op: Any, read: Callable[[str], Any] | None, below: list[Callable[[str], Any]]) -> Any:
    if isinstance(op, ops.IfElse):
        pairs: Iterable[tuple[Any, Any]] = [(op.bool_expr, op.true_expr)]
        other = op.false_null_expr
    else:
        pairs, other = zip(op.cases, op.results, strict=True), op.default
    for asked, result in pairs:
        if said(asked, read, below) is True:
            return said(result, read, below)
    return said(other, read, below)


def _args(op: Any) -> list[Any]:
    found: list[Any] = []
    for arg in op.args:
        found += list(arg) if isinstance(arg, tuple) else [arg] if isinstance(arg, ops.Node) else []
    return found


def _and(_: Any, a: Any, b: Any) -> Any:
    return False if a is False or b is False else None if a is None or b is None else True


def _or(_: Any, a: Any, b: Any) -> Any:
    return True if a is True or b is True else None if a is None or b is None else False


def _strict(fn: Callable[..., Any]) -> Callable[..., Any]:
    """A word that knows nothing as soon as one of its parts is not known."""
    return lambda op, *args: None if any(arg is None for arg in args) else fn(*args)


def _cast(op: Any, value: Any) -> Any:
    if value is None:
        return None
    if op.to.is_boolean():
        return bool(value)
    if op.to.is_string():
        return str(value)
    if op.to.is_date():
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    return int(value)


def _in(_: Any, value: Any, *options: Any) -> Any:
    if value is None:
        return None
    return True if value in options else None if None in options else False


def _floor(a: int, b: int) -> int | None:
    return None if b == 0 else a // b


def _least(_: Any, *args: Any) -> Any:
    return min((arg for arg in args if arg is not None), default=None)


def _greatest(_: Any, *args: Any) -> Any:
    return max((arg for arg in args if arg is not None), default=None)


WORDS: dict[type, Callable[..., Any]] = {
    ops.And: _and,
    ops.Or: _or,
    ops.Not: _strict(lambda a: not a),
    ops.Equals: _strict(lambda a, b: a == b),
    ops.NotEquals: _strict(lambda a, b: a != b),
    ops.Less: _strict(lambda a, b: a < b),
    ops.LessEqual: _strict(lambda a, b: a <= b),
    ops.Greater: _strict(lambda a, b: a > b),
    ops.GreaterEqual: _strict(lambda a, b: a >= b),
    ops.Between: _strict(lambda a, low, high: low <= a <= high),
    ops.Add: _strict(lambda a, b: a + b),
    ops.Subtract: _strict(lambda a, b: a - b),
    ops.Multiply: _strict(lambda a, b: a * b),
    ops.FloorDivide: _strict(_floor),
    ops.Modulus: _strict(lambda a, b: None if b == 0 else a % b),
    ops.Negate: _strict(lambda a: -a),
    ops.Abs: _strict(abs),
    ops.IsNull: lambda _, a: a is None,
    ops.NotNull: lambda _, a: a is not None,
    ops.Coalesce: lambda _, *args: next((arg for arg in args if arg is not None), None),
    ops.NullIf: lambda _, a, b: None if a == b else a,
    ops.Cast: _cast,
    ops.InValues: _in,
    ops.Least: _least,
    ops.Greatest: _greatest,
    ops.StringContains: _strict(lambda a, b: b in a),
    ops.StartsWith: _strict(lambda a, b: a.startswith(b)),
    ops.EndsWith: _strict(lambda a, b: a.endswith(b)),
    ops.StringConcat: _strict(lambda *args: "".join(args)),
    ops.RegexSearch: _strict(lambda a, b: re.search(b, a) is not None),
    ops.ExtractYear: _strict(lambda a: a.year),
    ops.ExtractMonth: _strict(lambda a: a.month),
    ops.ExtractDay: _strict(lambda a: a.day),
    ops.DateFromYMD: _strict(lambda y, m, d: date(y, m, d)),
    ops.DateDelta: _strict(lambda a, b: (a - b).days),
    ops.IdenticalTo: lambda _, a, b: a == b,
    ops.Xor: _strict(lambda a, b: a != b),
}
"""Every word that the rules use, in the meaning that the standard of SQL gives it."""
