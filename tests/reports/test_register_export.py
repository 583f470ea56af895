"""The national headings: what was exported once goes in again and is the same record."""

import csv
from pathlib import Path

import pytest
from django.core.management import call_command

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy import place
from liuqing.policy.tables import AREA, HOUSEHOLD, PERSON_EXPORT, VILLAGE
from liuqing.registry import secrets
from liuqing.registry.models import (
    Area,
    AreaStanding,
    Assignment,
    Cause,
    ExitPlan,
    Household,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Person,
    PersonYear,
    Standing,
    VillageYear,
)
from liuqing.registry.queries import national
from liuqing.registry.services import areas, loading
from liuqing.sample import county as sample
from liuqing.sheets.read import read_tables
from liuqing.workflow.models import Event
from tests import cast

LISTS = ("villages", "households", "persons")
HEADINGS = {
    "persons": list(PERSON_EXPORT),
    "households": [fact.label for fact in (*AREA, *HOUSEHOLD)],
    "villages": [fact.label for fact in (*AREA[:5], *VILLAGE)],
}
RECORD = {
    Standing: ("household__no", "status", "since", "until"),
    Cause: ("household__no", "code", "main", "since", "until"),
    Measure: ("household__no", "code", "year", "department"),
    Assignment: ("household__no", "officer__name", "officer__unit", "officer__post", "since"),
    ExitPlan: ("household__no", "year"),
    Membership: ("household__no", "person__person_no", "relation", "since", "until"),
    AreaStanding: ("area__code", "status", "since", "until"),
}


def write(user, name, out: Path, **more):
    asked = {"area": None, "format": out.suffix[1:], "purpose": "上报备份", **more}
    return reports.write(f"register-{name}", user=user, household=None, out=out, **asked)


def record():
    """All that the three exports say, without who said it."""
    found = {
        model.__name__: sorted(map(str, model.objects.values_list(*fields)))
        for model, fields in RECORD.items()
    }
    for model, key in ((HouseholdYear, "household__no"), (PersonYear, "person__person_no"),
                       (IncomeYear, "household__no"), (VillageYear, "area__code")):  # fmt: skip
        names = [f.name for f in model._meta.concrete_fields]
        facts = [n for n in names if n not in ("id", "household", "person", "area", "file", "sheet", "row")]
        found[model.__name__] = sorted(map(str, model.objects.values_list(key, *facts)))
    found["people"] = sorted(
        (one.person_no, one.name, one.sex, str(one.birth), one.ethnicity, secrets.decrypt(one.id_cipher) if one.id_cipher else "")
        for one in Person.objects.exclude(person_no=None)
    )  # fmt: skip
    found["homes"] = sorted(
        (one.no, one.village.code, one.hamlet, one.head_name, *(secrets.decrypt(s) if s else "" for s in (one.phone, one.bank)))
        for one in Household.objects.select_related("village")
    )  # fmt: skip
    return found


def cells():
    """Every cell of the three exports, as the national system has it."""
    county = Area.objects.get(parent=None)
    return {kind: list(national.rows(national.of_area(kind, county))) for kind in national.KINDS}


def begin():
    areas.plant(place.load("fuyuan"))
    return cast.user("clerk", "county_analyst", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_round_trip_loses_nothing(form, tmp_path, monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")
    clerk = begin()
    given = [
        p
        for p in sample.write("fuyuan", tmp_path / "in", households=30)
        if "全国" in p.name or "贫困村" in p.name
    ]
    assert len(given) == 3
    loading.load_paths(given, by=clerk)
    before, told = record(), cells()
    taken = [write(clerk, name, tmp_path / f"{name}.{form}") for name in LISTS]

    call_command("flush", verbosity=0, interactive=False)
    again = loading.load_paths(taken, by=begin())
    assert {(one["state"], one["refused"], one["held"]) for one in again} == {("loaded", 0, 0)}
    assert cells() == told
    after = record()
    for name, rows in before.items():
        assert after[name] == rows, name


@pytest.mark.django_db(transaction=True)
def test_the_cells_are_those_of_the_file_that_was_given(tmp_path, monkeypatch):
    """Cell by cell beside the export that was read; only rows that were held or refused are not there."""
    monkeypatch.setenv("LIUQING_RAISE", "1")
    clerk = begin()
    [path] = [p for p in sample.write("fuyuan", tmp_path / "in", households=30) if "户信息" in p.name]
    loading.load_paths([path], by=clerk)
    given, taken = grid(path), grid(write(clerk, "households", tmp_path / "out.xlsx"))
    assert given[0] == taken[0] == HEADINGS["households"]
    at = given[0].index("户编号")
    known = {row[at]: row for row in taken[1:]}
    # The head's number stands with the head, who comes with the persons.
    for row in given[1:]:
        assert [str(one or "") for one in known[row[at]]] == [str(one or "") for one in row]


def grid(path):
    with read_tables(path, known=lambda text: text in HEADINGS["households"], name=path.name) as tables:
        table = next(tables)
        wide = len(table.headings)
        return [table.headings, *([*row.cells, *[None] * wide][:wide] for row in table.rows)]


@pytest.mark.parametrize("name", LISTS)
def test_the_headings_are_exactly_the_national_ones(name, cast, tmp_path):
    out = write(cast.county_approver, name, tmp_path / "out.csv")
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == HEADINGS[name]
    assert len(PERSON_EXPORT) == 47


def test_numbers_are_texts_that_no_spreadsheet_rounds(cast, tmp_path):
    out = write(cast.county_approver, "persons", tmp_path / "out.csv")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 15
    for row in rows:
        assert row["证件号码"].startswith('="990101') and row["证件号码"].endswith('"')
        assert row["人口编号"].startswith('="P')


def test_whole_numbers_need_the_right_a_purpose_and_leave_a_trace(cast, tmp_path):
    for user, code in (
        (cast.county_leader, "workflow.not_allowed"),
        (cast.village_officer, "workflow.not_allowed"),
    ):
        with pytest.raises(Problem) as raised:
            write(user, "persons", tmp_path / "out.xlsx")
        assert raised.value.code == code and not (tmp_path / "out.xlsx").exists()
    with pytest.raises(Problem) as raised:
        write(cast.county_approver, "persons", tmp_path / "out.xlsx", purpose=" ")
    assert raised.value.code == "reports.no_purpose"
    write(cast.county_approver, "persons", tmp_path / "out.xlsx")
    event = Event.objects.filter(act="reports.written").latest("pk")
    assert event.detail["report"] == "register-persons" and event.detail["purpose"] == "上报备份"


def test_only_the_own_area_is_written_and_no_more_rows_than_allowed(cast, tmp_path, monkeypatch):
    out = write(cast.township_reviewer, "households", tmp_path / "out.csv")
    with out.open(encoding="utf-8-sig", newline="") as file:
        numbers = {row["户编号"].strip('="') for row in csv.DictReader(file)}
    assert numbers == {"H0001", "H0002", "H0003"}
    monkeypatch.setattr(national.rights, "export_rows", lambda user: 4)
    with pytest.raises(Problem) as raised:
        write(cast.county_approver, "households", tmp_path / "more.csv")
    assert raised.value.code == "registry.export_too_large"
