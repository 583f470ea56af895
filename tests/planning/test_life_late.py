"""Late before it happens; the plan of a year; boards of offices; what waits for whom."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Account, Milestone, Progress, Project, Stage, Target
from liuqing.planning.queries import life
from liuqing.planning.queries.life import gates, late, scheduled
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.policy import calendar
from liuqing.registry.models import AreaStanding
from liuqing.workflow import clock
from tests.planning import building, living

pytestmark = pytest.mark.one_database
ON = date(2018, 6, 29)


def found(made, on=ON):
    """The delays of a project by kind."""
    return {one.kind: one for one in late.of([Project.objects.select_related("area").get(pk=made.pk)], on)}


def planned(made, **days):
    """The planned days of some stages."""
    for key, day in days.items():
        Milestone.objects.update_or_create(
            project=made, key=key, defaults={"planned_on": day, "first_on": day}
        )


def everything(made, first, last):
    """Every stage planned for one of two days: up to begun, and after."""
    keys = life.STAGES
    for key in keys:
        planned(made, **{key: first if keys.index(key) <= keys.index("begun") else last})


def report(made, percent, on):
    """A report of progress."""
    Progress.objects.create(project=made, uuid=uuid4(), on=on, percent=percent, by="x", at=clock.now())


def begun(made, on):
    """The stage begun on a day."""
    Stage.objects.create(
        project=made, uuid=uuid4(), ordinal=1, key="begun", label="开工", outcome="done", maker="m", by="b", on=on,
        entered_on=on, at=clock.now(), seal="0" * 64,
    )  # fmt: skip


def test_on_the_planned_day_a_stage_is_not_late_the_day_after_it_is(county):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    planned(made, completed=ON)
    begun(made, date(2018, 6, 1))
    assert "late" not in found(made)
    later = found(made, ON + timedelta(days=1))
    assert later["late"].days == 1 and later["late"].label == "完工" and later["late"].who == "甲村合作社"


def test_what_cannot_be_reached_in_time_is_seen_before_the_day(county):
    """From contracted to begun ten working days: exactly enough is enough, one less is seen."""
    made = building.project(county, state="contracted")
    enough = calendar.after(ON, 10, "working", gates.here())
    everything(made, enough, date(2019, 12, 31))
    assert found(made) == {}
    planned(made, begun=enough - timedelta(days=1))
    told = found(made)["foreseen"]
    assert told.label == "开工" and told.days == 1 and str(enough) in told.reason
    assert not found(made).keys() & {"late"}


def test_a_later_stage_is_foreseen_through_those_before_it(county):
    made = building.project(county, state="tendered")
    everything(made, date(2019, 6, 1), date(2019, 12, 31))
    # Contract and beginning take 20 and 10 working days; the work 60 more.
    planned(made, completed=calendar.after(ON, 89, "working", gates.here()))
    assert found(made)["foreseen"].label == "完工"
    planned(made, completed=calendar.after(ON, 90, "working", gates.here()))
    assert found(made) == {}


def test_holidays_count(county):
    """The week of the National Day lies between: ten working days are not fourteen days."""
    made = building.project(county, state="contracted")
    everything(made, date(2018, 10, 12), date(2019, 12, 31))
    assert "foreseen" in found(made, date(2018, 9, 26))


def test_a_stage_that_may_be_left_out_makes_nobody_late(county):
    made = building.project(county, state="planned", reach="household")
    everything(made, date(2018, 12, 1), date(2019, 12, 31))
    planned(made, tendered=date(2018, 1, 1), contracted=date(2018, 1, 1))
    assert found(made) == {}
    Project.objects.filter(pk=made.pk).update(reach="shared")
    assert found(made)["late"].label == "招标采购"


def test_of_a_project_without_any_day_nothing_is_said(county):
    assert found(building.project(county, state="pooled", starts_on=None, ends_on=None)) == {}


@pytest.mark.parametrize(("percent", "slow"), [(40, False), (39, True), (50, False)])
def test_ten_points_behind_the_straight_line_of_time_are_still_none(county, percent, slow):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    begun(made, ON - timedelta(days=50))
    planned(made, completed=ON + timedelta(days=50))
    report(made, percent, ON)
    assert ("slow" in found(made)) is slow


@pytest.mark.parametrize(("days", "silent"), [(30, False), (31, True)])
def test_thirty_days_without_a_report_are_still_none(county, days, silent):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    begun(made, ON - timedelta(days=200))
    report(made, 90, ON - timedelta(days=days))
    assert ("silent" in found(made)) is silent


def test_a_work_never_reported_is_silent_and_nobody_says_how_far_it_is(county):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    begun(made, ON - timedelta(days=31))
    assert set(found(made)) == {"silent"}


@pytest.mark.parametrize(
    ("paid", "kind"), [("49999.99", "unpaid"), ("50000.00", None), ("70000.00", None), ("71000.00", "ahead")]
)
def test_money_goes_with_the_work(county, paid, kind):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    begun(made, ON - timedelta(days=10))
    report(made, 60, ON)
    living.money(made, paid=paid)
    told = found(made)
    assert (set(told) & {"unpaid", "ahead"}) == ({kind} if kind else set())
    if kind:
        assert "财政" in told[kind].who


def test_of_money_that_no_line_knows_nothing_is_said(county):
    made = building.project(county, state="begun")
    everything(made, date(2018, 1, 1), date(2019, 12, 31))
    begun(made, ON - timedelta(days=10))
    report(made, 60, ON)
    assert found(made) == {}


def test_the_page_counts_each_kind_and_shows_the_worst_first(county, cast):
    one, two = (building.project(county, state="begun") for _ in range(2))
    for made, days in ((one, 3), (two, 9)):
        everything(made, date(2018, 1, 1), date(2019, 12, 31))
        planned(made, completed=ON - timedelta(days=days))
        begun(made, ON - timedelta(days=20))
    told = life.delays(cast.county_approver, on=ON)
    assert [one.project.no for one in told.found] == [two.no, one.no]
    assert {key: n for key, _, n in told.counts}["late"] == 2 and told.watched == 2
    assert life.delays(cast.county_approver, kind="slow", on=ON).found == ()
    assert life.delays(cast.outsider, on=ON).found == ()


def test_a_thousand_projects_are_looked_at_with_few_questions(county, cast, django_assert_max_num_queries):
    for _ in range(40):
        building.project(county, state="begun")
    with django_assert_max_num_queries(20):
        life.delays(cast.county_approver, on=ON)


# Planned days.


def test_usual_days_are_working_days_around_the_work(county):
    made = building.project(county, starts_on=date(2018, 3, 1), ends_on=date(2018, 10, 31))
    plans = scheduled.planned(made, Gathered([made]))
    here = gates.here()
    assert list(plans) == list(life.STAGES)
    assert plans["begun"] == date(2018, 3, 1) and plans["completed"] == date(2018, 10, 31)
    assert calendar.after(plans["contracted"], 10, "working", here) == plans["begun"]
    assert calendar.after(plans["completed"], 20, "working", here) == plans["accepted"]
    assert list(plans.values()) == sorted(plans.values())


def test_a_day_that_somebody_planned_counts_before_the_usual_one(county):
    made = building.project(county)
    planned(made, accepted=date(2018, 12, 24))
    assert scheduled.planned(made, Gathered([made]))["accepted"] == date(2018, 12, 24)


# The chart.


def test_the_chart_has_planned_and_real_days_on_one_line(county, cast):
    made = building.project(county, state="begun", starts_on=date(2018, 3, 1), ends_on=date(2018, 6, 1))
    building.project(county, state="draft")
    begun(made, date(2018, 3, 10))
    told = life.gantt(cast.county_approver, on=ON)
    (bar,) = told.page.rows
    assert bar.planned == (date(2018, 3, 1), date(2018, 6, 1)) and bar.real == (date(2018, 3, 10), ON)
    assert bar.late and told.first <= date(2018, 3, 1) and told.last >= ON
    assert life.gantt(cast.county_approver, on=ON, year=2019).page.total == 0


# The plan of a year.


def choose(county, **more):
    """A project in the pool."""
    return building.project(county, state="pooled", **more)


def test_poor_villages_come_first_then_the_score_then_the_votes(county, cast):
    first, second = county.villages[:2]
    AreaStanding.objects.create(area=second, status="listed", since=date(2016, 1, 1), file=county.register)
    plain = choose(county, area=first, score=Decimal("90"), votes=9)
    better = choose(county, area=first, score=Decimal("95"), votes=1)
    liked = choose(county, area=first, score=Decimal("90"), votes=10)
    poor = choose(county, area=second)
    told = life.year_plan(cast.county_approver, None, year=2018)
    assert [one.project.no for one in told.candidates] == [poor.no, better.no, liked.no, plain.no]
    assert told.candidates[0].poor


def test_within_the_money_to_the_fen_and_a_smaller_one_takes_the_room_of_a_larger(county, cast):
    big = choose(county, need="100000.00", score=Decimal("9"))
    large = choose(county, need="60000.00", score=Decimal("8"))
    small = choose(county, need="50000.00", score=Decimal("7"))
    told = life.year_plan(cast.county_approver, None, year=2018, limit=Decimal("150000.00"))
    assert {one.project.no for one in told.candidates if one.picked} == {big.no, small.no}
    assert told.picked_need == Decimal("150000.00") and told.picked == 2
    less = life.year_plan(cast.county_approver, None, year=2018, limit=Decimal("149999.99"))
    assert {one.project.no for one in less.candidates if one.picked} == {big.no}
    assert large.no not in {one.project.no for one in told.candidates if one.picked}


def test_a_need_that_nobody_knows_is_never_picked_within_a_limit(county, cast):
    choose(county, need="0.00")
    assert life.year_plan(cast.county_approver, None, year=2018, limit=Decimal("1.00")).picked == 0


def test_only_projects_of_the_year_or_of_none_may_be_chosen_and_only_who_decides(county, cast):
    choose(county, year=2019)
    open_ = choose(county)
    Project.objects.filter(pk=open_.pk).update(year=None)
    told = life.year_plan(cast.county_approver, None, year=2018)
    assert [one.project.no for one in told.candidates] == [open_.no] and told.may_decide
    assert not life.year_plan(cast.county_leader, None, year=2018).may_decide


def test_what_cannot_go_ahead_is_found_with_its_reason(county, cast):
    good = choose(county)
    Project.objects.filter(pk=good.pk).update(pooled_on=date(2018, 1, 1))
    told = {one.project.no: one.why for one in life.stuck(cast.county_approver, None, on=date(2018, 12, 1))}
    assert told == {}
    Target.objects.filter(project=good).delete()
    old = choose(county)
    Project.objects.filter(pk=old.pk).update(pooled_on=date(2015, 11, 30), year=None)
    past = choose(county, year=2017)
    told = {one.project.no: one.why for one in life.stuck(cast.county_approver, None, on=date(2018, 12, 1))}
    assert "绩效" in told[good.no][0] and "超过 3 年" in told[old.no][0] and "2017" in told[past.no][0]


# Boards.


def test_the_board_counts_states_and_offices(county, cast):
    building.project(county, state="pooled")
    made = building.project(county, state="begun", need="50000.00", bundle="甲村整村推进")
    living.money(made, "50000.00", paid="10000.00")
    building.project(county, state="accepted", area=county.villages[2], need="50000.00")
    told = life.board(cast.county_approver, None, state="begun", on=ON)
    assert {one.state: one.projects for one in told.states} == {"pooled": 1, "begun": 1, "accepted": 1}
    assert [one.no for one in told.projects] == [made.no]
    lines = {one.name: one for one in told.offices}
    assert [one.name for one in told.offices] == ["乙镇", "甲镇"], "who has completed more comes first"
    assert (lines["甲镇"].planned, lines["甲镇"].begun, lines["甲镇"].completed) == (1, 1, 0)
    assert lines["甲镇"].paid_share == Decimal("0.2") and lines["乙镇"].completed_share == 1
    bundles = life.board(cast.county_approver, None, by="bundle", on=ON).offices
    assert [one.name for one in bundles] == ["甲村整村推进"]


def test_projects_on_borrowed_money_are_named(county, cast):
    made = building.project(county, state="pooled", source="地方政府债券")
    building.project(county, state="pooled")
    assert life.board(cast.county_approver, None, on=ON).borrowed == ((made, Decimal("100000.00")),)


def test_money_of_a_loan_is_borrowed_money(county, cast):
    made = building.project(county, state="begun")
    line = living.money(made, "30000.00")
    line.document.level = "loan"
    line.document.save()
    assert life.board(cast.county_approver, None, on=ON).borrowed == ((made, Decimal("30000.00")),)
    assert Account.objects.filter(line=line).exists()


def test_an_office_learns_what_waits_for_it(county, cast, actors):
    building.project(county, state="filed")
    building.project(county, state="filed", maker="township-reviewer")
    building.project(county, state="returned", maker="village-officer")
    building.project(county, state="deferred", back_to="argued")
    waits = {who: [(one.target["state"], one.count) for one in life.tasks(user)] for who, user in (
        ("village", cast.village_officer), ("town", cast.township_reviewer), ("county", cast.county_approver),
        ("leader", cast.county_leader), ("stranger", cast.outsider), ("traffic", actors.other_department),
    )}  # fmt: skip
    assert waits == {
        "village": [], "town": [("filed", 1)], "county": [("argued", 1)], "leader": [], "stranger": [],
        "traffic": [],
    }  # fmt: skip


def test_a_work_that_was_not_reported_waits_for_who_runs_it(county, cast, actors):
    made = building.project(county, state="begun")
    day = clock.today()
    begun(made, day - timedelta(days=31))
    assert [one.kind for one in life.tasks(actors.agriculture)] == ["project_silent"]
    report(made, 10, day)
    assert life.tasks(actors.agriculture) == []


def test_a_step_that_does_not_come_next_is_not_there(county, cast):
    with pytest.raises(Problem) as caught:
        life.one(cast.county_approver, building.project(county), "settled")
    assert caught.value.code == "life.no_such_step"
