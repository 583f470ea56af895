"""``liuqing measure``: a table in, measures of poverty out; what is wrong with it, all at once."""

import pytest
import xlsxwriter

HEAD = "户编号,村,人均收入（元）,人口\n"
ROWS = "H1,甲村,100,1\nH2,甲村,110,1\nH3,乙村,150,1\nH4,乙村,160,1\n"
ASKED = ("--welfare", "人均收入", "--weight", "人口", "--line", 125)


@pytest.fixture
def survey(tmp_path):
    """The four people of country C in the handbook's fourth chapter, in GBK as offices send it."""
    path = tmp_path / "调查.csv"
    path.write_bytes((HEAD + ROWS).encode("gbk"))
    return path


def test_the_handbook_s_country_c_as_json(liuqing, survey):
    found = liuqing("measure", survey, *ASKED, "--by", "村", "--json").json
    overall = found["overall"]
    assert [overall[key]["value"] for key in ("fgt0", "fgt1", "fgt2")] == pytest.approx([0.5, 0.08, 0.0136])
    assert overall["watts"]["value"] == pytest.approx(0.0877442307, abs=5e-11)
    assert overall["sst"]["value"] == pytest.approx(0.125)
    assert overall["fgt0"]["standard_error"] == pytest.approx((0.25 / 3) ** 0.5)
    assert [(one["group"], one["fgt1"]["share"]) for one in found["groups"]] == [("乙村", 0), ("甲村", 1)]
    assert found["rows"] == {"read": 4, "used": 4, "left_out": []}


def test_for_people_it_says_what_was_read_and_what_the_words_mean(liuqing, survey):
    ran = liuqing("measure", survey, *ASKED, "--by", "村")
    assert ran.code == 0
    for said in (
        "读到 4 行，用了 4 行",
        "贫困发生率",
        "0.500000",
        "占全部缺口",
        "不乘 n/(n-1)",
        "标准误：线性化",
    ):
        assert said in ran.out


def test_a_census_has_no_standard_errors(liuqing, survey):
    found = liuqing("measure", survey, *ASKED, "--census", "--json").json
    assert found["overall"]["fgt0"]["standard_error"] is None and "没有抽样" in found["standard_errors"]


def test_all_faults_are_told_at_once_and_nothing_is_measured(liuqing, tmp_path):
    path = tmp_path / "坏.csv"
    path.write_text(HEAD + ROWS + "H5,乙村,一百,1\nH6,乙村,100,-2\n", encoding="utf-8")
    ran = liuqing("measure", path, *ASKED)
    assert ran.code == 1 and not ran.out
    for said in ("第 6 行 「人均收入（元）」列", "第 7 行 「人口」列", "权重不能是负数", "2 处读不懂"):
        assert said in ran.err
    assert "一百" not in ran.err


def test_rows_that_cannot_be_read_may_be_left_out_and_are_counted(liuqing, tmp_path):
    path = tmp_path / "坏.csv"
    path.write_text(HEAD + ROWS + "H5,乙村,一百,1\nH6,乙村,,1\n", encoding="utf-8")
    ran = liuqing("measure", path, *ASKED, "--leave-out", "--json")
    assert ran.code == 0 and "第 6 行" in ran.err
    left = {one["why"]: one["rows"] for one in ran.json["rows"]["left_out"]}
    assert left == {"fault": 1, "welfare": 1} and ran.json["rows"]["used"] == 4


def test_a_workbook_is_measured_too(liuqing, tmp_path):
    path = tmp_path / "调查.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([("收入", "人口"), (100, 1), (110, 1), (150, 1), (160, 1)]):
            sheet.write_row(number, 0, row)
    found = liuqing("measure", path, "--welfare", "收入", "--weight", "人口", "--line", 125, "--json").json
    assert found["overall"]["fgt1"]["value"] == pytest.approx(0.08)


def test_an_unknown_column_is_told_with_the_columns_there_are(liuqing, survey):
    ran = liuqing("measure", survey, "--welfare", "收入", "--line", 125)
    assert ran.code == 1 and "没有这样的列：「收入」" in ran.err and "「人均收入（元）」" in ran.err


def test_a_file_that_is_not_there_or_a_line_of_nothing_is_a_problem(liuqing, survey, tmp_path):
    assert liuqing("measure", tmp_path / "无.csv", *ASKED).code == 1
    ran = liuqing("measure", survey, "--welfare", "人均收入", "--line", 0)
    assert ran.code == 1 and "贫困线要大于 0" in ran.err
