"""Headings: how they are compared, and which row of a sheet holds them.

Above the headings stand titles, units and dates; the headings themselves come in one row or in
two (a group over its columns, by merged cells), with line breaks, blanks, stars and units.
Which texts are headings somebody knows is the caller's knowledge: ``known``.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from liuqing.sheets.raw import Cell, Merge, Row

LOOK = 40
"""Rows looked at from the top: no list has more titles than that above its headings."""

_BLANK = re.compile(r"[\s\u200b\ufeff\u3000]+")
_STARS = "*＊★☆※●#:：、.。"
_UNITS = (
    "元|万元|亩|平方米|平米|m2|公里|千米|km|米|月|个月|年|人|户|岁|个|次|天|日|吨|公斤|千克|kg|斤|头|只|株|%|百分比|"
    "元/年|元/月|元/人|元/人/年|元/亩|单位:元|单位:万元|单位:亩"
)
_UNIT = re.compile(rf"\(({_UNITS})\)$", re.I)
_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")


def clean_heading(text: object) -> str:
    """A heading as one line: no line breaks, blanks or stars; brackets and units as they stand."""
    if text is None:
        return ""
    line = _BLANK.sub("", str(text))
    return line.strip(_STARS)


def normal_heading(text: object) -> str:
    """The form in which two headings are compared: half-width, lower case, without its unit.

    ``＊ 务工时间\\n（月）`` and ``务工时间`` are the same heading. Both sides use this function.
    """
    line = unicodedata.normalize("NFKC", clean_heading(text)).lower()
    line = line.replace("〔", "(").replace("〕", ")").replace("【", "(").replace("】", ")")
    return _UNIT.sub("", line.strip(_STARS)).strip(_STARS)


def heading_unit(text: object) -> str:
    """The unit in brackets at the end of a heading: ``万元`` of ``贷款金额（万元）``, or nothing."""
    match = _UNIT.search(unicodedata.normalize("NFKC", clean_heading(text)).lower())
    return match[1].removeprefix("单位:") if match else ""


@dataclass(frozen=True)
class Heading:
    """The headings of a table: where they stand, how many rows they take, and their texts."""

    row: int
    depth: int
    texts: list[str]
    known: int


def find(rows: Sequence[Row], merges: Sequence[Merge], known: Callable[[str], bool]) -> Heading | None:
    """The row, or pair of rows, with most known headings; None where no row has two of them."""
    singles = [_heading(row, 1, [clean_heading(cell) for cell in row.cells], known) for row in rows[:LOOK]]
    found = [one for one in singles if one.known >= 2]
    for at, single in enumerate(singles):
        double = _double(rows, at, merges, known)
        below = singles[at + 1].known if at + 1 < len(singles) else 0
        # Two rows must know more together than either alone, or the upper one is only a title.
        if double and double.known > max(1, single.known, below):
            found.append(double)
    return max(found, key=lambda one: (one.known, -one.row), default=None)


def _heading(row: Row, depth: int, texts: list[str], known: Callable[[str], bool]) -> Heading:
    return Heading(row.number, depth, texts, len({text for text in texts if text and known(text)}))


def _double(
    rows: Sequence[Row], at: int, merges: Sequence[Merge], known: Callable[[str], bool]
) -> Heading | None:
    """The row joined with the one below it, if the lower one holds parts of groups."""
    if at + 1 >= len(rows) or rows[at + 1].number != rows[at].number + 1:
        return None
    width = max(len(rows[at].cells), len(rows[at + 1].cells))
    upper = [clean_heading(cell) for cell in _wide(rows[at].cells, width)]
    lower = [clean_heading(cell) for cell in _wide(rows[at + 1].cells, width)]
    groups = _groups(upper, lower, rows[at].number - 1, merges)
    # A value under a heading of its own means that the lower row is data.
    if any(one and two and group is None for one, two, group in zip(upper, lower, groups, strict=True)):
        return None
    texts = [
        _joined(group if group is not None else one, two, known)
        for one, two, group in zip(upper, lower, groups, strict=True)
    ]
    return _heading(rows[at], 2, texts, known)


def _wide(cells: Sequence[Cell], width: int) -> list[Cell]:
    return [*cells, *[None] * (width - len(cells))]


def _groups(upper: list[str], lower: list[str], row: int, merges: Sequence[Merge]) -> list[str | None]:
    """For each column the heading of the group it stands in, or None."""
    groups: list[str | None] = [None] * len(upper)
    for first, left, last, right in merges:
        if first == row and last == row and right > left and left < len(upper):
            groups[left : right + 1] = [upper[left]] * len(groups[left : right + 1])
    # Without word of merged cells (CSV): a heading followed by blanks over texts is a group.
    for at, text in enumerate(upper):
        if text or groups[at] is not None or not lower[at] or at == 0:
            continue
        owner = groups[at - 1] or (upper[at - 1] if lower[at - 1] else None)
        if owner:
            groups[at - 1] = groups[at] = owner
    return groups


def _joined(group: str, part: str, known: Callable[[str], bool]) -> str:
    """``收入`` over ``工资`` as whatever is known: both together, the lower, the upper."""
    if not part or not group or group == part:
        return part or group
    for text in (group + part, part):
        if known(text):
            return text
    return f"{group}{part}"


def keys_of(row: Row) -> list[str] | None:
    """The machine's names of columns, which templates carry in a hidden row under the headings, each once."""
    texts = [cell for cell in row.cells if cell is not None]
    if not 2 <= len(texts) == len(set(texts)) or not all(
        isinstance(text, str) and _KEY.match(text) for text in texts
    ):
        return None
    return [cell if isinstance(cell, str) else "" for cell in row.cells]
