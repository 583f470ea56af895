"""The page of plans: choose a place, read its plan, take it away; within one's own area."""

import pytest

from liuqing.planning.models import Beneficiary
from liuqing.registry.models import Household
from liuqing.workflow.models import Event
from tests.county import ON
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources

pytestmark = pytest.mark.django_db
ONE_WORLD = True
VILLAGE, TOWN = "990101001001", "990101001"


def read(client, path="/plans/"):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def pool(county, assessed):
    """A project of the village and one of its township."""
    own = building.project(county, state="begun", name="村里的路", need="120000.00")
    town = building.project(county, state="begun", name="镇里的路", area=county.towns[0], need="80000.00")
    Beneficiary.objects.create(project=own, area=county.villages[0], since=ON)
    return own, town


def test_a_village_officer_reads_the_plan_of_the_village_at_once(seen_by, pool):
    page = read(seen_by("village_officer"))
    assert "甲镇甲村脱贫攻坚村级施工图" in page and "村里的路" in page and "钱初九 H0001" in page
    assert '<select id="area"' not in page
    assert all(f'href="/plans/{VILLAGE}.{form}"' in page for form in ("docx", "pdf", "xlsx"))


def test_who_has_many_places_chooses_first(seen_by, pool):
    page = read(seen_by("county_approver"))
    assert "<h2>" not in page.partition("<main")[2]
    for code, kind in (("990101", "县级规划"), (TOWN, "路线图"), (VILLAGE, "施工图")):
        assert f'<option value="{code}"' in page and kind in page


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("990101", "示例县脱贫攻坚三年规划和项目库"),
        (TOWN, "甲镇脱贫攻坚路线图"),
        (VILLAGE, "甲镇甲村脱贫攻坚村级施工图"),
    ],
)
def test_every_level_has_its_plan_on_the_page(code, title, seen_by, pool):
    assert f"<h1>{title}</h1>" in read(seen_by("county_approver"), f"/plans/?area={code}")


def test_a_figure_leads_to_what_is_behind_it(seen_by, pool):
    client = seen_by("village_officer")
    page = read(client)
    for link in (f"/projects/{pool[0].no}/", f"/area/{VILLAGE}/households/?cause="):
        assert f'href="{link}' in page
    assert client.get(f"/projects/{pool[0].no}/").status_code == 200


def test_a_table_tells_each_cell_with_its_heading_for_a_narrow_screen(seen_by, pool):
    page = read(seen_by("village_officer"))
    assert 'data-label="责任单位"' in page and 'data-label="需要（万元）"' in page


def test_a_long_table_is_cut_and_says_so(seen_by, pool, county, monkeypatch):
    monkeypatch.setattr("liuqing.web.pages.plans.SHOWN", 1)
    page = read(seen_by("village_officer"))
    assert "行，页面上不列，下载的文件里有" in page
    assert "合计" in page


def test_a_plan_is_taken_away_as_a_file_named_after_its_place(seen_by, pool):
    client = seen_by("village_officer")
    for form in ("docx", "pdf", "xlsx"):
        answer = client.get(f"/plans/{VILLAGE}.{form}")
        assert answer.status_code == 200 and b"".join(answer.streaming_content)
        assert "H0001" not in answer["Content-Disposition"]
    assert Event.objects.filter(act="reports.written", subject=VILLAGE).count() == 3
    assert client.get(f"/plans/{VILLAGE}.exe").status_code == 404


@pytest.mark.parametrize(
    "part", ["outsider", "finance", "department_officer", "administrator", "nobody", "evaluator"]
)
def test_nobody_reads_or_takes_the_plan_of_another_village(part, seen_by, pool):
    client = seen_by(part)
    for path in (f"/plans/?area={VILLAGE}", f"/plans/{VILLAGE}.pdf"):
        answer = client.get(path)
        assert answer.status_code in (302, 403, 404)
        assert "H0001" not in answer.content.decode()


def test_the_menu_has_plans_for_who_sees_households_and_projects(seen_by, assessed):
    assert 'href="/plans/"' in read(seen_by("village_officer"), "/todo/")
    assert 'href="/plans/"' not in read(seen_by("finance"), "/todo/")


def test_a_plan_is_read_with_few_questions_however_many_households(
    seen_by, pool, county, django_assert_max_num_queries
):
    for n in range(30):
        Household.objects.create(no=f"H9{n:03d}", village=county.villages[0])
    client = seen_by("village_officer")
    with django_assert_max_num_queries(60):
        read(client)
