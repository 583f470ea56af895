"""A county in memory: the register with its people, facts and planted errors; nothing written."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from liuqing.policy import place as places
from liuqing.policy.place import Place
from liuqing.sample import (
    calibration,
    geography,
    jobs,
    living,
    members,
    naming,
    rates,
    ready,
    register,
    wellbeing,
)
from liuqing.sample.calibration import Calibration
from liuqing.sample.errors import Plan, Planter
from liuqing.sample.flagged import planting
from liuqing.sample.jobs import Home
from liuqing.sample.members import Maker
from liuqing.sample.numbers import Mint
from liuqing.sample.people import Household, Person, Village
from liuqing.sample.rates import Rates


@dataclass
class County:
    """A county in memory: everything but the people outside the register.

    ``employers`` are those at the steps of an award, with the hires that count; ``ready`` are the numbers
    of the households that were made ready to exit.
    """

    place: Place
    figures: Calibration
    seed: int
    villages: list[Village]
    households: list[Household]
    maker: Maker
    rates: Rates
    plan: Plan = field(default_factory=Plan)
    employers: dict[str, int] = field(default_factory=dict)
    ready: list[str] = field(default_factory=list)

    def rng(self, name: str) -> Random:
        """The stream of random numbers of one part, so that no part disturbs another."""
        return _stream(self.seed, name)

    @property
    def names(self) -> dict[str, str]:
        """Province, city and county as the exports write them."""
        return {level: self.place.names.get(level, "") for level in ("province", "city", "county")}

    @property
    def home(self) -> Home:
        """The county as a place of work."""
        names = self.names
        return Home("".join(names.values()), names["province"])

    @property
    def people(self) -> Iterator[Person]:
        """Everybody in the register."""
        return (person for household in self.households for person in household.members)


def _stream(seed: int, name: str) -> Random:
    return Random(f"{seed}/{name}")


def make(place: str, *, households: int | None = None, seed: int = 2018, leaving: bool = False) -> County:
    """The register of the sample county in memory, with its planted errors; writes nothing.

    ``households`` None means all of the real county, as does any number above them. Who has not exited
    lacks something; ``leaving``: but for a few, who are ready to exit (``ready.py``). Raises Problem
    ``sample.households`` and as ``calibration.load`` does.
    """
    where = places.load(place)
    figures = calibration.load(place)
    count = figures.households if households is None else min(households, figures.households)
    villages = geography.villages(where, figures, _stream(seed, "villages"))
    found = register.outline(figures, villages, count, _stream(seed, "outline"))
    maker = Maker(Mint(figures.id_prefix), figures.as_of, figures.ethnicity, _stream(seed, "people"))
    county = County(where, figures, seed, villages, found, maker, rates.of(where, figures))
    _populate(county, count)
    _fill(county, count)
    county.plan = Planter(found, maker, figures.as_of, _stream(seed, "errors")).plant()
    _employ(county)
    if leaving:
        _make_ready(county)
    planting.plant(villages, found, county.plan, figures.as_of, _stream(seed, "flagged"))
    return county


def _make_ready(county: County) -> None:
    line, year = county.figures.income["line"], county.figures.as_of.year
    chosen = ready.prepare(county.households, county.plan, line, year, county.rng("ready"))
    county.ready = [home.number for home in chosen]


def _employ(county: County) -> None:
    """Places of work for all, and employers at the steps of the awards for people without a fault."""
    on, rng = county.figures.as_of, county.rng("work places")
    jobs.settle(county.households, county.home, on, rng)
    faults = county.plan.faults
    free = [p for p in county.people if p.person_no not in faults]
    county.employers = jobs.open_factories(free, county.rng("employers"))


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
    helpers = living.officers(county.villages, county.place.words.get("county", "县"), county.rng("officers"))
    number, otherwise = 0, county.rng("other names")
    for household in county.households:
        members.fill(household, county.maker)
        naming.settle(household, otherwise)
        wellbeing.describe(household, year, rng)
        if county.rates.ranger is None:
            jobs.no_rangers(household)
        jobs.keep_posts(household, county.rates.posts_for)
        for person in household.members:
            number += 1
            person.person_no = f"2{county.figures.number_stem}{number:08d}"
            person.id_shown = person.card if person.card and rng.random() < 0.5 else person.id_no
        household.credit = _grown_head(household) and rng.random() < 0.14
        living.furnish(
            household, rng.choice(helpers[household.village.code]), county.figures, county.rates, rng
        )
        living.misjudge(household, county.rng(f"help {household.number}"))


def _grown_head(household: Household) -> bool:
    return 22 <= household.head.age <= 60 and not household.tekun


def _renovate(county: County, wanted: int, rng: Random) -> None:
    for household in rng.sample(county.households, wanted):
        household.renovated = True
