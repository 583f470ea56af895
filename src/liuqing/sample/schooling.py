"""Schooling by age: what the register and what the school roll say of a child.

The school year begins in September. Children of the hills enter at six or at seven, so at the
end of a year pupils of compulsory age (6 to 15) are in the last kindergarten year up to the
first of senior secondary; each of them is on the roll unless an error is planted.
"""

from random import Random

from liuqing.policy.tables import EDUCATION, SCHOOL_STATUS
from liuqing.sample.people import Person

COMPULSORY = range(6, 16)
_PRIMARY = "一二三四五六"
_SENIOR = "一二三"


def enrol(person: Person, studious: bool, rng: Random) -> None:
    """Set school, grade on the roll and education of one person.

    ``studious``: the family is poor because of schooling, so its young people are at school.
    """
    entered = 6 if rng.random() < 0.6 else 7
    year = person.age - (person.birth.month > 8) - entered + 1
    if person.age <= 5 or year < 1:
        _kindergarten(person, rng)
    elif year <= 9:
        person.school = "小学" if year <= 6 else SCHOOL_STATUS[3 + year - 7]
        person.grade = f"小学{_PRIMARY[year - 1]}年级" if year <= 6 else person.school
    elif year <= 12 and (person.age in COMPULSORY or studious or rng.random() < 0.8):
        track = "普通高中" if rng.random() < 0.58 else "中职"
        person.school = person.grade = f"{track}{_SENIOR[year - 10]}年级"
    elif 13 <= year <= 16 and (rng.random() < (0.95 if studious else 0.25)):
        _college(person, year - 13, rng)
    if not person.school:
        person.education = _finished(person, rng)


def _kindergarten(person: Person, rng: Random) -> None:
    if person.age >= 6:
        person.school, person.grade = "学前教育", "学前班"
    elif person.age >= 3 and rng.random() < 0.7:
        person.school, person.grade = "学前教育", f"幼儿园{'小中大'[person.age - 3]}班"
    else:
        person.school = "学龄前儿童"


def _college(person: Person, year: int, rng: Random) -> None:
    if year < 3 and rng.random() < 0.6:
        person.school = f"高职高专{_SENIOR[year]}年级"
    else:
        person.school = f"本科{'一二三四'[year]}年级"
    person.grade = person.school


def learns_in_county(person: Person) -> bool:
    """On the roll of a school from primary to senior secondary, or of the class before them."""
    return bool(person.grade) and not person.grade.startswith(("幼儿园", "高职", "本科"))


def _finished(person: Person, rng: Random) -> str:
    if person.age >= 60:
        weights = (35, 54, 10, 1, 0, 0)
    elif person.age >= 40:
        weights = (9, 54, 33, 3, 1, 0)
    elif person.age >= 22:
        weights = (2, 22, 56, 12, 5, 3)
    else:
        weights = (0, 3, 82, 15, 0, 0)
    return rng.choices(EDUCATION, weights)[0]
