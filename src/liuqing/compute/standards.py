"""Standards over a snapshot: which village, town and county has reached what, and what is not known.

Reads the findings (``areas.parquet``), ``villages`` and ``indicators`` of a snapshot and writes
``findings/standards.parquet``: one row for each standard and area, and one for each set and area
(``standard`` ""). The answer is true, false or NULL; NULL names what is missing. A promise that is not
due yet is NULL until it is reached.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from liuqing.compute.assess import WORDS, Counts
from liuqing.compute.backends import write_rows
from liuqing.compute.reported import Area, Known, Number
from liuqing.policy import standards
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.place import Place, load
from liuqing.policy.quality import FORMULAS
from liuqing.policy.standards import SCALES, Standard, Standards

AMOUNT = pa.decimal128(28, 6)
STANDARDS = pa.schema(
    [
        ("area_code", pa.string()),
        ("level", pa.string()),  # hamlet, village, town, county
        ("set", pa.string()),
        ("standard", pa.string()),  # "": the set as a whole
        ("value", AMOUNT),  # in the standard's unit; NULL: not known
        ("numerator", AMOUNT),  # of a share; of a set: how many standards hold
        ("denominator", AMOUNT),  # of a share; of a set: how many standards there are
        ("operator", pa.string()),
        ("limit_value", AMOUNT),
        ("limit_upper", AMOUNT),
        ("verdict", pa.bool_()),  # NULL: not known, or not due yet
        ("missing", pa.string()),  # what is not known, joined by "|"
        ("due", pa.int64()),  # the year by whose end it must be reached; NULL: now
        ("since", pa.date32()),  # the first day of the limit
        ("source", pa.string()),
        ("unverified", pa.bool_()),  # nobody could confirm the limit, or one of the set's
    ]
)


@dataclass(frozen=True)
class Judged:
    """The file, and how many areas hold, fail or are not known: by set, and by standard."""

    file: Path
    sets: dict[str, Counts]
    standards: dict[str, Counts]


@dataclass(frozen=True)
class Answer:
    """What was found of one standard and area."""

    area: Area
    set: str
    standard: str
    verdict: bool | None
    missing: tuple[str, ...] = ()
    value: Number = None
    numerator: Number = None
    denominator: Number = None
    operator: str = ""
    limit: Limit | None = None
    since: date | None = None
    due: int | None = None
    unverified: bool = False


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


def run(folder: Path, *, place: str, on: date) -> Judged:
    """Every standard of the place over the snapshot in ``folder``, as of ``on``.

    Problem ``compute.no_findings`` if it was not assessed, ``policy.place`` if the standards are faulty.
    """
    county = load(place)
    answers = list(judge(Known(folder, county, on), standards.declared(county)))
    file = folder / "findings" / "standards.parquet"
    write_rows(pa.Table.from_pylist([_row(one) for one in answers], STANDARDS), file)
    return Judged(
        file,
        _counts((one.set, one) for one in answers if not one.standard),
        _counts((one.standard, one) for one in answers if one.standard),
    )


def judge(known: Known, stated: Standards) -> Iterator[Answer]:
    """Every standard for every area it is for, then the sets; nothing that is not in force on the day."""
    found: dict[tuple[str, Area], list[Answer]] = defaultdict(list)
    names = {row.name: row.code for row in known.county.areas()}
    for key, one in stated.standards.items():
        dated = in_force(one.values, known.on)
        codes = {names[name] for name in one.areas if name in names}
        for level in one.levels if dated else ():
            for area in known.areas(level):
                if dated and (not one.areas or area.code in codes):
                    for answer in _judged(known, key, one, dated, area):
                        found[one.set, area].append(answer)
                        yield answer
    yield from _sets(stated, found)


def _judged(known: Known, key: str, one: Standard, dated: tuple[date, Limit], area: Area) -> Iterator[Answer]:
    since, limit = dated
    inside = _inside(known, one.scope, area)
    if inside is False:
        return
    worked = _worked(known, one, area)
    answer = Answer(
        area, one.set, key, None, worked.missing, worked.value, worked.numerator, worked.denominator,
        one.operator, limit, since, one.due, limit.unverified,
    )  # fmt: skip
    if inside is None:
        yield replace(answer, missing=(*answer.missing, one.scope))
        return
    verdict = _verdict(known.county, one, limit, worked)
    open_yet = one.due is not None and known.on < date(one.due, 12, 31)
    yield replace(answer, verdict=None if verdict is False and open_yet else verdict)


def _inside(known: Known, scope: str, area: Area) -> bool | None:
    """Whether the standard is for this area; None if nobody knows."""
    if scope == "poor_town":
        said = known.number("poor_town", area, known.on.year)
        return None if said is None else said == 1
    poor: bool | None = area.village.get("poor_village")
    if scope != "leaving_village" or not poor:
        return poor if scope else True
    out: bool | None = area.village["village_exited"]
    year: int | None = area.village["village_exit_year"]
    return not out if not out or year is None else year == known.on.year


def _worked(known: Known, one: Standard, area: Area) -> Worked:
    year = known.on.year
    if one.change == "last_year":
        return _growth(_sum(known, one.of, area, year), _sum(known, one.of, area, year - 1), one, 1)
    if one.change == "yearly" and one.base_year is not None:
        before = _sum(known, one.of, area, one.base_year)
        return _growth(_sum(known, one.of, area, year), before, one, year - one.base_year)
    if one.unit == "是否":
        return _every(known, one, area)
    top = _over_years(known, one, area) if one.since else _sum(known, one.of, area, year)
    below = _sum(known, one.per, area, year) if one.per else Worked(Fraction(1))
    less = _sum(known, one.minus, area, year) if one.minus else Worked(Fraction(0))
    missing = (*top.missing, *below.missing, *less.missing)
    if top.value is None or below.value is None or less.value is None:
        return Worked(None, top.value, below.value if one.per else None, missing, top.partial)
    if below.value == 0:
        lacks = () if one.nothing == "holds" else tuple(one.per)
        return Worked(None, top.value, below.value, lacks)
    share = top.value / below.value * (SCALES.get(one.unit, 1) if one.per else 1)
    return Worked(share - less.value, *((top.value, below.value) if one.per else (None, None)))


def _sum(known: Known, names: list[str], area: Area, year: int) -> Worked:
    values = {name: _value(known, name, area, year) for name in names}
    missing = tuple(lack for one in values.values() for lack in one.missing)
    said = [one.value for one in values.values() if one.value is not None]
    return Worked(sum(said, Fraction(0)) if len(said) == len(values) else None, missing=missing)


def _value(known: Known, name: str, area: Area, year: int) -> Worked:
    """A name's value; of a formula, what it lacks are the things it is made of."""
    if name not in FORMULAS:
        value = known.number(name, area, year)
        return Worked(value, missing=() if value is not None else (name,))
    formula = FORMULAS[name]
    given = {need: known.number(need, area, year) for need in formula.needs}
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
        return (Fraction(_decimal_of(ratio) ** (Decimal(1) / years)) - 1) * 100


def _verdict(county: Place, one: Standard, limit: Limit, worked: Worked) -> bool | None:
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


def _sets(stated: Standards, found: dict[tuple[str, Area], list[Answer]]) -> Iterator[Answer]:
    """The sets from the innermost outwards; a set of which an area has nothing has no answer for it."""
    done: dict[str, dict[Area, Answer]] = {}
    for name in _inside_out(stated):
        one = stated.sets[name]
        parts: dict[Area, list[Answer]] = defaultdict(list)
        for (of, area), answers in found.items():
            if of == name:
                parts[area] += [answer for answer in answers if answer.operator != "report"]
        for inner in one.of:
            for area, answer in done[inner].items():
                parts[area].append(answer)
        done[name] = {area: _together(name, one.need, area, all_) for area, all_ in parts.items() if all_}
        yield from done[name].values()


def _inside_out(stated: Standards) -> list[str]:
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in order or name in above or name not in stated.sets:
            return
        for inner in stated.sets[name].of:
            visit(inner, (*above, name))
        order.append(name)

    for name in stated.sets:
        visit(name, ())
    return order


def _together(name: str, need: str, area: Area, parts: list[Answer]) -> Answer:
    verdicts = [part.verdict for part in parts]
    decides = need == "any"
    verdict = decides if decides in verdicts else None if None in verdicts else not decides
    missing = tuple(dict.fromkeys(lack for part in parts for lack in part.missing))
    return Answer(
        area, name, "", verdict, missing, numerator=Fraction(verdicts.count(True)),
        denominator=Fraction(len(verdicts)), unverified=any(part.unverified for part in parts),
    )  # fmt: skip


def _counts(named: Iterable[tuple[str, Answer]]) -> dict[str, Counts]:
    counts: dict[str, Counts] = {}
    for name, answer in named:
        of = counts.setdefault(name, dict.fromkeys(WORDS, 0))
        of[{True: "true", False: "false", None: "unknown"}[answer.verdict]] += 1
    return counts


def _row(one: Answer) -> dict[str, Any]:
    return {
        "area_code": one.area.code,
        "level": one.area.level,
        "set": one.set,
        "standard": one.standard,
        "value": _shown(one.value),
        "numerator": _shown(one.numerator),
        "denominator": _shown(one.denominator),
        "operator": one.operator,
        "limit_value": one.limit and one.limit.value,
        "limit_upper": one.limit and one.limit.upper,
        "verdict": one.verdict,
        "missing": "|".join(dict.fromkeys(one.missing)),
        "due": one.due,
        "since": one.since,
        "source": str(one.limit.source) if one.limit else "",
        "unverified": one.unverified,
    }


def _shown(value: Number) -> Decimal | None:
    """With six places, half up, as the table keeps it."""
    if value is None:
        return None
    return _decimal_of(value).quantize(Decimal("0.000001"), ROUND_HALF_UP)


def _decimal_of(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
