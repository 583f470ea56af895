"""Where the projects of the sample pool lie: the place's real villages and townships, larger ones first."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from liuqing.sample.people import Village
from liuqing.sample.pool_figures import Work


class Site(NamedTuple):
    """A village, a township (no village) or the county (neither)."""

    town: str = ""
    village: str = ""
    weight: float = 1.0

    @property
    def label(self) -> str:
        """As it stands in a project's name; the county is not named."""
        return f"{self.town}{self.village}"


class Spread:
    """Gives out places so that every village has its turn; which one begins is drawn by size."""

    def __init__(self, villages: Sequence[Village], rng: Random):
        self._all = {f"{v.town}{v.name}": Site(v.town, v.name, v.weight) for v in villages}
        by_size = sorted(self._all.values(), key=lambda site: rng.random() ** (1 / site.weight), reverse=True)
        self._villages = by_size
        weights: dict[str, float] = {}
        for site in by_size:
            weights[site.town] = weights.get(site.town, 0) + site.weight
        self._towns = [Site(town, "", weight) for town, weight in weights.items()]
        self._at = {"village": 0, "town": 0}

    def next(self, work: Work) -> Site:
        """The place of the work's next project; KeyError for a village that is not there."""
        if work.village:
            return self._all[work.village]
        if work.at == "county":
            return Site()
        places = self._towns if work.at == "town" else self._villages
        self._at[work.at] += 1
        return places[(self._at[work.at] - 1) % len(places)]
