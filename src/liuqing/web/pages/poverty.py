"""贫困测量: how many are poor, how poor, how unequally and in how many ways, by area and group."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.registry.queries import poverty as asked
from liuqing.registry.queries.poverty import GROUPINGS, Group, Indicator, Poverty
from liuqing.web import paths
from liuqing.web.templatetags.liuqing import count, say

COLUMNS = ("fgt0", "fgt1", "fgt2", "gini", "watts", "sst")
"""The indices of a group, in the order of the headings."""
SHARES = ("fgt0", "fgt1", "fgt2")
"""Those that add up over the groups."""


@dataclass(frozen=True)
class Line:
    """A measure of the whole area, with what it is."""

    label: str
    value: str
    error: str
    interval: str
    meaning: str


@dataclass(frozen=True)
class Bar:
    """A share as the length of a bar in percent of the longest; ``low`` and ``high`` where it may end."""

    length: float
    low: float
    high: float


@dataclass(frozen=True)
class Cell:
    """A number below its heading; its standard error beside it."""

    label: str
    value: str
    error: str = ""


@dataclass(frozen=True)
class Row:
    """A group with its cells, what it makes up, and its bar."""

    group: Group
    name: str
    href: str
    cells: list[Cell]
    shares: list[Cell]
    headcount: str
    bar: Bar | None


@dataclass(frozen=True)
class IndicatorShown:
    """An indicator with the length of its bar."""

    of: Indicator
    deprived: str
    contribution: str
    unknown: str
    length: float


@dataclass(frozen=True)
class Choice:
    """A way to divide the people."""

    key: str
    label: str
    current: bool


@login_required
def poverty(request: HttpRequest, code: str) -> HttpResponse:
    """The measures of poverty of a county, a township or a village."""
    found = asked.poverty(request.user, code, request.GET.get("by", ""))
    request.day = found.on  # type: ignore[attr-defined]
    return render(request, "web/poverty.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("贫困测量")),
        "line": found.line.sentence() if found.line else "",
        "ways": _ways(found),
        "bounds": _bounds(found.whole),
        "measures": _measures(found.whole),
        "multi": _multi(found.whole),
        "indicators": _indicators(found.indicators),
        "rows": _rows(found),
        "choices": _choices(found),
        "grouping": groupings()[found.by],
        "smallest": asked.SMALLEST,
    })  # fmt: skip


def labels() -> dict[str, tuple[str, str]]:
    """What each measure is called, and what it is."""
    return {
        "fgt0": (_("贫困发生率"), _("收入低于线的人占多少；正好在线上的不算")),
        "fgt1": (_("贫困深度"), _("平均每人离线差几成；不贫困的人差 0")),
        "fgt2": (_("贫困强度"), _("缺口平方的平均：越穷的人分量越重")),
        "gini": (_("基尼系数"), _("收入差距：0 是人人一样，1 是一人独占")),
        "watts": (_("沃茨指数"), _("线与收入之比取对数的平均；收入是 0 或负数的人不在内")),
        "sst": (_("森—肖洛克斯—托恩指数"), _("任取两人，较大的那个缺口的平均")),
        "mean": (_("人均纯收入（元）"), _("按人平均")),
    }


def groupings() -> dict[str, str]:
    """By what people may be divided."""
    return {
        "area": _("地方"),
        "main_cause": _("主要致贫原因"),
        "category": _("贫困户属性"),
        "standing": _("脱贫属性"),
        "household_size": _("家庭人口"),
    }


# Numbers as they are shown


def _number(key: str, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}" if key == "mean" else f"{value:.4f}"


def _error(key: str, error: float | None) -> str:
    """Nothing where all are alike: no error of 0 is known to be one."""
    return _number(key, error) if error else ""


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.2%}"


def _interval(key: str, interval: tuple[float, float] | None) -> str:
    return " ～ ".join(_number(key, limit) for limit in interval) if interval else "—"


# The parts of the page


def _measures(whole: Group | None) -> list[Line]:
    if whole is None or whole.figures is None:
        return []
    return [
        Line(label, _number(key, one.value), _error(key, one.error) or "—",
             _interval(key, one.interval if one.error else None), meaning)
        for key, (label, meaning) in labels().items()
        if (one := whole.figures[key])
    ]  # fmt: skip


def _bounds(whole: Group | None) -> dict[str, str]:
    """Between what the headcount lies, whatever the incomes nobody knows."""
    if whole is None or whole.headcount is None:
        return {}
    return {"low": _percent(whole.headcount.low), "high": _percent(whole.headcount.high)}


def _ways(found: Poverty) -> dict[str, Any]:
    if found.ways is None:
        return {}
    n = len(found.ways.conditions)
    # A score is a number of equal parts; the first that reaches the cut-off.
    least = next(k for k in range(n + 1) if k / n >= found.ways.cutoff - 1e-9)
    return {"n": n, "least": least, "sources": [_source(one) for one in found.ways.sources]}


def _source(one: Any) -> str:
    """Where a number is written, without the number: the conditions stand in the table."""
    told = {"label": say(one.label), "day": one.since, "source": one.source}
    if one.unverified:
        return _("%(label)s：自 %(day)s 起，依据：%(source)s，未核实") % told
    return _("%(label)s：自 %(day)s 起，依据：%(source)s") % told


def _multi(whole: Group | None) -> dict[str, str]:
    if whole is None or whole.multi is None:
        return {}
    multi = whole.multi
    return {
        "h": _percent(multi.h.value), "h_error": _percent(multi.h.error or None),
        "a": _percent(multi.a.value), "a_error": _percent(multi.a.error or None),
        "m0": _number("m0", multi.m0.value), "m0_error": _number("m0", multi.m0.error or None),
        "low": _number("m0", multi.m0_low), "high": _number("m0", multi.m0_high),
        "undecided": _percent(multi.undecided), "known": count(multi.known_rows), "rows": count(multi.rows),
    }  # fmt: skip


def _indicators(told: tuple[Indicator, ...]) -> list[IndicatorShown]:
    most = max((one.contribution or 0 for one in told), default=0)
    return [
        IndicatorShown(
            one, _percent(one.deprived), _percent(one.contribution), _percent(one.unknown),
            round(100 * (one.contribution or 0) / most, 1) if most else 0,
        )
        for one in told
    ]  # fmt: skip


def _rows(found: Poverty) -> list[Row]:
    most = max((_reach(one) for one in found.groups), default=0)
    return [_row(found, one, most) for one in found.groups if one.households or one.hidden]


def _reach(one: Group) -> float:
    """How far a group's bar goes, its interval included."""
    headcount = one.figures["fgt0"] if one.figures else None
    if headcount is None or headcount.value is None:
        return 0
    return headcount.interval[1] if headcount.interval else headcount.value


def _row(found: Poverty, one: Group, most: float) -> Row:
    names = labels()
    figures = one.figures or {}
    cells = [_cell(key, names[key][0], figures.get(key)) for key in COLUMNS]
    cells.append(_cell("m0", _("多维贫困指数"), one.multi.m0 if one.multi else None))
    cells.append(Cell(_("多维不明"), _percent(one.multi.undecided if one.multi else None)))
    shares = [Cell(names[key][0], _percent(figures[key].share if key in figures else None)) for key in SHARES]
    headcount = figures["fgt0"].value if figures else None
    return Row(one, _name(found, one), _href(one), cells, shares, _percent(headcount), _bar(one, most))


def _cell(key: str, label: str, figure: Any) -> Cell:
    """A measure of a group; "—" where it has none."""
    if figure is None:
        return Cell(label, "—")
    return Cell(label, _number(key, figure.value), _error(key, figure.error))


def _name(found: Poverty, one: Group) -> str:
    if found.by == "household_size" and one.name:
        return _("%(n)s 人") % {"n": one.name}
    if found.by == "area":
        return one.name or _("没有分到下级的")
    return say(one.name) or _("未填")


def _href(one: Group) -> str:
    return reverse("poverty", args=[one.code]) if one.code else ""


def _bar(one: Group, most: float) -> Bar | None:
    headcount = one.figures["fgt0"] if one.figures else None
    if headcount is None or headcount.value is None or not most:
        return None
    low, high = headcount.interval or (headcount.value, headcount.value)
    return Bar(*(round(100 * end / most, 2) for end in (headcount.value, low, high)))


def _choices(found: Poverty) -> list[Choice]:
    names = groupings()
    here = [key for key in GROUPINGS if key != "area" or found.area.level != "village"]
    return [Choice(key, names[key], key == found.by) for key in here]
