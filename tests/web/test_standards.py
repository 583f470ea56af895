"""标准对照: every standard with its sign; what is not known says what is missing and whose list brings it."""

import re
from datetime import date
from decimal import Decimal

import pytest

from liuqing.policy.place import load
from liuqing.policy.standards import declared
from liuqing.registry.models import AreaStanding
from liuqing.registry.models.reported import Indicator
from liuqing.registry.queries import standards as queries
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db
ROAD, POWER = "road_hardened", "production_power"


def poor(village, **more):
    AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1), **more)


def says(area, indicator, value, year=2018):
    Indicator.objects.create(area=area, name=indicator, year=year, value=Decimal(value), said_on=making.ON)


@pytest.fixture
def told(county):
    """Two poor villages of 甲镇: one has power, of the other nobody says anything."""
    for village in county.villages[:2]:
        poor(village)
    says(county.villages[0], POWER, 1)
    says(county.villages[1], POWER, 0)
    return snapshots.take(on=making.ON, by=accounts.operator())


def page(client, code):
    answer = client.get(f"/area/{code}/standards/")
    assert answer.status_code == 200
    return answer.content.decode()


def criterion(shown, label):
    """The cell of a standard: its class and its text."""
    found = re.search(rf'<li class="(\w+)">(?:(?!</li>).)*<strong>{label}</strong>.*?</li>', shown, re.DOTALL)
    assert found, label
    return found[1], re.sub(r"<[^>]+>", " ", found[0])


def test_a_village_has_its_ten_criteria_each_with_a_sign(told, seen_by, county):
    shown = page(seen_by("village_officer"), county.villages[0].code)
    assert shown.count('<li class="') >= 10 and "村出列10条" in shown
    state, text = criterion(shown, "通动力电")
    assert state == "met" and "✓" in text and "未核实" in text


def test_a_standard_that_is_not_kept_is_marked_in_words_too(told, seen_by, county):
    state, text = criterion(page(seen_by("county_leader"), county.villages[1].code), "通动力电")
    assert state == "failed" and "✗" in text and "未达到" in text


def test_what_is_not_known_names_the_indicator_and_the_list(told, seen_by, county):
    state, text = criterion(page(seen_by("village_officer"), county.villages[0].code), "广播电视覆盖")
    assert state == "unknown" and "缺：广播电视覆盖" in text and "指标填报表" in text


def test_a_township_sees_its_villages_side_by_side(told, seen_by, county):
    shown = page(seen_by("township_reviewer"), county.towns[0].code)
    assert "通动力电：达到" in shown and "通动力电：未达到" in shown
    assert county.villages[2].name not in shown


def test_a_county_counts_the_villages_of_each_town(told, seen_by, county):
    shown = page(seen_by("county_leader"), county.county.code)
    assert "县摘帽5项" in shown and "通动力电：达到 1，未达到 1，不明 0" in shown


def test_a_promise_for_a_later_year_is_not_failed_before(told, seen_by, county):
    state, text = criterion(page(seen_by("county_leader"), county.county.code), "现行标准下贫困人口全部脱贫")
    assert state == "open" and "2020 年底前" in text


def test_every_standard_in_force_for_the_county_is_on_its_page(told, seen_by, county):
    shown = page(seen_by("county_leader"), county.county.code)
    for one in declared(load("fuyuan")).standards.values():
        if "county" in one.levels:
            assert one.label in shown


def test_before_the_first_assessment_the_page_says_so(seen_by, county):
    assert "还没有测算过" in page(seen_by("county_leader"), county.county.code)


def test_an_assessment_without_standards_asks_for_another(told, seen_by, county):
    (queries.folder(told) / "findings" / "standards.parquet").unlink()
    assert "重新测算以后就有" in page(seen_by("county_leader"), county.county.code)


def test_a_village_sees_nothing_of_its_sibling(told, seen_by, county):
    client = seen_by("village_officer")
    assert client.get(f"/area/{county.villages[1].code}/standards/").status_code == 404
    assert county.villages[1].name not in page(client, county.villages[0].code)


@pytest.mark.parametrize("state, verdict, due, lacking", [
    ("met", True, 2020, False), ("missed", False, 2017, False), ("failed", False, None, False),
    ("open", None, 2020, False), ("soon", None, 2018, False), ("unknown", None, 2020, True),
    ("unknown", None, None, False),
])  # fmt: skip
def test_what_can_be_said_depends_on_the_year_by_which_it_is_due(state, verdict, due, lacking):
    row = {"operator": ">=", "verdict": verdict, "due": due}
    assert queries._state(row, date(2018, 6, 30), lacking) == state


def test_the_page_asks_the_record_no_more_for_many_villages(
    told, seen_by, county, django_assert_max_num_queries
):
    client = seen_by("county_leader")
    with django_assert_max_num_queries(20):
        page(client, county.county.code)
