"""Names that lists write in more than one way: dots in names of minorities, and nicknames."""

from random import Random

from liuqing.sample.names import dotted, nickname
from liuqing.sample.people import Household

DOTTED = 0.04
"""Share of the members of ethnic minorities with a dot in their name."""
KNOWN_OTHERWISE = 0.015
"""Share of everybody with a former name or nickname in the household book."""
HAN = "汉族"


def settle(household: Household, rng: Random) -> None:
    """Give some of the members a dot, and some another name."""
    for person in household.members:
        if person.ethnicity != HAN and len(person.name) > 2 and rng.random() < DOTTED:
            person.name = dotted(person.name)
        if rng.random() < KNOWN_OTHERWISE:
            person.other_name = nickname(person.name, rng)
