"""Figures year by year: "2018年59个项目11904.76万元，2019年57个项目20202.31万元" is one series of counts, one of money."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree, same_noun
from liuqing.plans.relations.within.scope import Scope

TOTAL_WORDS = re.compile(
    r"合计|共计|总计|总共|一共|累计|总投资|总规模|共(?!同|享|建|有产权|产|性|青|服务|和国)"
)
GRAND = re.compile(
    r"(?:[两二三四五六七八九十]|\d)[项类大](?:工程|项目)?(?:合计|共计|总计|共|每年需|年需)|[两三四五]年需|合计(?=每年)"
)
YEAR_WORDS = re.compile(r"20\d\d年|每年|当年|全年")


@dataclass(frozen=True)
class Series:
    """One measure by year, in rising order. ``years[i]`` has the figures ``cells[i]``: mostly one, or the
    sources of a year that states no sum. ``source`` is what all of them are paid from, "" for money as such.
    """

    cells: tuple[tuple[Quantity, ...], ...]
    source: str
    run: int
    """Which run of years it belongs to: series of one run stand side by side in the same sentences."""
    is_split: bool = False
    """Of a source: every year of the run names its sources, so that a year without this one has none of it."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years, rising."""
        return tuple(cell[0].year or 0 for cell in self.cells)

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """All figures in order."""
        return tuple(q for cell in self.cells for q in cell)

    @property
    def first(self) -> Quantity:
        """The first figure."""
        return self.cells[0][0]

    @property
    def last(self) -> Quantity:
        """The last figure."""
        return self.cells[-1][-1]


def is_grand(scope: Scope, quantity: Quantity) -> bool:
    """The words of its clause call it a sum, and no year of their own reaches it: "，合计300万元"."""
    words = clause_words(scope, quantity)
    if GRAND.search(words):
        return True
    return bool(TOTAL_WORDS.search(words)) and not YEAR_WORDS.search(words)


def clause_words(scope: Scope, quantity: Quantity) -> str:
    """The words from the last mark up to the figure."""
    return re.split(r"[，。；：、,;（(）)]", scope.before(quantity, 30))[-1]


Segment = list[Quantity]


def runs(scope: Scope) -> Iterator[list[Segment]]:
    """The runs of rising years of each bracket (and of what is outside any), one segment a year."""
    for group in dict.fromkeys(scope.groups.values()):
        run: list[Segment] = []
        for q in scope.figures:
            if scope.group(q) != group or not _is_of_a_year(scope, q, bool(run)):
                continue
            if run and q.year == run[-1][0].year:
                run[-1].append(q)
                continue
            if run and (q.year or 0) < (run[-1][0].year or 0):
                yield run
                run = []
            run.append([q])
        if run:
            yield run


def _is_of_a_year(scope: Scope, quantity: Quantity, later: bool) -> bool:
    if quantity.year is None or quantity.as_of or quantity.each_year or not is_plain(quantity):
        return False
    return not (later and is_grand(scope, quantity))


def series(scope: Scope) -> Iterator[Series]:
    """Every measure of every run."""
    for number, run in enumerate(runs(scope)):
        for dimension in dict.fromkeys(q.dimension for segment in run for q in segment):
            of_it = [[q for q in segment if q.dimension == dimension] for segment in run]
            rows = [row for row in of_it if row]
            made = _money(rows, number) if dimension == "money" else _counted(rows, number)
            yield from made


def _money(rows: list[Segment], run: int) -> Iterator[Series]:
    """Money as such (a year's own sum, or its sources where it has none), then each source by itself."""
    yield Series(tuple(_head(row) for row in rows), "", run)
    split = all(_names_sources(row) for row in rows)
    for source in dict.fromkeys(q.source for row in rows for q in row if q.source):
        cells = tuple((found[0],) for row in rows if (found := [q for q in row if q.source == source]))
        yield Series(cells, source, run, is_split=split)


def _names_sources(row: Segment) -> bool:
    """The year's money is all told by source: there is no other, or the sources make it."""
    own, named = [q for q in row if not q.source], [q for q in row if q.source]
    return bool(named) and (not own or sum(q.value for q in named) == own[0].value)


def _head(row: Segment) -> tuple[Quantity, ...]:
    own = [q for q in row if not q.source]
    return (own[0],) if own else tuple(row)


def _counted(rows: list[Segment], run: int) -> Iterator[Series]:
    """By place where every year lists equally many, else by noun beside those of the first year."""
    width = len(rows[0])
    if all(len(row) == width for row in rows):
        for column in zip(*rows, strict=True):
            if all(nouns_agree(column[0].what, q.what) for q in column):
                yield Series(tuple((q,) for q in column), "", run)
        return
    for lead in rows[0]:
        found = [next((q for q in row if same_noun(lead.what, q.what)), None) for row in rows[1:]]
        cells = ((lead,), *((q,) for q in found if q))
        yield Series(cells, "", run)
    if width > 1 or any(len(row) > 1 for row in rows):
        yield Series(tuple((row[0],) for row in rows), "", run)
