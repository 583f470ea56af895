"""Duplicates inside the register: one person on two rows."""

from datetime import date

from liuqing.matching import people
from tests.matching.cast import BIRTH, ELSEWHERE, HOME, WHO, family, number, rows, who, wrong


def pairs(*persons):
    """[(left, right, score, reasons)] of the duplicates among these."""
    found = people.duplicates(rows(persons)).to_pylist()
    return [(row["left"], row["right"], row["score"], set(row["reasons"])) for row in found]


def surely(*persons):
    """The pairs of which the machine is sure."""
    return [pair[:2] for pair in pairs(*persons) if pair[2] >= people.SAME]


def test_one_number_twice_is_one_person():
    assert pairs(WHO, who(home=ELSEWHERE)) == [(0, 1, 100, {"number", "name"})]


def test_one_number_with_another_name_is_left_to_a_person():
    found = pairs(WHO, who(name="王无关"))
    assert len(found) == 1 and found[0][2] < people.SAME


def test_two_damaged_numbers_of_one_person_are_found():
    number = WHO["number"]
    assert surely(who(number=wrong(number)), who(number=number[:15] + "***", home=ELSEWHERE)) == [(0, 1)]


def test_a_person_without_a_number_is_found_again():
    assert surely(WHO, who(number=None, home=ELSEWHERE)) == [(0, 1)]


def test_one_person_under_two_sound_numbers_is_shown_and_never_sure():
    found = pairs(WHO, who(number=number(21), home=ELSEWHERE))
    assert len(found) == 1 and "numbers_differ" in found[0][3] and found[0][2] < people.SAME


def test_two_sound_numbers_in_one_household_are_two_persons():
    assert pairs(WHO, who(number=number(21))) == []


def test_two_sound_numbers_with_other_births_are_two_persons():
    born = date(1990, 1, 14)
    assert pairs(WHO, who(number=number(1, born), birth=born, home=ELSEWHERE)) == []


def test_twins_are_never_sure():
    twin = who(number=None, name="陈示范")
    assert surely(WHO, twin, *family(HOME, "王示范", "陈老示")) == []


def test_twins_with_one_damaged_number_are_never_sure():
    damaged = wrong(WHO["number"])
    assert surely(who(number=damaged), who(number=damaged, name="陈示范")) == []


def test_near_twins_are_never_sure():
    assert surely(WHO, who(number=None, birth=date(1990, 1, 14), home=ELSEWHERE)) == []


def test_a_register_without_duplicates_has_none():
    others = [
        who(number=number(serial), name=f"李示{name}", birth=BIRTH) for serial, name in ((3, "甲"), (5, "乙"))
    ]
    assert pairs(WHO, *others) == []
