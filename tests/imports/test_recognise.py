"""Recognising: what is this list, what do its columns mean, for which day, which village?"""

from datetime import date

import pytest

from liuqing.policy.lists import LISTS
from liuqing.policy.tables import PERSON_EXPORT
from liuqing.registry.imports import period
from liuqing.registry.imports.recognise import known, recognise
from liuqing.registry.imports.villages import Villages
from tests.imports import county


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.key)
def test_every_list_is_known_by_its_own_labels(kind):
    found = recognise([fact.label for fact in kind.columns])
    assert found.kind == kind.key
    assert set(found.columns.values()) == {fact.name for fact in kind.columns}


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.key)
def test_every_list_is_known_by_its_other_headings_in_any_order(kind):
    headings = [(fact.headings or (fact.label,))[-1] for fact in kind.columns]
    assert recognise(headings[::-1]).kind == kind.key


def test_the_national_export_maps_every_one_of_its_columns():
    found = recognise(PERSON_EXPORT)
    assert found.kind == "register_persons" and all(found.columns.values())


def test_stars_blanks_widths_and_units_do_not_matter():
    found = recognise(["＊姓 名", "公民身份号码", "低保\n类别", "月保障金额（元）"])
    assert found.kind == "dibao" and all(found.columns.values())


def test_a_list_nobody_knows_is_only_guessed():
    found = recognise(["姓名", "身份证号", "喜好"])
    assert (found.kind, found.columns["喜好"]) == ("", "")


def test_what_a_person_said_comes_first():
    headings = ["姓名", "身份证号", "档次", "月保障金额"]
    assert recognise(headings).kind == ""
    said = {("dibao", "档次"): "dibao_kind"}
    assert recognise(headings, said).kind == "dibao"
    assert known(said)("档次") and not known()("档次")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("低保花名册（2018年12月）", date(2018, 12, 31)), ("2018年2月", date(2018, 2, 28)),
        ("截至2018年6月15日", date(2018, 6, 15)), ("名单20180630", date(2018, 6, 30)), ("2017", date(2017, 12, 31)),
        ("201803", date(2018, 3, 31)), ("第13号", None), ("530325001", None),
    ],
)  # fmt: skip
def test_a_name_says_for_which_day_it_speaks(text, day):
    assert period.day_in(text) == day


def test_the_year_column_wins_over_a_name_that_says_another_year():
    assert period.of_list(["导出2019.xlsx"], [2018, 2018, 2017], date(2020, 1, 1)) == date(2018, 12, 31)
    assert period.of_list(["导出2018年6月.xlsx"], [2018], date(2020, 1, 1)) == date(2018, 6, 30)
    assert period.of_list(["导出.xlsx"], [], date(2020, 1, 1)) == date(2020, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("town", "village", "code"),
    [
        ("甲镇", "东村", "990101001001"), ("甲", "东村村民委员会", "990101001001"), ("乙乡", "东村", "990101002001"),
        (None, "清溪", "990101001002"), ("甲镇", "清溪社区居委会", "990101001002"), (None, "东村", None),
        ("丙镇", "东村", None), ("甲镇", "西村", None), ("甲镇", None, None),
    ],
)  # fmt: skip
def test_a_village_is_found_only_where_there_is_one_answer(town, village, code):
    county.plant()
    villages = Villages()
    assert villages.find(town, village).village == villages.by_code.get(code)
