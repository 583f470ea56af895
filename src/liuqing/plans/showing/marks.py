"""The whole text with its figures marked in place, and which finding each figure stands in."""

from collections.abc import Iterable, Iterator

from liuqing.plans.checked import Checked
from liuqing.plans.claims import Claim
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.table_cells import WIDEST
from liuqing.plans.showing.view import Block, CellShown, Link, Run, Tone
from liuqing.plans.showing.words import meaning, table_paragraph
from liuqing.plans.text import Cell, Table

Spot = tuple[int, int, int]
"""Paragraph, start and end: a figure has one place, whatever object tells of it."""
WORST: tuple[Tone, ...] = ("fails", "unclear", "holds")
MOST_LINKS = 3
"""Numbers beside one figure; a grand total may stand in twenty relations."""


def tone(claim: Claim) -> Tone:
    """How the figures of a claim are marked."""
    return "holds" if claim.verdict == "holds_rounded" else claim.verdict


def quantities_of(claim: Claim) -> Iterator[Quantity]:
    """The total first, then the parts."""
    yield claim.relation.total
    for part in claim.relation.parts:
        yield part.quantity


def spot(q: Quantity) -> Spot:
    """Where the figure stands."""
    return (q.paragraph, q.start, q.end)


def key(q: Quantity) -> str:
    """The anchor of a figure within the page."""
    return f"q{q.paragraph}-{q.start}"


class Marks:
    """The marks of every figure: its anchor, its tone, its meaning, and the findings it stands in."""

    def __init__(self, checked: Checked, numbers: dict[int, str]):
        """``numbers`` are how people name the claims that are not fine: place in the list → number."""
        self._claims: dict[Spot, list[int]] = {}
        self._totals: set[Spot] = set()
        self._tones = [tone(claim) for claim in checked.claims]
        self._numbers = numbers
        self._ranks = {at: rank for rank, at in enumerate(numbers)}
        for at, claim in enumerate(checked.claims):
            self._enter(at, claim)
        self._lengths = {p.index: len(p.text) for p in checked.document.paragraphs}
        self.all = _all(checked)
        by_paragraph: dict[int, list[Quantity]] = {}
        for q in self.all:
            by_paragraph.setdefault(q.paragraph, []).append(q)
        self._figures = {at: _apart(found, self._lengths.get(at)) for at, found in by_paragraph.items()}
        self._shown = {spot(q) for figures in self._figures.values() for q in figures}

    def _enter(self, at: int, claim: Claim) -> None:
        for place in dict.fromkeys(spot(q) for q in quantities_of(claim)):
            self._claims.setdefault(place, []).append(at)
        if claim.verdict == "fails":
            self._totals.add(spot(claim.relation.total))

    def run(self, q: Quantity, text: str) -> Run:
        """The figure as a run of the text, an anchor of its own."""
        claims = self.claims_of(q)
        tones = {self._tones[at] for at in claims}
        worst: Tone = next((one for one in WORST if one in tones), "")
        named = sorted((at for at in claims if at in self._ranks), key=self._ranks.__getitem__)[:MOST_LINKS]
        links = tuple(Link(self._numbers[at], f"#c{at}") for at in named)
        return Run(text, key(q), worst, meaning(q), spot(q) in self._totals, links)

    def figures(self, paragraph: int) -> list[Quantity]:
        """The figures of a paragraph in their order."""
        return self._figures.get(paragraph, [])

    def href(self, q: Quantity) -> str:
        """The address of a figure within the page; of its paragraph where another mark covers it."""
        if spot(q) in self._shown:
            return f"#{key(q)}"
        return f"#p{q.paragraph}" if q.paragraph in self._lengths else ""

    def tone_of(self, at: int) -> Tone:
        """How the figures of a claim are marked, by its place in the list."""
        return self._tones[at]

    def claims_of(self, q: Quantity) -> list[int]:
        """The claims a figure stands in, by their place in the list."""
        return self._claims.get(spot(q), [])


def _all(checked: Checked) -> tuple[Quantity, ...]:
    """Every figure once, in the order of the lines: those of the text, and the cells that stand in a claim."""
    told = (q for claim in checked.claims for q in quantities_of(claim))
    found = {spot(q): q for q in (*told, *checked.quantities)}
    return tuple(sorted(found.values(), key=lambda q: (q.line, q.paragraph, q.start)))


def _apart(figures: list[Quantity], length: int | None) -> list[Quantity]:
    """In order, without those within another or beyond the text; None is a table, whose cells are apart."""
    kept: list[Quantity] = []
    for q in sorted(figures, key=lambda q: (q.start, -q.end)):
        if length is None or (q.end <= length and (not kept or q.start >= kept[-1].end)):
            kept.append(q)
    return kept


def blocks(checked: Checked, marks: Marks) -> Iterator[Block]:
    """The text in its order, tables where they stand."""
    tables: dict[int, list[int]] = {}
    for number, table in enumerate(checked.document.tables):
        tables.setdefault(table.after, []).append(number)
    page: int | None = None
    yield from (_table(checked.document.tables[number], number, marks) for number in tables.get(-1, ()))
    for paragraph in checked.document.paragraphs:
        new = paragraph.page if paragraph.page != page else None
        page = paragraph.page
        yield Block(
            f"p{paragraph.index}", paragraph.line(0), paragraph.level, paragraph.is_heading,
            paragraph.number, tuple(runs(paragraph.text, marks.figures(paragraph.index), marks)), page=new,
        )  # fmt: skip
        for number in tables.get(paragraph.index, ()):
            yield _table(checked.document.tables[number], number, marks)


def runs(text: str, figures: Iterable[Quantity], marks: Marks) -> Iterator[Run]:
    """A text cut at its figures."""
    at = 0
    for q in figures:
        if q.start > at:
            yield Run(text[at : q.start])
        yield marks.run(q, text[q.start : q.end])
        at = q.end
    if at < len(text):
        yield Run(text[at:])


def _table(table: Table, number: int, marks: Marks) -> Block:
    figures = {q.start: q for q in marks.figures(table_paragraph(number))}
    line = min((cell.line for row in table.rows for cell in row), default=0)
    return Block(f"t{number}", line, 0, False, rows=tuple(_rows(table, figures, marks)))


def _rows(table: Table, figures: dict[int, Quantity], marks: Marks) -> Iterator[tuple[CellShown, ...]]:
    """Each merged cell once, where it begins."""
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows):
        shown = []
        for c, cell in enumerate(row):
            if (r, c) not in covered:
                covered |= {(r + i, c + j) for i in range(cell.rows) for j in range(cell.columns)}
                shown.append(_cell(cell, figures.get(r * WIDEST + c), marks))
        yield tuple(shown)


def _cell(cell: Cell, q: Quantity | None, marks: Marks) -> CellShown:
    run = marks.run(q, cell.text) if q else Run(cell.text)
    return CellShown((run,), cell.columns, cell.rows)
