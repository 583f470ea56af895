"""The register in the national system's own headings (与全国系统一致的表头): workbook or text.

The three lists are the reports ``register-persons``, ``register-households``, ``register-villages``.
Every number of a person, a telephone or an account is a text, in a text file as ``="…"``, because
spreadsheets turn long digits into rounded numbers.
"""

import csv
from collections.abc import Callable
from typing import Any

from liuqing.errors import Problem
from liuqing.policy.tables import Fact
from liuqing.registry.queries import national
from liuqing.registry.queries.national import Extent
from liuqing.reports.report import Maker, Report, Request
from liuqing.sheets.write import Book, Column, Footer

DIGITS = frozenset(
    {"household_no", "person_no", "village_code", "phone", "member_phone", "officer_phone", "bank_account"}
)
"""Columns of digits that are no numbers."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMERIC = {"int", "year", "money", "amount"}


def report(key: str, name: str, label: str) -> Report:
    """The report of one of the three lists."""
    return Report(name=name, label=label, area={"xlsx": _maker(key, _book), "csv": _maker(key, _text)})


def _maker(key: str, write: Callable[[Request, Extent], int]) -> Maker:
    def make(request: Request) -> int:
        if not request.purpose.strip():
            raise Problem(
                "reports.no_purpose", "导出完整证件号码须写明用途", "请写明用途后再导出（--purpose）。"
            )
        return write(request, national.extent(request.user, key, request.area))

    return make


def _book(request: Request, what: Extent) -> int:
    columns = [Column(fact.label, _kind(fact)) for fact in what.columns]
    with Book(request.out) as book:
        sheet = book.sheet(what.kind.label[-6:].strip(), columns)
        count = sheet.rows(national.rows(what))
        book.footer(Footer(request.user.get_username(), request.purpose, what.area.name, what.on, count))
    return count


def _text(request: Request, what: Extent) -> int:
    with request.out.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(fact.label for fact in what.columns)
        count = 0
        for cells in national.rows(what):
            writer.writerow(_written(fact, cell) for fact, cell in zip(what.columns, cells, strict=True))
            count += 1
    return count


def _kind(fact: Fact) -> str:
    if fact.kind == "id":
        return "id"
    return fact.kind if fact.kind in _NUMERIC else "text"


def _written(fact: Fact, cell: Any) -> str:
    if cell is None:
        return ""
    text = str(cell)
    if fact.kind == "id" or fact.name in DIGITS:
        return f'="{text}"'
    return f"'{text}" if text.startswith(_FORMULA) else text
