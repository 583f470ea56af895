"""The six clears (六清): a workbook of an area, the sheet of a household, the sheets of a village."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.card import Card
from liuqing.registry.queries import exports
from liuqing.reports import office, six_clears_book
from liuqing.reports.household_file import Sheet, sheet
from liuqing.reports.household_html import html
from liuqing.reports.household_pdf import pdf
from liuqing.reports.household_word import word
from liuqing.reports.report import Report, Request

MOST_SHEETS = 1000
"""Households in one printed document: more than any village has."""


def cards(request: Request) -> list[Card]:
    """The cards asked for: of one household, or of all in the area."""
    if request.household:
        return [queries.card(request.user, request.household, reasons=False)]
    what = exports.extent(request.user, request.area)
    if what.households == 0:
        raise Problem("reports.empty", f"{what.area.name}没有建档立卡户", "请换一个村。")
    if what.households > MOST_SHEETS:
        raise Problem(
            "reports.too_many_sheets",
            f"{what.area.name}有 {what.households:,} 户，一份文件最多打印 {MOST_SHEETS:,} 户",
            "请按村打印；全县、全乡镇的六清请用 xlsx 格式。",
        )
    return list(queries.cards(request.user, request.area))


def sheets(request: Request, *, for_wall: bool = False) -> list[Sheet]:
    """The printed content of the cards asked for."""
    hotline = office.hotline()
    return [sheet(card, hotline=hotline, for_wall=for_wall) for card in cards(request)]


def _book(request: Request) -> int:
    return six_clears_book.write(request, exports.extent(request.user, request.area))


def _json(request: Request) -> int:
    found = cards(request)
    told = [{**dataclasses.asdict(card), "score": card.score} for card in found]
    text = json.dumps(told[0] if request.household else told, ensure_ascii=False, indent=1, default=str)
    request.out.write_text(text + "\n", encoding="utf-8")
    return len(found)


def printed(
    as_file: Callable[[list[Sheet], Request], Any], *, for_wall: bool = False
) -> Callable[[Request], int]:
    """A maker that sets the sheets asked for in one format."""

    def make(request: Request) -> int:
        made = sheets(request, for_wall=for_wall)
        as_file(made, request)
        return len(made)

    return make


FORMATS: dict[str, Callable[[list[Sheet], Request], Any]] = {
    "pdf": lambda made, request: request.out.write_bytes(pdf(made)),
    "docx": lambda made, request: word(made, request.out),
    "html": lambda made, request: request.out.write_text(html(made), encoding="utf-8"),
}

_PRINTED = {form: printed(as_file) for form, as_file in FORMATS.items()}

REPORT = Report(
    name="six-clears",
    label="六清",
    area={"xlsx": _book, **_PRINTED, "json": _json},
    household={**_PRINTED, "json": _json},
)
