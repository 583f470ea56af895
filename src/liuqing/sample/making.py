"""A county in memory: the register with its people, facts and planted errors; nothing written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from liuqing.policy import place as places
from liuqing.policy.place import Place
from liuqing.sample import calibration, geography, living, members, register, wellbeing
from liuqing.sample.calibration import Calibration
from liuqing.sample.errors import Plan, Planter
from liuqing.sample.members import Maker
from liuqing.sample.numbers import Mint
from liuqing.sample.people import Household, Person, Village


@dataclass
class County:
    """A county in memory: everything but the people outside the register."""

    place: Place
    figures: Calibration
    seed: int
    villages: list[Village]
    households: list[Household]
    maker: Maker
    plan: Plan = field(default_factory=Plan)

    def rng(self, name: str) -> Random:
        """The stream of random numbers of one part, so that no part disturbs another."""
        return _stream(self.seed, name)

    @property
    def names(self) -> dict[str, str]:
        """Province, city and county as the exports write them."""
        return {level: self.place.names.get(level, "") for level in ("province", "city", "county")}

    @property
    def people(self) -> Iterator[Person]:
        """Everybody in the register."""
        return (person for household in self.households for person in household.members)


def _stream(seed: int, name: str) -> Random:
    return Random(f"{seed}/{name}")


def make(place: str, *, households: int | None = None, seed: int = 2018) -> County:
    """The register of the sample county in memory, with its planted errors; writes nothing.

    ``households`` None means all of the real county, as does any number above them. Raises Problem
    ``sample.households`` and as ``calibration.load`` does.
    """
    where = places.load(place)
    figures = calibration.load(place)
    count = figures.households if households is None else min(households, figures.households)
    villages = geography.villages(where, figures, _stream(seed, "villages"))
    found = register.outline(figures, villages, count, _stream(seed, "outline"))
    maker = Maker(Mint(figures.id_prefix), figures.as_of, figures.ethnicity, _stream(seed, "people"))
    county = County(where, figures, seed, villages, found, maker)
    _populate(county, count)
    _fill(county, count)
    county.plan = Planter(found, maker, figures.as_of, _stream(seed, "errors")).plant()
    return county


def _populate(county: County, count: int) -> None:
    registered: Counter[str] = Counter()
    for household in county.households:
        registered[household.village.code] += household.size
    people = county.figures.population
    rural, residents = (register.scaled(people[k], count, county.figures) for k in ("rural", "residents"))
    geography.populate(county.villages, registered, rural, residents, county.rng("residents"))


def _fill(county: County, count: int) -> None:
    """People and facts for every household."""
    rng, year = county.rng("facts"), county.figures.as_of.year
    _renovate(
        county, register.scaled(county.figures.register["renovated_households"], count, county.figures), rng
    )
    helpers = living.officers(county.villages, county.rng("officers"))
    number = 0
    for household in county.households:
        members.fill(household, county.maker)
        wellbeing.describe(household, year, rng)
        for person in household.members:
            number += 1
            person.person_no = f"2{county.figures.number_stem}{number:08d}"
            person.id_shown = person.card if person.card and rng.random() < 0.5 else person.id_no
        household.credit = _grown_head(household) and rng.random() < 0.14
        living.furnish(household, rng.choice(helpers[household.village.code]), county.figures, rng)


def _grown_head(household: Household) -> bool:
    return 22 <= household.head.age <= 60 and not household.tekun


def _renovate(county: County, wanted: int, rng: Random) -> None:
    for household in rng.sample(county.households, wanted):
        household.renovated = True
