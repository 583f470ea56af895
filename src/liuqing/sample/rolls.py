"""The rows of the departments' lists: people of the register and some from outside it."""

from datetime import date
from random import Random
from typing import NamedTuple

from liuqing.policy.lists import BY_KEY
from liuqing.sample import entitlements, errors, jobs, wellbeing
from liuqing.sample.desks import WHOLE, Desk, Facts, Sending
from liuqing.sample.entitlements import SCHEMES, TWICE, WAITS, Told
from liuqing.sample.flagged import monitored
from liuqing.sample.flagged import rows as flagged
from liuqing.sample.making import County
from liuqing.sample.people import Household, Person

MONITORED = 0.01
"""Share of the households outside the register that are monitored."""


class About(NamedTuple):
    """Of a row about somebody of the register: who, the planted error, the finding on a payment."""

    person_no: str
    error: str = ""
    finding: str = ""
    programmes: tuple[str, ...] = ()
    note: str = ""
    flags: tuple[str, ...] = ()


Row = tuple[Facts, About | None]
"""None: somebody outside the register."""
Listed = tuple[Person, Household]


class Rolls:
    """Makes the rows of any list; the pool are the people outside the register whom lists may name."""

    def __init__(self, county: County, pool: list[Household]):
        self._county, self._pool = county, pool
        rng, year = county.rng("pool"), county.figures.as_of.year
        for household in pool:
            household.tekun = household.size == 1 and rng.random() < 0.08
            household.dibao = household.size if not household.tekun and rng.random() < 0.3 else 0
            if rng.random() < MONITORED:
                monitored.describe(household, county.figures.as_of, rng, "因病")
            household.renovated, household.credit = rng.random() < 0.3, rng.random() < 0.1
            wellbeing.describe(household, year, rng)
            if county.rates.ranger is None:
                jobs.no_rangers(household)
        jobs.settle(pool, county.home, county.figures.as_of, county.rng("pool work"))
        self._unquarrelled = self._those_unquarrelled()
        self.left_out: list[tuple[str, Person]] = []
        self.paid_much: list[Listed] = []

    def _those_unquarrelled(self) -> list[Listed]:
        """People of the register with whom nothing else is wrong but their death."""
        plan = self._county.plan
        touched = {no for no, fault in plan.faults.items() if fault.kind != "dead_active"}
        touched |= {p.person_no for h in self._county.households if h.whole for p in h.members}
        for extras in plan.extras.values():
            for person, _, fault in extras:
                touched |= {person.person_no, fault.related}
        return [(p, h) for h in self._county.households for p in h.members if p.person_no not in touched]

    def desk(self, sending: Sending, rng: Random) -> Desk:
        """Where the list is made."""
        county = self._county
        on = county.figures.as_of
        if sending.years_before:
            on = date(on.year - sending.years_before, 12, 31)
        more = county.rng(f"{sending.name} more")
        return Desk(rng, more, on, county.rates, county.place.words.get("county", "县"))

    def rows(self, sending: Sending, rng: Random) -> list[Row]:
        """The list's rows by village, those of the register spoiled at the stated rates.

        ``left_out`` then holds who was left out of the list although something was due.
        """
        desk = self.desk(sending, rng)
        inside = self._chosen(sending, self._county.households, rng)
        told = [Told(p, home, _kept(row, home)) for p, home in inside for row in sending.rows(p, home, desk)]
        for one in told:
            one.error = flagged.kind(self._county.plan, sending.key, one.person, one.home)
        for at, kind in errors.spoil([one.row for one in told], sending.key, rng).items():
            told[at].error = told[at].error or kind
        told = self._misplaced(sending, told, desk)
        if sending.key == "medical_settlements":
            self.paid_much = flagged.paid_much((one.person, one.home, one.row) for one in told)
        told += self._again(told, rng)
        rows = [(one.home.village.code, _row(one, sending)) for one in told]
        for person, home in self._outside(sending, len(inside), rng):
            rows += [(home.village.code, (row, None)) for row in sending.rows(person, home, desk)]
        # A stable sort: a repeated row comes after the first one, in the same village.
        rows.sort(key=lambda row: row[0])
        return [row for _, row in rows]

    def _misplaced(self, sending: Sending, told: list[Told], desk: Desk) -> list[Told]:
        """The rows with the wrong payments; people outside the register have none."""
        self.left_out = []
        scheme = None if sending.years_before else SCHEMES.get(sending.key)
        if scheme is None or not told:
            return told
        numbers = {person.person_no for person, _ in self._unquarrelled}
        fit = [one for one in told if one.person.person_no in numbers]
        count = len(fit)
        gone = entitlements.plant(scheme, fit, self._unquarrelled, desk)
        fit += entitlements.second_rows(scheme, fit, desk)
        there = {one.person.person_no for one in told} | {one.person.person_no for one in fit}
        fit += entitlements.beside_another(scheme, self._unquarrelled, there, desk)
        for one in fit[count:]:
            one.row = sending.whole(one.person, one.home, one.row)
        self.left_out = [(scheme.programme, one.person) for one in gone]
        if scheme.programme in desk.pays.programmes:
            left = (p for p in self._county.people if p.said.get(sending.key) == {})
            self.left_out += [(scheme.programme, person) for person in left]
        leaving = {id(one) for one in gone}
        return [one for one in told if id(one) not in leaving] + fit[count:]

    def _again(self, told: list[Told], rng: Random) -> list[Told]:
        """Rows that somebody has copied: the same twice."""
        whole = [one for one in told if one.free]
        chosen = rng.sample(whole, min(errors.repeats(len(told), rng), len(whole)))
        return [Told(one.person, one.home, dict(one.row), "list_twice") for one in chosen]

    def _chosen(self, sending: Sending, homes: list[Household], rng: Random) -> list[Listed]:
        return [(p, h) for h in homes for p in h.members if _is_there(sending, p, h, rng)]

    def _outside(self, sending: Sending, inside: int, rng: Random) -> list[Listed]:
        figures = self._county.figures
        share = 1 - figures.register["dibao"]["county_share"] if sending.key == "dibao" else sending.outside
        wanted = round(inside * share / (1 - share))
        if sending.key == "police_deaths":
            maker = self._county.maker
            return errors.dead_strangers(self._county.villages, wanted, maker, figures.as_of, rng)
        stock = self._chosen(sending, self._pool, rng)
        return rng.sample(stock, min(wanted, len(stock)))


def _is_there(sending: Sending, person: Person, home: Household, rng: Random) -> bool:
    """Whether the list names the person; what is planted is there, or is not, whatever is usual."""
    fits = sending.fits(person, home, rng)
    said = None if sending.years_before else person.said.get(sending.key)
    return fits if said is None else bool(said)


def _kept(row: Facts, home: Household) -> Facts:
    return row | {WHOLE: True} if home.whole else row


def _row(told: Told, sending: Sending) -> Row:
    programmes = (SCHEMES[sending.key].programme, told.also) if told.finding else ()
    known = tuple(programme for programme in programmes if programme)
    second = told.finding == TWICE and not told.also
    note = WAITS if second and not BY_KEY[sending.key].on else ""
    found = flagged.flags(sending.key, told.row, told.person, told.home) if not told.error else ()
    return told.row, About(told.person.person_no, told.error, told.finding, known, note, found)
