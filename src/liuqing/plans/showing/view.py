"""The values that a template writes down: runs of text, quotes, sums on paper, claims, causes, the whole text."""

from dataclasses import dataclass
from typing import Literal

Tone = Literal["fails", "unclear", "holds", ""]
"""How a figure is marked: the worst verdict of the relations it stands in, "" where it stands in none."""


@dataclass(frozen=True)
class Link:
    """A number beside a figure that leads to the finding it stands in."""

    label: str
    href: str


@dataclass(frozen=True)
class Run:
    """A piece of text; a figure if ``key`` is not "". ``is_total`` marks the figure that does not come out."""

    text: str
    key: str = ""
    tone: Tone = ""
    title: str = ""
    is_total: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Quote:
    """A short excerpt around figures, where it stands, and the address of its first figure in the text."""

    place: str
    section: str
    href: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """A line of a sum on paper. ``printed`` is what the text says where it is written in another unit, ``place``
    where it stands if that is another paragraph than the total's.
    """

    label: str
    sign: str
    number: str
    printed: str = ""
    href: str = ""
    place: str = ""


@dataclass(frozen=True)
class Sum:
    """A sum as an editor writes it on paper: the parts below each other, then these three lines.

    ``unit`` is the unit of all lines; where the parts are not simply added there is a ``formula``, and every line
    carries its own. ``difference`` has its sign; ``difference_said`` has the unit too, for a sentence, and is ""
    where nothing differs.
    """

    lines: tuple[Line, ...]
    formula: str
    comes_out: str
    computed: str
    stated: str
    difference: str
    unit: str
    difference_said: str


@dataclass(frozen=True)
class Finding:
    """A claim as it is shown. ``number`` is how people name it ("3", "?2", "" where it holds); ``more_quotes`` are
    folded away: a grand total has twenty places, and the sum names each."""

    key: str
    number: str
    kind: str
    verdict: str
    tone: Tone
    text: str
    place: str
    why: str
    quotes: tuple[Quote, ...]
    more_quotes: tuple[Quote, ...]
    sum: Sum | None
    short: str


@dataclass(frozen=True)
class CauseShown:
    """Findings that one mistake may explain; ``what`` is "" where the first of them says it all."""

    number: int
    what: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class CellShown:
    """A cell of a table with the columns and rows it spans."""

    runs: tuple[Run, ...]
    columns: int
    rows: int


@dataclass(frozen=True)
class Block:
    """A paragraph of the text with the line it begins in and its mark ("二、"), or a table. ``page`` is set where
    a page begins.
    """

    key: str
    line: int
    level: int
    is_heading: bool
    number: str = ""
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[CellShown, ...], ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Share:
    """A part of the bar of verdicts: how many, where it begins and how long it is, in thousandths."""

    tone: str
    label: str
    count: int
    start: float
    length: float


@dataclass(frozen=True)
class NoticeShown:
    """What could not be read or checked."""

    what: str
    line: int | None


@dataclass(frozen=True)
class View:
    """Everything that is shown of a checked plan. ``state``: "fails", "clean", or "nothing" to be checked."""

    name: str
    state: Literal["fails", "clean", "nothing"]
    why_nothing: str
    characters: int
    figures: int
    relations: int
    holding_count: int
    fails: int
    unclear_count: int
    bar: tuple[Share, ...]
    causes: tuple[CauseShown, ...]
    unclear: tuple[Finding, ...]
    holding: tuple[Finding, ...]
    notices: tuple[NoticeShown, ...]
    blocks: tuple[Block, ...]
