"""Exits over time: who had left before, who left in the year, who is left, must come to the same account.

Villages and towns are counted one by one and do not change otherwise, so a gap is a failure. People and
households also move, marry and die, and are adjusted in between: there a gap is only a question.
"""

from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import standings
from liuqing.plans.relations.across.standings import Key, Kind
from liuqing.plans.text import Document

KINDS: tuple[Kind, ...] = ("village", "town", "households", "persons")
FIRST = 2014
"""The year in which the register begins: exits since then are all exits."""
MOVED = "期间人员有动态调整"
Account = dict[Key, tuple[Quantity, ...]]


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """What had left and what leaves, what is left before and after, the years of a period, all that were listed."""
    account = standings.by_key(standings.find(document, quantities))
    for kind in KINDS:
        yield from _all_that_left(account, kind)
        yield from _all_that_are_left(account, kind)
        yield from _years_of_a_period(account, kind)
        yield from _all_that_were_listed(account, kind)


def _near(account: Account, key: Key, other: Quantity) -> Quantity | None:
    """The figure of a place in the account: of several equal ones that in the paragraph of another figure."""
    figures = account.get(key, ())
    return next((q for q in figures if q.paragraph == other.paragraph), figures[0] if figures else None)


def _all_that_left(account: Account, kind: Kind) -> Iterator[Relation]:
    """Out by the end of a year = out by the end of the year before + out in the year."""
    for (of, status, when), (total, *_) in account.items():
        if (of, status, when[0]) != (kind, "out", "to"):
            continue
        year = when[2]
        for before, since in _before(account, kind, year):
            flow = _near(account, (kind, "out", ("over", year, year)), before)
            if flow:
                yield _relation(
                    kind, total, [("此前", before, 1), (f"{year}年", flow, 1)], at_least=since > FIRST
                )


def _before(account: Account, kind: Kind, year: int) -> Iterator[tuple[Quantity, int]]:
    """What had left by the end of the year before, and since when that is counted."""
    for (of, status, when), (q, *_) in account.items():
        if (of, status) == (kind, "out") and when[2] == year - 1 and when[1] != when[2]:
            yield q, when[1]


def _all_that_are_left(account: Account, kind: Kind) -> Iterator[Relation]:
    """Left a year before − out in the year = left; said the other way round of people. Not within a paragraph."""
    for (of, status, when), (before, *_) in account.items():
        if (of, status) != (kind, "left"):
            continue
        year = when[2] + 1
        flow = _near(account, (kind, "out", ("over", year, year)), before)
        now = _near(account, (kind, "left", ("at", 0, year)), before)
        if flow and now and (kind, "added", ("once", 0, year)) not in account:
            if len({q.paragraph for q in (before, flow, now)}) == 1:
                continue
            if kind in ("village", "town"):
                yield _relation(kind, now, [(f"{year - 1}年末", before, 1), (f"{year}年", flow, -1)])
            else:
                yield _relation(kind, before, [(f"{year}年", flow, 1), (f"{year}年末", now, 1)])


def _all_that_were_listed(account: Account, kind: Kind) -> Iterator[Relation]:
    """Listed, and added since, = out + left. Said only where it comes out: registers are adjusted."""
    listed = {
        qs[0].value: qs[0] for (of, status, _), qs in account.items() if (of, status) == (kind, "listed")
    }
    added = [qs[0] for (of, status, _), qs in account.items() if (of, status) == (kind, "added")]
    for (of, status, when), (out, *more_out) in account.items():
        left = _near(account, (kind, "left", ("at", 0, when[2])), out)
        if (of, status, when[0]) != (kind, "out", "to") or not left:
            continue
        for more in ([], added):
            total = listed.get(out.value + left.value - sum(q.value for q in more))
            if total:
                out = next((q for q in more_out if q.paragraph == total.paragraph), out)
                parts = [("已退出", out, 1), ("未退出", left, 1), *(("新增", q, -1) for q in more)]
                yield _relation(kind, total, parts)
                break


def _years_of_a_period(account: Account, kind: Kind) -> Iterator[Relation]:
    """Out over a period = the sum of its years, where every year is stated."""
    for (of, status, when), (total, *_) in account.items():
        if (of, status, when[0]) != (kind, "out", "over") or when[1] == when[2]:
            continue
        years = range(when[1], when[2] + 1)
        parts = [(f"{y}年", _near(account, (kind, "out", ("over", y, y)), total), 1) for y in years]
        if all(q for _, q, _ in parts):
            yield _relation(
                kind, total, [(name, q, sign) for name, q, sign in parts if q], kind_of="year_sum"
            )


def _relation(
    kind: Kind,
    total: Quantity,
    parts: list[tuple[str, Quantity, int]],
    *,
    at_least: bool = False,
    kind_of: str = "count_sum",
) -> Relation:
    counted = kind in ("village", "town")
    return Relation(
        kind=kind_of if counted or kind_of == "year_sum" else "sum",  # type: ignore[arg-type]
        total=total,
        parts=tuple(Part(label, q, sign) for label, q, sign in parts),
        is_whole=counted,
        missing="" if counted else MOVED,
        bound="most" if at_least else "",
    )
