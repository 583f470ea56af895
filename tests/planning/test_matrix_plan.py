"""The plan beside the pool: what the plan says, what the pool adds up to, and the difference, for the whole county."""

from decimal import Decimal

import pytest

from liuqing.planning.queries.matrix import discrepancies
from tests.planning.test_matrix import project

TARGETS = """\
metric,dimension,year,value,unit,source,word
planned_funds,period=2018-2020,2020,30.00,万元,示例县规划·主要任务,
planned_funds,,2018,10,万元,示例县规划·主要任务,
planned_funds,,2019,20,万元,示例县规划·主要任务,
planned_funds,,2020,0,万元,示例县规划·主要任务,
industry_funds,period=2018-2020,2020,12,万元,示例县规划·产业,
infra_funds,period=2018-2020,2020,17.25,万元,示例县规划·基础设施,
planned_projects,,2018,2,个,示例县规划·主要任务,
"""
CLASSES = """\
label: 规划中各类资金的数字
unit: 类别
values:
  2018-01-01:
    value: {planned_funds: "", industry_funds: 产业扶贫, infra_funds: 基础设施和公共服务}
    source: {document: 示例县规划, clause: 主要任务}
"""


@pytest.fixture
def plan(place):
    """The small county's plan: its classes make up 7,500 yuan less than it says."""
    (place / "targets.csv").write_text(TARGETS, encoding="utf-8")
    (place / "parameters" / "funds").mkdir(parents=True)
    for name, text in (("classes", CLASSES), ("counts", CLASSES.split("{")[0] + "{planned_projects: \"\"}\n    source: {document: 示例县规划, clause: 主要任务}\n")):  # fmt: skip
        (place / "parameters" / "funds" / f"plan_{name}.yaml").write_text(text, encoding="utf-8")
    return place


def test_plan_pool_and_difference_stand_side_by_side_with_the_clause(plan, county, cast):
    project(county, need="100000.00", state="pooled", year=2018)
    project(county, need="200000.01", state="pooled", year=2019)
    found = discrepancies(cast.county_approver)
    told = {
        (one.said.path, one.said.years): (one.said.value, one.pool, one.difference) for one in found.money
    }
    assert told[(), (2018, 2018)] == (100_000, 100_000, 0)
    assert told[(), (2018, 2020)] == (300_000, Decimal("300000.01"), Decimal("0.01"))
    assert told[("产业扶贫",), (2018, 2020)] == (120_000, Decimal("300000.01"), Decimal("180000.01"))
    assert all(one.said.clauses[0].startswith("示例县规划") for one in found.money)


def test_a_difference_below_the_plan_s_last_digit_agrees(plan, county, cast):
    project(county, need="100000.01", state="pooled", year=2018)
    told = {(one.said.path, one.said.years): one.agrees for one in discrepancies(cast.county_approver).money}
    assert told[(), (2018, 2018)] is True
    assert told[(), (2019, 2019)] is False


def test_the_number_of_projects_stands_beside_the_plan_s(plan, county, cast):
    project(county, state="pooled", year=2018)
    [projects] = discrepancies(cast.county_approver).projects
    assert (projects.said.value, projects.pool, projects.difference) == (2, 1, -1)


def test_the_plan_s_own_contradiction_needs_no_pool(plan, county, cast):
    found = discrepancies(cast.county_approver)
    assert not found.comparable
    assert [(one.by, one.difference) for one in found.failing] == [("classes", Decimal("7500.00"))]


@pytest.mark.parametrize("who", ["village_officer", "township_reviewer", "department_officer"])
def test_who_sees_a_part_of_the_pool_compares_nothing_with_the_plan(plan, county, cast, who):
    project(county, state="pooled", department="县医保局")
    found = discrepancies(getattr(cast, who))
    assert (found.comparable, found.money) == (False, ())
