"""Applying for a project: drafts, what keeps one out of the pool, whom it serves, need and gap."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Funding, Project, Quantity
from liuqing.planning.queries import pool as asking
from liuqing.planning.queries.pool import costs, similar
from liuqing.planning.services import pool as acts
from liuqing.registry.services.standing.faults import Faults
from liuqing.workflow.models import Event
from tests.planning import building

ON = date(2018, 12, 31)


def values(**more):
    """A whole application."""
    return {
        "name": "甲村蔬菜大棚", "class_one": "产业扶贫", "class_two": "规模化种植", "nature": "新建", "reach": "shared",
        "content": "建大棚", "year": "2018", "starts_on": "2018-03-01", "ends_on": "2018-10-31", "unit": "甲村合作社",
        "lead": "村党总支书记", "mechanism": "务工、分红",
        "quantities": [{"item": "大棚", "unit": "亩", "quantity": "20", "unit_cost": "5000.00"}],
        "fundings": [
            {"year": "2018", "source": "涉农整合资金", "need": "80000", "secured": "50000"},
            {"year": "2018", "source": "自筹资金", "need": "20000", "secured": ""},
        ],
        "targets": [{"kind": "产出数量", "name": "种植面积", "value": "20", "unit": "亩"}],
    } | more  # fmt: skip


def drafted(county, cast, **more):
    return acts.draft(by=cast.village_officer, area=county.villages[0], values=values(**more))


def test_a_draft_is_numbered_and_keeps_what_was_filled_in(county, cast):
    project = drafted(county, cast)
    assert project.no == "990101XM00001"
    assert (project.state, project.maker) == ("draft", "village-officer")
    (quantity,) = project.quantities.all()
    assert quantity.amount == Decimal("100000.00")
    assert [(one.source, one.need, one.secured) for one in project.fundings.all()] == [
        ("涉农整合资金", Decimal("80000.00"), Decimal("50000.00")),
        ("自筹资金", Decimal("20000.00"), Decimal("0.00")),
    ]
    assert acts.missing(project) == ()
    assert Event.objects.filter(act="projects.drafted", subject=f"project:{project.no}").exists()


def test_numbers_count_on(county, cast):
    assert [drafted(county, cast).no[-5:] for _ in range(2)] == ["00001", "00002"]


def test_the_same_uuid_again_is_the_same_draft(county, cast):
    uuid = uuid4()
    one, two = (
        acts.draft(by=cast.village_officer, area=county.villages[0], values=values(), uuid=uuid)
        for _ in range(2)
    )
    assert one.pk == two.pk and Project.objects.count() == 1


def test_all_faults_are_told_at_once_and_nothing_is_kept(county, cast):
    wrong = values(
        name="", class_one="产业扶品", ends_on="2018-01-01",
        quantities=[{"item": "大棚", "unit": "亩", "quantity": "-2", "unit_cost": "1.001"}],
        fundings=[{"year": "1900", "source": "涉农整和资金", "need": "1"}],
    )  # fmt: skip
    with pytest.raises(Faults) as told:
        acts.draft(by=cast.village_officer, area=county.villages[0], values=wrong)
    fields = {field for field, _ in told.value.faults}
    assert fields >= {
        "name",
        "class_one",
        "ends_on",
        "quantities.0.quantity",
        "quantities.0.unit_cost",
        "fundings.0.year",
    }
    said = "".join(what for _, what in told.value.faults)
    assert "是不是：产业扶贫" in said and "涉农整合资金" in said
    assert not Project.objects.exists()


def test_a_source_written_twice_for_a_year_is_one_line_too_many(county, cast):
    twice = [{"year": "2018", "source": "自筹资金", "need": "1"}] * 2
    with pytest.raises(Faults, match="填了两行"):
        drafted(county, cast, fundings=twice)


def test_a_village_officer_applies_only_for_the_own_village(county, cast):
    with pytest.raises(Problem) as told:
        acts.draft(by=cast.village_officer, area=county.villages[2], values=values())
    assert told.value.code == "planning.not_allowed"


def test_a_department_applies_with_its_own_name_and_not_with_anothers(county, actors):
    own = acts.draft(by=actors.agriculture, area=county.villages[0], values=values())
    assert own.department == "县农业局"
    with pytest.raises(Problem):
        acts.draft(by=actors.agriculture, area=county.villages[0], values=values(department="县交通局"))


def test_without_a_target_nothing_enters_the_pool(county, cast):
    assert [field for field, _ in acts.missing(drafted(county, cast, targets=[]))] == ["targets"]


def test_without_a_funding_need_nothing_enters_the_pool(county, cast):
    assert [field for field, _ in acts.missing(drafted(county, cast, fundings=[]))] == ["fundings"]


def test_quantities_that_cost_more_than_the_sources_give_say_both_sums(county, cast):
    ((field, what),) = acts.missing(
        drafted(
            county,
            cast,
            quantities=[{"item": "大棚", "unit": "亩", "quantity": "20", "unit_cost": "5000.01"}],
        )
    )
    assert field == "quantities"
    assert "100,000.20" in what and "100,000.00" in what and "0.20" in what


def test_an_amendment_changes_what_is_given_and_nothing_else(county, cast):
    project = drafted(county, cast)
    acts.amend(project, by=cast.village_officer, values={"name": "甲村大棚", "targets": []})
    project.refresh_from_db()
    assert (project.name, project.content, project.fundings.count(), project.targets.count()) == (
        "甲村大棚",
        "建大棚",
        2,
        0,
    )


@pytest.mark.parametrize("state", ["filed", "argued", "pooled", "begun", "refused"])
def test_what_was_handed_in_is_not_amended(county, cast, state):
    project = building.project(county, state=state)
    with pytest.raises(Problem) as told:
        acts.amend(project, by=cast.village_officer, values={"name": "别的"})
    assert told.value.code == "planning.not_now"


def test_what_came_back_may_be_amended_and_who_amends_is_its_maker(county, cast):
    project = building.project(county, state="returned")
    assert (
        acts.amend(project, by=cast.township_reviewer, values={"site": "甲村一组"}).maker
        == "township-reviewer"
    )


def test_a_household_linked_twice_counts_once(county, cast):
    one, two = building.project(county), building.project(county)
    home = county.households[0]
    building.serves(one, home)
    building.serves(two, home)
    acts.serve(two, by=cast.village_officer, households=[home], areas=[county.villages[0]])
    on = date(2018, 12, 31)
    village = [home for home in county.households if home.village_id == county.villages[0].pk]
    counted = asking.served(Project.objects.all(), on)
    assert counted.households == len(village)
    assert asking.served(Project.objects.filter(pk=one.pk), on).households == 1


def test_only_homes_of_the_place_of_the_project_are_served(county, cast):
    project = building.project(county)
    elsewhere = next(home for home in county.households if home.village_id == county.villages[2].pk)
    with pytest.raises(Problem) as told:
        acts.serve(project, by=cast.county_approver, households=[elsewhere])
    assert told.value.code == "planning.not_of_the_place" and not Beneficiary.objects.exists()


def test_who_may_not_see_households_chooses_none(county, actors):
    project = building.project(county)
    with pytest.raises(Problem):
        acts.serve(project, by=actors.agriculture, households=[county.households[0]])


def test_the_gap_is_the_need_less_what_is_secured_and_the_lines_add_up(county, cast):
    drafted(county, cast)
    other = building.project(county, need="400.00", class_one="基础设施和公共服务", class_two="道路建设")
    Funding.objects.filter(project=other).update(secured=Decimal("0.10"))
    building.project(county, need="999.00", state="removed")
    for by in asking.BY:
        found = asking.gap(cast.county_approver, "990101", by)
        assert (found.total.need, found.total.secured, found.total.gap) == (
            Decimal("100400.00"), Decimal("50000.10"), Decimal("50399.90")
        ), by  # fmt: skip
        assert sum(row.need for row in found.rows) == found.total.need
        assert sum(row.gap for row in found.rows) == found.total.gap


def test_a_list_opened_from_a_line_of_the_gap_has_the_same_sum(county, cast):
    drafted(county, cast)
    building.project(county, need="400.00", class_one="基础设施和公共服务", class_two="道路建设", year=2019)
    for by in ("class", "item", "year", "source", "state", "reach", "village", "town"):
        for row in asking.gap(cast.county_approver, "990101", by).rows:
            listed = asking.listed(cast.county_approver, **row.opens)
            assert (listed.totals.projects, listed.totals.need) == (row.projects, row.need), (by, row.label)


def test_an_outsider_sees_nothing_of_it(county, cast):
    project = drafted(county, cast)
    assert asking.listed(cast.outsider).totals.projects == 0
    with pytest.raises(Problem) as told:
        asking.application(cast.outsider, project.no)
    assert told.value.code == "planning.no_such_project"


def test_the_list_orders_by_votes_and_by_score(county, cast):
    for votes, score in ((3, "80"), (9, "70"), (5, "90")):
        acts.rate(drafted(county, cast, votes=votes), by=cast.county_approver, score=score)
    votes = [one.votes for one in asking.listed(cast.county_approver, sort="votes").page.rows]
    scores = [one.votes for one in asking.listed(cast.county_approver, sort="score").page.rows]
    assert (votes, scores) == ([9, 5, 3], [5, 3, 9])


def test_points_are_given_by_the_county_and_by_nobody_for_an_own_project(county, cast):
    with pytest.raises(Problem) as told:
        drafted(county, cast, score="99")
    assert told.value.code == "workflow.not_allowed"
    with pytest.raises(Problem):
        acts.rate(drafted(county, cast), by=cast.township_reviewer, score="99")
    own = building.project(county, maker="county-approver")
    with pytest.raises(Problem) as told:
        acts.rate(own, by=cast.county_approver, score="99")
    assert told.value.code == "planning.own_project"
    with pytest.raises(Faults):
        acts.rate(drafted(county, cast), by=cast.county_approver, score="101")


def test_what_was_decided_is_not_scored_any_more(county, cast):
    with pytest.raises(Problem) as told:
        acts.rate(building.project(county, state="pooled"), by=cast.county_approver, score="1")
    assert told.value.code == "planning.not_now"


def test_own_drafts_and_what_came_back_wait(county, cast):
    drafted(county, cast)
    building.project(county, state="returned")
    assert [(one.kind, one.count) for one in asking.tasks(cast.village_officer)] == [
        ("projects_returned", 1), ("project_drafts", 1)
    ]  # fmt: skip
    assert asking.tasks(cast.county_leader) == []


def test_the_dearest_of_like_things_stands_out_and_lumps_are_not_compared(county, cast):
    for _ in range(6):
        building.project(county)
        Quantity.objects.create(
            project=building.project(county),
            item="管网",
            unit="件",
            quantity=1,
            unit_cost=Decimal(100),
            amount=Decimal(100),
        )
    dear = building.project(county, need="300000.00")
    Quantity.objects.create(
        project=dear, item="管网", unit="件", quantity=1, unit_cost=Decimal(9000), amount=Decimal(9000)
    )
    found = costs.in_area(cast.county_approver, "990101", ON)
    assert [(one.quantity.project, one.quantity.item, one.percent) for one in found] == [(dear, "种植", 200)]
    assert costs.in_area(cast.outsider, "990101002001", ON) == []


def test_what_differs_as_the_others_differ_does_not_stand_out(county, cast):
    for need in ("100000.00", "150000.00", "60000.00", "200000.00", "120000.00", "80000.00", "170000.00"):
        building.project(county, need=need)
    assert costs.in_area(cast.county_approver, "990101", ON) == []


def test_work_on_several_sources_is_counted_once(county, cast):
    one = building.project(county)
    Funding.objects.create(project=one, year=2018, source="自筹资金", need=Decimal("50000.00"))
    building.project(county)
    found = asking.gap(cast.county_approver, "990101", "source")
    assert (found.several, found.several_need) == (1, Decimal("150000.00"))


def test_parts_that_are_told_apart_by_a_number_are_not_the_same_work(county, cast):
    building.project(county, name="补贴核查（2）")
    building.project(county, name="补贴核查（3）")
    building.project(county, name="补贴核查（2）", year=2019)
    assert similar.similar(cast.county_approver, "990101", ON) == []
    building.project(county, name="补贴核查（2）项目")
    assert len(similar.similar(cast.county_approver, "990101", ON)) == 1


def test_choosing_again_replaces_what_was_chosen(county, cast):
    project = building.project(county, area=county.towns[0], state="draft")
    other = next(home for home in county.households if home.village_id == county.villages[1].pk)
    building.serves(project, other, county.households[0])
    acts.serve(project, by=cast.township_reviewer, households=[other])
    assert {link.household for link in project.beneficiaries.all()} == {other}
