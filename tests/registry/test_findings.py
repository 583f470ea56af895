"""After an assessment: boards, lists, flags, reasons and cards say the same as the rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.models import (
    AreaStanding,
    Entry,
    HouseholdYear,
    Membership,
    Person,
    SourceFile,
    VillageYear,
)
from liuqing.registry.queries import Filters
from liuqing.registry.services import snapshots
from tests import cast as casting
from tests import county as making
from tests.registry.conftest import make_place

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)


def _faults(made):
    """H0001's head is dead and not insured, H0003 has no water, of H0005's house nothing is known."""
    head = Membership.objects.get(household__no="H0001", relation="户主").person
    Entry.objects.create(kind="police_deaths", person=head, values={"died_on": "2018-02-01"}, said_on=ON)
    listed = SourceFile.objects.create(sha256="e" * 64, kind="medical_insured", state="loaded", on=ON)
    for person in Person.objects.exclude(pk=head.pk):
        Entry.objects.create(kind="medical_insured", person=person, file=listed, said_on=ON)
    HouseholdYear.objects.filter(household__no="H0003").update(water_safe=False)
    HouseholdYear.objects.filter(household__no="H0005").update(house_grade="", house_dilapidated=None)
    for number, village in enumerate(made.villages):
        VillageYear.objects.create(area=village, year=2018, rural_population=100 + number)
    AreaStanding.objects.create(area=made.villages[0], status="listed", since=date(2014, 1, 1))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One assessed county for all tests of this file, taken back afterwards: they only read."""
    folder = make_place(tmp_path_factory.mktemp("place"))
    with django_db_blocker.unblock(), transaction.atomic():
        made = making.five()
        people = casting.of(made)
        _faults(made)
        with override_settings(WORKSPACE=replace(settings.WORKSPACE, place=str(folder))):
            yield made, people, snapshots.take(on=ON, by=people.county_approver)
        transaction.set_rollback(True)


@pytest.fixture
def county(world):
    return world[0]


@pytest.fixture
def cast(world):
    # As if each had just signed in: nothing read before is remembered.
    return casting.again(world[1])


@pytest.fixture
def assessed(world, db):
    return world[2]


def test_the_board_of_the_county_stands_beside_its_plan(assessed, cast):
    board = queries.board(cast.county_approver)
    found = {one.metric: one for one in board.headlines}
    assert board.on == ON
    assert found["registered_households"].value == found["registered_households"].target == 5
    assert found["unexited_households"].difference == Decimal(-1)
    assert (found["unexited_households"].goal, found["unexited_households"].goal_year) == (0, 2020)
    assert found["poor_villages"].value == 1
    assert round(found["incidence"].value, 2) == Decimal("2.97")
    assert {c.name: c.figures["registered_households"] for c in board.children} == {"甲镇": 3, "乙镇": 2}
    assert [(p.key, p.value) for p in board.exits_by_year] == [("2017", 3), ("2018", 3)]
    assert sum(p.value for p in board.completeness) == 5
    assert {p.key: p.value for p in board.causes} == {"因病": 10, "缺技术": 3, "因残": 2}
    assert {p.key: p.value for p in board.flags}["dead_but_active"] == 1


def test_a_township_has_no_targets_of_its_own(assessed, cast, county):
    board = queries.board(cast.township_reviewer)
    assert board.area.code == county.towns[0].code
    assert [name for _, name in board.area.trail] == ["示例县", "甲镇"]
    assert all(one.target is None and one.goal is None for one in board.headlines)


def test_a_total_equals_its_parts_on_every_board(assessed, cast, county):
    for area in (county.county, *county.towns):
        board = queries.board(cast.county_approver, area.code)
        for metric in ("registered_households", "registered_persons", "exited_persons", "unexited_persons"):
            total = next(one.value for one in board.headlines if one.metric == metric)
            assert total == sum(child.figures[metric] for child in board.children), (area.name, metric)


def test_every_village_can_be_drawn(assessed, cast):
    drawn = queries.village_children(cast.county_approver)
    assert [(v.name, v.figures["registered_households"], v.poor_village) for v in drawn] == [
        ("甲村", 2, True), ("乙村", 1, False), ("丙村", 2, False),
    ]  # fmt: skip
    assert len(queries.village_children(cast.outsider)) == 1


def test_lists_are_narrowed_by_what_the_rules_found(assessed, cast):
    def nos(**wanted):
        return {r.no for r in queries.households(cast.county_approver, filters=Filters(**wanted)).rows}

    assert nos(flag="dead_but_active") == {"H0001"}
    assert nos(rule="exits", verdict="false") == {"H0003"}
    # The register says that the head of H0001 is insured, the list says nothing of him.
    assert nos(rule="exits", verdict="unknown") == {"H0001", "H0005"}
    assert nos(score=6) == {"H0001", "H0002", "H0003", "H0004", "H0005"}
    row = next(r for r in queries.households(cast.county_approver).rows if r.no == "H0001")
    assert set(row.flags) == {
        "已死亡仍在册", "未参加基本医疗保险", "成员基本信息有空项", "未满 16 岁登记有劳动力",
    }  # fmt: skip
    assert row.score == 6


def test_flags_are_counted_and_shown_in_the_own_area_only(assessed, cast):
    shown = queries.flags(cast.county_approver)
    of_members = {"dead_but_active", "not_insured", "compulsory_not_in_school"}
    assert {(c.rule, c.raised) for c in shown.counts if c.raised and c.rule in of_members} == {
        ("dead_but_active", 1),
        ("not_insured", 1),
    }
    assert queries.flags(cast.outsider, rule="not_insured").rows.total == 0
    one = queries.flags(cast.village_officer, rule="not_insured")
    assert {(r.household_no, r.person) for r in one.rows.rows} == {("H0001", "钱初九")}
    assert (one.rows.total, one.rows.rows[0].label) == (1, "未参加基本医疗保险")


def test_figures_for_the_command_line_stand_beside_the_targets(assessed):
    found = {(r["metric"], r["dimension"], r["year"]): r for r in queries.figures(ON)}
    assert found["registered_households", "", 2018]["value"] == 5
    assert found["registered_households", "", 2018]["target"] == 5
    assert found["unexited_households", "", 2020] == {
        "metric": "unexited_households", "dimension": "", "year": 2020, "value": None, "unit": "户", "target": 0,
    }  # fmt: skip
    assert found["towns", "", 2018]["value"] is None
    assert found["exited_persons", "exit_year=2017", 2018]["value"] == 3


def test_figures_of_a_day_that_was_not_assessed_say_so(assessed):
    with pytest.raises(Problem) as found:
        queries.figures(date(2017, 12, 31))
    assert found.value.code == "registry.not_assessed"


def test_a_finding_says_in_words_what_is_open_and_why(assessed, cast):
    found = {one.rule: one for one in queries.card(cast.county_approver, "H0003").findings}
    assert found["exits"].verdict is False
    assert found["exits"].sentence == "未达到：饮水安全有保障。"
    assert found["exits"].reason.verdict is False
    labels = {child.label for child in found["exits"].reason.children}
    assert "饮水安全有保障" in labels
    assert found["completeness"].sentence == "6 项。"
    assert found["income_per_person"].sentence == "5,000.00 元。"
    unknown = {one.rule: one for one in queries.card(cast.county_approver, "H0005").findings}["exits"]
    assert (unknown.verdict, unknown.sentence) == (None, "未查清：住房安全有保障（A、B 级）。")


def test_a_flag_names_the_member_and_what_to_do(assessed, cast):
    found = {one.rule: one for one in queries.card(cast.county_approver, "H0001").findings}
    sentence = found["dead_but_active"].sentence
    assert sentence.startswith("钱初九：已死亡仍在册")
    assert "入户核实" in sentence


def test_an_explanation_is_a_tree_and_scoped(assessed, cast):
    (tree,) = queries.explanation(cast.village_officer, "H0001", rule="exits")
    assert tree.keys() >= {"label", "verdict", "value", "source", "children"}
    assert tree["verdict"] is None
    with pytest.raises(Problem) as found:
        queries.explanation(cast.outsider, "H0001")
    assert found.value.code == "registry.no_such_household"


def test_my_work_counts_only_what_is_mine(assessed, cast):
    tasks = {task.kind: task.count for task in queries.todo(cast.village_officer).tasks}
    found = queries.flags(cast.village_officer)
    assert tasks["flags"] == sum(one.raised for one in found.counts) > 0
    assert "send" not in tasks, "a village sends nothing"
    assert queries.todo(cast.administrator).tasks == ()


def test_the_village_page_has_figures_facts_and_households(assessed, cast, county):
    page = queries.village(cast.village_officer, county.villages[0].code)
    assert page.standing == "贫困村（2014 年）"
    assert page.households.total == 2
    assert ("乡村人口", "100 人") in [(f.label, f.value) for f in page.facts]
    assert next(one.value for one in page.headlines if one.metric == "registered_persons") == 6


def test_who_sees_figures_only_sees_no_household_on_the_village_page(assessed, cast, county):
    page = queries.village(cast.finance, county.villages[0].code)
    assert page.households is None
    assert page.headlines


def test_pages_after_an_assessment_cost_few_queries(assessed, cast, django_assert_max_num_queries):
    user = cast.county_approver
    for ask in (
        lambda: queries.board(user),
        lambda: queries.village(user, "990101001001"),
        lambda: queries.households(user),
        lambda: queries.card(user, "H0001"),
        lambda: queries.flags(user),
        lambda: queries.todo(user),
        lambda: queries.village_children(user),
        lambda: queries.search(user, "测"),
    ):
        with django_assert_max_num_queries(20):
            ask()


def test_a_rule_that_stopped_waits_for_the_analyst_only(assessed, cast):
    from liuqing.registry.models import Snapshot

    stopped = {"rule": "not_insured", "label": "未参加基本医疗保险", "matched": 90, "of": 100, "expects": 0.1}
    Snapshot.objects.filter(pk=assessed.pk).update(
        manifest={**assessed.manifest, "over_expectation": [stopped]}
    )
    assert "over_expectation" in {task.kind for task in queries.todo(cast.county_approver).tasks}
    assert "over_expectation" not in {task.kind for task in queries.todo(cast.township_reviewer).tasks}
