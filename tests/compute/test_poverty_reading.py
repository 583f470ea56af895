"""Files as people send them: every row is used or left out with its reason, every fault is named at once."""

import numpy as np
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from liuqing.compute.poverty import columns, measuring, reading
from liuqing.compute.poverty.reading import Asked
from liuqing.errors import Problem

HEAD = "户编号,村,人均收入,人口"
GOOD = ["H1,甲村,3000,4", "H2,甲村,3600,3", "H3,乙村,9000,2"]
ASKED = Asked("人均收入", "人口", "村")


@pytest.fixture
def file(tmp_path):
    """Write lines as a text table; ``file(*lines, head=…, encoding=…)``."""

    def write(*lines, head=HEAD, encoding="utf-8", name="表.csv"):
        path = tmp_path / name
        path.write_bytes("\n".join([head, *lines, ""]).encode(encoding))
        return path

    return write


@pytest.fixture
def book(tmp_path):
    """The same as a workbook, with rows above the headings if asked."""

    def write(*rows, above=()):
        path = tmp_path / "表.xlsx"
        with xlsxwriter.Workbook(str(path)) as workbook:
            sheet = workbook.add_worksheet("调查")
            for number, row in enumerate([*above, HEAD.split(","), *rows]):
                sheet.write_row(number, 0, row)
        return path

    return write


def taken(path, asked=ASKED):
    return reading.read(path, asked)


def counts(found):
    """Rows used and left out always add up to the rows read."""
    assert found.rows == len(found.sample.welfare) + sum(found.left_out.values())
    return len(found.sample.welfare), dict(found.left_out)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_any_encoding_is_read(file, encoding):
    found = taken(file(*GOOD, encoding=encoding))
    assert found.sample.welfare.tolist() == [3000, 3600, 9000]
    assert sorted(found.sample.labels) == ["乙村", "甲村"]


def test_a_workbook_with_a_title_above_is_the_same(file, book):
    rows = [("H1", "甲村", 3000, 4), ("H2", "甲村", "3600", 3), ("H3", "乙村", 9000.0, 2)]
    text, sheet = taken(file(*GOOD)), taken(book(*rows, above=[("某县住户调查",), ("单位：元",)]))
    assert text.sample.welfare.tolist() == sheet.sample.welfare.tolist()
    assert text.sample.group.tolist() == sheet.sample.group.tolist()
    assert sheet.sheet == "调查"


def test_a_blank_leaves_its_row_out_and_is_counted(file):
    found = taken(
        file(*GOOD, "H4,甲村,,2", "H5,甲村,不详,2", "H6,甲村,NA,2", "H7,甲村,500,", "H8,甲村,500,0")
    )
    assert counts(found) == (3, {"welfare": 3, "weight": 1, "nobody": 1})
    assert not found.faults


def test_sums_and_repeated_headings_are_no_people(file):
    found = taken(file(*GOOD, HEAD, "合计,,15600,9", "填表人：某某,,,"))
    assert counts(found) == (3, {"note": 2, "heading": 1})
    assert not found.faults


def test_every_cell_that_cannot_be_read_is_named_at_once_with_row_and_column(file):
    found = taken(file("H1,甲村,三千,-4", *GOOD[1:], "H4,乙村,1e20,2", "H5,乙村,#N/A,2"))
    places = [(fault.where.row, fault.where.column) for fault in found.faults]
    assert places == [(2, "人口"), (2, "人均收入"), (5, "人均收入"), (6, "人均收入")]
    assert counts(found) == (2, {"fault": 3})


def test_what_is_said_of_a_cell_never_repeats_it(file):
    found = taken(file("H1,甲村,张某某,4", *GOOD))
    assert found.faults and all("张某某" not in fault.sentence() for fault in found.faults)


def test_a_negative_income_is_a_loss_and_counts(file):
    found = taken(file(*GOOD, "H4,乙村,-1200.5,2", "H5,乙村,0,1"))
    assert counts(found) == (5, {}) and -1200.5 in found.sample.welfare


@pytest.mark.parametrize(
    ("text", "number"),
    [("１２００", 1200), ('"1,200"', 1200), ("1200元", 1200), ("1.2e3", 1200), ("−1200", -1200), (" 1200 ", 1200),
     ('"=""1200"""', 1200)],
)  # fmt: skip
def test_a_number_may_be_written_as_people_write_it(file, text, number):
    found = taken(file(f"H1,甲村,{text},1"))
    assert found.sample.welfare.tolist() == [number]


def test_a_column_that_is_not_there_is_told_with_those_that_are(file):
    with pytest.raises(Problem) as told:
        taken(file(*GOOD), Asked("收入", "权数", "村"))
    assert told.value.code == "measure.no_column"
    for word in ("「收入」", "「权数」", "「人均收入」", "「人口」", "「户编号」"):
        assert word in told.value.sentence()


def test_two_columns_of_one_name_are_not_guessed_between(file):
    with pytest.raises(Problem) as told:
        taken(file("1,2", head="人均收入,人均收入"), Asked("人均收入"))
    assert told.value.code == "measure.same_column"


def test_a_unit_in_the_heading_does_not_hide_a_column_and_is_told(file):
    done = measuring.measure(file("1.2,1", head="人均收入（万元）,人口"), Asked("人均收入", "人口"), 1.5)
    assert done.whole.rows == 1 and any("万元" in notice for notice in done.notices)


def test_a_table_of_one_column_will_do(file):
    assert taken(file("1", "2", head="收入"), Asked("收入")).sample.welfare.tolist() == [1, 2]


def test_a_table_without_a_row_to_measure_says_why(file):
    with pytest.raises(Problem) as told:
        taken(file("H1,甲村,,4", "H2,甲村,,3"))
    assert told.value.code == "measure.nothing_left" and "福利值空白 2 行" in told.value.what


def test_rows_without_a_group_are_a_group_of_their_own(file):
    found = taken(file(*GOOD, "H4,,500,2"))
    assert found.sample.labels[-1] == reading.NO_GROUP and counts(found) == (4, {})


def test_groups_that_are_numbers_stand_in_the_order_of_numbers(file):
    found = taken(file("1,10,5,1", "2,9,5,1", "3,100,5,1"))
    assert found.sample.labels == ("9", "10", "100")


def test_a_column_with_a_value_for_every_row_is_no_group(file):
    with pytest.raises(Problem) as told:
        taken(file(*(f"H{n},v{n},1,1" for n in range(reading.MOST_GROUPS + 1))))
    assert told.value.code == "measure.too_many_groups"


def test_a_row_without_its_sampling_unit_is_left_out(file):
    found = taken(file(*GOOD, "H4,,1,1"), Asked("人均收入", psu="村"))
    assert counts(found) == (3, {"design": 1}) and found.sample.drawn.units == 2


@pytest.mark.parametrize("line", [0, -1, float("nan"), float("inf"), "0%", "-60%", "一半", ""])
def test_a_line_that_is_not_above_zero_is_refused(file, line):
    with pytest.raises(Problem) as told:
        measuring.measure(file(*GOOD), ASKED, line)
    assert told.value.code == "measure.line"


def test_a_line_may_be_a_share_of_the_median(file):
    done = measuring.measure(file("1,v,10,1", "2,v,20,1", "3,v,40,1"), ASKED, "60%")
    assert (done.line.value, done.line.median, done.whole.poor_rows) == (12, 20, 1)
    assert any("中位数 20 的 0.6" in notice for notice in done.notices)


def test_what_was_done_with_losses_is_said(file):
    notices = "".join(measuring.measure(file(*GOOD, "H4,乙村,-5,1", "H5,乙村,0,1"), ASKED, 3500).notices)
    assert "1 行福利值是负数" in notices and "2 行福利值是 0 或负数" in notices


CELLS = st.sampled_from(
    ["3000", "-20", "0", "", "缺失", "三千", "1,5", "2.5元", "合计", "人均收入", "1e3", "-1e2", ".5", "nan", "-", "#REF!", "x y"]
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12))
@example([("nan", "nan", "nan")])
def test_columns_at_a_time_read_what_row_by_row_reads(file, rows):
    lines = [",".join('"' + cell + '"' if "," in cell else cell for cell in row) for row in rows]
    path, asked = file(*lines, head="村,人均收入,人口"), ASKED.columns()
    fast, slow = columns._regular(path, path.name, asked), columns._any(path, path.name, asked)
    # A line of nothing but separators is no row.
    assert fast is not None
    assert fast.numbers.tolist() == slow.numbers.tolist()
    assert fast.note.tolist() == slow.note.tolist()
    for key in asked:
        assert fast.texts[key].to_pylist() == slow.texts[key].to_pylist()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12))
def test_no_row_is_lost_whatever_stands_in_it(file, rows):
    lines = [",".join('"' + cell + '"' if "," in cell else cell for cell in row) for row in rows]
    try:
        found = taken(file(*lines, head="村,人均收入,人口"))
    except Problem as problem:
        assert problem.code in ("measure.nothing_left", "measure.same_column")
    else:
        counts(found)
        assert found.rows == sum(1 for row in rows if any(row))
        assert np.isfinite(found.sample.welfare).all() and (found.sample.weight > 0).all()
