"""Does a cell look like what its heading promises? Only what can be told for certain is asked.

A name cannot be told from a place, and an amount not from a year; so a text column is never said
to be wrong by itself, only a column that holds something with a form of its own.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from liuqing.policy.identity_numbers import tidy
from liuqing.policy.tables import Fact
from liuqing.registry.imports.recognise import plain
from liuqing.sheets import cells
from liuqing.sheets.cells import CellFault
from liuqing.sheets.raw import Cell

Fits = Callable[[Cell], bool]

_NUMBER = re.compile(r"\d{15,16}|\d{16,17}[\dX][\dA-Z]{0,4}")
_NAME = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]{2,4}|[㐀-鿿]+[·•.．][㐀-鿿·•.．]+")
_PLACE = re.compile(r"(村|社区|委会|委员会|街道|镇|乡|族|省|市|县|区|组|是|否|元)$")
LARGEST = 1e11
"""A sum or a count above this is no sum or count but a number of somebody."""


def judge(fact: Fact) -> Fits | None:
    """What tells whether a cell can belong to the fact; None where nothing can tell."""
    if fact.name in ("id_no", "head_id_no"):
        return looks_like_a_number
    if fact.name in ("name", "head_name"):
        return looks_like_a_name
    if fact.codes:
        return _coded(fact)
    return _OF_KIND.get(fact.kind)


def looks_like_a_number(cell: Cell) -> bool:
    """An identity number, whole or damaged: fifteen digits or more."""
    if isinstance(cell, bool):
        return False
    if isinstance(cell, int | float):
        return cell >= 1e13
    return isinstance(cell, str) and bool(_NUMBER.fullmatch(tidy(cell)))


def looks_like_a_name(cell: Cell) -> bool:
    """Two to four Chinese characters, or several with dots, that do not end as a place does."""
    text = cell.strip() if isinstance(cell, str) else ""
    return bool(_NAME.fullmatch(text.replace(" ", ""))) and not _PLACE.search(text)


def _coded(fact: Fact) -> Fits:
    known = {plain(code) for code in (*fact.codes, *fact.aliases)}

    def fits(cell: Cell) -> bool:
        text = cells.as_text(cell) if not isinstance(cell, str) or not cell.startswith("#") else None
        return bool(text) and all(plain(part) in known for part in _SPLIT.split(text or "") if part)

    return fits


def _reads(parse: Callable[[Cell], object]) -> Fits:
    @lru_cache(maxsize=20_000)
    def of_text(cell: str) -> bool:
        return _tried(parse, cell)

    return lambda cell: of_text(cell) if type(cell) is str else _tried(parse, cell)


def _tried(parse: Callable[[Cell], object], cell: Cell) -> bool:
    try:
        return parse(cell) is not None
    except CellFault:
        return False


def _small(parse: Callable[[Cell], object]) -> Callable[[Cell], object]:
    def read(cell: Cell) -> object:
        found = parse(cell)
        return found if isinstance(found, int) or found is None or found < LARGEST else None  # type: ignore[operator]

    return read


def _day(cell: Cell) -> object:
    # Any number of five digits is a day to Excel; only what is written as a day counts here.
    return None if isinstance(cell, int | float) and not 1e7 < cell < 3e7 else cells.as_day(cell)


_SPLIT = re.compile(r"[,，、;；/|\s]+")
_OF_KIND: dict[str, Fits] = {
    "day": _reads(_day),
    "month": _reads(cells.as_month),
    "year": _reads(cells.as_year),
    "flag": _reads(cells.as_flag),
    "money": _reads(_small(cells.as_money)),
    "amount": _reads(_small(cells.as_amount)),
    "int": _reads(_small(cells.as_int)),
}
