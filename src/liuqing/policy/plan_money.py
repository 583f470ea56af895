"""What a plan says of its own money (规划资金): its figures by class, item, year and source, and whether they add up.

``funds.plan_classes`` of a place tells which figure of ``targets.csv`` is the money of which class and item
(``产业扶贫/规模化种植``; "" is the whole plan), ``funds.plan_counts`` the same for the number of projects. A
figure is named by its metric and by what narrows it besides period and source (``clinic_funds;level=村卫生室``).
Several figures of one item are its parts. What the plan does not say is None, never nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from liuqing.policy.dated import Parameters
from liuqing.policy.place import Place, Target, load

MONEY, COUNTS = "funds.plan_classes", "funds.plan_counts"
ROUNDING = "funds.plan_rounding"
YUAN = Decimal(10_000)
Years = tuple[int, int]
Path = tuple[str, ...]
_Sum = tuple[Decimal, tuple[str, ...]]
"""An amount and the clauses that say so."""


@dataclass(frozen=True)
class Said:
    """A figure of the plan: ``path`` () whole, (class,) or (class, item); ``source`` "" all of them.

    ``value`` is yuan (or a number of projects); ``clauses`` where the plan says so.
    """

    path: Path
    years: Years
    source: str
    value: Decimal
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """A figure of the plan beside the sum of its own parts. ``silent``: parts of which the plan says nothing.

    ``by``: years, sources, classes or items. ``parts`` are the sum's own figures.
    """

    of: Said
    by: str
    parts: tuple[tuple[str, Decimal], ...]
    silent: tuple[str, ...]
    rounding: Decimal

    @property
    def total(self) -> Decimal:
        """What the parts add up to."""
        return sum((value for _, value in self.parts), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """The plan's figure less the sum of its parts."""
        return self.of.value - self.total

    @property
    def _whole(self) -> bool:
        """Whether the figure is in whole 万元 and its parts are finer."""
        return bool(self.rounding) and self.of.value % YUAN == 0 and self.total % YUAN != 0

    @property
    def verdict(self) -> str:
        """``holds`` (but for the last digit), ``rounded`` where the whole is stated in whole 万元 only,
        ``fails``, or ``open`` where a silent part could make up for it."""
        if abs(self.difference) <= self.rounding:
            return "holds"
        if self._whole and abs(self.difference) * 2 <= YUAN:
            return "rounded"
        return "open" if self.silent and self.difference > 0 else "fails"


@dataclass(frozen=True)
class Stated:
    """Everything that a plan says of its money (or its projects), and how it adds up; ``rounding`` in yuan."""

    said: tuple[Said, ...]
    checks: tuple[Check, ...]
    rounding: Decimal


@lru_cache(maxsize=16)
def stated(name_or_folder: str, on: date, number: str = MONEY) -> Stated:
    """What the plan of a place says; read once, as the place itself is."""
    plan = PlanMoney(load(name_or_folder), on, number)
    return Stated(tuple(plan.said()), tuple(plan.checks()), plan.rounding)


class PlanMoney:
    """The figures of a place's plan for its money, or for its number of projects."""

    def __init__(self, place: Place, on: date, number: str = MONEY) -> None:
        numbers = place.parameters(on)
        self.place = place
        self.rounding = _rounding(numbers) if number == MONEY else Decimal(0)
        self.first, self.last = place.told.plan.first_year or 0, place.told.plan.last_year or 0
        named = numbers[number] if numbers.has(number) else {}
        self._parts: dict[Path, dict[str, _Part]] = defaultdict(dict)
        for target in place.targets() if named else ():
            key, years, source = _narrowed(target)
            if key in named:
                path = tuple(step for step in str(named[key]).split("/") if step)
                part = self._parts[path].setdefault(key, _Part(item=len(path) > 1))
                part.said[years, source] = (_value(target, number), target.source)

    def said(self) -> list[Said]:
        """Every figure: the whole, then class by class; of a class the period, then year by year."""
        order = {path: n for n, path in enumerate(self._ordered())}
        found = [
            one
            for path in sorted(self._parts, key=lambda p: order.get(p, len(order)))
            for years, source in self._asked(path)
            if (one := self.value(path, years, source)) is not None
        ]
        return list(dict.fromkeys(found))

    def value(self, path: Path, years: Years, source: str = "") -> Said | None:
        """What the plan says for a class or item in these years from this source; None: it does not say."""
        parts = self._parts.get(path, {})
        told = [part.of(years, source, self._period) for part in parts.values()]
        known = [one for one in told if one is not None]
        if not known or len(known) < len(told):
            return None
        clauses = tuple(dict.fromkeys(clause for _, where in known for clause in where))
        return Said(path, years, source, sum((value for value, _ in known), Decimal(0)), clauses)

    def checks(self) -> list[Check]:
        """Every figure beside the sum of its own parts, by years, sources, classes and items."""
        return [check for one in self.said() for check in self._checks(one)]

    # How a figure divides

    def _checks(self, one: Said) -> Iterator[Check]:
        if one.years == self._period:
            years = {str(year): self.value(one.path, (year, year), one.source) for year in self._years}
            yield from self._check(one, "years", years, exactly=True)
        if not one.source and self._sources(one.path) <= set(self.place.fund_sources):
            sources = {source: self.value(one.path, one.years, source) for source in self.place.fund_sources}
            yield from self._check(one, "sources", sources, exactly=not one.path)
        if len(one.path) < 2:
            below = {path[-1]: self.value(path, one.years, one.source) for path in self._below(one.path)}
            yield from self._check(one, "items" if one.path else "classes", below)

    def _check(
        self, one: Said, by: str, told: dict[str, Said | None], exactly: bool = False
    ) -> Iterator[Check]:
        """Two parts at least; ``exactly``: none of them may be missing."""
        known = tuple((name, said.value) for name, said in told.items() if said is not None)
        silent = tuple(name for name, said in told.items() if said is None)
        if len(known) > 1 and not (exactly and silent):
            yield Check(one, by, known, silent, self.rounding)

    def _below(self, path: Path) -> list[Path]:
        classes = self.place.project_classes
        return [(*path, item) for item in classes.get(path[0], [])] if path else [(name,) for name in classes]

    def _ordered(self) -> list[Path]:
        classes = self.place.project_classes
        return [(), *(p for name, items in classes.items() for p in ((name,), *((name, i) for i in items)))]

    def _sources(self, path: Path) -> set[str]:
        """The sources of which the plan speaks here; it may have words that its own list has not."""
        told = {source for part in self._parts[path].values() for _, source in part.said}
        return told - {""}

    def _asked(self, path: Path) -> list[tuple[Years, str]]:
        stated = self._sources(path)
        sources = ["", *(one for one in self.place.fund_sources if one in stated)]
        spans = [self._period, *((year, year) for year in self._years)]
        return [(years, source) for years in spans for source in sources]

    @property
    def _period(self) -> Years:
        return (self.first, self.last)

    @property
    def _years(self) -> range:
        return range(self.first, self.last + 1)


class _Part:
    """The plan's statements on one figure: value and clause by years and source.

    An item of which only some years are stated has nothing in the others; of a class that is not known.
    """

    def __init__(self, *, item: bool) -> None:
        self.item = item
        self.said: dict[tuple[Years, str], tuple[Decimal, str]] = {}

    def of(self, years: Years, source: str, period: Years) -> _Sum | None:
        """The figure for these years and this source, stated or following from what is stated."""
        if source:
            return self._source(years, source, period)
        return self._exact(years, period) or self._rest(years, period)

    def _exact(self, years: Years, period: Years) -> _Sum | None:
        """As stated: for all sources, or the sum of the sources stated; for the plan's years the widest."""
        spans = {span for span, _ in self.said}
        wanted = years if years in spans or years != period else self._widest(spans)
        if isinstance(wanted, set):
            whole = self.item or len(wanted) > period[1] - period[0]
            singles = (self._exact(span, span) for span in sorted(wanted))
            return _sum(filter(None, singles)) if whole else None
        if (wanted, "") in self.said:
            value, clause = self.said[wanted, ""]
            return value, (clause,)
        return _sum((value, (clause,)) for (span, _), (value, clause) in self.said.items() if span == wanted)

    @staticmethod
    def _widest(spans: set[Years]) -> Years | set[Years]:
        """The longest of several years; else every single year that is stated."""
        longer = [span for span in spans if span[0] < span[1]]
        return max(longer, key=lambda span: span[1] - span[0]) if longer else spans

    def _rest(self, years: Years, period: Years) -> _Sum | None:
        """Nothing for a year where the other years make up the whole, or that the period leaves out."""
        if years[0] != years[1]:
            return None
        whole = self._exact(period, period)
        singles = [self._exact(span, span) for span in {s for s, _ in self.said} if span[0] == span[1]]
        stated = _sum(filter(None, singles))
        reach = [span for span, _ in self.said]
        outside = not any(first <= years[0] <= last for first, last in reach)
        if whole and (outside or (stated and stated[0] == whole[0])):
            return Decimal(0), whole[1]
        return None

    def _source(self, years: Years, source: str, period: Years) -> _Sum | None:
        """As stated; nothing where other sources make up all of it; else the sum of its years."""
        wanted = self._sourced(years, period)
        if (wanted, source) in self.said:
            value, clause = self.said[wanted, source]
            return value, (clause,)
        others = _sum((v, (c,)) for (span, one), (v, c) in self.said.items() if span == wanted and one)
        whole = self.of(years, "", period)
        if whole and (whole[0] == 0 or (others and others[0] == whole[0])):
            return Decimal(0), (others or whole)[1]
        return self._year_by_year(source, period) if years == period else None

    def _year_by_year(self, source: str, period: Years) -> _Sum | None:
        told = [self._source((year, year), source, period) for year in range(period[0], period[1] + 1)]
        known = [one for one in told if one is not None]
        return _sum(known) if len(known) == len(told) else None

    def _sourced(self, years: Years, period: Years) -> Years:
        """The years for which sources are stated: those wanted, or for the plan's years the widest."""
        spans = {span for span, one in self.said if one}
        if years != period or years in spans or not spans:
            return years
        widest = self._widest(spans)
        return widest if isinstance(widest, tuple) else years


def _sum(told: Iterable[_Sum]) -> _Sum | None:
    found = list(told)
    if not found:
        return None
    return sum((value for value, _ in found), Decimal(0)), tuple(c for _, where in found for c in where)


def _narrowed(target: Target) -> tuple[str, Years, str]:
    """The figure's name, the years it is for, and its source."""
    told = [pair for pair in target.dimension.split(";") if pair]
    source = next((pair.partition("=")[2] for pair in told if pair.startswith("source=")), "")
    period = next((pair.partition("=")[2] for pair in told if pair.startswith("period=")), "")
    rest = [pair for pair in told if not pair.startswith(("source=", "period="))]
    first, _, last = period.partition("-")
    years = (int(first), int(last)) if last.isdigit() else (target.year, target.year)
    return ";".join([target.metric, *rest]), years, source


def _value(target: Target, number: str) -> Decimal:
    return target.value * YUAN if number == MONEY and target.unit == "万元" else target.value


def _rounding(numbers: Parameters) -> Decimal:
    """How far the plan's figures may be off by rounding, in yuan."""
    return Decimal(numbers.fen(ROUNDING)) / 100 if numbers.has(ROUNDING) else Decimal(0)
