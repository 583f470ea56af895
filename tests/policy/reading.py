"""Reads the cases that officials write, and asks an engine for their answers.

All cases of one place and day become one snapshot: a village, a household, its members with their
bills, and one employer for whom they work, each.

Many cases of one shape are one entry with a table, one case a row; what all rows share stands
beside it. ``成员.`` is the first member, ``单据.`` that member's last bill; ``~`` states nothing::

    - 名称: 应享未享
      户: {脱贫属性: 未脱贫}
      列: [规则, 成员.劳动技能, 单据.医疗总费用, 结果]
      行:
        - [应享未享交通补助, 普通劳动力, 100, 是]
"""

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from liuqing.compute import words
from liuqing.compute.backends import Engine
from liuqing.compute.plan import TABLE, Plan, Step
from liuqing.compute.snapshot import TABLES
from liuqing.policy.dated import Parameters
from liuqing.policy.dated_file import plain
from liuqing.policy.place import Place, load
from liuqing.policy.reform import with_number
from liuqing.policy.rule import Rule
from liuqing.policy.rules import RULES
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import write

FOLDER = Path(__file__).parent / "cases"
SHORT = {"居民医保": "resident_medical", "职工医保": "employee_medical"}
ANSWERS = {"是": True, "否": False, "不明": None}
STANDINGS = {"未脱贫": "registered", "已脱贫": "exited", "返贫": "relapsed"}
PLACES = {
    "富源县": "fuyuan",
    "新平县": "xinping",
    "嵩明县": "songming",
    "勐海县": "menghai",
    "文昌湖区": "wenchanghu",
}
SCALE = {"fen": 100, "ppm": 10_000}


@dataclass(frozen=True)
class Case:
    """One example: facts, the day, the rule asked and the answer expected."""

    file: str
    number: int
    name: str
    on: date
    place: str
    village: dict[str, Any]
    household: dict[str, Any]
    members: list[dict[str, Any]]
    bills: list[list[dict[str, Any]]]
    employer: dict[str, Any]
    supposed: tuple[tuple[str, Any], ...]
    rule: Rule
    expected: Any

    def __str__(self) -> str:
        return f"{self.file}：{self.name}"


@cache
def cases() -> list[Case]:
    """Every case of every file, numbered from 1."""
    # 是 and 否 are words here, and so is every other scalar but numbers and days.
    files = {path.stem: plain(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
    entries = [(file, entry) for file, told in files.items() for entry in told or ()]
    told = [(file, case) for file, entry in entries for case in _spread(entry)]
    return [_case(file, number, case) for number, (file, case) in enumerate(told, start=1)]


def answers(running: Engine, folder: Path, asked: list[Case]) -> dict[int, Any]:
    """What the engine answers, by the case's number."""
    found = {}
    by_day: dict[tuple[str, date, tuple[tuple[str, Any], ...]], list[Case]] = defaultdict(list)
    for case in asked:
        by_day[case.place, case.on, case.supposed].append(case)
    for number, ((place, on, supposed), of_day) in enumerate(by_day.items()):
        found |= _answers_of_day(running, folder / f"{number}", place, on, dict(supposed), of_day)
    return found


def rows(
    running: Engine, folder: Path, on: date, wanted: tuple[str, ...], place: str = "fuyuan",
    supposed: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, pa.Table]:  # fmt: skip
    """The wanted rules of every entity over a snapshot; ``supposed`` are numbers a case supposes."""
    plan = Plan(_numbers(load(place), on, supposed), wanted)
    asked = {RULES[name].entity for name in wanted}
    found = {entity: plan.tables[entity] for entity in TABLE if entity in asked}
    steps, read = _made_from(plan, {table.get_name() for table in found.values()})
    for table in sorted(read.intersection(TABLES)):
        running.see(table, folder / f"{table}.parquet")
    for step in steps:
        running.keep(step.name, step.relation)
    return {entity: running.rows(table) for entity, table in found.items()}


def _made_from(plan: Plan, read: set[str]) -> tuple[list[Step], set[str]]:
    """The steps of a plan from which these tables are made, and every table that is then read."""
    steps = []
    for step in reversed(plan.steps):
        if step.name in read:
            steps.insert(0, step)
            read = read | step.relation.tables()
    return steps, read


def _numbers(place: Place, on: date, supposed: Mapping[str, Any]) -> Parameters:
    files = dict(place.files)
    for name, value in supposed.items():
        files |= with_number(name, value, since=on, label="例子", place=place).numbers
    return Parameters(files, on)


def _answers_of_day(
    running: Engine, folder: Path, place: str, on: date, supposed: Mapping[str, Any], asked: list[Case]
) -> dict[int, Any]:
    write(
        folder,
        [
            c.village | {"village_id": c.number, "village_code": f"{c.number}", "town_code": "1"}
            for c in asked
        ],
        [c.household | {"household_id": c.number, "household_village_id": c.number} for c in asked],
        [
            {"employer_id": c.number if c.employer else None}
            | member
            | {"person_id": c.number * 100 + n, "household_id": c.number, "person_village_id": c.number}
            for c in asked
            for n, member in enumerate(c.members)
        ],
        [
            bill | {"bill_id": c.number * 10_000 + n * 100 + i, "bill_person_id": c.number * 100 + n}
            for c in asked
            for n, bills in enumerate(c.bills)
            for i, bill in enumerate(bills)
        ],
        [c.employer | {"employer_key": c.number} for c in asked if c.employer],
    )
    wanted = tuple(sorted({case.rule.name for case in asked}))
    tables = {
        entity: table.to_pylist()
        for entity, table in rows(running, folder, on, wanted, place, supposed).items()
    }
    found = {}
    for case in asked:
        found_in = tables[case.rule.entity]
        key, whose = {
            "area": ("village_id", case.number),
            "household": ("household_id", case.number),
            "person": ("person_id", case.number * 100),
            "bill": ("bill_id", case.number * 10_000 + len((case.bills or [[]])[0]) - 1),
            "employer": ("employer_key", case.number),
        }[case.rule.entity]
        row = next(row for row in found_in if row[key] == whose)
        found[case.number] = row[case.rule.name]
    return found


def _spread(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The entry itself, or one case for each row of its table."""
    if "列" not in entry:
        return [entry]
    shared = {key: value for key, value in entry.items() if key not in ("列", "行")}
    return [_row(shared, dict(zip(entry["列"], row, strict=True))) for row in entry["行"]]


def _row(shared: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    case = deepcopy(shared)
    said = "，".join(str(value) for value in told.values() if value is not None)
    case["名称"] = f"{shared['名称']}（{said}）"
    for column, value in told.items():
        what, _, label = column.partition(".")
        if not label and value is not None:
            case[what] = value
        elif value is not None:
            _part(case, what)[label] = value
    return case


def _part(case: dict[str, Any], what: str) -> dict[str, Any]:
    """The facts of 村, 户, 用工单位, the first 成员, or that member's last 单据."""
    if what in ("村", "户", "用工单位"):
        return case.setdefault(what, {})
    members = case.get("成员", 1)
    case["成员"] = members if isinstance(members, list) else [{} for _ in range(members)]
    first = case["成员"][0]
    return first if what == "成员" else first.setdefault("单据", [{}])[-1]


def _case(file: str, number: int, told: dict[str, Any]) -> Case:
    rule = next(rule for rule in RULES.values() if rule.label == told["规则"])
    members = told.get("成员", 1)
    members = members if isinstance(members, list) else [{}] * members
    return Case(
        file=file,
        number=number,
        name=told["名称"],
        on=told.get("日期", date(2018, 12, 31)),
        place=PLACES[told.get("地方", "富源县")],
        village=_facts("villages", told.get("村", {})),
        household=_facts("households", told.get("户", {})),
        members=[_facts("persons", {k: v for k, v in m.items() if k != "单据"}) for m in members],
        bills=[[_facts("bills", bill) for bill in m.get("单据", [])] for m in members],
        employer=_facts("employers", told.get("用工单位", {})),
        supposed=tuple(told.get("假设", {}).items()),
        rule=rule,
        expected=_expected(rule, told["结果"]),
    )


def _facts(table: str, told: dict[str, Any]) -> dict[str, Any]:
    columns = {words.label(name): name for name in TABLES[table].names} | SHORT
    facts = {}
    if "各项收入" in told:
        facts = {f"{item}_fen": told["各项收入"] * 100 for item in INCOME_ITEMS if item != "business_expense"}
    for label, value in told.items():
        if label != "各项收入":
            facts[columns[label]] = _value(TABLES[table].field(columns[label]), value)
    return facts


def _value(field: pa.Field, told: Any) -> Any:
    if told == "不明":
        return None
    if pa.types.is_boolean(field.type):
        return ANSWERS[told]
    if field.name.endswith("_fen"):
        return int(Decimal(str(told)) * 100)
    return STANDINGS[told] if field.name == "standing" else told


def _expected(rule: Rule, told: Any) -> Any:
    if rule.yes_or_no or told == "不明":
        return ANSWERS[told]
    if rule.kind == "choice":
        return told
    return int(Decimal(str(told)) * SCALE.get(rule.unit, 1))
