"""Behind a cell (一格里的项目): the projects of a sum, each with its part of it; the parts add up to the cell."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Project
from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import Dimension, Measure, measure
from liuqing.planning.queries.matrix.order import Head
from liuqing.planning.queries.matrix.table import ask, told
from liuqing.registry.queries import boards
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.pages import Page

SIZE = 50


@dataclass(frozen=True)
class Part:
    """A project and its part of the sum, in yuan (or 1, where projects are counted)."""

    project: Project
    value: Decimal


@dataclass(frozen=True)
class Behind:
    """The projects of a sum, the greatest part first. ``filters`` open the same in the list of the pool."""

    area: Place
    measure: Measure
    narrowed: tuple[tuple[Dimension, Head], ...]
    page: Page[Part]
    total: Decimal
    filters: dict[str, str]


def behind(user: Any, area_code: str | None, *, what: str = "need", page: int = 1, **narrowed: Any) -> Behind:
    """The projects of a cell of ``matrix``: the same area, ``what`` and ``narrowed`` give the same sum."""
    asked = ask(user, area_code, measure(what), narrowed)
    found = counting.amounts(asked.projects(user), asked.measure, ("project",), asked.rest)
    parts = sorted(((value, pk) for (pk,), value in found.items()), key=lambda one: (-one[0], one[1]))
    number = min(max(1, page), max(1, -(-len(parts) // SIZE)))
    shown = parts[(number - 1) * SIZE : number * SIZE]
    held = Project.objects.select_related("area").in_bulk([pk for _, pk in shown])
    rows = [Part(held[pk], value) for value, pk in shown]
    total = sum((value for value, _ in parts), Decimal(0))
    return Behind(
        boards.area_head(asked.here), asked.measure, told(asked), Page(rows, len(parts), number, SIZE), total, asked.filters()
    )  # fmt: skip
