"""Reading ``place.yaml``: from text to the classes of ``place_shape``, with every fault and its line.

Nothing stops at the first fault: what cannot be read is left out and told, and the rest is read.
"""

from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from io import StringIO
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from liuqing.errors import Problem, Where
from liuqing.policy.dated_file import LOADER
from liuqing.policy.place_shape import Told

TAGS = {str: ("str",), int: ("int",), bool: ("bool",), Decimal: ("int", "float"), date: ("timestamp",)}
NO_YAML = "地方配置不是合格的 YAML"
KINDS = {
    str: "文字（数字和日期要加引号）",
    int: "整数",
    bool: "true 或 false",
    Decimal: "数",
    date: "日期（如 2018-01-01）",
}


@dataclass(frozen=True)
class Faults:
    """A list of what is wrong, to which every reader adds."""

    found: list[Problem]

    def add(self, file: str, row: int | None, what: str, remedy: str = "", column: str = "") -> None:
        """One fault: in which file and line (from 1), what is wrong, what to do."""
        where = Where(file=file, row=row, column=column)
        self.found.append(Problem("policy.place", what, remedy or "请改正后再用。", where))


def compose(path: Path, faults: Faults) -> MappingNode | None:
    """The file's tree with the line of every node; None if there is none."""
    name = shown(path)
    try:
        root, found = _composed(path, name, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        faults.add(name, None, NO_YAML)
        return None
    faults.found.extend(found)
    return root


@lru_cache(maxsize=256)
def _composed(path: Path, name: str, text: str) -> tuple[MappingNode | None, tuple[Problem, ...]]:
    """The tree of a text and its faults: every check of a place asks for the same files again."""
    faults = Faults([])
    return _tree(path, name, text, faults), tuple(faults.found)


def _tree(path: Path, name: str, text: str, faults: Faults) -> MappingNode | None:
    source = StringIO(text)
    source.name = str(path)  # What the marks of the nodes say they come from.
    try:
        root = yaml.compose(source, Loader=LOADER)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        faults.add(name, mark.line + 1 if mark else None, NO_YAML)
        return None
    if not isinstance(root, MappingNode):
        faults.add(name, 1, "地方配置里没有「名称: 内容」")
        return None
    return root if _sound(root, name, faults, ()) else None


def shown(path: Path) -> str:
    """A file as people are told of it: from the folder of its place on (``fuyuan/procedures/exits.yaml``)."""
    deeper = not (path.parent / "place.yaml").exists() and (path.parent.parent / "place.yaml").exists()
    return "/".join(path.parts[-3 if deeper else -2 :])


def keys(root: MappingNode) -> dict[str, Node]:
    """The entries of a map by their name."""
    return {str(key.value): value for key, value in root.value}


def merged(chain: list[MappingNode]) -> MappingNode:
    """What the chain states, the eldest first: maps are merged, everything else is the child's."""
    result: dict[str, tuple[Node, Node]] = {}
    for root in chain:
        for key, value in root.value:
            before = result.get(key.value, (None, None))[1]
            result[key.value] = (key, _both(before, value))
    last = chain[-1]
    return MappingNode(last.tag, list(result.values()), last.start_mark, last.end_mark)


def read(root: MappingNode, faults: Faults) -> Told | None:
    """What the tree states; None if something that must be there is not."""
    told = section(root, Told, faults)
    return told if isinstance(told, Told) else None


def section(node: Node, kind: Any, faults: Faults, at: str = "") -> Any:
    """A part of a tree as a value of that kind (a class of fields, a word, a list, …); None if it
    cannot be read: every fault is told. ``at`` is what people call the part.
    """
    return _Reader(faults).read(node, kind, at)


def _both(before: Node | None, value: Node) -> Node:
    if not (isinstance(before, MappingNode) and isinstance(value, MappingNode)):
        return value
    entries = {key.value: (key, inner) for key, inner in [*before.value, *value.value]}
    return MappingNode(value.tag, list(entries.values()), value.start_mark, value.end_mark)


def _sound(node: Node, name: str, faults: Faults, above: tuple[Node, ...]) -> bool:
    """Whether the tree can be read at all; the names written twice, where YAML is silent, are told."""
    row = node.start_mark.line + 1
    if any(node is one for one in above):
        faults.add(name, row, "内容引用了自己")
        return False
    inner = node.value if isinstance(node, SequenceNode) else []
    if isinstance(node, MappingNode):
        names = [key.value for key, _ in node.value]
        if not all(isinstance(key, ScalarNode) for key, _ in node.value):
            faults.add(name, row, "名称只能是文字")
            return False
        for index, (key, _) in enumerate(node.value):
            if key.value in names[:index]:
                faults.add(name, key.start_mark.line + 1, f"「{key.value}」写了两次")
        inner = [value for _, value in node.value]
    # Every part is looked at: all() over a generator would stop at the first that is not sound.
    parts = [_sound(one, name, faults, (*above, node)) for one in inner]
    return all(parts)


class _Unreadable(Exception):  # noqa: N818 (never leaves this file)
    """The node is not of the wanted kind; the fault has been told."""


class _Reader:
    def __init__(self, faults: Faults):
        self._faults = faults

    def read(self, node: Node, kind: Any, at: str) -> Any:
        """The node as a value of that kind; None if it cannot be read (the fault is told)."""
        try:
            return self._value(node, kind, at)
        except _Unreadable:
            return None

    def _value(self, node: Node, kind: Any, at: str) -> Any:
        origin = get_origin(kind)
        if origin in (Union, UnionType):
            return self._value(node, next(k for k in get_args(kind) if k is not NoneType), at)
        if origin is Literal:
            return self._word(node, get_args(kind), at)
        if origin is list:
            return self._list(node, get_args(kind)[0], at)
        if origin is dict:
            key_kind, inner = get_args(kind)
            return self._map(node, key_kind, inner, at)
        if is_dataclass(kind) and isinstance(kind, type):
            return self._section(node, kind, at)
        return self._scalar(node, kind, at)

    def _scalar(self, node: Node, kind: type, at: str) -> Any:
        tag = node.tag.rpartition(":")[2]
        if not isinstance(node, ScalarNode) or tag not in TAGS[kind]:
            raise self._fault(node, at, f"应当是{KINDS[kind]}")
        if kind is bool:
            return str(node.value).lower() in ("true", "yes", "on")
        if kind is str:
            return node.value
        try:
            return date.fromisoformat(node.value) if kind is date else kind(node.value.replace("_", ""))
        except (ValueError, ArithmeticError):
            raise self._fault(node, at, f"应当是{KINDS[kind]}") from None

    def _word(self, node: Node, words: tuple[str, ...], at: str) -> str:
        if not isinstance(node, ScalarNode) or node.value not in words:
            allowed = "、".join(word for word in words if word)
            raise self._fault(node, at, "不是允许的词", f"可以写：{allowed}。")
        return str(node.value)

    def _list(self, node: Node, kind: Any, at: str) -> list[Any]:
        if not isinstance(node, SequenceNode):
            raise self._fault(node, at, "应当是列表")
        values = (self.read(inner, kind, at) for inner in node.value)
        return [value for value in values if value is not None]

    def _map(self, node: Node, key_kind: Any, kind: Any, at: str) -> dict[str, Any]:
        if isinstance(node, SequenceNode) and get_origin(kind) is list:
            # A plain list of names is a map without details.
            return {name: [] for name in self._list(node, str, at)}
        if not isinstance(node, MappingNode):
            raise self._fault(node, at, "应当是「名称: 内容」")
        found = {}
        for key, value in node.value:
            name = self.read(key, key_kind, at)
            inner = self.read(value, kind, f"{at}.{key.value}")
            if name is not None and inner is not None:
                found[name] = inner
        return found

    def _section(self, node: Node, kind: type, at: str) -> Any:
        short = getattr(kind, "short", "")
        if short and isinstance(node, SequenceNode):
            return kind(**{short: self._list(node, str, at)})
        if not isinstance(node, MappingNode):
            raise self._fault(node, at, "应当是「名称: 内容」")
        hints, known = _hints(kind), _fields(kind)
        found = {}
        for key, value in node.value:
            one = known.get(str(key.value))
            if one is None:
                self._fault(key, at, f"不认识「{key.value}」", f"可以写：{'、'.join(known)}。")
                continue
            inner = self.read(value, hints[one.name], f"{at}.{key.value}".strip("."))
            if inner is not None:
                found[one.name] = inner
        written = {str(key.value) for key, _ in node.value}
        for name, one in known.items():
            if _needed(one) and one.name not in found:
                if name not in written:
                    self._fault(node, at, f"没有写「{name}」")
                raise _Unreadable
        return kind(**found)

    def _fault(self, node: Node, at: str, what: str, remedy: str = "") -> _Unreadable:
        path = Path(node.start_mark.name)
        said = f"「{at}」{what}" if at else what
        self._faults.add(shown(path), node.start_mark.line + 1, said, remedy)
        return _Unreadable()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _fields(kind: Any) -> dict[str, Field[Any]]:
    """The fields by the names they have in the file; a Python keyword is written differently."""
    written = {name: key for key, name in getattr(kind, "written", {}).items()}
    return {written.get(one.name, one.name): one for one in fields(kind)}


def _needed(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING
