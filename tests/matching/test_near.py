"""Near-exact: what a clerk writes down wrong, and how far the machine follows."""

from datetime import date

import pytest

from tests.matching.cast import (
    BIRTH,
    ELSEWHERE,
    HOME,
    WHO,
    family,
    matched,
    number,
    outcome,
    unknown,
    who,
    wrong,
)

NOBODY = {"number": None}
"""No number is known, here."""


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("陈示例", "name"), ("陳示例", "name"), ("陈·示例", "name"), ("陈示例（小名）", "name"),
        ("陈市利", "name_alike"), ("程示例", "name_heard"),
    ],
)  # fmt: skip
def test_a_name_written_otherwise_is_the_same_name(written, reason):
    said, reasons = outcome(who(number=None, name=written, home=None), WHO, *family(HOME, "王示范", "陈示样"))
    assert reason in reasons
    assert said == ("ambiguous" if reason == "name_heard" else "same")


def test_a_name_heard_alike_is_the_same_person_with_the_family_around():
    left = [who(number=None, name="程示例", home=ELSEWHERE), *family(ELSEWHERE, "王示范")]
    found = matched(left, [WHO, *family(HOME, "王示范")])[0]
    assert (found["outcome"], found["right"]) == ("same", 100)


@pytest.mark.parametrize("dot", ["·", "・", "‧", ""])
def test_the_dot_of_a_minority_name_may_be_any_or_none(dot):
    right = who(name="阿依古丽·示例")
    assert outcome(who(number=None, name=f"阿依古丽{dot}示例"), right)[0] == "same"


def test_a_nickname_that_the_register_knows_is_a_name():
    said = outcome(who(number=None, name="二毛"), who(other_name="二毛"))
    assert said[0] == "same" and "other_name" in said[1]


def test_a_former_name_that_the_list_knows_is_a_name():
    assert outcome(who(number=None, name="王另名", other_name="陈示例"), WHO)[0] == "same"


def test_a_name_with_one_other_character_is_left_to_a_person():
    said = outcome(who(number=None, name="陈示范"), WHO)
    assert said[0] == "ambiguous" and "name_part" in said[1]


def test_brothers_with_one_family_around_are_left_to_a_person():
    """Twins: birth, village and family agree, and one character of the name."""
    left = [who(number=None, name="陈示范", home=ELSEWHERE), *family(ELSEWHERE, "王示范", "陈老示")]
    assert matched(left, [WHO, *family(HOME, "王示范", "陈老示")])[0]["outcome"] == "ambiguous"


@pytest.mark.parametrize(
    ("true", "written", "reason", "said"),
    [
        (date(1990, 5, 12), date(1990, 12, 5), "birth_swapped", "same"),
        # 中秋 1990, the fifteenth of the eighth month, was 3 October.
        (date(1990, 10, 3), date(1990, 8, 15), "birth_lunar", "same"),
        (date(1990, 8, 15), date(1990, 10, 3), "birth_lunar", "same"),
        # As far apart, but the moon was another.
        (date(1990, 10, 3), date(1990, 8, 24), "birth_differs", "different"),
        (date(1990, 5, 12), date(1990, 5, 1), "birth_part", "ambiguous"),
        (date(1990, 5, 23), date(1990, 1, 1), "birth_part", "ambiguous"),
        (date(1990, 5, 23), date(1989, 5, 23), "birth_year", "ambiguous"),
        (date(1990, 5, 23), date(1990, 5, 24), "birth_digit", "ambiguous"),
        (date(1990, 5, 23), date(1985, 2, 11), "birth_differs", "different"),
        (date(1990, 5, 23), None, None, "ambiguous"),
    ],
)  # fmt: skip
def test_a_birth_written_otherwise(true, written, reason, said):
    right = who(number=number(born=true), birth=true)
    found = outcome(who(number=None, birth=written), right)
    assert found[0] == said
    assert said == "different" or reason is None or reason in found[1]


def test_a_day_that_is_not_known_is_filled_by_the_family():
    left = [who(number=None, birth=date(1990, 1, 1), home=ELSEWHERE), *family(ELSEWHERE, "王示范")]
    right = who(number=number(born=date(1990, 4, 23)), birth=date(1990, 4, 23))
    assert matched(left, [right, *family(HOME, "王示范")])[0]["outcome"] == "same"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda n: n[:15] + "***", "number_part"),
        (lambda n: n[:15] + "000", "number_part"),
        (lambda n: n[:11] + ("1" if n[11] != "1" else "2") + n[12:], "number_near"),
        (lambda n: n[:16] + n[17:], "number_near"),
        (lambda n: n[:14] + "99" + n[16:], "number_close"),
    ],
)
def test_a_damaged_number_and_the_name_are_the_person(damage, reason):
    said = outcome(unknown(number=damage(WHO["number"]), name="陈示例"), WHO)
    assert said[0] == "same" and reason in said[1]


@pytest.mark.parametrize("number", ["无", "0" * 18, "5.30325E+17"])
def test_what_stands_for_no_number_says_nothing(number):
    assert outcome(who(number=number), WHO) == outcome(who(number=None), WHO)


def test_a_number_of_another_kind_says_nothing():
    assert outcome(who(number="E12345678"), WHO)[0] == "same"


def test_the_village_unknown_leaves_it_to_a_person_unless_the_family_speaks():
    left = [who(number=None, place=None, town=None, home=ELSEWHERE), *family(ELSEWHERE, "王示范")]
    assert matched(left[:1], [WHO])[0]["outcome"] == "ambiguous"
    assert matched(left, [WHO, *family(HOME, "王示范")])[0]["outcome"] == "same"


def test_a_family_of_strangers_says_nothing():
    left = [who(number=None, place=None, town=None, home=ELSEWHERE), *family(ELSEWHERE, "李另示")]
    assert matched(left, [WHO, *family(HOME, "王示范")])[0]["outcome"] == "ambiguous"


def test_a_sound_number_without_a_name_is_the_person():
    assert outcome(unknown(number=WHO["number"]), WHO)[0] == "same"


def test_a_damaged_number_without_a_name_is_left_to_a_person():
    assert outcome(who(number=wrong(WHO["number"]), name=None), WHO)[0] == "ambiguous"


def test_a_name_in_latin_letters_is_a_name():
    right = who(name="Maria O'Neill")
    assert outcome(who(number=None, name="maria oneill"), right)[0] == "same"
    assert "name_heard" in outcome(who(number=None, name="Marla ONeill"), right)[1]


@pytest.mark.parametrize(("one", "other"), [("E12345678", "G87654321"), ("1269695", "5251581")])
def test_two_numbers_without_a_check_that_differ_say_nothing(one, other):
    """A passport is renewed and gets another number; nothing tells whether either was written rightly."""
    said, reasons = outcome(who(number=one), who(number=other))
    assert said == "same" and not any(reason.startswith("number") for reason in reasons)


def test_two_identity_numbers_that_differ_speak_against_even_when_damaged():
    said, reasons = outcome(who(number=wrong(WHO["number"])), who(number=wrong(number(3, date(1961, 2, 28)))))
    assert said == "ambiguous" and "number_far" in reasons


def test_given_name_and_surname_exchanged_with_a_wrong_letter_are_heard_alike():
    right = who(name="Danielle Zehetner", other_name="Zehetner Danielle")
    assert "name_heard" in outcome(who(number=None, name="Zehetner Danielly"), right)[1]


def test_a_wrong_letter_in_latin_letters_is_the_person_only_with_the_number():
    right, written = who(name="Alec Clarke"), "Aler Clarke"
    with_number = outcome(who(number=wrong(WHO["number"]), name=written), right)
    assert with_number[0] == "same" and "name_typed" in with_number[1]
    around = [who(number=None, name=written, home=ELSEWHERE), *family(ELSEWHERE, "王示范", "陈示样")]
    assert matched(around, [right, *family(HOME, "王示范", "陈示样")])[0]["outcome"] == "ambiguous"


def test_one_with_a_wrong_digit_is_not_given_to_a_neighbour_of_another_name():
    neighbour = who(number=number(3), name="李另示")
    assert outcome(who(number=wrong(neighbour["number"])), neighbour)[0] != "same"


def test_births_are_what_sound_numbers_say():
    assert (
        outcome(unknown(name="陈示例", birth=BIRTH, place=7, sex="男"), who(birth=date(1970, 1, 1)))[0]
        == "same"
    )
