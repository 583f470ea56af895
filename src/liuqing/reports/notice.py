"""Notices for the wall (公示纸): big type, room for the seal, a code that proves what stands on it.

PDF and Word are set from the dictionary made here. Before a file is given out everything in it is read
again, its properties and hidden parts too, and refused if it shows what nobody may see.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import segno
from django.conf import settings

from liuqing.errors import Problem
from liuqing.registry.queries.notices import printed
from liuqing.registry.queries.notices.printed import Printed
from liuqing.reports import notice_pdf, notice_reading, notice_word, office
from liuqing.reports.report import Maker, Report, Request

Pack = dict[str, Any]
LARGE = 14
"""More lines than this hang on A3."""
FEW = 5
"""As few as this are set larger on A4."""
POINTS = {"few": 16, "a4": 14, "a3": 18}
"""Sizes of type that are read from two steps away."""


def pack(request: Request) -> Pack:
    """The sheets as text in order."""
    sheets = printed.sheets(request.user, request.area, request.only)
    site = office.site()
    return {
        "title": "公示公告",
        "demo": settings.WORKSPACE.demo,
        "sheets": [_sheet(one, site) for one in sheets],
    }


def qr(text: str) -> str:
    """A QR code as SVG, to be read by any telephone from paper that got wet."""
    return str(segno.make(text, error="m").svg_inline(border=1, scale=4))


def _sheet(one: Printed, site: str) -> dict[str, Any]:
    address = f"{site}/public/notice/{one.code}/" if site else one.code
    return {
        "large": len(one.lines) > LARGE, "points": _points(len(one.lines)), "title": one.title, "text": one.text, "place": one.place,
        "label": one.label, "issuer": one.issuer, "phone": one.phone, "code": one.code, "letters": one.letters,
        "hung": _day(one.hung_on), "span": _span(one), "qr": qr(address), "address": address,
        "how": "扫码核对公示内容、提出异议" if site else "在公示公告页面输入编号，核对内容、提出异议",
        "headings": list(one.headings), "lines": [_line(line) for line in one.lines],
    }  # fmt: skip


def _points(lines: int) -> int:
    return POINTS["few" if lines <= FEW else "a4" if lines <= LARGE else "a3"]


def _line(line: Any) -> dict[str, Any]:
    told = {
        name: getattr(line, name) for name in ("n", "who", "apart", "group", "category", "result", "stands")
    }
    return {**told, "members": str(line.members) if line.members else ""}


def _span(one: Printed) -> str:
    if not one.days:
        return ""
    days = f" {one.days} 天（{one.count}，张贴当天不计）"
    if one.hung_on is None:
        return days
    until = f"至 {_day(one.until)}" if one.until else "，有异议正在核实，暂停计时"
    return f"{until}，{days.strip()}"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _maker(write: Callable[[Pack, Path], None]) -> Maker:
    def make(request: Request) -> int:
        made = pack(request)
        write(made, request.out)
        _refuse(request)
        return sum(len(one["lines"]) for one in made["sheets"])

    return make


def _refuse(request: Request) -> None:
    texts = notice_reading.texts(request.out)
    if found := printed.faults(request.user, request.area, request.only, texts):
        raise Problem(
            "notices.shows_too_much", f"做好的文件里有不能公开的内容：{'；'.join(dict.fromkeys(found))}",
            "文件没有给出。请撤下这份公示，改好再拟。",
        )  # fmt: skip


REPORT = Report(
    name="notice",
    label="公示公告（张贴）",
    area={"pdf": _maker(notice_pdf.write), "docx": _maker(notice_word.write)},
)
