"""Measures of poverty (贫困测量) of an area: what the register's incomes and conditions add up to.

Read from the latest snapshot and its findings. The people are the members of the households in the
register (建档立卡户), the welfare is the income per person of the year, the line that of the place on the
day. Whoever may not see households is not told of groups so small that one could count them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from liuqing.compute.poverty import groups, multidimensional
from liuqing.compute.poverty.design import design
from liuqing.compute.poverty.groups import Figure, Measured
from liuqing.compute.poverty.multidimensional import Multi
from liuqing.policy.dated import Meta, Parameters
from liuqing.policy.multidimensional import INCOME, LINE, Ways, ways
from liuqing.policy.place import load
from liuqing.registry.models import Area
from liuqing.registry.queries import boards, scope, words
from liuqing.registry.queries.boards import Place
from liuqing.registry.queries.reasons import folder
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SMALLEST = 10
"""Households of the smallest group that somebody is told of who may not see households."""
AREA, NOTHING = "area", ""
GROUPINGS = (AREA, "main_cause", "category", "standing", "household_size")
"""By what the people of an area may be divided; the first is the areas right below."""
FACTS = ("household_id", "household_village_id", "main_cause", "category", "standing")
AMOUNTS = ("household_size", "income_per_person")


@dataclass(frozen=True)
class Bounds:
    """A share of people of whom some are not known: at least, and at most."""

    low: float
    high: float


@dataclass(frozen=True)
class Indicator:
    """An indicator of the index: shares of people, and its part of M0."""

    name: str
    label: str
    deprived: float | None
    contribution: float | None
    unknown: float


@dataclass(frozen=True)
class Group:
    """A group: households in the register with members, how many have no known income, its measures.

    ``people`` are the members. ``headcount`` bounds the share below the line whatever the unknown incomes
    are. ``figures`` None and ``multi`` None where there is nothing to measure by; ``hidden``: too few
    households for this reader, and nothing is told.
    """

    code: str
    name: str
    households: int
    people: int
    unknown: int
    figures: Mapping[str, Figure] | None
    headcount: Bounds | None
    multi: Multi | None
    hidden: bool = False


@dataclass(frozen=True)
class Poverty:
    """Everything on the page. ``on`` None: not assessed yet; ``line`` None: no line in force on the day.

    ``nobody``: households in the register without a known member, who weigh nothing.
    """

    area: Place
    on: date | None
    judged: bool = False
    by: str = AREA
    line: Meta | None = None
    ways: Ways | None = None
    nobody: int = 0
    whole: Group | None = None
    groups: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = ()


def poverty(user: Any, code: str, by: str = AREA) -> Poverty:
    """The measures of an area and its groups. Problem ``registry.no_such_area`` if it is not the user's."""
    where = scope.area(user, code, Right.SEE_BOARD)
    snapshot, head = scope.latest_snapshot(), boards.area_head(where)
    if snapshot is None or not _has_all(folder(snapshot) / "findings" / "households.parquet"):
        return Poverty(head, snapshot.on if snapshot else None)
    by = by if by in GROUPINGS else AREA
    numbers = load(settings.WORKSPACE.place).parameters(snapshot.on)
    rows = _rows_of(where, _register(folder(snapshot)))
    measured = _Measuring(rows, numbers, _grouped(rows, where, by))
    whole, parts = measured.groups(where)
    if not rights.can(user, Right.SEE_HOUSEHOLDS, where.path):
        whole, parts = _without_small(whole, parts)
    return Poverty(
        head, snapshot.on, True, by, measured.line, measured.ways, rows.nobody, whole, parts,
        measured.indicators(whole),
    )  # fmt: skip


# The rows


@dataclass(frozen=True)
class _Rows:
    """Households of the register with members, and how many have none."""

    table: Any
    nobody: int

    def numbers(self, name: str) -> Any:
        return self.table[name].to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class _Grouping:
    """The group of each row: its place among the groups, their codes and names."""

    codes: Any
    groups: tuple[tuple[str, str], ...]


@lru_cache(maxsize=4)
def _has_all(file: Path) -> bool:
    """Whether the findings are there, and as late as to know everything that is read of them."""
    return file.exists() and {*AMOUNTS, "registered"} <= set(pq.read_schema(file).names)


@lru_cache(maxsize=2)
def _register(where: Path) -> Any:
    """The households of the register with their facts and findings. A snapshot never changes."""
    findings = pq.ParquetFile(where / "findings" / "households.parquet")
    wanted = [*_conditions(findings.schema_arrow.names), *AMOUNTS, "registered", "household_id"]
    told = findings.read(columns=wanted)
    facts = pq.read_table(where / "households.parquet", columns=list(FACTS))
    return facts.join(told.filter(told["registered"]), "household_id", join_type="right outer")


def _conditions(names: list[str]) -> list[str]:
    return [name for name in names if name.startswith("exit_")]


def _rows_of(where: Area, table: Any) -> _Rows:
    """The rows of the area's villages in the order of their numbers."""
    villages = Area.objects.filter(path__startswith=where.path).values_list("pk", flat=True)
    inside = pc.is_in(table["household_village_id"], value_set=pa.array(list(villages), pa.int64()))
    own = table.filter(inside).sort_by("household_id")
    peopled = pc.greater(pc.fill_null(own["household_size"], 0), 0)
    kept = own.filter(peopled)
    return _Rows(kept.combine_chunks(), own.num_rows - kept.num_rows)


def _grouped(rows: _Rows, where: Area, by: str) -> _Grouping:
    if by == AREA:
        return _by_area(rows, where)
    texts = pc.fill_null(pc.cast(rows.table[by], pa.string()), NOTHING).to_pylist()
    named = sorted(set(texts), key=lambda text: (text == NOTHING, text.zfill(3)))
    place = {text: at for at, text in enumerate(named)}
    name = words.standing if by == "standing" else str
    return _Grouping(
        np.array([place[text] for text in texts], np.int64), tuple(("", name(text)) for text in named)
    )


def _by_area(rows: _Rows, where: Area) -> _Grouping:
    """The areas right below in the order of their codes, each with everything that lies in it.

    Households that lie in none of them are a group without a name; in a village all do, and it has none.
    """
    children = list(where.children.order_by("code").values_list("path", "code", "name"))
    below = Area.objects.filter(path__startswith=where.path).values_list("pk", "path")
    place = {
        pk: next((at for at, (root, _, _) in enumerate(children) if path.startswith(root)), len(children))
        for pk, path in below
    }
    codes = np.array([place[pk] for pk in rows.table["household_village_id"].to_pylist()], np.int64)
    named = tuple((code, name) for _, code, name in children)
    return _Grouping(codes, (*named, (NOTHING, NOTHING)) if named else ((NOTHING, NOTHING),))


# The measures


class _Measuring:
    """The measures of one table of rows under the numbers of the day."""

    def __init__(self, rows: _Rows, numbers: Parameters, grouping: _Grouping):
        self.rows = rows
        self.grouping = grouping
        self.line = numbers.meta(LINE) if numbers.has(LINE) else None
        self.ways = ways(numbers)
        self._line = numbers.fen(LINE) if self.line else 0
        self._people = rows.numbers("household_size").astype(np.float64)

    def groups(self, where: Area) -> tuple[Group, tuple[Group, ...]]:
        """The whole area and every group."""
        income, multi = self._income(), self._multi()
        names = ((where.code, where.name), *self.grouping.groups)
        every = [None, *range(len(self.grouping.groups))]
        told = [
            self._group(code, name, at, one, more)
            for (code, name), at, one, more in zip(names, every, income, multi, strict=True)
        ]
        if self.grouping.groups == ((NOTHING, NOTHING),):
            return told[0], ()
        return told[0], tuple(one for one in told[1:] if one.code or one.name or one.households)

    def _group(
        self, code: str, name: str, at: int | None, income: Measured | None, multi: Multi | None
    ) -> Group:
        own = np.ones(len(self._people), bool) if at is None else self.grouping.codes == at
        unknown = own & np.isnan(self.rows.numbers("income_per_person").astype(np.float64))
        people = int(self._people[own].sum())
        return Group(
            code, name, int(own.sum()), people, int(unknown.sum()),
            income.figures if income and income.rows else None, self._headcount(own), multi,
        )  # fmt: skip

    def _income(self) -> list[Measured | None]:
        """The whole and the groups by the incomes that are known; None without a line."""
        if not self.line:
            return [None] * (1 + len(self.grouping.groups))
        income = self.rows.numbers("income_per_person").astype(np.float64)
        known = ~np.isnan(income)
        labels = tuple(name for _, name in self.grouping.groups)
        of = groups.sample(
            income[known] / 100, self._people[known], group=self.grouping.codes[known], labels=labels
        )
        if not known.any():
            return [None] * (1 + len(labels))
        whole, parts = groups.measured(of, self._line / 100)
        return [whole, *parts]

    def _headcount(self, own: Any) -> Bounds | None:
        """Below the line for sure, and not above it for sure."""
        people = self._people[own]
        if not self.line or not len(people):
            return None
        reached = self._answers((INCOME,))[own, 0]
        total = people.sum()
        return Bounds(
            float(people[reached == 1].sum() / total), 1 - float(people[reached == 0].sum() / total)
        )

    def _multi(self) -> list[Multi | None]:
        labels = tuple(name for _, name in self.grouping.groups)
        if not self.ways or not len(self._people):
            return [None] * (1 + len(labels))
        share = np.full(len(self.ways.conditions), 1 / len(self.ways.conditions))
        whole, parts = multidimensional.measured(
            self._answers(self.ways.conditions), self._people,
            multidimensional.Ways(share, self.ways.cutoff), design(len(self._people)),
            group=self.grouping.codes, labels=labels,
        )  # fmt: skip
        return [whole, *(part if part.rows else None for part in parts)]

    def _answers(self, conditions: tuple[str, ...]) -> Any:
        """1 where a condition does not hold, 0 where it does, -1 where nobody knows or none was asked."""
        told = np.full((len(self._people), len(conditions)), multidimensional.UNKNOWN, np.int8)
        for at, name in enumerate(conditions):
            if name in self.rows.table.column_names:
                held = pc.fill_null(pc.cast(self.rows.table[name], pa.int8()), -1).to_numpy()
                told[:, at] = np.where(held < 0, multidimensional.UNKNOWN, 1 - held)
        return told

    def indicators(self, whole: Group) -> tuple[Indicator, ...]:
        """The indicators of the whole area, in their order."""
        if not self.ways or not whole.multi:
            return ()
        return tuple(
            Indicator(name, words.rule(name), part.deprived, part.contribution, part.unknown)
            for name, part in zip(self.ways.conditions, whole.multi.parts, strict=True)
        )


def _without_small(whole: Group, parts: tuple[Group, ...]) -> tuple[Group, tuple[Group, ...]]:
    """Nothing of groups below ``SMALLEST``; nor of the next, if a single one could be told by subtraction."""
    if whole.households < SMALLEST:
        return _hide(whole), tuple(_hide(part) for part in parts)
    small = {at for at, part in enumerate(parts) if 0 < part.households < SMALLEST}
    if len(small) == 1:
        rest = [at for at, part in enumerate(parts) if at not in small and part.households]
        small |= set(sorted(rest, key=lambda at: parts[at].households)[:1])
    return whole, tuple(_hide(part) if at in small else part for at, part in enumerate(parts))


def _hide(one: Group) -> Group:
    return Group(one.code, one.name, 0, 0, 0, None, None, None, hidden=True)
