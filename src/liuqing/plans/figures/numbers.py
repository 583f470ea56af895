"""Numbers as plans write them: digits, digits with commas, Chinese numerals."""

import re
from decimal import Decimal

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[〇零一二两三四五六七八九十百千]+"
DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
PLACES = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000), "万亿": Decimal(10) ** 12}  # fmt: skip


def number(text: str) -> Decimal:
    """The exact value of "1,234.50", "103" or "一百零三"; ValueError for anything else."""
    if re.fullmatch(ARABIC, text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(CHINESE, text):
        return Decimal(_chinese(text))
    raise ValueError("not a number")


def places(text: str) -> Decimal:
    """One unit of the last printed place: "3.40" has 0.01, "12" has 1, a Chinese numeral 1."""
    _, _, decimals = text.partition(".")
    return Decimal(1).scaleb(-len(decimals))


def _chinese(text: str) -> int:
    if not any(c in PLACES for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    whole, digit = 0, 0
    for c in text:
        if c in PLACES:
            whole += (digit or 1) * PLACES[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return whole + digit
