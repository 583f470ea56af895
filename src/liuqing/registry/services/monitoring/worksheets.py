"""Income worksheets (收入核算表): kept as they were signed, and computed again from what is in them.

A sheet is never changed: a correction is a new sheet. It keeps every number of the place that it used,
so that the same result comes out whatever the numbers have become since. It is not handed over to the
yearly record by itself: where they differ, that is shown.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings
from django.db import transaction

from liuqing.errors import Problem
from liuqing.policy import place, worksheet
from liuqing.policy.tables import INCOME_ITEMS
from liuqing.policy.worksheet import Line, Number, Range
from liuqing.policy.worksheet_items import CROPS, ITEMS
from liuqing.registry.models import Household, IncomeYear, Membership, Worksheet
from liuqing.workflow import clock, keys, rights, trail
from liuqing.workflow.rights import Right

LONGEST = 200
"""So many letters a text of a line has at the most."""
MANY = 300
"""So many lines a sheet has at the most."""


@dataclass(frozen=True)
class Difference:
    """An item of the yearly record beside the sheet: ``by`` is sheet less record, if both are known."""

    item: str
    sheet: Range
    record: Decimal | None
    by: Decimal | None


@transaction.atomic
def save(
    *,
    household: Household,
    by: Any,
    lines: Sequence[Line],
    on: date | None = None,
    signed_on: date | None = None,
) -> Worksheet:
    """Compute a sheet for the twelve months before the month of ``on`` (today) and keep it, sealed.

    Which items count is the place's to say, not the caller's. Problems ``workflow.not_allowed``,
    ``worksheet.day``, ``worksheet.nobody``, ``worksheet.line``.
    """
    rights.require(by, Right.HANDLE_CLUES, household.village.path)
    today = clock.today()
    day = _day(on or today, today)
    parameters = place.load(settings.WORKSPACE.place).parameters(day)
    counted = set(parameters[worksheet.COUNTED])
    told = [replace(_checked(one), counts=one.item in counted) for one in lines]
    used, persons = worksheet.numbers(parameters), _persons(household, day)
    first, last = worksheet.window(day, parameters[worksheet.MONTHS])
    made = Worksheet(
        household=household, first_month=first, last_month=last, persons=persons, lines=[_told(one) for one in told],
        ratios=[_kept(one) for one in used], result=_computed(told, used, persons), by=by.get_username(), at=clock.now(),
        signed_on=_signed(signed_on, today),
    )  # fmt: skip
    made.seal = _seal(made)
    made.save(force_insert=True)
    trail.record("worksheets.saved", subject=household.no, by=by, detail={"worksheet": made.pk})
    return made


def recompute(sheet: Worksheet) -> dict[str, Any]:
    """The result once more, from the lines and the numbers in the sheet alone."""
    return _computed(lines_of(sheet), numbers_of(sheet), sheet.persons)


def sound(sheet: Worksheet) -> bool:
    """Nothing in it was changed since it was kept, and the same comes out again."""
    return sheet.seal == _seal(sheet) and recompute(sheet) == sheet.result


def differences(sheet: Worksheet) -> list[Difference]:
    """Every item of the yearly record of the sheet's last month, beside what the sheet says of it."""
    year = IncomeYear.objects.filter(household=sheet.household_id, year=sheet.last_month.year).first()
    told = {name: worksheet.bounds(kept) for name, kept in sheet.result["national"].items()}
    return [_difference(name, told[name], getattr(year, name, None)) for name in INCOME_ITEMS]


def lines_of(sheet: Worksheet) -> list[Line]:
    """The lines as they were stated."""
    return [_line(told) for told in sheet.lines]


def numbers_of(sheet: Worksheet) -> list[Number]:
    """The numbers of the place as they were then."""
    return [
        Number(
            told["name"],
            told["key"],
            Decimal(told["value"]),
            told["source"],
            date.fromisoformat(told["since"]),
            told["unverified"],
        )
        for told in sheet.ratios
    ]


def _computed(lines: Sequence[Line], used: Sequence[Number], persons: int) -> dict[str, Any]:
    return worksheet.told(worksheet.compute(lines, used, persons))


def _difference(item: str, said: Range, record: Decimal | None) -> Difference:
    known = said.known and said.least is not None and record is not None
    return Difference(item, said, record, said.least - record if known else None)  # type: ignore[operator]


def _day(on: date, today: date) -> date:
    months = worksheet.in_time(on, today, place.load(settings.WORKSPACE.place).parameters(today))
    if months is None:
        return on
    raise Problem(
        "worksheet.day",
        "申请日期太早，或晚于今天",
        f"请填最近 {months} 个月内的申请日期；收入核算到申请的上一个月为止。",
    )


def _signed(on: date | None, today: date) -> date | None:
    if on is not None and on > today:
        raise Problem("worksheet.signed", "签字日期晚于今天", "请改正签字日期，还没有签字的空着。")
    return on


def _persons(household: Household, on: date) -> int:
    members = Membership.objects.filter(household=household, since__lte=on)
    count: int = members.exclude(until__lte=on).count()
    if count:
        return count
    raise Problem(
        "worksheet.nobody", "这一户当天没有在册成员，不能核算人均", "请先办理家庭成员，再核算收入。"
    )


def _checked(one: Line) -> Line:
    label = ITEMS[one.item].label if one.item in ITEMS else ""
    wrong = _wrong(one)
    if wrong:
        raise Problem("worksheet.line", f"「{one.item} {label}」{wrong}", "请改正后再算；不知道的空着。")
    amount = None if one.amount is None else one.amount.quantize(worksheet.FEN)
    return replace(
        one, amount=amount, what=one.what.strip(), quantity=one.quantity.strip(), unit=one.unit.strip()
    )


def _wrong(one: Line) -> str:
    if one.item not in ITEMS:
        return "不是收入核算表的项目"
    if one.amount is not None and not (one.amount.is_finite() and 0 <= one.amount <= worksheet.MOST):
        return "的金额要在 0 到 99999999.99 元之间"
    if one.amount is not None and one.amount != one.amount.quantize(worksheet.FEN):
        return "的金额只能写到分"
    if one.crop and one.crop not in CROPS:
        return "的种类不认识"
    texts = (one.what, one.quantity, one.unit)
    if any(len(text) > LONGEST for text in texts):
        return f"的说明太长，最多 {LONGEST} 个字"
    return "的说明里有身份证号，请删去" if any(map(trail.looks_like_identity, texts)) else ""


def _told(one: Line) -> dict[str, Any]:
    return {
        "item": one.item, "what": one.what, "quantity": one.quantity, "unit": one.unit, "crop": one.crop,
        "amount": None if one.amount is None else str(one.amount), "counts": one.counts,
    }  # fmt: skip


def _line(told: Mapping[str, Any]) -> Line:
    amount = None if told["amount"] is None else Decimal(told["amount"])
    return Line(
        told["item"], amount, told["what"], told["quantity"], told["unit"], told.get("crop", ""), told.get("counts", True)
    )  # fmt: skip


def _kept(one: Number) -> dict[str, Any]:
    return {
        "name": one.name, "key": one.key, "value": str(one.value), "source": one.source,
        "since": one.since.isoformat(), "unverified": one.unverified,
    }  # fmt: skip


def _seal(sheet: Worksheet) -> str:
    words = [
        sheet.household_id, sheet.first_month.isoformat(), sheet.last_month.isoformat(), sheet.persons, sheet.lines,
        sheet.ratios, sheet.result, sheet.by, sheet.at.astimezone(UTC).isoformat(timespec="microseconds"),
        sheet.signed_on.isoformat() if sheet.signed_on else None,
    ]  # fmt: skip
    mac = hmac.HMAC(keys.derived("worksheets"), hashes.SM3())
    mac.update(json.dumps(words, ensure_ascii=False, sort_keys=True).encode())
    return mac.finalize().hex()
