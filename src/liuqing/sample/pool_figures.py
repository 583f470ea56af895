"""The figures that a place's sample pool must reproduce: items, works, money by year and source, with their clause.

``calibrations/<place>_pool.yaml``, or ``pool.yaml`` in the folder of a place of one's own. A place
without one gets a small pool made from its own classes and sources; those figures come from no plan.
Money stands in 万元 in the file and in fen here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from liuqing.errors import Problem, Where
from liuqing.policy import place as places
from liuqing.policy.place import Place
from liuqing.sample.calibration import FOLDER

FEN = 1_000_000
"""Fen in 万元."""
HUNDRED = 10_000
"""Fen in a hundred yuan: 0.01 万元, the plan's own precision."""


@dataclass(frozen=True)
class Office:
    """Who answers for an item: department, and two posts; never a person."""

    department: str
    lead: str = ""
    leader: str = ""


@dataclass(frozen=True)
class Strand:
    """One thing that is built or bought: what, how much of it in all."""

    name: str
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True)
class Work:
    """Projects of one kind in one year. ``sources`` in fen, spent in their order.

    ``told``: the plan itself tells how many. ``each``: every project is one piece (件、座) of it.
    ``at`` is the level at which they lie; ``village`` names the only place; ``states`` are where
    they stand, in shares, if that is told; ``gap`` what of the money nobody has granted.
    """

    year: int
    projects: int
    told: bool
    names: tuple[str, ...]
    sources: dict[str, int]
    strands: tuple[Strand, ...] = ()
    each: str = ""
    at: str = "village"
    nature: str = "新建"
    village: str = ""
    site: str = ""
    content: str = ""
    states: dict[str, int] = field(default_factory=dict)
    gap: int = 0

    @property
    def money(self) -> int:
        """All of it, in fen."""
        return sum(self.sources.values())


@dataclass(frozen=True)
class Item:
    """An item of the plan: class, sub-class, clause, who answers for it, whom it reaches, its works."""

    class_one: str
    class_two: str
    clause: str
    office: Office
    reach: str
    asset: str
    households: int | None
    persons: int | None
    target: str
    works: tuple[Work, ...]


@dataclass(frozen=True)
class Figures:
    """A place's pool: its items, the plan's own totals and where the plan contradicts itself.

    ``covers`` are households and persons of a class where the plan tells them of no item.
    """

    place: str
    source: str
    as_of: date
    items: tuple[Item, ...]
    retention: Decimal = Decimal("0.03")
    totals: dict[str, Any] = field(default_factory=dict)
    covers: dict[str, dict[str, int]] = field(default_factory=dict)
    differences: tuple[dict[str, str], ...] = ()

    @property
    def works(self) -> Iterator[tuple[Item, Work]]:
        """Every work with its item."""
        return ((item, work) for item in self.items for work in item.works)

    @property
    def years(self) -> list[int]:
        """The years of the pool."""
        return sorted({work.year for _, work in self.works})


@cache
def load(place: str) -> Figures:
    """The figures of a place's pool, given by its name, its key or its folder.

    Raises Problem as ``policy.place.load`` does, and ``sample.pool`` if its own file cannot be used.
    """
    where = places.load(place)
    path = _file(where)
    if path is None:
        return _generic(where)
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return _figures(where, data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        raise Problem(
            "sample.pool", f"项目库口径文件不能用：{fault}", f"请对照 {FOLDER.name}/ 里的 fuyuan_pool.yaml 改正。",
            Where(file=path.name),
        ) from fault  # fmt: skip


def _file(where: Place) -> Path | None:
    inside = where.folder.is_relative_to(places.PLACES)
    path = FOLDER / f"{where.folder.name}_pool.yaml" if inside else where.folder / "pool.yaml"
    return path if path.is_file() else None


def _figures(where: Place, data: dict[str, Any]) -> Figures:
    offices = {name: Office(**told) for name, told in data["offices"].items()}
    first, last = where.told.plan.first_year or 2018, where.told.plan.last_year or 2020
    years = range(first, last + 1)
    return Figures(
        place=data["place"], source=data["source"], as_of=data["as_of"],
        items=tuple(_item(told, offices, years) for told in data["items"]),
        retention=Decimal(str(data.get("retention", 0.03))), totals=data.get("totals", {}),
        covers=data.get("covers", {}), differences=tuple(data.get("differences", ())),
    )  # fmt: skip


def _item(told: dict[str, Any], offices: dict[str, Office], years: range) -> Item:
    listed = told.get("works") or [{"year": year, **told["yearly"]} for year in years]
    covers = told.get("covers", {})
    return Item(
        told["class"], told["item"], told["clause"], offices[told["office"]], told["reach"], told.get("asset", ""),
        covers.get("households"), covers.get("persons"), told.get("target", ""),
        tuple(_work(one, told) for one in listed),
    )  # fmt: skip


def _work(one: dict[str, Any], item: dict[str, Any]) -> Work:
    names = one.get("names") or ([one["name"]] if "name" in one else None) or item.get("names")
    sources = {source: _fen(amount) for source, amount in one.get("from", {}).items()}
    return Work(
        year=one["year"], projects=one.get("projects") or one["chosen"], told="projects" in one,
        names=tuple(names or [item.get("name") or item["item"]]), sources=sources, strands=_strands(one, item),
        each=one.get("each", ""), at=one.get("at") or item.get("at", "village"), nature=one.get("nature", "新建"),
        village=one.get("village", ""), site=one.get("site", ""), content=one.get("content", ""),
        states={one["state"]: 1} if "state" in one else one.get("states", {}), gap=_fen(one.get("gap", 0)),
    )  # fmt: skip


def _strands(one: dict[str, Any], item: dict[str, Any]) -> tuple[Strand, ...]:
    if "strands" in item:
        unit, verb = item["strands"]["unit"], item.get("verb", "")
        named = ((name, told) for name, told in item["strands"].items() if name != "unit")
        return tuple(Strand(f"{name}{verb}", Decimal(told), unit) for name, told in named)
    if "quantity" not in one:
        return ()
    name = one.get("name") or item.get("name") or item["item"]
    return (Strand(name, Decimal(str(one["quantity"])), one["unit"]),)


def _fen(amount: object) -> int:
    fen = Decimal(str(amount)) * FEN
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} 万元不是整分")
    return int(fen)


def _generic(where: Place) -> Figures:
    """Two projects a year of each sub-class, from the place's sources by turns; invented money."""
    plan, sources = where.told.plan, where.fund_sources or ["财政资金"]
    years = range(plan.first_year or 2018, (plan.last_year or 2020) + 1)
    subs = [(one, two) for one, all_two in where.project_classes.items() for two in all_two or [""]]
    offices = list(where.told.departments) or ["县扶贫办"]
    items = tuple(
        Item(one, two, "", Office(offices[n % len(offices)]), "公益共享", "", None, None, "",
             tuple(_usual(year, two or one, sources[n % len(sources)], 40 + n % 7 * 15) for year in years))
        for n, (one, two) in enumerate(subs)
    )  # fmt: skip
    return Figures(
        where.folder.name, "没有口径文件：按本地的类别和资金来源编出", date(years[0] + 1, 9, 30), items
    )


def _usual(year: int, name: str, source: str, money: int) -> Work:
    return Work(year, 2, False, (name,), {source: money * FEN})
