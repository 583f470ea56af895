"""Masking: no number of a person, telephone or account passes, however and wherever it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import masking
from liuqing.policy.identity_numbers import check_digit

WORDS = st.text(alphabet="一组村民张王李的公示人户2018年3-.，。 \n经核实无异议甲乙丙", max_size=30)
DIGITS = st.text(alphabet="0123456789", min_size=1)
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@st.composite
def identities(draw):
    day = draw(st.dates(min_value=__import__("datetime").date(1920, 1, 1)))
    first = f"99{draw(st.integers(0, 9999)):04d}{day:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + check_digit(first)


@st.composite
def written(draw, numbers):
    """A number as people write it: plain, wide, in Chinese, in groups, with what cannot be seen between."""
    number = draw(numbers)
    way = draw(st.sampled_from(["plain", "wide", "chinese", "blanks", "dashes", "unseen", "mixed", "lower"]))
    if way == "wide":
        return number.translate(WIDE)
    if way == "chinese":
        return number.translate(CHINESE)
    if way == "lower":
        return number.lower()
    between = {"plain": "", "blanks": " ", "dashes": "-", "unseen": "\u200b", "mixed": " · "}[way]
    size = draw(st.sampled_from([1, 3, 4, 6]))
    return between.join(number[n : n + size] for n in range(0, len(number), size))


PHONES = st.builds(lambda head, rest: f"1{head}{rest:09d}", st.integers(3, 9), st.integers(0, 10**9 - 1))
BANKS = st.builds(lambda rest, n: f"62{rest:017d}"[:n], st.integers(0, 10**17 - 1), st.integers(16, 19))


@given(before=WORDS, number=written(st.one_of(identities(), PHONES, BANKS)), after=WORDS)
def test_a_number_of_a_person_a_telephone_or_an_account_is_found_anywhere(before, number, after):
    assert "number" in masking.found(before + number + after)


@pytest.mark.parametrize(
    "apart", ["990101-1980-01-02-001X", "990101 1980年1月2日 0013", "990101/1980.01.02/001x"]
)
def test_a_birthday_in_a_number_does_not_hide_it_as_a_day(apart):
    assert "number" in masking.found(f"王某（{apart}）")


@pytest.mark.parametrize("text", [
    "公示期：2026年3月2日至 2026年3月9日，7 天（日历天，张贴当天不计）", "2026-03-02 至 2026-03-09",
    "2026.3.2-2026.3.9", "二〇二六年三月二日至二〇二六年三月九日", "第 3 页", "一组 3 人", "编号 7KQ-M3P-XW4R",
    "依据：示例发〔2018〕12 号第 3 条", "共 25,728 户 111,138 人", "证件尾号 1X", "三元村", "经两评议两公示一公告",
])  # fmt: skip
def test_days_counts_and_numbers_of_documents_are_nothing_to_hide(text):
    assert masking.found(text, ["病", "残"]) == []


@pytest.mark.parametrize("n, seen", [(10, []), (11, ["number"])])
def test_eleven_digits_in_a_row_are_too_many_and_ten_are_not(n, seen):
    assert masking.found("7" * n) == seen


@pytest.mark.parametrize("text", ["电话 4612345", "手机：4612345", "微信 abc12345", "联系电话0874 4612"])
def test_a_short_number_called_a_telephone_is_one(text):
    assert "phone" in masking.found(text)


@pytest.mark.parametrize(
    "text", ["人均纯收入 3,215.50 元", "年收入8000", "三千二百元", "￥3", "5万元", "收入约为 2 万余元"]
)
def test_a_sum_of_money_is_found(text):
    assert "money" in masking.found(text)


@pytest.mark.parametrize("text", ["因病致贫", "因 病", "重 度\n残 疾", "长期慢性病患者"])
def test_words_of_illness_are_found_with_blanks_between_them(text):
    assert "health" in masking.found(text, ["病", "残"])


def test_a_name_and_a_place_that_hold_such_a_word_are_no_illness():
    assert masking.found("霍去病 哑口村", ["病", "哑"], known=["霍去病", "哑口村"]) == []
    assert masking.found("霍去病因病", ["病"], known=["霍去病"]) == ["health"]


def test_the_name_of_a_minor_is_found_even_inside_a_sentence():
    assert masking.found("其子王小明在校", names=["王小明"]) == ["minor"]
    assert masking.found("其子 王 小明 在校", names=["王小明"]) == ["minor"]
    assert masking.found("王大明", names=["王小明"]) == []


@pytest.mark.parametrize("text, is_one", [
    ("0874-4612345", True), ("12317", True), ("4001234567", True), ("0874-4612345转801", True), ("", True),
    ("13800138000", True), ("王某 4612345", False), ("99010119800102001X", False), ("6222021234567890123", False),
])  # fmt: skip
def test_the_telephone_of_an_office_is_nothing_but_a_telephone(text, is_one):
    assert masking.telephone_of_an_office(text) is is_one
