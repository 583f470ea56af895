"""A figure whose years stand in lines of their own: "…736户4927人，分年度计划如下：", then "2021年，…421户2575人。"."""

from collections import defaultdict
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree
from liuqing.plans.text import Document

MOST = 8
"""Years a plan may have."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every paragraph of totals with at least two paragraphs behind it that say one year each, rising by one."""
    by_paragraph: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        by_paragraph[q.paragraph].append(q)
    texts = {p.index: p.text for p in document.paragraphs}
    for index, figures in by_paragraph.items():
        years = _years_behind(index, by_paragraph)
        if len(years) > 1 and not any(q.year for q in figures[-2:]):
            announced = any(word in texts.get(index, "")[-20:] for word in ("如下", "分年度", "：", ":"))
            yield from _sums(figures[-2:], years, announced)


def _years_behind(index: int, by_paragraph: dict[int, list[Quantity]]) -> list[list[Quantity]]:
    """The figures of the paragraphs behind, as long as each says the year after the one before."""
    found: list[list[Quantity]] = []
    last = None
    for behind in range(index + 1, index + 1 + MOST):
        figures = by_paragraph.get(behind, [])
        years = {q.year for q in figures}
        year = next(iter(years)) if len(years) == 1 else None
        if year is None or (last is not None and year != last + 1) or len(figures) > 4:
            break
        found.append(figures)
        last = year
    return found


def _sums(totals: list[Quantity], years: list[list[Quantity]], announced: bool) -> Iterator[Relation]:
    """Each total that every year has exactly one figure for; wrong sums only where the years are announced."""
    for total in (q for q in totals if is_plain(q) and not q.hedge and q.dimension != "percent"):
        parts = [_part(total, figures) for figures in years]
        if not all(parts):
            continue
        found = tuple(Part(f"{q.year}年", q) for q in parts if q)
        if announced or sum(p.quantity.value for p in found) == total.value:
            yield Relation("year_sum", total, found)


def _part(total: Quantity, figures: list[Quantity]) -> Quantity | None:
    same = [
        q
        for q in figures
        if q.dimension == total.dimension and is_plain(q) and nouns_agree(q.what, total.what)
    ]
    return same[0] if len(same) == 1 else None
