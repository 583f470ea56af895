"""The pages of input and output: one household's and an area's, and their workbook."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from tests.planning import building
from tests.planning.test_results import pay, receive

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    from dataclasses import replace

    (tmp_path / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(tmp_path))


@pytest.fixture
def paid(county):
    """The first household has 500.00 of a project and 300.00 of a list beside the 1,200.50 of the county."""
    home = county.households[0]
    pay(building.project(county), home, "500.00")
    receive(county, home, "教育资助", "300.00")
    return home


def text(answer):
    return answer.content.decode()


def test_a_household_sees_what_was_put_in_by_measure_and_the_sum(seen_by, paid):
    page = text(seen_by("village_officer").get(f"/household/{paid.no}/results/"))
    for told in ("产业扶贫 · 规模化种植", "500.00", "教育资助", "300.00", "2,000.50", "本身就是收入"):
        assert told in page


def test_an_area_shows_measures_and_places_with_one_total(seen_by, paid):
    page = text(seen_by("county_leader").get("/area/990101/results/"))
    assert "教育资助" in page and "甲镇" in page and page.count("<b>0.68</b>") == 2


def test_the_workbook_has_every_line_and_its_sums_are_the_page(seen_by, paid):
    answer = seen_by("county_leader").get("/area/990101/results.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    lines = book.get_sheet_by_name("逐户").to_python()
    head = next(row for row in lines if "户编号" in row)
    at, no = head.index("投入（元）"), head.index("户编号")
    amounts = [row[at] for row in lines[lines.index(head) + 1 :] if row[no]]
    sums = book.get_sheet_by_name("按措施").to_python()
    total = next(row for row in sums if row[0] == "合计")
    assert sum(amounts) == pytest.approx(total[2]) == pytest.approx(6802.5)


def test_nobody_outside_sees_a_households_money(seen_by, paid):
    for part in ("outsider", "department_officer", "finance", "nobody"):
        assert seen_by(part).get(f"/household/{paid.no}/results/").status_code == 404
    for part in ("outsider", "finance"):
        assert seen_by(part).get("/area/990101/results/").status_code == 404
