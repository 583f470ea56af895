"""A reform (政策调整方案): numbers changed or rules replaced, as a small file, to be tried out.

::

    label: 退出线提高到 4000 元
    from: 2018-01-01
    numbers:
      exits.income_line: 4000
    rules: [my_rules.py]          # beside this file; each rule in it replaces the one of its name

A reform is a proposal: it changes nothing but the trial. Its numbers hold from its first day, in
the unit of the number they stand for. Rules are Python and run with the rights of whoever tries
them out, so a page takes numbers only.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from liuqing.errors import Problem, Where
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import Place, known, load
from liuqing.policy.rule import Rule, apart
from liuqing.policy.rules import RULES

KEYS = {"label", "from", "numbers", "rules"}


@dataclass(frozen=True)
class Reform:
    """``numbers`` as they would be, by name; ``rules`` that replace others or are new."""

    label: str
    since: date
    numbers: Mapping[str, Parameter]
    rules: Mapping[str, Rule]

    def parameters(self, place: Place, on: date) -> Parameters:
        """The place's numbers on a day, as they would be."""
        return Parameters({**place.files, **self.numbers}, on)

    def rule_book(self) -> dict[str, Rule]:
        """All rules, as they would be."""
        return {**RULES, **self.rules}

    def affected(self) -> list[str]:
        """The rules that could answer differently: changed themselves, or made from one that is."""
        book = self.rule_book()
        touched = {
            n for n, rule in book.items() if n in self.rules or set(rule.numbers) & self.numbers.keys()
        }
        while more := {n for n, rule in book.items() if n not in touched and touched & set(rule.needs)}:
            touched |= more
        return [name for name in book if name in touched]


def read(path: Path, place: Place) -> Reform:
    """The reform of a file. Raises Problem ``policy.reform`` naming every fault in it."""
    told, lines = _yaml(path)
    faults = [_fault(path, lines.get(key), f"不认识「{key}」") for key in sorted(told.keys() - KEYS)]
    since = told.get("from")
    if type(since) is not date:
        faults.append(_fault(path, lines.get("from"), "没有写 from（从哪一天起），如 2019-01-01"))
        since = date.min
    label = str(told.get("label") or path.stem)
    numbers = _numbers(told.get("numbers") or {}, since, label, place, path, lines, faults)
    rules = _rules(told.get("rules") or [], path, lines, faults)
    if not faults and not numbers and not rules:
        faults.append(_fault(path, None, "既没有改数，也没有改规则"))
    if faults:
        raise _all(faults)
    return Reform(label, since, numbers, rules)


def with_number(name: str, value: Any, *, since: date, label: str, place: Place) -> Reform:
    """The reform that changes one number, as a page asks for it. Problem ``policy.reform``."""
    faults: list[Problem] = []
    numbers = _numbers({name: value}, since, label, place, Path(label), {}, faults)
    if faults:
        raise _all(faults)
    return Reform(label, since, numbers, {})


def _numbers(
    told: dict[str, Any], since: date, label: str, place: Place,
    path: Path, lines: dict[str, int], faults: list[Problem],
) -> dict[str, Parameter]:  # fmt: skip
    changed = {}
    for name, value in told.items():
        present = _present(name, place)
        what = _unfit(name, value, present)
        if what or present is None:
            faults.append(_fault(path, lines.get(name), what))
        else:
            changed[name] = _changed(present, value, since, label)
    return changed


def _present(name: str, place: Place) -> Parameter | None:
    """The number of the place if it ever had a value, else that of another place of the program."""
    files = [one.files[name] for one in (place, *(load(key) for key in known())) if name in one.files]
    return next((one for one in files if any(value.value is not None for value in one.values)), None)


def _unfit(name: str, value: Any, present: Parameter | None) -> str:
    """What is wrong with the value; empty if nothing is."""
    if present is None:
        near = get_close_matches(name, sorted({n for rule in RULES.values() for n in rule.numbers}), 1, 0.5)
        return f"没有叫「{name}」的参数" + (f"，是不是「{near[0]}」" if near else "")
    before = next(v.value for v in reversed(present.values) if v.value is not None)
    if _kind(value) != _kind(before):
        return f"「{present.label}」应是{_kind(before)}，写的是{_kind(value)}"
    if _kind(value) == "数" and value < 0:
        return f"「{present.label}」不能是负数"
    return ""


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "是否"
    if isinstance(value, int | float):
        return "数"
    named: dict[type, str] = {list: "清单", dict: "对照表", str: "文字"}
    return named.get(type(value), "空")


def _changed(present: Parameter, value: Any, since: date, label: str) -> Parameter:
    """The number with the proposal in force from its first day, and nothing after it."""
    before = tuple(one for one in present.values if one.since < since)
    return replace(present, values=(*before, Value(since, value, f"调整方案：{label}")))


def _rules(told: Any, path: Path, lines: dict[str, int], faults: list[Problem]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for name in [told] if isinstance(told, str) else told:
        file = path.parent / str(name)
        if file.is_file():
            found |= _written_in(file, faults)
        else:
            faults.append(_fault(path, lines.get("rules"), f"没有规则文件「{name}」"))
    return found


def _written_in(file: Path, faults: list[Problem]) -> dict[str, Rule]:
    spec = importlib.util.spec_from_file_location(f"reform_{file.stem}", file)
    if spec is None or spec.loader is None:
        faults.append(_fault(file, None, "不是 Python 文件"))
        return {}
    with apart() as book:
        try:
            spec.loader.exec_module(importlib.util.module_from_spec(spec))
        except Exception as fault:
            faults.append(_fault(file, getattr(fault, "lineno", None), f"规则文件没有读懂（{fault}）"))
    return book


def _yaml(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """What the file says, and the line of every key (those of ``numbers`` too)."""
    if not path.is_file():
        raise Problem("policy.reform", f"没有方案文件「{path.name}」", "请核对路径。")
    text = path.read_text(encoding="utf-8")
    try:
        told, root = yaml.safe_load(text), yaml.compose(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise _fault(path, mark.line + 1 if mark else None, "不是合格的 YAML") from fault
    if not isinstance(told, dict):
        raise _fault(path, 1, "应写明 label、from 和 numbers 或 rules")
    return told, dict(_lines(root))


def _lines(node: Any) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1
            yield from _lines(value)


def _fault(path: Path, line: int | None, what: str) -> Problem:
    return Problem("policy.reform", what, "请对照文档「政策模拟」改正。", Where(file=path.name, row=line))


def _all(faults: list[Problem]) -> Problem:
    """One problem that says every fault."""
    told = "；".join(f"{fault.where}：{fault.what}" if str(fault.where) else fault.what for fault in faults)
    return Problem("policy.reform", f"调整方案有 {len(faults)} 处问题：{told}", faults[0].remedy)
