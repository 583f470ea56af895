"""The project pool on the pages: listed, applied for, amended, whom it serves, the gap, the same work twice."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.planning.models import Beneficiary, Funding, Project, Quantity
from tests.planning import building
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources

pytestmark = pytest.mark.django_db

FORM = {
    "area": "990101001001", "name": "甲村大棚", "class_one": "产业扶贫", "class_two": "规模化种植", "nature": "新建", "reach": "shared",
    "content": "建大棚", "year": "2018", "starts_on": "2018-03-01", "ends_on": "2018-10-31", "unit": "甲村合作社",
    "quantities.item": ["大棚", ""], "quantities.quantity": ["20", ""], "quantities.unit": ["亩", ""],
    "quantities.unit_cost": ["5000", ""], "quantities.sizes": ["长50米；宽8米", ""],
    "fundings.source": ["涉农整合资金", "自筹资金"], "fundings.year": ["2018", ""], "fundings.need": ["80000", "20000"],
    "fundings.secured": ["", ""],
    "targets.kind": ["产出数量"], "targets.name": ["种植面积"], "targets.least": ["1"], "targets.value": ["20"], "targets.unit": ["亩"],
}  # fmt: skip


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def form(**more):
    return {"uuid": str(uuid4()), "act": "save"} | FORM | more


def test_an_application_is_saved_as_a_draft_with_money_of_several_sources(county, seen_by):
    answer = seen_by("village_officer").post("/projects/new/", form())
    one = Project.objects.get()
    assert answer.url == f"/projects/{one.no}/" and one.state == "draft"
    assert one.quantities.get().sizes == {"长": "50", "宽": "8"}
    assert [(f.year, f.source, f.need) for f in one.fundings.all()] == [
        (2018, "涉农整合资金", Decimal("80000.00")), (2018, "自筹资金", Decimal("20000.00"))
    ]  # fmt: skip


def test_the_same_form_sent_twice_makes_one_project(county, seen_by):
    client, once = seen_by("village_officer"), form()
    assert client.post("/projects/new/", once).url == client.post("/projects/new/", once).url
    assert Project.objects.count() == 1


def test_after_an_application_for_households_they_are_chosen(county, seen_by):
    answer = seen_by("village_officer").post("/projects/new/", form(reach="household"))
    assert answer.url == f"/projects/{Project.objects.get().no}/serve/"


def test_every_fault_is_told_at_once_and_nothing_that_was_typed_is_lost(county, seen_by):
    wrong = form(
        name="",
        class_two="道路建设",
        **{"quantities.quantity": ["二十", ""], "fundings.need": ["-1", "20000"]},
    )
    page = text(seen_by("village_officer").post("/projects/new/", wrong), 422)
    for said in (
        "「项目名称」没有填",
        "它属于：基础设施和公共服务",
        "请填数字",
        "不小于 0",
        'value="二十"',
        'value="-1"',
        "建大棚",
    ):
        assert said in page, said
    assert "有 4 处要改" in page and not Project.objects.exists()


def test_looking_before_saving_shows_sums_and_what_is_missing_and_saves_nothing(county, seen_by):
    look = form(
        act="check", **{"targets.name": [""], "targets.value": [""], "quantities.unit_cost": ["5001", ""]}
    )
    page = text(seen_by("village_officer").post("/projects/new/", look))
    assert "100,020.00" in page and "100,000.00" in page and "没有绩效目标" in page and "20.00 元" in page
    assert not Project.objects.exists()


def test_more_rows_keep_what_was_typed(county, seen_by):
    page = text(seen_by("village_officer").post("/projects/new/", form(act="more:quantities")))
    assert page.count('name="quantities.item"') == 3 and 'value="大棚"' in page
    assert not Project.objects.exists()


def test_a_village_may_not_apply_for_another(county, seen_by):
    text(seen_by("village_officer").post("/projects/new/", form(area="990101002001")), 404)
    assert not Project.objects.exists()
    text(seen_by("county_leader").get("/projects/new/"), 404)


def test_an_application_that_came_back_is_amended_and_one_in_the_pool_is_not(county, seen_by):
    one = building.project(county, state="returned")
    client = seen_by("village_officer")
    page = text(client.get(f"/projects/{one.no}/edit/"))
    assert f'value="{one.name}"' in page and 'value="种植面积"' in page
    assert client.post(f"/projects/{one.no}/edit/", form(name="改过的名称")).status_code == 302
    one.refresh_from_db()
    assert one.name == "改过的名称" and one.fundings.count() == 2
    Project.objects.update(state="pooled")
    assert "申报内容不能再改" in client.post(f"/projects/{one.no}/edit/", form(name="又改")).content.decode()
    one.refresh_from_db()
    assert one.name == "改过的名称"


def test_a_unit_cost_far_from_the_others_is_warned_of(county, seen_by):
    for _ in range(5):
        building.project(county, state="pooled")
    look = form(act="check", **{"quantities.item": ["种植", ""], "quantities.unit_cost": ["9000", ""]})
    page = text(seen_by("village_officer").post("/projects/new/", look))
    assert "单价偏离：" in page and "通常 1,000.00 元" in page and "5 个同类项目的中位数" in page


def test_too_few_others_say_nothing_of_a_unit_cost(county, seen_by):
    for _ in range(4):
        building.project(county, state="pooled")
    look = form(act="check", **{"quantities.item": ["种植", ""], "quantities.unit_cost": ["9000", ""]})
    assert "单价偏离：" not in text(seen_by("village_officer").post("/projects/new/", look))


def test_households_of_the_village_are_ticked_and_counted(county, seen_by):
    one = building.project(county, reach="household")
    client = seen_by("village_officer")
    page = text(client.get(f"/projects/{one.no}/serve/"))
    assert "H0001" in page and "H0002" in page and "H0004" not in page
    assert client.post(f"/projects/{one.no}/serve/", {"home": ["H0002", "H0004"]}).status_code == 302
    assert [link.household.no for link in one.beneficiaries.all()] == ["H0002"]
    client.post(f"/projects/{one.no}/serve/", {"area": ["990101001001"]})
    assert [(link.household, link.area.name) for link in Beneficiary.objects.all()] == [(None, "甲村")]


def test_a_department_sees_no_names_when_it_chooses(county, seen_by):
    one = building.project(county, department="县医保局", reach="household")
    page = text(seen_by("department_officer").get(f"/projects/{one.no}/serve/"))
    assert "H0001" not in page and "这里没有您能看的建档立卡户" in page


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", {"甲路", "甲棚", "丙棚"}), ("class_one=产业扶贫", {"甲棚", "丙棚"}), ("class_one=产业扶贫&class_two=规模化养殖", {"丙棚"}),
        ("year=2019", {"丙棚"}), ("source=县级自筹资金", {"甲路"}), ("state=begun", {"甲路"}), ("step=use", {"甲路"}),
        ("step=build", {"甲棚"}), ("area=990101002", {"丙棚"}), ("reach=household", {"甲棚"}), ("text=路", {"甲路"}),
        ("first=1", {"丙棚"}), ("bundle=整村一", {"丙棚"}), ("department=县交通局", {"甲路"}), ("year=2019&source=县级自筹资金", set()),
        ("year=x&sort=nothing&page=99", {"甲路", "甲棚", "丙棚"}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(county, seen_by, asked, names):
    building.project(
        county,
        name="甲路",
        class_one="基础设施和公共服务",
        class_two="道路建设",
        source="县级自筹资金",
        state="begun",
        department="县交通局",
    )
    building.project(county, name="甲棚", reach="household")
    building.project(
        county,
        name="丙棚",
        class_two="规模化养殖",
        area=county.villages[2],
        year=2019,
        state="pooled",
        first_class=True,
        bundle="整村一",
    )
    page = text(seen_by("county_approver").get(f"/projects/?{asked}"))
    assert {name for name in ("甲路", "甲棚", "丙棚") if f">{name}<" in page} == names
    assert f"{len(names)} 个项目，需要资金 {len(names) * 10:.2f} 万元" in page


def test_the_county_gives_points_and_the_list_ranks_by_them(county, seen_by):
    one, two = building.project(county, name="甲"), building.project(county, name="乙", state="filed")
    client = seen_by("county_approver")
    assert f'name="score.{one.no}"' in text(client.get("/projects/?sort=score"))
    client.post("/projects/?sort=score", {f"score.{one.no}": "70", f"score.{two.no}": "85.5"})
    page = text(client.get("/projects/?sort=score"))
    assert page.index(">乙<") < page.index(">甲<") and 'value="85.50"' in page
    assert 'name="score.' not in text(seen_by("village_officer").get("/projects/?sort=score"))


def test_the_gap_adds_up_and_each_line_opens_its_projects(county, seen_by):
    one = building.project(county)
    Funding.objects.filter(project=one).update(secured=Decimal("30000.00"))
    building.project(county, class_one="基础设施和公共服务", class_two="道路建设", area=county.villages[2])
    page = text(seen_by("county_approver").get("/area/990101/projects/gap/"))
    assert "需要 20.00 万元，已落实 3.00 万元，缺口 17.00 万元" in page
    assert "class_one=%E4%BA%A7%E4%B8%9A%E6%89%B6%E8%B4%AB" in page and "7.00" in page
    village = text(seen_by("village_officer").get("/area/990101001001/projects/gap/?by=village"))
    assert "缺口 7.00 万元" in village
    text(seen_by("village_officer").get("/area/990101002001/projects/gap/"), 404)


def test_the_same_work_in_two_classes_is_found(county, seen_by):
    one = building.project(
        county, name="甲村2018年村内道路硬化项目", class_one="基础设施和公共服务", class_two="道路建设"
    )
    other = building.project(county, name="甲村村内道路硬化工程")
    alone = building.project(county, name="甲村村内道路硬化", area=county.villages[2])
    page = text(seen_by("county_approver").get("/area/990101/projects/twice/"))
    assert one.no in page and other.no in page and alone.no not in page
    assert "两个类别" in page and "数量一样" in page


def test_parts_of_a_work_with_other_quantities_in_one_class_are_not_called_the_same(county, seen_by):
    building.project(county, name="甲村村内道路硬化一期")
    second = building.project(county, name="甲村村内道路硬化二期")
    Quantity.objects.filter(project=second).update(quantity=77)
    assert second.no not in text(seen_by("county_approver").get("/area/990101/projects/twice/"))


def test_the_workbook_is_taken_from_the_list(county, seen_by):
    building.project(county)
    answer = seen_by("village_officer").get("/area/990101001001/project-pool.xlsx")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    text(seen_by("village_officer").get("/area/990101002001/project-pool.xlsx"), 404)


def test_the_list_asks_few_questions_however_many_projects_there_are(county, seen_by):
    for _ in range(60):
        building.project(county, state="pooled")
    client = seen_by("county_approver")
    client.get("/projects/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = text(client.get("/projects/?class_one=产业扶贫&year=2018"))
    assert page.count("示例种植项目") >= 40 and "共 60 条" in page
    assert len(asked) <= 20, "\n".join(one["sql"][:160] for one in asked)


def test_nobody_sees_projects_or_households_of_others_on_any_page_of_the_pool(county, cast, seen_by):
    theirs = building.project(
        county, name="丙村水池", area=county.villages[2], reach="household", state="draft"
    )
    home = next(one for one in county.households if one.no == "H0004")
    building.serves(theirs, home)
    paths = (
        "/projects/", "/projects/?text=水池", "/projects/new/", f"/projects/{theirs.no}/edit/", f"/projects/{theirs.no}/serve/",
        f"/projects/{theirs.no}/", "/area/990101/projects/gap/", "/area/990101002001/projects/twice/", "/area/990101/projects/costs/",
    )  # fmt: skip
    may_see = {"county_approver", "county_leader", "inspector", "outsider", "finance"}
    may_see_homes = {"county_approver", "outsider"}
    for part in cast.everybody():
        client = seen_by(part)
        said = ""
        for path in paths:
            answer = client.get(path)
            assert answer.status_code < 500, (part, path)
            said += answer.content.decode()
        assert ("丙村水池" in said) == (part in may_see), part
        assert ("H0004" in said) <= (part in may_see_homes | {"county_leader", "inspector"}), part
