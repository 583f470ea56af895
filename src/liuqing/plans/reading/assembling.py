"""From lines and tables of any format to a document: pasted tables out, paragraphs together, sections over them."""

from bisect import bisect_left
from dataclasses import replace
from itertools import groupby

from liuqing.plans.reading import dating, notices, parting
from liuqing.plans.reading.extract import Rows
from liuqing.plans.structure import joining, outline, tables
from liuqing.plans.structure.joining import Joined
from liuqing.plans.structure.lines import Line
from liuqing.plans.text import Cell, Document, Notice, Table


def assemble(
    lines: list[Line], *, name: str, found: tuple[Rows, ...] = (), said: tuple[Notice, ...] = ()
) -> Document:
    """The document of these lines. ``found`` are the tables the format itself has, ``said`` its notices."""
    pasted = tables.pasted(lines)
    taken = {at for one in pasted for at in range(one.first, one.last + 1)}
    joined = joining.join(
        [line for at, line in enumerate(lines) if at not in taken and not _is_contents(line.text)]
    )
    starts = parting.starts(joined)
    paragraphs, root = outline.build(joined, starts)
    rows = [*found, *(one.rows for one in pasted)]
    document = Document(
        name, _printed(lines, found), paragraphs, root,
        tables=tuple(sorted((_placed(one, joined) for one in rows), key=_line)),
        issued=dating.issued(joined), parts=starts,
    )  # fmt: skip
    return replace(document, notices=said + notices.about(document, joined, pasted))


_LEADERS = ".…·．_ "


def _is_contents(text: str) -> bool:
    """Is it a line of a table of contents ("一、总体要求……3")? It would double the heading it points to."""
    bare = text.strip().rstrip("-—)） ")
    title = bare.rstrip("0123456789")
    if len(bare) > 200 or not 1 <= len(bare) - len(title) <= 3:
        return False
    words = title.rstrip("-—(（ ").rstrip(_LEADERS)
    leader = title[len(words) :]
    return bool(words) and (leader.count("…") >= 2 or max(map(leader.count, ".·．_")) >= 4)


def _printed(lines: list[Line], found: tuple[Rows, ...]) -> tuple[str, ...]:
    """The text line by line; the cells of tables stand at the lines that were kept for them."""
    printed = {line.number: line.text for line in lines}
    for rows in found:
        for row in rows:
            for line, cells in groupby(dict.fromkeys(row), key=lambda cell: cell.line):
                printed[line] = "  ".join(cell.text for cell in cells)
    return tuple(printed.get(number, "") for number in range(1, max(printed, default=0) + 1))


def _line(table: Table) -> int:
    return table.rows[0][0].line if table.rows and table.rows[0] else 0


def _placed(rows: Rows, joined: list[Joined]) -> Table:
    """The table behind the last paragraph that begins above it; rows are made equally wide."""
    line = rows[0][0].line if rows and rows[0] else 0
    after = bisect_left([one.lines[0] for one in joined], line) - 1
    width = max((len(row) for row in rows), default=0)
    filled = tuple(row + (Cell("", row[-1].line if row else line),) * (width - len(row)) for row in rows)
    return Table(filled, after)
