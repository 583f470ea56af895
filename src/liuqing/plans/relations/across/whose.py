"""Whose money a section's is, and of which year, where its words say so once for all its figures."""

import re

from liuqing.plans.figures import sources
from liuqing.plans.figures.times import times
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.ledger import ALL, Ledger

SENTENCES = re.compile(r"[^。；;]{0,4000}[。；;]?")


def say(ledger: Ledger, said: list[str]) -> None:
    """Notes the only source and the only year of a section, from its own words."""
    if not (ledger.cells or ledger.many or ledger.children):
        return
    _name_source(ledger, said)
    ledger.only_year = _only_year(ledger, said)


def _name_source(ledger: Ledger, texts: list[str]) -> None:
    """The one source of all the money: "从涉农整合资金中列支", or the only source the section names."""
    paid = {s for text in texts for part in SENTENCES.findall(text) if (s := sources.paid_from(part))}
    if len(paid) == 1 and set(ledger.sources) <= paid and (ALL in ledger.cells or not ledger.sources):
        ledger.only = paid.pop()
        return
    if len(paid) == 1 and not ledger.children and _is_one_total(ledger):
        ledger.only = paid.pop()
        _forget_sources(ledger)
        return
    named = ledger.sources
    total = ledger.cells.get(ALL)
    if (
        len(named) == 1
        and not ledger.many
        and (total is None or _equal(total, ledger.cells.get((None, named[0]))))
    ) and (total is not None or (None, named[0]) in ledger.cells or _all_sourced(ledger)):
        ledger.only = named[0]


def _only_year(ledger: Ledger, said: list[str]) -> int | None:
    """ "2019年实施窄路基路面改造。投入资金312万元": the one year the section names, if no figure has a year."""
    if ledger.years or ledger.many or any(q.years or q.span for q in ledger.cells.values()):
        return None
    named = [time for text in said for time in times(text)]
    years = {time.year for time in named if time.year is not None}
    return (
        years.pop()
        if len(years) == 1 and all(t.year and not t.as_of and not t.moment for t in named)
        else None
    )


def _is_one_total(ledger: Ledger) -> bool:
    return (
        not ledger.many
        and len(ledger.sources) < 2
        and sum(1 for year, _ in ledger.cells if year is None) == 1
    )


def _forget_sources(ledger: Ledger) -> None:
    """ "小额信贷投入资金…，从涉农整合资金中列支": the words before the amount named its use, not its source."""
    ledger.cells = {(year, ""): q for (year, _), q in ledger.cells.items()}


def _equal(one: Quantity, other: Quantity | None) -> bool:
    return other is not None and one.value == other.value


def _all_sourced(ledger: Ledger) -> bool:
    return all(source for _, source in ledger.cells)
