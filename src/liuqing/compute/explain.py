"""Explain (为什么): one household worked out again with every named condition kept.

The answer is a tree in the rules' own words: label, verdict, value, source, children. A verdict is
true, false or None: not known, or, for an amount, not asked; ``value`` says which, and names the
facts that are missing. A number has besides ``unit``, ``from`` (its first day) and ``unverified``;
a rule has ``rule`` (its name), ``unit``, ``missing`` (labels of facts that nobody stated) and
``unverified`` (some number below it is). A rule of persons or bills is shown for each of them.
Nothing in it is stored: it takes some tens of milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from liuqing.compute import words
from liuqing.compute.counterfactual import nearest
from liuqing.compute.graph import owner
from liuqing.compute.one_household import (
    Compiled,
    Home,
    Row,
    Rows,
    answers,
    children,
    compiled,
    parent_row,
    read,
)
from liuqing.compute.plan import KEY
from liuqing.errors import Problem
from liuqing.policy.checking import labels
from liuqing.policy.dated import NotInForceError
from liuqing.policy.place import known, load
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES
from liuqing.policy.three_valued import TALLIES

Node = dict[str, Any]
ASKED = ("household", "person", "bill")
"""The entities about which a household can be asked."""
FLAGS = tuple(
    name for name, rule in RULES.items() if rule.kind == "flag" and rule.asks and rule.entity in ASKED
)
VERDICTS = tuple(name for name, rule in RULES.items() if rule.kind == "verdict" and rule.entity in ASKED)
SHOWN = tuple(dict.fromkeys(("exits", "income_per_person", *VERDICTS, *FLAGS)))
"""The questions that are explained if none is named, in the order in which people ask them."""
MANY = 12
"""A list longer than this is shown by its beginning."""


def explain(folder: Path, household_id: int, *, place: str, on: date, rule: str | None = None) -> list[Node]:
    """Why the rules found what they found about one household of a snapshot.

    Problem ``compute.no_household`` or ``compute.no_rule`` if there is no such thing.
    """
    return list(trees(folder, household_id, place=place, on=on, rule=rule).values())


def trees(
    folder: Path, household_id: int, *, place: str, on: date, rule: str | None = None
) -> dict[str, Node]:
    """The same by the rule's name. A rule asked by name also says what would change its answer:
    the top node has ``changes`` (``counterfactual.Change`` as JSON).
    """
    if rule is not None and (rule not in RULES or RULES[rule].entity not in ASKED):
        raise Problem("compute.no_rule", f"没有叫「{rule}」的户规则", "请用 liuqing rules 查看全部规则。")
    asked = (rule,) if rule else SHOWN
    rules = compiled(place, on, asked)
    home = read(folder, household_id, rules)
    told = Told(home, answers(home, rules).rows(), rules)
    found = {name: told.top(RULES[name]) for name in asked}
    if rule:
        found[rule]["changes"] = [one.as_dict() for one in nearest(home, rules, rule)]
    return found


def entitlements(folder: Path, household_id: int, *, place: str, on: date) -> dict[str, Node]:
    """What the household and its members are entitled to in the year, and how it was calculated.

    By the programme's key; programmes that the place does not have in force are left out.
    """
    numbers = load(place).parameters(on)
    asked = {
        key: one.amount for key, one in PROGRAMMES.items() if one.amount in RULES and numbers.has(one.number)
    }
    rules = compiled(place, on, tuple(asked.values()))
    home = read(folder, household_id, rules)
    told = Told(home, answers(home, rules).rows(), rules)
    return {key: told.top(RULES[name]) for key, name in asked.items()}


@dataclass
class Told:
    """One household with every fact, condition and amount of it, its members and their bills."""

    home: Home
    rows: Rows
    rules: Compiled
    seen: set[str] = field(default_factory=set)
    gaps: dict[str, list[str]] = field(default_factory=dict)

    @property
    def household(self) -> Row:
        """The household's own row (its village may be there as well)."""
        return self.rows["household"][self.home.own("household")[0]]

    @property
    def members(self) -> list[Row]:
        """The members, the head first."""
        found = children(self.rows, self.household, "household")
        return sorted(found, key=lambda member: (member["relation"] != "户主", member["person_id"]))

    def top(self, rule: Rule) -> Node:
        """The tree of one question."""
        self.seen = set()
        if rule.entity == "person":
            return self._asked_of(rule, self.members, "人")
        if rule.entity == "bill":
            bills = [bill for member in self.members for bill in children(self.rows, member, "person")]
            return self._asked_of(rule, bills, "张单据")
        return self.node(rule.name, self.household, "household")

    def node(self, name: str, row: Row, near: str) -> Node:
        """A rule or fact as seen from a row, with what it is made from (once: then only itself)."""
        entity, row = self._home_of(name, row, near)
        key = f"{name} {entity} {row.get(KEY[entity])}"
        if name not in RULES:
            self.seen.add(key)
            return _node(words.label(name), row.get(name), words.fact(name, row.get(name)), "台账登记")
        rule = RULES[name]
        below = [] if key in self.seen else self._children(rule, row)
        node = self._of_rule(rule, row.get(name), below, self.gaps.get(key))
        self.seen.add(key)
        self.gaps[key] = node["missing"]
        return node

    def _home_of(self, name: str, row: Row, near: str) -> tuple[str, Row]:
        """The entity that has the name, and its row: this one or the one above."""
        entity = owner(RULES, name, near)
        return (near, row) if entity == near else (entity, parent_row(self.rows, row, near))

    def _of_rule(self, rule: Rule, value: Any, below: list[Node], gaps: list[str] | None) -> Node:
        off = self.rules.not_in_force.get(rule.name)
        found = gaps if gaps is not None else list(dict.fromkeys(_missing(below)))
        missing = found if value is None and not off else []
        shown = (
            f"{words.NOT_IN_FORCE}（没有「{self._called(off)}」）"
            if off
            else _shown(rule, value, below, missing)
        )
        node = _node(rule.label, value, shown, rule.source or "台账登记", below)
        doubt = any(child.get("unverified") for child in below)
        return node | {"rule": rule.name, "unit": rule.unit, "missing": missing, "unverified": doubt}

    def _called(self, number: str) -> str:
        return self.rules.numbers.label(number) or labels().get(number, number)

    def _children(self, rule: Rule, row: Row) -> list[Node]:
        if rule.kind == "count":
            return [
                self._one(child, name, rule)
                for name in rule.needs
                for child in self._counted(rule, name, row)
            ]
        if rule.kind == "running":
            earlier = _earlier(children(self.rows, parent_row(self.rows, row, "bill"), "person"), row)
            return [self._plain(bill, name) for name in rule.needs for bill in earlier]
        needs = [name for name in rule.needs if name not in self._left_out(rule)]
        said = [value for name in needs if (value := self._value(name, row, rule.entity)) is not None]
        numbers = [self._number(name, said) for name in rule.numbers]
        return numbers + [
            self.node(name, row, rule.entity)
            for name in needs
            if name in RULES or self._worth_saying(name, row, rule.entity)
        ]

    def _left_out(self, rule: Rule) -> set[str]:
        """What the rule asks elsewhere and not here: criteria that this place's list does not name."""
        lists = [self.rules.numbers[name] for name in rule.numbers if self.rules.numbers.has(name)]
        chosen = {one for told in lists if isinstance(told, list) for one in told if one in rule.needs}
        listed = {one for name in rule.numbers for one in _ever_listed(name)}
        return (listed & set(rule.needs)) - chosen if chosen else set()

    def _value(self, name: str, row: Row, near: str) -> Any:
        return self._home_of(name, row, near)[1].get(name)

    def _counted(self, rule: Rule, name: str, row: Row) -> list[Row]:
        """The children that a count counts; of a sum those that add to it, or might."""
        if name in KEY.values() or rule.entity == "area":
            return []
        answers_counted = [TALLIES[word] for word in rule.fn.__code__.co_names if word in TALLIES]
        below = [child for child in children(self.rows, row, rule.entity) if name in child]
        if answers_counted:
            return [child for child in below if child[name] is answers_counted[0]]
        return [child for child in below if child[name] is None or child[name]]

    def _worth_saying(self, name: str, row: Row, near: str) -> bool:
        """A fact is said once a tree; a gap every time, for it is the reason."""
        entity, row = self._home_of(name, row, near)
        said = f"{name} {entity} {row.get(KEY[entity])}" in self.seen
        return not said or row.get(name) is None

    def _one(self, child: Row, name: str, rule: Rule) -> Node:
        """One line for a member or bill; with its reasons unless the answer is a plain yes."""
        entity = "bill" if rule.entity == "person" else "person"
        found = self.node(name, child, entity)
        below = [] if found["verdict"] is True else found["children"]
        return {**found, "label": words.who(child, entity), "children": below}

    def _plain(self, bill: Row, name: str) -> Node:
        """One line for an earlier bill, without reasons: it has a tree of its own."""
        label = words.who(bill, "bill")
        if name not in RULES:
            return _node(label, bill.get(name), words.fact(name, bill.get(name)), "台账登记")
        rule = RULES[name]
        return _node(label, bill.get(name), words.result(bill.get(name), rule.unit), rule.source)

    def _asked_of(self, rule: Rule, asked: Sequence[Row], unit: str) -> Node:
        """One line for each member or bill; flags only for those who are not cleared."""
        told = [row for row in asked if rule.kind != "flag" or row[rule.name] is not False]
        below = [{**self.node(rule.name, row, rule.entity), "label": self._who(row, rule)} for row in told]
        given = [row[rule.name] for row in asked]
        verdict = True if True in given else None if None in given or not given else False
        off = rule.name in self.rules.not_in_force
        shown = words.NOT_IN_FORCE if off else _together(rule, given, unit)
        node = _node(rule.label, verdict if rule.yes_or_no else None, shown, rule.source, below)
        missing = list(dict.fromkeys(label for child in below for label in child["missing"]))
        doubt = any(child.get("unverified") for child in below)
        return node | {"rule": rule.name, "unit": rule.unit, "missing": missing, "unverified": doubt}

    def _who(self, row: Row, rule: Rule) -> str:
        if rule.entity == "person":
            return words.who(row, "person")
        return f"{words.who(parent_row(self.rows, row, 'bill'), 'person')}，{words.who(row, 'bill')}"

    def _number(self, name: str, said: list[Any]) -> Node:
        try:
            meta = self.rules.numbers.meta(name)
        except NotInForceError:
            known = "当日没有生效的标准" if self.rules.numbers.label(name) else "本地没有这项标准"
            return _node(self._called(name), None, known, "")
        value = words.applying(meta.value, said)
        shown = words.number(value, meta.unit, {one: RULES[one].label for one in RULES}, MANY)
        source = f"{meta.source}；自 {meta.since} 起{'；未核实' if meta.unverified else ''}"
        extra = {"unit": meta.unit, "from": meta.since.isoformat(), "unverified": meta.unverified}
        return _node(meta.label, None, shown, source) | extra


@cache
def _ever_listed(number: str) -> frozenset[str]:
    """The rules that a list of criteria names in any place."""
    files = [place.files[number] for place in map(load, known()) if number in place.files]
    lists = [value.value for file in files for value in file.values if isinstance(value.value, list)]
    return frozenset(one for told in lists for one in told if isinstance(one, str) and one in RULES)


def _node(label: str, value: Any, shown: str, source: str, children: list[Node] | None = None) -> Node:
    verdict = value if isinstance(value, bool) else None
    return {"label": label, "verdict": verdict, "value": shown, "source": source, "children": children or []}


def _shown(rule: Rule, value: Any, below: list[Node], missing: list[str]) -> str:
    shown = words.result(value, rule.unit)
    if value is not None:
        return shown
    if missing:
        return f"{shown}（缺：{'、'.join(missing)}）"
    off = next((child["value"] for child in below if child["value"].startswith(words.NOT_IN_FORCE)), "")
    if off:
        return f"{shown}（{off}）"
    return f"{shown}（两处说法不一致）" if rule.yes_or_no and below else shown


def _together(rule: Rule, given: list[Any], unit: str) -> str:
    """What the members' or bills' answers come to."""
    unclear = f"，{given.count(None)} {unit}不明" if None in given else ""
    if rule.yes_or_no:
        return f"{given.count(True)} {unit}{unclear}"
    known = [one for one in given if one is not None]
    if rule.kind == "choice":
        counted = {one: known.count(one) for one in dict.fromkeys(known)}
        return (
            "，".join(f"{words.result(one)} {n} {unit}" for one, n in counted.items()) or f"0 {unit}"
        ) + unclear
    if rule.unit == "ppm" or not known:
        return f"{len(known)} {unit}{unclear}"
    return f"合计 {words.result(sum(known), rule.unit)}{unclear}"


def _missing(below: list[Node]) -> list[str]:
    """The labels of the facts that nobody has stated, below answers that are not known."""
    found = []
    for child in below:
        if "missing" in child:
            found += child["missing"]
        elif child["value"] == words.UNKNOWN:
            found.append(child["label"])
    return found


def _earlier(bills: list[Row], bill: Row) -> list[Row]:
    """The bills before this one, in the order in which they are counted."""

    def order(one: Row) -> tuple[bool, Any, int]:
        return one["discharged"] is None, one["discharged"] or date.min, one["bill_id"]

    return sorted((one for one in bills if order(one) < order(bill)), key=order)
