"""The people are plausible, and none of them exists."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liuqing.policy import identity_numbers as ids
from liuqing.policy.tables import CATEGORIES, CAUSES, EDUCATION, LABOUR, MEASURES, RELATIONS, SCHOOL_STATUS
from liuqing.sample.families import family
from liuqing.sample.names import FEMALE, GENERATION, HOMOPHONES, MALE, SURNAMES, VARIANTS, spoiled
from liuqing.sample.numbers import Mint
from liuqing.sample.schooling import COMPULSORY

MEN = {"之子", "之女婿", "之孙子", "之父", "之侄儿"}
WOMEN = {"之女", "之儿媳", "之孙女", "之母", "之侄女"}


def test_every_number_is_valid_unique_and_of_a_prefix_never_assigned(whole):
    numbers = [p.id_no for p in whole.people]
    assert len(set(numbers)) == len(numbers)
    assert all(n.startswith("99") and ids.fault(n) == "" for n in numbers)


def test_a_number_tells_birthday_and_sex_of_its_bearer(whole):
    assert all(ids.born(p.id_no) == p.birth and ids.sex(p.id_no) == p.sex for p in whole.people)


def test_ages_are_full_years_on_the_day(whole):
    assert all(p.age == whole.figures.as_of.year - p.birth.year for p in whole.people)


@given(st.dates(date(1920, 1, 1), date(2018, 12, 31)), st.booleans())
def test_a_mint_never_gives_a_number_twice(born, male):
    mint = Mint("990325")
    numbers = {mint.number(born, male) for _ in range(500)}
    assert len(numbers) == 500
    assert all(ids.born(n) == born and (ids.sex(n) == "男") == male for n in numbers)


@given(st.integers(1, 9), st.randoms(use_true_random=False))
def test_a_family_has_the_size_asked_for_and_one_head(size, rng):
    members = family(size, rng)
    assert len(members) == size
    assert [relation for relation, _, _ in members].count("户主") == 1
    assert all(0 <= age <= 94 for _, _, age in members)


@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_sex_and_age_agree_with_the_relation(size, rng):
    members = family(size, rng)
    head_male, head_age = members[0][1], members[0][2]
    for relation, male, age in members[1:]:
        assert not (relation in MEN and not male)
        assert not (relation in WOMEN and male)
        if relation == "配偶":
            assert male != head_male and abs(age - head_age) <= 6
        if relation in ("之父", "之母"):
            assert age >= head_age + 15
        if relation in ("之孙子", "之孙女"):
            assert age <= head_age - 25


def test_every_word_is_in_its_code_list(whole):
    for person in whole.people:
        assert person.relation in RELATIONS and person.labour in LABOUR
        assert person.education in ("", *EDUCATION) and person.school in ("", *SCHOOL_STATUS)
    for household in whole.households:
        assert household.facts["main_cause"] in CAUSES and household.facts["category"] in CATEGORIES
        assert set(household.facts["measures"]) <= set(MEASURES)
        assert household.cause not in household.facts["other_causes"]


def test_every_child_of_compulsory_age_is_on_the_roll_unless_planted(whole):
    missing = {no for no, fault in whole.plan.faults.items() if fault.kind == "not_enrolled"}
    children = [p for p in whole.people if p.age in COMPULSORY]
    assert {p.person_no for p in children if not p.grade} == missing
    assert not any(p.education and p.school for p in whole.people)


def test_illness_and_disability_show_where_they_are_the_cause(whole):
    for household in whole.households:
        if household.cause == "因病":
            assert any(p.illness for p in household.members)
        if household.cause == "因残":
            assert any(p.card for p in household.members)
    students = [
        any(p.age > 15 and p.school for p in h.members) for h in whole.households if h.cause == "因学"
    ]
    assert sum(students) / len(students) > 0.9


def test_disability_cards_begin_with_the_number_and_have_20_or_22_characters(whole):
    cards = [p for p in whole.people if p.card]
    assert {len(p.card) for p in cards} == {20, 22}
    assert all(ids.normal(p.card) == p.id_no for p in cards)


def _net(household) -> float:
    f = household.facts
    items = ("wage", "business", "dividend", "property_other")
    income = sum(float(v) for k, v in f.items() if k in items or k.startswith("transfer_"))
    return (income - f["business_expense"]) / household.size


def test_exited_households_are_above_the_line_but_for_a_few(whole):
    exited = [h for h in whole.households if h.left]
    below = sum(_net(h) < 3500 for h in exited) / len(exited)
    assert 0 < below < 0.03


def test_who_has_not_exited_is_below_the_line_or_lacks_something(whole):
    for household in whole.households:
        if household.left is None and _net(household) >= 3500:
            assert household.facts["house_grade"] in "CD" or not household.facts["water_safe"]


def test_every_name_is_in_gbk():
    characters = (*MALE, *FEMALE, *GENERATION, *SURNAMES.values(), *HOMOPHONES.values(), *VARIANTS.values())
    "".join(characters).encode("gbk")


def test_a_spoiled_name_differs_in_one_character():
    for table in (HOMOPHONES, VARIANTS):
        for character, other in table.items():
            assert spoiled(f"某{character}", table) == f"某{other}" != f"某{character}"
    assert spoiled("某", HOMOPHONES) is None
