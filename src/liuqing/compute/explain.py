"""Explain (为什么): one household worked out again with every named condition kept.

The answer is a tree in the rules' own words: label, verdict, value, source, children. A verdict is
true, false or None: not known, or, for an amount, not asked; ``value`` says which, and names the
facts that are missing. Nothing in it is stored: it takes some tens of milliseconds.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import ibis

from liuqing.compute import words
from liuqing.compute.plan import Plan
from liuqing.errors import Problem
from liuqing.policy.dated import Meta, NotInForceError, Parameters
from liuqing.policy.place import load
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES
from liuqing.policy.three_valued import TALLIES

Node = dict[str, Any]
FLAGS = tuple(name for name, rule in RULES.items() if rule.kind == "flag" and rule.asks)
SHOWN = ("exits", "income_per_person", "complete", *FLAGS)
"""The questions that are explained if none is named, in the order in which people ask them."""


def explain(folder: Path, household_id: int, *, place: str, on: date, rule: str | None = None) -> list[Node]:
    """Why the rules found what they found about one household of a snapshot.

    Problem ``compute.no_household`` or ``compute.no_rule`` if there is no such thing.
    """
    return list(trees(folder, household_id, place=place, on=on, rule=rule).values())


def trees(
    folder: Path, household_id: int, *, place: str, on: date, rule: str | None = None
) -> dict[str, Node]:
    """The same by the rule's name."""
    if rule is not None and (rule not in RULES or RULES[rule].entity not in ("household", "person")):
        raise Problem("compute.no_rule", f"没有叫「{rule}」的户规则", "请用 liuqing rules 查看全部规则。")
    told = _work_out(folder, household_id, place, on)
    return {name: told.top(RULES[name]) for name in ((rule,) if rule else SHOWN)}


@dataclass
class Told:
    """One household with every fact, condition and amount of it and of its members."""

    household: dict[str, Any]
    members: list[dict[str, Any]]
    numbers: Parameters
    not_in_force: dict[str, str]
    seen: set[str] = field(default_factory=set)

    def top(self, rule: Rule) -> Node:
        """The tree of one question."""
        self.seen = set()
        if rule.entity == "person":
            return self._asked_of_members(rule)
        return self.node(rule.name, self.household)

    def node(self, name: str, row: dict[str, Any]) -> Node:
        """A rule or fact of a row, with what it is made from (once: the second time only itself)."""
        if name not in row or (name in RULES and RULES[name].entity == "household"):
            row = self.household
        key = f"{name} {row.get('person_id')}"
        if name not in RULES:
            self.seen.add(key)
            return _node(words.label(name), row[name], words.fact(name, row[name]), "台账登记")
        rule, value = RULES[name], row[name]
        children = [] if key in self.seen else self._children(rule, row)
        self.seen.add(key)
        return _node(rule.label, value, _shown(rule, value, children), self._source(rule), children)

    def _children(self, rule: Rule, row: dict[str, Any]) -> list[Node]:
        numbers = [self._number(name) for name in rule.numbers]
        if rule.kind == "count":
            return [self._member(member, name) for name in rule.needs for member in self._counted(rule, name)]
        return numbers + [self.node(name, row) for name in rule.needs if self._worth_saying(name, row)]

    def _counted(self, rule: Rule, name: str) -> list[dict[str, Any]]:
        """The members whom a count counts; none if it counts them all."""
        answers = [TALLIES[word] for word in rule.fn.__code__.co_names if word in TALLIES]
        return [
            member for member in self.members if answers and name in member and member[name] is answers[0]
        ]

    def _worth_saying(self, name: str, row: dict[str, Any]) -> bool:
        """A fact is said once a tree; a gap every time, for it is the reason."""
        said = f"{name} {row.get('person_id')}" in self.seen
        return name in RULES or not said or row.get(name, self.household.get(name)) is None

    def _member(self, member: dict[str, Any], name: str) -> Node:
        """One line for a member; with its reasons unless the answer is a plain yes."""
        found = self.node(name, member)
        return {**found, "label": _who(member), "children": [] if found["verdict"] else found["children"]}

    def _asked_of_members(self, rule: Rule) -> Node:
        answers = [member[rule.name] for member in self.members]
        verdict = True if True in answers else None if None in answers else False
        children = [self._member_of_flag(m, rule) for m in self.members if m[rule.name] is not False]
        unclear = f"，{answers.count(None)} 人不明" if None in answers else ""
        return _node(rule.label, verdict, f"{answers.count(True)} 人{unclear}", self._source(rule), children)

    def _member_of_flag(self, member: dict[str, Any], rule: Rule) -> Node:
        found = self.node(rule.name, member)
        return {**found, "label": _who(member)}

    def _number(self, name: str) -> Node:
        try:
            meta = self.numbers.meta(name)
        except NotInForceError:
            return _node(name, None, "当日没有生效的标准", "")
        return _node(meta.label, None, _number_shown(meta), _number_source(meta))

    def _source(self, rule: Rule) -> str:
        return rule.source or "台账登记"


def _work_out(folder: Path, household_id: int, place: str, on: date) -> Told:
    statements, not_in_force = _statements(place, on)
    with duckdb.connect(":memory:", config={"threads": 1}) as engine:
        for table in ("households", "persons"):
            path = str(folder / f"{table}.parquet")
            relation = engine.read_parquet(path).filter(f"household_id = {int(household_id)}")
            relation.create(table)
        bills = engine.read_parquet(str(folder / "bills.parquet"))
        bills.filter("bill_person_id IN (SELECT person_id FROM persons)").create("bills")
        households, members = (_rows(engine, statement) for statement in statements)
    if not households:
        raise Problem("compute.no_household", "快照里没有这一户", "请核对户编号，或重新冻结台账后再看。")
    members.sort(key=lambda m: (m["relation"] != "户主", m["person_id"]))
    return Told(households[0], members, load(place).parameters(on), not_in_force)


def _rows(engine: duckdb.DuckDBPyConnection, statement: str) -> list[dict[str, Any]]:
    result = engine.execute(statement)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@lru_cache(maxsize=16)
def _statements(place: str, on: date) -> tuple[tuple[str, str], dict[str, str]]:
    """The SQL for a household and its members: compiled once, the tables change."""
    wanted = tuple(rule.name for rule in RULES.values() if rule.entity in ("bill", "person", "household"))
    keep = {"person": ("relation", "sex", "age")}
    plan = Plan(load(place).parameters(on), wanted, keep=keep, stored=False)
    household, person = (
        str(ibis.to_sql(plan.tables[entity], dialect="duckdb")) for entity in ("household", "person")
    )
    return (household, person), plan.not_in_force


def _node(label: str, value: Any, shown: str, source: str, children: list[Node] | None = None) -> Node:
    verdict = value if isinstance(value, bool) else None
    return {"label": label, "verdict": verdict, "value": shown, "source": source, "children": children or []}


def _shown(rule: Rule, value: Any, children: list[Node]) -> str:
    shown = words.result(value, rule.unit)
    if value is not None:
        return shown
    missing = dict.fromkeys(_missing(children))
    if missing:
        return f"{shown}（缺：{'、'.join(missing)}）"
    return f"{shown}（两处说法不一致）" if rule.yes_or_no else shown


def _missing(children: list[Node]) -> list[str]:
    """The labels of the facts that nobody has stated, below answers that are not known."""
    found = []
    for child in children:
        if child["value"] == words.UNKNOWN and not child["children"]:
            found.append(child["label"])
        elif child["value"].startswith(words.UNKNOWN):
            found += _missing(child["children"])
    return found


def _who(member: dict[str, Any]) -> str:
    """A member without a name: relation, sex and age."""
    parts = (member["relation"], member["sex"], member["age"] is not None and f"{member['age']} 岁")
    return "成员：" + ("，".join(str(part) for part in parts if part) or "情况不明")


def _number_shown(meta: Meta) -> str:
    if isinstance(meta.value, list):
        return "、".join(RULES[v].label if v in RULES else str(v) for v in meta.value)
    return f"{meta.value:,} {meta.unit}" if isinstance(meta.value, int | float) else f"{meta.value}"


def _number_source(meta: Meta) -> str:
    return f"{meta.source}；自 {meta.since} 起{'；未核实' if meta.unverified else ''}"
