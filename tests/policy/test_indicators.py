"""Indicators: what offices may report, and how a cell becomes a number."""

from decimal import Decimal
from pathlib import Path

import pytest

from liuqing.policy.indicators import BY_LABEL, INDICATORS, Indicator, check
from liuqing.policy.place import PLACES

COUNT = Indicator("doctors", "医生数", "count", ("village",), "医生", unit="人")
YES_NO = Indicator("road", "通路", "yes_no", ("village",), "道路")
NUMBER = Indicator("growth", "增幅", "number", ("county",), "增幅", unit="%")


def test_the_shipped_indicators_have_no_faults() -> None:
    assert check(PLACES / "china") == []


def test_what_people_write_leads_to_one_indicator() -> None:
    assert len(BY_LABEL) == len(INDICATORS)
    assert BY_LABEL["村集体经济收入"].name == "collective_income"


@pytest.mark.parametrize(("said", "value"), [("是", 1), ("否", 0), ("不明", None), ("1", None), ("", None)])
def test_a_yes_or_no_is_one_of_two_words(said: str, value: int | None) -> None:
    assert YES_NO.value(said) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("said", "value"), [("3", "3"), ("1,200", "1200"), ("0", "0"), ("-1", None), ("2.5", None), ("多", None)]
)
def test_a_count_is_a_whole_number_and_not_negative(said: str, value: str | None) -> None:
    assert COUNT.value(said) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(("said", "value"), [("-0.5", "-0.5"), ("9.7", "9.7"), ("NaN", None), ("∞", None)])
def test_a_measured_number_may_fall(said: str, value: str | None) -> None:
    assert NUMBER.value(said) == (None if value is None else Decimal(value))


FAULTY = """\
road: {label: 通路, kind: maybe, levels: [village], meaning: 甲}
water: {label: 通路, kind: yes_no, levels: [moon], meaning: 乙}
doctors: {label: 医生, kind: count, levels: [village], meaning: 丙, upward: some, colour: red}
nothing: 3
empty: {kind: count, unit: 人, levels: [village]}
"""


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "indicators.yaml").write_text(FAULTY, "utf-8")
    found = check(tmp_path)
    assert {problem.where.row for problem in found} == {1, 2, 3, 4, 5}
    said = "".join(problem.what for problem in found)
    for word in ("kind", "已经用过", "levels", "upward", "colour", "unit", "label", "meaning"):
        assert word in said
    assert {problem.where.file for problem in found} == {f"{tmp_path.name}/indicators.yaml"}


def test_a_folder_without_indicators_has_no_faults(tmp_path: Path) -> None:
    assert check(tmp_path) == []
