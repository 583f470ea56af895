"""Our record beside the next export of the national system (账账相符): what differs, who corrects it.

Nothing is loaded and nothing is written. Each difference says our value with the day on which it was
said, theirs, and on which side it is put right: what a village has verified since the export is to be
corrected in the national system, what the export knows better comes into the record when it is read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from liuqing.errors import Problem, Where
from liuqing.policy import identity_numbers
from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import Fact
from liuqing.registry.imports import period
from liuqing.registry.imports.recognise import Remembered, known, recognise
from liuqing.registry.imports.rows import RowReader, Values
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, HeadingMap, Household, Person
from liuqing.registry.queries import national, scope
from liuqing.registry.queries.cases.corrected import corrected
from liuqing.registry.queries.national import Extent, Told
from liuqing.sheets.read import read_tables
from liuqing.workflow.rights import Right

NATIONAL, RECORD, CHECK = "国家系统", "本台账", "先核实"
"""On which side a difference is put right. In the national system the county office does it."""
OFFICE = "县扶贫办"
ROW = "整行"
"""Stands for a field where a whole row is on one side only."""
_PLACE = frozenset({"province", "city", "county", "hamlet"})
"""Spelt in many ways and no difference of facts; a move shows in town and village."""
_ENTITY = {"register_persons": "person", "register_households": "household", "register_villages": "village"}


@dataclass(frozen=True)
class Difference:
    """One field of one row that is not the same on both sides; numbers of persons are masked."""

    key: str
    household_no: str
    who: str
    town: str
    village: str
    field: str
    ours: str
    theirs: str
    said_on: date | None
    side: str
    why: str


@dataclass(frozen=True)
class FieldCount:
    """How often a field differs, and on which sides it is put right."""

    field: str
    count: int
    national: int
    record: int
    check: int


@dataclass(frozen=True)
class Compared:
    """Everything that differs between the record and one export."""

    name: str
    kind: str
    label: str
    area: Area
    on: date | None
    ours: int
    theirs: int
    differences: tuple[Difference, ...]

    @property
    def new(self) -> int:
        """Rows that only the export has."""
        return sum(one.field == ROW and not one.ours for one in self.differences)

    @property
    def missing(self) -> int:
        """Rows that only the record has."""
        return sum(one.field == ROW and not one.theirs for one in self.differences)

    @property
    def fields(self) -> tuple[FieldCount, ...]:
        """The fields that differ, the most frequent first."""
        counts = Counter((one.field, one.side) for one in self.differences)
        names = Counter(one.field for one in self.differences)
        return tuple(
            FieldCount(field, n, *(counts[field, side] for side in (NATIONAL, RECORD, CHECK)))
            for field, n in sorted(names.items(), key=lambda one: (-one[1], one[0]))
        )

    def as_json(self) -> dict[str, Any]:
        """For ``liuqing compare --json``."""
        told = {"file": self.name, "kind": self.kind, "on": self.on, "ours": self.ours, "theirs": self.theirs}
        return {
            **told, "new": self.new, "missing": self.missing, "fields": [asdict(one) for one in self.fields],
            "differences": [asdict(one) for one in self.differences],
        }  # fmt: skip


def compare(user: Any, path: Path, name: str = "") -> Compared:
    """The record and the export, as far as the user may see the households.

    Problems ``registry.no_such_area``, ``comparing.no_export`` if it is none of the three exports,
    and those of reading a workbook.
    """
    area = scope.area(user, None, Right.SEE_HOUSEHOLDS)
    theirs = _read(path, name or path.name)
    what = national.of_area(theirs.kind, area)
    rows = theirs.inside(area)
    villages = {row.village for row in rows.values()}
    places = Villages()
    ours = {
        told.key: told
        for told in national.read(what)
        if places.find(told.values.get("town"), told.values.get("village")).village in villages
    }
    found = [*_only(ours, rows), *_changed(what, ours, rows, theirs.on)]
    found.sort(key=lambda one: (one.field != ROW, one.field, one.town, one.village, one.key))
    return Compared(
        name or path.name, theirs.kind, BY_KEY[theirs.kind].label, area, theirs.on, len(ours), len(rows), tuple(found)
    )  # fmt: skip


# Theirs


@dataclass(frozen=True)
class _Row:
    values: Values
    village: int | None


@dataclass(frozen=True)
class _Export:
    kind: str
    on: date | None
    rows: dict[str, _Row]

    def inside(self, area: Area) -> dict[str, _Row]:
        """The rows of villages of the area; of the whole county also those of no village that is known."""
        paths = Villages().paths
        whole = area.parent_id is None
        return {
            key: row
            for key, row in self.rows.items()
            if (row.village is None and whole) or paths.get(row.village or 0, "").startswith(area.path)
        }


def _read(path: Path, name: str) -> _Export:
    memory: Remembered = {(one.kind, one.heading): one.fact for one in HeadingMap.objects.all()}
    places = Villages()
    rows: dict[str, _Row] = {}
    kind, days, years = "", [period.day_in(name)], []
    with read_tables(path, known=known(memory), name=name) as tables:
        for table in tables:
            found = recognise(table.headings, memory)
            if found.kind not in national.KINDS or kind not in ("", found.kind):
                continue
            kind = found.kind
            days += [period.day_in(text) for text in table.titles]
            reader = RowReader(BY_KEY[kind], table.headings, found.columns, table.sheet)
            for raw in table.rows:
                values = reader.read(raw.number, raw.cells).values
                years.append(values.get("data_year"))
                key = values.get(national.KEY[kind])
                if key:
                    rows.setdefault(_key(kind, key), _Row(_with_number(values), _village(values, places)))
    if not kind:
        raise Problem(
            "comparing.no_export", "这不是全国系统导出的户信息、人员信息或村信息",
            "请从全国系统导出后再比对；部门名单请在数据交换里交。", Where(name),
        )  # fmt: skip
    said = next((day for day in days if day), None)
    year = max((one for one in years if one), default=None)
    return _Export(kind, said or (date(year, 12, 31) if year else None), rows)


def _key(kind: str, key: str) -> str:
    return key[:12] if kind == "register_villages" else key


def _with_number(values: Values) -> Values:
    return {**values, "id_no": values.get("id_text")} if values.get("id_text") else values


def _village(values: Values, places: Villages) -> int | None:
    if values.get("village_code"):
        return places.code(values["village_code"]).village
    return places.find(values.get("town"), values.get("village")).village


# Beside each other


def _only(ours: dict[str, Told], theirs: dict[str, _Row]) -> Iterator[Difference]:
    for key in theirs.keys() - ours.keys():
        values = theirs[key].values
        yield _difference(key, values, ROW, "", "有", None, RECORD, "台账里没有，读入这份导出时新增")
    for key in ours.keys() - theirs.keys():
        told = ours[key]
        why = "导出里没有：已经减少的在台账办理，漏登的由县扶贫办在国家系统补录"
        yield _difference(key, told.values, ROW, "有", "", told.said_on, CHECK, why)


def _changed(
    what: Extent, ours: dict[str, Told], theirs: dict[str, _Row], on: date | None
) -> Iterator[Difference]:
    pairs: list[tuple[str, Fact, str, str]] = []
    places = Villages()
    for key in ours.keys() & theirs.keys():
        for fact in what.columns:
            if fact.name in _PLACE or fact.name == "data_year":
                continue
            mine = _text(fact, national.settled(fact, ours[key]))
            other = _text(fact, theirs[key].values.get(fact.name))
            if mine != other and not _same_place(fact, ours[key], theirs[key], places):
                pairs.append((key, fact, mine, other))
    verified = _verified(what.kind.key, {key for key, *_ in pairs})
    for key, fact, mine, other in pairs:
        told = ours[key]
        day = verified.get((key, fact.name))
        side, why = _side(mine, other, day, told.said_on, on)
        shown = (_shown(fact, mine), _shown(fact, other))
        yield _difference(key, told.values, fact.label, *shown, day or told.said_on, side, why)


def _side(
    mine: str, other: str, verified: date | None, said_on: date | None, on: date | None
) -> tuple[str, str]:
    if verified and (on is None or verified >= on):
        return NATIONAL, f"村里 {verified} 入户核实过，由{OFFICE}在国家系统更正"
    if mine and not other:
        return NATIONAL, f"国家系统没有填，由{OFFICE}补录"
    if said_on and on and said_on > on:
        return NATIONAL, f"台账 {said_on} 的说法更新，由{OFFICE}在国家系统更正"
    return RECORD, "这份导出更新，读入时采用"


def _verified(kind: str, keys: set[str]) -> dict[tuple[str, str], date | None]:
    """The last agreed correction of each fact: {(key, fact): the day of the visit}."""
    if kind == "register_persons":
        numbers = dict(Person.objects.filter(person_no__in=keys).values_list("pk", "person_no"))
        found = corrected(persons=numbers)
    elif kind == "register_households":
        numbers = dict(Household.objects.filter(no__in=keys).values_list("pk", "no"))
        found = corrected(households=numbers)
    else:
        numbers = dict(Area.objects.filter(code__in=keys).values_list("pk", "code"))
        found = corrected(villages=numbers)
    return {
        (str(numbers[pk]), fact): one.on
        for (entity, pk, fact), one in found.items()
        if entity == _ENTITY[kind] and pk in numbers
    }


def _same_place(fact: Fact, ours: Told, theirs: _Row, places: Villages) -> bool:
    """清溪社区 and 清溪社区居委会 are one village."""
    if fact.name not in ("town", "village"):
        return False
    return places.find(ours.values.get("town"), ours.values.get("village")).village == theirs.village


def _text(fact: Fact, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.kind == "codes":
        return "、".join(sorted(value if isinstance(value, list) else str(value).split("、")))
    if isinstance(value, date):
        return value.isoformat()
    if fact.kind in ("int", "year", "money", "amount"):
        number = Decimal(str(value)).normalize()
        return f"{number:f}"
    return str(value).strip()


def _shown(fact: Fact, text: str) -> str:
    if fact.kind == "id" or fact.name in ("phone", "member_phone", "officer_phone", "bank_account"):
        return identity_numbers.masked(text) if text else ""
    return text


def _difference(
    key: str,
    values: dict[str, Any],
    field: str,
    ours: str,
    theirs: str,
    day: date | None,
    side: str,
    why: str,
) -> Difference:
    who = values.get("name") or values.get("head_name") or values.get("village") or ""
    return Difference(
        key, str(values.get("household_no") or ""), str(who), str(values.get("town") or ""),
        str(values.get("village") or ""), field, ours, theirs, day, side, why,
    )  # fmt: skip
