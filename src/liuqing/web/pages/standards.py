"""标准对照: what an area must have reached, as cells with a sign, and the areas below it side by side."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.policy.standards import OPERATORS
from liuqing.registry.queries import standards as asked
from liuqing.registry.queries.standards import Criterion, Kept, Line, Matrix, SetHere, Standards
from liuqing.web import paths
from liuqing.web.templatetags.liuqing import count
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

SIGNS = {
    "met": "✓", "failed": "✗", "missed": "✗", "partly": "◐", "unknown": "?", "open": "…", "soon": "!",
    "report": "·", "": "—",
}  # fmt: skip
"""Beside the colour, so that it is not the colour alone that says it."""


@dataclass(frozen=True)
class Tile:
    """A standard of this area: its sign, what is and what must be, and where that is written."""

    number: int
    label: str
    state: str
    sign: str
    word: str
    value: str
    limit: str
    parts: str
    criterion: Criterion


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar: how many standards have one state."""

    state: str
    word: str
    n: int
    x: float
    width: float


@dataclass(frozen=True)
class SetShown:
    """A set with its sentence, its bar and its tiles."""

    of: SetHere
    word: str
    state: str
    sentence: str
    stretches: list[Stretch]
    tiles: list[Tile]


@dataclass(frozen=True)
class Cell:
    """An area below beside one standard; ``number`` is the standard's in the headings, 0 the whole set."""

    number: int
    head: str
    state: str
    sign: str
    text: str
    title: str


@dataclass(frozen=True)
class LineShown:
    """An area below: its cells, and whether the whole set holds."""

    line: Line
    href: str
    whole: Cell
    cells: list[Cell]


@dataclass(frozen=True)
class MatrixShown:
    """A matrix with its sentence."""

    matrix: Matrix
    level: str
    sentence: str
    lines: list[LineShown]
    main: bool


@login_required
def standards(request: HttpRequest, code: str) -> HttpResponse:
    """The standards of a county, a township or a village."""
    found = asked.standards(request.user, code)
    request.day = found.on  # type: ignore[attr-defined]
    matrices = [_matrix(one) for one in found.matrices]
    return render(request, "web/standards.html", {
        "found": found,
        "path": paths.below(request.user, found.area, _("标准对照")),
        "sets": [_set(one) for one in found.sets],
        "matrices": matrices,
        "legend": _legend(found, matrices),
        "may_hand_in": rights.can(request.user, Right.LOAD_LISTS),
    })  # fmt: skip


def words() -> dict[str, str]:
    """What each state is called."""
    return {
        "met": _("达到"),
        "failed": _("未达到"),
        "missed": _("到期未达到"),
        "partly": _("多数达到"),
        "soon": _("今年到期"),
        "open": _("还没到期"),
        "unknown": _("不明"),
        "report": _("只报数"),
        "": _("不适用"),
    }


def _legend(found: Standards, matrices: list[MatrixShown]) -> list[tuple[str, str, str]]:
    """The signs that are on the page."""
    states = {each.state for one in found.sets for each in one.criteria}
    states |= {cell.state for one in matrices for line in one.lines for cell in (line.whole, *line.cells)}
    return [(state, SIGNS[state], word) for state, word in words().items() if state in states]


def _set(one: SetHere) -> SetShown:
    tiles = [_tile(number, each) for number, each in enumerate(one.criteria, start=1)]
    state = {True: "met", False: "failed", None: "unknown" if one.of else ""}[one.verdict]
    word = {"met": _("达到"), "failed": _("未达到"), "unknown": _("还不能判断"), "": ""}[state]
    return SetShown(one, word, state, _sentence(one), list(_stretches(one.criteria)), tiles)


def _sentence(one: SetHere) -> str:
    told = {"held": one.held, "of": one.of}
    if not one.of:
        return _("只报数，不作判断")
    if one.any_of:
        return _("%(of)s 条中达到 %(held)s 条，有一条达到就算达到") % told
    return _("%(of)s 条中达到 %(held)s 条") % told


def _stretches(criteria: Iterable[Criterion]) -> Iterable[Stretch]:
    counts, named, x = Counter(one.state for one in criteria), words(), 0.0
    total = sum(counts.values())
    for state in ("met", "open", "soon", "failed", "missed", "unknown", "report"):
        if counts[state]:
            width = round(100 * counts[state] / total, 2)
            yield Stretch(state, named[state], counts[state], round(x, 2), width)
            x += width


def _tile(number: int, one: Criterion) -> Tile:
    named = words()
    word = named[one.state]
    if one.due and one.state in ("open", "soon"):
        word = _("%(year)s 年底前达到") % {"year": one.due}
    return Tile(
        number, one.label, one.state, SIGNS[one.state], word, _value(one), _limit(one), _parts(one), one
    )


def _value(one: Criterion) -> str:
    """What is; of yes and no the word."""
    if one.unit == "是否":
        return "" if one.value is None else _("是") if one.value else _("否")
    return "" if one.value is None else _number(one.value, one.unit)


def _limit(one: Criterion) -> str:
    """What must be; nothing of a yes or no, whose label says it."""
    if one.unit == "是否" or one.limit is None:
        return ""
    if one.upper is not None:
        return _("%(least)s 至 %(most)s") % {
            "least": _number(one.limit, ""), "most": _number(one.upper, one.unit)
        }  # fmt: skip
    sign = {"~": _("约")}.get(one.operator, OPERATORS[one.operator])
    return f"{sign} {_number(one.limit, one.unit)}"


def _parts(one: Criterion) -> str:
    """The fraction behind a share."""
    if one.numerator is None or one.denominator is None or one.unit == "是否":
        return ""
    return f"{_number(one.numerator, '')} ÷ {_number(one.denominator, '')}"


def _number(value: Decimal, unit: str) -> str:
    shown = value.quantize(Decimal("0.01"))
    if shown == shown.to_integral_value():
        shown = shown.quantize(Decimal(1))
    return f"{shown:,f}{'' if unit in ('%', '‰') else ' ' if unit else ''}{_(unit) if unit else ''}"


def _matrix(one: Matrix) -> MatrixShown:
    lines = [
        LineShown(
            line,
            reverse("standards", args=[line.code]),
            _cell(0, _("整套"), line.whole),
            [
                _cell(number, head, kept)
                for number, (head, kept) in enumerate(zip(one.heads, line.cells, strict=True), start=1)
            ],
        )
        for line in one.lines
    ]
    whole = one.whole
    told = {
        "of": count(whole.of),
        "yes": count(whole.yes),
        "no": count(whole.no),
        "unknown": count(whole.unknown),
    }
    sentence = _("%(of)s 个中，达到 %(yes)s，未达到 %(no)s，不明 %(unknown)s") % told
    level = {"village": _("各村"), "town": _("各乡镇"), "hamlet": _("各自然村")}[one.level]
    return MatrixShown(one, level, sentence, lines, one.set.endswith("条"))


def _cell(number: int, head: str, kept: Kept) -> Cell:
    state = "partly" if kept.state == "failed" and kept.yes * 2 >= kept.of else kept.state
    told = {"head": head, "yes": kept.yes, "no": kept.no, "unknown": kept.unknown}
    if kept.of > 1:
        title = _("%(head)s：达到 %(yes)s，未达到 %(no)s，不明 %(unknown)s") % told
        return Cell(number, head, state, SIGNS[state], f"{kept.yes}/{kept.of}", title)
    return Cell(number, head, state, SIGNS[state], "", f"{head}：{words()[state]}")
