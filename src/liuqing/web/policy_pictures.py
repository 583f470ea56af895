"""The policies on a board in four small pictures: tiers, colours, warnings, what is due by programme."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.registry.queries.boards import Board, Part
from liuqing.web.templatetags.liuqing import count

WARNINGS, UNPAID = "返贫致贫预警", "应享未享"
"""Topics of the flags page that the pictures lead to."""
MOST = 6
"""Bars of a picture; the flags page has them all."""


@dataclass(frozen=True)
class Row:
    """One bar: its name, its number as shown, its length in per cent, where it leads."""

    name: str
    shown: str
    share: int
    href: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Small:
    """A small picture with its sentence; ``more`` leads to the list behind it."""

    title: str
    note: str
    rows: list[Row]
    more: str = ""
    more_label: str = ""


def of(board: Board, *, link: bool) -> list[Small]:
    """Those of the four that the place has; links only for who may see households."""
    flags = reverse("flags", args=[board.area.code]) if link else ""
    drawn = (_tiers(board), _colours(board), _warnings(board, flags), _entitled(board, flags))
    return [one for one in drawn if one]


def _tiers(board: Board) -> Small | None:
    if not board.tiers:
        return None
    first = board.tiers[0]
    title = _("%(tier)s %(n)s 户") % {"tier": _(first.label), "n": count(first.value)}
    return Small(title, _("帮扶层次（户）"), _rows(board.tiers))


def _colours(board: Board) -> Small | None:
    if not board.colours:
        return None
    first = board.colours[0]
    title = _("%(colour)s卡 %(n)s 户") % {"colour": _(first.label), "n": count(first.value)}
    return Small(title, _("五色卡（户）"), _rows(board.colours, coloured=True))


def _warnings(board: Board, flags: str) -> Small | None:
    if not board.warnings:
        return None
    first = board.warnings[0]
    title = _("最多的预警：%(label)s %(n)s 户") % {"label": _(first.label), "n": count(first.value)}
    more = f"{flags}?{urlencode({'topic': WARNINGS})}" if flags else ""
    rows = _rows(
        board.warnings[:MOST], lambda part: f"{flags}?{urlencode({'rule': part.key})}" if flags else ""
    )
    return Small(title, _("返贫致贫预警（户）"), rows, more, _("看预警名单"))


def _entitled(board: Board, flags: str) -> Small | None:
    if not board.entitled:
        return None
    total = sum((part.value for part in board.entitled), Decimal(0))
    title = _("今年应享待遇 %(sum)s 万元") % {"sum": _ten_thousand(total)}
    more = f"{flags}?{urlencode({'topic': UNPAID})}" if flags else ""
    return Small(
        title, _("按政策（万元）"), _rows(board.entitled, shown=_ten_thousand), more, _("看谁应享未享")
    )


def _rows(
    parts: Iterable[Part],
    href: Callable[[Part], str] = lambda part: "",
    shown: Callable[[Decimal], str] = count,
    *,
    coloured: bool = False,
) -> list[Row]:
    told = list(parts)
    top = max((part.value for part in told), default=Decimal(0))
    return [
        Row(_(part.label), shown(part.value), round(100 * part.value / top) if top else 0, href(part),
            part.key if coloured else "")
        for part in told
    ]  # fmt: skip


def _ten_thousand(yuan: Decimal) -> str:
    return f"{yuan / 10_000:,.2f}"
