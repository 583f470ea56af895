"""The lists for departments: one sheet each, what is due beside what was paid, room for the answer."""

import pytest
from python_calamine import CalamineWorkbook

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry.models import Finding, Membership
from liuqing.registry.services import accounts, snapshots
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def flagged(county):
    """Everybody of the small county is flagged twice: uninsured, and due aid for school."""
    snapshot = snapshots.take(on=making.ON, by=accounts.operator())
    members = Membership.objects.filter(until=None).select_related("household")
    for rule in ("not_insured", "school_missing"):
        Finding.objects.filter(rule=rule).delete()
        Finding.objects.bulk_create(
            Finding(snapshot=snapshot, rule=rule, person=one.person, household=one.household,
                    village=one.household.village, verdict=True)
            for one in members
        )  # fmt: skip
    return members


def _sheets(path):
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_each_department_has_a_sheet_with_its_flags_and_room_for_the_answer(flagged, cast, tmp_path):
    out = reports.write("flags", user=cast.county_approver, format="xlsx", out=tmp_path / "lists.xlsx")
    sheets = _sheets(out)
    school = sheets["县教育局"]
    heading = next(row for row in school if "户编号" in row)
    assert heading[-3:] == ["核实结果", "核实人", "核实日期"]
    rows = school[school.index(heading) + 1 :]
    assert len([row for row in rows if row[2] == "应享未享：教育资助"]) == len(flagged)
    assert {row[1] for row in sheets["县医保局"][school.index(heading) + 1 :]} >= {"疑点"}


def test_a_village_officer_takes_away_only_the_own_village(flagged, cast, tmp_path):
    out = reports.write("flags", user=cast.village_officer, format="xlsx", out=tmp_path / "lists.xlsx")
    numbers = {
        row[5]
        for rows in _sheets(out).values()
        for row in rows
        if len(row) > 5 and str(row[5]).startswith("H")
    }
    assert numbers == {"H0001", "H0002"}


def test_who_may_not_export_gets_nothing(flagged, cast, tmp_path):
    with pytest.raises(Problem):
        reports.write("flags", user=cast.department_officer, format="xlsx", out=tmp_path / "lists.xlsx")
    assert not (tmp_path / "lists.xlsx").exists()
