"""Performance as data: every place's file is sound; points add up to a hundred; unknown earns nothing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.policy import checking, performance, place
from liuqing.policy.performance import EXECUTION, KINDS, Promise

pytestmark = pytest.mark.one_database
DAY = date(2018, 12, 31)
FILES = sorted(place.PLACES.rglob(performance.FILE))
ALL = [Promise(n, kind, Decimal(100)) for n, kind in enumerate(KINDS)]


def by():
    return performance.scale(place.load("songming"), DAY)[1]


def actual(value, promises=ALL):
    return {one.key: Decimal(value) for one in promises}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.parent.name)
def test_every_file_is_sound(path):
    assert performance.check(path.parent) == []


def test_every_county_has_a_scale_from_the_day_of_its_document_and_none_before():
    for key in place.known():
        assert performance.scale(place.load(key), DAY)[1].unverified
        with pytest.raises(Problem):
            performance.scale(place.load(key), date(2018, 5, 21))


def test_faults_are_told_with_their_line_when_a_place_is_checked(tmp_path):
    (tmp_path / "place.yaml").write_text("extends: china\nlabel: 示例\n", encoding="utf-8")
    (tmp_path / "performance.yaml").write_text(
        """scales:
  mine:
    label: 自定
    versions:
      2018-01-01:
        source: {document: 示例, clause: 示例}
        weights:
          all: {points: 90, of: [产出数量, 产出质量, 产出时效, 成本, 效益, 心情]}
        grades:
          差: {at_least: 0, means: 无}
          优: {at_least: 90, means: 无, share: 2}
        warnings:
          慢: {below: 3, do: 快}
funds:
  luck: {label: 运气, source: {document: 示例, clause: 示例}}
""",
        "utf-8",
    )
    told = " ".join(str(one.sentence()) for one in checking.check(tmp_path))
    for what in (
        "心情",
        "「满意度」没有权重",
        "合计 90",
        "从高到低",
        "share 不在",
        "below 不在",
        "luck",
        "unverified",
    ):
        assert what in told
    assert "第 2 行" in told and "第 15 行" in told


def test_everything_reached_and_paid_is_a_hundred():
    found = performance.score(ALL, actual(100), Decimal(1), by())
    assert (found.total, found.grade) == (Decimal(100), "优")


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("90", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ],
)
def test_exactly_on_the_line_is_the_better_grade(total, grade):
    assert performance.grade(Decimal(total), by()) == grade


def test_one_thing_that_nobody_knows_leaves_the_whole_score_unknown():
    known = actual(100)
    for missing in known:
        found = performance.score(ALL, {**known, missing: None}, Decimal(1), by())
        assert (found.total, found.grade) == (None, "")
    assert performance.score(ALL, known, None, by()).total is None
    assert performance.score([], {}, Decimal(1), by()).total is None


def test_more_than_was_promised_earns_no_more():
    assert performance.score(ALL, actual(500), Decimal(3), by()).total == Decimal(100)


def test_at_most_is_kept_below_and_on_the_line_and_lost_in_proportion_above_it():
    cost = Promise(1, "成本", Decimal(1000), least=False)
    told = [performance.reached(cost, Decimal(n)) for n in ("0", "1000", "2000")]
    assert told == [1, 1, Decimal("0.5")]


@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=8),
    weights=st.lists(st.one_of(st.none(), st.integers(0, 100).map(Decimal)), min_size=8, max_size=8),
)
def test_what_the_targets_and_the_money_are_worth_is_a_hundred_together(kinds, weights):
    promises = [Promise(n, kind, Decimal(1), weight=weights[n]) for n, kind in enumerate(kinds)]
    worth = performance.worths(promises, by())
    assert abs(sum(worth.values()) - 100) < Decimal("1e-20")
    assert worth[EXECUTION] > 0 and min(worth.values()) >= 0


def test_half_the_time_promises_half_of_what_grows_and_all_of_what_does_not():
    quantity, quality = Promise(1, "产出数量", Decimal(100)), Promise(2, "产出质量", Decimal(100))
    half = Decimal("0.5")
    assert performance.behind(quantity, Decimal(50), half, by()) == (1, "")
    assert performance.behind(quantity, Decimal("39.99"), half, by())[1] == "偏离"
    assert performance.behind(quantity, Decimal(40), half, by())[1] == ""
    assert performance.behind(quantity, Decimal("24.99"), half, by())[1] == "严重偏离"
    assert performance.behind(quality, Decimal(50), half, by())[1] == "偏离"
    assert performance.behind(quality, None, half, by()) == (None, "")
