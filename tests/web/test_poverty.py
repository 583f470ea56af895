"""贫困测量: the measures of an area's register, what is not known beside them, and who is told what."""

import math
import re
from decimal import Decimal

import pytest

from liuqing.registry.models import HouseholdYear, IncomeYear, Membership
from liuqing.registry.queries import poverty as queries
from liuqing.registry.queries.reasons import folder
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LINE = 3500


def page(client, code, by=""):
    answer = client.get(f"/area/{code}/poverty/?by={by}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def words(shown):
    return re.sub(r"<[^>]+>", " ", shown)


def earns(home, each):
    """The members of a household have so much each, in yuan."""
    people = Membership.objects.filter(household=home, until=None).count()
    IncomeYear.objects.filter(household=home).update(wage=Decimal(each) * people)


def take():
    return snapshots.take(on=making.ON, by=accounts.operator())


@pytest.fixture
def told(county):
    """H0001 (3 people) has 1,750 each, H0003 (4) nobody knows; the others (3, 3, 2) have 7,000."""
    first, second, third, fourth, fifth = county.households
    earns(first, 1750)
    IncomeYear.objects.filter(household=third).update(wage=None)
    for home in (second, fourth, fifth):
        earns(home, 7000)
    HouseholdYear.objects.filter(household=first).update(water_safe=False, food_secure=False)
    HouseholdYear.objects.filter(household=fifth).update(water_safe=None)
    return take()


def asked(county, cast, code=None, by="area", part="county_leader"):
    return queries.poverty(getattr(cast, part), code or county.county.code, by)


def test_the_people_are_the_members_and_the_line_that_of_the_day(told, county, cast):
    found = asked(county, cast)
    assert found.line.value == LINE
    assert (found.whole.households, found.whole.people, found.whole.unknown) == (5, 15, 1)
    figures = {key: one.value for key, one in found.whole.figures.items()}
    assert figures["fgt0"] == pytest.approx(3 / 11)
    assert figures["fgt1"] == pytest.approx(3 / 11 / 2)
    assert figures["fgt2"] == pytest.approx(3 / 11 / 4)
    assert figures["watts"] == pytest.approx(3 / 11 * math.log(2))
    assert figures["sst"] == pytest.approx(0.5 * (1 - (8 / 11) ** 2))
    assert figures["mean"] == pytest.approx((3 * 1750 + 8 * 7000) / 11)


def test_incomes_that_nobody_knows_leave_the_headcount_between_bounds(told, county, cast):
    bounds = asked(county, cast).whole.headcount
    assert (bounds.low, bounds.high) == pytest.approx((3 / 15, 7 / 15))


def test_who_is_poor_in_how_many_ways(told, county, cast):
    found = asked(county, cast)
    # H0001 lacks income, food and water of seven; H0003's income and H0005's water are not known.
    multi = found.whole.multi
    assert len(found.ways.conditions) == 7 and multi.known_rows == 3
    assert multi.h.value == pytest.approx(3 / 9) and multi.a.value == pytest.approx(3 / 7)
    assert (multi.m0_low, multi.m0_high) == pytest.approx((3 / 15 * 3 / 7, 3 / 15 * 3 / 7))
    assert multi.undecided == pytest.approx(0)
    parts = {one.name: one.contribution for one in found.indicators}
    assert parts["exit_water"] == pytest.approx(1 / 3) and parts["exit_housing"] == 0


def test_not_known_is_neither_deprived_nor_not(told, county, cast):
    unknown = {one.name: one.unknown for one in asked(county, cast).indicators}
    assert unknown["exit_income"] == pytest.approx(4 / 15)
    assert unknown["exit_water"] == pytest.approx(2 / 15)


def test_the_areas_below_stand_in_the_order_of_their_codes_and_add_up(told, county, cast):
    found = asked(county, cast)
    assert [one.name for one in found.groups] == ["甲镇", "乙镇"]
    assert sum(one.people for one in found.groups) == found.whole.people
    assert sum(one.figures["fgt1"].share for one in found.groups) == pytest.approx(1)


def test_people_may_be_divided_by_cause_and_by_size(told, county, cast):
    causes = {one.name: one.people for one in asked(county, cast, by="main_cause").groups}
    assert causes == {"因病": 10, "缺技术": 3, "因残": 2}
    sizes = [one.name for one in asked(county, cast, by="household_size").groups]
    assert sizes == ["2", "3", "4"]


def test_what_one_may_not_divide_by_is_the_areas(told, county, cast):
    assert asked(county, cast, by="phone_digits").by == "area"


def test_the_page_says_line_people_doubt_and_that_a_census_has_no_sampling_error(told, seen_by, county):
    shown = words(page(seen_by("county_leader"), county.county.code))
    for said in ("3500 元", "不是全体农村人口", "1 户收入不明", "20.00% 到 46.67% 之间", "没有抽样误差",
                 "贫困发生率", "森—肖洛克斯—托恩指数", "多维贫困指数（M0）", "不明既不是缺", "甲镇"):  # fmt: skip
        assert said in shown, said


@pytest.mark.parametrize("part", ["county_approver", "county_leader", "inspector", "finance"])
def test_the_county_s_offices_see_it(told, seen_by, county, part):
    assert "贫困测量" in page(seen_by(part), county.county.code)


def test_a_village_sees_itself_only(told, seen_by, county):
    client = seen_by("village_officer")
    assert "建档立卡 2 户" in page(client, county.villages[0].code)
    assert client.get(f"/area/{county.villages[1].code}/poverty/").status_code == 404


def test_who_may_not_see_households_is_not_told_of_a_few(told, seen_by, county):
    shown = words(page(seen_by("finance"), county.county.code))
    assert "不到 10 户" in shown and "0.2727" not in shown and "甲镇" not in shown


def test_a_single_small_group_is_not_left_to_be_worked_out(county):
    """With one group hidden, the whole less the others would tell of it: the next smallest goes too."""

    def group(name, households):
        return queries.Group("", name, households, 1, 0, None, None, None)

    whole, parts = queries._without_small(
        group("", 60), (group("a", 4), group("b", 30), group("c", 26), group("d", 0))
    )
    assert not whole.hidden and [one.name for one in parts if one.hidden] == ["a", "c"]
    assert all(one.households == 0 for one in parts if one.hidden)


def test_two_small_groups_hide_each_other():
    def group(name, households):
        return queries.Group("", name, households, 1, 0, None, None, None)

    _, parts = queries._without_small(group("", 60), (group("a", 4), group("b", 50), group("c", 6)))
    assert [one.name for one in parts if one.hidden] == ["a", "c"]


def test_households_without_a_member_weigh_nothing_and_are_told(county, seen_by):
    Membership.objects.filter(household=county.households[0]).delete()
    take()
    shown = words(page(seen_by("county_leader"), county.county.code))
    assert "1 户没有在册成员" in shown and "建档立卡 4 户" in shown


def test_an_area_without_a_household_says_so(county, seen_by):
    code = making._area("990101002002", "丁村", "village", county.towns[1]).code
    take()
    assert "这里没有建档立卡户" in page(seen_by("county_leader"), code)


def test_before_the_first_assessment_the_page_says_so(seen_by, county):
    assert "还没有测算过" in page(seen_by("county_leader"), county.county.code)


def test_an_assessment_without_findings_asks_for_another(told, seen_by, county):
    (folder(told) / "findings" / "households.parquet").unlink()
    assert "重新测算以后就有" in page(seen_by("county_leader"), county.county.code)


def test_after_2020_there_is_no_line_and_no_income_poverty(seen_by, county):
    snapshots.take(on=making.ON.replace(year=2021), by=accounts.operator())
    shown = words(page(seen_by("county_leader"), county.county.code))
    assert "没有生效的贫困线" in shown and "森—肖洛克斯" not in shown.split("按地方看")[0]


def test_the_page_asks_the_record_no_more_for_many_areas(
    told, seen_by, county, django_assert_max_num_queries
):
    client = seen_by("county_leader")
    page(client, county.county.code)
    with django_assert_max_num_queries(20):
        page(client, county.county.code)
