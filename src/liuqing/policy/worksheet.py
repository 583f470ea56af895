"""An income worksheet (收入核算): net income of twelve months, from lines, to the fen.

Source: the national form: net income = wages + business + property + transfers − business costs, divided
by the members in force. What is stated as cost counts; where nothing is stated, the place's usual share
of the income of that class of produce is taken (``worksheet.cost_ratios``), and the result says so.

Unknown is never nothing: with an income that is not known the sum is "at least", with a cost that is not
known "at most", with both it is not known. An item that the place does not count (``worksheet.counted``)
is told beside. A quotient is rounded down to the fen, so that nobody is rounded over a line.

What a result rests on (lines, numbers, persons) is all that ``compute`` reads: the same answer comes out
years later, whatever the place's numbers have become.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from liuqing.policy.calendar import months_after
from liuqing.policy.dated import Meta, NotInForceError, Parameters
from liuqing.policy.worksheet_items import INCOME, ITEMS, SECTIONS, of

RATIOS = "worksheet.cost_ratios"
COUNTED = "worksheet.counted"
MONTHS = "worksheet.months"
LINE = "monitoring.income_line"
FEN = Decimal("0.01")
NOTHING = Decimal("0.00")
MOST = Decimal("99999999.99")
"""No amount of a household is larger; one that is was not an amount."""


@dataclass(frozen=True)
class Line:
    """An amount of an item in yuan; None is asked for and not known, and never nothing.

    ``counts``: the place counted the item when the sheet was made. ``crop`` is the class of produce.
    """

    item: str
    amount: Decimal | None
    what: str = ""
    quantity: str = ""
    unit: str = ""
    crop: str = ""
    counts: bool = True


@dataclass(frozen=True)
class Number:
    """A number of the place as it was used: for ``RATIOS`` the percent of the class ``key``."""

    name: str
    key: str
    value: Decimal
    source: str
    since: date
    unverified: bool


@dataclass(frozen=True)
class Range:
    """What a sum is at least and at most; None: no bound is known on that side."""

    least: Decimal | None
    most: Decimal | None

    @property
    def known(self) -> bool:
        """It is known to the fen."""
        return self.least is not None and self.least == self.most

    def sentence(self) -> str:
        """12,000.00 元, 不低于 12,000.00 元, 不高于 … 元, … 至 … 元之间, 不明."""
        if self.known:
            return f"{self.least:,} 元"
        if self.least is not None and self.most is not None:
            return f"{self.least:,} 至 {self.most:,} 元之间"
        if self.least is not None:
            return f"不低于 {self.least:,} 元"
        return f"不高于 {self.most:,} 元" if self.most is not None else "不明"


UNKNOWN = Range(NOTHING, None)
"""A sum of which nothing is known but that it is not negative."""
NONE = Range(NOTHING, NOTHING)


@dataclass(frozen=True)
class Estimate:
    """Costs taken as the usual share (percent) of an income, because nobody stated them."""

    item: str
    crop: str
    base: Decimal
    percent: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Result:
    """What came out. ``reached``: whether the line of the day is reached by each person."""

    sections: dict[str, Range]
    national: dict[str, Range]
    net: Range
    per_person: Range
    claims: Range
    self_paid: Range
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    estimates: tuple[Estimate, ...]
    line: Decimal | None
    reached: bool | None


def window(on: date, months: int) -> tuple[date, date]:
    """The first and the last month (their first days) of the window that ends before the month of a day."""
    last = on.year * 12 + on.month - 2
    first = last - months + 1
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1)


def in_time(on: date, today: date, p: Parameters) -> int | None:
    """None if a sheet may still be made for an application of that day, else the months that count."""
    months = int(p["worksheet.late_months"])
    return None if on <= today <= months_after(on, months) else months


def numbers(p: Parameters) -> list[Number]:
    """The numbers of the place that a sheet of that day rests on; those not in force are left out."""
    ratios, line = _meta(p, RATIOS), _meta(p, LINE)
    shares = ratios.value.items() if ratios else ()
    return [
        *(_number(ratios, str(key), share) for key, share in shares if ratios),
        *([_number(line, "", line.value)] if line else []),
    ]


def compute(lines: Sequence[Line], used: Sequence[Number], persons: int) -> Result:
    """The whole sheet. ValueError without persons, for an item or an amount that cannot be."""
    _check(lines, persons)
    ratios = {one.key: one.value for one in used if one.name == RATIOS}
    line = next((one.value for one in used if one.name == LINE), None)
    costs = {item.code: _cost(item.code, lines, ratios) for item in of("E")}
    sections = {code: added(_item(item.code, lines) for item in of(code)) for code in INCOME}
    sections["E"] = added(cost for cost, _ in costs.values())
    net = less(added(sections[code] for code in INCOME), sections["E"])
    each = shared(net, persons)
    return Result(
        sections=sections, national=_national(lines, sections["E"]), net=net, per_person=each,
        claims=_item("F1", lines), self_paid=_item("F2", lines), unknown=_unknown(lines, costs),
        left_out=tuple(sorted({one.item for one in lines if not one.counts and one.amount})),
        estimates=tuple(one for _, found in costs.values() for one in found),
        line=line, reached=reaches(each, line),
    )  # fmt: skip


def added(parts: Iterable[Range]) -> Range:
    """Several sums as one; a bound that one of them lacks the whole lacks."""
    listed = list(parts)
    return Range(_sum([one.least for one in listed]), _sum([one.most for one in listed]))


def less(income: Range, cost: Range) -> Range:
    """Income less costs: least when the costs are most."""
    least = None if income.least is None or cost.most is None else income.least - cost.most
    most = None if income.most is None or cost.least is None else income.most - cost.least
    return Range(least, most)


def shared(whole: Range, persons: int) -> Range:
    """For each person, rounded down to the fen."""
    least, most = (
        None if one is None else (one / persons).quantize(FEN, ROUND_FLOOR)
        for one in (whole.least, whole.most)
    )
    return Range(least, most)


def reaches(each: Range, line: Decimal | None) -> bool | None:
    """Whether a line is reached whatever is not known; None while it could be either."""
    if line is None:
        return None
    if each.least is not None and each.least >= line:
        return True
    return False if each.most is not None and each.most < line else None


def told(result: Result) -> dict[str, Any]:
    """The result as it is kept: plain words and numbers as text."""
    return {
        "sections": {code: _bounds(one) for code, one in result.sections.items()},
        "national": {name: _bounds(one) for name, one in result.national.items()},
        "net": _bounds(result.net), "per_person": _bounds(result.per_person),
        "claims": _bounds(result.claims), "self_paid": _bounds(result.self_paid),
        "unknown": list(result.unknown), "left_out": list(result.left_out),
        "estimates": [
            {"item": one.item, "crop": one.crop, "base": str(one.base), "percent": str(one.percent), "amount": str(one.amount)}
            for one in result.estimates
        ],
        "line": None if result.line is None else str(result.line), "reached": result.reached,
    }  # fmt: skip


def bounds(kept: Mapping[str, Any]) -> Range:
    """A sum as it was kept."""
    return Range(*(None if kept[side] is None else Decimal(kept[side]) for side in ("least", "most")))


def _bounds(one: Range) -> dict[str, str | None]:
    sides = (("least", one.least), ("most", one.most))
    return {side: None if value is None else str(value) for side, value in sides}


def _meta(p: Parameters, name: str) -> Meta | None:
    try:
        return p.meta(name)
    except NotInForceError:
        return None


def _number(meta: Meta, key: str, value: Any) -> Number:
    return Number(meta.name, key, Decimal(str(value)), meta.source, meta.since, meta.unverified)


def _check(lines: Sequence[Line], persons: int) -> None:
    if persons < 1:
        raise ValueError(persons)
    for one in lines:
        whole = one.amount is None or (
            one.amount == one.amount.quantize(FEN) and NOTHING <= one.amount <= MOST
        )
        if one.item not in ITEMS or not whole:
            raise ValueError(one.item)


def _item(code: str, lines: Sequence[Line]) -> Range:
    """What the lines of an item add up to; without a line nothing is known of it."""
    asked = [one for one in lines if one.item == code]
    counted = [one.amount for one in asked if one.counts]
    if not asked:
        return UNKNOWN
    known = sum((one for one in counted if one is not None), NOTHING)
    return Range(known, None if None in counted else known)


def _cost(
    code: str, lines: Sequence[Line], ratios: Mapping[str, Decimal]
) -> tuple[Range, tuple[Estimate, ...]]:
    """What is stated, else the usual share of every income it was spent for."""
    if any(one.item == code and one.amount is not None for one in lines):
        return _item(code, lines), ()
    earned = [one for one in lines if one.counts and ITEMS[one.item].cost == code]
    if not any(ITEMS[one.item].cost == code for one in lines):
        return UNKNOWN, ()
    guesses = [_guess(code, one, ratios) for one in earned]
    return added([NONE, *(one for one, _ in guesses)]), tuple(found for _, found in guesses if found)


def _guess(code: str, line: Line, ratios: Mapping[str, Decimal]) -> tuple[Range, Estimate | None]:
    crop = line.crop or (ITEMS[line.item].crops[0] if len(ITEMS[line.item].crops) == 1 else "")
    if line.amount == 0:
        return NONE, None
    if line.amount is None or crop not in ratios:
        return UNKNOWN, None
    amount = (line.amount * ratios[crop] / 100).quantize(FEN, ROUND_HALF_UP)
    return Range(amount, amount), Estimate(code, crop, line.amount, ratios[crop], amount)


def _national(lines: Sequence[Line], cost: Range) -> dict[str, Range]:
    names = dict.fromkeys(item.national for item in ITEMS.values() if item.section in INCOME)
    found = {
        name: added(_item(item.code, lines) for item in ITEMS.values() if item.national == name)
        for name in names
    }
    return found | {"business_expense": cost}


def _unknown(lines: Sequence[Line], costs: Mapping[str, tuple[Range, Any]]) -> tuple[str, ...]:
    """The items that leave a bound open; of a cost only that nothing could be taken for it."""
    sums = {code: costs[code][0] if code in costs else _item(code, lines) for code in ITEMS}
    return tuple(code for code, one in sums.items() if not one.known)


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    known = [one for one in parts if one is not None]
    return sum(known, NOTHING) if len(known) == len(parts) else None


__all__ = ["COUNTED", "LINE", "MONTHS", "RATIOS", "SECTIONS", "Estimate", "Line", "Number", "Range", "Result"]
