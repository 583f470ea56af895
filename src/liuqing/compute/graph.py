"""The graph of the rules: what each is made from, in which order they can be worked out.

A name is a fact of the snapshot or a rule. A rule may need facts and rules of its own entity, of
its parent (a person of the household, a household of the area) and, if it counts, of its
children. Unknown names and circles are found here, before any engine is opened.
"""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from liuqing.compute.snapshot import BILLS, EMPLOYERS, HOUSEHOLDS, PERSONS, VILLAGES
from liuqing.policy.rule import Rule

FACTS: dict[str, frozenset[str]] = {
    "bill": frozenset(BILLS.names),
    "person": frozenset(PERSONS.names),
    "household": frozenset(HOUSEHOLDS.names),
    "area": frozenset(VILLAGES.names),
    "employer": frozenset(EMPLOYERS.names),
}
"""The facts that the snapshot has of each entity."""

PARENT = {"bill": "person", "person": "household", "household": "area"}
CHILD = {"person": "bill", "household": "person", "area": "household", "employer": "person"}


class BadRuleError(ValueError):
    """A rule cannot be worked out: a name that nobody knows, of the wrong entity, or a circle."""


def closure(rules: Mapping[str, Rule], wanted: Iterable[str]) -> list[str]:
    """The wanted rules and all they need, each after what it is made from.

    Raises ``BadRuleError`` naming the rule and the name at fault.
    """
    todo, needed = list(wanted), set[str]()
    while todo:
        name = todo.pop()
        if name in rules and name not in needed:
            needed.add(name)
            todo += rules[name].needs
    for name in needed:
        _check(rules, rules[name])
    edges = {name: [n for n in rules[name].needs if n in rules] for name in sorted(needed)}
    try:
        return list(TopologicalSorter(edges).static_order())
    except CycleError as circle:
        raise BadRuleError(f"rules go in a circle: {' → '.join(circle.args[1])}") from circle


def owner(rules: Mapping[str, Rule], name: str, near: str) -> str:
    """The entity that has this name, seen from an entity: itself first, then its parent."""
    if name in rules:
        return rules[name].entity
    places = (near, PARENT.get(near), CHILD.get(near))
    found = next((place for place in places if place and name in FACTS[place]), None)
    if found is None:
        raise BadRuleError(f"{near} has no {name}, nor has its parent or child")
    return found


def _check(rules: Mapping[str, Rule], rule: Rule) -> None:
    allowed = {CHILD.get(rule.entity)} if rule.kind == "count" else {rule.entity, PARENT.get(rule.entity)}
    for name in rule.needs:
        if owner(rules, name, _near(rule)) not in allowed:
            raise BadRuleError(f"{rule.name} cannot see {name}")


def _near(rule: Rule) -> str:
    return CHILD[rule.entity] if rule.kind == "count" else rule.entity
