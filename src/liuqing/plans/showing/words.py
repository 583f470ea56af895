"""Words for figures and places: what a figure means, where it stands, how an amount is written."""

from decimal import Decimal

from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document, Section

HEDGES = {"about": "约数", "at_least": "至少", "at_most": "至多"}
MOODS = {"plan": "计划", "fact": "已发生"}
LONGEST_TITLE = 16
MOST_PLACES = 6


def amount(value: Decimal, places: int = MOST_PLACES) -> str:
    """A number as people write it: no exponent, no empty places behind the point, at most ``places``."""
    rounded = round(value, places) if -value.as_tuple().exponent > places else value  # type: ignore[operator]
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", "−")


def aligned(value: Decimal, places: int) -> str:
    """A number with exactly so many places, so that points stand below each other."""
    return f"{value:.{places}f}".replace("-", "−")


def meaning(q: Quantity) -> str:
    """What a figure counts, of whom, where, whose money, when, planned or done: what is known of it."""
    said = (q.what or "没有认出计的是什么", q.whom, q.where, q.source, when(q), per(q),
            MOODS.get(q.mood, ""), HEDGES.get(q.hedge, ""), f"单位：{q.unit}")  # fmt: skip
    return " · ".join(part for part in said if part)


def when(q: Quantity) -> str:
    """Its year or period, as people say it."""
    if q.years:
        first, last = q.years
        return f"{first}—{last}年{'每年' if q.each_year else ''}" if first != last else f"{first}年"
    return f"{q.year}年" if q.year else "每年" if q.each_year else ""


def per(q: Quantity) -> str:
    """What it is a rate of."""
    return f"每{q.per}" if q.per else ""


def table_paragraph(number: int) -> int:
    """The paragraph that the cells of a document's table say they are of."""
    return -number - 1


class Places:
    """Where things stand in a document, in words."""

    def __init__(self, document: Document):
        self._paragraphs = {p.index: p for p in document.paragraphs}
        self._sections = {p.index: _titled(s) for s in document.root.walk() for p in s.paragraphs}
        for number, table in enumerate(document.tables):
            if table.after in self._paragraphs:
                self._paragraphs[table_paragraph(number)] = self._paragraphs[table.after]
                self._sections[table_paragraph(number)] = self._sections.get(table.after, "")

    def place(self, q: Quantity) -> str:
        """The page, if there are pages, and the line."""
        paragraph = self._paragraphs.get(q.paragraph)
        page = f"第 {paragraph.page} 页 " if paragraph and paragraph.page else ""
        return f"{page}第 {q.line} 行"

    def page(self, q: Quantity) -> int | None:
        """The page, if the file has pages."""
        paragraph = self._paragraphs.get(q.paragraph)
        return paragraph.page if paragraph else None

    def section(self, q: Quantity) -> str:
        """The headings above, outermost first, each cut short."""
        return self._sections.get(q.paragraph, "")


def _titled(section: Section) -> str:
    names: list[str] = []
    at: Section | None = section
    while at is not None:
        if at.number or at.title:
            short = at.title if len(at.title) <= LONGEST_TITLE else at.title[:LONGEST_TITLE] + "…"
            names.append(f"{at.number}{short}")
        at = at.parent
    return " › ".join(reversed(names))
