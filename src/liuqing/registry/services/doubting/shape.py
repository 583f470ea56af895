"""The shape of a list: columns that have slipped, numbers that were cut, rows that stand twice."""

from collections.abc import Iterator

from liuqing.policy.doubts import Lines
from liuqing.registry import problems
from liuqing.registry.problems import Doubt
from liuqing.registry.services.doubting import fitting
from liuqing.registry.services.doubting.tally import Column, Tally
from liuqing.sheets.raw import Cell


def slipped(tally: Tally, lines: Lines) -> Iterator[Doubt]:
    """Columns that hold what belongs under another heading; at least two must be wrong.

    One wrong column alone is a department's own way of writing; two are a table that has slipped.
    """
    judged = [column for column in tally.columns if lines.enough(len(column.cells))]
    wrong = [column for column in judged if _misfit(column, lines)]
    if len(wrong) < 2:
        return
    for column in sorted(wrong, key=_telling):
        others = sorted((one for one in judged if one is not column), key=lambda one: _telling(one))
        better = next((one for one in others if one in wrong and _fits_better(column, one, lines)), None)
        if better is not None:
            yield problems.shifted(column.heading, better.heading)
            return


def cut(tally: Tally, lines: Lines) -> Iterator[Doubt]:
    """Numbers of which a spreadsheet kept fifteen digits."""
    column = tally.column("id_no")
    if column is None:
        return
    damaged = sum(map(_is_cut, column.cells))
    if lines.reaches("尾数为零", damaged, len(column.cells)):
        yield problems.numbers_cut(_scaled(damaged, len(column.cells), tally), _all(column, tally))


def twice(tally: Tally, lines: Lines) -> Iterator[Doubt]:
    """Rows that stand in the list a second time, counted exactly."""
    if lines.reaches("重复", tally.repeats, tally.keyed):
        yield problems.everybody_twice(tally.repeats, tally.keyed)


def _misfit(column: Column, lines: Lines) -> bool:
    fits = fitting.judge(column.fact)
    return fits is not None and sum(map(fits, column.cells)) <= lines.share("不像本栏") * len(column.cells)


def _fits_better(column: Column, other: Column, lines: Lines) -> bool:
    fits = fitting.judge(other.fact)
    return fits is not None and sum(map(fits, column.cells)) >= lines.share("像另一栏") * len(column.cells)


_FORMS = ("id", "code", "codes", "day", "month", "text", "flag", "year", "money", "amount", "int")


def _telling(column: Column) -> int:
    """The columns that tell most come first: a number of a person is nothing else."""
    return _FORMS.index(column.fact.kind)


def _is_cut(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return cell >= 1e16
    text = str(cell).strip().upper()
    if "E+" in text:
        return True
    return len(text) == 18 and text.isdigit() and text.endswith("000")


def _scaled(part: int, of: int, tally: Tally) -> int:
    """A count in the sample as a count in the list."""
    return part if of == 0 else round(part / of * _whole(of, tally))


def _all(column: Column, tally: Tally) -> int:
    return _whole(len(column.cells), tally)


def _whole(filled: int, tally: Tally) -> int:
    return round(filled / max(len(tally.sample), 1) * tally.rows)
