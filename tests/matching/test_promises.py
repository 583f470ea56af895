"""What the machine never does, and what never changes an answer for the worse."""

from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuqing.matching import evidence, people
from tests.matching.cast import (
    BIRTH,
    ELSEWHERE,
    HOME,
    ORDER,
    WHO,
    family,
    matched,
    number,
    rows,
    unknown,
    who,
    wrong,
)

FACTS = ("sex", "birth", "place", "town", "home")
FAMILY = ("王示范", "陈示样")


def neighbours(day):
    """Every date that differs from this one in one digit."""
    text = f"{day:%Y%m%d}"
    for at in range(8):
        for digit in "0123456789":
            other = text[:at] + digit + text[at + 1 :]
            try:
                found = date(int(other[:4]), int(other[4:6]), int(other[6:]))
            except ValueError:
                continue
            if found != day and 1900 < found.year < 2020:
                yield found


@pytest.mark.parametrize("around", [(), FAMILY[:1], FAMILY])
@pytest.mark.parametrize("day", [date(1990, 1, 13), date(2001, 10, 10)])
def test_near_twins_are_never_made_one(day, around):
    """Same name, same village, births one digit apart: whatever the family, a person looks."""
    left = []
    for home, other in enumerate(neighbours(day), 1000):
        left += [who(number=None, birth=other, home=home), *family(home, *around)]
    found = matched(left, [who(number=number(born=day), birth=day), *family(HOME, *around)])
    near = [row for key, row in found.items() if left[key]["name"] == WHO["name"]]
    assert near and all(row["outcome"] == "ambiguous" for row in near)


def test_a_near_twin_with_a_damaged_number_is_not_made_one():
    """The serial is the same, as in one village it often is; the last character was mistyped."""
    left = [
        who(number=number(1, day)[:17] + last, birth=birth, home=None)
        for day in (date(1990, 1, 14), date(1990, 1, 15), date(1991, 1, 13))
        for last in "0123456789X"
        for birth in (day, None)
        if last not in (number(1, day)[17], WHO["number"][17])
    ]
    assert all(row["outcome"] != "same" for row in matched(left, [WHO]).values())


def test_two_wrong_digits_before_a_right_last_one_are_the_person():
    wrong_twice = WHO["number"][:13] + "48" + WHO["number"][15:]
    assert matched([who(number=wrong_twice, home=None)], [WHO])[0]["outcome"] == "same"


def test_two_wrong_digits_are_not_enough_where_only_they_tell_the_birth():
    """A near-twin's damaged number may come as near, and ends alike once in eleven times."""
    wrong_twice = WHO["number"][:13] + "48" + WHO["number"][15:]
    assert matched([who(number=wrong_twice, birth=None, home=None)], [WHO])[0]["outcome"] == "ambiguous"


def test_of_two_near_twins_without_a_number_a_person_chooses():
    other = date(1990, 1, 14)
    both = [WHO, who(number=number(1, other), birth=other, home=501)]
    found = matched([who(number=None, home=None)], both)[0]
    assert (found["outcome"], found["candidates"]) == ("ambiguous", [100, 101])


def test_of_two_near_twins_the_family_chooses():
    other = date(1990, 1, 14)
    right = [
        WHO,
        who(number=number(1, other), birth=other, home=501),
        *family(HOME, "王示范"),
        *family(501, "李示样"),
    ]
    found = matched([who(number=None, home=ELSEWHERE), *family(ELSEWHERE, "王示范")], right)[0]
    assert (found["outcome"], found["right"]) == ("same", 100)


DAYS = st.dates(date(1930, 1, 1), date(2015, 1, 1))


@settings(max_examples=3, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 998), DAYS, st.integers(0, 998)), min_size=5, max_size=20))
def test_two_sound_numbers_are_never_one_person(drawn):
    """However much the family, the village and the name agree."""
    left, right = [], []
    for home, (born, serial, other, second) in enumerate(drawn):
        left += [who(number=number(serial, born), birth=born, sex=None, home=home), *family(home, *FAMILY)]
        right += [who(number=number(second, other), birth=born, sex=None, home=home), *family(home, *FAMILY)]
    for key, row in matched(left, right).items():
        if left[key]["number"] and row["right"] is not None:
            assert right[row["right"] - 100]["number"] == left[key]["number"]


@pytest.mark.parametrize("name", ["陈示例", "陈市例", "程示例", "陈示范", None])
@pytest.mark.parametrize("damaged", [None, wrong(WHO["number"]), WHO["number"][:15] + "***"])
def test_a_fact_that_agrees_never_lowers_the_score(name, damaged):
    known = list(chain.from_iterable(combinations(FACTS, size) for size in range(len(FACTS) + 1)))
    left = []
    for home, facts in enumerate(known, 1000):
        said = {fact: home if fact == "home" else WHO[fact] for fact in facts}
        left += [unknown(name=name, number=damaged, **said), *family(home, *FAMILY)]
    found = matched(left, [WHO, *family(HOME, *FAMILY)])
    score = {frozenset(facts): found.get(at * 3, {"score": 0})["score"] for at, facts in enumerate(known)}
    assert all(score[less] <= score[more] for less in score for more in score if less < more)


PERSONS = st.builds(
    lambda born, serial, damage, name, place, home: who(
        number=damage(number(serial, born)), birth=born, sex=None, name=name, place=place, home=home
    ),
    st.sampled_from([BIRTH, date(1990, 1, 14), date(1975, 6, 7)]),
    st.sampled_from([1, 2, 3]),
    st.sampled_from([lambda n: n, lambda n: None, wrong, lambda n: n[:15] + "***"]),
    st.sampled_from(["陈示例", "陈市例", "程示例", "陈示范", "王无关"]),
    st.sampled_from([7, 8, None]),
    st.sampled_from([500, 501, None]),
)


@settings(max_examples=4, deadline=None)
@given(st.lists(PERSONS, min_size=2, max_size=14))
def test_duplicates_do_not_depend_on_the_order(persons):
    last = len(persons) - 1

    def seen(found, at):
        return {
            (*sorted((at(row["left"]), at(row["right"]))), row["score"], tuple(row["reasons"]))
            for row in found
        }

    forth = people.duplicates(rows(persons)).to_pylist()
    back = people.duplicates(rows(persons[::-1])).to_pylist()
    assert seen(forth, int) == seen(back, lambda key: last - key)
    assert all(row["left"] < row["right"] and row["score"] >= people.HELD for row in forth)


def test_every_answer_has_points_and_words():
    assert evidence.POINTS.keys() == evidence.REASONS.keys() - {"number"}


def test_near_births_never_lead_far_enough():
    """The same birth is nearer than one that is a digit away, but not by a lead."""
    assert evidence.POINTS["birth"] - evidence.POINTS["birth_digit"] < people.LEAD


def test_a_table_may_leave_the_newer_columns_out():
    old = people.table([(1, *(WHO[name] for name in ORDER[:5]))])
    short = old.select(["key", "number", "name", "sex", "birth", "place"])
    assert people.match(short, old).to_pylist()[0]["outcome"] == "same"
