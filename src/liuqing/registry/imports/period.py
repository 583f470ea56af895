"""For which day does a list speak? Its year column, its name, or the day it is read against.

A name that says a month speaks for the month's last day, one that says a year for
31 December, one that says months or years from and to for the last of them.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date

_DAY = re.compile(
    r"(20\d\d)\s*[年.\-_/]\s*(\d{1,2})\s*[月.\-_/]\s*(\d{1,2})(?!\d)|(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"
)
_MONTH = re.compile(r"(20\d\d)\s*[年.\-_/]\s*(\d{1,2})(?!\d)|(?<!\d)(20\d\d)(\d\d)(?!\d)")
_MONTHS = re.compile(r"(20\d\d)\s*[年.]?\s*\d{1,2}\s*月?\s*[-—–~～至到]+\s*(\d{1,2})\s*月")
_YEARS = re.compile(r"(?<!\d)20\d\d\s*[-—–~～至到]+\s*(20\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def day_in(text: str) -> date | None:
    """The day of which a file name or title speaks; None if it names none."""
    for pattern in (_MONTHS, _DAY, _MONTH, _YEARS, _YEAR):
        for match in pattern.finditer(text):
            day = _day(*(int(part) for part in match.groups() if part))
            if day:
                return day
    return None


def of_list(texts: Iterable[str], years: Iterable[int], otherwise: date) -> date:
    """The day of a list: its texts where they agree with its year column, else the year column."""
    said = next((day for day in map(day_in, texts) if day), None)
    counted = Counter(years).most_common(1)
    if counted and (said is None or said.year != counted[0][0]):
        return date(counted[0][0], 12, 31)
    return said or otherwise


def _day(year: int, month: int = 12, day: int | None = None) -> date | None:
    try:
        return date(year, month, day or monthrange(year, month)[1])
    except ValueError:
        return None
