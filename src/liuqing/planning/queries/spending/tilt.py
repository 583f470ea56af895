"""Tilt (倾斜): what share of the money goes to poor villages and to households (R076), and to each township (R093)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from liuqing.planning.queries.matrix import counting, table
from liuqing.planning.queries.matrix.dimensions import Measure, measure
from liuqing.planning.queries.matrix.order import heads
from liuqing.registry.models import Area, AreaStanding, Household
from liuqing.registry.queries import boards, scope
from liuqing.registry.queries.boards import Place
from liuqing.workflow import clock


@dataclass(frozen=True)
class Tilt:
    """Money in yuan, villages and registered households of poor villages beside those of the others.

    ``above`` is the money of projects that belong to no single village; it counts for neither. ``reach`` is
    the money by whom it serves.
    """

    area: Place
    measure: Measure
    poor: Decimal
    other: Decimal
    above: Decimal
    poor_villages: int
    other_villages: int
    poor_households: int
    other_households: int
    households: Decimal
    shared: Decimal

    @property
    def money_percent(self) -> Decimal | None:
        """The poor villages' part of the money that is some village's."""
        return _percent(self.poor, self.poor + self.other)

    @property
    def households_percent(self) -> Decimal | None:
        """The poor villages' part of the registered households."""
        return _percent(Decimal(self.poor_households), Decimal(self.poor_households + self.other_households))

    @property
    def tilted(self) -> bool | None:
        """Whether poor villages get more than their part of the households; None if nobody can say."""
        if self.money_percent is None or self.households_percent is None:
            return None
        return self.money_percent > self.households_percent


@dataclass(frozen=True)
class Share:
    """What of tasks and money falls to a township (or to the county's own)."""

    key: str
    label: str
    projects: Decimal
    need: Decimal
    allocated: Decimal
    paid: Decimal


@dataclass(frozen=True)
class Decomposition:
    """Tasks and money by township; ``county`` is the county's total, added up apart from the townships."""

    area: Place
    rows: tuple[Share, ...]
    county: Share

    @property
    def agrees(self) -> bool:
        """Whether the townships add up to the county."""
        names = ("projects", "need", "allocated", "paid")
        return all(
            sum((getattr(r, n) for r in self.rows), Decimal(0)) == getattr(self.county, n) for n in names
        )


def both(user: Any, area_code: str | None = None) -> tuple[Tilt, Decomposition]:
    """The tilt of an area's need and its decomposition, the area and its places read once."""
    asked = table.ask(user, area_code, measure("need"), {})
    return _tilt(user, asked), _decomposition(user, asked)


def tilt(user: Any, area_code: str | None = None, *, what: str = "need", **narrowed: Any) -> Tilt:
    """The tilt of an area's money. Problems as of ``matrix``."""
    return _tilt(user, table.ask(user, area_code, measure(what), narrowed))


def _tilt(user: Any, asked: table.Asked) -> Tilt:
    found = counting.amounts(asked.projects(user), asked.measure, ("village", "reach"), asked.rest)
    villages = _villages(asked.here)
    poor = {path for path, listed in villages.items() if listed}
    kinds = {"poor": Decimal(0), "other": Decimal(0), "above": Decimal(0)}
    reach = {"household": Decimal(0), "shared": Decimal(0)}
    for (area, to), amount in found.items():
        kinds[_kind(asked.tree, asked.tree.key(area, "village"), poor)] += amount
        reach[to] += amount
    return Tilt(
        boards.area_head(asked.here), asked.measure, kinds["poor"], kinds["other"], kinds["above"],
        len(poor), len(villages) - len(poor), *_households(asked.here), reach["household"], reach["shared"],
    )  # fmt: skip


def decomposition(user: Any, area_code: str | None = None, **narrowed: Any) -> Decomposition:
    """Tasks and money of an area by township, with the total added up apart from them."""
    return _decomposition(user, table.ask(user, area_code, measure("need"), narrowed))


def _decomposition(user: Any, asked: table.Asked) -> Decomposition:
    level = "town" if asked.here.level == Area.Level.COUNTY else "village"
    sums: dict[str, dict[str, Decimal]] = {}
    whole: dict[str, Decimal] = {}
    for name in ("projects", "need", "allocated", "paid"):
        asked = replace(asked, measure=measure(name))
        projects = asked.projects(user)
        told = counting.amounts(projects, asked.measure, (level,), asked.rest)
        for (key,), amount in table.folded(told, (level,), asked.tree).items():
            sums.setdefault(key, {})[name] = amount
        # Each area's own sum, before it is told which township the area belongs to.
        whole[name] = sum(told.values(), Decimal(0))
    rows = tuple(_row(head.key, head.label, sums[head.key]) for head in heads(level, sums, asked.tree))
    return Decomposition(boards.area_head(asked.here), rows, _row("", asked.here.name, whole))


def _row(key: str, label: str, told: dict[str, Decimal]) -> Share:
    return Share(key, label, *(told.get(n, Decimal(0)) for n in ("projects", "need", "allocated", "paid")))


def _kind(tree: Any, key: str, poor: set[str]) -> str:
    if tree.only(key):
        return "above"
    return "poor" if tree.path(key) in poor else "other"


def _listed() -> Any:
    """Areas that were ever on the list: they keep the tilt after they left it."""
    return AreaStanding.objects.filter(status=AreaStanding.Status.LISTED).values("area")


def _villages(here: Area) -> dict[str, bool]:
    """The villages by their path, and whether each was ever on the list."""
    listed = ExpressionWrapper(Q(pk__in=_listed()), BooleanField())
    villages = Area.objects.filter(path__startswith=here.path, level=Area.Level.VILLAGE, until=None)
    return dict(villages.annotate(listed=listed).values_list("path", "listed"))


def _households(here: Area) -> tuple[int, int]:
    poor = Area.objects.filter(level=Area.Level.VILLAGE, until=None, pk__in=_listed())
    homes = Household.objects.filter(village__path__startswith=here.path)
    told = scope.registered(homes, clock.today()).aggregate(
        every=Count("pk"), poor=Count("pk", filter=Q(village__in=poor.values("pk")))
    )
    return told["poor"], told["every"] - told["poor"]


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return 100 * part / whole if whole else None
