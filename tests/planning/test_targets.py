"""Targets beside actual values: each room of the record answers what it knows, and says what it does not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Progress, Stage
from liuqing.planning.queries import targets
from liuqing.planning.queries.targets import kept
from liuqing.policy import place as places
from liuqing.policy.target_states import STATES
from liuqing.registry.models import AreaStanding, Figure, Indicator, Measure, Receipt, Snapshot, VillageYear
from tests.planning import building
from tests.planning.test_matrix import AT, line, pay, project, refund

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)
FIGURES = """\
metric,dimension,year,value,unit,source,word,kind
registered_households,,2018,5,户,示例县规划·贫困状况,,fact
unexited_households,,2018,3,户,示例县规划·贫困状况,,fact
unexited_households,,2020,0,户,示例县规划·主要目标,,
exited_households,exit_year=2017,2018,1,户,示例县规划·成效,,fact
planned_exit_households,,2020,3,户,示例县规划·主要目标,,
poor_villages_exited,,2018,1,个,示例县规划·成效,,fact
collective_income_min,level=贫困村,2020,50000,元,示例县规划·主要目标,以上,
planned_funds,period=2018-2020,2020,60,万元,示例县规划·主要任务,,
planned_funds,source=行业部门资金,2018,10,万元,示例县规划·主要任务,,
industry_projects,,2018,2,个,示例县规划·产业,,
planting_area,crop=辣椒,2018,200,亩,示例县规划·产业,,
industry_beneficiary_households,period=2018-2020,2020,4,户,示例县规划·产业,,
industry_beneficiary_persons,period=2018-2020,2020,4,人,示例县规划·产业,,
pension_persons,,2018,2,人,示例县规划·保障,,
forest_rangers,,2018,2,人,示例县规划·生态,,
central_water_supply_rate,,2018,95,%,示例县规划·饮水,以上,
gdp,,2018,100,万元,示例县规划·县情,,fact
solar_heaters,,2019,10,台,示例县规划·生态,,
"""
CLASSES = """\
label: 规划中各类资金的数字
unit: 类别
values:
  2018-01-01:
    value: {%s}
    source: {document: 示例县规划, clause: 主要任务}
"""


@pytest.fixture(autouse=True)
def plan(place):
    """The small county's plan; nothing is kept from another test."""
    (place / "targets.csv").write_text(FIGURES, encoding="utf-8")
    (place / "parameters" / "funds").mkdir(parents=True)
    for name, said in (
        ("classes", 'planned_funds: "", industry_funds: 产业扶贫'),
        ("counts", "industry_projects: 产业扶贫"),
    ):
        (place / "parameters" / "funds" / f"plan_{name}.yaml").write_text(CLASSES % said, encoding="utf-8")
    kept.forget()
    yield place
    kept.forget()


@pytest.fixture
def snapshot(county):
    """Five registered households; one left in 2017 and one in 2018, as the assessment counts them."""
    made = Snapshot.objects.create(on=ON, folder="t", rules_version="t", complete=True)
    told = {("registered_households", ""): 5, ("unexited_households", ""): 3, ("exited_households", ""): 2,
            ("exited_households", "exit_year=2017"): 1, ("exited_households", "exit_year=2018"): 1}  # fmt: skip
    Figure.objects.bulk_create(
        Figure(snapshot=made, area=county.county, metric=m, dimension=d, value=v)
        for (m, d), v in told.items()
    )
    return made


def besides(user, on=ON):
    """Every figure of the plan beside the record's, by metric, dimension and year."""
    every = [*targets.board(user, on).lines, *targets.board(user, on, facts=True).lines]
    return {
        (one.target.metric, one.target.dimension, one.target.year): one
        for line_ in every
        for one in line_.every
    }


def told(user, metric, dimension="", year=2018, on=ON):
    one = besides(user, on)[metric, dimension, year]
    return one.actual.value, one.judged.state


def test_the_register_s_figures_are_those_of_the_year_s_snapshot(snapshot, county, cast):
    user = cast.county_approver
    assert told(user, "registered_households") == (5, "agrees")
    assert told(user, "exited_households", "exit_year=2017") == (1, "agrees")
    assert told(user, "unexited_households", year=2020) == (3, "not_due")
    found = besides(user)["registered_households", "", 2018]
    assert found.actual.day == ON
    assert found.actual.trail.address == "/area/990101/households/"


def test_a_year_that_was_never_assessed_is_not_known(snapshot, county, cast):
    assert told(cast.county_approver, "unexited_households", year=2020, on=date(2019, 6, 30)) == (
        None,
        "unknown",
    )
    assert told(cast.county_approver, "planned_exit_households", year=2020, on=date(2019, 6, 30)) == (
        None,
        "unknown",
    )


def test_who_is_to_leave_is_counted_from_the_year_after_the_plan_s_own_count(snapshot, county, cast):
    later = Snapshot.objects.create(on=date(2019, 12, 31), folder="u", rules_version="t", complete=True)
    for dimension, value in (("", 4), ("exit_year=2017", 1), ("exit_year=2018", 1), ("exit_year=2019", 2)):
        Figure.objects.create(
            snapshot=later, area=county.county, metric="exited_households", dimension=dimension, value=value
        )
    assert told(cast.county_approver, "planned_exit_households", year=2020, on=date(2019, 12, 31)) == (
        2,
        "on_course",
    )


def test_villages_are_counted_by_the_day_they_left_the_list(county, cast):
    file = {"file": county.register, "row": 2, "said_on": ON}
    for village, left in zip(county.villages, (date(2018, 6, 1), date(2019, 6, 1), None), strict=True):
        AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1), until=left, **file)
        if left:
            AreaStanding.objects.create(area=village, status="exited", since=left, **file)
    assert told(cast.county_approver, "poor_villages_exited") == (1, "agrees")


def test_the_lowest_income_is_known_only_when_every_poor_village_has_stated_one(county, cast):
    file = {"file": county.register, "row": 2, "said_on": ON}
    for village in county.villages:
        AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1), **file)
    for village, income in zip(county.villages[:2], (60_000, 70_000), strict=True):
        VillageYear.objects.create(area=village, year=2018, collective_income=income, **file)
    one = besides(cast.county_approver)["collective_income_min", "level=贫困村", 2020]
    assert one.actual.value is None
    assert "3 个贫困村中 2 个填了" in one.actual.why
    VillageYear.objects.create(area=county.villages[2], year=2018, collective_income=50_000, **file)
    kept.forget()
    assert told(cast.county_approver, "collective_income_min", "level=贫困村", 2020) == (50_000, "met")


def test_paid_is_what_was_paid_by_the_day_less_what_came_back(county, cast):
    made = project(county, state="begun")
    project(county, state="begun", class_one="基础设施和公共服务", class_two="农村饮水")
    on = line(made, document=building.document(source="行业部门资金"))
    refund(pay(on, "300000.00"), "100000.00")
    user = cast.county_approver
    assert told(user, "planned_funds", "period=2018-2020", 2020)[0] == 20
    assert told(user, "planned_funds", "source=行业部门资金") == (20, "met")
    assert told(user, "planned_funds", "source=行业部门资金", on=date(2018, 5, 31))[0] == 0
    assert AT.date() > date(2018, 5, 31)


def test_where_the_pool_has_no_such_project_nothing_is_said_to_be_zero(county, cast):
    one = besides(cast.county_approver)["planned_funds", "period=2018-2020", 2020]
    assert (one.actual.value, one.judged.state) == (None, "unknown")
    assert one.actual.why == "项目库里还没有项目"


def test_projects_count_when_they_are_completed(county, cast):
    project(county, state="settled")
    project(county, state="begun")
    one = besides(cast.county_approver)["industry_projects", "", 2018]
    assert (one.actual.value, one.judged.state) == (1, "missed")
    assert "在建 1 个" in one.actual.rule


def test_a_project_that_was_completed_later_was_not_completed_on_the_day(county, cast):
    made = project(county, state="completed")
    Stage.objects.create(
        project=made, uuid=made.uuid, ordinal=1, key="completed", label="完工", outcome="done", maker="a", by="b",
        on=date(2019, 2, 1), entered_on=date(2019, 2, 1), at=AT, seal="s",
    )  # fmt: skip
    assert told(cast.county_approver, "industry_projects") == (0, "missed")
    assert told(cast.county_approver, "industry_projects", on=date(2019, 3, 1))[0] == 1


def test_works_are_quantities_of_completed_projects_and_the_part_done_of_those_under_way(county, cast):
    done, under, tree = (project(county, state=state) for state in ("accepted", "begun", "accepted"))
    for made, item in ((done, "辣椒种植"), (under, "辣椒种植"), (tree, "甜辣椒种植")):
        made.quantities.update(item=item)
    Progress.objects.create(project=under, uuid=under.uuid, on=date(2018, 9, 1), percent=40, by="x", at=AT)
    assert told(cast.county_approver, "planting_area", "crop=辣椒") == (Decimal(140), "missed")
    assert told(cast.county_approver, "planting_area", "crop=辣椒", on=date(2018, 8, 1))[0] == 100


def test_the_trail_of_a_work_names_a_class_only_where_all_its_projects_are_of_one(county, cast):
    first, second = (
        project(county, state="accepted"),
        project(county, state="accepted", class_two="规模化养殖"),
    )
    for made in (first, second):
        made.quantities.update(item="辣椒种植")
    trail = besides(cast.county_approver)["planting_area", "crop=辣椒", 2018].actual.trail
    assert (trail.query["class_one"], trail.query["class_two"]) == ("产业扶贫", "")


def test_whom_projects_reached_counts_each_household_once(county, cast):
    first, second = project(county, state="begun"), project(county, state="settled")
    waiting = project(county, state="pooled")
    building.serves(first, county.households[0])
    building.serves(waiting, county.households[4])
    second.beneficiaries.create(area=county.villages[0], since=date(2018, 1, 1))
    user = cast.county_approver
    assert told(user, "industry_beneficiary_households", "period=2018-2020", 2020)[0] == 2
    assert told(user, "industry_beneficiary_persons", "period=2018-2020", 2020) == (6, "met")


def test_projects_without_anybody_linked_have_not_reached_nobody(county, cast):
    project(county, state="begun")
    one = besides(cast.county_approver)["industry_beneficiary_households", "period=2018-2020", 2020]
    assert (one.actual.value, one.actual.why) == (None, "这些项目还没有录受益户")


def test_people_count_once_a_year_by_the_beginning_of_a_title(county, cast):
    src = {"file": county.register, "row": 3, "said_on": ON}
    home, other = county.households[:2]
    person = home.memberships.first().person
    for n in range(2):
        Measure.objects.create(
            household=home, person=person, code="岗位", title=f"生态护林员：片区{n}", year=2018, **src
        )
    Measure.objects.create(household=other, code="岗位", title="生态护林员", year=2017, **src)
    for item in ("城乡居民养老金发放 年度发放金额", "城乡居民养老金发放 补发"):
        Receipt.objects.create(household=home, person=person, item=item, amount=1, year=2018, **src)
    assert told(cast.county_approver, "forest_rangers") == (1, "missed")
    assert told(cast.county_approver, "pension_persons") == (1, "missed")


def test_a_rate_is_one_reported_number_of_another(county, cast):
    src = {"file": county.register, "row": 3, "said_on": ON}
    for village in county.villages:
        Indicator.objects.create(area=village, name="water_population", year=2018, value=100, **src)
        Indicator.objects.create(area=village, name="central_water_population", year=2018, value=96, **src)
    assert told(cast.county_approver, "central_water_supply_rate") == (96, "met")
    Indicator.objects.filter(area=county.villages[0], name="central_water_population").delete()
    kept.forget()
    assert told(cast.county_approver, "central_water_supply_rate") == (None, "unknown")


def test_what_the_record_does_not_keep_is_said_so(county, cast):
    one = besides(cast.county_approver)["gdp", "", 2018]
    assert (one.actual.value, one.judged.state, one.actual.why) == (None, "unknown", "台账不登记这个数")
    assert told(cast.county_approver, "solar_heaters", year=2019) == (None, "not_due")


def test_who_sees_only_some_projects_is_told_so_instead_of_a_sum(county, cast, actors):
    project(county, state="settled")
    one = (
        besides(actors.agriculture)["industry_projects", "", 2018]
        if targets.may_see(actors.agriculture)
        else None
    )
    assert one is None or one.actual.why == "您看不到全县的项目"


def test_every_figure_of_the_five_plans_has_a_state_and_a_reason_where_it_is_unknown(
    snapshot, county, cast, settings
):
    project(county, state="settled")
    for name in ("fuyuan", "xinping", "songming", "menghai", "wenchanghu"):
        settings.WORKSPACE = replace(settings.WORKSPACE, place=name)
        for year in (2016, 2018, 2021):
            every = besides(cast.county_approver, date(year, 12, 31)).values()
            assert len(every) == len(places.load(name).targets())
            for one in every:
                assert one.judged.state in STATES
                assert (one.actual.value is None) == bool(one.actual.why), one.target
                assert one.actual.trail is None or one.actual.trail.address.startswith("/")


def test_a_township_has_no_targets_of_its_own(county, cast):
    with pytest.raises(Problem) as raised:
        targets.board(cast.township_reviewer)
    assert raised.value.code == "planning.targets_of_county"


def test_headings_count_every_line_and_filters_leave_their_own(snapshot, county, cast):
    whole = targets.board(cast.county_approver, ON)
    assert sum(one.total for one in whole.headings) == len(whole.lines) == sum(whole.states.values())
    some = targets.board(cast.county_approver, ON, topic="register", state="not_due")
    assert {one.metric.topic.key for one in some.lines} == {"register"}
    assert {one.state for one in some.lines} == {"not_due"}


def test_lines_are_kept_until_somebody_changes_the_record(
    snapshot, county, cast, django_assert_max_num_queries
):
    targets.board(cast.county_approver, ON)
    with django_assert_max_num_queries(6):
        targets.board(cast.county_approver, ON)


def test_the_command_line_keeps_its_keys_and_adds_state_and_trail(snapshot, county, cast):
    rows = {(r["metric"], r["dimension"], r["year"]): r for r in targets.figures(cast.county_approver, ON)}
    first = rows["registered_households", "", 2018]
    assert {k: first[k] for k in ("metric", "dimension", "year", "value", "unit", "target")} == {
        "metric": "registered_households", "dimension": "", "year": 2018, "value": 5, "unit": "户", "target": 5,
    }  # fmt: skip
    assert (first["state"], first["trail"]["page"]) == ("agrees", "/area/990101/households/")
    assert rows["unexited_households", "", 2020]["value"] is None
    assert rows["unexited_households", "", 2020]["state"] == "not_due"
    assert rows["gdp", "", 2018]["trail"]["missing"] == "台账不登记这个数"
    assert len(rows) == len(targets.figures(cast.county_approver, ON))
