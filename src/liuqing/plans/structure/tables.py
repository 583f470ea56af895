"""Tables that were pasted as text: rows of cells parted by tabs, by wide gaps, or by single blanks between figures."""

import re
from dataclasses import dataclass

from liuqing.plans.structure import cleaning
from liuqing.plans.structure.lines import Line
from liuqing.plans.text import Cell

LEAST_ROWS = 3
_GAP = re.compile(r"\t+| {2,}|　{1,}|\s*[|｜│┃]\s*")
_TAB = re.compile(r"\t")
_RULE = re.compile(r"^[\s|+\-=:─━┄═┼├┤┬┴┌┐└┘]+$")
_FIGURE = re.compile(r"[-+]?\d[\d,.]*%?")
_NUMERIC = re.compile(r"^[-+]?\d[\d,.]*\s*[%\u4e00-\u9fff]{0,3}$|^[-—/]+$")
LONGEST_CELL = 60


@dataclass(frozen=True)
class Pasted:
    """Rows found in the text, and where: the places of their first and last line."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    last: int


def pasted(lines: list[Line]) -> list[Pasted]:
    """The tables among the lines, each at least three rows with the same number of cells."""
    found = []
    at = 0
    while at < len(lines):
        run = _run(lines, at)
        if run and _is_table(run):
            found.append(_table(lines, run))
            at = run[-1][0] + 1
        else:
            at = run[0][0] + 1 if run else at + 1
    return found


def _run(lines: list[Line], at: int) -> list[tuple[int, list[str]]]:
    """Consecutive rows of one width from here on; one empty line may stand between two."""
    first = split(lines[at].text)
    if len(first) < 2:
        return []
    run = [(at, first)]
    for place in range(at + 1, len(lines)):
        text = lines[place].text
        if _RULE.match(text) and text.strip():
            continue
        if not text.strip():
            if place - run[-1][0] > 1:
                break
            continue
        cells = split(text)
        if len(cells) != len(first):
            break
        run.append((place, cells))
    return run


def split(text: str) -> list[str]:
    """The cells of one line; a line of running text is one cell."""
    if len(text) > 400:
        return [text]
    bare = text.strip("\r\n")
    if "\t" in bare.strip():
        return [cell.strip() for cell in _TAB.split(bare)]
    bare = bare.strip().strip("|｜│┃").strip()
    cells = [cell for cell in _GAP.split(bare) if cell]
    if len(cells) > 1:
        return cells
    return _by_blanks(bare)


def _by_blanks(text: str) -> list[str]:
    """ "合计 100 50 50": figures with single blanks between them are never a sentence."""
    cells = text.split(" ")
    figures = sum(1 for cell in cells if _FIGURE.fullmatch(cell))
    return cells if len(cells) >= 3 and figures >= len(cells) - 2 and figures >= 2 else [text]


def _is_table(run: list[tuple[int, list[str]]]) -> bool:
    if len(run) < LEAST_ROWS:
        return False
    cells = [cell for _, row in run for cell in row]
    if any(len(cell) > LONGEST_CELL or "。" in cell for cell in cells):
        return False
    numeric = sum(1 for _, row in run[1:] for cell in row if _NUMERIC.match(cell))
    return numeric >= (len(run) - 1) * max(1, len(run[0][1]) // 3)


def _table(lines: list[Line], run: list[tuple[int, list[str]]]) -> Pasted:
    rows = tuple(tuple(Cell(cleaning.mend(cell), lines[at].number) for cell in row) for at, row in run)
    return Pasted(rows, run[0][0], run[-1][0])
