"""Items that do not say their year or source: the one place where they make a section's sums come out."""

from decimal import Decimal

from liuqing.plans.claims import Part
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.amounts import Amount, amount, together
from liuqing.plans.relations.across.ledger import ALL, Key, Ledger
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.slips import significant

MARKED = 4
"""Digits of a total that is not met by chance."""


def place(head: Ledger, items: list[Ledger]) -> None:
    """Give the items without a source (a year) the one source (year) that closes the section's sum exactly,
    if every other source (year) adds up without them. Later questions about these items then have an answer.
    """
    for source in _only_fit(head, items, [(None, s) for s in head.sources]):
        for item in _unplaced(items, (None, source[1])):
            if not item.children:
                item.only = source[1]
                item.memo.clear()
    for year in _only_fit(head, items, [(y, "") for y in head.years]):
        for item in _unplaced(items, year):
            if not item.children:
                item.only_year = year[0]
                item.memo.clear()


def closing(total: Quantity, items: list[Ledger], key: Key) -> Amount | None:
    """The sum with the unplaced items taken whole, if it comes out so."""
    if all(key) or not any(key):
        return None
    loose = _unplaced(items, key)
    if not loose:
        return None
    known = together(amount(item, (None, "") if item in loose else key) for item in items)
    return known if _agrees(total, known) else None


def choosing(total: Quantity, items: list[Ledger], key: Key) -> Amount | None:
    """The sum with the one item that states several amounts taken for that of them which closes it to the last
    digit. More such items would make it chance.
    """
    doubtful = [item for item in items if not item.children and not amount(item, key).is_sure]
    if len(doubtful) != 1 or significant(total.stated) < MARKED:
        return None
    item = doubtful[0]
    rest = together(amount(other, key) for other in items if other is not item)
    said = [q for q in item.figures if (q.year, q.source) == key]
    found = [
        whole
        for q in said
        if _agrees(total, whole := together([rest, Amount((Part(item.label, q),), is_sure=False)]))
    ]
    return found[0] if found and not rest.missing else None


def _only_fit(head: Ledger, items: list[Ledger], keys: list[Key]) -> list[Key]:
    """The one key whose sum closes with the unplaced items, while all others close without them."""
    fits = [key for key in keys if key in head.cells and closing(head.cells[key], items, key)]
    if len(fits) != 1:
        return []
    others = [key for key in keys if key != fits[0] and key in head.cells]
    without = [
        together(amount(item, key) for item in items if item not in _unplaced(items, key)) for key in others
    ]
    return (
        fits if all(_agrees(head.cells[k], found) for k, found in zip(others, without, strict=True)) else []
    )


def _unplaced(items: list[Ledger], key: Key) -> list[Ledger]:
    """Items whose whole is stated, but nothing of the year (the source) that is asked for."""
    year, source = key
    return [
        item
        for item in items
        if ALL in item.cells
        and amount(item, key).missing
        and not (item.years if year is not None else item.sources)
        and not (item.only_year if year is not None else item.only)
        and (not source or not item.only)
    ]


def _agrees(total: Quantity, known: Amount) -> bool:
    gap = abs(known.value - total.value)
    return (bool(known.parts) or total.value == Decimal(0)) and gap <= half(total) + known.slack
