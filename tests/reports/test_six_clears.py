"""The report from the record to the file: rights, formats, and the same facts in all of them."""

import json
import re

import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.workflow.models import Event
from tests.reports.leaks import full_numbers, texts
from tests.reports.test_household_file import plain

pytestmark = pytest.mark.django_db
PRINTED = ("pdf", "docx", "html")


@pytest.fixture
def write(assessed, cast, tmp_path):
    def one(form, name="six-clears", user=cast.county_approver, **where):
        return reports.write(name, user=user, format=form, out=tmp_path / f"out.{form}", **where)

    return one


def test_the_names_of_all_reports_are_known():
    assert reports.NAMES["six-clears"] == "六清"
    assert "six-clears-wall" in reports.NAMES


@pytest.mark.parametrize("form", PRINTED)
def test_paper_says_what_the_page_says(write, cast, form):
    card = queries.card(cast.county_approver, "H0002", reasons=False)
    found = plain(write(form, household="H0002"))
    cells = [fact.value for clear in card.clears for fact in clear.facts]
    cells += [cell for clear in card.clears for grid in clear.grids for row in grid.rows for cell in row]
    for cell in {*cells} - {"", "未知"}:
        assert re.sub(r"\s", "", re.sub(r"\*{5,}", "****", cell)) in found, cell


@pytest.mark.parametrize("form", (*PRINTED, "json"))
@pytest.mark.parametrize("name", ["six-clears", "six-clears-wall"])
def test_no_format_holds_a_full_identity_number(write, form, name):
    if (form, name) != ("json", "six-clears-wall"):
        assert full_numbers(write(form, name)) == []


@pytest.mark.parametrize("form", (*PRINTED, "json"))
def test_an_outsider_gets_no_household_of_others_and_no_file(write, cast, tmp_path, form):
    with pytest.raises(Problem) as found:
        write(form, user=cast.outsider, household="H0001")
    assert found.value.code == "registry.no_such_household"
    assert list(tmp_path.iterdir()) == []
    assert not Event.objects.filter(act="reports.written").exists()


@pytest.mark.parametrize("part", ["finance", "department_officer", "administrator", "nobody"])
def test_who_may_not_export_prints_nothing(write, cast, tmp_path, part):
    for where in ({"household": "H0001"}, {}):
        with pytest.raises(Problem):
            write("pdf", user=cast.everybody()[part], **where)
    assert list(tmp_path.iterdir()) == []


def test_a_village_is_printed_as_one_document_with_a_sheet_a_household(write, cast, county):
    pages = [t for t in texts(write("pdf", user=cast.village_officer))[0].split("\f") if t.strip()]
    assert len(pages) == 2
    assert ["H0001" in pages[0], "H0002" in pages[1]] == [True, True]


def test_json_is_the_whole_card(write, cast):
    told = json.loads(write("json", household="H0003").read_text(encoding="utf-8"))
    card = queries.card(cast.county_approver, "H0003", reasons=False)
    assert (told["no"], told["score"], told["size"]) == (card.no, card.score, card.size)
    assert [clear["key"] for clear in told["clears"]] == [clear.key for clear in card.clears]


def test_the_trail_names_the_household_and_never_a_person(write):
    write("pdf", household="H0003")
    event = Event.objects.get(act="reports.written")
    assert event.subject == "H0003"
    assert "李十二" not in json.dumps(event.detail, ensure_ascii=False)


def test_an_unknown_report_or_format_says_what_there_is(write):
    with pytest.raises(Problem, match="six-clears"):
        write("pdf", "no-such-report")
    with pytest.raises(Problem, match="pdf、docx、html、json"):
        write("xlsx", household="H0001")


def test_too_many_sheets_are_asked_to_be_printed_by_village(write, monkeypatch):
    monkeypatch.setattr("liuqing.reports.six_clears.MOST_SHEETS", 2)
    with pytest.raises(Problem, match="按村打印"):
        write("pdf")


def test_a_failed_report_leaves_the_file_that_was_there(write, tmp_path, monkeypatch):
    before = write("pdf", household="H0001").read_bytes()
    monkeypatch.setattr("liuqing.workflow.trail.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write("pdf", household="H0001")
    assert [file.name for file in tmp_path.iterdir()] == ["out.pdf"]
    assert (tmp_path / "out.pdf").read_bytes() == before


def test_the_office_s_telephone_comes_from_its_settings(write, settings, tmp_path, monkeypatch):
    from types import SimpleNamespace

    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "county.toml").write_text('[papers]\nhotline = "0000-12317"\n', encoding="utf-8")
    monkeypatch.setattr(
        "liuqing.reports.office.settings", SimpleNamespace(WORKSPACE=SimpleNamespace(folder=tmp_path / "ws"))
    )
    assert "0000-12317" in plain(write("html", household="H0001"))
