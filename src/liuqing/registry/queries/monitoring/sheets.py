"""Income worksheets: the form with what is known already, and a sheet as it was kept.

A form begins with the household's last sheet; without one with the items of the yearly record that
stand for one line only. It is never more than a beginning: whoever asks at the door overwrites it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from liuqing.policy import place, worksheet
from liuqing.policy.tables import INCOME_ITEMS
from liuqing.policy.worksheet import Line, Number, Range, Result
from liuqing.policy.worksheet_items import ITEMS, SECTIONS, Item, of
from liuqing.registry.models import Household, IncomeYear, Membership, Worksheet
from liuqing.registry.queries import scope
from liuqing.registry.services.monitoring import Difference, differences, lines_of, numbers_of, sound
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

ALONE = {
    "wage": "A1", "dividend": "C1", "transfer_family_planning": "D1", "transfer_dibao": "D2",
    "transfer_tekun": "D3", "transfer_pension": "D4",
}  # fmt: skip
"""Items of the yearly record that are one line of the form; the others are several."""


@dataclass(frozen=True)
class Form:
    """What a clerk begins with: ``lines`` are shown, ``note`` says where they come from.

    ``record`` is the yearly record's word by national item, shown beside. ``result`` is the sum of what
    is filled in now; None if it cannot be computed.
    """

    household: Household
    on: date
    first: date
    last: date
    persons: int
    lines: tuple[Line, ...]
    numbers: tuple[Number, ...]
    counted: frozenset[str]
    record: dict[str, Decimal]
    record_year: int | None
    note: str
    result: Result | None
    may_save: bool
    earlier: tuple[Worksheet, ...]


@dataclass(frozen=True)
class Kept:
    """A sheet as it was kept: ``sound`` is whether the seal holds and the same comes out again."""

    household: Household
    sheet: Worksheet
    lines: tuple[Line, ...]
    numbers: tuple[Number, ...]
    result: Result
    sound: bool
    differences: tuple[Difference, ...]
    members: int


@dataclass(frozen=True)
class Section:
    """A part of the form with its items and, of each, the lines; ``sum`` None for F."""

    key: str
    label: str
    items: tuple[tuple[Item, tuple[Line, ...]], ...]
    sum: Range | None


def form(user: Any, no: str, filled: Sequence[Line] | None = None, on: date | None = None) -> Form:
    """The form for a day (today); with ``filled`` what is in it now and what that comes to."""
    home = scope.household(user, no)
    day = on or timezone.localdate()
    parameters = place.load(settings.WORKSPACE.place).parameters(day)
    first, last = worksheet.window(day, parameters[worksheet.MONTHS])
    earlier = tuple(Worksheet.objects.filter(household=home)[:6])
    record = IncomeYear.objects.filter(household=home, year__lte=last.year).order_by("-year").first()
    lines, note = (tuple(filled), "") if filled is not None else _begun(earlier, record)
    counted, persons = frozenset(parameters[worksheet.COUNTED]), members(home, day)
    used = tuple(worksheet.numbers(parameters))
    known = {name: value for name in INCOME_ITEMS if record and (value := getattr(record, name)) is not None}
    return Form(
        home, day, first, last, persons, lines, used, counted, known, record.year if record else None, note,
        _result(lines, used, persons, counted), rights.can(user, Right.HANDLE_CLUES, home.village.path), earlier,
    )  # fmt: skip


def sheet(user: Any, no: str, pk: int | None = None) -> Kept | None:
    """The sheet of that key, or the household's last; None if there is none."""
    home = scope.household(user, no)
    found = Worksheet.objects.filter(household=home)
    one = found.filter(pk=pk).first() if pk is not None else found.first()
    if one is None:
        return None
    lines, used = tuple(lines_of(one)), tuple(numbers_of(one))
    computed = worksheet.compute(lines, used, one.persons)
    return Kept(
        home,
        one,
        lines,
        used,
        computed,
        sound(one),
        tuple(differences(one)),
        members(home, timezone.localdate(one.at)),
    )


def sections(lines: Sequence[Line], result: Result | None) -> tuple[Section, ...]:
    """The lines in the order of the form; an item without a line has none."""
    return tuple(
        Section(
            key,
            label,
            tuple((item, tuple(one for one in lines if one.item == item.code)) for item in of(key)),
            result.sections.get(key) if result else None,
        )
        for key, label in SECTIONS.items()
    )


def members(home: Household, on: date) -> int:
    """How many members are in force on a day."""
    return Membership.objects.filter(scope.in_force(on), household=home).count()


def _begun(earlier: Sequence[Worksheet], record: IncomeYear | None) -> tuple[tuple[Line, ...], str]:
    if earlier:
        return tuple(lines_of(earlier[0])), f"已按 {earlier[0].last_month:%Y-%m} 的核算表预填，请逐项核对"
    if record is None:
        return (), ""
    told = {code: getattr(record, name) for name, code in ALONE.items()}
    lines = tuple(Line(code, amount) for code, amount in told.items() if amount is not None)
    return lines, f"已按 {record.year} 年台账预填能对应的项目，请逐项核对" if lines else ""


def _result(
    lines: Sequence[Line], used: Sequence[Number], persons: int, counted: frozenset[str]
) -> Result | None:
    told = [
        Line(one.item, one.amount, crop=one.crop, counts=one.item in counted)
        for one in lines
        if one.item in ITEMS
    ]
    try:
        return worksheet.compute(told, used, persons)
    except ValueError:
        return None
