"""The flow of money as a picture: layers of bars, ribbons between them as wide as the money they carry.

Heights are the amounts times one scale, so that equal money is equally wide everywhere. Nothing is computed
here but places and lengths.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from liuqing.planning.queries.matrix import Link, Node, Sankey
from liuqing.web.templatetags.liuqing import count, say, wan

WIDTH, BAR, GAP, HEAD = 1240, 14, 8, 24
INNER = 420
"""How high the bars of a layer are together, in the picture's own units."""
LINE = 14
"""How high a line of text is."""
LABEL = 9
"""Letters of a label that find room beside a bar."""


@dataclass(frozen=True)
class Bar:
    """A part of a layer: its label, its money, where it stands and where it leads."""

    label: str
    amount: str
    share: str
    href: str
    x: float
    y: float
    height: float
    known: bool
    end: bool
    reached: str = ""
    text_y: float = 0

    @property
    def text_x(self) -> float:
        """Where its text begins, or ends in the last layer."""
        return self.x - 6 if self.end else self.x + BAR + 6


@dataclass(frozen=True)
class Ribbon:
    """Money from one bar to another: its outline and its words."""

    path: str
    title: str


@dataclass(frozen=True)
class Column:
    """A layer with its heading."""

    label: str
    x: float
    anchor: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Flow:
    """The whole picture; ``columns`` are its layers, their bars also the rows of the table beneath."""

    columns: tuple[Column, ...]
    ribbons: tuple[Ribbon, ...]
    height: float
    title: str
    width: int = WIDTH


def flow(found: Sankey) -> Flow | None:
    """The picture of a flow; None if nothing flows."""
    if not found.total:
        return None
    scale = INNER / float(found.total)
    columns = tuple(_column(found, n, scale) for n in range(len(found.layers)))
    height = max(max(bar.y + bar.height, bar.text_y) for column in columns for bar in column.bars) + 8
    words = {"area": found.area.name, "what": say(found.measure.label), "n": wan(found.total)}
    title = _("%(area)s%(what)s资金 %(n)s 万元的去向") % words
    return Flow(columns, tuple(_ribbons(found, columns, scale)), round(height, 1), title)


def headings(found: Sankey) -> tuple[str, ...]:
    """What the layers are, from left to right."""
    place = _("乡镇") if found.area.level == "county" else _("村")
    return (_("资金来源"), _("项目类别"), place, _("到户、共享"))


def _column(found: Sankey, n: int, scale: float) -> Column:
    x, last = _x(n, len(found.layers)), n == len(found.layers) - 1
    heights = [float(node.value) * scale for node in found.layers[n]]
    tops = [0.0, *accumulate(height + GAP for height in heights)]
    bars = tuple(
        _bar(found, node, x, top, height, last)
        for node, top, height in zip(found.layers[n], tops, heights, strict=False)
    )
    return Column(headings(found)[n], x + BAR if last else x, "end" if last else "start", _apart(bars))


def _apart(bars: tuple[Bar, ...]) -> tuple[Bar, ...]:
    """Texts stand in the middle of their bars, and below the one before where that would touch it."""
    placed: list[Bar] = []
    for bar in bars:
        middle = bar.y + bar.height / 2 + 4
        least = placed[-1].text_y + LINE if placed else 0.0
        placed.append(replace(bar, text_y=round(max(middle, least), 1)))
    return tuple(placed)


def _x(n: int, layers: int) -> float:
    return round(n * (WIDTH - BAR) / (layers - 1), 1)


def _bar(found: Sankey, node: Node, x: float, top: float, height: float, last: bool) -> Bar:
    what = {"what": found.measure.key, **node.narrowed}
    label = say(node.head.label)
    return Bar(
        label if len(label) <= LABEL else f"{label[:LABEL]}…", wan(node.value),
        f"{100 * node.value / found.total:.1f}%", f"{reverse('money', args=[found.area.code])}?{urlencode(what)}",
        x, round(HEAD + top, 3), round(height, 3), node.head.known, last, _reached(found, node) if last else "",
    )  # fmt: skip


def _reached(found: Sankey, node: Node) -> str:
    """How many households the last layer reaches; nothing where no project names any."""
    reached = found.reached.get(node.head.key)
    return _("%(n)s 户") % {"n": count(reached)} if reached else ""


def _ribbons(found: Sankey, columns: tuple[Column, ...], scale: float) -> list[Ribbon]:
    """Ribbons leave and reach a bar in the order of the bars they go to and come from: fewest crossings."""
    order = [{node.head.key: n for n, node in enumerate(layer)} for layer in found.layers]
    links = sorted(
        found.links, key=lambda one: (one.layer, order[one.layer][one.start], order[one.layer + 1][one.end])
    )
    out: dict[tuple[int, int], float] = {}
    into: dict[tuple[int, int], float] = {}
    ribbons = []
    for one in links:
        start, end = order[one.layer][one.start], order[one.layer + 1][one.end]
        ribbons.append(_ribbon(found, one, columns, (start, end), (out, into), float(one.value) * scale))
    return ribbons


def _ribbon(
    found: Sankey, one: Link, columns: tuple[Column, ...], ends: tuple[int, int],
    used: tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]], width: float,
) -> Ribbon:  # fmt: skip
    bars = columns[one.layer].bars[ends[0]], columns[one.layer + 1].bars[ends[1]]
    keys = (one.layer, ends[0]), (one.layer + 1, ends[1])
    tops = [bar.y + taken.get(key, 0.0) for bar, taken, key in zip(bars, used, keys, strict=True)]
    for taken, key in zip(used, keys, strict=True):
        taken[key] = taken.get(key, 0.0) + width
    names = [_name(found, one.layer, one.start), _name(found, one.layer + 1, one.end)]
    told = {"start": names[0], "end": names[1], "n": wan(one.value)}
    return Ribbon(
        _outline(bars[0].x + BAR, bars[1].x, tops, width), _("%(start)s → %(end)s：%(n)s 万元") % told
    )


def _name(found: Sankey, layer: int, key: str) -> str:
    return next(say(node.head.label) for node in found.layers[layer] if node.head.key == key)


def _outline(left: float, right: float, tops: list[float], width: float) -> str:
    """Two curves, as far apart everywhere as the ribbon is wide."""
    middle, (a, b) = (left + right) / 2, tops
    above = f"M{left:.1f} {a:.3f}C{middle:.1f} {a:.3f} {middle:.1f} {b:.3f} {right:.1f} {b:.3f}"
    below = f"V{b + width:.3f}C{middle:.1f} {b + width:.3f} {middle:.1f} {a + width:.3f} {left:.1f} {a + width:.3f}Z"
    return above + below
