"""Targets of plans: what each figure is, what answers it, and how far it is on a day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import metrics, place
from liuqing.policy.place_lists import KINDS, Target
from liuqing.policy.target_states import STATES, Course, judge, reached

FIVE = ("fuyuan", "xinping", "songming", "menghai", "wenchanghu")
SLACK = Decimal(10)


def target(value="100", **more) -> Target:
    facts = {
        "metric": "road_safety_km",
        "dimension": "",
        "year": 2018,
        "value": Decimal(value),
        "unit": "公里",
        "source": "规划",
    }
    return Target(**{**facts, **more})


def course(first=2018, last=2018, base="0", better="more") -> Course:
    start = None if base is None else Decimal(base)
    return Course(date(first, 1, 1), date(last, 12, 31), start, better)


def state(value, on, *, of=None, over=None):
    actual = None if value is None else Decimal(value)
    return judge(of or target(), over or course(), actual, on, SLACK).state


@pytest.mark.parametrize("name", FIVE)
def test_every_figure_of_a_plan_has_a_name_a_heading_and_a_kind(name):
    for one in place.load(name).targets():
        assert one.metric in metrics.metrics(), one.metric
        assert one.kind in KINDS


def test_every_name_is_of_a_figure_that_some_plan_states():
    stated = {one.metric for name in FIVE for one in place.load(name).targets()}
    assert set(metrics.metrics()) == stated


def test_every_answer_is_of_a_kind_that_the_record_has():
    for one in metrics.metrics().values():
        assert not one.answer or one.answer.split()[0] in metrics.ANSWERS, one.key
        assert one.when in ("end", "year", "since")
        assert one.better in ("more", "less", "same")


def test_what_a_plan_says_of_years_that_are_over_is_no_promise():
    told = {(t.metric, t.dimension, t.year): t.kind for t in place.load("fuyuan").targets()}
    assert told["exited_persons", "", 2018] == "fact"
    assert told["rural_population", "", 2018] == "derived"
    assert told["unexited_persons", "", 2020] == "promise"
    assert told["planned_funds", "", 2018] == "promise"
    assert told["water_projects_built", "period=2014-2018", 2018] == "fact"


def test_amounts_in_the_plans_larger_units_are_kept_in_the_smaller_one():
    told = {(t.metric, t.dimension): t for t in place.load("fuyuan").targets()}
    assert (told["gdp", ""].value, told["gdp", ""].unit) == (1_553_000, "万元")
    assert told["water_improved_persons", "period=2014-2018"].value == 574_100


def test_a_dimension_that_the_answer_does_not_use_has_no_answer():
    about = metrics.metric("transfer_persons")
    assert about.asks({}) == ("measured", "persons", "农村劳动力转移就业")
    assert about.asks({"dest": "省外"}) == ()


def test_a_word_of_the_dimension_stands_in_the_answer_as_the_file_says():
    assert metrics.metric("planting_area").asks({"crop": "辣椒"}) == ("works", "辣椒种植")
    assert metrics.metric("houses_to_renovate").asks({"method": "兜底建房"}) == ("works", "兜底建房")
    assert metrics.metric("houses_to_renovate").asks({"method": "别的"}) == ()


def test_period_and_per_are_of_the_time_and_not_of_the_subject():
    assert metrics.subject("period=2018-2020;crop=辣椒;per=年") == {"crop": "辣椒"}


# --- the rule ---------------------------------------------------------------------------------


def test_what_is_reached_is_met_before_its_time_and_after():
    assert state("100", date(2018, 3, 1)) == state("100", date(2019, 3, 1)) == "met"


def test_what_is_not_reached_at_the_end_is_missed():
    assert state("99.9", date(2018, 12, 30)) == "on_course"
    assert state("99.9", date(2018, 12, 31)) == "missed"


def test_half_a_year_gone_with_less_than_half_less_the_slack_is_late():
    middle = date(2018, 7, 2)  # the 183rd of 365 days
    assert state("40.2", middle) == "on_course"
    assert state("40", middle) == "late"


def test_before_its_first_day_a_target_is_not_due():
    assert state("0", date(2017, 12, 31)) == state(None, date(2017, 12, 31)) == "not_due"


def test_what_is_not_known_is_never_zero():
    assert state(None, date(2018, 7, 1)) == state(None, date(2019, 7, 1)) == "unknown"


def test_a_number_that_has_to_fall_is_on_course_by_the_way_it_came():
    of, over = target("0", metric="unexited_persons"), course(2019, 2020, base="1000", better="less")
    assert state("600", date(2019, 12, 31), of=of, over=over) == "on_course"
    assert state("601", date(2019, 12, 31), of=of, over=over) == "late"
    assert state("0", date(2019, 6, 1), of=of, over=over) == "met"
    assert state("1", date(2020, 12, 31), of=of, over=over) == "missed"


def test_a_state_without_a_starting_point_is_not_due_until_its_day():
    over = course(2018, 2020, base=None)
    assert state("90", date(2019, 6, 1), over=over) == "not_due"
    assert state("90", date(2020, 12, 31), over=over) == "missed"


def test_at_most_and_about_mean_what_the_plan_says():
    most = target("10", operator="<=")
    assert reached(most, "more", Decimal("10")) and not reached(most, "more", Decimal("10.1"))
    about = target("90", operator="~", tolerance=Decimal(5))
    assert reached(about, "more", Decimal("85.5")) and not reached(about, "more", Decimal("85"))


def test_a_statement_is_compared_at_the_places_the_plan_prints():
    stated = target("1.50", metric="incidence", unit="%", kind="fact")
    assert state("1.4963", date(2018, 12, 31), of=stated) == "agrees"
    assert state("1.44", date(2018, 12, 31), of=stated) == "differs"


def test_a_number_of_which_neither_side_is_better_is_not_judged():
    assert state("7", date(2018, 12, 31), over=course(better="same")) == "beside"


@given(
    value=st.decimals(0, 1000, places=2), more=st.decimals(0, 1000, places=2),
    day=st.dates(date(2017, 6, 1), date(2021, 6, 1)), kind=st.sampled_from(KINDS),
)  # fmt: skip
def test_more_of_what_should_grow_is_never_a_worse_state(value, more, day, kind):
    order = ["missed", "late", "on_course", "not_due", "met", "differs", "agrees"]
    of, over = replace(target(), kind="promise"), course(2018, 2020)
    less = judge(of, over, value, day, SLACK).state
    much = judge(of, over, value + more, day, SLACK).state
    assert order.index(much) >= order.index(less)
    assert judge(replace(of, kind=kind), over, None, day, SLACK).state in ("unknown", "not_due")


def test_every_state_has_a_name():
    assert len(set(STATES.values())) == len(STATES) == 9
