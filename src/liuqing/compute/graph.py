"""The graph of the rules: what each is made from, in which order they can be worked out.

A name is a fact of the snapshot or a rule. A rule may need facts and rules of its own entity, of
its parent (a person of the household, a household of the area) and, if it counts, of its
children. Unknown names and circles are found here, before any engine is opened.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from liuqing.compute.snapshot import BILLS, EMPLOYERS, HOUSEHOLDS, PERSONS, VILLAGES
from liuqing.errors import Problem, Where
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


def leaves(rules: Mapping[str, Rule], name: str) -> tuple[tuple[str, str], ...]:
    """The facts on which a rule stands in the end, as (entity, fact), in the order of its arguments."""
    found: dict[tuple[str, str], None] = {}
    near = rules[name].entity
    for need in rules[name].needs:
        if need in rules:
            found |= dict.fromkeys(leaves(rules, need))
        else:
            found[owner(rules, need, near), need] = None
    return tuple(found)


def check(rules: Mapping[str, Rule], numbers: Collection[str] | None = None) -> list[Problem]:
    """Everything that is wrong between the rules, each with the Python file and line of its function.

    Names that nobody knows, of an entity that the rule cannot see, circles, and (if ``numbers`` are
    the names of all numbers that have a file) numbers that have none. Code ``compute.bad_rule``.
    """
    found = [fault for rule in rules.values() for fault in _faults(rules, rule)]
    found += [_problem(rules[circle[0]], _in_words(rules, circle)) for circle in _circles(rules)]
    for rule in rules.values() if numbers is not None else ():
        for name in rule.numbers:
            if name not in (numbers or ()):
                found.append(_problem(rule, f"用到的数「{name}」没有任何地方的参数文件"))
    return found


def _faults(rules: Mapping[str, Rule], rule: Rule) -> Iterator[Problem]:
    if rule.kind == "count" and rule.entity not in CHILD:
        yield _problem(rule, f"不能计数：{rule.entity} 没有下一级")
        return
    for name in rule.needs:
        try:
            if owner(rules, name, _near(rule)) not in _allowed(rule):
                yield _problem(rule, f"看不到「{name}」：它属于 {owner(rules, name, _near(rule))}")
        except BadRuleError:
            yield _problem(rule, f"用到的「{name}」既不是事实也不是规则")


def _circles(rules: Mapping[str, Rule]) -> Iterator[list[str]]:
    """One circle after the other; a rule of a circle that was told is left out of the next."""
    edges = {name: [need for need in rule.needs if need in rules] for name, rule in rules.items()}
    while True:
        try:
            tuple(TopologicalSorter(edges).static_order())
            return
        except CycleError as circle:
            names = list(dict.fromkeys(circle.args[1]))
            yield names
            edges = {name: [n for n in needs if n not in names] for name, needs in edges.items()}
            edges = {name: needs for name, needs in edges.items() if name not in names}


def _in_words(rules: Mapping[str, Rule], circle: list[str]) -> str:
    return f"与别的规则互相依赖：{' → '.join(rules[name].name for name in [*circle, circle[0]])}"


def _problem(rule: Rule, what: str) -> Problem:
    code = rule.fn.__code__
    where = Where(file=f"rules/{Path(code.co_filename).name}", row=code.co_firstlineno)
    return Problem(
        "compute.bad_rule", f"规则「{rule.label}」（{rule.name}）{what}", "请改正这条规则。", where
    )


def _check(rules: Mapping[str, Rule], rule: Rule) -> None:
    for name in rule.needs:
        if owner(rules, name, _near(rule)) not in _allowed(rule):
            raise BadRuleError(f"{rule.name} cannot see {name}")


def _allowed(rule: Rule) -> set[str | None]:
    """The entities whose facts and rules it may use."""
    return {CHILD.get(rule.entity)} if rule.kind == "count" else {rule.entity, PARENT.get(rule.entity)}


def _near(rule: Rule) -> str:
    return CHILD[rule.entity] if rule.kind == "count" else rule.entity
