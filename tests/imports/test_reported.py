"""What offices report: statements of areas and what was done, each taken, refused or held with a reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from liuqing.registry.imports import period
from liuqing.registry.models import Activity, Indicator
from liuqing.registry.services import held
from tests import cast
from tests.imports import county
from tests.imports.test_people import codes, counts

STATED = ("行政区划代码", "单位名称", "指标名称", "年度", "指标值", "计量单位")
DONE = ("日期", "工作类型", "责任主体", "行政区划代码", "户编号", "次数", "备注")
VILLAGE, TOWN = "990101001001", "990101001"
INCOME, ROAD = "农民人均可支配收入", "通硬化路"


def stated(code, indicator, value, year=2018, unit=None):
    return [code, "", indicator, year, value, unit]


def state(folder, clerk, *rows, name="指标填报表2018.xlsx", title=""):
    return county.load(county.book(folder / name, {"表": (STATED, rows)}, title=title), clerk)


def done(on="2018-05-01", activity="走访", role="驻村工作队", code=VILLAGE, household=None, times=None):
    return [on, activity, role, code, household, times, None]


def do(folder, clerk, *rows, name="责任落实台账2018.xlsx"):
    return county.load(county.book(folder / name, {"台账": (DONE, rows)}), clerk)


# Indicators


def test_a_number_and_a_yes_become_statements_of_their_area(clerk, tmp_path):
    file = state(tmp_path, clerk, stated(VILLAGE, INCOME, 9123.45, unit="元"), stated(TOWN, ROAD, "是"))
    assert (counts(file), file.kind) == (("loaded", 2, 2, 0, 0), "indicators")
    said = {(one.area.code, one.name, one.year, one.value, one.unit) for one in Indicator.objects.all()}
    assert said == {
        (VILLAGE, "rural_income", 2018, Decimal("9123.45"), "元"),
        (TOWN, "road_hardened", 2018, Decimal(1), ""),
    }
    one = Indicator.objects.first()
    assert (one.file, one.row, one.said_on) == (file, 2, date(2018, 12, 31))


@pytest.mark.parametrize("written,value", [("否", 0), ("√", 1), ("有", 1), ("×", 0)])
def test_a_yes_or_no_may_be_ticked(clerk, tmp_path, written, value):
    state(tmp_path, clerk, stated(VILLAGE, ROAD, written))
    assert Indicator.objects.get().value == value


def test_ten_thousands_become_ones(clerk, tmp_path):
    state(tmp_path, clerk, stated(VILLAGE, "村集体经济收入", "5.25", unit="万元"))
    assert Indicator.objects.get().value == 52500


def test_a_code_may_be_filled_up_with_zeros(clerk, tmp_path):
    state(tmp_path, clerk, stated("990101001000", ROAD, "是"))
    assert Indicator.objects.get().area.code == TOWN


@pytest.mark.parametrize(
    "row,code",
    [
        (stated("990199001001", ROAD, "是"), "row.unknown_area"),
        (stated("990101001009", ROAD, "是"), "row.unknown_area"),
        (stated(VILLAGE, "人均幸福指数", 1), "row.unknown_indicator"),
        (stated("990101", ROAD, "是"), "row.wrong_level"),
        (stated(VILLAGE, INCOME, "很高"), "row.not_a_value"),
        (stated(VILLAGE, INCOME, "是"), "row.not_a_value"),
        (stated(VILLAGE, INCOME, "9" * 14), "row.not_a_value"),
        (stated(VILLAGE, ROAD, "部分"), "row.not_a_value"),
        (stated(VILLAGE, ROAD, 0.5), "row.not_a_value"),
        (stated(VILLAGE, "抽查脱贫人数", -3), "row.not_a_value"),
        (stated(VILLAGE, "抽查脱贫人数", 2.5), "row.not_a_value"),
        (stated(VILLAGE, INCOME, 9000, unit="公斤"), "row.other_unit"),
        (stated(VILLAGE, INCOME, 9000, year=1999), "row.year_out_of_range"),
        (stated(VILLAGE, INCOME, 9000, year=timezone.localdate().year + 1), "row.year_out_of_range"),
        (stated(VILLAGE, INCOME, None), "row.missing"),
        (stated(VILLAGE, INCOME, 9000, year="去年"), "cell.year"),
    ],
)
def test_a_statement_that_cannot_be_read_is_refused_with_its_reason(clerk, tmp_path, row, code):
    file = state(tmp_path, clerk, stated(VILLAGE, ROAD, "是"), row)
    assert counts(file) == ("loaded", 2, 1, 0, 1)
    assert codes(file)[0] == code
    assert file.errors_book
    assert Indicator.objects.count() == 1


def test_an_unknown_indicator_is_told_the_nearest_names(clerk, tmp_path):
    file = state(tmp_path, clerk, stated(VILLAGE, "农民人均可支配的收入", 9000))
    (fault,) = file.kept_rows.get().problems
    assert INCOME in fault["remedy"]


def test_the_same_indicator_twice_in_one_list_is_refused_once(clerk, tmp_path):
    file = state(tmp_path, clerk, stated(VILLAGE, INCOME, 9000), stated(VILLAGE, INCOME, 9100))
    assert (counts(file), codes(file)) == (("loaded", 2, 1, 0, 1), ["row.repeated"])


def test_a_later_list_adds_its_statement_and_keeps_the_older_one(clerk, tmp_path):
    state(tmp_path, clerk, stated(VILLAGE, INCOME, 9000), name="指标2018年6月.xlsx")
    state(tmp_path, clerk, stated(VILLAGE, INCOME, 9100), name="指标2018年12月.xlsx")
    assert list(Indicator.objects.order_by("said_on").values_list("value", flat=True)) == [9000, 9100]


def test_a_known_file_changes_nothing(clerk, tmp_path):
    row = stated(VILLAGE, INCOME, 9000)
    assert state(tmp_path, clerk, row).pk == state(tmp_path, clerk, row).pk
    assert Indicator.objects.count() == 1


def test_the_corrected_errors_book_takes_the_place_of_its_list(clerk, tmp_path):
    rows = [stated(VILLAGE, INCOME, 9000), stated(TOWN, ROAD, "部分")]
    first = state(tmp_path, clerk, *rows)
    mended = [stated(VILLAGE, INCOME, 9000), stated(TOWN, ROAD, "是")]
    headings = ("行号", "问题", "怎么改", *STATED)
    book = [[number, None, None, *row] for number, row in enumerate(mended, 2)]
    path = county.book(tmp_path / f"指标填报表2018-{first.sha256[:8]}.xlsx", {"表": (headings, book)})
    second = county.load(path, clerk)
    first.refresh_from_db()
    assert (first.state, counts(second)) == ("superseded", ("loaded", 2, 2, 0, 0))
    assert {one.file for one in Indicator.objects.all()} == {second}
    assert Indicator.objects.count() == 2


def test_a_town_may_not_speak_of_another_town(clerk, tmp_path):
    neighbour = cast.user("town", "township_clerk", "990101/990101001/")
    file = state(tmp_path, neighbour, stated(VILLAGE, ROAD, "是"), stated("990101002", ROAD, "是"))
    assert (counts(file), codes(file)) == (("loaded", 2, 1, 0, 1), ["row.outside_area"])


# Activities


def test_an_activity_becomes_a_record_of_day_office_and_place(register, clerk, tmp_path):
    file = do(tmp_path, clerk, done(times=3), done(household="H1", code=None, role="帮扶责任人"))
    assert (counts(file), file.kind) == (("loaded", 2, 2, 0, 0), "activities")
    one, two = Activity.objects.order_by("row")
    assert (one.on, one.activity, one.role, one.area.code, one.times) == (
        date(2018, 5, 1), "走访", "驻村工作队", VILLAGE, 3,
    )  # fmt: skip
    assert (two.household.no, two.area, two.times) == ("H1", None, 1)


@pytest.mark.parametrize(
    "row,code",
    [
        (done(on=(timezone.localdate() + timedelta(1)).isoformat()), "row.day_to_come"),
        (done(on="2018-02-30"), "cell.day"),
        (done(role="驻村工作队" * 6 + "员"), "row.not_an_office"),
        (done(role=None), "row.missing"),
        (done(activity="走" * 21), "row.too_long"),
        (done(code="990199"), "row.unknown_area"),
        (done(times=0), "row.not_a_value"),
        (done(times="多次"), "cell.int"),
    ],
)
def test_an_activity_that_cannot_be_is_refused_with_its_reason(register, clerk, tmp_path, row, code):
    file = do(tmp_path, clerk, done(), row)
    assert counts(file) == ("loaded", 2, 1, 0, 1)
    assert codes(file)[0] == code


def test_thirty_characters_are_still_an_office(register, clerk, tmp_path):
    do(tmp_path, clerk, done(role="驻村工作队" * 6))
    assert len(Activity.objects.get().role) == 30


def test_an_activity_waits_for_its_household(register, clerk, tmp_path):
    file = do(tmp_path, clerk, done(household="H9", code=None))
    assert (counts(file), codes(file)) == (("loaded", 1, 0, 1, 0), ["row.unknown_household"])
    county.load(
        county.book(tmp_path / "户2018.xlsx", {"1": (county.HOUSEHOLD, [county.household("H9")])}), clerk
    )
    held.decide(file.kept_rows.get(), by=clerk)
    assert Activity.objects.get().household.no == "H9"


def test_a_newer_ledger_counts_nothing_twice(register, clerk, tmp_path):
    do(tmp_path, clerk, done(), name="台账2018年6月.xlsx")
    do(tmp_path, clerk, done(times=2), done(on="2018-09-01"), name="台账2018年12月.xlsx")
    do(tmp_path, clerk, done(times=9), name="台账2018年3月.xlsx")
    assert list(Activity.objects.order_by("on").values_list("times", flat=True)) == [2, 1]


def test_the_same_work_twice_in_one_ledger_is_refused_once(register, clerk, tmp_path):
    file = do(tmp_path, clerk, done(), done(times=2))
    assert (counts(file), codes(file)) == (("loaded", 2, 1, 0, 1), ["row.repeated"])


def test_what_names_no_place_belongs_to_who_may_speak_for_the_county(register, clerk, tmp_path):
    assert counts(do(tmp_path, clerk, done(code=None)))[2] == 1
    neighbour = cast.user("town", "township_clerk", "990101/990101001/")
    rows = done(code=None, on="2018-06-01"), done(household="H1", code=None), done(code="990101002001")
    file = do(tmp_path, neighbour, *rows, name="乡镇台账2018.xlsx")
    assert (counts(file), codes(file)) == (("loaded", 3, 1, 0, 2), ["row.outside_area"] * 2)


def test_no_person_is_in_what_was_reported(register, clerk, tmp_path):
    fields = {field.name for model in (Indicator, Activity) for field in model._meta.get_fields()}
    assert not fields & {"person", "name_of", "officer"}


# The day of a list, and the persons' lists that are new


@pytest.mark.parametrize(
    "name,day",
    [
        ("台账(2014-2018).xlsx", date(2018, 12, 31)),
        ("台账2014—2018年", date(2018, 12, 31)),
        ("台账2018-06", date(2018, 6, 30)),
        ("养老金2018年1-11月.xlsx", date(2018, 11, 30)),
        ("养老金2018年1月至12月.xlsx", date(2018, 12, 31)),
        ("台账2018-06-30", date(2018, 6, 30)),
        ("台账20180630", date(2018, 6, 30)),
        ("2018年", date(2018, 12, 31)),
    ],
)
def test_a_name_with_years_from_and_to_speaks_for_the_last(name, day):
    assert period.day_in(name) == day


PERSON = ("乡镇", "村", "姓名", "性别", "身份证号")
WHO = ("甲镇", "东村", "赵示例", "男", county.number(1))


@pytest.mark.parametrize(
    "headings,cells,kind,said",
    [
        (("月养老金", "发放月数", "年度发放金额"), (103, 12, 1236), "pension",
         {"monthly": "103.00", "months": 12, "paid": "1236.00"}),
        (("灾种", "受灾日期", "直接经济损失"), ("洪涝", "2018-07-01", 5000), "disasters",
         {"disaster": "洪涝", "happened": "2018-07-01", "loss": "5000.00"}),
        (("就业意愿", "培训意愿"), ("是", "否"), "wishes", {"wants_work": True, "wants_training": False}),
    ],
)  # fmt: skip
def test_the_new_lists_of_persons_are_known_by_their_headings(
    register, clerk, tmp_path, headings, cells, kind, said
):
    from liuqing.registry.models import Entry

    path = county.book(tmp_path / f"{kind}2018.xlsx", {"1": ((*PERSON, *headings), [(*WHO, *cells)])})
    file = county.load(path, clerk)
    assert (file.kind, counts(file)) == (kind, ("loaded", 1, 1, 0, 0))
    assert Entry.objects.get(kind=kind).values == said
