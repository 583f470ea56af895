"""Several rates, each with its own count: "县内100人，补助10元/人；县外50人，补助20元/人。共需…"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up, half
from liuqing.plans.relations.within import rates
from liuqing.plans.relations.within.scope import Scope

Row = tuple[Quantity, Quantity]
"""A count and its rate."""
MISSING = "各档标准的人数未必就是所列人数"


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Sums of products within one paragraph."""
    if sum(rates.is_rate(q) for q in scope.figures) > 1:
        groups = [rows for rows in _rows(scope) if len(rows) > 1] or [_named(scope)]
        for rows in groups:
            if len(rows) > 1:
                yield from _in_rows(scope, rows)


def _rows(scope: Scope) -> list[list[Row]]:
    """Every count with the one rate that follows it before the next count; an amount ends the group."""
    groups: list[list[Row]] = [[]]
    count: Quantity | None = None
    for q in (q for q in scope.figures if scope.group(q) < 0):
        if count and rates.is_rate(q) and rates.counts(q, count):
            if groups[-1] and groups[-1][-1][1].per != q.per:
                groups.append([])
            groups[-1].append((count, q))
            count = None
        elif q.dimension != "money" and not q.per:
            count = q
        elif is_plain(q) and groups[-1]:
            groups.append([])
    return groups


def _named(scope: Scope) -> list[Row]:
    """Rates first, counts later, matched by name: "C级每户1万元，D级每户3万元。改造C级500户、D级300户"."""
    tiers = [(q, _name(scope, q)) for q in scope.figures if rates.is_rate(q) and scope.group(q) < 0]
    if len(tiers) < 2 or len({name for _, name in tiers}) < len(tiers) or not all(name for _, name in tiers):
        return []
    counts = [q for q in scope.figures if q.start > tiers[-1][0].end and scope.group(q) < 0]
    rows: list[Row] = []
    for rate, name in tiers:
        found = [
            q
            for q in counts
            if rates.counts(rate, q) and _name(scope, q) and name.startswith(_name(scope, q))
        ]
        if len(found) != 1:
            return []
        rows.append((found[0], rate))
    return rows


def _name(scope: Scope, quantity: Quantity) -> str:
    """The words of its clause up to 每 and without what comes before the name: "C级危房每户补助" → "C级危房"."""
    words = re.split(r"[，。；：、（]", scope.before(quantity, 24))[-1]
    return re.sub(r"^.*(?:年|改造|补助|其中|对)(?=.)", "", re.split(r"每|按|补助", words)[0])


def _in_rows(scope: Scope, rows: list[Row]) -> Iterator[Relation]:
    """The next amounts behind the rows: the total, then its years beside the years of the counts."""
    last = max((q for row in rows for q in row), key=lambda q: q.start)
    behind = [
        q
        for q in scope.figures
        if q.start >= last.end and q.dimension == rows[0][1].dimension and is_plain(q)
    ]
    total = next((q for q in behind if q.year is None), None)
    if total is None or total.sentence - last.sentence > 1:
        return
    whole = relation(total, rows)
    years = [made for q in behind if q.year and (made := _of_year(scope, rows, q))]
    sure = adds_up(whole) or any(adds_up(made) for made in years)
    for made in (whole, *years):
        if sure or adds_up(made):
            yield made


def _of_year(scope: Scope, rows: list[Row], total: Quantity) -> Relation | None:
    cells = [(next((q for q in scope.bracket(c) if q.year == total.year), None), rate) for c, rate in rows]
    return relation(total, [(c, r) for c, r in cells if c]) if all(c for c, _ in cells) else None


def relation(total: Quantity, rows: list[Row]) -> Relation:
    """The amount beside the sum of counts times rates."""
    value = sum(((rates.counts(rate, count) or Decimal(0)) * rate.value for count, rate in rows), Decimal(0))
    formula = "+".join(f"{count.text}×{rate.text}" for count, rate in rows)
    parts = tuple(Part("数量", count) for count, _ in rows)
    return Relation("product", total, parts, formula=formula, computed=value, slack=half(total))
