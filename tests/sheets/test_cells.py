"""What a cell is taken for, and what is refused: the office's own spellings, at their edges."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault
from liuqing.sheets.scan import NOT_CALCULATED, UNREADABLE

ALL = [
    cells.as_text, cells.as_day, cells.as_month, cells.as_year, cells.as_flag, cells.as_int, cells.as_amount,
    cells.as_money, cells.as_identity_text,
]  # fmt: skip
DAY = date(2026, 3, 1)


@pytest.mark.parametrize("read", ALL)
@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", "\t\n"])
def test_a_blank_is_not_known(read, blank) -> None:
    assert read(blank) is None


@pytest.mark.parametrize("read", ALL)
@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", NOT_CALCULATED, UNREADABLE]
)
def test_an_error_is_never_taken_for_a_blank(read, error) -> None:
    with pytest.raises(CellFault) as caught:
        read(error)
    assert caught.value.what and caught.value.remedy


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01", "2026-3-1", "2026/3/1", "2026/03/01", "2026.3.1", "2026.03.01", "2026年3月1日", "2026年03月01号",
        "20260301", 20260301, 20260301.0, "２０２６年３月１日", " 2026 年 3 月 1 日 ", "2026-03-01 08:30:00",
        "2026-03-01T08:30", "2026/3/1 0:00:00", DAY, datetime.fromisoformat("2026-03-01T08:30"), 46082, 46082.0, "46082", "'2026-03-01",
    ],
)  # fmt: skip
def test_every_spelling_of_a_day(written) -> None:
    assert cells.as_day(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30", "2026-13-01", "20261301", "2026年3月", "2026.3", "2026", 2026, 202603, "03/01/2026", "1.3.26", "三月",
        "26-3-1", True, "2026-3-1-1", 12.5, "1723-01-01", "2226-01-01", 99_999_999, -5, float("nan"),
    ],
)  # fmt: skip
def test_no_day_is_guessed(written) -> None:
    with pytest.raises(CellFault):
        cells.as_day(written)


@pytest.mark.parametrize(
    "written",
    ["2026年3月", "2026-03", "2026.3", "2026/03", "202603", 202603, 202603.0, DAY, "2026年3月1日", 46082],
)
def test_a_month_is_its_first_day(written) -> None:
    assert cells.as_month(written) == DAY


@pytest.mark.parametrize("written", ["2026年13月", "2026", "三月", "202600"])
def test_no_month_is_guessed(written) -> None:
    with pytest.raises(CellFault):
        cells.as_month(written)


@pytest.mark.parametrize(
    "written", [2018, 2018.0, "2018", "2018年", "2018年度", " ２０１８ ", date(2018, 5, 1)]
)
def test_years(written) -> None:
    assert cells.as_year(written) == 2018


@pytest.mark.parametrize("written", ["18", 18, "2018-2019", 201.8, "不详", 3018])
def test_no_year_is_guessed(written) -> None:
    with pytest.raises(CellFault):
        cells.as_year(written)


@pytest.mark.parametrize(
    "yes", ["是", "有", 1, 1.0, "1", "√", "Y", "y", "YES", "true", "TRUE", True, " 是 ", "１"]
)
def test_yes(yes) -> None:
    assert cells.as_flag(yes) is True


@pytest.mark.parametrize("no", ["否", "无", 0, 0.0, "0", "×", "N", "no", "False", False, "没有"])
def test_no(no) -> None:
    assert cells.as_flag(no) is False


@pytest.mark.parametrize("other", ["不清楚", 2, "是否", DAY, 0.5])
def test_anything_else_is_neither_yes_nor_no(other) -> None:
    with pytest.raises(CellFault):
        cells.as_flag(other)


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("1,234.50", "1234.50"), ("1234.5元", "1234.50"), ("0.3万元", "3000.00"), ("0.3万", "3000.00"), (1234.5, "1234.50"),
        (100, "100.00"), ("￥1,000", "1000.00"), ("１２３", "123.00"), ("1，234", "1234.00"), (0.1 + 0.2, "0.30"),
        (123456789012.34, "123456789012.34"), ("2.345", "2.35"), (0, "0.00"),
    ],
)  # fmt: skip
def test_money_is_exact_yuan(written, yuan) -> None:
    found = cells.as_money(written)
    assert found == Decimal(yuan) and found.as_tuple().exponent == -2


def test_the_headings_unit_counts_unless_the_cell_has_its_own() -> None:
    assert cells.as_money(0.5, unit="万元") == Decimal("5000.00")
    assert cells.as_money("5000元", unit="万元") == Decimal("5000.00")


@pytest.mark.parametrize(
    "written", [-1, "-1", "-0.3万元", "1,23.5", "1.2.3", "约100", "100-200", True, DAY, float("inf"), "1e5"]
)
def test_no_money_is_guessed(written) -> None:
    with pytest.raises(CellFault):
        cells.as_money(written)


def test_whole_numbers() -> None:
    assert [cells.as_int(one) for one in (3, 3.0, "3", "3人", "1,200", "０")] == [3, 3, 3, 3, 1200, 0]
    for wrong in (3.5, "3.5", "三", -1, "3人4"):
        with pytest.raises(CellFault):
            cells.as_int(wrong)


def test_amounts_keep_their_places() -> None:
    assert cells.as_amount("2.50亩") == Decimal("2.50")
    assert cells.as_amount(0.1 + 0.2) == Decimal("0.3")


# Identity numbers


@pytest.mark.parametrize(
    "written",
    [
        "99325119900101123x", "'99325119900101123X", '="99325119900101123X"', "９９３２５１１９９００１０１１２３Ｘ",
        " 993251 19900101 123X ", "\t99325119900101123X", "99325119900101123Ｘ",
    ],
)  # fmt: skip
def test_identity_numbers_are_tidied(written) -> None:
    assert cells.as_identity_text(written) == "99325119900101123X"


@pytest.mark.parametrize(
    "number", [993251199001011234, 993251199001011234.0, 9.93251199001011e17, 10**15, float(10**17)]
)
def test_a_number_of_more_than_fifteen_digits_is_never_repaired(number) -> None:
    with pytest.raises(CellFault) as caught:
        cells.as_identity_text(number)
    assert caught.value.what == "证件号码被 Excel 改成了数字，后三位已丢失"
    assert caught.value.remedy == "请把该列设为文本后重填"


@pytest.mark.parametrize("text", ["9.93251E+17", "9.93251199001011e+17", "5E+17"])
def test_a_number_in_powers_of_ten_is_never_repaired(text) -> None:
    with pytest.raises(CellFault):
        cells.as_identity_text(text)


def test_exactly_fifteen_digits_are_still_exact() -> None:
    assert cells.as_identity_text(993251900101123) == "993251900101123"
    assert cells.as_identity_text(993251900101123.0) == "993251900101123"


@pytest.mark.parametrize("wrong", [1.5, True, DAY])
def test_something_else_is_no_number(wrong) -> None:
    with pytest.raises(CellFault):
        cells.as_identity_text(wrong)


@given(st.one_of(st.integers(), st.floats(), st.text(), st.booleans(), st.dates(), st.datetimes(), st.none()))
def test_any_cell_is_a_value_or_a_fault_and_the_fault_does_not_repeat_it(cell) -> None:
    for read in ALL:
        try:
            read(cell)
        except CellFault as fault:
            assert fault.what and fault.remedy
            if isinstance(cell, str) and len(cell) > 6 and not cell.startswith("#"):
                assert cell not in fault.what + fault.remedy


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_day_is_the_same_in_every_spelling(day) -> None:
    serial = (day - date(1899, 12, 30)).days
    spellings = [
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        day,
    ]
    spellings += [f"{day.year}年{day.month}月{day.day}日"] + ([serial] if serial >= 3000 else [])
    assert {cells.as_day(one) for one in spellings} == {day}


@given(st.decimals(0, 10**11, places=2))
def test_money_written_by_excel_comes_back_to_the_cent(amount) -> None:
    assert cells.as_money(float(amount)) == cells.as_money(f"{amount:,}") == amount


@given(st.integers(0, 10**15 - 1))
def test_numbers_of_up_to_fifteen_digits_come_back_whole(number) -> None:
    assert cells.as_identity_text(float(number)) == cells.as_text(float(number)) == str(number)


def test_text_is_what_a_person_sees() -> None:
    shown = [
        5.0,
        5.5,
        1e16,
        True,
        DAY,
        datetime.fromisoformat("2026-03-01"),
        "'0012",
        '="0012"',
        " 甲\n乙 ",
        "=1+1",
    ]
    assert [cells.as_text(one) for one in shown] == [
        "5", "5.5", "10000000000000000", "是", "2026-03-01", "2026-03-01", "0012", "0012", "甲 乙", "=1+1",
    ]  # fmt: skip
