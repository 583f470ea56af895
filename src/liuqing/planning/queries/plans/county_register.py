"""The register as a plan tells it (贫困状况): figures of the latest assessment, by township, by year of exit, by cause."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.registry.models import Area, Figure
from liuqing.registry.queries import scope
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

Value = Decimal | None


@dataclass(frozen=True)
class Here:
    """The figures of an area; None is not known."""

    code: str
    name: str
    figures: dict[tuple[str, str], Value]

    def __getitem__(self, metric: str) -> Value:
        return self.figures.get((metric, ""))

    def part(self, metric: str, by: str, key: str) -> Value:
        """A part of a figure: so many exited in 2017."""
        return self.figures.get((metric, f"{by}={key}"))

    def keys(self, metric: str, by: str) -> list[str]:
        """The parts that a figure has along a dimension."""
        return sorted(d.partition("=")[2] for m, d in self.figures if m == metric and d.startswith(f"{by}="))


@dataclass(frozen=True)
class Register:
    """The county and its townships on the day of the latest assessment; how many areas there are below."""

    on: date
    county: Here
    towns: tuple[Here, ...]
    villages: int


def register(user: Any, where: Area) -> Register | None:
    """The register of the county; None if it was never assessed. Problem ``workflow.not_allowed``."""
    rights.require(user, Right.SEE_BOARD, where.path)
    snapshot = scope.latest_snapshot()
    if snapshot is None:
        return None
    towns = list(Area.objects.filter(parent=where, until=None, level=Area.Level.TOWN).order_by("code"))
    found: dict[int, dict[tuple[str, str], Value]] = {one.pk: {} for one in (where, *towns)}
    rows = Figure.objects.filter(snapshot=snapshot, area__in=list(found))
    for area, metric, dimension, value in rows.values_list("area", "metric", "dimension", "value"):
        found[area][metric, dimension] = value
    villages = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE, until=None).count()
    here, *below = (Here(one.code, one.name, found[one.pk]) for one in (where, *towns))
    return Register(snapshot.on, here, tuple(below), villages)
