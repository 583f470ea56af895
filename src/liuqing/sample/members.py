"""The people of a registered household: a family whose make-up shows its cause of poverty."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from liuqing.sample.families import BLOOD, YOUNG, Member, family
from liuqing.sample.names import Namer
from liuqing.sample.numbers import Mint
from liuqing.sample.people import Household, Person

TRIES = 25


class Maker:
    """Makes persons with names, birthdays and numbers; one stream of random numbers."""

    def __init__(self, mint: Mint, on: date, ethnicity: dict[str, dict[str, float]], rng: Random):
        self.rng = rng
        self.names = Namer(rng)
        self._mint = mint
        self._year = on.year
        self._ethnicity = {town: (list(shares), list(shares.values())) for town, shares in ethnicity.items()}

    def group(self, town: str) -> str:
        """An ethnic group, as they are spread in the town."""
        names, weights = self._ethnicity.get(town) or self._ethnicity["default"]
        return self.rng.choices(names, weights)[0]

    def people(self, members: list[Member], town: str) -> list[Person]:
        """Persons for a family: one surname by blood, spouses with their own."""
        ethnicity, shared = self.group(town), self.names.generation()
        surname = self.names.surname(ethnicity)
        return [self._person(m, ethnicity, surname, shared, town) for m in members]

    def born(self, age: int) -> date:
        """A birthday of somebody of that age at the end of the year."""
        return date(self._year - age, 1, 1) + timedelta(days=int(self.rng.random() * 365))

    def number(self, birth: date, male: bool) -> str:
        """A number that nobody else has."""
        return self._mint.number(birth, male)

    def _person(self, member: Member, ethnicity: str, surname: str, shared: str, town: str) -> Person:
        relation, male, age = member
        married_in = relation != "户主" and relation not in BLOOD
        if married_in and self.rng.random() < 0.15:
            ethnicity = self.group(town)
        family_name = self.names.surname(ethnicity) if married_in else surname
        given = self.names.given(male, shared if relation in YOUNG else "")
        birth = self.born(age)
        return Person(
            relation, male, age, family_name + given, birth, self.number(birth, male), ethnicity, town=town
        )


def fill(household: Household, maker: Maker) -> None:
    """Give the household its people; the family is drawn until it fits the cause."""
    fits = FITTING.get(household.cause, _any)
    members = family(household.size, maker.rng)
    for _ in range(TRIES):
        if fits(members):
            break
        members = family(household.size, maker.rng)
    household.members = maker.people(members, household.village.town)


def _any(members: list[Member]) -> bool:
    return True


def _has_student(members: list[Member]) -> bool:
    return any(relation != "户主" and 16 <= age <= 21 for relation, _, age in members)


def _few_hands(members: list[Member]) -> bool:
    return sum(18 <= age < 60 for _, _, age in members) <= 1


def _has_hands(members: list[Member]) -> bool:
    return any(18 <= age < 60 for _, _, age in members)


FITTING: dict[str, Callable[[list[Member]], bool]] = {
    "因学": _has_student,
    "缺劳力": _few_hands,
    "缺技术": _has_hands,
    "缺资金": _has_hands,
    "自身发展动力不足": _has_hands,
}
"""Which families fit a cause; the others fit any (illness and disability are given later)."""
