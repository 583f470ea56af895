"""The date of issue: alone on a line of the head or of the signature, in digits or in Chinese numerals."""

import re

from liuqing.plans.structure import marks
from liuqing.plans.structure.joining import Joined

Day = tuple[int, int, int]
_LOOK = 60
"""Paragraphs from the top, and from the end, in which the date may stand."""
_DIGITS = {mark: str(at) for at, mark in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○◯OoＯ０Ｏ", "0"
)
_DATED = re.compile(r"(\S{4})年(\S{1,3})月(\S{1,3})日")
_PRINTED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发|发布|印)$")


def issued(joined: list[Joined]) -> Day | None:
    """(year, month, day) as the text states it: the first in the head, else the last at the end."""
    head = joined[:_LOOK]
    tail = joined[max(0, len(joined) - _LOOK // 3) :]
    for one in [*head, *reversed(tail)]:
        day = of_line(one.text)
        if day:
            return day
    return next((day for one in reversed(tail) if (day := _printed(one.text))), None)


def of_line(text: str) -> Day | None:
    """The day, if the line is a full date and nothing else."""
    bare = re.sub(r"[\s（）()]", "", text)
    if not marks.is_date(bare):
        return None
    found = _DATED.search(bare)
    return _day(*found.groups()) if found else None


def _printed(text: str) -> Day | None:
    found = _PRINTED.search(text) if len(text) <= 60 else None
    return _day(*found.groups()) if found else None


def _day(year: str, month: str, day: str) -> Day | None:
    values = (_year(year), _small(month), _small(day))
    return values if 1949 <= values[0] <= 2100 and 1 <= values[1] <= 12 and 1 <= values[2] <= 31 else None


def _year(text: str) -> int:
    digits = "".join(_DIGITS.get(mark, mark) for mark in text)
    return int(digits) if digits.isdigit() else 0


def _small(text: str) -> int:
    return int(text) if text.isdigit() else marks.number(text)
