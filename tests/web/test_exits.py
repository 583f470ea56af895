"""退出准备、脱贫时序: the pages say what is missing and whose it is, and lead to the households and procedures."""

import re
from datetime import date

import pytest

from liuqing.registry.models import AreaStanding, ExitPlan, HouseholdYear, Snapshot
from liuqing.registry.services import standing
from tests import county as making
from tests.registry.exit_worlds import one_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def _told(county):
    """H0001 is ready; of H0003 nobody knows the water; H0005 lives in a house of grade D and has no plan."""
    HouseholdYear.objects.filter(household__no="H0003").update(water_safe=None)
    HouseholdYear.objects.filter(household__no="H0005").update(house_grade="D", house_dilapidated=True)
    ExitPlan.objects.filter(household__no="H0005").delete()
    AreaStanding.objects.create(area=county.villages[0], status="listed", since=date(2014, 1, 1))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with one_world(tmp_path_factory, django_db_blocker, _told) as made:
        made.take()
        yield made


@pytest.fixture
def told(world, db):
    return world.county


@pytest.fixture
def cast(world, db):
    return world.cast


def page(client, code, rest=""):
    answer = client.get(f"/area/{code}/exits/{rest}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def words(shown):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def row(shown, label):
    """The row of a table whose heading is that label, as words."""
    found = re.search(rf'<tr><th scope="row">(?:<a [^>]*>)?[\d ]*{label}.*?</tr>', shown)
    assert found, label
    return found[0]


def test_the_county_sees_who_is_ready_what_is_missing_and_whose_it_is(told, seen_by):
    shown = page(seen_by("county_leader"), told.county.code)
    assert "还没有脱贫 3 户" in words(shown)
    water = row(shown, "饮水安全有保障")
    assert "县水务局" in water and "criterion=exit_water&amp;answer=unknown#households" in water
    assert "criterion=exit_water&amp;answer=no" not in water
    assert "县住建局" in row(shown, "住房安全有保障")
    assert re.findall(r'<th scope="row"><a href="/area/\d+/exits/">(.)镇', shown) == ["甲", "乙"]
    assert "县摘帽5项" in shown and "村出列10条" in shown and "县交通局" in shown


def test_what_is_not_known_shows_beside_what_fails(told, seen_by, world):
    making.household(told, told.villages[1], "H0009", water_safe=False)
    world.take()
    cell = re.search(
        r'饮水安全有保障：达到 1 户，未达到 1 户，不明 1 户">.*?</td>',
        page(seen_by("county_leader"), told.county.code),
    )[0]
    assert "?1" in cell and "answer=no" in cell


def test_a_number_opens_its_households_with_every_condition(told, seen_by):
    shown = page(seen_by("county_leader"), told.county.code, "?criterion=exit_housing&answer=no")
    part = shown.split('id="households"')[1]
    assert "/household/H0005/" in part and "/household/H0001/" not in part
    assert "住房安全有保障（A、B 级）：未达到" in part and "共 1 户" in words(part)


def test_a_village_shows_its_households_and_begins_with_the_ready_one(told, seen_by):
    shown = page(seen_by("village_officer"), told.villages[0].code)
    assert "/standing/start/?procedure=household_exit&amp;household=H0001" in shown
    begun = seen_by("village_officer").get("/standing/start/?procedure=household_exit&household=H0001")
    assert begun.status_code == 200 and "贫困户退出" in begun.content.decode()
    assert "村出列10条" in shown and "县委组织部" in shown and "钱初九" in shown
    assert "procedure=village_exit" not in shown
    # The county may look, and decides later: it proposes nothing.
    assert "/standing/start/" not in page(seen_by("county_approver"), told.villages[0].code)


def test_what_is_under_way_leads_to_its_proceeding(told, seen_by, cast):
    one = standing.open(by=cast.village_officer, procedure="household_exit", household=told.households[0])
    shown = page(seen_by("village_officer"), told.villages[0].code)
    assert f"/standing/{one.no}/" in shown and "办理中" in shown
    assert "/standing/start/?procedure=household_exit" not in shown


def test_figures_without_households_show_no_names_and_no_links_to_them(told, seen_by):
    shown = page(seen_by("finance"), told.county.code, "?criterion=exit_housing&answer=no")
    assert "还没有脱贫 3 户" in words(shown)
    assert "/household/" not in shown and "吴十四" not in shown
    assert not re.search(r'href="[^"]*criterion=', shown)


def test_nobody_opens_the_page_of_another_area(told, seen_by):
    for rest in ("", "plan/"):
        assert seen_by("outsider").get(f"/area/{told.villages[0].code}/exits/{rest}").status_code == 404


def test_the_plan_stands_beside_what_happened_with_its_sums(told, seen_by):
    shown = page(seen_by("county_leader"), told.county.code, "plan/")
    text = words(shown)
    assert "已脱贫 2 户，其中 2 户在计划的年度脱贫；还有 1 户没有排进以后的年度" in text
    assert re.search(r"没有排年度 1 2", words(row(shown.split('id="ahead"')[1], "没有排年度")))
    sums = re.search(r"<tfoot>.*?</tfoot>", shown)[0]
    assert words(sums).split() == ["合计", "1", "3", "1", "3", "3", "9", "5", "15"]
    # Two columns a year: planned and left.
    assert shown.count("<rect") == 2 * len(re.findall(r'y="202"', shown)) > 0


def test_a_return_rate_stands_beside_its_numerator_and_denominator(told, seen_by):
    shown = page(seen_by("county_leader"), told.county.code, "plan/")
    cohort = words(row(shown.split('id="cohorts"')[1], "2017"))
    assert "0 ÷ 1" in cohort and "0.00%" in cohort


def test_without_a_denominator_there_is_no_rate(told, seen_by):
    shown = page(seen_by("county_leader"), told.county.code, "plan/")
    county = words(row(shown.split('id="incidence"')[1], "示例县"))
    assert "—" in county and "%" not in county
    assert "3 个村里有 3 个没有报乡村人口" in words(shown)


def test_before_any_assessment_the_pages_say_so(told, seen_by):
    Snapshot.objects.update(complete=False)
    client = seen_by("county_leader")
    for rest in ("", "plan/", "?answer=no"):
        assert "还没有测算过" in page(client, told.county.code, rest)
