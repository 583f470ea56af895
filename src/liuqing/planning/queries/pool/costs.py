"""Unit costs that stand out (R068): against the place's standard, else against the median of the same item.

Too few others make no median: then nothing is said. Tolerance and least number are numbers of the place.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.conf import settings

from liuqing.planning.models import Project, Quantity
from liuqing.policy import place, pool


@dataclass(frozen=True)
class Outlier:
    """A quantity whose unit cost is off by ``percent`` (negative: cheaper) from ``usual`` yuan; ``why`` cites."""

    quantity: Quantity
    usual: Decimal
    percent: int
    why: str


def outliers(project: Project, quantities: Iterable[Quantity], on: date) -> list[Outlier]:
    """Those of the quantities that stand out on a day."""
    numbers = place.load(settings.WORKSPACE.place).parameters(on)
    if not numbers.has(pool.TOLERANCE):
        return []
    costed = [one for one in quantities if one.unit_cost]
    others = _others(project, costed)
    found = []
    for one in costed:
        usual = _usual(project, one, others[one.item, one.unit], on)
        if usual and abs(one.unit_cost - usual[0]) * 100 > usual[0] * Decimal(str(numbers[pool.TOLERANCE])):
            off = int((one.unit_cost - usual[0]) * 100 / usual[0])
            found.append(Outlier(one, usual[0], off, usual[1]))
    return found


def _usual(project: Project, one: Quantity, others: list[Decimal], on: date) -> tuple[Decimal, str] | None:
    where = place.load(settings.WORKSPACE.place)
    stated = pool.unit_cost(where, on, (one.item, project.class_two), one.unit)
    if stated:
        return stated
    least = int(where.parameters(on)[pool.COMPARED])
    if len(others) < least:
        return None
    return median(others).quantize(Decimal("0.01")), f"项目库中 {len(others)} 个同类项目的中位数"


def _others(project: Project, quantities: list[Quantity]) -> dict[tuple[str, str], list[Decimal]]:
    """Unit costs of the same item and unit in other projects of the class."""
    found: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    same = Quantity.objects.filter(
        project__class_one=project.class_one, item__in={one.item for one in quantities}, unit_cost__gt=0
    )
    for item, unit, cost in same.exclude(project=project.pk).values_list("item", "unit", "unit_cost"):
        found[item, unit].append(cost)
    return found
