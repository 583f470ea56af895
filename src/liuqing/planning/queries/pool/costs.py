"""Unit costs that stand out (R068): against the place's standard, else against the median of the same item.

Too few others make no median: then nothing is said. Tolerance and least number are numbers of the place.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from liuqing.planning.models import Project, Quantity
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool.listing import place_of
from liuqing.policy import place, pool
from liuqing.policy.place import Place

Key = tuple[str, str, str]
"""Class, item and unit: what is compared."""
Others = dict[Key, list[Decimal]]


@dataclass(frozen=True)
class Outlier:
    """A quantity whose unit cost is off by ``percent`` (negative: cheaper) from ``usual`` yuan; ``why`` cites."""

    quantity: Quantity
    usual: Decimal
    percent: int
    why: str


def outliers(project: Project, quantities: Iterable[Quantity], on: date) -> list[Outlier]:
    """Those of the quantities of one project, saved or not, that stand out on a day."""
    costed = [one for one in quantities if one.unit_cost]
    same = Quantity.objects.filter(
        project__class_one=project.class_one, item__in={one.item for one in costed}
    )
    others = _costs(same.exclude(project=project.pk)) if costed else {}
    usual = _Usual(on)
    found = (usual.judge(project, one, others.get(_key(project, one), [])) for one in costed)
    return [one for one in found if one]


def in_area(user: Any, area_code: str | None, on: date) -> list[Outlier]:
    """Those of every project of an area that the user sees: the dearest first, then the cheapest."""
    where = place_of(user, area_code)
    seen = scope.visible(user).filter(area__path__startswith=where.path).exclude(state__in=Project.OUT)
    quantities = Quantity.objects.filter(project__in=seen.order_by().values("pk"), unit_cost__gt=0)
    others, usual = _costs(Quantity.objects.all()), _Usual(on)
    found = []
    for one in quantities.select_related("project__area__parent"):
        beside = list(others[_key(one.project, one)])
        beside.remove(one.unit_cost)
        if told := usual.judge(one.project, one, beside):
            found.append(told)
    return sorted(found, key=lambda one: (one.percent < 0, -abs(one.percent)))


class _Usual:
    """What is usual in this place on a day."""

    def __init__(self, on: date) -> None:
        self.place: Place = place.load(settings.WORKSPACE.place)
        self.on, self.numbers = on, self.place.parameters(on)

    def judge(self, project: Project, one: Quantity, others: list[Decimal]) -> Outlier | None:
        """Whether the unit cost of a quantity stands out; None where nothing can be said."""
        if one.unit_cost is None or not self.numbers.has(pool.TOLERANCE):
            return None
        stated = pool.unit_cost(self.place, self.on, (one.item, project.class_two), one.unit)
        usual, why = stated or self._middle(one, others)
        if not usual:
            return None
        off = (one.unit_cost - usual) * 100 / usual
        far = abs(off) > Decimal(str(self.numbers[pool.TOLERANCE]))
        return Outlier(one, usual, int(off), why) if far else None

    def _middle(self, one: Quantity, others: list[Decimal]) -> tuple[Decimal, str]:
        """The median of the others, if they are enough and this one lies outside what they usually differ by."""
        nothing = Decimal(0), ""
        if not self._comparable(one) or len(others) < int(self.numbers[pool.COMPARED]):
            return nothing
        middle = median(others)
        usual_distance = median(abs(cost - middle) for cost in others)
        if abs((one.unit_cost or middle) - middle) <= usual_distance * int(self.numbers[pool.SPREAD]):
            return nothing
        return middle.quantize(Decimal("0.01")), f"项目库中 {len(others)} 个同类项目的中位数"

    def _comparable(self, one: Quantity) -> bool:
        known = all(self.numbers.has(name) for name in (pool.COMPARED, pool.SPREAD, pool.LUMPS))
        return known and one.unit not in self.numbers[pool.LUMPS]


def _costs(quantities: "QuerySet[Quantity]") -> Others:
    """Unit costs by what is compared."""
    found: Others = defaultdict(list)
    rows = quantities.filter(unit_cost__gt=0).order_by()
    for class_one, item, unit, cost in rows.values_list("project__class_one", "item", "unit", "unit_cost"):
        found[class_one, item, unit].append(cost)
    return found


def _key(project: Project, one: Quantity) -> Key:
    return project.class_one, one.item, one.unit
