"""操作留痕: an inspector finds who saw a household; nobody else opens the page."""

import pytest

from liuqing.registry.models import Comparison, Household, SourceFile
from liuqing.web import jobs
from liuqing.workflow import seen, trail
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db


def test_who_saw_a_household_is_found_by_its_number(seen_by, cast, county):
    home = Household.objects.get(no="H0001")
    seen.once(cast.village_officer, f"household:{home.pk}")
    trail.record("rows.decided", subject="file:99", by=cast.county_approver)
    page = seen_by("inspector").get("/traces/?household=H0001").content.decode()
    assert "看过" in page and "处理待确认的行" not in page
    assert home.head_name not in page


def test_a_day_writes_one_line_however_often_somebody_looks(cast, county):
    for _ in range(3):
        seen.once(cast.village_officer, "case:7")
    seen.once(cast.township_reviewer, "case:7")
    assert Event.objects.filter(act=seen.ACT, subject="case:7").count() == 2


@pytest.mark.parametrize("part", ["village_officer", "township_reviewer", "department_officer", "nobody"])
def test_only_inspection_opens_the_trail(part, seen_by):
    assert seen_by(part).get("/traces/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_house_lets_go_of_lists_whose_time_is_over(county, settings):
    file = SourceFile.objects.create(sha256="c" * 64, name="车辆.xlsx", kind="vehicles", state="loaded")
    due = Comparison.objects.create(
        file=file, ground="授权", purpose="核对", by="x", at="2020-01-01T00:00Z", delete_on="2020-04-01"
    )
    jobs.housekeeper.start(every=60)
    jobs.housekeeper.stop()
    due.refresh_from_db()
    assert due.deleted_at is not None
