"""Recoded areas: a new list of divisions comes in, and the past is kept.

The list is the whole county as it is from a day on: code, name, level, parent, and where a place had
another code before, that code (several, if villages were merged). What only got another name or code
stays itself and remembers what it was called; what was merged ends and names its successor, and its
households live there from that day, while an earlier day still finds them where they were.

Everything that is wrong with the list is said at once; nothing is changed then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr

from liuqing.errors import Problem, Where
from liuqing.registry.models import Area, FormerVillage, Household, Person
from liuqing.sheets.read import normal_heading, read_tables
from liuqing.workflow import rights, trail
from liuqing.workflow.models import Appointment
from liuqing.workflow.rights import Right

HEADINGS = {
    "code": ("代码", "code", "新代码", "行政区划代码", "统计用区划代码"),
    "name": ("名称", "name", "新名称"),
    "level": ("级别", "level"),
    "parent": ("上级代码", "parent", "上级"),
    "was": ("原代码", "was", "旧代码"),
}
LEVELS = {"乡镇": "town", "town": "town", "村": "village", "village": "village"}
_NAMES = {normal_heading(text): key for key, texts in HEADINGS.items() for text in texts}


@dataclass(frozen=True)
class Line:
    """One place of the new list; ``was`` are its former codes."""

    row: int
    code: str
    name: str
    level: str
    parent: str
    was: tuple[str, ...] = ()


@dataclass
class Changes:
    """What the new list changes, by what happens."""

    renamed: list[tuple[Area, Line]] = field(default_factory=list)
    recoded: list[tuple[Area, Line]] = field(default_factory=list)
    merged: list[tuple[Area, str]] = field(default_factory=list)
    new: list[Line] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many places each change touches."""
        return {name: len(getattr(self, name)) for name in ("renamed", "recoded", "merged", "new")}


def recode(path: Path, *, on: date, by: Any, try_only: bool = False) -> dict[str, Any]:
    """Bring the areas to a new list from a day on; what was done, by kind.

    ``try_only`` says what would be done. Problem ``recoding.faults`` with everything that is wrong.
    """
    rights.require(by, Right.MANAGE_USERS)
    lines = list(_read(path))
    known = {area.code: area for area in Area.objects.filter(until=None)}
    changes, faults = _changes(lines, known)
    if faults:
        raise Problem(
            "recoding.faults", "；".join(faults), "请改好名单再试，什么都没有改动。", Where(file=path.name)
        )
    if not try_only:
        _apply(changes, known, on, by)
    return changes.counts()


def _read(path: Path) -> Iterator[Line]:
    with read_tables(path, known=lambda text: normal_heading(text) in _NAMES) as tables:
        for table in tables:
            at = {_NAMES.get(normal_heading(text)): i for i, text in enumerate(table.headings)}
            for row in table.rows:
                cell = {key: _text(row.cells[i]) for key, i in at.items() if key and i < len(row.cells)}
                if cell.get("code"):
                    yield _line(row.number, cell)


def _line(row: int, cell: dict[str, str]) -> Line:
    was = tuple(_code(one) for one in re.split(r"[、,，;； ]+", cell.get("was", "")) if one)
    level = LEVELS.get(cell.get("level", ""), "")
    return Line(row, _code(cell["code"]), cell.get("name", ""), level, _code(cell.get("parent", "")), was)


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell).strip()  # type: ignore[call-overload]


def _code(text: str) -> str:
    """A code without the zeros of the levels below."""
    if text.isdigit() and len(text) == 12:
        return text[:6] if text.endswith("000000") else text[:9] if text.endswith("000") else text
    return text


def _changes(lines: list[Line], known: dict[str, Area]) -> tuple[Changes, list[str]]:
    changes, faults = Changes(), list(_doubled(lines))
    codes = {line.code for line in lines} | {code for code, area in known.items() if area.level == "county"}
    went: dict[str, str] = {}
    past = _past()
    for line in lines:
        faults += _faults(line, known, codes, past)
        gone = [code for code in line.was if code in known and code not in codes]
        went |= dict.fromkeys(gone, line.code)
        if line.code in known:
            if line.name and known[line.code].name != line.name:
                changes.renamed.append((known[line.code], line))
        elif len(gone) == 1 and len(line.was) == 1:
            changes.recoded.append((known[gone[0]], line))
            continue
        else:
            changes.new.append(line)
        changes.merged += [(known[code], line.code) for code in gone]
    for code, area in sorted(known.items()):
        if code not in codes and code not in went and area.level != Area.Level.HAMLET:
            faults.append(f"名单里没有「{area.name}」（{code}）；请在并入的那一行「原代码」写上 {code}")
    return changes, faults


def _doubled(lines: list[Line]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for line in lines:
        if line.code in seen:
            yield f"代码 {line.code} 在第 {seen[line.code]} 行和第 {line.row} 行各有一次"
        seen[line.code] = line.row


def _past() -> set[str]:
    """Codes that were in use before: of areas that ended, and of those that got another."""
    told = set(Area.objects.exclude(until=None).values_list("code", flat=True))
    renamed = Area.objects.exclude(known_as=[]).values_list("known_as", flat=True)
    return told | {before["code"] for names in renamed for before in names}


def _faults(line: Line, known: dict[str, Area], codes: set[str], past: set[str]) -> Iterator[str]:
    new = line.code not in known
    if new and not line.name and not line.was:
        yield f"第 {line.row} 行：新代码 {line.code} 没有名称"
    if new and not line.level:
        yield f"第 {line.row} 行：没有写级别（乡镇或村）"
    if new and line.parent not in codes:
        yield f"第 {line.row} 行：上级代码 {line.parent or '空'} 不在名单里"
    for code in line.was:
        if code not in known and code not in past:
            yield f"第 {line.row} 行：原代码 {code} 台账里没有"


@transaction.atomic
def _apply(changes: Changes, known: dict[str, Area], on: date, by: Any) -> None:
    # Towns before villages: a village's path begins with its town's.
    for area, line in changes.renamed:
        _remember(area, on)
        area.name = line.name
        area.save()
    for area, line in sorted(changes.recoded, key=lambda one: len(one[1].code)):
        _recode(area, line, known, on)
    for line in sorted(changes.new, key=lambda one: len(one.code)):
        known[line.code] = _new(line, known, on)
    for area, code in changes.merged:
        _merge(area, known[code], on)
    trail.record("areas.recoded", by=by, detail={"on": on, **changes.counts()})


def _remember(area: Area, on: date) -> None:
    area.known_as = [*area.known_as, {"code": area.code, "name": area.name, "until": on.isoformat()}]


def _recode(area: Area, line: Line, known: dict[str, Area], on: date) -> None:
    _remember(area, on)
    before = area.path
    area.code, area.name = line.code, line.name or area.name
    area.parent = known[line.parent]
    area.path = f"{area.parent.path}{line.code}/"
    area.save()
    known[line.code] = area
    below = Area.objects.filter(path__startswith=before).exclude(pk=area.pk)
    below.update(path=Concat(Value(area.path), Substr(F("path"), Length(Value(before)) + 1)))
    for one in known.values():
        one.path = area.path + one.path[len(before) :] if one.path.startswith(before) else one.path
    mine = Appointment.objects.filter(area_path__startswith=before)
    mine.update(area_path=Concat(Value(area.path), Substr(F("area_path"), Length(Value(before)) + 1)))


def _new(line: Line, known: dict[str, Area], on: date) -> Area:
    parent = known[line.parent]
    return Area.objects.create(
        code=line.code, name=line.name, level=line.level, parent=parent, path=f"{parent.path}{line.code}/",
        since=on,
    )  # fmt: skip


def _merge(area: Area, successor: Area, on: date) -> None:
    area.until, area.successor = on, successor
    area.save()
    if area.level != Area.Level.VILLAGE:
        return
    homes = Household.objects.filter(village=area)
    FormerVillage.objects.bulk_create(
        FormerVillage(household=home, village=area, until=on, reason="村合并") for home in homes.iterator()
    )
    homes.update(village=successor)
    Person.objects.filter(village=area).update(village=successor)
    mine = Appointment.objects.filter(area_path=area.path)
    taken = set(Appointment.objects.filter(area_path=successor.path).values_list("user", "role"))
    for one in mine:
        if (one.user_id, one.role) not in taken:
            one.area_path = successor.path
            one.save(update_fields=("area_path",))
