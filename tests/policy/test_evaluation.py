"""Mock evaluation as data: every place's file is sound, and answers mean what stands beside them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import checking, door, evaluation, place
from liuqing.policy.evaluation import COMPOSITE, RATES
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.quality import FORMULAS

DAY = date(2018, 12, 31)
FILES = sorted(place.PLACES.rglob(evaluation.FILE))
LINE = Decimal(3500)


def asked():
    return evaluation.questions(place.load("songming"), DAY)


GOOD = {
    "food": "yes", "clothing": "yes", "water": "yes", "schooling": "yes", "medical": "yes", "housing": "yes",
    "income": "3500", "excluded": "none", "identified": "poor",
}  # fmt: skip


def said(stratum, **more):
    return door.judge(stratum, asked(), {**GOOD, **more}, LINE)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name)
def test_every_file_is_sound(path):
    assert evaluation.check(path.parent) == []


def test_a_faulty_file_is_told_with_its_line(tmp_path):
    (tmp_path / "place.yaml").write_text("extends: china\nlabel: 示例\n", encoding="utf-8")
    text = """designs:
  mine:
    label: 自定
    versions:
      2018-01-01:
        source: {document: 示例, clause: 示例}
        reserve: "3/2"
        takes:
          - {who: exited, share: "1/5", total: 3}
          - {who: outside, share: half}
questions:
  food:
    label: 吃
    section: 一
    text: 吃？
    of: [exited]
    role: lacks
    since: 2018-01-01
    source: {document: 示例, clause: 示例}
"""
    (tmp_path / evaluation.FILE).write_text(text, encoding="utf-8")
    told = [fault.what for fault in evaluation.check(tmp_path)]
    for part in ("不在 0 和 1 之间", "share 或 total 中的一个", "不是分数", "选择题要写 options", "good"):
        assert any(part in one for one in told), part
    assert {fault.where.row for fault in evaluation.check(tmp_path)} == {2, 12}


@pytest.mark.parametrize("key", place.known())
def test_every_place_has_designs_and_questions_of_every_stratum(key):
    county = place.load(key)
    assert evaluation.designs(county, DAY)
    for stratum in evaluation.STRATA:
        assert [one for one in evaluation.questions(county, DAY).values() if stratum in one.of], stratum


def test_rates_are_made_of_indicators_and_the_composite_of_the_formula():
    assert {name for rate in RATES.values() for name in (rate.found, rate.of)} <= INDICATORS.keys()
    assert COMPOSITE.found in FORMULAS


def test_the_questions_end_with_the_year_2020():
    county = place.load("fuyuan")
    assert evaluation.questions(county, date(2020, 12, 31))
    assert not evaluation.questions(county, date(2021, 1, 1))


def test_the_limits_are_the_places_own_standards():
    found = {
        key: evaluation.bounds(place.load("songming"), rate, "county", DAY) for key, rate in RATES.items()
    }
    assert {(one.operator, one.value) for one in found["omission"]} == {
        ("<", Fraction(2, 100)),
        ("=", Fraction(0)),
    }
    assert [one.value for one in found["team"]] == [Fraction(9, 10)]
    [village] = evaluation.bounds(place.load("songming"), RATES["omission"], "village", DAY)
    assert (village.operator, village.value) == ("<=", Fraction(1, 100))
    assert evaluation.bounds(place.load("songming"), RATES["omission"], "village", date(2016, 12, 31)) == []


@pytest.mark.parametrize(
    ("operator", "below", "on", "above"),
    [("<", True, False, False), ("<=", True, True, False), (">=", False, True, True), (">", False, False, True), ("=", False, True, False)],
)  # fmt: skip
def test_a_limit_is_kept_on_both_sides_as_its_operator_says(operator, below, on, above):
    bound = evaluation.Bound("", "", operator, Fraction(1, 100), DAY, "", False)
    shares = (Fraction(1, 100) - Fraction(1, 10**6), Fraction(1, 100), Fraction(1, 100) + Fraction(1, 10**6))
    assert tuple(evaluation.keeps(bound, one) for one in shares) == (below, on, above)


# What the answers say


@pytest.mark.parametrize("stratum", list(evaluation.STRATA))
def test_everything_in_order_is_no_finding(stratum):
    assert said(stratum).verdict == ""


@pytest.mark.parametrize("lack", ["food", "clothing", "water", "schooling", "medical", "housing"])
def test_each_guarantee_that_is_missing_decides_alone(lack):
    assert said("outside", **{lack: "no"}).verdict == "omission"
    assert said("exited", **{lack: "no"}).verdict == "false_exit"
    assert said("registered", **{lack: "no"}).verdict == "", "who is registered may still lack it"


@pytest.mark.parametrize(("income", "verdict"), [("3499.99", "false_exit"), ("3500", ""), ("", "unknown")])
def test_the_line_has_two_sides_and_a_third(income, verdict):
    assert said("exited", income=income).verdict == verdict


@pytest.mark.parametrize(("income", "verdict"), [("3499.99", "omission"), ("3500", ""), ("", "unknown")])
def test_outside_the_register_as_well(income, verdict):
    assert said("outside", income=income).verdict == verdict


@pytest.mark.parametrize(
    ("excluded", "verdict"), [("none", "omission"), ("some", ""), ("unclear", "unknown")]
)
def test_grounds_of_exclusion_stop_an_omission(excluded, verdict):
    assert said("outside", food="no", excluded=excluded).verdict == verdict


@pytest.mark.parametrize(
    ("identified", "verdict"), [("poor", ""), ("not_poor", "false_inclusion"), ("barred", "false_inclusion"), ("unclear", "unknown")]
)  # fmt: skip
def test_who_never_was_poor_is_a_false_inclusion(identified, verdict):
    assert said("registered", identified=identified).verdict == verdict
    assert said("exited", identified=identified).verdict == verdict


def test_a_false_exit_is_told_first_and_the_other_error_is_kept():
    told = said("exited", food="no", identified="not_poor")
    assert told.verdict == "false_exit"
    assert told.errors == {"false_exit": True, "false_inclusion": True}


def test_one_sure_lack_decides_beside_what_is_not_known():
    assert said("exited", food="no", income="", housing="unclear").verdict == "false_exit"


def test_without_a_line_an_income_says_nothing():
    assert door.judge("exited", asked(), GOOD, None).verdict == "unknown"


def test_where_nothing_is_asked_nothing_is_known():
    assert door.judge("exited", {}, {}, LINE).verdict == "unknown"
    assert door.judge("registered", {}, {}, LINE).errors == {"false_inclusion": None}


def test_no_answer_at_all_is_not_known_for_anybody():
    for stratum in evaluation.STRATA:
        assert door.judge(stratum, asked(), {}, LINE).verdict == "unknown"


def test_the_reasons_name_every_question_that_counts():
    told = said("outside", housing="no", income="")
    assert {one.label: one.holds for one in told.reasons if one.holds is not True} == {
        "住房安全": False,
        "人均纯收入": None,
    }
    assert (
        next(one.said for one in told.reasons if one.label == "人均纯收入") == "没有问到（标准线 3,500 元）"
    )


@given(st.text(max_size=12))
def test_an_amount_is_a_number_or_not_known(text):
    found = door.read_amount(text)
    assert found is None or found.is_finite()


ANSWERS = st.fixed_dictionaries(
    {key: st.sampled_from(["", *one.options]) for key, one in asked().items() if one.options}
)


@given(ANSWERS, st.sampled_from(list(evaluation.STRATA)), st.sampled_from(["", "3499", "3500"]))
def test_answering_what_was_open_never_takes_back_what_was_sure(answers, stratum, income):
    before = door.judge(stratum, asked(), {**answers, "income": income}, LINE)
    full = {key: said or GOOD.get(key, "yes") for key, said in answers.items()} | {"income": income or "3500"}
    after = door.judge(stratum, asked(), full, LINE)
    for name, is_so in before.errors.items():
        assert is_so is None or after.errors[name] == is_so


def test_a_place_of_ones_own_is_told_what_is_wrong_with_its_evaluation(tmp_path):
    (tmp_path / "place.yaml").write_text("extends: china\nlabel: 示例\n", encoding="utf-8")
    (tmp_path / evaluation.FILE).write_text("designs:\n  mine: {label: 自定}\n", encoding="utf-8")
    assert any("没有写 versions" in fault.what for fault in checking.check(tmp_path))
