"""The value of a standard for an area: sums, shares, growth, and whether it keeps the limit.

Everything is an exact fraction. What cannot be worked out names what is missing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from liuqing.compute.reported import Area, Known, Number
from liuqing.policy.layers import Limit
from liuqing.policy.place import Place
from liuqing.policy.quality import FORMULAS
from liuqing.policy.standards import SCALES, Standard


@dataclass(frozen=True)
class Worked:
    """A value with its fraction and what it lacks; ``partial`` is a sum of which some years are not
    known. ``years`` over which a growth was taken.
    """

    value: Number = None
    numerator: Number = None
    denominator: Number = None
    missing: tuple[str, ...] = ()
    partial: Number = None
    years: int = 1


def worked_out(known: Known, one: Standard, area: Area) -> Worked:
    """The value of the day's year."""
    year = known.on.year
    if one.change == "last_year":
        return _growth(_sum(known, one.of, area, year), _sum(known, one.of, area, year - 1), one, 1)
    if one.change == "yearly" and one.base_year is not None:
        before = _sum(known, one.of, area, one.base_year)
        return _growth(_sum(known, one.of, area, year), before, one, year - one.base_year)
    if one.unit == "是否":
        return _every(known, one, area)
    both = (*one.of, *one.per)
    top = _over_years(known, one, area) if one.since else _sum(known, one.of, area, year, both)
    below = _sum(known, one.per, area, year, both) if one.per else Worked(Fraction(1))
    less = _sum(known, one.minus, area, year) if one.minus else Worked(Fraction(0))
    missing = (*top.missing, *below.missing, *less.missing)
    if top.value is None or below.value is None or less.value is None:
        return Worked(None, top.value, below.value if one.per else None, missing, top.partial)
    if below.value == 0:
        lacks = () if one.nothing == "holds" else tuple(one.per)
        return Worked(None, top.value, below.value, lacks)
    share = top.value / below.value * (SCALES.get(one.unit, 1) if one.per else 1)
    return Worked(share - less.value, *((top.value, below.value) if one.per else (None, None)))


def _sum(known: Known, names: list[str], area: Area, year: int, beside: Collection[str] = ()) -> Worked:
    values = {name: _value(known, name, area, year, beside) for name in names}
    missing = tuple(lack for one in values.values() for lack in one.missing)
    said = [one.value for one in values.values() if one.value is not None]
    return Worked(sum(said, Fraction(0)) if len(said) == len(values) else None, missing=missing)


def _value(known: Known, name: str, area: Area, year: int, beside: Collection[str]) -> Worked:
    """A name's value; of a formula, what it lacks are the things it is made of."""
    if name not in FORMULAS:
        value = known.number(name, area, year, beside)
        return Worked(value, missing=() if value is not None else (name,))
    formula = FORMULAS[name]
    given = {need: known.number(need, area, year, formula.beside(need)) for need in formula.needs}
    value = formula.fn(**given)
    lacks = tuple(need for need, said in given.items() if said is None) or (name,)
    return Worked(value, missing=() if value is not None else lacks)


def _every(known: Known, one: Standard, area: Area) -> Worked:
    """Yes if all say yes; one no decides even beside what is not known."""
    values = {name: known.number(name, area, known.on.year) for name in one.of}
    if any(value == 0 for value in values.values()):
        return Worked(Fraction(0))
    missing = tuple(name for name, value in values.items() if value is None)
    return Worked(None if missing else Fraction(1), missing=missing)


def _over_years(known: Known, one: Standard, area: Area) -> Worked:
    """The sum of the years since; what is known so far counts where it is enough already."""
    years = [_sum(known, one.of, area, year) for year in range(one.since or 0, known.on.year + 1)]
    said = [year.value for year in years if year.value is not None]
    total = sum(said, Fraction(0))
    lacks = tuple(dict.fromkeys(lack for year in years for lack in year.missing))
    return Worked(total) if len(said) == len(years) else Worked(missing=lacks, partial=total)


def _growth(now: Worked, before: Worked, one: Standard, years: int) -> Worked:
    """Growth in per cent a year. Over several years the comparison is exact: no root is taken for it."""
    missing = (*now.missing, *before.missing)
    if now.value is None or before.value is None or before.value <= 0 or years < 1:
        return Worked(None, now.value, before.value, missing or tuple(one.of))
    return Worked(_root(now.value / before.value, years), now.value, before.value, years=years)


def _root(ratio: Fraction, years: int) -> Fraction:
    if years == 1 or ratio <= 0:
        return (ratio - 1) * 100
    with localcontext() as context:
        context.prec = 40
        return (Fraction(decimal_of(ratio) ** (Decimal(1) / years)) - 1) * 100


def verdict(county: Place, one: Standard, limit: Limit, worked: Worked) -> bool | None:
    """Kept, not kept, or not known; a sum that is enough already is kept whatever the other years bring."""
    if one.operator == "report" or limit.value is None:
        return None
    said = county.told.approximations.get(one.word)
    line, upper = Fraction(limit.value), Fraction(limit.upper or 0)
    room = abs(line) * Fraction(said.tolerance) / 100 if said else Fraction(0)
    if worked.value is None and worked.denominator == 0 and one.nothing == "holds":
        return True
    if worked.value is None:
        enough = worked.partial is not None and one.operator in (">", ">=")
        return True if enough and _holds(one.operator, worked.partial, line, upper, room) else None
    if worked.years > 1 and worked.numerator is not None and worked.denominator:
        # (1 + g)^n against the whole growth: both sides stay fractions, no root decides.
        whole = worked.numerator / worked.denominator
        return _holds(one.operator, whole, (1 + line / 100) ** worked.years, upper, Fraction(0))
    return _holds(one.operator, worked.value, line, upper, room)


def _holds(operator: str, value: Number, line: Fraction, upper: Fraction, room: Fraction) -> bool:
    """Whether a value keeps the limit; ``room`` widens 约 to both sides, and at least and at most outwards."""
    if value is None:
        return False
    return {
        "=": value == line,
        ">=": value >= line - room,
        "<=": value <= line + room,
        ">": value > line,
        "<": value < line,
        "~": abs(value - line) <= room,
        "between": line <= value <= upper,
    }[operator]


def decimal_of(value: Fraction) -> Decimal:
    """A fraction as a decimal, to the precision of the context."""
    return Decimal(value.numerator) / Decimal(value.denominator)
