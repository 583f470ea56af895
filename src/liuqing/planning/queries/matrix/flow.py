"""The flow of money (桑基图): from its sources to classes, townships and whom it serves.

Every layer is made of the same groups, so that all layers add up to the same total.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import Measure, measure
from liuqing.planning.queries.matrix.order import Head, heads
from liuqing.planning.queries.matrix.table import Asked, ask, folded
from liuqing.planning.queries.pool.beneficiaries import households
from liuqing.registry.queries import boards
from liuqing.registry.queries.boards import Place
from liuqing.workflow import clock

LAYERS = ("source", "class_one", "town", "reach")
"""From left to right; in a township its villages stand in the townships' layer."""


@dataclass(frozen=True)
class Node:
    """A part of a layer: its head, its money, and what narrows the matrix to it."""

    head: Head
    value: Decimal
    narrowed: dict[str, str]


@dataclass(frozen=True)
class Link:
    """Money that goes from a part of a layer to one of the next, by their keys."""

    layer: int
    start: str
    end: str
    value: Decimal


@dataclass(frozen=True)
class Sankey:
    """The flow: layers of nodes, links between neighbours, and the total that each layer adds up to.

    ``reached``: by the key of the last layer, how many households its projects serve today; none counted twice
    in a key.
    """

    area: Place
    measure: Measure
    layers: tuple[tuple[Node, ...], ...]
    links: tuple[Link, ...]
    total: Decimal
    reached: dict[str, int]


def sankey(user: Any, area_code: str | None, *, what: str = "need", **narrowed: Any) -> Sankey:
    """The flow of an area's money. ``what`` and ``narrowed`` as of ``matrix``, but for the number of projects."""
    counted = measure("need" if what == "projects" else what)
    asked = ask(user, area_code, counted, narrowed)
    keys = tuple("village" if key == "town" and asked.here.level != "county" else key for key in LAYERS)
    found = counting.amounts(asked.projects(user), counted, keys, asked.rest)
    groups = {key: value for key, value in folded(found, keys, asked.tree).items() if value}
    layers = tuple(_layer(asked, keys[n], n, groups) for n in range(len(keys)))
    total = sum(groups.values(), Decimal(0))
    return Sankey(
        boards.area_head(asked.here), counted, layers, _links(groups, len(keys)), total, _reached(user, asked, layers)
    )  # fmt: skip


def _reached(user: Any, asked: Asked, layers: tuple[tuple[Node, ...], ...]) -> dict[str, int]:
    """Households of the projects of each kind that have any of this money."""
    day, projects = clock.today(), counting.having(asked.projects(user), asked.measure, asked.rest)
    keys = [node.head.key for node in layers[-1]]
    return {key: households(projects.filter(reach=key), day).count() for key in keys}


def _layer(asked: Asked, key: str, n: int, groups: dict[tuple[str, ...], Decimal]) -> tuple[Node, ...]:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for group, value in groups.items():
        sums[group[n]] += value
    told = heads(key, sums, asked.tree)
    return tuple(Node(head, sums[head.key], {**asked.narrowed, key: head.key}) for head in told)


def _links(groups: dict[tuple[str, ...], Decimal], layers: int) -> tuple[Link, ...]:
    sums: defaultdict[tuple[int, str, str], Decimal] = defaultdict(Decimal)
    for group, value in groups.items():
        for n in range(layers - 1):
            sums[n, group[n], group[n + 1]] += value
    return tuple(Link(n, start, end, value) for (n, start, end), value in sums.items())
