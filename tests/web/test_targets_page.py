"""The page of targets: what is late is seen at once, every number opens, and nothing unknown is a zero."""

import io
import json
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from liuqing import reports
from liuqing.planning.queries.targets import kept
from liuqing.registry.models import Figure, Snapshot
from tests.planning import building
from tests.planning.test_matrix import line, pay, project
from tests.planning.test_targets import CLASSES, FIGURES

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ON = date(2018, 12, 31)


@pytest.fixture(autouse=True)
def place(tmp_path_factory, settings):
    """The small county with a plan."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    (folder / "targets.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "parameters" / "funds").mkdir(parents=True)
    said = 'planned_funds: "", industry_funds: 产业扶贫'
    (folder / "parameters" / "funds" / "plan_classes.yaml").write_text(CLASSES % said, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder), demo=False)
    kept.forget()
    yield folder
    kept.forget()


@pytest.fixture
def record(county):
    """Two figures, and a project of which a sixth is paid."""
    snapshot = Snapshot.objects.create(on=ON, folder="t", rules_version="t", complete=True)
    for metric, value in (("registered_households", 5), ("unexited_households", 3)):
        Figure.objects.create(snapshot=snapshot, area=county.county, metric=metric, dimension="", value=value)
    pay(line(project(county, state="begun"), document=building.document(source="行业部门资金")), "100000.00")
    return county


def text(client, path="/targets/"):
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_page_says_how_many_are_in_which_state(seen_by, record):
    page = text(seen_by("county_leader"))
    chips = dict(re.findall(r'<a class="chip [^"]*" href="[^"]*state=(\w+)"[^>]*><b>(\d+)</b>', page))
    assert chips["missed"] == "1"
    assert chips["late"] == "1"
    assert int(chips["unknown"]) > 0


def test_a_line_shows_plan_actual_share_and_a_bar_with_where_it_should_be(seen_by, record):
    page = text(seen_by("county_approver"), "/targets/?topic=money")
    assert "规划总投资" in page
    assert "16.7%" in page
    assert 'width="16.6' in page
    assert re.search(r'<rect x="33\.\d+" width="\.6"', page)


def test_every_number_leads_to_what_makes_it(seen_by, record):
    page = text(seen_by("county_approver"), "/targets/?topic=money")
    found = re.search(r'<a href="(/area/990101/money/behind/\?what=paid[^"]*)">10</a>', page)
    assert found
    assert "100,000.00" in text(seen_by("county_approver"), found[1].replace("&amp;", "&"))


def test_what_is_not_known_is_said_and_is_no_zero(seen_by, record):
    page = text(seen_by("county_approver"), "/targets/?state=unknown")
    assert "台账没有" in page
    assert not re.search(r'data-label="实际">\s*0\s*<', page)


def test_what_the_plan_only_says_stands_on_its_own_side(seen_by, record):
    page = text(seen_by("county_approver"), "/targets/?facts=1&state=agrees")
    assert "建档立卡户" in page
    assert "一致" in page
    assert "规划总投资" not in page


def test_another_day_is_another_answer(seen_by, record):
    client = seen_by("county_approver")
    assert "16.7%" not in text(client, "/targets/?topic=money&on=2018-05-31")
    assert "截至 2018-05-31" in text(client, "/targets/?on=2018-05-31")
    assert "截至 2018-12-31" in text(client, "/targets/?on=never")


def test_departments_narrow_to_their_own(seen_by, record):
    page = text(seen_by("county_approver"), "/targets/?office=县农业局")
    assert "规模化种植" in page
    assert "未脱贫户" not in page


def test_a_township_is_told_that_the_plan_is_the_county_s(seen_by, record):
    answer = seen_by("township_reviewer").get("/targets/")
    assert answer.status_code == 422
    assert "规划目标是全县的" in answer.content.decode()


def test_the_board_leads_to_the_targets_for_the_county_only(seen_by, record):
    client = seen_by("county_approver")
    assert 'href="/targets/"' in text(client, "/area/990101/")
    assert 'href="/targets/"' not in text(client, "/area/990101001/")


def test_the_page_asks_few_questions_and_fewer_the_second_time(
    seen_by, record, django_assert_max_num_queries
):
    client = seen_by("county_approver")
    client.get("/todo/")
    with django_assert_max_num_queries(25):
        client.get("/targets/")
    with django_assert_max_num_queries(12):
        client.get("/targets/?topic=money")


def test_the_book_has_promises_statements_and_how_each_was_counted(seen_by, record):
    answer = seen_by("county_approver").get("/targets.xlsx?on=2018-12-31")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True)
    rows = [row for row in book["承诺"].iter_rows(values_only=True) if row[1] == "规划总投资"]
    assert rows[0][4:7:2] == (60, 10)
    assert rows[0][9] == "滞后"
    assert any(row[1] == "建档立卡户" for row in book["现状"].iter_rows(values_only=True))


def test_the_report_as_json_has_every_figure_of_the_plan(cast, record, tmp_path):
    out = reports.write(
        "targets", user=cast.county_approver, area="990101", format="json", out=tmp_path / "t.json"
    )
    told = json.loads(out.read_text(encoding="utf-8"))
    figures = [one for line_ in told["lines"] for one in line_["figures"]]
    assert len(figures) == len(FIGURES.splitlines()) - 1
    assert {one["value"] for one in figures if one["state"] == "unknown"} == {None}


def test_the_names_of_figures_stand_with_their_values_and_a_mark_to_copy(seen_by, record):
    page = text(seen_by("county_approver"), "/fill/figures/")
    assert "{{ 数:建档立卡户 }}" in page
    assert "5 户" in page
    assert 'href="/fill/figures/"' in text(seen_by("county_approver"), "/fill/")
