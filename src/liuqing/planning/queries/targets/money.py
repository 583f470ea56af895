"""Money, projects and works (资金、项目、工程量) as of a day: paid from the book, completed in the pool, whom they reached."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum

from liuqing.planning.models import Beneficiary, Payment, Progress, Project, Quantity, Refund, Stage
from liuqing.planning.queries import scope as projects_of
from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.policy.dated import Parameters
from liuqing.policy.metrics import subject
from liuqing.policy.plan_money import COUNTS, MONEY
from liuqing.registry.models import Area, Household, Membership
from liuqing.registry.queries import scope

DONE = (
    Project.State.COMPLETED, Project.State.ACCEPTED, Project.State.SETTLED, Project.State.HANDED_OVER
)  # fmt: skip
BEGUN = (Project.State.BEGUN, *DONE)
MEASURED = {"公里", "千米", "米", "亩", "平方米"}
"""Units of works that can be done in part; a thing that is counted is done or not."""
UNSEEN = "您看不到全县的项目"
Path = tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """A project of the pool as far as targets ask; ``percent`` is its last progress by the day."""

    pk: int
    class_one: str
    class_two: str
    year: int | None
    state: str
    percent: int


class Money:
    """The projects of a county and their money. ``sees`` False: the user sees only some of them."""

    def __init__(self, user: Any, county: Area, on: date, numbers: Parameters, *, sees: bool) -> None:
        self.user, self.county, self.on, self.sees = user, county, on, sees
        self._named = {
            number: dict(numbers[number]) if numbers.has(number) else {} for number in (MONEY, COUNTS)
        }

    def paid(self, key: str, item: str, dimension: str, span: Span) -> Actual:
        """What was paid by the day of the lines of the span's years, of a class, an item, a source."""
        path, source = self._path(MONEY, key, dimension)
        if path is None:
            return missing("规划的这个数没有对应到项目类别")
        if not item and self._shared(path, key, dimension):
            return missing(f"「{path[-1]}」里有几项，账上分不开", self._money(path, span, source))
        if (why := self._why_not(path, item, span)) is not None:
            return missing(why, self._money(path, span, source))
        held, years = self._with_item(item) if item else None, span.years(self.on)
        total = sum(
            (
                amount
                for (one, two, year, of), parts in self._paid.items()
                if (one, two)[: len(path)] == path and year in years and source in ("", of)
                for pk, amount in parts
                if held is None or pk in held
            ),
            Decimal(0),
        )
        rule = "已支付减退回，按预算年度" + (f"；只算「{item}」的项目" if item else "")
        return Actual(total, "元", "资金账簿", self.on, rule, self._money(path, span, source))

    def projects(self, key: str, dimension: str, span: Span) -> Actual:
        """How many projects of the span's years are completed."""
        path, source = self._path(COUNTS, key, dimension)
        if path is None:
            path, source = self._path(
                MONEY, key.replace("_works", "_funds").replace("_projects", "_funds"), dimension
            )
        if path is None or source:
            return missing("规划的这个数没有对应到项目类别")
        if (why := self._why_not(path, "", span)) is not None:
            return missing(why, self._pool(path, span))
        found = self._planned(path, "", span)
        done = sum(one.state in DONE for one in found)
        begun = sum(one.state in BEGUN for one in found) - done
        rule = f"入库 {len(found)} 个，已完工 {done} 个，在建 {begun} 个；数已完工的"
        return Actual(Decimal(done), "个", "项目库", self.on, rule, self._pool(path, span))

    def works(self, items: str, unit: str, span: Span) -> Actual:
        """What was built or bought by completed projects; of works that can be done in part also what is under way."""
        wanted = items.split("|")
        if not self.sees:
            return missing(UNSEEN)
        rows = [
            (project, quantity) for name in self._items(items) for pk, of, quantity in self._quantities[name]
            if of == unit and (project := self._pooled.get(pk)) and project.year is not None
            and span.first.year <= project.year <= span.last.year
        ]  # fmt: skip
        if not rows:
            return missing(f"项目库里没有 {_years(span)} 年的「{items.replace('|', '、')}」")
        trail = self._of_item({one for one, _ in rows}, wanted, span)
        done = sum((quantity for one, quantity in rows if one.state in DONE), Decimal(0))
        under = Decimal(0)
        if unit in MEASURED:
            under = sum(
                (quantity * one.percent / 100 for one, quantity in rows if one.state == "begun"), Decimal(0)
            )
        rule = f"{len({one.pk for one, _ in rows})} 个项目的工程量，数已完工的" + (
            "，在建的按进度折算" if under else ""
        )
        return Actual(done + under, unit, "项目库工程量", self.on, rule, trail)

    def reached(self, what: str, key: str, dimension: str, span: Span) -> Actual:
        """Distinct registered households (or their members) of projects that have begun."""
        base = key.replace(f"_beneficiary_{what}", "_funds").replace("projects_funds", "planned_funds")
        path, source = self._path(MONEY, base, dimension)
        if path is None or source:
            return missing("规划的这个数没有对应到项目类别")
        if (why := self._why_not(path, "", span)) is not None:
            return missing(why, self._pool(path, span))
        chosen = {one.pk for one in self._planned(path, "", span) if one.state in BEGUN}
        if chosen and not any(pk in self._homes for pk in chosen):
            return missing("这些项目还没有录受益户", self._pool(path, span))
        homes = {home for pk in chosen for home in self._homes.get(pk, ())}
        value = len(homes) if what == "households" else sum(self.sizes.get(home, 0) for home in homes)
        unit = "户" if what == "households" else "人"
        return Actual(
            Decimal(value),
            unit,
            "项目受益户",
            self.on,
            "已开工的项目，同一户只算一次",
            self._pool(path, span),
        )

    # Which projects

    def _path(self, number: str, key: str, dimension: str) -> tuple[Path | None, str]:
        """The class (and item) of the plan's figure, and its source."""
        told = subject(dimension)
        source = told.pop("source", "")
        name = ";".join((key, *(f"{k}={v}" for k, v in sorted(told.items()))))
        said = self._named[number].get(name)
        return (None if said is None else tuple(step for step in str(said).split("/") if step)), source

    def _shared(self, path: Path, key: str, dimension: str) -> bool:
        """Whether several figures of the plan are of the same class or item."""
        said = "/".join(path)
        return sum(1 for one in self._named[MONEY].values() if str(one) == said) > 1

    def _why_not(self, path: Path, item: str, span: Span) -> str | None:
        if not self.sees:
            return UNSEEN
        if not self._pooled:
            return "项目库里还没有项目"
        if not self._planned(path, item, span):
            name = item or (path[-1] if path else "")
            return (
                f"项目库里没有 {_years(span)} 年的「{name}」"
                if name
                else f"项目库里没有 {_years(span)} 年的项目"
            )
        return None

    def _planned(self, path: Path, item: str, span: Span) -> list[Known]:
        """The projects of the pool of a class and of the span's years."""
        held = self._with_item(item) if item else None
        return [
            one
            for (first, second, year), every in self._groups.items()
            if (first, second)[: len(path)] == path and span.first.year <= year <= span.last.year
            for one in every
            if held is None or one.pk in held
        ]

    def _with_item(self, items: str) -> set[int]:
        return {pk for name in self._items(items) for pk, _, _ in self._quantities[name]}

    def _items(self, words: str) -> set[str]:
        """The items of these names; where nothing is called so, those that have the words in their name."""
        found: set[str] = set()
        for word in words.split("|"):
            found |= (
                {word} if word in self._quantities else {name for name in self._quantities if word in name}
            )
        return found

    # Trails

    def _money(self, path: Path, span: Span, source: str) -> Trail:
        query = {
            "what": "paid",
            "rows": "class_two" if path else "class_one",
            "columns": "year",
            "source": source,
        }
        named = dict(zip(("class_one", "class_two"), path, strict=False))
        return Trail(
            "支付到项目", "money-behind", (self.county.code,), query | named | {"year": _one_year(span)}
        )

    def _of_item(self, found: set[Known], wanted: list[str], span: Span) -> Trail:
        """To the projects of an item: its class and item where all of them are of one."""
        query = {
            "area": self.county.code,
            "text": wanted[0] if len(wanted) == 1 else "",
            "year": _one_year(span),
        }
        for key in ("class_one", "class_two"):
            said = {getattr(one, key) for one in found}
            query[key] = said.pop() if len(said) == 1 else ""
        return Trail("项目", "projects", (), query)

    def _pool(self, path: Path, span: Span) -> Trail:
        named = dict(zip(("class_one", "class_two"), path, strict=False))
        return Trail("项目", "projects", (), {"area": self.county.code, **named, "year": _one_year(span)})

    # The record, each read once

    @cached_property
    def _every(self) -> dict[int, Known]:
        found = projects_of.visible(self.user).filter(area__path__startswith=self.county.path).order_by()
        later = Stage.objects.filter(project=OuterRef("pk"), key=Project.State.COMPLETED, on__gt=self.on)
        last = Progress.objects.filter(project=OuterRef("pk"), on__lte=self.on).order_by("-on", "-pk")
        told = found.annotate(later=Exists(later), percent=Subquery(last.values("percent")[:1])).values_list(
            "pk", "class_one", "class_two", "year", "state", "percent", "later"
        )
        return {
            pk: Known(pk, one, two, year, "begun" if after and state in DONE else state, percent or 0)
            for pk, one, two, year, state, percent, after in told
        }

    @cached_property
    def _pooled(self) -> dict[int, Known]:
        return {pk: one for pk, one in self._every.items() if one.state in Project.IN_POOL}

    @cached_property
    def _groups(self) -> dict[tuple[str, str, int], list[Known]]:
        """The projects of the pool by class, item and year; without a year they stand in no plan yet."""
        found: dict[tuple[str, str, int], list[Known]] = defaultdict(list)
        for one in self._pooled.values():
            if one.year is not None:
                found[one.class_one, one.class_two, one.year].append(one)
        return found

    @cached_property
    def _paid(self) -> dict[tuple[str, str, int, str], list[tuple[int, Decimal]]]:
        """By class, item, year of the line and source: the projects and what was paid for each."""
        found: dict[tuple[str, str, int, str], list[tuple[int, Decimal]]] = defaultdict(list)
        standing = Q(voucher__reversed_by=None) | Q(voucher__reversed_by__on__gt=self.on)
        for rows, to, sign in ((Payment.objects, "", 1), (Refund.objects, "payment__", -1)):
            told = rows.filter(standing, on__lte=self.on).order_by().values_list(
                f"{to}line__project", f"{to}line__year", f"{to}line__document__source"
            )  # fmt: skip
            for pk, year, source, total in told.annotate(total=Sum("amount")):
                if project := self._every.get(pk):
                    found[project.class_one, project.class_two, year, source].append((pk, sign * total))
        return found

    @cached_property
    def _quantities(self) -> dict[str, list[tuple[int, str, Decimal]]]:
        """By item: the projects with unit and quantity."""
        found: dict[str, list[tuple[int, str, Decimal]]] = defaultdict(list)
        for pk, item, unit, quantity in Quantity.objects.order_by().values_list(
            "project", "item", "unit", "quantity"
        ):
            found[item].append((pk, unit, quantity))
        return dict(found)

    @cached_property
    def _homes(self) -> dict[int, set[int]]:
        """The households of every project: those that are linked, and the registered ones of linked areas."""
        found: dict[int, set[int]] = defaultdict(set)
        areas = []
        for project, home, path in Beneficiary.objects.order_by().values_list(
            "project", "household", "area__path"
        ):
            if home is not None:
                found[project].add(home)
            elif path:
                areas.append((project, path))
        below = self._below({path for _, path in areas}) if areas else {}
        for project, path in areas:
            found[project] |= below[path]
        return found

    def _below(self, paths: Iterable[str]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {path: set() for path in paths}
        homes = scope.registered(
            Household.objects.filter(village__path__startswith=self.county.path), self.on
        )
        for home, village in homes.order_by().values_list("pk", "village__path"):
            steps = village.split("/")
            for depth in range(1, len(steps)):
                if (path := "/".join(steps[:depth]) + "/") in found:
                    found[path].add(home)
        return found

    @cached_property
    def sizes(self) -> dict[int, int]:
        """How many members every household has on the day."""
        told = Membership.objects.filter(scope.in_force(self.on)).order_by().values("household")
        return {one["household"]: one["many"] for one in told.annotate(many=Count("person", distinct=True))}


def _years(span: Span) -> str:
    return (
        str(span.first.year) if span.first.year == span.last.year else f"{span.first.year}—{span.last.year}"
    )


def _one_year(span: Span) -> str:
    return str(span.first.year) if span.first.year == span.last.year else ""
