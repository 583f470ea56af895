"""The income worksheet on paper: everything that was used, nothing that is not there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine

from liuqing import reports
from liuqing.errors import Problem
from liuqing.policy.worksheet import Line
from liuqing.policy.worksheet_items import ITEMS
from liuqing.registry.models import Household, Worksheet
from liuqing.registry.queries import monitoring as asked
from liuqing.registry.services import monitoring
from liuqing.reports import worksheet
from liuqing.workflow.models import Event
from tests import cast as casting
from tests import county as making
from tests.registry.conftest import make_place
from tests.registry.monitored import lines
from tests.reports.leaks import full_numbers, pdf_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db, settings, tmp_path):
    (tmp_path / "place").mkdir()
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(make_place(tmp_path / "place")))
    with time_machine.travel("2021-12-20T10:00:00+08:00", tick=False):
        yield casting.of(making.five())


@pytest.fixture
def sheet(people):
    home = Household.objects.get(no="H0001")
    told = lines(A1="18000", B1="1000", D4=None, F2="500.50")
    told[0] = Line("A1", Decimal(18000), what="县外务工6个月")
    return monitoring.save(household=home, by=people.village_officer, lines=told)


def write(people, out, form, only=""):
    return reports.write(
        "income-worksheet", user=people.village_officer, household="H0001", format=form, out=out, only=only
    )


def test_every_line_of_the_form_is_on_the_sheet(people, sheet):
    told = worksheet.content(asked.sheet(people.village_officer, "H0001", sheet.pk))
    rows = {row["code"]: row for part in told["sections"] for row in part["rows"]}
    assert set(rows) == set(ITEMS)
    assert (rows["A1"]["amount"], rows["A1"]["what"]) == ("18,000.00", "县外务工6个月")
    assert rows["D4"]["amount"] == "不明" and rows["E1"]["amount"] == "按比例" and rows["A2"]["amount"] == "0"


def test_the_sums_say_what_they_are_at_least_and_which_share_was_used(people, sheet):
    told = worksheet.content(asked.sheet(people.village_officer, "H0001", sheet.pk))
    sums = dict(map(tuple, told["sums"]))
    assert sums["家庭纯收入（A＋B＋C＋D－E）"] == "不低于 18,600.00 元"
    assert sums["监测范围参考线（人均）"] == "6,000 元（达到）"
    notes = " ".join(told["notes"])
    assert (
        "按粮食收入 1,000.00 元的 40% 估算 400.00 元" in notes
        and "楚雄" in notes
        and "2016-01-01 起" in notes
    )
    assert "未核实" in notes and "还不知道的项目：D4" in notes


def test_it_fits_one_page_with_places_to_sign(people, sheet, tmp_path):
    out = write(people, tmp_path / "sheet.pdf", "pdf")
    assert b"/Count 1/" in out.read_bytes()
    told = pdf_text(out)
    assert "收入核算表" in told and "签字" in told and "县外务工" in told and not full_numbers(out)


def test_the_workbook_has_the_amounts_as_numbers(people, sheet, tmp_path):
    book = openpyxl.load_workbook(write(people, tmp_path / "sheet.xlsx", "xlsx"))
    rows = {row[0]: row for row in book["收入核算表"].iter_rows(values_only=True) if row[0]}
    assert rows["A1"][2] == 18000 and rows["D4"][2] is None and rows["D4"][4] == "不明"


def test_an_earlier_sheet_can_be_printed_again(people, sheet, tmp_path):
    monitoring.save(household=sheet.household, by=people.village_officer, lines=lines(A1="1"))
    last = openpyxl.load_workbook(write(people, tmp_path / "last.xlsx", "xlsx"))["收入核算表"]
    first = openpyxl.load_workbook(write(people, tmp_path / "first.xlsx", "xlsx", str(sheet.pk)))[
        "收入核算表"
    ]

    def wages(book):
        return next(row[2] for row in book.iter_rows(values_only=True) if row[0] == "A1")

    assert (wages(last), wages(first)) == (1, 18000)


def test_without_a_sheet_it_says_what_to_do(people, tmp_path):
    with pytest.raises(Problem) as told:
        write(people, tmp_path / "none.pdf", "pdf")
    assert told.value.code == "worksheet.none" and not (tmp_path / "none.pdf").exists()


def test_a_changed_sheet_says_so_on_paper(people, sheet):
    Worksheet.objects.update(last_month=date(2021, 10, 1))
    assert worksheet.content(asked.sheet(people.village_officer, "H0001", sheet.pk))["sound"] is False


def test_it_is_in_the_trail(people, sheet, tmp_path):
    write(people, tmp_path / "sheet.pdf", "pdf")
    event = Event.objects.get(act="reports.written")
    assert event.subject == "H0001" and event.detail["report"] == "income-worksheet"


def test_an_outsider_gets_nothing(people, sheet, tmp_path):
    with pytest.raises(Problem):
        reports.write(
            "income-worksheet", user=people.outsider, household="H0001", format="pdf", out=tmp_path / "x.pdf"
        )
