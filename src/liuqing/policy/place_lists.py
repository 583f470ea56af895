"""The two lists of a place: ``areas.csv`` (its divisions) and ``targets.csv`` (its plan's figures)."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

from liuqing.policy.place_file import Faults
from liuqing.policy.place_shape import Approximation, Operator, Told

AREA_LEVELS = ("county", "town", "village", "hamlet")
AREA_COLUMNS = ("code", "name", "level", "parent", "kind", "note")
TARGET_COLUMNS = ("metric", "dimension", "year", "value", "unit", "source", "word", "kind")
KINDS = ("promise", "fact", "derived")
"""What a figure of a plan is: promised, stated of a time that is over, or worked out from what it states."""


@dataclass(frozen=True)
class AreaRow:
    """A division: code (county 6, town 9, village 12 digits, or local), level and parent's code.

    ``kind`` is its kind (镇, 街道, 农场, 社区, …); ``note`` says what must be known of the row, for
    example that its name is invented.
    """

    code: str
    name: str
    level: str
    parent: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class Target:
    """A figure that the place's plan states or promises for ``year``: what it is says ``kind`` (``KINDS``).

    ``metric`` and ``dimension`` are those of the figures that the assessment makes, so that both
    can stand side by side; a sum over several years has ``period=2018-2020`` in its dimension and
    the last year as ``year``. ``source`` is document and section. ``word`` is the plan's word for
    "at least", "about" and the like; ``operator`` and ``tolerance`` (per cent) are what it means.
    """

    metric: str
    dimension: str
    year: int
    value: Decimal
    unit: str
    source: str
    word: str = ""
    operator: Operator = "="
    tolerance: Decimal = Decimal(0)
    kind: str = "promise"

    def met_by(self, value: Decimal) -> bool:
        """Whether a figure is what the plan says of it: equal, at least, at most or about it.

        The tolerance widens "about" to both sides, and "at least" and "at most" outwards.
        """
        room = abs(self.value) * self.tolerance / 100
        return {
            "=": value == self.value,
            ">=": value >= self.value - room,
            "<=": value <= self.value + room,
            "~": abs(value - self.value) <= room,
        }[self.operator]


class Line(NamedTuple):
    """A row of a list with its line in the file (the heading is line 1)."""

    number: int
    cells: dict[str, str]


def areas(folder: Path) -> list[AreaRow]:
    """The divisions that the place lists; empty if it has no list of its own."""
    return [
        AreaRow(**{k: v for k, v in line.cells.items() if k in AREA_COLUMNS})
        for line in _lines(folder / "areas.csv")
    ]


def targets(folder: Path, words: dict[str, Approximation]) -> list[Target]:
    """The figures of the place's plan; empty if it has none."""
    return [_target(line.cells, words) for line in _lines(folder / "targets.csv")]


def check_areas(folder: Path, told: Told, faults: Faults) -> None:
    """Adds what is wrong with the divisions: codes, levels, parents and kinds."""
    lines = _checked(folder / "areas.csv", AREA_COLUMNS[:4], AREA_COLUMNS, faults)
    add = _adder(folder / "areas.csv", faults)
    levels = {line.cells["code"]: line.cells["level"] for line in lines}
    _once(((line.number, line.cells["code"]) for line in lines), "编码「{}」", add)
    for number, cells in lines:
        _check_area(number, cells, levels, told, add)
    counties = [code for code, level in levels.items() if level == "county"]
    if lines and counties != [told.code]:
        add(None, f"应当正好有一行 county，编码与 place.yaml 的 code「{told.code}」相同")


def check_targets(folder: Path, told: Told, faults: Faults) -> None:
    """Adds what is wrong with the plan's figures: year, value, unit, source, word, repetitions."""
    lines = _checked(folder / "targets.csv", TARGET_COLUMNS[:6], TARGET_COLUMNS, faults)
    add = _adder(folder / "targets.csv", faults)
    keys = ((n, "，".join(c[k] for k in ("metric", "dimension", "year"))) for n, c in lines)
    _once(keys, "指标「{}」", add)
    for number, cells in lines:
        for column in ("metric", "unit", "source"):
            if not cells[column]:
                add(number, f"没有写「{column}」")
        if not cells["year"].isdigit():
            add(number, f"年份「{cells['year']}」不是四位数字")
        if not _is_number(cells["value"]):
            add(number, f"数值「{cells['value']}」不是数")
        if cells.get("kind") and cells["kind"] not in KINDS:
            add(number, f"种类「{cells['kind']}」不是 {'、'.join(KINDS)} 之一")
        if cells.get("word") and cells["word"] not in told.approximations:
            add(number, f"用词「{cells['word']}」没有写在 place.yaml 的 approximations 里")


Add = Callable[[int | None, str], None]


def _check_area(number: int, cells: dict[str, str], levels: dict[str, str], told: Told, add: Add) -> None:
    if not cells["code"] or not cells["name"]:
        add(number, "没有写 code（编码）或 name（名称）")
    level, above = cells["level"], levels.get(cells["parent"])
    if level not in AREA_LEVELS:
        add(number, f"没有「{level}」这一级，可以写 {'、'.join(AREA_LEVELS)}")
        return
    if level != "county" and above is None:
        add(number, f"上级「{cells['parent']}」不在表里")
    elif above in AREA_LEVELS and AREA_LEVELS.index(above) >= AREA_LEVELS.index(level):
        add(number, f"上级「{cells['parent']}」不比它高一级")
    kinds = {"town": told.town_kinds, "village": told.village_kinds}.get(level)
    kind = cells.get("kind", "")
    if kind and kinds and kind not in kinds:
        add(number, f"类型「{kind}」没有写在 place.yaml 的 {level}_kinds 里")


def _once(keys: Iterable[tuple[int, str]], said: str, add: Add) -> None:
    seen: dict[str, int] = {}
    for number, key in keys:
        if key in seen:
            add(number, f"{said.format(key)}与第 {seen[key]} 行重复")
        seen.setdefault(key, number)


def _adder(path: Path, faults: Faults) -> Add:
    return lambda row, what: faults.add(f"{path.parent.name}/{path.name}", row, what)


def _checked(path: Path, needed: tuple[str, ...], known: tuple[str, ...], faults: Faults) -> list[Line]:
    """The rows, if the heading is as it should be."""
    add = _adder(path, faults)
    try:
        lines = list(_lines(path))
    except (UnicodeDecodeError, csv.Error):
        add(None, "不是 UTF-8 编码的 CSV")
        return []
    if not lines:
        return []
    headings = list(lines[0].cells)
    if missing := [name for name in needed if name not in headings]:
        add(1, f"缺少列：{'、'.join(missing)}")
        return []
    if strange := [name for name in headings if name not in known]:
        add(1, f"不认识的列：{'、'.join(strange)}")
    return lines


def _lines(path: Path) -> Iterator[Line]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, restkey="", restval="")
        for cells in rows:
            extra = {"": "、".join(cells.pop(""))} if "" in cells else {}
            yield Line(rows.line_num, {k: v.strip() for k, v in cells.items()} | extra)


def _target(cells: dict[str, str], words: dict[str, Approximation]) -> Target:
    word = cells.get("word", "")
    means = words.get(word, Approximation("="))
    return Target(
        cells["metric"], cells["dimension"], int(cells["year"]), Decimal(cells["value"]), cells["unit"],
        cells["source"], word, means.operator, means.tolerance, cells.get("kind") or "promise",
    )  # fmt: skip


def _is_number(said: str) -> bool:
    try:
        return Decimal(said).is_finite()
    except InvalidOperation:
        return False
