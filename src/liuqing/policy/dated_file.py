"""Reading one parameter file: from text to a dated number, with every fault and its line.

Nothing stops at the first fault. A number must have a known unit and lie in that unit's range; words
(grades, reasons, names of conditions) may be of any kind that the unit names.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from liuqing.errors import Problem, Where

MONEY = (0, 10**12)
UNITS: dict[str, tuple[float, float]] = {
    "元": MONEY, "万元": MONEY, "分": MONEY, "%": (0, 100), "比例": (0, 1), "倍": (0, 1_000),
    "岁": (0, 130), "年": (0, 2_100), "月": (0, 1_200), "个月": (0, 1_200), "天": (0, 36_600), "日": (0, 36_600),
    "周": (0, 5_300), "小时": (0, 10_000), "学时": (0, 10_000), "分钟": (0, 10_000),
    **dict.fromkeys(
        (
            "人", "户", "个", "名", "项", "次", "人次", "条", "所", "村", "组", "级", "件", "期", "家", "支", "处", "座",
            "亩", "公里", "千米", "米", "平方米", "平方公里", "立方米", "千瓦", "吨", "公斤", "头", "套", "台", "份", "篇",
            "场", "名额", "分值", "层", "只", "千克", "万人", "万亩", "岗位", "班", "门", "本", "床", "张", "人/户", "位",
        ),
        (0, 10**12),
    ),
}  # fmt: skip
"""The units of numbers, each with the least and the most that makes sense. ``元/月`` is money too."""
MEASURED = ("元", "万元", "分", "%", "比例", "倍", "岁")
"""Units that only numbers have; of the others there may be words, too (危房等级 in 级)."""
KEYS = {"label", "unit", "values", "note"}
VALUE_KEYS = {"value", "source", "unverified", "note"}
SOURCE_KEYS = {"document", "clause"}
REMEDY = "请对照其他参数文件改正，每个数都要写明单位、起始日期和依据。"
CODE = "policy.parameter"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C loader is ten times as fast and marks the same lines."""


@dataclass
class Told:
    """What a file states: label, unit and (first day, value, source, unverified), and its faults."""

    label: str = ""
    unit: str = ""
    values: list[tuple[date, Any, str, bool]] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    lines: dict[date, int] = field(default_factory=dict)


def read(name: str, text: str, path: Path) -> Told:
    """The number ``name`` as the text states it, with everything that is wrong with it."""
    return _Reader(name, path).read(text)


def plain(text: str) -> Any:
    """What a YAML text says, as Python's plain values."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - it is the safe loader


def where(path: Path, line: int | None) -> Where:
    """The place of a fault: ``fuyuan/parameters/exits/income_line.yaml`` and the line."""
    parts = path.parts
    start = max(0, parts.index("parameters") - 1) if "parameters" in parts else len(parts) - 1
    return Where(file="/".join(parts[start:]), row=line)


def kind(value: Any) -> str:
    """What a value is: 数, 文字, 列表, 对照表 or 是否; "" for an ended one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是否"
    if isinstance(value, int | float | Decimal):
        return "数"
    return "列表" if isinstance(value, list) else "对照表" if isinstance(value, dict) else "文字"


class _Reader:
    def __init__(self, name: str, path: Path):
        self._name, self._path, self._told = name, path, Told()
        self._content: dict[Any, Any] = {}

    def read(self, text: str) -> Told:
        root = self._root(text)
        if isinstance(root, MappingNode):
            self._file(root)
        elif not self._told.faults:
            self._fault(root, "里没有「名称: 内容」")
        return self._told

    def _root(self, text: str) -> Node | None:
        loader = LOADER(text)
        try:
            root: Node | None = loader.get_single_node()
            content = loader.construct_document(root) if root is not None else None
        except (yaml.YAMLError, ValueError, TypeError) as fault:
            mark = getattr(fault, "problem_mark", None)
            self._add(mark.line + 1 if mark else None, "不是合格的 YAML")
            return None
        finally:
            loader.dispose()
        self._content = content if isinstance(content, dict) else {}
        self._twice(root)
        return root

    def _file(self, root: MappingNode) -> None:
        self._strange(root, KEYS)
        self._told.label, self._told.unit = self._word(root, "label"), self._word(root, "unit")
        values = _keys(root).get("values")
        if not isinstance(values, MappingNode) or not values.value:
            self._fault(values or root, "没有写 values（起始日期和数值）")
            return
        for day, said in values.value:
            self._value(day, said, self._content["values"])
        self._in_order()
        self._alike()

    def _word(self, root: MappingNode, key: str) -> str:
        said = self._content.get(key)
        if not isinstance(said, str) or not said.strip():
            self._fault(_keys(root).get(key, root), f"没有写 {key}（{'名称' if key == 'label' else '单位'}）")
            return ""
        return said

    def _value(self, day: Node, said: Node, content: dict[Any, Any]) -> None:
        since = next((one for one in content if _same(one, day)), None)
        if type(since) is not date:
            self._fault(day, f"的起始日期「{day.value}」应写成 2018-01-01 的样子")
            return
        told = content[since]
        if not isinstance(said, MappingNode) or "value" not in told:
            self._fault(said, f"自 {since} 起没有写 value（没有了就写 null）")
            return
        self._strange(said, VALUE_KEYS)
        self._flag(said, told)
        source = self._source(said, told.get("source"), since)
        self._range(_keys(said)["value"], told["value"])
        self._told.lines[since] = day.start_mark.line + 1
        self._told.values.append((since, told["value"], source, told.get("unverified") is True))

    def _flag(self, said: MappingNode, told: dict[str, Any]) -> None:
        if not isinstance(told.get("unverified", False), bool):
            self._fault(_keys(said)["unverified"], "的 unverified 应写 true 或 false")

    def _source(self, said: MappingNode, told: Any, since: date) -> str:
        node = _keys(said).get("source", said)
        words = [told.get(key) for key in ("document", "clause")] if isinstance(told, dict) else []
        if len(words) != 2 or not all(isinstance(word, str) and word.strip() for word in words):
            self._fault(node, f"自 {since} 起的数没有写依据（source 的 document 和 clause）")
            return ""
        self._strange(node, SOURCE_KEYS)
        return "，".join(map(str, words))

    def _range(self, node: Node, value: Any) -> None:
        """Every number in the value has a known unit and lies in its range."""
        leaves = list(_leaves(node))
        numbers = [one for one in leaves if one.tag.rpartition(":")[2] in ("int", "float")]
        unit = self._told.unit.split("/")[0]
        if unit not in UNITS:
            if numbers and len(numbers) == len(leaves) and self._told.unit:
                self._fault(node, f"的单位「{self._told.unit}」不认识", f"可用的单位：{'、'.join(UNITS)}。")
            return
        if unit in MEASURED and not numbers and value is not None and not _empty(value):
            self._fault(node, f"的单位是「{self._told.unit}」，数值却不是数")
        least, most = UNITS[unit]
        for one in numbers:
            number = float(one.value.replace("_", ""))
            if not least <= number <= most:
                self._fault(
                    one, f"的数值 {one.value} 超出了「{self._told.unit}」的范围（{least:g} 至 {most:g}）"
                )

    def _in_order(self) -> None:
        for (earlier, *_), (later, *_) in pairwise(self._told.values):
            if later <= earlier:
                self._add(self._told.lines[later], f"的起始日期 {later} 没有按先后排在 {earlier} 之后")

    def _alike(self) -> None:
        """The kind of value stays what it was at first."""
        kinds = [(since, kind(value)) for since, value, *_ in self._told.values if value is not None]
        for since, one in kinds[1:]:
            if one != kinds[0][1]:
                what = f"自 {since} 起是{one}，此前是{kinds[0][1]}，前后不一致"
                self._add(self._told.lines[since], what)

    def _strange(self, node: Node, known: set[str]) -> None:
        for key, _ in node.value if isinstance(node, MappingNode) else ():
            if key.value not in known:
                self._fault(key, f"里的「{key.value}」不认识", f"这里可以写：{'、'.join(sorted(known))}。")

    def _twice(self, node: Node | None) -> None:
        """YAML lets the later of two equal names win silently; here it is a fault."""
        if isinstance(node, SequenceNode):
            for inner in node.value:
                self._twice(inner)
        seen = set()
        for key, value in node.value if isinstance(node, MappingNode) else ():
            if key.value in seen:
                self._fault(key, f"里「{key.value}」写了两次")
            seen.add(key.value)
            self._twice(value)

    def _fault(self, node: Node | None, what: str, remedy: str = REMEDY) -> None:
        self._add(node.start_mark.line + 1 if node is not None else 1, what, remedy)

    def _add(self, line: int | None, what: str, remedy: str = REMEDY) -> None:
        self._told.faults.append(
            Problem(CODE, f"参数文件「{self._name}」{what}", remedy, where(self._path, line))
        )


def _keys(root: MappingNode) -> dict[str, Node]:
    return {str(key.value): value for key, value in root.value}


def _same(said: Any, node: Node) -> bool:
    return said.isoformat() == node.value if isinstance(said, date) else str(said) == str(node.value)


def _leaves(node: Node) -> Iterator[ScalarNode]:
    """Every number and word of the value; keys of maps are none."""
    if isinstance(node, ScalarNode):
        yield node
    for inner in node.value if isinstance(node, SequenceNode) else ():
        yield from _leaves(inner)
    for _, inner in node.value if isinstance(node, MappingNode) else ():
        yield from _leaves(inner)


def _empty(value: Any) -> bool:
    """Nothing in it but ends: null, {}, or a map of such."""
    return all(_empty(one) for one in value.values()) if isinstance(value, dict) else value in (None, [])
