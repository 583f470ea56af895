"""One-card accounts: numbers that belong to nobody, with a check digit that holds.

The first digits are a range that no bank was ever given (a card of any bank in the world begins
otherwise), then a serial number, then the check digit of ISO/IEC 7812.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from liuqing.sample.errors import Plan
from liuqing.sample.people import Household, Person

LENGTH = 19
BANK = "县农村信用合作联社"
"""Where they are."""
GROWN = 18
DEAD, SHARED, OTHER = 0.004, 0.002, 0.003
"""Shares of the accounts with a planted error; at least two of each."""


@dataclass(slots=True)
class Account:
    """A row of the list: whose account, its number, in whose name, since when, what is wrong with it."""

    person: Person
    home: Household
    number: str
    holder: str
    since: date
    planted: str = ""
    related: str = ""


def accounts(households: list[Household], plan: Plan, prefix: str, on: date, rng: Random) -> list[Account]:
    """An account for every head, for grown members who get money of their own, and still for some who died."""
    made: list[Account] = []
    for home in households:
        for person in home.members:
            if person is home.head or _paid(person):
                since = on - timedelta(days=rng.randrange(200, 3000))
                made.append(Account(person, home, _number(prefix, len(made) + 1), person.name, since))
    _plant(made, set(plan.faults), rng)
    return made


def _paid(person: Person) -> bool:
    grown = person.age >= GROWN
    return grown and bool(person.ranger or person.post or person.disability or person.tekun or person.died)


def _plant(made: list[Account], faulty: set[str], rng: Random) -> None:
    for one in made:
        if one.person.died:
            one.planted = "dead_payee"
    free = [
        one
        for one in made
        if not one.planted and one.person.person_no not in faulty and len(one.home.members) > 1
    ]
    rng.shuffle(free)
    for one in free[: max(2, round(len(made) * OTHER))]:
        other = rng.choice([member for member in one.home.members if member is not one.person])
        one.holder, one.planted, one.related = other.name, "other_holder", other.person_no
    rest = [one for one in free if not one.planted]
    twos = max(2, round(len(made) * SHARED))
    for first, second in zip(rest[:twos], rest[twos : 2 * twos], strict=False):
        if first.home is not second.home:
            second.number, second.planted, second.related = (
                first.number,
                "shared_card",
                first.person.person_no,
            )


def in_order(made: list[Account]) -> Iterator[Account]:
    """As the list is written: township by township, village by village."""
    return iter(sorted(made, key=lambda one: (one.home.village.code, one.home.number)))


def _number(prefix: str, serial: int) -> str:
    body = f"{prefix}{serial:0{LENGTH - 1 - len(prefix)}d}"
    return f"{body}{luhn(body)}"


def luhn(body: str) -> int:
    """The check digit for the digits before it."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if place % 2 else 2)
        total += value - 9 if value > 9 else value
    return -total % 10
