"""One household under the policies (政策): dues beside payments, bills line by line, tier, warnings, proposals."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.compute.benefits import Benefits, Bill, Due, benefits
from liuqing.policy.rules import RULES
from liuqing.registry.models import Household, Person
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.reasons import folder

__all__ = ["Bill", "Due", "Named", "OfHousehold", "of_household"]


@dataclass(frozen=True)
class Named:
    """A rule's answer with its label; ``rule`` leads to the reasons."""

    rule: str
    label: str
    answer: str = ""


@dataclass(frozen=True)
class OfHousehold:
    """The household's benefits; ``names`` gives each member's name by key,
    ``departments`` the county's own name for each department."""

    household: Household
    on: date
    dues: tuple[Due, ...]
    bills: tuple[Bill, ...]
    choices: tuple[Named, ...]
    warnings: tuple[Named, ...]
    proposals: tuple[Named, ...]
    names: dict[int, str]
    departments: dict[str, str]


def of_household(user: Any, no: str) -> OfHousehold:
    """Of the latest snapshot. Problems ``registry.no_such_household``, ``registry.not_assessed``."""
    home = scope.household(user, no)
    snapshot = scope.assessed()
    found = _read(folder(snapshot), home.pk, settings.WORKSPACE.place, snapshot.on)
    people = {one.person for one in (*found.dues, *found.bills)} - {None}
    return OfHousehold(
        household=home,
        on=snapshot.on,
        dues=found.dues,
        bills=found.bills,
        choices=tuple(Named(name, RULES[name].label, answer) for name, answer in found.choices.items()),
        warnings=tuple(Named(name, RULES[name].label) for name in found.warnings),
        proposals=tuple(_proposal(name) for name in found.proposals),
        names=dict(Person.objects.filter(pk__in=people).values_list("pk", "name")),
        departments={d: words.department(d) for d in {one.programme.department for one in found.dues}},
    )


def _proposal(name: str) -> Named:
    """宜安排产业帮扶 → 产业帮扶."""
    return Named(name, RULES[name].label.removeprefix("宜安排"))


@lru_cache(maxsize=256)
def _read(where: Path, household: int, place: str, on: date) -> Benefits:
    # A snapshot never changes.
    return benefits(where, household, place=place, on=on)
