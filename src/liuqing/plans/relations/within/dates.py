"""Times that cannot be: a day the calendar lacks, a period that ends before it begins, a deadline before the issue."""

import calendar
import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.stand_in import stand_in
from liuqing.plans.text import Document, Paragraph

YEAR = r"(?:19|20)\d\d"
DAY = re.compile(rf"(?:(?P<year>{YEAR})年)?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日")
RANGE = re.compile(rf"(?<!\d)(?P<first>{YEAR})年?\s*(?:[-—–－~～]+|至|到)\s*(?P<last>{YEAR})年(?!\d)")
DEADLINE = re.compile(
    rf"(?:须|应|要|务必|必须|确保|力争|于|在)[^，。；：、0-9]{{0,4}}(?P<year>{YEAR})年(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日|底|末)?(?:之|以)?前"
    r"[^，。；]{0,12}(?:完成|报送|上报|到位|落实|建成|交付|提交|印发)"
)
PAST = re.compile(r"已|曾|原|了|过")
Date = tuple[int, int, int]


def find(document: Document) -> Iterator[Relation]:
    """Every date and period of every paragraph; no figure is needed."""
    for paragraph in document.paragraphs:
        if "年" in paragraph.text or "月" in paragraph.text:
            yield from _days(paragraph)
            yield from _periods(paragraph)
            yield from _deadlines(paragraph, document.issued)


def _days(paragraph: Paragraph) -> Iterator[Relation]:
    for found in DAY.finditer(paragraph.text):
        month, day = int(found["month"]), int(found["day"])
        year = int(found["year"]) if found["year"] else 2020  # without a year 29 February may be
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
        if not 1 <= day <= last:
            said = stand_in(paragraph, found.start(), found.end(), day, "日")
            why = f"第{said.line}行的“{said.text}”在日历上没有；请核对日期。"
            yield _wrong(said, said, Decimal(last), why)


def _periods(paragraph: Paragraph) -> Iterator[Relation]:
    for found in RANGE.finditer(paragraph.text):
        first, last = int(found["first"]), int(found["last"])
        if last < first:
            end = stand_in(paragraph, found.start("last"), found.end("last"), last, "年")
            start = stand_in(paragraph, found.start("first"), found.end("first"), first, "年")
            why = f"第{end.line}行的“{found[0]}”终止年份早于起始年份；请核对这一期限。"
            yield _wrong(end, start, Decimal(first), why)


def _deadlines(paragraph: Paragraph, issued: Date | None) -> Iterator[Relation]:
    """A task that was due before the plan was issued; a month is over on its last day."""
    if issued is None:
        return
    for found in DEADLINE.finditer(paragraph.text):
        year, month = int(found["year"]), int(found["month"])
        due = (year, month, int(found["day"] or 31))
        if due < issued and not PAST.search(paragraph.text[max(0, found.start() - 6) : found.end()]):
            said = stand_in(paragraph, found.start("year"), found.end("month") + 1, year, "年")
            day = "年".join(str(n) for n in issued[:2]) + "月"
            why = f"第{said.line}行要求在“{said.text}”前办完，而文件落款是{day}；请核对期限。"
            yield _wrong(said, said, Decimal(issued[0]), why)


def _wrong(total: Quantity, part: Quantity, computed: Decimal, why: str) -> Relation:
    """A relation that fails by what it is; ``computed`` is what it should not be beyond."""
    off = computed if computed != total.value else total.value + 1
    return Relation("dates", total, (Part("日期", part),), computed=off, slack=Decimal(0), why=why)
