"""Words for templates: built files, icons, numbers as the office writes them, translated labels."""

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from liuqing.registry.card import Grid, Reason

register = template.Library()
STATIC = Path(__file__).resolve().parent.parent / "static"
QUANTITY = re.compile(r"([0-9][0-9,.]*) (\S+)")
AMOUNT = re.compile(r"[-−]?[0-9][0-9,]*(\.[0-9]+)?( ?(元|亩|%|月|岁|人))?")


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file; it changes with the content, so a browser may keep it."""
    return f"{static(name)}?v={_fingerprint(name)}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small picture beside a word; programs that read aloud skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        asset("icons.svg"),
        name,
    )


@register.filter
def say(text: Any) -> str:
    """A label of the record in the reader's language; names and unknown labels stay as they are.

    A number with a unit keeps its number: "3 人" becomes "3 persons".
    """
    words = str(text) if text else ""
    amount = QUANTITY.fullmatch(words)
    if amount:
        return f"{amount[1]} {gettext(amount[2])}"
    return gettext(words) if words else ""


@register.filter
def count(value: Any) -> str:
    """A number with thousands separators; a dash where nothing is known."""
    if value is None or value == "":
        return "—"
    if isinstance(value, float | Decimal):
        value = Decimal(str(value))
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
        return f"{value:,f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen as yuan with two places; a dash where nothing is known."""
    return "—" if fen is None else f"{fen / 100:,.2f}"


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount in yuan with two places; a dash where nothing is known."""
    return "—" if amount is None else f"{amount:,.2f}"


@register.filter
def wan(amount: Decimal | None) -> str:
    """An amount in yuan as 万元 with two places, for tables of a county; a dash where nothing is known."""
    return "—" if amount is None else f"{amount / 10_000:,.2f}"


@register.filter
def percent(value: Any) -> str:
    """A share (0.015) as 1.50 %; a dash where nothing is known."""
    return "—" if value is None else f"{Decimal(str(value)) * 100:.2f} %"


@register.filter
def share(part: Any, whole: Any) -> int:
    """The part as whole percent of the whole, for the length of a bar (0-100)."""
    return round(100 * float(part or 0) / float(whole)) if whole else 0


@lru_cache(maxsize=16)
def _fingerprint(name: str) -> str:
    # An f-string: a template hands over a SafeString, which a path does not take.
    return hashlib.sha256(Path(f"{STATIC}/{name}").read_bytes()).hexdigest()[:10]


@register.filter
def labelled(grid: Grid) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """The rows of a grid: each cell with its heading, and who says so."""
    for row, source in zip_longest(grid.rows, grid.sources, fillvalue=""):
        yield list(zip(grid.headings, row, strict=False)), str(source)


@register.filter
def shape(text: str) -> str:
    """How a cell is set: numbers to the right, short ones unbroken, long ones in a line of their own."""
    if AMOUNT.fullmatch(text):
        return "number"
    wide = sum(2 if ord(char) > 0x2E7F else 1 for char in text)
    return "nowrap" if wide <= 20 else "whole" if wide > 28 else ""


@register.filter
def is_open(reason: Reason) -> bool:
    """Whether a step of an explanation is not known, rather than a number it rests on."""
    return reason.verdict is None and (
        not reason.value or reason.value.startswith(("不明", "未知", "未查清"))
    )
