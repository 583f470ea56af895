"""How offices write a day, a month, an amount and a flag: each list in its own way, or in all."""

from datetime import date
from random import Random

DAYS = {
    "iso": lambda d: f"{d.year}-{d.month:02d}-{d.day:02d}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "compact": lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
    "dots": lambda d: f"{d.year}.{d.month}.{d.day}",
}
"""The spellings of a day as text; the style ``excel`` is a real date cell."""

MONTHS = {
    "iso": lambda d: f"{d.year}-{d.month:02d}",
    "slash": lambda d: f"{d.year}/{d.month:02d}",
    "chinese": lambda d: f"{d.year}年{d.month}月",
    "compact": lambda d: f"{d.year}{d.month:02d}",
    "dots": lambda d: f"{d.year}.{d.month:02d}",
}
"""The spellings of a month."""


def day(value: date, styles: tuple[str, ...], rng: Random) -> object:
    """The day in one of the list's styles."""
    style = styles[0] if len(styles) == 1 else rng.choice(styles)
    return value if style == "excel" else DAYS[style](value)


def month(value: date, styles: tuple[str, ...], rng: Random) -> str:
    """The month in one of the list's styles."""
    style = styles[0] if len(styles) == 1 else rng.choice(styles)
    return MONTHS["iso" if style == "excel" else style](value)


def plain(value: object) -> object:
    """A value as the national system exports it: flags as 是 and 否, several as one text, no None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, date):
        return DAYS["iso"](value)
    return value
