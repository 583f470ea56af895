"""Do a table's totals add up? Rows and columns headed 合计, with 小计 between.

Which cells a total is of is not said anywhere; it is taken from the table itself: where a reading comes out in
most columns (or rows), the ones in which it does not are wrong.
"""

from collections.abc import Iterable, Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.table_cells import TOTAL, Grid, grid
from liuqing.plans.text import Document

Line = tuple[Quantity | None, ...]
"""A row or a column of figures."""
LEAST = 2
"""So many lines must come out before a reading is believed of one that does not."""


def find(document: Document) -> Iterator[Relation]:
    """Totals of every table."""
    words = {p.index: p.text for p in document.paragraphs}
    for number, table in enumerate(document.tables):
        head = "".join(cell.text for cell in table.rows[0]) if table.rows else ""
        found = grid(table, number, words.get(table.after, "")[-60:] + head)
        if found:
            yield from _rows(found)
            yield from _columns(found)


def _rows(table: Grid) -> Iterator[Relation]:
    """Rows headed 合计: their parts are rows above or below."""
    totals = [n for n, label in enumerate(table.labels) if TOTAL.search(label)]
    for at in totals:
        readings = _stretches(at, totals, len(table.labels))
        yield from _best([[_sum(table.figures[at][c], [table.figures[r][c] for r in rows], [table.labels[r] for r in rows])
                           for c in range(len(table.heads))] for rows in readings])  # fmt: skip


def _columns(table: Grid) -> Iterator[Relation]:
    """Columns headed 合计: their parts are the columns beside them, or those under the same words."""
    totals = [c for c, head in enumerate(table.heads) if TOTAL.search(head)]
    for at in totals:
        group = [
            c
            for c in range(len(table.heads))
            if c != at and table.groups[c] == table.groups[at] and c not in totals
        ]
        readings = [group, *_stretches(at, totals, len(table.heads))]
        yield from _best([[_sum(row[at], [row[c] for c in columns], [table.heads[c] for c in columns])
                           for row in table.figures] for columns in readings])  # fmt: skip


def _stretches(at: int, totals: list[int], length: int) -> list[list[int]]:
    """What a total may be of: all behind it or before it up to the next total, all plain ones, all totals."""
    after = next((t for t in totals if t > at), length)
    before = max((t for t in totals if t < at), default=-1)
    plain = [n for n in range(length) if n not in totals]
    return [
        list(range(at + 1, after)), list(range(before + 1, at)), [n for n in plain if n > at], [n for n in plain if n < at],
        [t for t in totals if t > at], [t for t in totals if t < at],
    ]  # fmt: skip


def _sum(total: Quantity | None, parts: Iterable[Quantity | None], labels: list[str]) -> Relation | None:
    named = [Part(label[:16], q) for q, label in zip(parts, labels, strict=True) if q]
    if total is None or len(named) < 2 or any(p.quantity.dimension != total.dimension for p in named):
        return None
    return Relation("table", total, tuple(named))


def _best(readings: list[list[Relation | None]]) -> Iterator[Relation]:
    """The reading that comes out most often, if it comes out more often than not."""
    made = [[relation for relation in reading if relation] for reading in readings]
    counted = [(sum(adds_up(r) for r in reading), reading) for reading in made if reading]
    held, best = max(counted, key=lambda pair: pair[0], default=(0, []))
    believed = held >= LEAST and held * 2 >= len(best)
    for relation in best:
        if believed or (held and adds_up(relation)):
            yield relation
