"""What a plan is as a document (规划文稿): headings, text, tables, and figures that all come from one book.

A figure is taken once (``Taken.figure``): it gets a key, and wherever it is printed it is that one. The list
of what was taken (取数表) ends every plan: what it is, its day, by which rule, and where it is clicked down.
Keys are letters, so that a key that is copied with its figure never becomes one of its digits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

LIST = "取数表"
"""The list of figures at the end."""
LIST_HEAD = ("键", "是什么", "数", "单位", "截止日", "怎么取的", "在哪里点开")
LIST_NOTE = "文中每个数只取一次，数后的键对应下表；表格标题后的键对应整张表，格里的数按行和列点开。"
WHOLE = "全表"
"""What stands for a number where a table as a whole was taken."""
UNKNOWN = "不明"
"""What is printed where the record does not know."""
NOTHING = "—"
"""What a table prints where there is nothing: neither zero nor unknown."""


@dataclass(frozen=True)
class Figure:
    """A figure of the record. ``text`` is the number as printed, without ``unit``; ``value`` is exact, in
    ``unit``; ``link`` the address in the product where it is clicked down ("/projects/?…"), "" if none.
    """

    key: str
    value: Decimal
    unit: str
    text: str
    link: str = ""

    @property
    def printed(self) -> str:
        """Number and unit as they stand in a sentence."""
        return f"{self.text}{self.unit}"


Run = str | Figure
Cell = str | Figure | None
"""A cell of a table; None prints that there is nothing."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3. ``number`` as it stands before the title: "一、", "（一）", "1."."""

    level: int
    number: str
    title: str

    @property
    def text(self) -> str:
        """Number and title."""
        return f"{self.number}{self.title}"


@dataclass(frozen=True)
class Text:
    """A paragraph of words and figures."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``widths`` are shares of the page's width, () for equal ones; ``total_rows`` the rows (from 0)
    that are sums; ``key`` is the key of the whole table in the list; ``note`` stands below it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...] = ()
    total_rows: tuple[int, ...] = ()
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Sign:
    """Who issues it, and the day."""

    unit: str
    day: date


@dataclass(frozen=True)
class Turn:
    """From here on a new page: ``across`` for tables wider than the page is."""

    across: bool


Block = Heading | Text | Grid | Sign | Turn


@dataclass(frozen=True)
class Source:
    """A line of the list of figures: ``value`` None for a whole table; ``rule`` says how it was counted."""

    key: str
    what: str
    value: Decimal | None
    text: str
    unit: str
    day: date
    rule: str
    link: str


@dataclass(frozen=True)
class PlanPaper:
    """A plan. ``day`` is the day its figures are of; ``site`` ("https://…") is put before every link; ``mark``
    a line at the head of every page (演示数据); ``households`` how many it tells one by one."""

    title: str
    subtitle: str
    place: str
    day: date
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    site: str = ""
    mark: str = ""
    households: int = 0

    def address(self, link: str) -> str:
        """A link as it can be followed from paper; "" if nobody told where the product is reached."""
        return f"{self.site.rstrip('/')}{link}" if self.site and link else ""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The table of contents."""
        return tuple(one for one in self.blocks if isinstance(one, Heading))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables in their order."""
        return tuple(one for one in self.blocks if isinstance(one, Grid))


class Taken:
    """The figures of one plan as they are taken from the record, each once."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._rows: dict[str, Source] = {}

    def of(self, day: date) -> "Taken":
        """The same list, for figures of another day."""
        other = Taken(day)
        other._rows = self._rows
        return other

    def figure(
        self, what: str, value: Decimal | int, unit: str, *, rule: str, link: str = "", places: int | None = None,
    ) -> Figure:  # fmt: skip
        """The figure of that name; ``places`` decimals are printed (None: as many as it has).

        ValueError if the plan has already printed another value under this name.
        """
        exact = Decimal(value)
        source = self._take(what, exact, number(exact, places), unit, rule, link)
        return Figure(source.key, exact, unit, source.text, link)

    def money(self, what: str, yuan: Decimal, *, rule: str, link: str = "") -> Figure:
        """An amount in 万元: two places, or as many as it needs to be exact, so that parts add up to the whole."""
        return self.figure(what, wan(yuan), "万元", rule=rule, link=link, places=wan_places(yuan))

    def table(self, what: str, *, rule: str, link: str = "") -> str:
        """The key of a whole table."""
        return self._take(what, None, "", "", rule, link).key

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that was taken, in the order of the plan."""
        return tuple(self._rows.values())

    def _take(self, what: str, value: Decimal | None, text: str, unit: str, rule: str, link: str) -> Source:
        known = self._rows.get(what)
        if known is None:
            known = Source(letters(len(self._rows)), what, value, text, unit, self.day, rule, link)
            self._rows[what] = known
        if (known.value, known.text, known.unit) != (value, text, unit):
            raise ValueError(f"a plan may not state two values of one figure: {what}")
        return known


def number(value: Decimal, places: int | None = None) -> str:
    """A number as plans print it: no separators, no exponent, no minus before nothing."""
    if places is None:
        plain = f"{value:f}"
        exact = plain.rstrip("0").rstrip(".") if "." in plain else plain
    else:
        exact = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return exact if exact.strip("-0.") else exact.lstrip("-")


def letters(n: int) -> str:
    """The key of the n-th figure: a … z, aa, ab …"""
    above, last = divmod(n, 26)
    return (letters(above - 1) if above else "") + chr(ord("a") + last)


def wan(yuan: Decimal) -> Decimal:
    """Yuan in 万元, exact."""
    return yuan.scaleb(-4)


def wan_places(yuan: Decimal) -> int:
    """How many places an amount in 万元 needs to be exact: two at least."""
    return max(2, -int(wan(yuan).normalize().as_tuple().exponent))


def counted(value: Decimal | int, *, link: str = "", places: int | None = None) -> Figure:
    """A number for a cell of a table, which stands in the list under the key of its table."""
    exact = Decimal(value)
    return Figure("", exact, "", number(exact, places), link)


def amount(yuan: Decimal, *, link: str = "") -> Figure:
    """An amount in 万元 for a cell of a table, printed as ``Taken.money`` prints it."""
    return counted(wan(yuan), link=link, places=wan_places(yuan))


def cell(figure: Figure) -> Figure:
    """The figure for a column whose head names the unit."""
    return replace(figure, unit="")


def cell_text(one: Cell) -> str:
    """What a cell prints."""
    return NOTHING if one is None else one.printed if isinstance(one, Figure) else one


def numbered(paper: PlanPaper) -> PlanPaper:
    """The plan with its tables counted: 表1, 表2 … in every format, as the sheets of the workbook are."""
    order = {id(grid): n for n, grid in enumerate(paper.grids, start=1)}
    blocks = (
        replace(one, caption=f"表{order[id(one)]}　{one.caption}") if isinstance(one, Grid) else one
        for one in paper.blocks
    )
    return replace(paper, blocks=tuple(blocks))


def plain(paper: PlanPaper) -> Iterator[str]:
    """The plan as lines of text without keys: what a mail or a checker reads."""
    yield from (line for line in (paper.title, paper.subtitle) if line)
    for block in paper.blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            yield block.text
        case Text():
            yield "".join(one if isinstance(one, str) else one.printed for one in block.runs)
        case Grid():
            yield block.caption
            yield from ("\t".join(map(cell_text, row)) for row in (block.head, *block.rows))
            yield from (block.note,) if block.note else ()
        case Sign():
            yield from (block.unit, day_text(block.day))
        case Turn():
            pass


def day_text(day: date) -> str:
    """A day as documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"
