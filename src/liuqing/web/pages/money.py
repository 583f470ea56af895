"""资金矩阵: the money of an area by two dimensions, the projects behind a cell, the flow, the plan beside it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from liuqing.planning.queries import matrix as asking
from liuqing.planning.queries.matrix import DIMENSIONS, MEASURES, Cell, Head, Matrix
from liuqing.registry.queries.boards import Place
from liuqing.web import money_pictures, paths
from liuqing.web.pages import papers, turning
from liuqing.web.templatetags.liuqing import count, say, wan
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

USUAL = (
    ("class_one", "year"), ("class_one", "source"), ("source", "year"), ("town", "year"), ("town", "class_one"),
    ("class_two", "year"), ("department", "year"), ("state", "year"), ("reach", "class_one"),
)  # fmt: skip
"""The tables that are asked for most; any other is two choices away."""
DEEPER = {"class_one": "class_two", "town": "village"}
"""Into what a row opens."""


@dataclass(frozen=True)
class Choice:
    """A link to the same page with something else chosen."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Headline:
    """A measure with its total, which leads to its table; ``against`` is what it is of what is needed."""

    to: Choice
    value: str
    unit: str
    against: str


@dataclass(frozen=True)
class CellShown:
    """An amount in 万元 (or projects), what it is exactly, and where its projects are."""

    label: str
    text: str
    exact: str
    href: str


@dataclass(frozen=True)
class LineShown:
    """A row with its cells and its sum."""

    head: Head
    label: str
    href: str
    cells: list[CellShown]
    total: CellShown


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what makes no sense is answered by the record."""

    what: str
    rows: str
    columns: str
    narrowed: dict[str, str]

    def to(self, code: str, **other: Any) -> str:
        """The address of this table with something else asked."""
        told = {
            "what": self.what,
            "rows": self.rows,
            "columns": self.columns,
            "narrowed": self.narrowed,
        } | other
        pairs = {"what": told["what"], "rows": told["rows"], "columns": told["columns"], **told["narrowed"]}
        return f"{reverse('money', args=[code])}?{urlencode(pairs)}"


@login_required
@never_cache
def money(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix of an area with its sums; every amount opens its projects."""
    asked = _asked(request.GET)
    found = asking.matrix(
        request.user, code, rows=asked.rows, columns=asked.columns, what=asked.what, **asked.narrowed
    )
    return render(request, "web/money.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("资金矩阵")),
        "tabs": tabs(found.area, "money"),
        "headline": _headline(request.user, asked, code),
        "usual": _usual(asked, code),
        "kept": _kept(asked),
        "dimensions": [(one.key, say(one.label)) for one in DIMENSIONS.values()],
        "asked": asked,
        "narrowed": _narrowed(found, asked, code),
        "heads": [_head(head) for head in found.column_heads],
        "lines": [_line(found, line, asked, code) for line in found.lines],
        "totals": [_cell(found, cell, head.label, code) for cell, head in zip(found.totals, found.column_heads, strict=True)],
        "total": _cell(found, found.total, _("合计"), code),
        "differing": _differing(found.area),
        "may_export": rights.can(request.user, Right.EXPORT),
    })  # fmt: skip


@login_required
@never_cache
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The projects behind a sum, each with its part; together they are the sum."""
    asked = _asked(request.GET)
    found = asking.behind(request.user, code, what=asked.what, page=turning.number(request), **asked.narrowed)
    return render(request, "web/money_behind.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("项目")),
        "back": asked.to(code),
        "words": _("，").join(say(head.label) for _dimension, head in found.narrowed),
        "what": say(found.measure.label),
        "rows": [(part, _exactly(found.measure.unit, part.value)) for part in found.page.rows],
        "total": _exactly(found.measure.unit, found.total),
        "turn": turning.turn(request, found.page),
    })  # fmt: skip


@login_required
@never_cache
def flow(request: HttpRequest, code: str) -> HttpResponse:
    """From where to where: sources, classes, townships, households."""
    asked = _asked(request.GET)
    found = asking.sankey(request.user, code, what=asked.what, **asked.narrowed)
    return render(request, "web/money_flow.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("资金去向")),
        "tabs": tabs(found.area, "money-flow"),
        "measures": _measures(asked, code),
        "flow": money_pictures.flow(found),
        "years": _years(asked, code),
    })  # fmt: skip


@login_required
@never_cache
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The plan beside the pool and beside its own parts: the plan says, the pool says, the difference."""
    found = asking.discrepancies(request.user)
    return render(request, "web/money_plan.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("规划对照")),
        "tabs": tabs(found.area, "money-plan"),
        "money": [_beside(one) for one in found.money if not one.agrees],
        "agreeing": sum(1 for one in found.money if one.agrees),
        "projects": [_beside(one, unit="个") for one in found.projects if not one.agrees],
        "checks": [_check(one) for one in found.failing],
        "held": sum(1 for one in found.checks if one.verdict in ("holds", "rounded")),
        "open": [_check(one) for one in found.checks if one.verdict == "open"],
    })  # fmt: skip


@login_required
@never_cache
def book(request: HttpRequest, code: str) -> HttpResponse:
    """The matrix as a workbook, with the sheet of discrepancies."""
    return papers.send(request, "fund-matrix", _("资金矩阵"), "xlsx", area=code)


def tabs(area: Place, here: str) -> list[Choice]:
    """The pages of an area's money."""
    pages = {
        "money": _("资金矩阵"), "money-flow": _("资金去向"), "money-progress": _("支出进度"), "money-rules": _("合规"),
        "money-plan": _("规划对照"),
    }  # fmt: skip
    whole = area.level == "county"
    shown = {
        name: label for name, label in pages.items() if whole or name not in ("money-rules", "money-plan")
    }
    return [Choice(label, reverse(name, args=[area.code]), name == here) for name, label in shown.items()]


# --- what is asked ----------------------------------------------------------------------------


def _asked(told: QueryDict) -> Asked:
    what = told.get("what", "need")
    rows, columns = told.get("rows") or "class_one", told.get("columns") or "year"
    narrowed = {key: told[key][:60] for key in DIMENSIONS if told.get(key)}
    return Asked(what, rows, columns, narrowed)


def _usual(asked: Asked, code: str) -> list[Choice]:
    pairs = [pair for pair in USUAL if not (asked.what == "projects" and "source" in pair)]
    return [
        Choice(
            f"{say(DIMENSIONS[down].label)} × {say(DIMENSIONS[across].label)}",
            asked.to(code, rows=down, columns=across), (down, across) == (asked.rows, asked.columns),
        )
        for down, across in pairs
    ]  # fmt: skip


def _kept(asked: Asked) -> list[tuple[str, str]]:
    """What the choice of dimensions carries along."""
    return [("what", asked.what), *asked.narrowed.items()]


def _measures(asked: Asked, code: str) -> list[Choice]:
    here = reverse("money-flow", args=[code])
    return [
        Choice(say(one.label), f"{here}?{urlencode({'what': key, **asked.narrowed})}", key == asked.what)
        for key, one in MEASURES.items()
        if key != "projects"
    ]


def _years(asked: Asked, code: str) -> list[Choice]:
    years = asking.plan_years()
    here, rest = reverse("money-flow", args=[code]), {k: v for k, v in asked.narrowed.items() if k != "year"}
    told = [(_("各年"), rest), *((str(year), rest | {"year": str(year)}) for year in years)]
    return [
        Choice(label, f"{here}?{urlencode({'what': asked.what, **pairs})}", pairs.get("year") == asked.narrowed.get("year"))
        for label, pairs in told
    ]  # fmt: skip


# --- what is shown ----------------------------------------------------------------------------


def _headline(user: Any, asked: Asked, code: str) -> list[Headline]:
    """Needed, secured, allocated, paid: each is the switch to its own table."""
    found = asking.totals(user, code, **asked.narrowed)
    told = []
    for key, value in found.items():
        # Projects cannot stand by source; their own table is by class and year then.
        spread = key == "projects" and "source" in (asked.rows, asked.columns)
        other = {"rows": "class_one", "columns": "year"} if spread else {}
        to = Choice(say(MEASURES[key].label), asked.to(code, what=key, **other), key == asked.what)
        told.append(Headline(to, *_shown(MEASURES[key].unit, value), _against(found, key)))
    return told


def _against(found: dict[str, Decimal | None], key: str) -> str:
    """What it is of what is needed."""
    need, value = found["need"], found[key]
    if key in ("need", "projects") or not need or value is None:
        return ""
    return _("是需要的 %(n)s%%") % {"n": f"{100 * value / need:.1f}"}


def _shown(unit: str, value: Decimal | None) -> tuple[str, str]:
    """The number and its unit."""
    return (count(value), say("个")) if unit == "个" else (wan(value), say("万元"))


def _exactly(unit: str, value: Decimal | None) -> str:
    """An amount to the fen, or a number."""
    if value is None:
        return ""
    return count(value) if unit == "个" else f"{value:,.2f}"


def _head(head: Head) -> Head:
    return Head(head.key, say(head.label), head.known)


def _line(found: Matrix, line: asking.Line, asked: Asked, code: str) -> LineShown:
    cells = [
        _cell(found, cell, head.label, code)
        for cell, head in zip(line.cells, found.column_heads, strict=True)
    ]
    return LineShown(line.head, say(line.head.label), _deeper(found, line.head, asked, code), cells,
                     _cell(found, line.total, _("合计"), code))  # fmt: skip


def _cell(found: Matrix, cell: Cell, label: str, code: str) -> CellShown:
    if cell.value is None:
        return CellShown(say(label), "", "", "")
    asked = {"what": found.measure.key, "rows": found.rows.key, "columns": found.columns.key, **cell.narrowed}
    href = f"{reverse('money-behind', args=[code])}?{urlencode(asked)}"
    text, _unit = _shown(found.measure.unit, cell.value)
    return CellShown(say(label), text, _exactly(found.measure.unit, cell.value), href)


def _deeper(found: Matrix, head: Head, asked: Asked, code: str) -> str:
    """A class opens into its items, a township into its villages."""
    below = DEEPER.get(found.rows.key)
    if below is None or below == found.columns.key or not head.key:
        return ""
    return asked.to(code, rows=below, narrowed={**asked.narrowed, found.rows.key: head.key})


def _narrowed(found: Matrix, asked: Asked, code: str) -> list[Choice]:
    """What the table is narrowed to; each link takes it away again."""
    return [
        Choice(
            f"{say(dimension.label)}：{say(head.label)}",
            asked.to(code, narrowed={k: v for k, v in asked.narrowed.items() if k != dimension.key}),
        )
        for dimension, head in found.narrowed
    ]  # fmt: skip


def _differing(area: Place) -> str:
    """That the plan does not add up by itself; what the pool makes of it stands on a page of its own."""
    failing = len(asking.contradictions()) if area.level == "county" else 0
    return _("规划自己有 %(n)s 处加不起来，项目库与规划的差额也列在那里") % {"n": failing} if failing else ""


def _beside(one: asking.Beside, unit: str = "元") -> dict[str, Any]:
    shown = _signed if unit == "个" else _signed_wan
    plain = count if unit == "个" else wan
    return {
        "what": _path(one.said.path), "years": years(one.said.years), "source": one.said.source, "said": plain(one.said.value),
        "pool": plain(one.pool), "difference": shown(one.difference), "clauses": one.said.clauses,
        "href": f"{reverse('money', args=[one.filters['area']])}?{urlencode({k: v for k, v in one.filters.items() if k != 'area'})}",
    }  # fmt: skip


def _check(one: asking.Check) -> dict[str, Any]:
    by = {"years": _("各年"), "sources": _("各来源"), "classes": _("各类"), "items": _("各项")}
    money = bool(one.rounding)
    return {
        "what": _path(one.of.path), "years": years(one.of.years), "source": one.of.source, "by": by[one.by],
        "said": wan(one.of.value) if money else count(one.of.value), "total": wan(one.total) if money else count(one.total),
        "difference": (_signed_wan if money else _signed)(one.difference), "unit": _("万元") if money else _("个"),
        "parts": [(name, wan(value) if money else count(value)) for name, value in one.parts],
        "silent": _("、").join(one.silent), "clauses": one.of.clauses,
    }  # fmt: skip


def _path(path: tuple[str, ...]) -> str:
    return " · ".join(path) if path else _("全部")


def years(span: tuple[int, int]) -> str:
    """2018, or 2018—2020."""
    return str(span[0]) if span[0] == span[1] else f"{span[0]}—{span[1]}"


def _signed_wan(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{wan(abs(value))}" if value else wan(value)


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−'}{count(abs(value))}" if value else "0"
