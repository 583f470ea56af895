"""The pages of money: sums on the page, each number opens its projects, and nobody sees what is not theirs."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.planning import building
from tests.planning.test_matrix import line, pay, project
from tests.planning.test_matrix_plan import CLASSES, TARGETS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def place(tmp_path_factory, settings):
    """The small county with a plan that contradicts itself."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    (folder / "targets.csv").write_text(TARGETS, encoding="utf-8")
    (folder / "parameters" / "funds").mkdir(parents=True)
    (folder / "parameters" / "funds" / "plan_classes.yaml").write_text(CLASSES, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder), demo=False)


@pytest.fixture
def money(county):
    """Three projects with money; one is paid for in part."""
    project(county, need="12345600.00", state="pooled")
    project(county, need="40000.50", state="planned", year=2019, source="行业部门资金", reach="household")
    made = project(
        county,
        need="1000000.00",
        state="begun",
        area=county.villages[2],
        class_one="基础设施和公共服务",
        class_two="农村饮水",
    )
    document = building.document(amount="2000000.00")
    pay(line(made, document=document, allocated="900000.00"), "123456.78")
    return made


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_matrix_shows_its_sums_in_wan_and_opens_each_cell(seen_by, money):
    page = text(seen_by("county_approver"), "/area/990101/money/")
    for shown in ("1,234.56", "1,334.56", "4.00", "1,338.56"):
        assert shown in page
    assert 'title="13,385,600.50"' in page
    assert re.search(r'href="/area/990101/money/behind/\?what=need&amp;[^"]*class_one=[^"]*year=2018"', page)


def test_behind_a_cell_are_its_projects_and_their_sum(seen_by, money):
    page = text(
        seen_by("county_approver"),
        "/area/990101/money/behind/?what=paid&class_one=基础设施和公共服务&year=2018",
    )
    assert money.name in page
    assert f'href="/projects/{money.no}/"' in page
    assert page.count("123,456.78") >= 2


def test_a_measure_is_chosen_by_a_link_and_keeps_the_rest(seen_by, money):
    page = text(
        seen_by("county_approver"), "/area/990101/money/?what=need&rows=town&columns=source&year=2018"
    )
    assert re.search(
        r'href="/area/990101/money/\?what=paid&amp;rows=town&amp;columns=source&amp;year=2018"', page
    )


def test_what_makes_no_sense_is_answered_in_words(seen_by, money):
    for asked in ("rows=x", "what=x", "rows=year&columns=year", "year=abc"):
        answer = seen_by("county_approver").get(f"/area/990101/money/?{asked}")
        assert answer.status_code == 422
        assert re.search("请|可以按|可以看", answer.content.decode())


def test_the_matrix_costs_few_questions_however_many_projects(seen_by, money, county):
    client = seen_by("county_approver")
    text(client, "/area/990101/money/")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            text(client, "/area/990101/money/")
        counts.append(len(asked))
        for _more in range(5):
            project(county, state="pooled", year=2020)
    assert counts[0] == counts[1] <= 20


def test_the_flow_has_equal_widths_for_equal_money_in_every_layer(seen_by, money):
    page = text(seen_by("county_approver"), "/area/990101/money/flow/?what=need")
    bars = [
        (float(x), float(h))
        for x, h in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="14" height="([\d.]+)"', page)
    ]
    layers = {}
    for x, height in bars:
        layers[x] = layers.get(x, 0) + height
    assert len(layers) == 4
    assert max(layers.values()) - min(layers.values()) < 0.01
    assert page.count("<path") == 2 + 2 + 3 or page.count("<path d=") > 5


def test_the_plan_s_contradiction_is_told_with_its_clause(seen_by, money):
    page = text(seen_by("county_approver"), "/area/990101/money/plan/")
    assert "+0.75" in page
    assert "示例县规划·主要任务" in page
    assert "规划说" in page and "项目库说" in page
    assert "看规划对照" in text(seen_by("county_approver"), "/area/990101/money/")


def test_progress_names_the_slow_project_and_whose_it_is(seen_by, money):
    page = text(seen_by("county_approver"), "/area/990101/money/progress/")
    assert "没有及时报账" in page
    assert "县农业局" in page
    assert "12.35" in page
    assert money.name in page


def test_rules_are_told_in_words(seen_by, money):
    page = text(seen_by("county_approver"), "/area/990101/money/rules/")
    assert "每笔安排都在文件准许的范围内" in page
    assert "各地相加等于全部" in page


def test_a_village_sees_its_own_money_on_every_page(seen_by, money):
    client = seen_by("village_officer")
    for part in ("", "flow/", "progress/", "behind/?what=need"):
        page = text(client, f"/area/990101001001/money/{part}")
        assert "123,456.78" not in page
        assert money.no not in page
    assert client.get("/area/990101/money/").status_code == 404
    assert client.get("/area/990101002001/money/progress/").status_code == 404


def test_who_sees_no_projects_sees_no_money(seen_by, money):
    for part in ("nobody", "administrator", "evaluator"):
        for page in ("", "behind/", "flow/", "plan/", "progress/", "rules/"):
            assert seen_by(part).get(f"/area/990101/money/{page}").status_code == 404


def test_the_book_is_only_for_who_may_take_things_away(seen_by, money):
    assert seen_by("county_approver").get("/area/990101/money.xlsx").status_code == 200
    assert seen_by("finance").get("/area/990101/money.xlsx").status_code == 404
