"""Is a total the sum of its years? In brackets, after 其中, or in the sentences that follow."""

from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain, nouns_agree, same_noun
from liuqing.plans.relations.scope import Scope, scopes
from liuqing.plans.relations.series import Series, is_grand, series
from liuqing.plans.rounding import adds_up
from liuqing.plans.text import Document

REACH = 24
"""How many figures back a total may stand."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Totals by year within one paragraph."""
    for scope in scopes(document, quantities):
        yield from in_scope(scope)


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Those that hold, and those that fail where the text leaves no doubt that they should."""
    found = [(s, _totals(scope, s)) for s in series(scope)]
    holding = {id(s): held for s, totals in found if (held := _held(s, totals))}
    sure = {s.run for s, _ in found if id(s) in holding and len(s.cells) > 1}
    for s, totals in found:
        if held := holding.get(id(s)):
            yield held
        elif totals and (failing := _failing(scope, s, totals, s.run in sure)):
            yield failing


def relation(total: Quantity, of: Series) -> Relation:
    """The total beside its years."""
    parts = tuple(Part(f"{q.year}年", q) for q in of.figures)
    return Relation("year_sum", total, parts)


def _totals(scope: Scope, of: Series) -> list[Quantity]:
    """What may be the total of a series, the likeliest first: before its bracket, before it, or 合计 after it."""
    group = scope.group(of.first)
    if group >= 0:
        return [q for q in _before_bracket(scope, group) if _is_whole_of(q, of)]
    before = [q for q in scope.figures if q.end <= of.first.start][-REACH:]
    nearest = [q for q in reversed(before) if scope.group(q) == group and _may_be(q, of)]
    after = [q for q in scope.figures if q.start >= of.last.end][:3]
    grand = [q for q in after if scope.group(q) == group and is_grand(scope, q) and _is_like(q, of)]
    return [*grand, *nearest]


def _before_bracket(scope: Scope, group: int) -> list[Quantity]:
    """The figures right before a bracket: "25728户111138人（…" has two."""
    found: list[Quantity] = []
    edge = group
    for q in reversed(scope.figures):
        if q.end > edge:
            continue
        if any(c in "，。；、,;）)" for c in scope.text[q.end : edge]) or edge - q.end > 12:
            break
        found.append(q)
        edge = q.start
    return found


def _is_whole_of(total: Quantity, of: Series) -> bool:
    """Of the dimension; in a bracket the place says enough of what is counted."""
    return total.dimension == of.first.dimension and is_plain(total) and _is_of_the_source(total, of)


def _may_be(total: Quantity, of: Series) -> bool:
    """Of no single year, or counted up to the last one."""
    if total.each_year or not _is_like(total, of):
        return False
    return total.year is None or (total.as_of and total.year >= of.years[-1])


def _is_like(total: Quantity, of: Series) -> bool:
    if total.dimension != of.first.dimension or not is_plain(total):
        return False
    if total.dimension == "money":
        return not of.source or not total.source or total.source == of.source
    return all(nouns_agree(total.what, q.what) for q in of.figures)


def _held(of: Series, totals: list[Quantity]) -> Relation | None:
    """The nearest total that adds up; a source's own total goes before that of all money."""
    adding = [t for t in totals if _is_of_the_source(t, of) and adds_up(relation(t, of))]
    return relation(adding[0], of) if adding else None


def _is_of_the_source(total: Quantity, of: Series) -> bool:
    return not of.source or total.source == of.source


def _failing(scope: Scope, of: Series, totals: list[Quantity], sure: bool) -> Relation | None:
    """The nearest total, if the years are all there and nothing else can be meant."""
    total = totals[0]
    if not _is_of_the_source(total, of):
        return None
    if sure and of.is_split and total.source:
        return relation(total, of)
    if len(of.cells) < 2 or not _covers(total, of):
        return None
    if not (_is_marked(scope, total, of) or (_says_span(total) and _same(total, of)) or sure):
        return None
    return relation(total, of)


def _covers(total: Quantity, of: Series) -> bool:
    """Every year of the total is there; where it names none, the years must follow each other."""
    years = of.years
    if total.years:
        return total.years == (years[0], years[-1]) and len(years) == years[-1] - years[0] + 1
    if total.span:
        return total.span == len(years)
    return years[-1] - years[0] + 1 == len(years)


def _says_span(total: Quantity) -> bool:
    return bool(total.span or total.years)


def _is_marked(scope: Scope, total: Quantity, of: Series) -> bool:
    """A bracket, or 其中 or 分别 with no other figure of the kind between."""
    if scope.group(of.first) >= 0:
        return True
    if total.start > of.last.end:
        return True
    between = scope.between(total, of.first)
    others = any(
        total.end <= q.start < of.first.start and q.dimension == total.dimension for q in scope.figures
    )
    return (
        not others and any(mark in between for mark in ("其中", "分别")) and "。" not in between.rstrip("。")
    )


def _same(total: Quantity, of: Series) -> bool:
    """Both sides name the same thing, money of one source or one noun."""
    if total.dimension == "money":
        return total.source == of.source
    return all(same_noun(total.what, q.what) or not q.what for q in of.figures)
