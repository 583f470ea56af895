"""So much every year, over so many years: "4500人次（每年1500人）", "每年需81.36万元，三年共需244.08万元"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.figures.times import times
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import nouns_agree
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import clause_words, is_grand

PERSONS = frozenset({"persons", "person_times"})
MONTH = re.compile(r"每月|月需|月均")
YEAR = re.compile(r"全年|年需|每年|一年")
USUAL_SPAN = 3
"""A bracket "（每年1500人）" behind a figure without a span is believed if three years of it are the figure."""
NEXT = 4
"""A yearly figure and its total have at most so many figures between them."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Yearly figures beside their total within one paragraph."""
    for at, q in enumerate(scope.figures):
        yield from _monthly(scope, at, q)
        if q.each_year and not q.per and q.high is None:
            yield from _beside(scope, at, q)


def _monthly(scope: Scope, at: int, monthly: Quantity) -> Iterator[Relation]:
    """ "每月需资金18.84万元，全年需资金226.08万元": twelve months next to each other."""
    total = scope.figures[at + 1] if at + 1 < len(scope.figures) else None
    if total is None or total.dimension != monthly.dimension or monthly.per or total.per:
        return
    if (
        MONTH.search(clause_words(scope, monthly))
        and YEAR.search(clause_words(scope, total))
        and total.sentence == monthly.sentence
    ):
        slack = half(total) + half(monthly) * 12
        parts = (Part("每月", monthly, factor=Decimal(12)),)
        yield Relation("product", total, parts, formula=f"{monthly.text}×12月", slack=slack)


def _beside(scope: Scope, at: int, yearly: Quantity) -> Iterator[Relation]:
    """The one total of a yearly figure: before its bracket, else right after it, else right before it."""
    before = scope.figures[at - 1] if at else None
    if before and yearly in scope.bracket(before):
        yield from _in_bracket(before, yearly)
        return
    after = scope.figures[at + 1 : at + 1 + NEXT]
    for total in (*after, *([before] if before else ())):
        span = _span(total) or (
            _spoken(scope, yearly) if total.start > yearly.start and is_grand(scope, total) else None
        )
        if span and _is_like(total, yearly) and abs(total.sentence - yearly.sentence) <= 1:
            yield relation(total, yearly, span)
            return


def _in_bracket(total: Quantity, yearly: Quantity) -> Iterator[Relation]:
    span = _span(total)
    if not _is_alike(total, yearly):
        return
    made = relation(total, yearly, span or USUAL_SPAN)
    if span or adds_up(made):
        yield made


def relation(total: Quantity, yearly: Quantity, span: int) -> Relation:
    """The total beside its years, all alike."""
    return Relation(
        "product", total, (Part("每年", yearly, factor=Decimal(span)),), formula=f"{yearly.text}×{span}年",
        slack=half(total) + half(yearly) * span,
    )  # fmt: skip


def _spoken(scope: Scope, yearly: Quantity) -> int | None:
    """The years the sentence begins with: "2018—2020年，每年投入300万元，共900万元"."""
    sentence = re.split(r"[。；]", scope.text[max(0, yearly.start - 60) : yearly.start])[-1]
    named = [t for t in times(sentence) if t.span or t.years]
    if not named:
        return None
    return named[-1].span or (named[-1].years[1] - named[-1].years[0] + 1 if named[-1].years else None)


def _span(total: Quantity) -> int | None:
    if total.per or total.each_year or total.high is not None:
        return None
    return total.span or (total.years[1] - total.years[0] + 1 if total.years else None)


def _is_alike(total: Quantity, yearly: Quantity) -> bool:
    return total.dimension == yearly.dimension or {total.dimension, yearly.dimension} <= PERSONS


def _is_like(total: Quantity, yearly: Quantity) -> bool:
    """Money of one source, or one noun: a yearly figure outside brackets may be of something else.

    "每年争取专项资金600万元，三年计1800万元": a total without words of its own is of the same.
    """
    if not _is_alike(total, yearly):
        return False
    if not total.what and total.sentence == yearly.sentence:
        return True
    return (
        total.source == yearly.source if total.dimension == "money" else nouns_agree(total.what, yearly.what)
    )
