"""One row of a list → typed values, with every fault of the row, not only the first.

How a cell is read follows from the kind of its fact. A message never shows the value of a
sensitive fact.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from liuqing.policy import identity_numbers
from liuqing.policy.lists import ListKind
from liuqing.policy.tables import Fact
from liuqing.registry import problems
from liuqing.registry.imports.recognise import plain
from liuqing.registry.problems import Fault
from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault
from liuqing.sheets.headings import heading_unit

Values = dict[str, Any]


@dataclass(slots=True)
class TypedRow:
    """A row as it was understood.

    ``values`` holds the facts that could be read (an identity number as ``id_no``, whole and
    checked, and as ``id_text``, as it was written); ``raw`` is the row as it stood there.
    """

    sheet: str
    number: int
    values: Values
    faults: list[Fault]
    raw: list[Any]
    original: int | None = None
    extra: Values = field(default_factory=dict)


Parse = Callable[[Any], Any]


class RowReader:
    """Reads the rows of one table by its mapping {heading: fact name}."""

    def __init__(self, kind: ListKind, headings: list[str], columns: dict[str, str], sheet: str) -> None:
        facts = {fact.name: fact for fact in kind.columns}
        self.kind, self.sheet, self.headings = kind, sheet, headings
        self.heading: dict[str, str] = {}
        self._plan: list[tuple[int, str, str, Fact, Parse]] = []
        for index, heading in enumerate(headings):
            name = columns.get(heading, "")
            if name in facts and name not in self.heading:
                self.heading[name] = heading
                self._plan.append((index, name, heading, facts[name], _parser(facts[name], heading)))
        self._required = [(name, facts[name].label) for name in kind.required if name != "id_no"]
        self._wants_number = "id_no" in kind.required
        self._line = next((i for i, h in enumerate(headings) if plain(h) == "行号"), None)

    def read(self, number: int, raw: list[Any]) -> TypedRow:
        """The typed row; its faults are those of its cells and of what it must not lack."""
        values: Values = {}
        faults: list[Fault] = []
        extra: Values = {}
        width = len(raw)
        for index, name, heading, fact, parse in self._plan:
            cell = raw[index] if index < width else None
            if cell is None or cell == "":
                continue
            try:
                values[name] = parse(cell)
            except CellFault as fault:
                faults.append(Fault(f"cell.{fact.kind}", fault.what, fault.remedy, heading, name))
        if "id_no" in self.heading:
            self._number(values, faults, extra, raw)
        row = TypedRow(self.sheet, number, values, faults, raw, self._original(raw), extra)
        row.faults += self._lacking(row)
        return row

    def _number(self, values: Values, faults: list[Fault], extra: Values, raw: list[Any]) -> None:
        text = values.pop("id_no", None)
        if text is None:
            if any(fault.fact == "id_no" for fault in faults):
                self._keep_cell(extra, raw)
            return
        values["id_text"] = text
        what = identity_numbers.fault(text)
        if what:
            faults.append(Fault("cell.id", what, "请按身份证改正号码。", self.heading["id_no"], "id_no"))
        else:
            # Checked a line above: checking it again would cost a second a hundred thousand rows.
            values["id_no"] = identity_numbers.normal(text) if len(text) == 15 else text[:18]

    def _keep_cell(self, extra: Values, raw: list[Any]) -> None:
        # A number that Excel damaged is never repaired, but what is left of it helps to find who
        # is meant.
        extra["id_cell"] = raw[self.headings.index(self.heading["id_no"])]

    def _lacking(self, row: TypedRow) -> list[Fault]:
        faulty = {fault.fact for fault in row.faults}
        lacking = [
            problems.missing(label, self.heading[name], name)
            if name in self.heading
            else problems.no_column(label, name)
            for name, label in self._required
            if name not in faulty and row.values.get(name) is None
        ]
        if self._wants_number and "id_text" not in row.values and "id_no" not in faulty:
            lacking.append(problems.missing("证件号码", self.heading.get("id_no", ""), "id_no"))
        return lacking

    def _original(self, raw: list[Any]) -> int | None:
        if self._line is None or self._line >= len(raw):
            return None
        try:
            return int(raw[self._line])
        except (TypeError, ValueError):
            return None


def _parser(fact: Fact, heading: str) -> Parse:
    if fact.kind == "id" and fact.name == "id_no":
        return _id_text
    if fact.kind == "id" and fact.name == "account":
        return cells.as_account
    unit = heading_unit(heading)
    if fact.kind == "money" and unit in ("万元", "元"):
        return _remembering(lambda cell: cells.as_money(cell, unit=unit))
    parse = _READ.get(fact.kind) or _coded(fact)
    return _remembering(parse) if fact.kind in _FEW else parse


def _id_text(cell: Any) -> str | None:
    text = cells.as_identity_text(cell)
    return identity_numbers.tidy(text) if text else None


def _coded(fact: Fact) -> Parse:
    names = {plain(code): code for code in fact.codes}
    names |= {plain(alias): code for alias, code in fact.aliases.items()}

    def one(text: str) -> str:
        code = names.get(plain(text))
        if code is None:
            shown = "这个值" if fact.sensitive else f"「{text}」"
            raise CellFault(
                f"「{fact.label}」的{shown}不在代码表中",
                f"请改为：{'、'.join(fact.codes[:8])}{'等' * (len(fact.codes) > 8)}。",
            )
        return code

    def several(cell: Any) -> list[str] | None:
        text = cells.as_text(cell)
        return [one(part) for part in _SPLIT.split(text) if part.strip()] if text else None

    def single(cell: Any) -> str | None:
        text = cells.as_text(cell)
        return one(text) if text else None

    return several if fact.kind == "codes" else single


def _remembering(parse: Parse) -> Parse:
    # Few different texts in many rows: reading each once is several times faster. Only texts are
    # remembered, because 1, 1.0 and True are the same key and not the same cell.
    seen: dict[str, Any] = {}

    def read(cell: Any) -> Any:
        if type(cell) is not str:
            return parse(cell)
        if cell in seen:
            return seen[cell]
        value = parse(cell)
        if len(seen) < 20_000:
            seen[cell] = value
        return value

    return read


def labels(kind: ListKind, names: Iterable[str]) -> list[str]:
    """What people call these facts."""
    return [kind.fact(name).label for name in names]


_READ: dict[str, Parse] = {
    "text": cells.as_text,
    "flag": cells.as_flag,
    "int": cells.as_int,
    "amount": cells.as_amount,
    "money": cells.as_money,
    "day": cells.as_day,
    "month": cells.as_month,
    "year": cells.as_year,
    "id": cells.as_text,  # other people's numbers: checked in their own rows, never twice
}
_FEW = {"code", "codes", "flag", "year", "month", "day", "text", "int", "money", "amount"}
_SPLIT = re.compile(r"[,，、;；/|\s]+")
