"""One value of an application → what is kept, or one sentence why it cannot be.

What comes from a form is text, what comes from the program is typed already: both are read here.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

FIRST_YEAR, LAST_YEAR = 2014, 2050
LARGEST = Decimal(10) ** 12
"""Yuan (and any other number): no project of a county is larger."""
_FEN = Decimal("0.01")


class Unfit(ValueError):  # noqa: N818 - a value that does not fit is what people call it
    """Why a value cannot be kept, in Chinese."""


Read = Callable[[Any], Any]


def text(longest: int) -> Read:
    """A text of at most so many characters."""

    def read(said: Any) -> str:
        kept = str(said or "").strip()
        if len(kept) > longest:
            raise Unfit(f"超过 {longest} 个字，请写短一些")
        return kept

    return read


def words_without(longest: int, signs: str) -> Read:
    """A short text without signs that separate one from the next in a workbook's cell."""
    whole_text = text(longest)

    def read(said: Any) -> str:
        kept: str = whole_text(said)
        if any(sign in kept for sign in signs):
            raise Unfit("里不要写冒号、分号和大于小于号")
        return kept

    return read


def one_of(codes: dict[str, str]) -> Read:
    """One of the codes, said by its key or its word."""

    def read(said: Any) -> str:
        kept = str(said or "").strip()
        found = kept if kept in codes else next((key for key, word in codes.items() if word == kept), None)
        if kept and found is None:
            raise Unfit(f"请选择：{'、'.join(dict.fromkeys(codes.values()))}")
        return found or ""

    return read


def number(said: Any) -> Decimal | None:
    """A number that is not negative; None for nothing."""
    kept = str("" if said is None else said).strip().replace(",", "").replace("，", "")
    if not kept:
        return None
    try:
        value = Decimal(kept)
    except InvalidOperation:
        raise Unfit("请填数字") from None
    if not value.is_finite() or value < 0 or value >= LARGEST:
        raise Unfit("请填不小于 0 的数字")
    return value


def quantity(said: Any) -> Decimal | None:
    """A quantity: four places at most."""
    value = number(said)
    if value is not None and value != value.quantize(Decimal("0.0001")):
        raise Unfit("最多四位小数")
    return value


def money(said: Any) -> Decimal | None:
    """Yuan, whole fen."""
    value = number(said)
    if value is not None and value != value.quantize(_FEN):
        raise Unfit("金额最多精确到分")
    return None if value is None else value.quantize(_FEN)


def whole(said: Any) -> int | None:
    """A whole number that is not negative."""
    value = number(said)
    if value is not None and (value != int(value) or value > 2_000_000_000):
        raise Unfit("请填整数")
    return None if value is None else int(value)


def score(said: Any) -> Decimal | None:
    """Points from 0 to 100."""
    value = number(said)
    if value is not None and value > 100:
        raise Unfit("请填 0 到 100 分")
    return None if value is None else value.quantize(_FEN, ROUND_HALF_UP)


def year(said: Any) -> int | None:
    """A year of a plan."""
    value = whole(said)
    if value is not None and not FIRST_YEAR <= value <= LAST_YEAR:
        raise Unfit(f"年度应在 {FIRST_YEAR} 年到 {LAST_YEAR} 年之间")
    return value


def day(said: Any) -> date | None:
    """A calendar day."""
    if said is None or isinstance(said, date):
        return said
    kept = str(said).strip()
    try:
        return date.fromisoformat(kept) if kept else None
    except ValueError:
        raise Unfit("请填日期，如 2018-03-01") from None


def yes_no(said: Any) -> bool | None:
    """Yes, no or not known."""
    if said is None or isinstance(said, bool):
        return said
    return {
        "1": True,
        "yes": True,
        "true": True,
        "是": True,
        "0": False,
        "no": False,
        "false": False,
        "否": False,
    }.get(str(said).strip().lower())


def words(said: Any) -> list[str]:
    """Several words, given as a list or with 、 between."""
    several = said if isinstance(said, list | tuple) else str(said or "").replace("，", "、").split("、")
    return [kept for kept in (str(one).strip() for one in several) if kept]
