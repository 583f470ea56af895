"""The sample county's villages: who is listed as poor, and how many people live in each.

Division codes come from the place. Everything else is drawn, with the calibration's totals kept.
"""

from random import Random

from liuqing.policy.place import AreaRow, Place
from liuqing.sample.calibration import Calibration
from liuqing.sample.people import Village
from liuqing.sample.shares import divide, within


def villages(place: Place, figures: Calibration, rng: Random) -> list[Village]:
    """The villages with their poverty standing and hamlets; people are counted later."""
    rows = place.areas()
    towns = {row.code: row.name for row in rows if row.level == "town"}
    found = [_village(row, towns, figures) for row in rows if row.level == "village"]
    _list_poor(found, figures, rng)
    hamlets = divide(figures.villages["natural"], [rng.uniform(6, 16) for _ in found])
    for village, count in zip(found, hamlets, strict=True):
        village.hamlets = max(count, 1)
        village.weight = rng.uniform(0.6, 1.4) * (1.3 if village.urban else 1.0)
        village.income = round(rng.uniform(2, 12) if village.left else rng.uniform(0, 6), 2)
    return found


def _village(row: AreaRow, towns: dict[str, str], figures: Calibration) -> Village:
    town = towns[row.parent]
    return Village(row.code, row.name, town, urban=town in figures.villages["urban_towns"])


def _list_poor(found: list[Village], figures: Calibration, rng: Random) -> None:
    """Choose the poor villages, mostly outside the towns' streets, and the years they exited."""
    order = sorted(found, key=lambda v: rng.random() + 0.8 * v.urban)
    years = [year for year, count in figures.villages["listed"].items() for _ in range(count)]
    poor = order[: len(years)]
    for village, year in zip(poor, years, strict=True):
        village.listed = year
    # Those listed first exit first: a village listed in 2017 cannot have left in 2016.
    leaving = [year for year, count in figures.villages["exits"].items() for _ in range(count)]
    for village, year in zip(poor, leaving, strict=False):
        village.left = year


def populate(
    found: list[Village], registered: dict[str, int], rural: int, residents: int, rng: Random
) -> None:
    """Rural and all residents by village, with these totals.

    ``registered`` are the persons of the poverty register by village code: all of them are rural,
    so no village has fewer rural residents than that.
    """
    floors = [registered.get(v.code, 0) for v in found]
    weights = [v.weight * rng.uniform(0.95, 1.05) for v in found]
    everyone = within(residents, weights, floors, [residents] * len(found))
    shares = [0.42 if v.urban else rng.uniform(0.95, 0.99) for v in found]
    country = [n * s for n, s in zip(everyone, shares, strict=True)]
    for village, total, part in zip(found, everyone, within(rural, country, floors, everyone), strict=True):
        village.residents, village.rural = total, part
