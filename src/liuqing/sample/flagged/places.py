"""The yearly record of the villages: water, houses, land, road; and contradictions in it."""

from collections import defaultdict
from random import Random

from liuqing.sample.errors import Fault, Plan
from liuqing.sample.flagged.kinds import PLACES
from liuqing.sample.people import Household, Village

MU = 0.9
"""Cultivated land of a person with rural registration in mu, at least."""
ROUNDED, LARGE = 5, 100
"""Villages that state exactly the land of their registered households, in whole mu; so much at least."""


def record(villages: list[Village], households: list[Household], plan: Plan, rng: Random) -> None:
    """The facts of every village, then the contradictions of ``PLACES``."""
    homes: dict[str, list[Household]] = defaultdict(list)
    for home in households:
        homes[home.village.code].append(home)
    for village in villages:
        _record(village, homes[village.code], rng)
    order = sorted(villages, key=lambda village: (len(homes[village.code]) < 2, rng.random()))
    for kind, change in _WAYS.items():
        wanted = max(1 if len(villages) < 20 else 2, round(PLACES[kind].rate * len(villages)))
        fitting = [v for v in order if v.code not in plan.places and _fits(kind, v)]
        for village in fitting[:wanted]:
            change(village, _land(homes[village.code]))
            plan.places[village.code] = Fault(kind)
    for village in [v for v in order if v.code not in plan.places and _land(homes[v.code]) > LARGE][:ROUNDED]:
        village.facts["village_land"] = round(_land(homes[village.code]))
        plan.rounded.append(village)


def _record(village: Village, homes: list[Household], rng: Random) -> None:
    households = round(village.residents / 3.6)
    village.facts |= {
        "water_unsafe_households": min(sum(not h.facts["water_safe"] for h in homes), households),
        "dilapidated_households": min(sum(bool(h.facts["house_dilapidated"]) for h in homes), households),
        "village_land": round(_land(homes) + village.rural * rng.uniform(MU, 1.6)),
        "hardened_road": True if village.left or village.urban else rng.random() < 0.9,
    }


def _land(homes: list[Household]) -> float:
    return sum(float(str(h.shown.get("land_cultivated", h.facts["land_cultivated"])) or 0) for h in homes)


def _fits(kind: str, village: Village) -> bool:
    return village.left is not None if kind == "village_road" else village.registered >= 2


def _short(village: Village, land: float) -> None:
    village.facts["village_land"] = int(land * 0.6)


def _unsafe(village: Village, land: float) -> None:
    village.facts["water_unsafe_households"] = round(village.residents / 3.6) + 37


def _blank(village: Village, land: float) -> None:
    village.facts["dilapidated_households"] = None


def _no_road(village: Village, land: float) -> None:
    village.facts["hardened_road"] = False


_WAYS = {"village_land": _short, "village_unsafe": _unsafe, "village_blank": _blank, "village_road": _no_road}
