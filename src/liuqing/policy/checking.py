"""Checking a place (检查): everything that is wrong with its folder, at once, with file and line.

It puts together what each kind of file knows of itself (the place, its numbers, standards, quotas,
estimates) and what only shows between them: a number that nobody reads, another kind of value than
the parent's, a criterion that is no rule.
"""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from liuqing.errors import Problem
from liuqing.policy import dated, place_file
from liuqing.policy import place as places
from liuqing.policy.dated import Parameter
from liuqing.policy.dated_file import CODE, kind, where
from liuqing.policy.place_file import Faults
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rules import RULES

OWN = (
    "standards",
    "quotas",
    "estimates",
    "indicators",
    "procedures",
    "calendar",
    "responsible",
    "evaluation",
    "project_life",
    "announcing",
    "performance",
    "sharing",
    "funding",
)
"""The modules that check and list a kind of file of their own."""
CRITERIA = "条件"
"""The unit of lists of rules."""


def check(folder: Path) -> list[Problem]:
    """Every fault of the place in this folder, in the order of its files; [] if nothing is wrong."""
    folder = folder.resolve()
    found = [*places.check(folder), *dated.check(folder / "parameters"), *_between(folder)]
    for module in modules():
        found += getattr(module, "check_folder", module.check)(folder)
    return list({problem.sentence(): problem for problem in found}.values())


def modules() -> list[ModuleType]:
    """The modules of ``OWN`` that this program has."""
    names = [f"liuqing.policy.{name}" for name in OWN]
    return [import_module(name) for name in names if find_spec(name)]


def read_by_rules() -> set[str]:
    """The numbers that rules and programmes name."""
    numbers = {name for rule in RULES.values() for name in rule.numbers}
    return numbers | {programme.number for programme in PROGRAMMES.values()}


def shipped() -> dict[str, Parameter]:
    """A number of every name that some place of the program has."""
    return {name: one for key in places.known() for name, one in places.load(key).files.items()}


@cache
def labels() -> dict[str, str]:
    """What numbers are called, those that only other places have included."""
    return {name: number.label for name, number in shipped().items()}


def _between(folder: Path) -> Iterator[Problem]:
    inherited, known = _inherited(folder), read_by_rules() | shipped().keys()
    for path in sorted((folder / "parameters").rglob("*.yaml")):
        name = ".".join(path.relative_to(folder / "parameters").with_suffix("").parts)
        try:
            number = dated.parse(name, path.read_text(encoding="utf-8"), path)
        except (Problem, UnicodeDecodeError):
            continue  # told by dated.check
        for what in _doubts(name, number, inherited, known):
            yield Problem(CODE, f"参数文件「{name}」{what}", "请改正文件名或内容。", where(path, 1))


def _doubts(name: str, number: Parameter, inherited: dict[str, Parameter], known: set[str]) -> Iterator[str]:
    if name not in known:
        yield "没有任何规则或标准用到，可能是文件名写错了"
    kinds = {kind(value.value) for value in number.values if value.value is not None}
    above = inherited.get(name)
    before = {kind(value.value) for value in above.values if value.value is not None} if above else kinds
    if kinds and before and not kinds & before:
        yield f"是{'、'.join(sorted(kinds))}，上级地方的是{'、'.join(sorted(before))}，前后不一致"
    if number.unit == CRITERIA:
        for criterion in sorted({one for value in number.values for one in value.value or ()}):
            if criterion not in RULES or not RULES[criterion].yes_or_no:
                yield f"列出的「{criterion}」不是一条能回答是或否的规则"


def _inherited(folder: Path) -> dict[str, Parameter]:
    """The numbers of the parent; none if the folder does not say which, or the parent is faulty."""
    root = place_file.compose(folder / "place.yaml", Faults([])) if folder.is_dir() else None
    said = place_file.keys(root).get("extends") if root else None
    if said is None or not said.value:
        return {}
    beside = folder / str(said.value)
    try:
        return places.load(str(beside if beside.is_dir() else said.value)).files
    except Problem:
        return {}
