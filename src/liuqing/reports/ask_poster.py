"""The poster of a village (求助海报): scan it, say what is wrong, get a receipt; and what to do without a phone.

The code leads to the village's own public page. Where the county's address is not known, no poster is
made: a code that leads nowhere would be believed for years.
"""

import io
from typing import Any

import segno
from django.conf import settings

from liuqing.errors import Problem
from liuqing.registry.queries import clues
from liuqing.registry.queries.clues import Poster
from liuqing.reports import paper
from liuqing.reports.report import Report, Request


def _pdf(request: Request) -> int:
    shown = clues.poster(request.user, request.area)
    told = content(shown, address(request.address))
    request.out.write_bytes(paper.alone("ask_poster.typ", "poster", told, tagged=True))
    return 0


def address(given: str = "") -> str:
    """Where the county is found from outside. Problem ``reports.no_address`` if nobody says."""
    found = str(settings.WORKSPACE.address or given).rstrip("/")
    if not found.startswith(("https://", "http://")):
        raise Problem(
            "reports.no_address", "不知道群众从哪个网址进来，印出来的二维码会扫不开",
            "请在工作区的 county.toml 里写一行 address = \"https://本县的网址\"，再打印。",
        )  # fmt: skip
    return found


def content(shown: Poster, base: str) -> dict[str, Any]:
    """Everything on the poster, as text; the code as a drawing."""
    where = f"{base}{shown.path}"
    words = {"village": shown.village, "town": shown.town, "county": shown.county, "address": where}
    return words | {"code": code(where), "demo": settings.WORKSPACE.demo}


def code(text: str) -> str:
    """A QR code as SVG; a quarter of it may be dirty or torn."""
    drawn = io.BytesIO()
    segno.make(text, error="q", micro=False).save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, svgns=True
    )
    return drawn.getvalue().decode()


REPORT = Report(name="ask-poster", label="村级求助海报", area={"pdf": _pdf})
