"""Input and output of an area: by measure and by place; the parts of each table add up to the same total."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Q

from liuqing.planning.queries.results import incomes
from liuqing.planning.queries.results.household import Earned, dividends, got, total, unknown
from liuqing.planning.queries.results.putting import ZERO, Put, puts
from liuqing.registry.models import Area
from liuqing.registry.queries import scope
from liuqing.workflow.models import TrailHead
from liuqing.workflow.rights import Right

KEPT = 64
"""Areas whose results are remembered at most."""
Nets = dict[int, tuple[Decimal | None, Decimal | None]]


@dataclass(frozen=True)
class ResultRow:
    """A measure or a place. ``compared`` of its ``households`` have both years; ``change`` is all of theirs
    together, ``middle`` the median household's. ``dividends`` came out of assets made with the money.
    """

    key: str
    label: str
    households: int
    put: Decimal
    unknown: int
    dividends: Decimal
    compared: int
    change: Decimal | None
    middle: Decimal | None


@dataclass(frozen=True)
class AreaResults:
    """The input and output of an area; ``before`` and ``after`` are the years compared."""

    area: Area
    before: int | None
    after: int | None
    measures: tuple[ResultRow, ...]
    places: tuple[ResultRow, ...]
    whole: ResultRow


def of_area(user: Any, code: str | None = None) -> AreaResults:
    """The results of an area's households. Problem ``registry.no_such_area``."""
    where = scope.area(user, code, Right.SEE_HOUSEHOLDS)
    head = TrailHead.objects.filter(pk=1).values_list("seal", flat=True).first()
    # Counted once for as long as nobody does anything, as the ledgers are: every act leaves an event.
    key = f"{where.pk}:{head}"
    if head is None:
        return _counted(where)
    if key not in _COUNTED:
        while len(_COUNTED) >= KEPT:
            _COUNTED.pop(next(iter(_COUNTED)))
        _COUNTED[key] = _counted(where)
    return _COUNTED[key]


_COUNTED: dict[str, AreaResults] = {}


def _counted(where: Area) -> AreaResults:
    homes = Q(household__village__path__startswith=where.path)
    years = incomes.span(homes)
    compared = (years[0], years[-1]) if len(years) > 1 else None
    nets = incomes.nets(homes, compared) if compared else {}
    everything = puts(homes)
    earned = dividends(homes)
    return AreaResults(
        where, compared[0] if compared else None, compared[1] if compared else None,
        tuple(_by_measure(everything, earned, nets)), tuple(_by_place(where, everything, earned, nets)),
        _row("", where.name, everything, got(earned), nets),
    )  # fmt: skip


def _by_measure(everything: list[Put], earned: list[Earned], nets: Nets) -> Iterable[ResultRow]:
    groups: dict[str, list[Put]] = {one.measure: [] for one in earned}
    for one in everything:
        groups.setdefault(one.measure, []).append(one)
    rows = [
        _row(name, name, some, got(e for e in earned if e.measure == name), nets)
        for name, some in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.put, row.label))


def _by_place(where: Area, everything: list[Put], earned: list[Earned], nets: Nets) -> Iterable[ResultRow]:
    """The areas right below; a village itself stands for its households."""
    below = list(where.children.exclude(level=Area.Level.HAMLET).order_by("code")) or [where]
    villages = Area.objects.filter(path__startswith=where.path).values_list("pk", "path")
    at = {
        pk: next((area.pk for area in below if path.startswith(area.path)), where.pk) for pk, path in villages
    }
    some: dict[int, list[Put]] = {where.pk: [], **{area.pk: [] for area in below}}
    for one in everything:
        some[at[one.village]].append(one)
    # A household that is written in the township itself, not in a village, must not be lost from the sum.
    shown = below if not some[where.pk] or where in below else [*below, where]
    for area in shown:
        mine = got(one for one in earned if at[one.village] == area.pk)
        yield _row(area.code, area.name, some[area.pk], mine, nets)


def _row(key: str, label: str, some: list[Put], earned: Decimal, nets: Nets) -> ResultRow:
    homes = {one.household for one in some}
    changes = [after - before for home in homes for before, after in (nets.get(home, (None, None)),)
               if before is not None and after is not None]  # fmt: skip
    return ResultRow(
        key, label, len(homes), total(some), unknown(some), earned, len(changes), sum(changes, ZERO) if changes else None,
        round(Decimal(median(changes)), 2) if changes else None,
    )  # fmt: skip
