"""Collective income: what is the collective's own, beside what was reported, against the standards of the place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.planning.models import Income
from liuqing.planning.queries import collective
from liuqing.planning.services import assets
from liuqing.registry.models import AreaStanding, Indicator, VillageYear
from tests.planning import owned
from tests.registry.noticing import at

pytestmark = pytest.mark.one_database

STANDARDS = """\
sets: {规划目标: {}}
standards:
  village_collective_income: {label: 不用, set: 规划目标, levels: [village], of: [collective_income], operator: ">=", unit: 元,
    values: {2016-01-01: {ended: true, source: {document: 示例, clause: 一}}}}
  fifty_thousand:
    {label: 村集体经济收入达到5万元, set: 规划目标, levels: [village], scope: poor_village, of: [collective_income], operator: ">=",
     unit: 元, due: 2020, values: {2018-01-01: {value: 50000, source: {document: 示例县规划, clause: 目标}}}}
  twenty_to_fifty:
    {label: 出列当年2至5万元, set: 规划目标, levels: [village], scope: leaving_village, of: [collective_income], operator: between,
     unit: 元, values: {2018-01-01: {value: 20000, upper: 50000, source: {document: 示例县规划, clause: 目标}}}}
"""
GRADES = """\
collective_income:
  grades:
    - {name: 薄弱村, below: 30000}
    - {name: 一般村, at_least: 30000, below: 50000}
    - {name: 较好村, at_least: 50000, below: 100000}
  clause: 目标
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = owned.settle(tmp_path_factory.mktemp("place"))
    (made / "standards.yaml").write_text(STANDARDS, encoding="utf-8")
    with (made / "place.yaml").open("a", encoding="utf-8") as file:
        file.write(GRADES)
    with (made / "sharing.yaml").open("a", encoding="utf-8") as file:
        file.write(FORECASTS)
    return made


FORECASTS = """\
forecasts:
  shed: {label: 养牛合作, item: 分红, villages: [甲村, 乙村], quantity: 1, net: 160000, percent: 20, since: 2019,
    source: {document: 示例县规划, clause: 产业}}
"""


@pytest.fixture(autouse=True)
def place(folder, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    return folder


@pytest.fixture(autouse=True)
def on_the_day(db):
    with at(date(2019, 3, 1)):
        yield


def earned(area, amount, year=2018, item="租金", **more):
    return Income.objects.create(
        area=area,
        item=item,
        amount=Decimal(amount),
        on=date(year, 12, 20),
        year=year,
        by="village-officer",
        **more,
    )


def village(county, cast, n=0, year=2018):
    [found] = collective.of_area(cast.county_leader, county.villages[n].code, year).villages
    return found


# Known and not known


def test_a_village_of_which_nothing_was_put_in_is_not_known_and_not_nothing(county, cast):
    found = village(county, cast)
    assert (found.year.own, found.year.grade, found.year.differs) == (None, None, None)
    earned(county.villages[0], "0.00")
    assert village(county, cast).year.own == 0


def test_the_items_of_a_village_add_up(county, cast):
    earned(county.villages[0], "4500.00")
    earned(county.villages[0], "52500.00", item="分红")
    earned(county.villages[0], "100.00", year=2017)
    found = collective.of_area(cast.village_officer, county.villages[0].code, 2018)
    assert found.items == (("分红", Decimal("52500.00")), ("租金", Decimal("4500.00")))
    assert found.gross == found.own == Decimal("57000.00")
    assert [one.own for one in found.trend] == [None, None, None, Decimal("100.00"), Decimal("57000.00")]


# Grades and standards, on both sides of each line


@pytest.mark.parametrize(
    ("amount", "grade"),
    [
        ("29999.99", "薄弱村"),
        ("30000.00", "一般村"),
        ("49999.99", "一般村"),
        ("50000.00", "较好村"),
        ("100000.00", None),
    ],
)
def test_the_grade_is_that_of_the_place(county, cast, amount, grade):
    earned(county.villages[0], amount)
    assert village(county, cast).year.grade == grade


def judged(county, cast, key, year=2018):
    return next(one for one in village(county, cast, year=year).judged if one.key == key)


@pytest.mark.parametrize(
    ("amount", "year", "reached"),
    [("49999.99", 2020, False), ("50000.00", 2020, True), ("49999.99", 2019, None), ("50000.00", 2019, True)],
)
def test_fifty_thousand_is_asked_at_the_end_of_2020_and_not_failed_before(
    county, cast, amount, year, reached
):
    earned(county.villages[0], amount, year=year)
    assert judged(county, cast, "fifty_thousand", year).own is reached


@pytest.mark.parametrize(
    ("amount", "reached"), [("19999.99", False), ("20000.00", True), ("50000.00", True), ("50000.01", False)]
)
def test_from_two_to_five_ten_thousand_in_the_year_of_leaving(county, cast, amount, reached):
    earned(county.villages[0], amount)
    assert judged(county, cast, "twenty_to_fifty").own is reached


def test_a_standard_is_for_the_villages_it_names(county, cast):
    assert (
        not judged(county, cast, "fifty_thousand").applies
        and not judged(county, cast, "twenty_to_fifty").applies
    )
    AreaStanding.objects.create(
        area=county.villages[0], status="listed", since=date(2014, 1, 1), until=date(2018, 12, 31)
    )
    assert (
        judged(county, cast, "fifty_thousand").applies and not judged(county, cast, "twenty_to_fifty").applies
    )
    AreaStanding.objects.create(area=county.villages[0], status="exited", since=date(2018, 12, 31))
    assert judged(county, cast, "twenty_to_fifty").applies


# Beside what was reported


def test_what_was_reported_stands_beside_the_ledger_with_the_difference(county, cast):
    home = county.villages[0]
    VillageYear.objects.create(area=home, year=2018, collective_income=Decimal("60000.00"))
    earned(home, "57000.00")
    found = village(county, cast).year
    assert (found.reported, found.where, found.differs) == (
        Decimal("60000.00"),
        "贫困村与非贫困村基础信息",
        Decimal("-3000.00"),
    )
    told = judged(county, cast, "fifty_thousand", 2018)
    assert (told.own, told.reported) == (True, True)


def test_the_indicator_comes_before_the_villages_list_and_the_last_statement_counts(county, cast):
    home = county.villages[0]
    VillageYear.objects.create(area=home, year=2018, collective_income=Decimal("60000.00"))
    for day, value in ((date(2018, 12, 1), 1), (date(2019, 1, 15), 57000)):
        Indicator.objects.create(
            area=home, name="collective_income", year=2018, value=value, unit="元", said_on=day
        )
    earned(home, "57000.00")
    found = village(county, cast).year
    assert (found.reported, found.where, found.differs) == (
        Decimal("57000.00"),
        "指标填报表",
        Decimal("0.00"),
    )


# What is passed on is not the collective's own


def test_what_goes_to_households_is_not_the_collectives_own_once_it_is_approved(county, cast):
    one = owned.asset(county, household=county.households[0])
    owned.income(one, "1000.00")
    made = assets.distribute(
        one, by=cast.village_officer, year=2018, amount="1000", uuid=uuid4(), on=date(2019, 1, 10)
    )
    assert village(county, cast).year.own == Decimal("1000.00")
    made.state = "approved"
    made.save()
    found = village(county, cast).year
    assert (found.gross, found.passed_on, found.own) == (
        Decimal("1000.00"),
        Decimal("800.00"),
        Decimal("200.00"),
    )


# What a year may bring


def test_expected_is_what_is_agreed_for_the_collective_and_the_rest_as_last_year(county, cast):
    owned.asset(county, yearly_return=Decimal("10000.00"), return_day="12-20")
    owned.asset(county, yearly_return=Decimal("700.00"), return_day="12-20", asset_class="没有办法的类别")
    owned.asset(county, yearly_return=Decimal("99.00"), return_day="12-20", state="idle")
    earned(county.villages[0], "4500.00")
    found = collective.of_area(cast.county_leader, county.villages[0].code, 2018).expected
    # 2019-12-31: 55 % of 10,000 stays with the collective.
    assert [amount for _, amount in found.agreed] == [Decimal("5500.00"), Decimal("700.00")]
    assert (found.others, found.whole) == (Decimal("4500.00"), Decimal("10700.00"))
    assert found.planned_whole == Decimal("16000.00")


# An area


def test_an_area_ranks_its_villages_and_counts_what_is_not_known(county, cast):
    earned(county.villages[0], "10000.00")
    earned(county.villages[1], "60000.00")
    found = collective.of_area(cast.county_leader, None, 2018)
    assert [one.area.name for one in found.villages] == ["乙村", "甲村", "丙村"]
    assert (found.own, found.unknown) == (Decimal("70000.00"), 1)
    assert found.grades == {"薄弱村": 1, "一般村": 0, "较好村": 1}


def test_a_village_sees_its_own_only(county, cast):
    assert collective.of_area(cast.village_officer).area == county.villages[0]
    with pytest.raises(Problem):
        collective.of_area(cast.village_officer, county.villages[1].code)


def test_villages_without_an_entry_are_a_task_where_the_ledger_is_kept_at_all(county, cast):
    assert collective.tasks(cast.county_approver) == []
    earned(county.villages[0], "1.00")
    assert [task.count for task in collective.tasks(cast.county_approver)] == [2]
    assert collective.tasks(cast.village_officer) == [] and collective.tasks(cast.county_leader) == []
