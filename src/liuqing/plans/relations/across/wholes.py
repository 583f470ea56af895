"""Of several figures of one section: which speaks for all, for all years, for which source."""

import re
from decimal import Decimal

from liuqing.plans.quantity import Quantity

GRAND = re.compile(r"总投资|总资金|总投入|共投|共需|共计|合计|总计|投资规模|估算投资|概算|规划投资|计划投资")
SUMMED = re.compile(r"共|累计|合计|总计|总投资")


def spans_years(first: Quantity, behind: list[Quantity]) -> bool:
    """ "2019年新建工厂，投入1000万元，其中2019年600万元、2020年400万元": the first is of both years."""
    years = [
        q for q in behind[:6] if (q.paragraph, q.sentence) == (first.paragraph, first.sentence) and q.year
    ]
    for count in range(2, len(years) + 1):
        parts = years[:count]
        if len({q.year for q in parts}) == count and sum((q.value for q in parts), Decimal(0)) == first.value:
            return True
    return False


def listed_source(q: Quantity, own: list[Quantity], at: int, texts: dict[int, str]) -> str:
    """ "分来源：财政扶贫资金30万元、慈心一日捐20万元": an entry beside a named source is a source, known or not."""
    for other in own[max(0, at - 1) : at] + own[at + 1 : at + 2]:
        first, last = sorted((q, other), key=lambda one: one.start)
        between = texts[q.paragraph][first.end : last.start] if other.paragraph == q.paragraph else ""
        named = re.fullmatch(r"、[一-龥（）]{2,14}", between)
        if other.source and other.year == q.year and named and not SUMMED.search(q.what) and q.what:
            return q.what
    return ""


def sums_years_up(last: Quantity, before: list[Quantity], texts: dict[int, str]) -> bool:
    """ "2018年30万元，2019年40万元，共计投资70万元": the last is of both years, not of 2019."""
    near = [q for q in before if (q.paragraph, q.sentence) == (last.paragraph, last.sentence) and q.year]
    if last.year is None or len({q.year for q in near}) < 2:
        return False
    between = texts[last.paragraph][near[-1].end : last.start]
    return bool(SUMMED.search(between)) and not re.search(r"20\d\d年", between)


def whole_of(figures: list[Quantity], texts: dict[int, str]) -> Quantity | None:
    """The one figure that speaks for all: the only value, the one called a total, or the sum of the others."""
    if len({q.value for q in figures}) == 1:
        return figures[0]
    first, rest = figures[0], figures[1:]
    if is_sum(figures):
        return max(first, figures[-1], key=lambda q: q.value)
    if all(_is_inside(first, q, texts) for q in rest):
        return first
    grand = [q for q in figures if GRAND.search(texts[q.paragraph][max(0, q.start - 10) : q.start])]
    return (
        grand[0]
        if len({q.value for q in grand}) == 1 and grand[0].value == max(q.value for q in figures)
        else None
    )


def of_first_paragraph(figures: list[Quantity], texts: dict[int, str]) -> Quantity | None:
    """What the paragraph that begins an item says; later paragraphs may speak of something else."""
    first = [q for q in figures if q.paragraph == figures[0].paragraph]
    return whole_of(first, texts) if len(first) < len(figures) else None


def is_sum(figures: list[Quantity]) -> bool:
    """The first, or the last, is the sum of all the others."""
    values = [q.value for q in figures]
    return 2 * values[0] == sum(values) or 2 * values[-1] == sum(values)


def _is_inside(first: Quantity, other: Quantity, texts: dict[int, str]) -> bool:
    """Is the other said to be a part of the first ("其中", or in the bracket behind it)?"""
    if other.value > first.value or (other.paragraph, other.sentence) != (first.paragraph, first.sentence):
        return False
    return other.depth > first.depth or "其中" in texts[first.paragraph][first.end : other.start]
