"""Dated numbers (参数): the value in force on a day, and the document it comes from.

One file ``parameters/**.yaml`` is one number (or list). It has a label, a unit, and values by
their first day, each with its source (document and clause)::

    label: 人均纯收入退出线
    unit: 元
    values:
      2017-01-01: {value: 3200, source: {document: 嵩明县规划, clause: 退出标准}}
      2021-01-01: {value: null, source: {document: …, clause: …}}      # ended

``value: null`` ends a number: from that day it is not in force, which is different from zero.
``unverified: true`` marks a value that nobody could confirm yet; every result that used it says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import dated_file
from liuqing.policy.dated_file import CODE, REMEDY

FEN = {"元": 100, "万元": 1_000_000, "分": 1}
"""How many fen one unit of money has."""


class NotInForceError(LookupError):
    """No value is in force on the day: not yet, or not any more. The argument is the name."""


@dataclass(frozen=True)
class Value:
    """A value from its first day: ``source`` is document and clause, ``value`` None if ended."""

    since: date
    value: Any
    source: str
    unverified: bool = False


@dataclass(frozen=True)
class Parameter:
    """A dated number as its file states it; ``values`` with rising first days."""

    name: str
    label: str
    unit: str
    values: tuple[Value, ...]

    def on(self, day: date) -> Value:
        """The value in force on that day; raises ``NotInForceError``."""
        reached = [value for value in self.values if value.since <= day]
        if not reached or reached[-1].value is None:
            raise NotInForceError(self.name)
        return reached[-1]


@dataclass(frozen=True)
class Meta:
    """A number as it is cited: value, unit, first day, document and clause."""

    name: str
    label: str
    value: Any
    unit: str
    since: date
    source: str
    unverified: bool

    def sentence(self) -> str:
        """人均纯收入退出线 3500 元（自 2018-01-01 起，依据…，未核实）."""
        shown = "、".join(map(str, self.value)) if isinstance(self.value, list) else str(self.value)
        doubt = "，未核实" if self.unverified else ""
        return f"{self.label} {shown}{' ' if self.unit else ''}{self.unit}（自 {self.since} 起，依据：{self.source}{doubt}）"


class Parameters(Mapping[str, Any]):
    """The numbers of a place on one day. ``p["exits.income_line"]`` is ``exits/income_line.yaml``.

    Reading a number that is not in force, or of which the place has no file, raises ``NotInForceError``.
    """

    def __init__(self, files: Mapping[str, Parameter], on: date):
        self._files = files
        self.on = on

    def __getitem__(self, name: str) -> Any:
        if name not in self._files:
            raise NotInForceError(name)
        return self._files[name].on(self.on).value

    def has(self, name: str) -> bool:
        """Whether the place has such a number in force on the day."""
        try:
            return self[name] is not None
        except NotInForceError:
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def label(self, name: str) -> str:
        """What the number is called, in force or not; "" if the place has no such file."""
        return self._files[name].label if name in self._files else ""

    def fen(self, name: str) -> int:
        """A sum of money in whole fen, as the engine counts."""
        return self._in_fen(name, self[name])

    def fens(self, name: str) -> dict[str, int]:
        """Sums of money by key (a stage, a region, a grade) in whole fen."""
        return {str(key): self._in_fen(name, value) for key, value in self[name].items()}

    def ppm(self, name: str) -> int:
        """A rate in millionths: 0.85, or 85 with the unit %, is 850,000."""
        return self._in_ppm(name, self[name])

    def ppms(self, name: str) -> dict[str, int]:
        """Rates by key in millionths."""
        return {str(key): self._in_ppm(name, value) for key, value in self[name].items()}

    def _in_fen(self, name: str, value: Any) -> int:
        return int(Decimal(str(value)) * FEN[self._files[name].unit.split("/")[0]])

    def _in_ppm(self, name: str, value: Any) -> int:
        return int(Decimal(str(value)) * (10_000 if self._files[name].unit == "%" else 1_000_000))

    def meta(self, name: str) -> Meta:
        """The number with everything needed to cite it; raises ``NotInForceError``."""
        if name not in self._files:
            raise NotInForceError(name)
        parameter = self._files[name]
        value = parameter.on(self.on)
        return Meta(
            name, parameter.label, value.value, parameter.unit, value.since, value.source, value.unverified
        )


def read(folder: Path) -> dict[str, Parameter]:
    """Every parameter file below a folder, by dotted name.

    Problem ``policy.parameter`` names the first fault and says how many more there are.
    """
    found, faults = _read(folder)
    if faults:
        raise _together(faults)
    return found


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the parameter files below a folder, with file and line."""
    return _read(folder)[1]


def parse(name: str, text: str, path: Path) -> Parameter:
    """One parameter file; Problem ``policy.parameter`` as ``read`` raises it."""
    parameter, faults = _parsed(name, text, path)
    if faults:
        raise _together(faults)
    return parameter


def _read(folder: Path) -> tuple[dict[str, Parameter], list[Problem]]:
    found, faults = {}, []
    for path in sorted(folder.rglob("*.yaml")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            what = f"参数文件「{name}」不是 UTF-8 编码"
            faults.append(Problem(CODE, what, REMEDY, dated_file.where(path, None)))
            continue
        found[name], wrong = _parsed(name, text, path)
        faults += wrong
    return found, faults


@lru_cache(maxsize=2048)
def _parsed(name: str, text: str, path: Path) -> tuple[Parameter, tuple[Problem, ...]]:
    """What a file states; every place of a province reads the files of nation and province again."""
    told = dated_file.read(name, text, path)
    values = tuple(Value(*one) for one in told.values)
    return Parameter(name, told.label, told.unit, values), tuple(told.faults)


def _together(faults: Sequence[Problem]) -> Problem:
    """All faults as one: the first of them, and how many more there are."""
    first, more = faults[0], len(faults) - 1
    told = f"{first.what}（另有 {more} 处错误，可用 liuqing rules --place 查看）" if more else first.what
    return Problem(first.code, told, first.remedy, first.where)
