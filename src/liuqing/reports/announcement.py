"""Sheets of money and projects for the wall (资金项目公示纸): big type, room for the seal, a code that proves them.

PDF and Word are set from the dictionary made here. A sheet of a few projects lists what each tells; one of
many is a table across. Before a file is given out every text in it is read again, and refused if it shows
what nobody may see.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import sqrt
from pathlib import Path
from typing import Any

from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.queries.announcements import printed
from liuqing.planning.queries.announcements.printed import Printed
from liuqing.reports import announcement_pdf, announcement_word, notice_reading, office
from liuqing.reports.notice import qr
from liuqing.reports.report import Maker, Report, Request

Pack = dict[str, Any]
LISTED = 3
"""As many lines as this are set as lists, more as a table."""
NARROW = 6
"""As many columns as this go onto upright A4."""
FEW, LONG = 12, 40
"""As few lines are set large, more than so many small."""


def pack(request: Request) -> Pack:
    """The sheet as text in order."""
    one = printed.sheet(request.user, request.only)
    site = office.site()
    address = f"{site}/public/money/{one.code}/" if site else one.code
    return {
        "title": one.title, "demo": settings.WORKSPACE.demo, "text": one.text, "place": one.place, "label": one.label,
        "issuer": one.issuer, "phone": one.phone, "code": one.code, "letters": one.letters, "hung": _day(one.hung_on),
        "span": _span(one), "qr": qr(address), "address": address,
        "how": "扫码核对公示内容、提意见" if site else "在公示公告页面输入编号，核对内容、提意见",
        "headings": list(one.headings), "lines": [list(line) for line in one.lines],
        "listed": len(one.headings) > NARROW and len(one.lines) <= LISTED, "wide": len(one.headings) > NARROW,
        "points": _points(len(one.headings), len(one.lines)), "widths": _widths(one),
    }  # fmt: skip


def _points(columns: int, lines: int) -> int:
    """The size of type: as large as the paper bears."""
    if columns <= NARROW or lines <= FEW:
        return 14
    return 11 if lines <= LONG else 9


def _widths(one: Printed) -> list[float]:
    """Shares of the width: a column with long texts gets more, but not in proportion."""
    columns = zip(*(one.headings, *one.lines[:200]), strict=True)
    return [round(sqrt(max(2, *(len(text) for text in column))), 2) for column in columns]


def _span(one: Printed) -> str:
    if not one.days:
        return "起，长期公开"
    days = f" {one.days} 天（{one.count}，张贴当天不计）"
    return f"至 {_day(one.until)}，{days.strip()}" if one.until else days


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _maker(write: Callable[[Pack, Path], None]) -> Maker:
    def make(request: Request) -> int:
        made = pack(request)
        write(made, request.out)
        _refuse(request)
        return len(made["lines"])

    return make


def _refuse(request: Request) -> None:
    texts = list(pieces(notice_reading.texts(request.out)))
    if found := printed.faults(request.user, request.only, texts):
        raise Problem(
            "announcements.shows_too_much", f"做好的文件里有不能公开的内容：{'；'.join(dict.fromkeys(found))}",
            "文件没有给出。请撤下这份公示，改好再拟。",
        )  # fmt: skip


def pieces(texts: Sequence[str]) -> Iterator[str]:
    """Without whole pages read as one text: amounts of neighbouring columns would read like one long number."""
    last = before = ""
    for text in texts:
        if not (last and before and len(text) > len(last) and text.endswith(before + last)):
            yield text
        before, last = last, text


REPORT = Report(
    name="announcement",
    label="资金项目公示（张贴）",
    area={"pdf": _maker(announcement_pdf.write), "docx": _maker(announcement_word.write)},
)
