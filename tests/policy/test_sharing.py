"""Share plans as data: the rule of the day, parts that add up to the fen, and faulty files."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import place
from liuqing.policy.sharing import Part, check, declared, divide, in_force, split, weight

INVENTED = """\
classes:
  石磨坊: {kind: business, source: {document: 示例县办法, clause: 第一条}}
plans:
  three_parts:
    label: 三方分成
    of: [石磨坊]
    values:
      2018-01-01:
        parts: [{to: households, percent: 70}, {to: collective, percent: 20}, {to: reserve, percent: 10}]
        source: {document: 示例县办法, clause: 第二条}
      2019-07-01:
        parts: [{to: households, percent: 45}, {to: collective, percent: 55}]
        source: {document: 示例县办法, clause: 第三条}
      2021-01-01: {ended: true, source: {document: 示例县办法, clause: 第四条}}
"""
PLACE = "extends: china/yunnan\ncode: '990101'\nlabel: 示例县\n"


def invented(folder: Path, text: str = INVENTED) -> Path:
    (folder / "place.yaml").write_text(PLACE, encoding="utf-8")
    (folder / "sharing.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return declared(place.load(str(invented(tmp_path_factory.mktemp("place")))))


def test_the_shipped_files_have_no_faults() -> None:
    folders = [path.parent for path in place.PLACES.rglob("sharing.yaml")]
    assert len(folders) >= 2
    assert [problem.sentence() for folder in folders for problem in check(folder)] == []


# The rule of the day


@pytest.mark.parametrize(
    ("on", "percents"),
    [("2017-12-31", None), ("2018-01-01", [70, 20, 10]), ("2019-06-30", [70, 20, 10]), ("2019-07-01", [45, 55]),
     ("2020-12-31", [45, 55]), ("2021-01-01", None)],
)  # fmt: skip
def test_the_rule_is_that_of_the_day(told, on, percents):
    found = in_force(told, "three_parts", date.fromisoformat(on))
    assert (found and [part.percent for part in found.rule.parts]) == percents


def test_an_unknown_plan_has_no_rule(told):
    assert in_force(told, "nobody", date(2019, 1, 1)) is None


def test_the_countys_own_plan_for_a_class_comes_before_an_inherited_one(told):
    assert told.plan_for("石磨坊") == "three_parts" and told.plan_for("光伏电站") == "solar"
    assert told.plan_for("没有的类别") == "" and told.kind("没有的类别") == ""


def test_what_is_kept_says_the_rule_whole(told):
    kept = in_force(told, "three_parts", date(2019, 7, 1)).as_dict()
    assert (kept["since"], kept["source"]) == ("2019-07-01", "示例县办法，第三条")
    assert [(part["to"], part["percent"]) for part in kept["parts"]] == [
        ("households", "45"),
        ("collective", "55"),
    ]


# The plan of 嵩明


def test_seventy_mu_at_2500_give_the_collective_52500():
    morel = declared(place.load("songming")).forecasts["morel"]
    assert morel.each() == {"匡郎村委会": Decimal("52500.00")}
    rule = in_force(declared(place.load("songming")), "cooperative_30", date(2018, 6, 1)).rule
    assert divide(Decimal("175000.00"), rule.parts)[0][1] == Decimal("52500.00")


def test_a_fifth_of_160000_is_16000_for_each_of_two_villages():
    broiler = declared(place.load("songming")).forecasts["broiler"]
    assert broiler.whole == Decimal("32000.00")
    assert list(broiler.each().values()) == [Decimal("16000.00")] * 2


# To the fen


def test_the_fen_left_over_goes_to_the_largest_remainder_then_to_the_first():
    assert split(Decimal("100.00"), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert split(Decimal("0.05"), [1, 2, 3]) == [Decimal("0.01"), Decimal("0.02"), Decimal("0.02")]
    assert split(Decimal("0.01"), [1, 1]) == [Decimal("0.01"), Decimal("0.00")]


@given(
    st.integers(0, 10**13),
    st.lists(st.fractions(0, 10**6, max_denominator=1000), min_size=1, max_size=40).filter(any),
)
def test_parts_are_always_the_whole_and_off_by_less_than_a_fen(fen: int, weights: list[Fraction]) -> None:
    amount = Decimal(fen) / 100
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, each in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(amount) * each / sum(weights)) < Fraction(1, 100)
        assert part == 0 or each > 0


@given(st.integers(1, 10**9), st.permutations([3, 5, 7, 11, 13]))
def test_who_counts_more_never_gets_less(fen: int, weights: list[int]) -> None:
    parts = split(Decimal(fen) / 100, weights)
    by_weight = [part for _, part in sorted(zip(weights, parts, strict=True))]
    assert by_weight == sorted(by_weight)


@pytest.mark.parametrize(
    ("amount", "weights"), [("0.001", [1]), ("-1.00", [1]), ("1.00", [0, 0]), ("1.00", []), ("1.00", [1, -1])]
)
def test_what_cannot_be_split_is_refused(amount, weights):
    with pytest.raises(ValueError, match="fen"):
        split(Decimal(amount), weights)


# By need

NEED = Part(
    "households",
    Decimal(100),
    "need",
    "registered",
    "leave",
    {"weak_labour": Decimal(2), "other": Decimal(1)},
)


@pytest.mark.parametrize(
    ("needs", "counts"),
    [({"weak_labour": True}, 2), ({"weak_labour": False}, 1), ({"weak_labour": None}, 1), ({}, 1),
     ({"weak_labour": True, "disabled": True}, 2)],
)  # fmt: skip
def test_who_is_weak_counts_double_and_not_known_is_never_a_yes(needs, counts):
    assert weight(NEED, needs) == counts


def test_registered_only_leaves_out_everybody_else():
    only = Part(
        "households",
        Decimal(100),
        "need",
        "registered",
        "leave",
        {"registered": Decimal(1), "other": Decimal(0)},
    )
    assert (weight(only, {"registered": True}), weight(only, {"registered": False}), weight(only, {})) == (
        1,
        0,
        0,
    )


# Faulty files

PARTS = "parts: [{to: households, percent: 70}, {to: collective, percent: 20}, {to: reserve, percent: 10}]"


@pytest.mark.parametrize(
    ("wrong", "line", "what"),
    [
        ("parts: [{to: households, percent: 69.99}, {to: collective, percent: 30}]", 4, "合计 99.99%"),
        ("parts: [{to: households, percent: 100, basis: need}]", 4, "应当一起写"),
        ("parts: [{to: households, percent: 100, basis: need, weights: {rich: 1}}]", 4, "「rich」不认识"),
        ("parts: [{to: households, percent: 100, basis: need, weights: {other: 0}}]", 4, "没有人可分"),
        ("parts: [{to: households, percent: 100, basis: shares}]", 4, "shareholders"),
        ("parts: [{to: collective, percent: 100, basis: persons}]", 4, "只对农户写"),
        ("parts: [{to: collective, percent: 120}, {to: reserve, percent: -20}]", 4, "不超过 100"),
        ("parts: [{to: everybody, percent: 100}]", 9, "不是允许的词"),
    ],
)
def test_a_faulty_rule_is_told_with_its_line(tmp_path, wrong, line, what):
    faults = check(invented(tmp_path, INVENTED.replace(PARTS, wrong)))
    assert faults and faults[0].where.row == line and what in faults[0].what


def test_first_days_in_the_wrong_order_are_a_fault(tmp_path):
    [fault] = check(invented(tmp_path, INVENTED.replace("2018-01-01", "2020-01-01")))
    assert "先后" in fault.what
