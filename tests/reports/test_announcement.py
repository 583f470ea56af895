"""Sheets of money and projects on paper: no name, no number, the proof of the page, many lines on one sheet."""

from dataclasses import replace
from datetime import date

import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.planning.models import Announcement
from liuqing.planning.services import announcements
from liuqing.planning.services.announcements import proof
from liuqing.reports import notice_reading
from tests.planning.building import PLACE, project, serves
from tests.registry.noticing import at

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MONDAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def place(tmp_path_factory, settings):
    folder = tmp_path_factory.mktemp("place")
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))


def drawn(county, cast, count=1):
    made = [project(county, state="filed", households_said=5, persons_said=20) for _ in range(count)]
    for one in made:
        serves(one, county.households[0])
    with at(MONDAY):
        return announcements.draw(
            by=cast.village_officer, kind="application", area=county.villages[0], projects=made
        )


def written(sheet, by, form, tmp_path):
    out = tmp_path / f"sheet.{form}"
    with at(MONDAY):
        reports.write("announcement", user=by, area=sheet.area.code, only=sheet.code, format=form, out=out)
    return " ".join(notice_reading.texts(out))


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("count", [1, 5])
def test_the_sheet_bears_its_content_and_proof_and_nobodys_name(county, cast, tmp_path, form, count):
    sheet = drawn(county, cast, count)
    told = written(sheet, cast.village_officer, form, tmp_path)
    close = "".join(told.split())
    for wanted in (sheet.code, proof.shown(sheet), "12317", "甲村村民委员会", "10.00"):
        assert wanted in close
    assert county.households[0].head_name not in close


def test_a_changed_sheet_is_not_printed(county, cast, tmp_path):
    sheet = drawn(county, cast)
    Announcement.objects.filter(pk=sheet.pk).update(title="别的")
    with pytest.raises(Problem, match="不能打印"):
        written(sheet, cast.village_officer, "pdf", tmp_path)
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_name_that_comes_into_the_file_by_any_way_stops_it(county, cast, tmp_path, monkeypatch):
    from liuqing.planning.queries.announcements import printed

    sheet, whole = drawn(county, cast), printed.sheet
    monkeypatch.setattr(
        printed, "sheet", lambda *a: replace(whole(*a), place=f"甲村{county.households[0].head_name}")
    )
    with pytest.raises(Problem, match="个人姓名"):
        written(sheet, cast.village_officer, "docx", tmp_path)
    assert not (tmp_path / "sheet.docx").exists()
