"""Plants everything that flags must find, and look-alikes, in the register of a county."""

from datetime import date
from random import Random

from liuqing.sample.errors import Plan
from liuqing.sample.flagged import found, households, lists, monitored, people, places
from liuqing.sample.flagged.choosing import Chooser
from liuqing.sample.people import Household, Village

THIRD = 3
"""Of so many households in an unsafe home one is monitored."""
RISKS = {"unsafe_house_unmonitored": "因房", "unsafe_water_unmonitored": "因水"}


def plant(villages: list[Village], homes: list[Household], plan: Plan, on: date, rng: Random) -> None:
    """Change what the register shows and what lists say; ``plan`` then tells where."""
    _watch_the_unsafe(homes, plan, on, rng)
    chooser = Chooser(homes, plan, rng)
    monitored.fill(chooser, on)
    people.plant(chooser)
    lists.plant(chooser, on)
    monitored.plant(chooser, on)
    households.plant(chooser)
    places.record(villages, homes, plan, rng)


def _watch_the_unsafe(homes: list[Household], plan: Plan, on: date, rng: Random) -> None:
    """Some households in an unsafe home are monitored for it; the others are found."""
    unsafe = list(found.unsafe(homes))
    both = {home.number for _, home in unsafe if sum(home is one for _, one in unsafe) > 1}
    for order, (flag, home) in enumerate(unsafe):
        home.whole = True
        if order % THIRD or home.number in both:
            plan.found.append((flag, home))
            continue
        monitored.describe(home, on, rng, RISKS[flag])
        if home.monitored is not None:
            home.monitored |= {"removed": False, "removed_on": None, "removal_way": None}
        plan.innocent.append(("unsafe_monitored", home, None))
