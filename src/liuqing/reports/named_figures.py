"""Named figures in a template (取数): each mark becomes a number with a footnote, or stays and is told of.

The unit that the clerk wrote after the mark rules: the number is given in it. A number whose unit does not fit is
not written. What the record does not know is 「（台账没有）」.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.queries.targets import named
from liuqing.planning.queries.targets.actual import Actual, in_unit
from liuqing.planning.queries.targets.named import Taken, Taker
from liuqing.registry.models import Area
from liuqing.registry.queries import filling
from liuqing.sheets.headings import clean_heading
from liuqing.sheets.template_marks import Filling, Mark
from liuqing.sheets.templates import shown

NOTHING = "（台账没有）"
LIST = "取数表"
HEAD = ("序号", "是什么", "数", "单位", "截止日", "怎么取的", "在哪里点开")
PLACES = {"亿元": 4, "万元": 2, "元": 2, "%": 2}
"""Decimal places of a unit at most; others have as many as they have, four at most."""
_UNIT = re.compile(
    r"(亿元|万元|元|户(?![均籍主口])|人次|人(?![均口民员])|名|个|所|座|家|条|件|项|%|％|亩|公里|千米|平方米|份|支|次|间)"
)


@dataclass(frozen=True)
class Given:
    """What became of a mark: what it is of, the number as printed, its unit, and why there is none."""

    mark: Mark
    taken: Taken
    text: str | None
    unit: str
    why: str = ""

    @property
    def note(self) -> str:
        """The footnote: what, when, by whom, how, where it is clicked down."""
        actual = self.taken.actual
        said = [
            f"取数：{self.taken.label} {self.text}{self.unit}",
            actual.source,
            f"截至 {actual.day}" if actual.day else "",
            actual.rule,
            self.address,
        ]
        return "；".join(one for one in said if one) + "。"

    @property
    def address(self) -> str:
        """Where the number is clicked down, with the county's own address if it has told one."""
        trail = self.taken.actual.trail
        return str(settings.WORKSPACE.address or "").rstrip("/") + trail.address if trail else ""

    @property
    def row(self) -> tuple[str, ...]:
        """The same as a row of the list at the end."""
        actual = self.taken.actual
        day = actual.day.isoformat() if actual.day else ""
        how = "；".join(one for one in (actual.source, actual.rule) if one)
        return (self.taken.label, self.text or "", self.unit, day, how, self.address)


def wanted(text: str) -> bool:
    """Whether a mark asks for a named figure; a field of a household or person goes before a name."""
    if not named.looks_named(text):
        return False
    field = filling.field_of(clean_heading(text))
    return field is None or field.key.startswith(("figure.", "indicator."))


def give(user: Any, area: Area, marks: Sequence[Mark]) -> list[Given]:
    """The figures of the marks, for an area unless a mark names another."""
    taker = Taker(user, area)
    return [_given(mark, taker.take(mark.text)) for mark in marks]


def fillings(given: Sequence[Given]) -> list[Filling | None]:
    """What each mark becomes; None where it stays visibly as it was."""
    found: list[Filling | None] = []
    for one in given:
        if one.taken.unknown is not None or (one.text is None and one.taken.actual.value is not None):
            found.append(None)
        elif one.text is None:
            found.append(Filling(NOTHING, ""))
        else:
            follows = one.mark.alone or _written(one.mark.after)
            found.append(Filling(one.text if follows else one.text + one.unit, one.note))
    return found


def listed(given: Sequence[Given]) -> list[tuple[str, ...]]:
    """The rows of the list at the end: every figure once."""
    rows = dict.fromkeys(one.row for one in given if one.text is not None)
    return [(str(n), *row) for n, row in enumerate(rows, start=1)]


def why(one: Given) -> str:
    """What is told of a mark that was not filled."""
    unknown = one.taken.unknown
    if unknown is not None:
        return unknown.what + (f"，最像的是：{'、'.join(unknown.nearest)}" if unknown.nearest else "")
    return one.why or one.taken.actual.why


def _given(mark: Mark, taken: Taken) -> Given:
    actual = taken.actual
    if actual.value is None:
        return Given(mark, taken, None, "")
    unit = taken.unit or _written(mark.after) or _usual(actual)
    value = in_unit(actual.value, actual.unit, unit)
    if value is None:
        return Given(mark, taken, None, "", f"模板里写的单位是{unit}，这个数的单位是{actual.unit}")
    return Given(mark, taken, number(value, unit), unit)


def printed(actual: Actual) -> tuple[str, str]:
    """A value and its unit as they are printed where no unit is written; "" where nothing is known."""
    unit = _usual(actual)
    value = None if actual.value is None else in_unit(actual.value, actual.unit, unit)
    return ("", "") if value is None else (number(value, unit), unit)


def number(value: Decimal, unit: str) -> str:
    """A number as plans print it: no separators, no more places than its unit has."""
    if unit == "%":
        return f"{value:.2f}"
    return shown(round(value, PLACES.get(unit, 4)) + Decimal(0))


def _written(after: str) -> str:
    """The unit that stands after a mark; "" if none does."""
    found = _UNIT.match(after)
    return found[1].replace("％", "%") if found else ""


def _usual(actual: Actual) -> str:
    """Its own unit; money of a county is told in 万元."""
    large = actual.value is not None and abs(actual.value) >= 100_000
    return "万元" if actual.unit == "元" and large else actual.unit
