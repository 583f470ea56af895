"""A plan as a workbook: its text, a sheet for each table with numbers that can be added up, and 取数."""

from collections.abc import Iterator
from pathlib import Path

from liuqing.reports import plan_paper as kit
from liuqing.reports.plan_paper import Cell, Figure, Grid, Heading, PlanPaper, Sign, Text
from liuqing.sheets.rows_xml import Value
from liuqing.sheets.write import Book, Column, Footer

TAKEN = (
    Column("键", width=8), Column("是什么", width=44), Column("数", "exact", 18), Column("单位", width=8), Column("截止日", "day", 12),
    Column("怎么取的", width=44), Column("在哪里点开", width=60),
)  # fmt: skip


def write(paper: PlanPaper, out: Path, *, who: str, purpose: str = "") -> None:
    """Write the workbook; ``who`` made it."""
    with Book(out, demo=paper.mark) as book:
        _text(book, paper)
        for n, grid in enumerate(paper.grids, start=1):
            _grid(book, grid, f"表{n}")
        rows = _taken(book, paper)
        book.footer(Footer(who, purpose or paper.title, paper.place, paper.day, rows))


def _text(book: Book, paper: PlanPaper) -> None:
    columns = [Column("标题", width=34), Column("正文", width=110), Column("取数", width=24)]
    sheet = book.sheet("正文", columns, title=paper.title, lines=[paper.subtitle] if paper.subtitle else ())
    wrapped, bold = book.style(text_wrap=True, valign="top"), book.style(bold=True, valign="top")
    for row in _rows(paper):
        sheet.row(row, style=bold if row[0] else wrapped)


def _rows(paper: PlanPaper) -> Iterator[tuple[str, str, str]]:
    tables = 0
    for block in paper.blocks:
        if isinstance(block, Heading):
            yield (block.text, "", "")
        elif isinstance(block, Text):
            words = "".join(one if isinstance(one, str) else one.printed for one in block.runs)
            yield ("", words, " ".join(one.key for one in block.runs if isinstance(one, Figure)))
        elif isinstance(block, Grid):
            tables += 1
            yield ("", f"（见工作表“表{tables}”）{block.caption}", block.key)
        elif isinstance(block, Sign):
            yield ("", f"{block.unit}　{kit.day_text(block.day)}", "")


def _grid(book: Book, grid: Grid, name: str) -> None:
    kinds = [_kind([row[n] for row in grid.rows]) for n in range(len(grid.head))]
    shares = grid.widths or (1.0,) * len(grid.head)
    widths = [max(8.0, round(130 * share / sum(shares), 1)) for share in shares]
    columns = [Column(*one) for one in zip(grid.head, kinds, widths, strict=True)]
    lines = [line for line in (grid.note, f"取数：{grid.key}" if grid.key else "") if line]
    sheet = book.sheet(name, columns, title=grid.caption, lines=lines)
    bold = book.style(bold=True)
    for n, row in enumerate(grid.rows):
        sheet.row([_value(one) for one in row], style=bold if n in grid.total_rows else None)


def _kind(cells: list[Cell]) -> str:
    """Money where two places are printed, whole numbers, else every place a number has."""
    printed = [one.text for one in cells if isinstance(one, Figure)]
    places = {len(text.partition(".")[2]) for text in printed}
    return {frozenset({0}): "int", frozenset({2}): "money"}.get(frozenset(places), "exact" if printed else "text")  # fmt: skip


def _value(one: Cell) -> Value:
    if isinstance(one, Figure):
        return _number(one)
    return one


def _number(one: Figure) -> Value:
    """A number as a number, if its column has a unit; a text with its unit otherwise."""
    if one.unit:
        return one.printed
    return int(one.value) if one.value == one.value.to_integral_value() else float(one.value)


def _taken(book: Book, paper: PlanPaper) -> int:
    sheet = book.sheet("取数", TAKEN, title=f"{paper.title}　取数表", lines=("每个数只取一次；键和正文、表格里的键相同。",))  # fmt: skip
    for one in paper.sources:
        value = kit.WHOLE if one.value is None else float(one.value)
        link = paper.address(one.link) or one.link
        sheet.row((one.key, one.what, value, one.unit, one.day.isoformat(), one.rule, link))
    for n, grid in enumerate(paper.grids, start=1):
        for told in _cells(paper, grid, f"表{n}"):
            sheet.row(told)
    return sheet.count


def _cells(paper: PlanPaper, grid: Grid, name: str) -> Iterator[tuple[Value, ...]]:
    """Every figure of a table: its row and its column say what it is."""
    day = next((one.day for one in paper.sources if one.key == grid.key), paper.day).isoformat()
    for n, row in enumerate(grid.rows, start=1):
        head = kit.cell_text(row[0])
        for m, one in enumerate(row):
            if isinstance(one, Figure) and not one.key:
                what = f"{name}　第 {n} 行“{head}”　{grid.head[m]}"
                yield grid.key, what, float(one.value), one.unit, day, grid.caption, paper.address(one.link) or one.link  # fmt: skip
