"""The file page says on what ground a list was compared and when it goes."""

import pytest

from liuqing.registry.models import Comparison, SourceFile
from liuqing.registry.services import comparisons

pytestmark = pytest.mark.django_db


@pytest.fixture
def lent(county, cast):
    file = SourceFile.objects.create(
        sha256="c" * 64, name="车辆.xlsx", kind="vehicles", state="loaded", rows=120, by="somebody"
    )
    return comparisons.record(file, by=cast.county_approver)


def test_ground_purpose_and_last_day_stand_on_the_page(lent, seen_by):
    page = seen_by("county_approver").get(f"/files/{lent.file_id}/").content.decode()
    assert lent.ground in page and lent.purpose in page
    assert f"原件 {lent.delete_on.isoformat()} 删除" in page
    assert "共 120 行；只留下与台账对上或有出入的 0 条" in page


def test_another_ground_is_written_down_there(lent, seen_by):
    client = seen_by("county_approver")
    client.post(f"/files/{lent.file_id}/terms/", {"ground": "户主书面授权", "purpose": "核对车辆"})
    assert Comparison.objects.get(pk=lent.pk).ground == "户主书面授权"
    assert client.post(f"/files/{lent.file_id}/terms/", {"ground": "", "purpose": ""}).status_code == 422


@pytest.mark.parametrize("part", ["village_officer", "department_officer", "outsider", "administrator"])
def test_who_does_not_see_the_file_states_nothing(part, lent, seen_by):
    told = seen_by(part).post(f"/files/{lent.file_id}/terms/", {"ground": "x", "purpose": "y"})
    assert told.status_code == 404
    assert Comparison.objects.get(pk=lent.pk).ground == lent.ground
