"""Pictures: a board's figures as bars and tiles, each with a sentence as its title.

The server draws a small picture that works everywhere; wide screens replace it by a living chart
made from the same ``data``. Nothing is computed here but lengths and shades.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.policy.tables import CLEARS
from liuqing.registry.queries.boards import Beside, Board, Child, Part
from liuqing.registry.queries.villages import Village
from liuqing.web.templatetags.liuqing import count

WIDTH, FLOOR, TOP = 480, 184, 24
SIX = (
    "registered_persons", "exited_persons", "unexited_persons", "incidence", "poor_villages_exited",
    "registered_households", "dibao_persons",
)  # fmt: skip
"""The headline figures of a board; a village has none of villages."""
MEASURES = ("unexited_persons", "incidence", "registered_persons")
"""What towns and villages can be looked at by: number left, rate, size."""


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value, where it leads and how long it is drawn."""

    name: str
    value: Decimal
    note: str
    href: str = ""
    share: int = 0
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    last: bool = False

    @property
    def middle(self) -> float:
        """Where the text stands."""
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        """Where the number stands."""
        return self.y - 6


@dataclass(frozen=True)
class Picture:
    """A picture: its sentence, its bars, and the same as data for a living chart."""

    title: str
    bars: list[Bar]
    data: dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """A number in a table: as shown, and as sorted by."""

    shown: str
    order: str


@dataclass(frozen=True)
class Tile:
    """An area as a tile and as a row of the table beneath."""

    name: str
    href: str
    label: str
    note: str
    shade: int
    cells: list[Cell]
    mark: str = ""


@dataclass(frozen=True)
class Areas:
    """The towns or villages of a board, by number or by rate."""

    title: str
    level: str
    choices: list[dict[str, Any]]
    headings: list[str]
    tiles: list[Tile]
    rows: list[Tile]
    least: str
    most: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Headline:
    """A figure at the top of a board beside the plan's. ``on_course`` None: nothing to compare."""

    label: str
    value: str
    unit: str
    plan: str = ""
    source: str = ""
    on_course: bool | None = None
    difference: str = ""


def clears(village: Village) -> Picture:
    """Which of the six clears are complete in how many households."""
    total = sum((part.value for part in village.completeness), Decimal(0))
    full = next((part.value for part in village.completeness if part.key == "6"), Decimal(0))
    bars = [
        Bar(_(part.label), part.value, _share(part.value, total), "", _percent(part.value, total))
        for key in CLEARS
        for part in village.clears
        if part.key == key
    ]
    title = _("%(total)s 户中 %(full)s 户六清齐全") % {"total": count(total), "full": count(full)}
    return Picture(title, bars, _data(title, bars))


def _headline(figure: Beside, *, small: bool) -> Headline:
    """One figure as text; on course where it reads the same as what the plan states."""
    value = _number(figure.value, figure.unit)
    plan = "" if figure.target is None else _number(figure.target, figure.unit)
    comparable = bool(plan) and figure.value is not None and not (small and figure.unit in ("人", "户"))
    same = value == plan
    return Headline(
        label=figure.label,
        value=value,
        unit=figure.unit,
        plan=plan,
        source=figure.target_source,
        on_course=same if comparable else None,
        difference=_signed(figure.difference, figure.unit)
        if comparable and figure.difference and not same
        else "",
    )


def headlines(figures: Iterable[Beside], *, villages: bool = True) -> list[Headline]:
    """The six figures that say most, in the order of ``SIX``."""
    known = {figure.metric: figure for figure in figures}
    shown = [metric for metric in SIX if metric in known and (villages or metric != "poor_villages_exited")]
    small = scale(known.values()) is not None
    return [_headline(known[metric], small=small) for metric in shown[:6]]


def scale(figures: Iterable[Beside]) -> int | None:
    """How many times smaller than the plan's county a demo's sample is; None if it is whole.

    Heads and households of a small sample cannot stand beside the plan's; rates and villages can.
    """
    if not settings.WORKSPACE.demo:
        return None
    for figure in figures:
        if figure.metric == "registered_households" and figure.value and figure.target:
            times = round(figure.target / figure.value)
            return times if times > 1 else None
    return None


def exits(area: str, parts: tuple[Part, ...], *, link: bool) -> Picture:
    """Who left poverty in which year."""
    bars = _columns(parts, lambda part: _to_households(area, link, exit_year=part.key))
    best = max(parts, key=lambda part: part.value, default=None)
    total = sum((part.value for part in parts), Decimal(0))
    title = (
        _("历年脱贫 %(total)s 人，%(year)s 年最多，%(most)s 人")
        % {"total": count(total), "year": best.key, "most": count(best.value)}
        if best
        else _("还没有脱贫记录")
    )
    return Picture(title, bars, _data(title, bars))


def causes(area: str, parts: tuple[Part, ...], *, link: bool) -> Picture:
    """Why households are poor: the main cause, by persons."""
    total = sum((part.value for part in parts), Decimal(0))
    bars = _rows(parts, total, lambda part: _to_households(area, link, cause=part.key))
    title = (
        _("“%(cause)s”是最主要的致贫原因，占 %(share)s%%")
        % {"cause": _(parts[0].label), "share": round(100 * parts[0].value / total)}
        if total
        else _("还没有致贫原因记录")
    )
    return Picture(title, bars, _data(title, bars))


def areas(board: Board, by: str) -> Areas:
    """The areas below: tiles shaded by one measure, and the table with all of them."""
    by = by if by in MEASURES else MEASURES[0]
    labels = {
        "unexited_persons": _("未脱贫人数"),
        "incidence": _("贫困发生率"),
        "registered_persons": _("建档立卡人数"),
    }
    values = [_measure(child, by) for child in board.children]
    top = max((value for value in values if value is not None), default=Decimal(0))
    tiles = [_tile(child, by, top) for child in board.children]
    order = sorted(zip(values, tiles, strict=True), key=lambda pair: -(pair[0] or Decimal(0)))
    worst = next((tile for value, tile in order if value), None)
    return Areas(
        title=_areas_title(board, labels[by], worst),
        level=_("村") if any(child.level == "village" for child in board.children) else _("乡镇"),
        choices=[{"key": key, "label": label, "current": key == by} for key, label in labels.items()],
        headings=[heading for _key, heading in _columns_of_areas()],
        tiles=[tile for _value, tile in order],
        rows=tiles,
        least=_shown(Decimal(0), by),
        most=_shown(top, by),
        data={
            "title": labels[by],
            "items": [
                {
                    "name": t.name,
                    "value": float(v or 0),
                    "label": t.label,
                    "note": t.note,
                    "href": t.href,
                    "shade": t.shade,
                }
                for v, t in order
            ],
        },
    )


def _columns_of_areas() -> list[tuple[str, str]]:
    return [
        ("registered_households", _("建档立卡户")),
        ("registered_persons", _("建档立卡人口")),
        ("exited_persons", _("已脱贫人口")),
        ("unexited_households", _("未脱贫户")),
        ("unexited_persons", _("未脱贫人口")),
        ("incidence", _("贫困发生率")),
    ]


def _tile(child: Child, by: str, top: Decimal) -> Tile:
    value = _measure(child, by)
    label = _shown(value, by)
    cells = [
        Cell(
            _shown(child.figures.get(metric), metric),
            str(child.figures.get(metric) if child.figures.get(metric) is not None else ""),
        )
        for metric, _heading in _columns_of_areas()
    ]
    return Tile(
        name=child.name,
        href=reverse("area", args=[child.code]),
        label=label,
        note=_("%(name)s：未脱贫 %(persons)s 人，贫困发生率 %(rate)s")
        % {
            "name": child.name,
            "persons": _shown(child.figures.get("unexited_persons"), "unexited_persons"),
            "rate": _shown(child.figures.get("incidence"), "incidence"),
        },
        shade=0 if not value or not top else min(6, 1 + int(5 * value / top)),
        cells=cells,
        mark="" if not child.poor_village else "已出列" if child.village_exited else "贫困村",
    )


def _measure(child: Child, by: str) -> Decimal | None:
    return child.figures.get(by)


def _areas_title(board: Board, label: str, worst: Tile | None) -> str:
    if worst is None:
        return _("%(area)s以下各地都没有未脱贫的人") % {"area": board.area.name}
    return _("%(worst)s的%(label)s最高：%(value)s") % {
        "worst": worst.name,
        "label": label,
        "value": worst.label,
    }


def _shown(value: Decimal | None, metric: str) -> str:
    return _number(value, "%" if metric == "incidence" else "")


def _number(value: Decimal | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{value:.2f}%" if unit == "%" else count(value)


def _signed(value: Decimal, unit: str) -> str:
    return ("+" if value > 0 else "−") + _number(abs(value), unit)


def _columns(parts: Iterable[Part], href: Callable[[Part], str]) -> list[Bar]:
    found = list(parts)
    top = max((part.value for part in found), default=Decimal(0)) or Decimal(1)
    step = WIDTH / max(1, len(found))
    return [
        Bar(
            name=part.key, value=part.value, note=_note(part), href=href(part),
            x=round(n * step + step * 0.15, 1), width=round(step * 0.7, 1),
            height=(h := round(float(part.value / top) * (FLOOR - TOP), 1)), y=round(FLOOR - h, 1),
            last=n == len(found) - 1,
        )
        for n, part in enumerate(found)
    ]  # fmt: skip


def _rows(parts: Iterable[Part], total: Decimal, href: Callable[[Part], str]) -> list[Bar]:
    found = list(parts)
    top = max((part.value for part in found), default=Decimal(0)) or Decimal(1)
    return [
        Bar(_(part.label), part.value, _share(part.value, total), href(part), _percent(part.value, top))
        for part in found
    ]


def _note(part: Part) -> str:
    if part.target is None:
        return _("%(n)s 人") % {"n": count(part.value)}
    return _("%(n)s 人，规划 %(target)s 人") % {"n": count(part.value), "target": count(part.target)}


def _to_households(area: str, link: bool, **wanted: str) -> str:
    return f"{reverse('households', args=[area])}?{urlencode(wanted)}" if link else ""


def _percent(value: Decimal, total: Decimal) -> int:
    return round(100 * value / total) if total else 0


def _share(value: Decimal, total: Decimal) -> str:
    return f"{_percent(value, total)} %"


def _data(title: str, bars: list[Bar]) -> dict[str, Any]:
    items = [
        {
            "name": b.name,
            "value": float(b.value),
            "label": f"{count(b.value)}（{b.note}）",
            "note": b.note,
            "href": b.href,
            "last": b.last,
        }
        for b in bars
    ]
    return {"title": title, "items": items}
