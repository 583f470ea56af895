"""责任落实: what was not reached comes first; an office that never reported is not one that did nothing."""

import re
from datetime import date

import pytest

from liuqing.compute import quotas as computing
from liuqing.registry.models.reported import Activity
from liuqing.registry.queries import quotas as queries
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db


def did(county, role, activity, months, area=None):
    for month in months:
        Activity.objects.create(
            area=area or county.county, role=role, activity=activity, on=date(2018, month, 10), times=1
        )


@pytest.fixture
def kept(county):
    """The two county offices met in eleven months; one township reported once; nobody else said anything."""
    did(county, "县委", "会议", range(1, 12))
    did(county, "乡镇（街道）", "报告", [3], county.towns[0])
    taken = snapshots.take(on=making.ON, by=accounts.operator())
    computing.run(queries.folder(taken), place="fuyuan", on=making.ON)
    return taken


def page(client, code):
    answer = client.get(f"/area/{code}/quotas/")
    assert answer.status_code == 200
    return answer.content.decode()


def section(shown, key):
    return re.search(rf'<section class="sheet" id="{key}">.*?</section>', shown, re.DOTALL)[0]


def test_a_month_that_was_not_reached_is_shown_with_its_numbers(kept, seen_by, county):
    shown = section(page(seen_by("township_reviewer"), county.towns[0].code), "town_report")
    assert shown.count("0/1") == 11 and shown.count("1/1") == 1 and "未达到 11" in shown


def test_an_office_that_reported_nothing_has_no_ledger_and_has_not_failed(kept, seen_by, county):
    shown = section(page(seen_by("county_leader"), county.county.code), "department_report")
    assert "没有台账" in shown and "未达到 0" in shown


def test_towns_stand_beside_each_other_on_the_page_of_the_county(kept, seen_by, county):
    shown = section(page(seen_by("county_leader"), county.county.code), "town_report")
    assert f"/area/{county.towns[0].code}/quotas/" in shown
    assert county.towns[1].name in re.search(r"没有台账：.*?</p>", shown, re.DOTALL)[0]


def test_a_township_sees_nothing_of_the_others(kept, seen_by, county):
    client = seen_by("township_reviewer")
    assert client.get(f"/area/{county.towns[1].code}/quotas/").status_code == 404
    assert county.towns[1].name not in page(client, county.towns[0].code)


def test_what_was_not_reached_comes_before_what_was(kept, seen_by, county):
    shown = page(seen_by("township_reviewer"), county.towns[0].code)
    assert re.findall(r'<section class="sheet" id="(\w+)"', shown)[0] == "town_report"


def test_before_the_first_assessment_the_page_says_so(seen_by, county):
    assert "还没有测算过" in page(seen_by("county_leader"), county.county.code)


def test_an_assessment_without_quotas_asks_for_another(kept, seen_by, county):
    (queries.folder(kept) / "findings" / "quotas.parquet").unlink()
    assert "重新测算以后就有" in page(seen_by("county_leader"), county.county.code)


def test_the_page_asks_the_record_no_more_for_many_offices(
    kept, seen_by, county, django_assert_max_num_queries
):
    client = seen_by("county_leader")
    with django_assert_max_num_queries(20):
        page(client, county.county.code)
