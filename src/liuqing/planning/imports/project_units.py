"""元 and 万元 mixed up: a figure that is some ten thousand times what projects of its class usually cost."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Sum

from liuqing.planning.imports import pool_faults as faults
from liuqing.planning.models import Funding
from liuqing.planning.services.pool.recording import Stated
from liuqing.policy import place, pool
from liuqing.registry.problems import Fault

FROM = 2_000
"""From so many times on a mix of units is more likely than a large project: small and large ones of a class
seldom differ by more than a few hundred times."""
_Class = tuple[str, str]


class Usual:
    """What projects of each class cost: those of the pool and those of the list at hand."""

    def __init__(self, stated: Iterable[Stated], on: Any) -> None:
        numbers = place.load(settings.WORKSPACE.place).parameters(on)
        self.least = int(numbers[pool.COMPARED]) if numbers.has(pool.COMPARED) else 0
        self.costs: dict[_Class, list[Decimal]] = defaultdict(list)
        listed = list(stated)
        for one in listed:
            if cost := _cost(one):
                self.costs[_class(one)].append(cost)
        self._of_the_pool({no for one in listed if (no := one.no)})

    def _of_the_pool(self, listed: set[str]) -> None:
        wanted = {one for one, _ in self.costs}
        rows = Funding.objects.filter(project__class_one__in=wanted).order_by()
        for row in rows.values("project__no", "project__class_one", "project__class_two").annotate(
            cost=Sum("need")
        ):
            if row["cost"] and row["project__no"] not in listed:
                self.costs[row["project__class_one"], row["project__class_two"]].append(row["cost"])

    def doubt(self, one: Stated) -> Fault | None:
        """What looks wrong with the money of one; None if nothing does or too few are known."""
        cost, others = _cost(one), self.costs[_class(one)]
        if not cost or not self.least or len(others) <= self.least:
            return None
        usual = median(others)
        times = max(cost / usual, usual / cost)
        if times < FROM:
            return None
        return faults.other_unit(int(times.quantize(Decimal(1))), "资金规模（合计）", larger=cost > usual)


def _cost(one: Stated) -> Decimal:
    return sum((row["need"] for row in one.fundings), Decimal(0))


def _class(one: Stated) -> _Class:
    return one.facts.get("class_one", ""), one.facts.get("class_two", "")
