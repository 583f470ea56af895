"""The form of an income worksheet: an amount for each line, blank where it is not known.

A line left blank is not known; where a section is ticked as done, what is left blank in it is nothing.
Costs of planting, breeding and fruit left blank are taken by the place's share, so the tick of the
costs means the other costs only.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from liuqing.errors import Problem
from liuqing.policy.worksheet import Line
from liuqing.policy.worksheet_items import ITEMS, SECTIONS, Item, of

BY_SHARE = ("E1", "E2", "E3")
"""Costs for which a share is taken when they are blank."""
PLAIN = 2
"""Letters of a code that has no parts: D1, and not D6a."""
LONGEST = 60
"""So many letters fit beside an amount."""


@dataclass(frozen=True)
class Slot:
    """One line of the form: its field's name, its item and class, what is in it."""

    name: str
    item: Item
    crop: str
    amount: str
    what: str
    counts: bool
    record: Decimal | None

    @property
    def label(self) -> str:
        """What it is called."""
        return f"{self.item.label}（{self.crop}）" if len(self.item.crops) > 1 else self.item.label

    @property
    def told(self) -> bool:
        """Whether it has a place for words beside the amount: a subsidy says itself what it is."""
        return self.item.section not in "DF"


@dataclass(frozen=True)
class Part:
    """A section of the form; ``rest``: what is left blank in it is nothing."""

    key: str
    label: str
    slots: tuple[Slot, ...]
    rest: bool

    @property
    def often(self) -> tuple[Slot, ...]:
        """What most households have."""
        return tuple(slot for slot in self.slots if slot not in self.seldom)

    @property
    def seldom(self) -> tuple[Slot, ...]:
        """The parts of D5 and D6, folded away until one of them is filled in."""
        return tuple(slot for slot in self.slots if len(slot.item.code) > PLAIN)

    @property
    def open(self) -> bool:
        """Whether one of the seldom ones is filled in, or has to be asked for still."""
        return any(slot.amount for slot in self.seldom)


def parts(
    lines: Sequence[Line], counted: Iterable[str], record: Mapping[str, Decimal], typed: Mapping[str, str] | None = None
) -> tuple[Part, ...]:  # fmt: skip
    """The form with these lines in it, or with what was typed."""
    inside = set(counted)
    return tuple(_part(key, label, lines, inside, record, typed) for key, label in SECTIONS.items())


def read(said: Mapping[str, str]) -> list[Line]:
    """What was typed as lines: every line of the form, blank ones not known or nothing.

    Problem ``worksheet.amount`` with every field that is no amount.
    """
    wrong: list[str] = []
    lines = [_line(item, crop, said, wrong) for item in ITEMS.values() for crop in item.crops or ("",)]
    if wrong:
        raise Problem(
            "worksheet.amount", f"看不懂的金额：{'、'.join(wrong)}", "请写成 1200 或 1200.50；不知道的空着。"
        )
    return lines


def _part(
    key: str, label: str, lines: Sequence[Line], counted: set[str], record: Mapping[str, Decimal],
    typed: Mapping[str, str] | None,
) -> Part:  # fmt: skip
    own = [one for one in lines if one.item[0] == key]
    # Never ticked beforehand: that nothing else was earned is said again each time, or not known.
    rest = bool(typed and typed.get(f"rest:{key}"))
    slots = [
        _slot(item, crop, own, counted, record, typed) for item in of(key) for crop in item.crops or ("",)
    ]
    return Part(key, label, tuple(slots), rest)


def _slot(
    item: Item, crop: str, lines: Sequence[Line], counted: set[str], record: Mapping[str, Decimal],
    typed: Mapping[str, str] | None,
) -> Slot:  # fmt: skip
    name = f"{item.code}:{crop}" if len(item.crops) > 1 else item.code
    kept = next(
        (one for one in lines if one.item == item.code and (one.crop == crop or len(item.crops) < 2)), None
    )
    # What was nothing the last time is asked again; costs of nothing were stated, and stay.
    told = kept is not None and kept.amount is not None and (kept.amount or item.code in BY_SHARE)
    amount = str(kept.amount) if kept is not None and told else ""
    what = kept.what if kept else ""
    if typed is not None:
        amount, what = typed.get(f"a:{name}", "")[:20], typed.get(f"w:{name}", "")[:LONGEST]
    return Slot(name, item, crop, amount, what, item.code in counted, _alone(item, record))


def _alone(item: Item, record: Mapping[str, Decimal]) -> Decimal | None:
    """What the yearly record says, where one item of it is one line of the form."""
    same = [one for one in ITEMS.values() if one.national == item.national]
    return record.get(item.national) if len(same) == 1 and len(item.crops) < 2 else None


def _line(item: Item, crop: str, said: Mapping[str, str], wrong: list[str]) -> Line:
    name = f"{item.code}:{crop}" if len(item.crops) > 1 else item.code
    text = said.get(f"a:{name}", "").strip().replace(",", "").replace("，", "")
    amount = _amount(text)
    if text and amount is None:
        wrong.append(f"{item.code} {item.label}")
    if not text and said.get(f"rest:{item.section}") and item.code not in BY_SHARE:
        amount = Decimal(0)
    return Line(item.code, amount, what=said.get(f"w:{name}", "").strip()[:LONGEST], crop=crop)


def _amount(text: str) -> Decimal | None:
    try:
        told = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return told if told is not None and told.is_finite() else None
