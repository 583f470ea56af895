"""What the plans say of their money, and where they contradict themselves: figures of the plans' own text."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.policy import place
from liuqing.policy.plan_money import COUNTS, MONEY, PlanMoney

DAY = date(2018, 12, 31)
WHOLE = (2018, 2020)


def wan(value) -> Decimal:
    return Decimal(str(value)) * 10_000


@pytest.fixture(scope="module")
def fuyuan():
    return PlanMoney(place.load("fuyuan"), DAY)


@pytest.mark.parametrize(
    ("path", "years", "source", "stated"),
    [
        ((), WHOLE, "", 220448.97),
        ((), (2018, 2018), "县级自筹资金", 3272),
        (("基础设施和公共服务",), WHOLE, "行业部门资金", "29773.966"),
        # Five figures of roads are the parts of one item.
        (("基础设施和公共服务", "道路建设"), WHOLE, "", 38152.11),
        # Only stated source by source, and for two of the three years.
        (("农村危房改造",), WHOLE, "", 35931.20),
        (("就业扶贫", "扶贫工厂奖补"), WHOLE, "行业部门资金", 745.80),
    ],
)
def test_a_figure_is_what_the_plan_says(fuyuan, path, years, source, stated):
    said = fuyuan.value(path, years, source)
    assert said.value == wan(stated)
    assert said.clauses


def test_what_the_plan_does_not_say_is_not_nothing(fuyuan):
    assert fuyuan.value(("健康扶贫",), (2018, 2018)) is None
    assert fuyuan.value(("教育扶贫",), WHOLE) is None


def test_a_year_that_the_period_leaves_out_has_nothing(fuyuan):
    assert fuyuan.value(("农村危房改造",), (2020, 2020)).value == 0


def test_the_jobs_of_the_plan_differ_by_68_and_by_year_too(fuyuan):
    failing = {
        (one.of.years, one.of.source): one.difference for one in fuyuan.checks()
        if one.of.path == ("就业扶贫",) and one.verdict == "fails"
    }  # fmt: skip
    assert failing == {
        (WHOLE, ""): wan(68), (WHOLE, "行业部门资金"): wan(68), ((2018, 2018), ""): wan(120),
        ((2019, 2019), ""): wan(-26), ((2020, 2020), ""): wan(-26),
    }  # fmt: skip


def test_the_eight_classes_years_and_sources_make_up_the_whole(fuyuan):
    whole = {
        one.by: one
        for one in fuyuan.checks()
        if one.of.path == () and (one.of.years, one.of.source) == (WHOLE, "")
    }
    assert {by: (one.verdict, one.difference) for by, one in whole.items()} == {
        "years": ("holds", 0), "sources": ("holds", 0), "classes": ("holds", 0),
    }  # fmt: skip


def test_the_last_digit_is_no_contradiction(fuyuan):
    infra = next(
        one
        for one in fuyuan.checks()
        if one.of.path == ("基础设施和公共服务",) and one.by == "sources" and one.of.years == WHOLE
    )
    assert infra.difference == wan("-0.001")
    assert infra.verdict == "holds"


def test_a_part_of_which_nothing_is_said_leaves_it_open(fuyuan):
    of_2018 = next(
        one
        for one in fuyuan.checks()
        if one.of.path == () and one.of.years == (2018, 2018) and one.by == "classes"
    )
    assert of_2018.verdict == "open"
    assert "健康扶贫" in of_2018.silent


def test_a_whole_stated_without_decimals_is_rounded_and_not_wrong():
    [check] = PlanMoney(place.load("songming"), DAY).checks()
    assert (check.difference, check.verdict) == (wan("-0.17"), "rounded")


def test_the_projects_of_the_plan_are_counted_by_year():
    counts = PlanMoney(place.load("fuyuan"), DAY, COUNTS)
    assert [counts.value((), (year, year)).value for year in (2018, 2019, 2020)] == [1503, 779, 450]
    assert counts.value((), WHOLE).value == 2732
    assert not [one for one in counts.checks() if one.verdict == "fails"]


def test_a_place_without_such_figures_says_nothing():
    assert PlanMoney(place.load("menghai"), DAY, MONEY).said() == []
