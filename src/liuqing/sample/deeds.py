"""What offices did: the ledger of meetings, visits, reports and trainings that the place's quotas ask for.

Nearly everything asked for was done; some periods, areas and households were forgotten.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from liuqing.policy import quotas
from liuqing.policy.layers import in_force
from liuqing.policy.quotas import Period, Quota
from liuqing.sample.area_reports import Area, areas
from liuqing.sample.making import County

DONE = 0.95
"""Share of the periods and areas in which the work was done."""
WHOLE_VILLAGES = 0.75
"""Share of the villages in which every household was reached; in the others most were."""


class Deed(NamedTuple):
    """A row of the ledger."""

    on: date
    activity: str
    role: str
    area_code: str
    household_no: str
    times: int


def deeds(county: County) -> Iterator[Deed]:
    """Every deed of the year up to the day, quota by quota."""
    on, rng = county.figures.as_of, county.rng("deeds")
    everywhere = areas(county)
    for one in quotas.declared(county.place).quotas.values():
        found = in_force(one.values, on)
        if found is None or one.activity == quotas.HELPERS:
            continue
        least = int(found[1].value or 1)
        for period in quotas.periods(one, on, next(iter(one.values))):
            for office in quotas.offices(county.place, one):
                yield from _of_office(one, office[0], period, least, everywhere, on, rng)


def _of_office(
    one: Quota, role: str, period: Period, least: int, everywhere: list[Area], on: date, rng: Random
) -> Iterator[Deed]:
    for area in _targets(one, everywhere):
        if one.target.endswith("household"):
            whole = rng.random() < WHOLE_VILLAGES
            for home in area.homes:
                asked = one.target == "registered_household" or home.left is None
                if asked and (whole or rng.random() < DONE):
                    yield Deed(_day(period, on, rng), one.activity, role, area.code, home.number, 1)
        elif rng.random() < DONE:
            times = 1 if one.every != "year" else least
            for _ in range(-(-least // times)):
                yield Deed(_day(period, on, rng), one.activity, role, area.code, "", times)


def _targets(one: Quota, everywhere: list[Area]) -> list[Area]:
    """The areas for which the work is done once each."""
    named = [area for area in everywhere if not one.areas or area.name in one.areas]
    if one.target == "office":
        return [area for area in named if area.level == one.at]
    if one.target == "poor_town":
        return [
            area for area in named
            if area.level == "town" and sum(v.listed is not None for v in area.villages) * 2 > len(area.villages)
        ]  # fmt: skip
    villages = [area for area in named if area.level == "village"]
    poor = one.target == "poor_village"
    return [area for area in villages if not poor or area.villages[0].listed is not None]


def _day(period: Period, on: date, rng: Random) -> date:
    last = min(period.last, on)
    return period.first + timedelta(days=rng.randrange((last - period.first).days + 1))
