"""Need, secured and gap (资金需求、已落实、缺口), by class, town, year, source or step (R073, R058, R072).

Gap = need − secured of each funding; the lines of a table add up to its total, because every funding
stands in exactly one line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from liuqing.planning import pool_words
from liuqing.planning.models import Funding, Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.pool.listing import filtered
from liuqing.policy import pool
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as places
from liuqing.workflow.rights import Right

BY = {
    "class": "项目类别", "item": "项目子类型", "town": "乡镇", "village": "村", "year": "年度", "source": "资金来源", "step": "建管用",
    "state": "状态", "reach": "受益方式", "bundle": "整村推进", "national_13": "全国系统十三类", "national_8": "2021年起八类",
}  # fmt: skip
"""By what a table may be split; the last two through the maps of the place."""
_FIELDS = {
    "class": ("project__class_one",), "item": ("project__class_one", "project__class_two"), "town": ("project__area__path",),
    "village": ("project__area__path",), "year": ("year",), "source": ("source",), "step": ("project__state",),
    "state": ("project__state",), "reach": ("project__reach",), "bundle": ("project__bundle",),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line: its label, projects and yuan; ``opens`` are the filters that list its projects."""

    label: str
    projects: int
    need: Decimal
    secured: Decimal
    opens: Mapping[str, str]

    @property
    def gap(self) -> Decimal:
        """What is not secured."""
        return self.need - self.secured


@dataclass(frozen=True)
class Gap:
    """A table with its total. ``source``: who says how classes are mapped (of other trees only).

    ``several`` projects stand on more than one source of money, and need ``several_need`` yuan (R078).
    """

    area: Area
    by: str
    rows: tuple[Row, ...]
    total: Row
    source: str = ""
    unverified: bool = False
    several: int = 0
    several_need: Decimal = Decimal("0.00")

    @property
    def several_share(self) -> Decimal | None:
        """The part of all money that these projects need; None where nothing is needed."""
        return self.several_need / self.total.need if self.total.need else None


def gap(user: Any, area_code: str | None = None, by: str = "class", **filters: str) -> Gap:
    """The table of an area. Projects that are out of the pool do not count; drafts and applications do."""
    where = places.area(user, area_code, Right.SEE_PROJECTS)
    by = by if by in BY else "class"
    narrowed = {key: value for key, value in filters.items() if value} | {"area": where.code}
    projects = filtered(scope.visible(user), narrowed).exclude(state__in=Project.OUT)
    money = Funding.objects.filter(project__in=projects.order_by().values("pk"))
    if narrowed.get("year"):
        money = money.filter(year=narrowed["year"])
    if narrowed.get("source"):
        money = money.filter(source=narrowed["source"])
    rows = _rows(by, money, narrowed)
    source, unverified = _cited(by)
    return Gap(where, by, rows, _total(money, narrowed), source, unverified, *_several(money))


def splits() -> dict[str, str]:
    """By what a table of this place may be split: other trees only where the place maps its classes."""
    maps = pool_words.told().maps
    return {key: label for key, label in BY.items() if key in _FIELDS or key in maps}


def _rows(by: str, money: Any, narrowed: Mapping[str, str]) -> tuple[Row, ...]:
    fields = _FIELDS.get(by, ("project__class_one", "project__class_two"))
    summed = money.order_by().values(*fields).annotate(
        projects=Count("project", distinct=True), wanted=Sum("need"), got=Sum("secured")
    )  # fmt: skip
    added: dict[str, list[Any]] = {}
    names = _Names(by, narrowed)
    for one in summed:
        label, opens = names.of(tuple(one[field] for field in fields))
        row = added.setdefault(label, [0, Decimal("0.00"), Decimal("0.00"), opens])
        row[0], row[1], row[2] = row[0] + one["projects"], row[1] + one["wanted"], row[2] + one["got"]
    order = names.order(added)
    return tuple(Row(label, *added[label]) for label in order)


def _total(money: Any, narrowed: Mapping[str, str]) -> Row:
    told = money.aggregate(n=Count("project", distinct=True), need=Sum("need"), secured=Sum("secured"))
    nothing = Decimal("0.00")
    return Row("合计", told["n"], told["need"] or nothing, told["secured"] or nothing, dict(narrowed))


def _several(money: Any) -> tuple[int, Decimal]:
    """How many projects put several sources together, and what they need."""
    summed = (
        money.order_by()
        .values("project")
        .annotate(sources=Count("source", distinct=True), wanted=Sum("need"))
    )
    together = [row["wanted"] for row in summed.filter(sources__gt=1)]
    return len(together), sum(together, Decimal("0.00"))


def _cited(by: str) -> tuple[str, bool]:
    found = pool_words.told().maps.get(by)
    return (str(found.source), found.unverified) if found else ("", False)


class _Names:
    """What a line is called, and which filters open it."""

    def __init__(self, by: str, narrowed: Mapping[str, str]) -> None:
        self.by, self.narrowed, self.told = by, dict(narrowed), pool_words.told()
        self.areas = self._areas() if by in ("town", "village") else {}

    def _areas(self) -> dict[str, tuple[str, str]]:
        level = Area.Level.TOWN if self.by == "town" else Area.Level.VILLAGE
        found = Area.objects.filter(level=level).order_by("code")
        return {path: (name, code) for path, name, code in found.values_list("path", "name", "code")}

    def of(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        key, opens = getattr(self, f"_{self.by}", self._plain)(values)
        return key, self.narrowed | opens

    def _plain(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        if self.by not in _FIELDS:
            return self._mapped(values)
        return str(values[0]) or "未填", self._opens(values)

    def _opens(self, values: tuple[Any, ...]) -> dict[str, str]:
        filters = {"class": ("class_one",), "item": ("class_one", "class_two")}.get(self.by, (self.by,))
        return {name: str(value) for name, value in zip(filters, values, strict=True)}

    def _item(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        return f"{values[0]} / {values[1] or '未分'}", self._opens(values)

    def _mapped(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        # Several classes may become one: no single filter opens them.
        return pool.becomes(self.told, self.by, *values), {}

    def _town(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        return self._placed(str(values[0]), 2)

    def _village(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        return self._placed(str(values[0]), 3)

    def _placed(self, path: str, depth: int) -> tuple[str, dict[str, str]]:
        cut = "".join(f"{part}/" for part in path.split("/")[:depth])
        name, code = self.areas.get(cut, ("", ""))
        return (name, {"area": code}) if name else ("县级或未落到" + ("乡镇" if depth == 2 else "村"), {})

    def _state(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        return str(Project.State(values[0]).label), {"state": str(values[0])}

    def _reach(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        return str(Project.Reach(values[0]).label), {"reach": str(values[0])}

    def _step(self, values: tuple[Any, ...]) -> tuple[str, dict[str, str]]:
        for key, step in self.told.steps.items():
            if values[0] in step.states:
                return step.label, {"step": key}
        return "未归类", {}

    def order(self, labels: Mapping[str, Any]) -> list[str]:
        known = {
            "class": list(pool_words.classes()), "town": [name for name, _ in self.areas.values()],
            "village": [name for name, _ in self.areas.values()], "state": list(Project.State.labels),
            "step": [step.label for step in self.told.steps.values()], "source": list(pool_words.sources()),
            "item": [f"{one} / {item}" for one, items in pool_words.classes().items() for item in items],
        }.get(self.by) or (self.told.trees[self.told.maps[self.by].tree].classes if self.by in self.told.maps else [])  # fmt: skip
        place = {label: at for at, label in reversed(list(enumerate(known)))}
        return sorted(labels, key=lambda one: (place.get(one, len(place)), one))
