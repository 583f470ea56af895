"""Our record beside the next national export: what differs, and on which side it is put right."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry.models import Answer, Case, HouseholdYear, PersonYear, Snapshot, SourceFile
from liuqing.registry.queries import comparing
from liuqing.reports import register_diff
from liuqing.sheets.read import read_tables
from liuqing.workflow.models import Event
from tests import cast
from tests.imports import county


@pytest.fixture
def clerk(db, monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")
    county.plant()
    return cast.user("clerk", "county_analyst", "990101/")


@pytest.fixture
def registered(clerk, tmp_path):
    county.register(tmp_path, clerk)
    return clerk


HOMES = [county.household("H1"), county.household("H2", 村="清溪社区居委会", 户主姓名="孙示例")]


def export(folder, homes, name="户信息2018年12月31日.xlsx"):
    return county.book(folder / name, {"导出": (county.HOUSEHOLD, homes)})


def compare(user, folder, homes, name="户信息2018年12月31日.xlsx"):
    return comparing.compare(user, export(folder, homes, name))


def one(found):
    [difference] = found.differences
    return difference


def test_the_same_export_again_differs_in_nothing(registered, tmp_path):
    found = compare(registered, tmp_path, HOMES)
    assert (found.kind, found.ours, found.theirs, found.differences) == ("register_households", 2, 2, ())


def test_a_changed_field_is_told_with_both_values_and_our_day(registered, tmp_path):
    found = one(compare(registered, tmp_path, [county.household("H1", 住房鉴定等级="C级"), HOMES[1]]))
    assert (found.key, found.field, found.ours, found.theirs) == ("H1", "住房鉴定等级", "B", "C")
    assert (found.said_on, found.side) == (date(2018, 12, 31), comparing.RECORD)


def test_what_is_spelt_differently_is_no_difference(registered, tmp_path):
    homes = [
        county.household("H1", 其他致贫原因="缺劳力、缺技术", 工资性收入="12,000.50", 村="东村村委会"),
        HOMES[1],
    ]
    assert compare(registered, tmp_path, homes).differences == ()


def test_new_and_missing_rows_are_told_as_rows(registered, tmp_path):
    found = compare(registered, tmp_path, [HOMES[0], county.household("H9", 村="清溪社区")])
    told = {(d.key, d.field, d.ours, d.theirs, d.side) for d in found.differences}
    assert told == {
        ("H9", comparing.ROW, "", "有", comparing.RECORD),
        ("H2", comparing.ROW, "有", "", comparing.CHECK),
    }
    assert (found.new, found.missing) == (1, 1)


def test_an_export_of_one_village_misses_nobody_of_the_others(registered, tmp_path):
    assert compare(registered, tmp_path, [HOMES[0]]).differences == ()


def test_a_later_statement_of_ours_is_corrected_in_the_national_system(registered, tmp_path):
    HouseholdYear.objects.filter(household__no="H1").update(house_grade="A", said_on=date(2019, 3, 1))
    found = one(compare(registered, tmp_path, HOMES))
    assert (found.ours, found.theirs, found.side) == ("A", "B", comparing.NATIONAL)


def test_what_they_left_empty_is_filled_in_there(registered, tmp_path):
    found = one(compare(registered, tmp_path, [county.household("H1", 住房鉴定等级=None), HOMES[1]]))
    assert (found.ours, found.theirs, found.side) == ("B", "", comparing.NATIONAL)


@pytest.mark.parametrize(("visited", "side"), [(30, comparing.RECORD), (31, comparing.NATIONAL)])
def test_what_a_village_verified_since_the_export_is_corrected_there(visited, side, registered, tmp_path):
    home = HouseholdYear.objects.get(household__no="H1").household
    HouseholdYear.objects.filter(household=home).update(house_grade="A")
    snapshot = Snapshot.objects.create(on=date(2018, 12, 31), folder="x", rules_version="x", complete=True)
    case = Case.objects.create(
        rule="x", subject="H1", household=home, village=home.village, first=snapshot, last=snapshot,
        opened_on=date(2018, 12, 1), outcome=Case.Outcome.values[0],
    )  # fmt: skip
    Answer.objects.create(
        case=case, uuid=uuid4(), outcome=Case.Outcome.values[0], by="village", at=datetime.now(UTC),
        visited_on=date(2018, 12, visited), corrections={"house_grade": {"was": "B", "is": "A"}},
        verdict=Answer.Verdict.AGREED, reviewed_by="town", reviewed_at=datetime.now(UTC),
    )  # fmt: skip
    found = one(compare(registered, tmp_path, HOMES))
    assert (found.side, "入户核实" in found.why) == (side, side == comparing.NATIONAL)


def test_numbers_and_telephones_are_masked(registered, tmp_path):
    people = [
        county.person("P1", "H1", 7),
        county.person("P2", "H1", 2, 姓名="李示例", 与户主关系="配偶"),
        county.person("P3", "H2", 3, 姓名="孙示例"),
    ]
    path = county.book(tmp_path / "人员信息2018.xlsx.x.xlsx", {"导出": (PERSON_EXPORT, people)})
    found = comparing.compare(registered, path)
    [number] = [d for d in found.differences if d.field == "证件号码"]
    assert number.ours.startswith("*") and county.number(1) not in str(found.as_json())
    phone = one(compare(registered, tmp_path, [county.household("H1", 联系电话="13900000001"), HOMES[1]]))
    assert "1390000" not in str(phone)


def test_nothing_is_written(registered, tmp_path):
    before = (SourceFile.objects.count(), PersonYear.objects.count(), Event.objects.count())
    compare(registered, tmp_path, [county.household("H1", 住房鉴定等级="C级"), county.household("H9")])
    after = (SourceFile.objects.count(), PersonYear.objects.count(), Event.objects.count())
    assert after == before


def test_a_departments_list_is_no_export(registered, tmp_path):
    path = county.book(
        tmp_path / "低保.xlsx", {"名单": (county.DIBAO, [county.dibao("赵示例", county.number(1))])}
    )
    with pytest.raises(Problem) as raised:
        comparing.compare(registered, path)
    assert raised.value.code == "comparing.no_export"


def test_a_village_sees_its_own_households_only(registered, tmp_path):
    cadre = cast.user("cadre", "village_cadre", "990101/990101001/990101001002/")
    homes = [
        county.household("H1", 住房鉴定等级="C级"),
        county.household("H2", 村="清溪社区", 户主姓名="孙示例", 住房鉴定等级="D级"),
    ]
    found = compare(cadre, tmp_path, homes)
    assert {d.household_no for d in found.differences} == {"H2"}


def test_the_workbook_has_every_difference_and_leaves_a_trace(registered, tmp_path):
    found = compare(registered, tmp_path, [county.household("H1", 住房鉴定等级="C级"), HOMES[1]])
    out = register_diff.write(found, user=registered, out=tmp_path / "diff.xlsx")
    with read_tables(
        out, known=lambda text: text in ("乡镇", "户编号", "项目", "不一致", "先核实")
    ) as tables:
        sheets = {table.sheet: [row.cells for row in table.rows] for table in tables}
    assert sheets["汇总"][0][:2] == ["住房鉴定等级", 1]
    assert sheets["逐项差异"][0][6:9] == ["住房鉴定等级", "B", "C"]
