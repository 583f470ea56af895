"""Matching: the same person is found, another one never is."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.matching import people
from liuqing.policy import identity_numbers


def number(serial=1, born="19900101", area="990101"):
    first = f"{area}{born}{serial:03d}"
    return first + identity_numbers.check_digit(first)


def one(left, right):
    """What became of a single record: (outcome, right, reasons)."""
    found = people.match(people.table([(1, *left)]), people.table([(i, *r) for i, r in enumerate(right, 10)]))
    rows = found.to_pylist()
    return (rows[0]["outcome"], rows[0]["right"], rows[0]["reasons"]) if rows else ("different", None, [])


BIRTH = date(1990, 1, 1)
WHO = (number(1), "陈示例", "男", BIRTH, 7)


def test_the_same_number_and_name_is_the_same_person():
    assert one(WHO, [WHO]) == ("same", 10, ["number", "name"])


@pytest.mark.parametrize("card", [number(1) + "41", number(1) + "4100"[:4]])
def test_a_disability_card_is_known_by_its_first_eighteen(card):
    assert one((card, "陈示例", None, None, None), [WHO])[:2] == ("same", 10)


def test_a_number_of_fifteen_digits_is_the_same_number():
    old = number(1)[:6] + number(1)[8:17]
    assert one((old, "陈示例", None, None, None), [WHO])[:2] == ("same", 10)


def test_one_wrong_digit_with_the_same_name_is_the_same_person():
    wrong = WHO[0][:10] + str((int(WHO[0][10]) + 1) % 10) + WHO[0][11:]
    assert one((wrong, "陈示例", None, None, None), [WHO])[:2] == ("same", 10)


def test_one_missing_digit_with_the_same_name_is_the_same_person():
    assert one((WHO[0][:9] + WHO[0][10:], "陈示例", None, None, None), [WHO])[:2] == ("same", 10)


def test_fifteen_digits_kept_by_excel_and_the_name_are_enough():
    assert one((WHO[0][:15] + "***", "陈示例", None, None, None), [WHO])[:2] == ("same", 10)


def test_a_name_that_sounds_alike_needs_number_and_birth():
    wrong = WHO[0][:-1] + ("1" if WHO[0][-1] != "1" else "2")
    assert one((wrong, "陈市例", "男", BIRTH, 7), [WHO])[:2] == ("same", 10)


def test_two_sound_numbers_that_differ_are_two_persons():
    assert one((number(3), "陈示例", "男", BIRTH, 7), [WHO])[0] == "different"


def test_one_number_with_quite_another_name_is_left_to_a_person():
    assert one((WHO[0], "王无关", "男", BIRTH, 7), [WHO])[0] == "ambiguous"


def test_one_number_with_a_variant_character_is_the_same_person():
    assert one((WHO[0], "陳示例", "男", BIRTH, 7), [WHO])[:2] == ("same", 10)


def test_without_a_number_name_sex_birth_and_village_are_enough():
    assert one((None, "陈示例", "男", BIRTH, 7), [WHO])[:2] == ("same", 10)


def test_without_a_number_name_and_birth_alone_are_left_to_a_person():
    assert one((None, "陈示例", "男", BIRTH, None), [WHO])[0] == "ambiguous"


def test_another_sex_speaks_against_it():
    assert one((None, "陈示例", "女", BIRTH, 7), [WHO])[0] == "different"


def test_two_who_fit_equally_are_left_to_a_person():
    twin = (None, "陈示例", "男", BIRTH, 7)
    assert one((None, "陈示例", "男", BIRTH, 7), [twin, twin])[0] == "ambiguous"


def test_nothing_known_matches_nobody():
    assert one((None, None, None, None, None), [WHO, (None, None, None, None, None)])[0] == "different"


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 999), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_change_of_one_digit_ever_points_to_somebody_else(serial, place, digit):
    """Whatever happens to one digit, the record is its owner's or nobody's."""
    others = [(number(s), "陈示例", "男", BIRTH, 7) for s in (serial, (serial + 13) % 999 + 1)]
    damaged = others[0][0][:place] + digit + others[0][0][place + 1 :]
    outcome, right, _ = one((damaged, "陈示例", None, None, 7), others)
    assert outcome == "different" or right in (10, None)
