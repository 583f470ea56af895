"""Sentences kept between runs are those that would be written anew, and never another's."""

from datetime import date
from pathlib import Path

import pytest

from liuqing.compute import phrasebook
from liuqing.compute.plan import Plan, sql
from liuqing.compute.sentence import sentence
from liuqing.policy.dated import Parameter, Parameters, Value
from liuqing.policy.place import load
from liuqing.policy.rule import apart, condition
from liuqing.policy.rules import RULES

WANTED = ("exits", "transport_subsidy", "factory_award")
ON = date(2019, 12, 31)


@pytest.fixture(autouse=True)
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "liuqing" / "sentences"


def _texts(numbers: Parameters, rules: dict = RULES) -> list[str]:
    return [sql(step.relation, "duckdb") for step in Plan(numbers, WANTED, rules).steps]


def test_the_second_plan_reads_the_book_and_says_the_same(books: Path) -> None:
    numbers = load("fuyuan").parameters(ON)
    first = _texts(numbers)
    (book,) = books.iterdir()
    before = book.stat().st_mtime_ns
    plan = Plan(numbers, WANTED)
    assert [sql(step.relation, "duckdb") for step in plan.steps] == first
    assert book.stat().st_mtime_ns == before
    assert len(phrasebook.Book(numbers).told) == len(plan.order)


def test_what_is_kept_is_what_would_be_written_anew() -> None:
    numbers = load("fuyuan").parameters(ON)
    order = Plan(numbers, WANTED).order
    told = phrasebook.Book(numbers).told
    for name in order:
        anew = sentence(RULES[name], RULES, numbers)
        assert told[name] == (anew.sql("duckdb"), anew.missing)


def test_a_number_that_is_not_in_force_is_remembered_as_missing() -> None:
    numbers = load("fuyuan").parameters(date(2021, 6, 30))
    first = Plan(numbers, WANTED).not_in_force
    assert first["transport_subsidy"] == "employment.transport_rates"
    assert Plan(numbers, WANTED).not_in_force == first


def test_another_number_another_day_or_another_place_is_another_book(books: Path) -> None:
    place = load("fuyuan")
    line = place.files["exits.income_line"]
    raised = Parameter(line.name, line.label, line.unit, (Value(date(2018, 1, 1), 9999, "甲"),))
    for numbers in (
        place.parameters(ON),
        place.parameters(date(2019, 12, 30)),
        load("menghai").parameters(ON),
        Parameters({**place.files, line.name: raised}, ON),
    ):
        said = _texts(numbers)
    assert len(list(books.iterdir())) == 4
    assert "999900" in " ".join(said)


def test_a_book_that_cannot_be_read_is_as_if_there_were_none(books: Path) -> None:
    numbers = load("fuyuan").parameters(ON)
    first = _texts(numbers)
    (book,) = books.iterdir()
    for broken in ("", "{", "[]", '{"exits": 1}', "\udcff".encode("utf-8", "surrogateescape")):
        book.write_bytes(broken if isinstance(broken, bytes) else broken.encode())
        assert _texts(numbers) == first


def test_a_folder_that_cannot_be_written_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a file"
    file.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    assert _texts(load("fuyuan").parameters(ON))


def test_a_rule_of_a_reform_is_neither_read_from_a_book_nor_kept(books: Path) -> None:
    numbers = load("fuyuan").parameters(ON)
    first = _texts(numbers)
    with apart() as reform:

        @condition("household", label="饮水", source="假设")
        def exit_water(food_secure: object) -> object:
            """Another question under the same name."""
            return food_secure

    changed = _texts(numbers, {**RULES, **reform})
    assert changed != first
    assert _texts(numbers) == first


def test_only_the_latest_books_are_kept(books: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrasebook, "FILES", 2)
    for day in (27, 28, 29):
        _texts(load("fuyuan").parameters(date(2019, 12, day)))
    assert len(list(books.iterdir())) == 2
