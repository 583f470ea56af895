"""Our record beside the next export of the national system (账账相符): what differs, who corrects it.

Nothing is loaded and nothing is written. Each difference says our value with the day on which it was
said, theirs, and on which side it is put right: what a village has verified since the export is to be
corrected in the national system, what the export knows better comes into the record when it is read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from liuqing.errors import Problem, Where
from liuqing.policy import identity_numbers
from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import Fact
from liuqing.registry import secrets
from liuqing.registry.imports import period
from liuqing.registry.imports.recognise import Remembered, known, recognise
from liuqing.registry.imports.rows import RowReader, Values
from liuqing.registry.imports.villages import Villages
from liuqing.registry.models import Area, HeadingMap, Household, Person
from liuqing.registry.queries import national, numbers, scope
from liuqing.registry.queries.cases.corrected import corrected
from liuqing.registry.queries.national import Extent, Told
from liuqing.registry.queries.numbers import Repair
from liuqing.sheets.read import read_tables
from liuqing.workflow.rights import Right

NATIONAL, RECORD, CHECK = "国家系统", "本台账", "先核实"
"""On which side a difference is put right. In the national system the county office does it."""
OFFICE = "县扶贫办"
ROW = "整行"
"""Stands for a field where a whole row is on one side only."""
_PLACE = frozenset({"province", "city", "county", "hamlet"})
"""Spelt in many ways and no difference of facts; a move shows in town and village."""
_OF_HOME = frozenset({"phone", "standard", "head_name", "head_id_no"})
"""What the rows of persons repeat of their household."""
_BY_HOME = (
    "台账这一项取自户信息，读人员信息不会改；户信息导出若与台账一致，就是国家系统两张表不一致，"
    f"核实后由{OFFICE}更正"
)
_BY_CODE = "台账按区划代码认村，名称不随导出改动，请核实是不是区划调整"
_FIRST_SAID = "台账已有的这一项不随导出改动，先核实哪一边对"
_NOT_TAKEN: dict[str, dict[str, str]] = {
    "register_persons": dict.fromkeys(("phone", "standard", "head_name", "town", "village"), _BY_HOME),
    "register_households": dict.fromkeys(
        ("identified_year", "exit_year", "officer_phone", "officer_since"), _FIRST_SAID
    ),
    "register_villages": dict.fromkeys(("town", "village"), _BY_CODE),
}
"""What reading the export leaves as it is, and why: nobody is told that it will be taken."""
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

    @property
    def corrector(self) -> str:
        """Who puts it right, and where."""
        return f"{OFFICE}（在{NATIONAL}）" if self.side == NATIONAL else self.side


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
            "differences": [{**asdict(one), "corrector": one.corrector} for one in self.differences],
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
    found = [*_only(theirs.kind, ours, rows), *_changed(what, ours, rows, theirs.on)]
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


def _only(kind: str, ours: dict[str, Told], theirs: dict[str, _Row]) -> Iterator[Difference]:
    new = {key: theirs[key] for key in theirs.keys() - ours.keys()}
    strange = _strange(kind, new)
    for key, row in new.items():
        side, why = strange.get(key, (RECORD, "台账里没有，读入这份导出时新增"))
        yield _difference(key, row.values, ROW, "", "有", None, side, why)
    for key in ours.keys() - theirs.keys():
        told = ours[key]
        why = "导出里没有：已经减少的在台账办理，漏登的由县扶贫办在国家系统补录"
        yield _difference(key, told.values, ROW, "有", "", told.said_on, CHECK, why)


def _strange(kind: str, new: dict[str, _Row]) -> dict[str, tuple[str, str]]:
    """Rows that reading would not simply add, and what comes of them."""
    if kind == "register_persons":
        return _strange_persons(new)
    return {key: (CHECK, "台账里没有这个村，先核实村名") for key, row in new.items() if row.village is None}


def _strange_persons(new: dict[str, _Row]) -> dict[str, tuple[str, str]]:
    homes = set(Household.objects.filter(no__in=_all(new, "household_no")).values_list("no", flat=True))
    merged = set(
        Person.objects.filter(person_no__in=new, same_as__isnull=False).values_list("person_no", flat=True)
    )
    others = _of_others(new)
    found = {}
    for key, row in new.items():
        if key in merged:
            why = f"台账里已和另一条记录合并为一人，由{OFFICE}在国家系统删去重复的一条"
            found[key] = (NATIONAL, why)
        elif row.values.get("household_no") not in homes:
            found[key] = (CHECK, "台账里没有这个户编号，读入时会待人工确认")
        elif key in others:
            found[key] = (CHECK, "证件号码是台账里另一个人的，读入时会待人工确认是不是同一人")
    return found


def _of_others(new: dict[str, _Row]) -> set[str]:
    """The new rows whose number the record has under another 人口编号."""
    sound = {key: identity_numbers.normal(str(row.values.get("id_no") or "")) for key, row in new.items()}
    hashes = {key: secrets.blind_index(number) for key, number in sound.items() if number}
    known = Person.objects.filter(id_hash__in=hashes.values(), person_no__isnull=False)
    taken = set(known.values_list("id_hash", flat=True))
    return {key for key, hashed in hashes.items() if hashed in taken}


def _all(rows: dict[str, _Row], name: str) -> set[str]:
    return {str(row.values[name]) for row in rows.values() if row.values.get(name)}


@dataclass(frozen=True)
class _Pair:
    """A fact that is written differently on both sides."""

    key: str
    fact: Fact
    ours: str
    theirs: str
    told: Told


def _changed(
    what: Extent, ours: dict[str, Told], theirs: dict[str, _Row], on: date | None
) -> Iterator[Difference]:
    kind = what.kind.key
    pairs = _once(kind, _pairs(what, ours, theirs))
    verified = _verified(kind, {one.key for one in pairs})
    repairs = numbers.by_no({one.key for one in pairs if one.fact.name == "id_no" and _repaired(one)})
    for one in pairs:
        day = verified.get((one.key, one.fact.name))
        if one.fact.kind == "id":
            side, why = _number_side(one, repairs.get(one.key))
        else:
            side, why = _side(one, kind, day, on)
        shown = (_shown(one.fact, one.ours), _shown(one.fact, one.theirs))
        said_on = day or one.told.said_on
        if one.key in repairs and one.fact.name == "id_no":
            said_on = repairs[one.key].on or said_on
        yield _difference(one.key, one.told.values, one.fact.label, *shown, said_on, side, why)


def _pairs(what: Extent, ours: dict[str, Told], theirs: dict[str, _Row]) -> Iterator[_Pair]:
    places = Villages()
    for key in sorted(ours.keys() & theirs.keys()):
        for fact in what.columns:
            if fact.name in _PLACE or fact.name == "data_year":
                continue
            mine = _text(fact, _mine(fact, ours[key]))
            other = _text(fact, theirs[key].values.get(fact.name))
            if mine == other or (fact.kind == "id" and national.same_number(mine, other)):
                continue
            if not _same_place(fact, ours[key], theirs[key], places):
                yield _Pair(key, fact, mine, other, ours[key])


def _mine(fact: Fact, told: Told) -> Any:
    """The head's number is the number of the member who is head, whatever the row of the household says."""
    settled = national.settled(fact, told)
    if fact.name == "head_id_no" and settled:
        return told.values.get(fact.name) or settled
    return settled


def _once(kind: str, pairs: Iterable[_Pair]) -> list[_Pair]:
    """What is the household's stands in the row of every member: it is one difference."""
    seen: set[tuple[str, str, str, str]] = set()
    found = []
    for one in pairs:
        home = str(one.told.values.get("household_no") or one.key)
        mark = (home, one.fact.name, one.ours, one.theirs)
        shared = kind == "register_persons" and one.fact.name in _OF_HOME
        if not shared or mark not in seen:
            found.append(one)
        seen.add(mark)
    return found


def _side(one: _Pair, kind: str, verified: date | None, on: date | None) -> tuple[str, str]:
    said_on = one.told.said_on
    if verified and (on is None or verified >= on):
        return NATIONAL, f"村里 {verified} 入户核实过，由{OFFICE}在国家系统更正"
    if one.ours and not one.theirs:
        return NATIONAL, f"国家系统没有填，由{OFFICE}补录"
    if said_on and on and said_on > on:
        return NATIONAL, f"台账 {said_on} 的说法更新，由{OFFICE}在国家系统更正"
    if one.fact.name in _NOT_TAKEN[kind]:
        return CHECK, _NOT_TAKEN[kind][one.fact.name]
    return RECORD, "这份导出更新，读入时采用"


def _number_side(one: _Pair, repair: Repair | None) -> tuple[str, str]:
    """A number that fails its check is never taken, and a head's number is the member's own."""
    mine, theirs = _fault(one.ours), _fault(one.theirs)
    own = one.fact.name == "id_no"
    if one.ours and not one.theirs:
        return NATIONAL, f"国家系统没有填，由{OFFICE}补录"
    if theirs:
        if mine or not one.ours:
            return CHECK, "两边的号码都不完整，请按身份证核实，再由两边更正"
        source = f"台账的号码取自{repair}，" if repair else "台账的号码完整，"
        return NATIONAL, f"国家系统的号码有误（{theirs}）；{source}由{OFFICE}在国家系统更正"
    if not own and mine:
        return NATIONAL, f"国家系统人员信息里户主的号码有误（{mine}），与这里不一致；由{OFFICE}在国家系统更正"
    if not own:
        return CHECK, "户主的号码取自人员信息里的户主，两份导出不一致，请核实谁是户主"
    if repair:
        return CHECK, f"台账的号码取自{repair}，导出是另一个完整的号码，请按身份证核实"
    return RECORD, "这份导出更新，读入时采用"


def _fault(number: str) -> str:
    return identity_numbers.fault(identity_numbers.tidy(number)) if number else ""


def _repaired(one: _Pair) -> bool:
    """Whether our number is sound and is not what the row of the register that we cite says."""
    return not _fault(one.ours) and not national.same_number(
        one.ours, str(one.told.cited.get("id_text") or "")
    )


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
