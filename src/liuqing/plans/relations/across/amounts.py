"""What a section comes to in a year, from a source: as it says, as follows from what it says, or from its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.claims import Part
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across.ledger import ALL, Key, Ledger
from liuqing.plans.relations.rounding import half


@dataclass(frozen=True)
class Amount:
    """Figures that add up to it, the names of the items that do not say theirs, and whether any is a guess."""

    parts: tuple[Part, ...] = ()
    missing: tuple[str, ...] = ()
    is_sure: bool = True

    @property
    def value(self) -> Decimal:
        """In the base unit."""
        return sum((p.sign * p.quantity.value for p in self.parts), Decimal(0))

    @property
    def slack(self) -> Decimal:
        """The most by which the rounding of its figures can move it."""
        return sum((half(p.quantity) for p in self.parts), Decimal(0))


NOTHING = Amount()


def together(amounts: Iterable[Amount]) -> Amount:
    """Their sum."""
    found = list(amounts)
    return Amount(
        tuple(p for a in found for p in a.parts),
        tuple(m for a in found for m in a.missing),
        all(a.is_sure for a in found),
    )


def amount(ledger: Ledger, key: Key) -> Amount:
    """What the section comes to for a year and a source; ``missing`` says where nothing tells."""
    known = ledger.memo.get(key)
    if not isinstance(known, Amount):
        known = ledger.memo[key] = _amount(ledger, key)
    return known


def _amount(ledger: Ledger, key: Key) -> Amount:
    if ledger.is_apart:
        return NOTHING
    found = _stated(ledger, key)
    if found is None:
        found = _derived(ledger, key)
    return found if found is not None else _below(ledger, key)


def _stated(ledger: Ledger, key: Key) -> Amount | None:
    cell = ledger.cells.get(key)
    sure = key not in ledger.guessed
    return (
        Amount((Part(ledger.label, cell),), is_sure=sure)
        if cell and not _is_out_of_bounds(ledger, key, cell)
        else None
    )


def _is_out_of_bounds(ledger: Ledger, key: Key, cell: Quantity) -> bool:
    """A part above its own whole is a slip, if the years of that source say something else."""
    year, source = key
    whole = ledger.cells.get((year, "")) if source else None
    by_year = [q for (y, s), q in ledger.cells.items() if y is not None and s == source]
    return whole is not None and year is None and cell.value > whole.value and bool(by_year)


def _derived(ledger: Ledger, key: Key) -> Amount | None:
    """From the other cells of the same section; None if they do not tell."""
    year, source = key
    if _is_other_year(ledger, year) or _is_other_source(ledger, year, source):
        return NOTHING
    if source and ledger.only == source:
        return amount(ledger, (year, ""))
    if year is not None and ledger.only_year == year:
        return amount(ledger, (None, source))
    return _summed(ledger, key)


def _summed(ledger: Ledger, key: Key) -> Amount | None:
    """Over the sources, or over the years, where the section names them all."""
    year, source = key
    if not source:
        cells = [q for (y, s), q in ledger.cells.items() if y == year and s]
        if cells:
            return Amount(tuple(Part(f"{ledger.label}{q.source}", q) for q in cells))
    if year is None and ledger.years and _has_all_years(ledger):
        return _over_years(ledger, source)
    if ledger.years == [year] and _has_all_years(ledger):
        return _stated(ledger, (None, source))
    return None


def _over_years(ledger: Ledger, source: str) -> Amount | None:
    found = [_stated(ledger, (y, source)) or _derived_year(ledger, y, source) for y in ledger.years]
    return together(a for a in found if a) if all(a is not None for a in found) else None


def _derived_year(ledger: Ledger, year: int, source: str) -> Amount | None:
    if _is_other_source(ledger, year, source):
        return NOTHING
    return _summed(ledger, (year, source)) if not source else None


def _is_other_year(ledger: Ledger, year: int | None) -> bool:
    """All the money is known to fall in other years."""
    if year is None:
        return False
    if ledger.only_year is not None:
        return year != ledger.only_year
    return bool(ledger.years) and year not in ledger.years and _has_all_years(ledger)


def _is_other_source(ledger: Ledger, year: int | None, source: str) -> bool:
    """All the money (of the year) is known to come from other sources."""
    if not source:
        return False
    if ledger.only:
        return source != ledger.only
    if _is_split(ledger, None) and not any(s == source for _, s in ledger.cells):
        return True
    return _is_split(ledger, year) and (year, source) not in ledger.cells


def _is_split(ledger: Ledger, year: int | None) -> bool:
    """Do the sources it names for the year make up the whole of that year?"""
    cells = [q for (y, s), q in ledger.cells.items() if y == year and s]
    whole = ledger.cells.get((year, ""))
    return bool(cells) and (whole is None or _adds_up(whole, cells))


def _has_all_years(ledger: Ledger) -> bool:
    """Do the years it names make up all of its money?"""
    if ledger.many:
        return False
    whole = (
        [ledger.cells[ALL]]
        if ALL in ledger.cells
        else [q for (y, s), q in ledger.cells.items() if y is None and s]
    )
    years = [q for y in ledger.years for q in _of_year(ledger, y)]
    return not whole or abs(
        sum((q.value for q in years), Decimal(0)) - sum((q.value for q in whole), Decimal(0))
    ) <= sum((half(q) for q in (*whole, *years)), Decimal(0))


def _of_year(ledger: Ledger, year: int) -> list[Quantity]:
    whole = ledger.cells.get((year, ""))
    return [whole] if whole else [q for (y, s), q in ledger.cells.items() if y == year and s]


def _adds_up(whole: Quantity, cells: list[Quantity]) -> bool:
    gap = abs(whole.value - sum((q.value for q in cells), Decimal(0)))
    return gap <= half(whole) + sum((half(q) for q in cells), Decimal(0))


def _below(ledger: Ledger, key: Key) -> Amount:
    """From the items below; an unclear list of figures is taken as a guess."""
    if ledger.children:
        found = together(amount(child, key) for child in ledger.children)
        if ledger.cells and not found.parts and (found.missing or ledger.silent):
            return Amount(missing=(ledger.label,))
        return Amount(found.parts, (*found.missing, *ledger.silent), found.is_sure)
    if key in ledger.many:
        return Amount(tuple(Part(ledger.label, q) for q in ledger.many[key]), is_sure=False)
    return Amount(missing=(ledger.label,))
