"""The rows of the departments' lists: people of the register and some from outside it."""

from random import Random

from liuqing.sample import errors, wellbeing
from liuqing.sample.departments import Desk, Facts, Sending
from liuqing.sample.making import County
from liuqing.sample.people import Household, Person

About = tuple[str, str] | None
"""Of a row: person number and kind of error; None: somebody outside the register."""
Row = tuple[Facts, About]
Listed = tuple[Person, Household]


class Rolls:
    """Makes the rows of any list; the pool are the people outside the register whom lists may name."""

    def __init__(self, county: County, pool: list[Household]):
        self._county, self._pool = county, pool
        rng, year = county.rng("pool"), county.figures.as_of.year
        for household in pool:
            household.tekun = household.size == 1 and rng.random() < 0.08
            household.dibao = household.size if not household.tekun and rng.random() < 0.3 else 0
            household.renovated, household.credit = rng.random() < 0.3, rng.random() < 0.1
            wellbeing.describe(household, year, rng)

    def rows(self, sending: Sending, rng: Random) -> list[Row]:
        """The list's rows by village, those of the register spoiled at the stated rates."""
        desk = Desk(rng, self._county.figures.as_of)
        inside = self._chosen(sending, self._county.households, rng)
        facts = [sending.row(person, home, desk) for person, home in inside]
        kinds = errors.spoil(facts, sending.key, rng)
        rows: list[tuple[str, Row]] = [
            (home.village.code, (row, (person.person_no, kinds.get(n, ""))))
            for n, ((person, home), row) in enumerate(zip(inside, facts, strict=True))
        ]
        rows += [self._again(rows[n]) for n in errors.repeated(len(rows), kinds, rng)]
        for person, home in self._outside(sending, len(inside), rng):
            rows.append((home.village.code, (sending.row(person, home, desk), None)))
        # A stable sort: a repeated row comes after the first one, in the same village.
        rows.sort(key=lambda row: row[0])
        return [row for _, row in rows]

    def _again(self, one: tuple[str, Row]) -> tuple[str, Row]:
        village, (facts, about) = one
        return village, (dict(facts), (about[0] if about else "", "list_twice"))

    def _chosen(self, sending: Sending, homes: list[Household], rng: Random) -> list[Listed]:
        return [(p, h) for h in homes for p in h.members if sending.fits(p, h, rng)]

    def _outside(self, sending: Sending, inside: int, rng: Random) -> list[Listed]:
        figures = self._county.figures
        share = 1 - figures.register["dibao"]["county_share"] if sending.key == "dibao" else sending.outside
        wanted = round(inside * share / (1 - share))
        if sending.key == "police_deaths":
            maker = self._county.maker
            return errors.dead_strangers(self._county.villages, wanted, maker, figures.as_of, rng)
        stock = self._chosen(sending, self._pool, rng)
        return rng.sample(stock, min(wanted, len(stock)))
