"""Our record beside the next national export: what differs, and on which side it is put right."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry.models import (
    Answer,
    Case,
    Entry,
    HouseholdYear,
    Person,
    PersonYear,
    Snapshot,
    SourceFile,
)
from liuqing.registry.queries import comparing, ledgers, national
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


SOUND = county.number(1)
DAMAGED = SOUND[:-1] + ("0" if SOUND[-1] != "0" else "1")


def people(folder, *rows, name="人员信息2018年12月31日再导出.xlsx"):
    return county.book(folder / name, {"导出": (PERSON_EXPORT, rows)})


def police(folder, clerk, id_no):
    row = {"户号": "1", "姓名": "赵示例", "性别": "男", "公民身份号码": id_no, "出生日期": "1970-01-01", "民族": "汉族",
           "与户主关系": "户主", "乡镇": "甲镇", "村": "东村", "户口性质": "农业"}  # fmt: skip
    cells = [row.get(heading) for heading in county.POLICE]
    county.load(county.book(folder / "户籍2018年11月.xlsx", {"名单": (county.POLICE, [cells])}), clerk)


def repaired(folder, clerk):
    """A register whose export has a damaged number, and the police list that gave the sound one."""
    first = county.person("P1", "H1", 1, 证件号码=DAMAGED)
    county.register(folder, clerk, persons=[first])
    police(folder, clerk, SOUND)
    assert Person.objects.get(person_no="P1").id_hash
    return first


def test_a_number_repaired_from_another_list_is_corrected_in_the_national_system(clerk, tmp_path):
    first = repaired(tmp_path, clerk)
    found = one(comparing.compare(clerk, people(tmp_path, first)))
    assert (found.field, found.side) == ("证件号码", comparing.NATIONAL)
    assert found.corrector == "县扶贫办（在国家系统）" and "县公安局户籍人口信息" in found.why
    assert found.said_on == Entry.objects.get(kind="police_residents").said_on


def test_a_repaired_number_is_not_thrown_over_by_another_sound_one(clerk, tmp_path):
    repaired(tmp_path, clerk)
    found = comparing.compare(clerk, people(tmp_path, county.person("P1", "H1", 5)))
    [number] = [d for d in found.differences if d.field == "证件号码"]
    assert (number.side, "县公安局" in number.why) == (comparing.CHECK, True)


def test_two_damaged_numbers_are_looked_into(clerk, tmp_path):
    county.register(tmp_path, clerk, persons=[county.person("P1", "H1", 1, 证件号码=DAMAGED)])
    found = one(comparing.compare(clerk, people(tmp_path, county.person("P1", "H1", 1, 证件号码=SOUND[:17]))))
    assert (found.field, found.side) == ("证件号码", comparing.CHECK)


def test_a_sound_number_for_our_damaged_one_is_taken_when_it_is_read(clerk, tmp_path):
    county.register(tmp_path, clerk, persons=[county.person("P1", "H1", 1, 证件号码=DAMAGED)])
    path = people(tmp_path, county.person("P1", "H1", 1))
    assert one(comparing.compare(clerk, path)).side == comparing.RECORD
    county.load(path, clerk)
    assert comparing.compare(clerk, path).differences == ()


def homes(**of_first):
    return [county.household("H1", **of_first), HOMES[1]]


OLD = county.number(1)[:6] + county.number(1)[8:17]


def test_the_old_and_the_new_number_of_a_head_are_one(clerk, tmp_path):
    first = county.person("P1", "H1", 1, 证件号码=OLD)
    county.register(tmp_path, clerk, households=homes(户主证件号码=SOUND), persons=[first])
    assert compare(clerk, tmp_path, homes(户主证件号码=SOUND)).differences == ()


def test_of_two_heads_the_one_whom_the_household_names_is_compared(clerk, tmp_path):
    two = [county.person("P1", "H1", 1), county.person("P2", "H1", 3, 姓名="李示例")]
    county.register(tmp_path, clerk, households=homes(户主证件号码=SOUND), persons=two)
    assert compare(clerk, tmp_path, homes(户主证件号码=SOUND)).differences == ()


def test_a_heads_number_is_never_said_to_be_taken(clerk, tmp_path):
    first = county.person("P1", "H1", 1, 证件号码=DAMAGED)
    county.register(tmp_path, clerk, households=homes(户主证件号码=SOUND), persons=[first])
    found = one(compare(clerk, tmp_path, homes(户主证件号码=SOUND)))
    assert (found.field, found.side) == ("户主证件号码", comparing.NATIONAL)


def test_a_head_who_is_another_person_is_looked_into(registered, tmp_path):
    found = one(compare(registered, tmp_path, homes(户主证件号码=county.number(9))))
    assert (found.field, found.side) == ("户主证件号码", comparing.CHECK)


def test_what_reading_leaves_as_it_is_is_not_said_to_be_taken(registered, tmp_path):
    found = one(compare(registered, tmp_path, homes(识别年度=2016)))
    assert (found.field, found.side) == ("识别年度", comparing.CHECK)
    county.load(export(tmp_path, homes(识别年度=2016), name="户信息2019年1月.xlsx"), registered)
    assert [d.field for d in compare(registered, tmp_path, homes(识别年度=2016)).differences] == ["识别年度"]


def test_what_rows_of_members_repeat_of_their_household_differs_once(registered, tmp_path):
    rows = [
        county.person("P1", "H1", 1, 识别标准="省定标准"),
        county.person("P2", "H1", 2, 姓名="李示例", 与户主关系="配偶", 识别标准="省定标准"),
    ]
    found = comparing.compare(registered, people(tmp_path, *rows))
    [standard] = [d for d in found.differences if d.field == "识别标准"]
    assert (standard.household_no, standard.side) == ("H1", comparing.CHECK)


def test_rows_that_would_wait_for_a_person_are_not_said_to_be_added(registered, tmp_path):
    rows = [
        county.person("P1", "H1", 1),
        county.person("P8", "H8", 8, 姓名="周示例"),
        county.person("P9", "H1", 2, 姓名="李示例"),
        county.person("P7", "H1", 7, 姓名="吴示例"),
    ]
    found = comparing.compare(registered, people(tmp_path, *rows))
    sides = {d.key: d.side for d in found.differences if d.field == comparing.ROW and d.theirs}
    assert sides == {"P7": comparing.RECORD, "P8": comparing.CHECK, "P9": comparing.CHECK}


def test_the_ledgers_count_numbers_that_only_the_record_has_right(clerk, tmp_path):
    repaired(tmp_path, clerk)
    [line] = [one for one in ledgers.ledgers(clerk).lines if one.key == "numbers"]
    assert (line.ours, line.theirs, line.only_ours, line.only_theirs) == (1, 0, 1, 0)
    [row] = ledgers.differing(clerk, None, "numbers", "ours").rows
    assert row.household_no == "H1" and "县公安局户籍人口信息" in row.ours and "县扶贫办" in row.theirs
    assert ledgers.differing(clerk, None, "numbers", "theirs").total == 0
    county.load(people(tmp_path, county.person("P1", "H1", 1), name="人员信息2019年1月.xlsx"), clerk)
    [line] = [one for one in ledgers.ledgers(clerk).lines if one.key == "numbers"]
    assert (line.ours, line.theirs, line.agree) == (1, 1, True)


def test_a_row_that_was_merged_away_here_is_to_go_there(registered, tmp_path):
    Person.objects.create(person_no="P6", name="赵示例", same_as=Person.objects.get(person_no="P1"))
    rows = [county.person("P1", "H1", 1), county.person("P6", "H1", 6)]
    found = comparing.compare(registered, people(tmp_path, *rows))
    assert [d.side for d in found.differences if d.key == "P6"] == [comparing.NATIONAL]


def test_a_sound_number_of_the_household_row_leaves_as_it_came(clerk, tmp_path):
    first = county.person("P1", "H1", 1, 证件号码=DAMAGED)
    county.register(tmp_path, clerk, households=homes(户主证件号码=SOUND), persons=[first])
    what = national.extent(clerk, "register_households", None)
    at = [fact.name for fact in what.columns].index("head_id_no")
    assert next(iter(national.rows(what)))[at] == SOUND
