"""The rule book (规则手册): every rule, number, standard, quota and sum of the plan, by topic, as of the day.

For everybody who may see a board; it holds nothing about anybody. Everything comes from
``liuqing.policy``: what is shown here is what is computed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings

from liuqing.policy import estimates, rule_book, topics, wording
from liuqing.policy.checking import labels
from liuqing.policy.dated import Parameter
from liuqing.policy.estimates import Checked
from liuqing.policy.headings import ORDER
from liuqing.policy.place import Place, load
from liuqing.policy.quotas import EVERY
from liuqing.policy.rules import RULES
from liuqing.policy.standards import OPERATORS
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.procedure_book import ProcedureHere, procedures_here, to_come
from liuqing.workflow.rights import Right

STANDARDS, QUOTAS, SUMS, PROCEDURES = "standards", "quotas", "estimates", "procedures"
FIRST = topics.TOPICS["exits"]
"""What is open at first: how a household leaves the list."""
MOST = 60
"""Entries that a search shows."""


@dataclass(frozen=True)
class Value:
    """A number of the place: what it is on a day, or from a day on; ``shown`` is "" where it is not in force."""

    name: str
    label: str
    shown: str
    since: date | None
    source: str
    unverified: bool
    by: str = ""


@dataclass(frozen=True)
class RuleHere:
    """A rule: what it asks of whom, what it looks at, the numbers of the day, where it is written."""

    name: str
    label: str
    topic: str
    kind: str
    who: str
    unit: str
    about: str
    options: tuple[str, ...]
    needs: tuple[str, ...]
    numbers: tuple[Value, ...]
    source: str
    requirements: tuple[str, ...]
    check: str
    department: str

    @property
    def asleep(self) -> bool:
        """The place has no such programme: one of its numbers is not in force."""
        return any(not one.shown for one in self.numbers)


@dataclass(frozen=True)
class Entry:
    """A standard or a quota: for whom, how much, from which day."""

    name: str
    label: str
    group: str
    who: str
    limit: str
    since: str
    source: str
    unverified: bool
    note: str
    requirements: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """What is open of the book. ``topics`` are (label, how many rules) in the order of the office."""

    on: date
    place: str
    topics: tuple[tuple[str, int], ...]
    counts: dict[str, int]
    open: str
    sought: str = ""
    rules: tuple[RuleHere, ...] = ()
    numbers: tuple[Value, ...] = ()
    entries: tuple[Entry, ...] = ()
    wrong: tuple[Checked, ...] = ()
    right: tuple[Checked, ...] = ()
    procedures: tuple[ProcedureHere, ...] = ()
    to_come: tuple[tuple[str, date], ...] = ()
    more: int = field(default=0)


def book(user: Any, topic: str = "", sought: str = "") -> Book:
    """One topic of the book, or what a search finds. Problem ``registry.no_such_area`` for who sees no board."""
    scope.area(user, None, Right.SEE_BOARD)
    snapshot = scope.latest_snapshot()
    place, on = load(settings.WORKSPACE.place), snapshot.on if snapshot else date.today()
    rules, entries = _rules(settings.WORKSPACE.place, on), _entries(settings.WORKSPACE.place, on)
    sums = estimates.check(place)
    inside = Counter(rule.topic for rule in rules)
    listed = tuple((one, inside[one]) for one in ORDER if inside[one])
    steps = procedures_here(place, on)
    counts = {
        PROCEDURES: len(steps), STANDARDS: len(entries[STANDARDS]), QUOTAS: len(entries[QUOTAS]), SUMS: len(sums)
    }  # fmt: skip
    if sought:
        told = _sought(rules, (*entries[STANDARDS], *entries[QUOTAS]), sought)
        return Book(on, place.label, listed, counts, "", sought, *told)
    topic = topic if topic in inside or counts.get(topic) else FIRST
    return Book(
        on, place.label, listed, counts, topic,
        rules=tuple(rule for rule in rules if rule.topic == topic),
        numbers=tuple(_numbers(place, topic)),
        entries=entries.get(topic, ()),
        wrong=tuple(one for one in sums if one.verdict == "fails") if topic == SUMS else (),
        right=tuple(one for one in sums if one.verdict != "fails") if topic == SUMS else (),
        procedures=steps if topic == PROCEDURES else (),
        to_come=to_come(place, on) if topic == PROCEDURES else (),
    )  # fmt: skip


def _sought(
    rules: Iterable[RuleHere], entries: Iterable[Entry], sought: str
) -> tuple[tuple[RuleHere, ...], tuple[Value, ...], tuple[Entry, ...]]:
    parts = sought.lower().split()
    found = [rule for rule in rules if _has(_text(rule), parts)]
    others = [one for one in entries if _has(" ".join((one.name, one.label, *one.requirements)), parts)]
    return tuple(found[:MOST]), (), tuple(others[:MOST])


def _has(text: str, parts: list[str]) -> bool:
    return all(part in text.lower() for part in parts)


def _text(rule: RuleHere) -> str:
    numbers = (one.label for one in rule.numbers)
    return " ".join(
        (rule.name, rule.label, rule.topic, rule.department, *rule.requirements, *numbers, *rule.options)
    )


@lru_cache(maxsize=8)
def _rules(place: str, on: date) -> tuple[RuleHere, ...]:
    found = [_rule(one) for one in rule_book.catalogue(load(place), on)["rules"]]
    # What this place has, and what people act upon, comes first.
    return tuple(sorted(found, key=lambda rule: (rule.asleep, rule.kind != rule_book.KINDS["verdict"])))


def _rule(one: dict[str, Any]) -> RuleHere:
    return RuleHere(
        one["name"], one["label"], one["topic"], rule_book.KINDS[one["kind"]], rule_book.WHO[one["entity"]],
        rule_book.UNITS.get(one["unit"], one["unit"]), (RULES[one["name"]].fn.__doc__ or "").strip(),
        tuple(one["options"]), tuple(dict.fromkeys(map(_need, one["needs"]))),
        tuple(map(_value, one["parameters"])), one["source"], tuple(one["requirements"]), one["check"],
        words.department(one["department"]),
    )  # fmt: skip


def _need(name: str) -> str:
    return RULES[name].label if name in RULES else wording.label(name)


def _value(one: dict[str, Any]) -> Value:
    shown = "" if one["value"] is None else _said(one["value"], one["unit"])
    since = date.fromisoformat(one["from"]) if one["from"] else None
    return Value(one["name"], _label(one), shown, since, one["source"], one["unverified"])


def _label(one: dict[str, Any]) -> str:
    """What another place calls it, where this one has no such number."""
    name: str = one["name"]
    return one.get("label") or labels().get(name, name)


def _said(value: Any, unit: str) -> str:
    return wording.number(value, unit, {name: rule.label for name, rule in RULES.items()}, many=12)


def _numbers(place: Place, topic: str) -> Iterable[Value]:
    """Every number of the topic with all its days, and which place states it."""
    for name in sorted(place.files):
        if topics.label(name) == topic:
            by = next(label for label, files in reversed(place.layers) if name in files)
            yield from _dated(name, place.files[name], by)


def _dated(name: str, parameter: Parameter, by: str) -> Iterable[Value]:
    for value in parameter.values:
        shown = "" if value.value is None else _said(value.value, parameter.unit)
        yield Value(name, parameter.label, shown, value.since, value.source, value.unverified, by)


@lru_cache(maxsize=8)
def _entries(place: str, on: date) -> dict[str, tuple[Entry, ...]]:
    found = rule_book.catalogue(load(place), on)
    return {
        STANDARDS: tuple(_entry(one, one["set"], _levels(one["entity"])) for one in found.get(STANDARDS, ())),
        QUOTAS: tuple(
            _entry(one, "", "、".join(one["roles"]) or "帮扶责任人") for one in found.get(QUOTAS, ())
        ),
    }


def _levels(said: str) -> str:
    return "、".join(rule_book.AREAS.get(one, one) for one in said.split("、"))


def _entry(one: dict[str, Any], group: str, who: str) -> Entry:
    [number] = one["parameters"]
    return Entry(
        one["name"], one["label"], group, who, _limit(one, number), number["from"] or "", one["source"],
        number["unverified"], one["check"], tuple(one["requirements"]),
    )  # fmt: skip


def _limit(one: dict[str, Any], number: dict[str, Any]) -> str:
    if number["value"] is None:
        return OPERATORS["report"] if one.get("operator") == "report" else ""
    said = number["value"] if isinstance(number["value"], list) else [number["value"]]
    shown = " 至 ".join(f"{value:,g}" for value in said)
    if one["kind"] == "quota":
        every = one["every"] if one["every"] in EVERY.values() else f"{one['every']} 前"
        return f"{every} {shown} {one['unit']} · {one['entity']}"
    if one["unit"] == "是否":
        return "是" if number["value"] else "否"
    sign = "" if one["operator"] in ("=", "between") else f"{OPERATORS[one['operator']]} "
    return f"{sign}{shown} {one['unit']}"
