"""An actual value (实际数): a number with its unit, who says so as of which day, and where it is clicked down."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Span:
    """The days that a target is about."""

    first: date
    last: date

    def years(self, on: date) -> range:
        """Its years as far as they have begun on a day."""
        return range(self.first.year, min(self.last.year, on.year) + 1)

    def year(self, on: date) -> int:
        """The year at whose end (or on the day, if that is earlier) a state is asked for."""
        return min(self.last.year, on.year)


@dataclass(frozen=True)
class Trail:
    """Where a number comes from: a page of the product with what it is narrowed to."""

    label: str
    page: str
    args: tuple[str, ...] = ()
    query: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The address of the page within the product."""
        asked = urlencode({key: value for key, value in self.query.items() if value})
        return reverse(self.page, args=self.args) + (f"?{asked}" if asked else "")


@dataclass(frozen=True)
class Actual:
    """What the record says. ``value`` None: it does not know, and ``why`` says what is missing.

    ``source`` is what says so in words, ``day`` until when it tells, ``rule`` how it was counted.
    """

    value: Decimal | None = None
    unit: str = ""
    source: str = ""
    day: date | None = None
    rule: str = ""
    trail: Trail | None = None
    why: str = ""


SILENT = "台账不登记这个数"
_SCALES = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_ALIKE = (
    {"公里", "千米"},
    {"个", "所", "座", "家", "条", "件", "项", "支"},
    {"人", "名", "人次"},
    {"%", "百分点"},
)


def missing(why: str, trail: Trail | None = None) -> Actual:
    """Nothing is known, and why."""
    return Actual(why=why, trail=trail)


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """The same amount in another unit; None if one cannot be told in the other."""
    if unit in _SCALES and wanted in _SCALES:
        return value * _SCALES[unit] / _SCALES[wanted]
    same = unit == wanted or any({unit, wanted} <= alike for alike in _ALIKE)
    return value if same else None
