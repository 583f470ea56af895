"""Money, projects and works (资金、项目、工程量) as of a day: paid from the book, completed in the pool, whom they reached."""

from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning.queries.targets.actual import Actual, Span, Trail, missing
from liuqing.planning.queries.targets.projects import BEGUN, DONE, Known, Path, Projects
from liuqing.policy.dated import Parameters
from liuqing.policy.metrics import subject
from liuqing.policy.plan_money import COUNTS, MONEY
from liuqing.registry.models import Area

MEASURED = {"公里", "千米", "米", "亩", "平方米"}
"""Units of works that can be done in part; a thing that is counted is done or not."""
UNSEEN = "您看不到全县的项目"


class Money:
    """The projects of a county and their money. ``sees`` False: the user sees only some of them."""

    def __init__(self, user: Any, county: Area, on: date, numbers: Parameters, *, sees: bool) -> None:
        self.county, self.on, self.sees = county, on, sees
        self.all = Projects(user, county, on)
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
        held, years = self.all.with_item(item) if item else None, span.years(self.on)
        total = sum(
            (
                amount
                for (one, two, year, of), parts in self.all.paid.items()
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
        found = self.all.planned(path, "", span)
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
            (project, quantity) for name in self.all.items(items) for pk, of, quantity in self.all.quantities[name]
            if of == unit and (project := self.all.pooled.get(pk)) and project.year is not None
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
        chosen = {one.pk for one in self.all.planned(path, "", span) if one.state in BEGUN}
        if chosen and not any(pk in self.all.homes for pk in chosen):
            return missing("这些项目还没有录受益户", self._pool(path, span))
        homes = {home for pk in chosen for home in self.all.homes.get(pk, ())}
        value = len(homes) if what == "households" else sum(self.all.sizes.get(home, 0) for home in homes)
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
        if not self.all.pooled:
            return "项目库里还没有项目"
        if not self.all.planned(path, item, span):
            name = item or (path[-1] if path else "")
            return (
                f"项目库里没有 {_years(span)} 年的「{name}」"
                if name
                else f"项目库里没有 {_years(span)} 年的项目"
            )
        return None

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


def _years(span: Span) -> str:
    return (
        str(span.first.year) if span.first.year == span.last.year else f"{span.first.year}—{span.last.year}"
    )


def _one_year(span: Span) -> str:
    return str(span.first.year) if span.first.year == span.last.year else ""
