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
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa

from liuqing.compute.backends import write_rows
from liuqing.compute.findings import WORDS, Counts
from liuqing.compute.measuring import decimal_of, verdict, worked_out
from liuqing.compute.reported import Area, Known, Number
from liuqing.policy import standards
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.place import load
from liuqing.policy.standards import Standard, Standards

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
    worked = worked_out(known, one, area)
    answer = Answer(
        area, one.set, key, None, worked.missing, worked.value, worked.numerator, worked.denominator,
        one.operator, limit, since, one.due, limit.unverified,
    )  # fmt: skip
    if inside is None:
        yield replace(answer, missing=(*answer.missing, one.scope))
        return
    found = verdict(known.county, one, limit, worked)
    open_yet = one.due is not None and known.on < date(one.due, 12, 31)
    yield replace(answer, verdict=None if found is False and open_yet else found)


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
    return decimal_of(value).quantize(Decimal("0.000001"), ROUND_HALF_UP)
