"""The matrix (资金矩阵): two dimensions against each other, every sum made of the same cells.

A cell without rows is empty, not zero. Every cell, and every sum, carries the filters that open its projects.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from liuqing.errors import Problem
from liuqing.planning.models import Project
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.matrix import counting
from liuqing.planning.queries.matrix.dimensions import (
    DIMENSIONS,
    PLACES,
    Dimension,
    Measure,
    dimension,
    measure,
)
from liuqing.planning.queries.matrix.order import Head, heads, text, whole
from liuqing.planning.queries.matrix.places import Tree
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.workflow.rights import Right

SPREAD = ("year", "source")
"""Dimensions by which one project can stand in several cells."""


@dataclass(frozen=True)
class Cell:
    """A sum, what narrows the table to it, and the same as filters of the list of projects.

    ``value`` None: there are no projects.
    """

    value: Decimal | None
    narrowed: dict[str, str]
    filters: dict[str, str]


@dataclass(frozen=True)
class Line:
    """A row: its head, its cells in the order of the columns, their sum."""

    head: Head
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Matrix:
    """A table of money. ``lines`` hold the cells; ``totals`` the columns' sums; ``total`` all of it.

    ``narrowed`` is what the whole table is narrowed to, with the words for it.
    """

    area: Place
    measure: Measure
    rows: Dimension
    columns: Dimension
    column_heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    totals: tuple[Cell, ...]
    total: Cell
    narrowed: tuple[tuple[Dimension, Head], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all."""
        return not self.lines


@dataclass(frozen=True)
class Asked:
    """The projects a user asks about: those of an area that the user may see, narrowed."""

    here: Area
    tree: Tree
    measure: Measure
    narrowed: dict[str, str]

    def projects(self, user: Any) -> Any:
        """The projects, without the narrowing by year and source, which stand in other rows."""
        found = projects_of.visible(user).filter(area__path__startswith=self.here.path)
        if self.measure.pool and "state" not in self.narrowed:
            found = found.filter(state__in=Project.IN_POOL)
        for key, value in self.narrowed.items():
            if key not in SPREAD:
                found = found.filter(self._is(key, value))
        return found

    @property
    def rest(self) -> dict[str, Any]:
        """The narrowing by year and source."""
        told: dict[str, Any] = {key: self.narrowed[key] for key in SPREAD if key in self.narrowed}
        if "year" in told:
            told["year"] = int(told["year"])
        return told

    def filters(self, **more: str) -> dict[str, str]:
        """What the list of projects must be asked for: the area, the narrowing, and this cell."""
        told = {"area": self.here.code, **self.narrowed, **more}
        for level in PLACES:
            if level in told:
                own, _, told["area"] = told.pop(level).rpartition(":")
                told |= {"own": "1"} if own else {}
        if self.measure.pool:
            told.setdefault("state", ",".join(Project.IN_POOL))
        return told

    def cell(self, value: Decimal | None, **more: str) -> Cell:
        """A sum of this table narrowed further."""
        return Cell(value, {**self.narrowed, **more}, self.filters(**more))

    def _is(self, key: str, value: str) -> Q:
        if key not in PLACES:
            return Q(**{DIMENSIONS[key].field: value})
        path = self.tree.path(value)
        if not path:
            return Q(pk__in=())
        return Q(area__path=path) if self.tree.only(value) else Q(area__path__startswith=path)


def matrix(
    user: Any, area_code: str | None, *, rows: str = "class_one", columns: str = "year", what: str = "need", **narrowed: Any
) -> Matrix:  # fmt: skip
    """The table of an area: ``rows`` × ``columns`` of what is needed, secured, allocated, paid, or how many projects.

    ``narrowed`` are further dimensions with the one key wanted of each. Problem ``planning.unknown_dimension``,
    ``planning.unknown_measure``, ``planning.same_dimension``, ``registry.no_such_area``.
    """
    down, across, counted = dimension(rows), dimension(columns), measure(what)
    if rows == columns:
        raise Problem("planning.same_dimension", "行和列是同一种分法", "请给行和列各选一种不同的分法。")
    if what == "projects" and "source" in (rows, columns):
        raise Problem(
            "planning.unknown_dimension", "一个项目可能有几种资金来源，项目数不能按来源分", "请换一种分法，或者看金额。"
        )  # fmt: skip
    asked = ask(user, area_code, counted, narrowed)
    found = counting.amounts(asked.projects(user), counted, (rows, columns), asked.rest)
    cells = folded(found, (rows, columns), asked.tree)
    return _table(asked, down, across, cells)


def ask(user: Any, area_code: str | None, counted: Measure, narrowed: Mapping[str, Any]) -> Asked:
    """What is asked about. Problem ``registry.no_such_area``, ``planning.unknown_dimension``."""
    here = scope.area(user, area_code, Right.SEE_PROJECTS)
    wanted = {dimension(key).key: text(value) for key, value in narrowed.items() if value not in (None, "")}
    if "year" in wanted and not wanted["year"].isdigit():
        raise Problem("planning.not_a_year", "年度不是四位数字", "请写成 2018 的样子。")
    return Asked(here, Tree(here.path.partition("/")[0] + "/"), counted, wanted)


def folded(
    found: Mapping[counting.Key, Decimal], keys: tuple[str, ...], tree: Tree
) -> dict[tuple[str, ...], Decimal]:
    """Projects stand on areas of any level: their amounts are added up to townships or villages."""
    cells: defaultdict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for group, amount in found.items():
        pairs = zip(keys, group, strict=True)
        cells[tuple(tree.key(k, of) if of in PLACES else text(k) for of, k in pairs)] += amount
    return dict(cells)


def _table(asked: Asked, down: Dimension, across: Dimension, cells: dict[tuple[str, ...], Decimal]) -> Matrix:
    under = asked.narrowed.get("class_one", "")
    row_heads = heads(down.key, _keys(asked, down.key, (key[0] for key in cells)), asked.tree, under)
    column_heads = heads(across.key, _keys(asked, across.key, (key[1] for key in cells)), asked.tree, under)
    lines = tuple(_line(asked, down.key, across.key, head, column_heads, cells) for head in row_heads)
    totals = tuple(
        asked.cell(_sum(line.cells[n].value for line in lines), **{across.key: head.key})
        for n, head in enumerate(column_heads)
    )
    total = asked.cell(_sum(line.total.value for line in lines))
    return Matrix(
        boards.area_head(asked.here), asked.measure, down, across, column_heads, lines, totals, total, told(asked)
    )  # fmt: skip


def _keys(asked: Asked, dimension: str, found: Iterable[str]) -> set[str]:
    """Classes and sources of the place stand in a table even where no project has them: that says something."""
    keys = set(found)
    return keys | set(whole(dimension)) if keys and dimension not in asked.narrowed else keys


def _line(
    asked: Asked, down: str, across: str, head: Head, column_heads: tuple[Head, ...], cells: Mapping[tuple[str, ...], Decimal]
) -> Line:  # fmt: skip
    row = {down: head.key}
    found = tuple(
        asked.cell(cells.get((head.key, column.key)), **row, **{across: column.key})
        for column in column_heads
    )
    return Line(head, found, asked.cell(_sum(cell.value for cell in found), **row))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """None only where nothing is known at all."""
    told = [value for value in values if value is not None]
    return sum(told, Decimal(0)) if told else None


def told(asked: Asked) -> tuple[tuple[Dimension, Head], ...]:
    """What a table is narrowed to, in words."""
    under = asked.narrowed.get("class_one", "")
    return tuple(
        (DIMENSIONS[key], replace(heads(key, [value], asked.tree, under)[0], key=value))
        for key, value in asked.narrowed.items()
    )
