"""The lunar calendar of 1900–2019, as a table: the months of each year and its leap month.

Written down independently of the moon's arithmetic in ``liuqing.matching``, which it puts to the test.
"""

from contextlib import suppress
from datetime import date, timedelta

_YEARS = """
04bd8 04ae0 0a570 054d5 0d260 0d950 16554 056a0 09ad0 055d2 04ae0 0a5b6 0a4d0 0d250 1d255 0b540 0d6a0 0ada2 095b0 14977
04970 0a4b0 0b4b5 06a50 06d40 1ab54 02b60 09570 052f2 04970 06566 0d4a0 0ea50 06e95 05ad0 02b60 186e3 092e0 1c8d7 0c950
0d4a0 1d8a6 0b550 056a0 1a5b4 025d0 092d0 0d2b2 0a950 0b557 06ca0 0b550 15355 04da0 0a5b0 14573 052b0 0a9a8 0e950 06aa0
0aea6 0ab50 04b60 0aae4 0a570 05260 0f263 0d950 05b57 056a0 096d0 04dd5 04ad0 0a4d0 0d4d4 0d250 0d558 0b540 0b6a0 195a6
095b0 049b0 0a974 0a4b0 0b27a 06a50 06d40 0af46 0ab60 09570 04af5 04970 064b0 074a3 0ea50 06b58 055c0 0ab60 096d5 092e0
0c960 0d954 0d4a0 0da50 07552 056a0 0abb7 025d0 092d0 0cab5 0a950 0b4a0 0baa4 0ad50 055d9 04ba0 0a5b0 15176 052b0 0a930
"""
FIRST_DAY = date(1900, 1, 31)


def _written() -> dict[date, date]:
    """Each solar day to the lunar one written as if it were solar, where that is a date at all."""
    found: dict[date, date] = {}
    day = FIRST_DAY
    for year, code in enumerate(_YEARS.split(), 1900):
        for month, length in _months(int(code, 16)):
            for number in range(1, length + 1):
                # 30 February is one in the lunar calendar only.
                with suppress(ValueError):
                    found[day] = date(year, month, number)
                day += timedelta(days=1)
    return found


def _months(code: int) -> list[tuple[int, int]]:
    months = []
    for month in range(1, 13):
        months.append((month, 30 if code & (0x10000 >> month) else 29))
        if month == code & 0xF:
            months.append((month, 30 if code & 0x10000 else 29))
    return months


WRITTEN = _written()
"""{solar day: the lunar day, written as if it were solar}."""
