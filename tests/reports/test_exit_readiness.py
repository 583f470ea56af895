"""The readiness list: everybody who is left with every condition, and a sheet for each department that owes."""

import pytest
from python_calamine import CalamineWorkbook

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry.models import HouseholdYear
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(county):
    """H0001 is ready; of H0003 nobody knows the water; H0005 lives in a house of grade D."""
    HouseholdYear.objects.filter(household__no="H0003").update(water_safe=None)
    HouseholdYear.objects.filter(household__no="H0005").update(house_grade="D", house_dilapidated=True)
    snapshots.take(on=making.ON, by=accounts.operator())
    return county


def _written(user, tmp_path, **where):
    out = reports.write("exit-readiness", user=user, format="xlsx", out=tmp_path / "list.xlsx", **where)
    book = CalamineWorkbook.from_path(str(out))
    return {name: _table(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names[:-1]}


def _table(rows):
    """The rows below the heading, by the words of the heading."""
    at = next((n for n, row in enumerate(rows) if "户编号" in row), None)
    return [] if at is None else [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :] if row[0]]


def test_everybody_who_is_left_stands_with_every_condition_and_departments_with_what_they_owe(
    told, cast, tmp_path
):
    sheets = _written(cast.county_approver, tmp_path)
    everybody = sheets["全部未脱贫户"]
    assert [(one["户编号"], one["结论"]) for one in everybody] == [
        ("H0001", "达到"), ("H0003", "不明"), ("H0005", "未达到"),
    ]  # fmt: skip
    assert (everybody[1]["饮水安全有保障"], everybody[2]["住房安全有保障（A、B 级）"]) == ("不明", "未达到")
    assert everybody[0]["村"] == "甲村" and everybody[0]["计划年度"] == 2019
    [water], [housing] = sheets["县水务局"], sheets["县住建局"]
    assert (water["户编号"], water["结论"], water["条件"]) == ("H0003", "不明", "饮水安全有保障")
    assert (housing["户编号"], housing["结论"], housing["办理结果"]) == ("H0005", "未达到", "")
    assert "县教育局" not in sheets


def test_a_village_takes_away_its_own_only_and_who_may_not_export_nothing(told, cast, tmp_path):
    assert [one["户编号"] for one in _written(cast.village_officer, tmp_path)["全部未脱贫户"]] == ["H0001"]
    with pytest.raises(Problem):
        _written(cast.finance, tmp_path)
    with pytest.raises(Problem):
        _written(cast.outsider, tmp_path, area=told.villages[0].code)
