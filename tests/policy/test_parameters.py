"""The numbers: every file is complete, used, and answers by its day."""

import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import ibis
import pyarrow as pa
import pytest

from liuqing import policy
from liuqing.compute.snapshot import TABLES
from liuqing.errors import Problem
from liuqing.policy import dated, place
from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.rules import RULES, catalogue

FILES = sorted(place.PLACES.rglob("parameters/**/*.yaml"))
DAY = date(2018, 12, 31)
NUMBERS = {name for rule in RULES.values() for name in rule.numbers}
WRITTEN = "".join(
    path.read_text(encoding="utf-8")
    for folder, form in ((Path(policy.__file__).parent, "*.py"), (place.PLACES, "*.yaml"))
    for path in folder.rglob(form)
    if "parameters" not in path.parts
)
"""Every rule, standard, quota and estimate as it is written: they name the numbers they read."""


def _read(path: Path) -> dated.Parameter:
    folder = next(parent for parent in path.parents if parent.name == "parameters")
    name = ".".join(path.relative_to(folder).with_suffix("").parts)
    return dated.parse(name, path.read_text(encoding="utf-8"), path)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(place.PLACES).as_posix())
def test_every_file_has_a_label_a_unit_and_a_source_for_every_value(path: Path) -> None:
    parameter = _read(path)
    assert parameter.label and parameter.unit
    assert all(len(value.source) > 4 for value in parameter.values)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(place.PLACES).as_posix())
def test_every_file_is_used_by_a_rule_or_a_standard(path: Path) -> None:
    name = _read(path).name
    assert name in NUMBERS or re.search(rf"[\"'\s,\[]{re.escape(name)}[\"'\s,\]]", WRITTEN)


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_every_number_that_a_rule_reads_has_a_file_in_some_place(name: str) -> None:
    assert any(name in place.load(key).files for key in place.known())


class Watched(Parameters):
    """Numbers that remember which of them were read."""

    read: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)


FACTS = {field.name: field for schema in TABLES.values() for field in schema}
ARROW = {"boolean": pa.bool_(), "string": pa.string(), "int64": pa.int64()}


def _typed(need: str) -> pa.Field:
    return FACTS[need] if need in FACTS else pa.field(need, ARROW[RULES[need].type])


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.reads_numbers])
def test_a_rule_reads_the_numbers_that_it_is_known_to_read(name: str) -> None:
    rule = RULES[name]
    columns = ibis.table(ibis.Schema.from_pyarrow(pa.schema(_typed(need) for need in rule.needs)))
    for key in place.known():
        Watched.read = set()
        try:
            rule.fn(**{need: columns[need] for need in rule.needs}, p=Watched(place.load(key).files, DAY))
        except NotInForceError:
            assert Watched.read <= set(rule.numbers), rule.label
        else:
            assert Watched.read == set(rule.numbers), rule.label


def test_the_value_of_the_day_is_used_from_its_first_day() -> None:
    files = place.load("fuyuan").files
    assert Parameters(files, date(2017, 12, 31))["exits.income_line"] == 3200
    assert Parameters(files, date(2018, 1, 1))["exits.income_line"] == 3500


def test_money_is_whole_fen() -> None:
    assert place.load("fuyuan").parameters(date(2018, 12, 31)).fen("exits.income_line") == 350_000


@pytest.mark.parametrize("day", [date(2016, 12, 31), date(2021, 1, 1)])
def test_before_the_first_and_after_the_last_day_no_value_is_in_force(day: date) -> None:
    numbers = place.load("fuyuan").parameters(day)
    with pytest.raises(NotInForceError):
        numbers["exits.income_line"]


def test_the_citation_says_value_unit_day_source_and_that_nobody_confirmed_it() -> None:
    said = place.load("fuyuan").parameters(date(2018, 12, 31)).meta("exits.income_line").sentence()
    for part in ("3500", "元", "2018-01-01", "云南省贫困退出标准", "未核实"):
        assert part in said


def test_a_value_stated_by_a_plan_is_not_marked_unverified() -> None:
    assert not place.load("fuyuan").parameters(date(2017, 6, 1)).meta("exits.income_line").unverified


FAULTY = {
    "no source": "label: 线\nunit: 元\nvalues: {2018-01-01: {value: 1}}",
    "no unit": "label: 线\nvalues: {2018-01-01: {value: 1, source: {document: 甲, clause: 乙}}}",
    "falling dates": (
        "label: 线\nunit: 元\nvalues:\n"
        "  2019-01-01: {value: 1, source: {document: 甲, clause: 乙}}\n"
        "  2018-01-01: {value: 2, source: {document: 甲, clause: 乙}}"
    ),
    "a year for a day": "label: 线\nunit: 元\nvalues: {2018: {value: 1, source: {document: 甲, clause: 乙}}}",
    "no values": "label: 线\nunit: 元\nvalues: {}",
    "not yaml": "label: [",
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY.keys())
def test_a_faulty_file_is_a_problem_that_names_it(text: str) -> None:
    with pytest.raises(Problem) as raised:
        dated.parse("exits.line", text, Path("line.yaml"))
    assert raised.value.code == "policy.parameter" and "exits.line" in raised.value.what


def test_the_catalogue_shows_every_rule_with_its_numbers_of_the_day() -> None:
    shown = {rule["name"]: rule for rule in catalogue(place.load("fuyuan"), date(2018, 12, 31))["rules"]}
    assert shown.keys() == RULES.keys()
    line = shown["exit_income"]["parameters"][0]
    assert (line["value"], line["unit"], line["from"], line["unverified"]) == (3500, "元", "2018-01-01", True)
    assert {"B009", "B014"} == set(shown["exit_income"]["requirements"])
    assert shown["not_insured"]["expects"] == 0.1


def test_the_catalogue_says_that_a_number_is_not_in_force() -> None:
    shown = {rule["name"]: rule for rule in catalogue(place.load("fuyuan"), date(2022, 1, 1))["rules"]}
    assert shown["exit_income"]["parameters"][0]["value"] is None
