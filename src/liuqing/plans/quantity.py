"""A figure of a plan: how much of what, in which unit, of whom, where, when, planned or done, and its place."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Hedge = Literal["", "about", "at_least", "at_most"]
Mood = Literal["", "plan", "fact"]


@dataclass(frozen=True)
class Quantity:
    """One figure. ``stated`` is the number as printed and ``unit`` its unit ("万元"); ``value`` is in the base
    unit of its ``dimension`` (yuan, persons, households, metres …), exact. ``step`` is one unit of the last
    printed place, in the base unit: "3.4亿元" has 10,000,000.

    ``what`` is the noun it counts, as near as the text says it ("投入资金"); ``source`` the source of money
    ("涉农整合资金" → "涉农整合"), ``year`` its year, ``years`` its period (first, last) if it is of several,
    ``each_year`` that it is a yearly figure; ``per`` what it is a rate of ("人", "人·月", "户", "台") or "".
    ``high`` is the upper end of a range, whose lower end is ``value``.
    """

    id: int
    stated: Decimal
    unit: str
    value: Decimal
    dimension: str
    step: Decimal
    paragraph: int
    start: int
    end: int
    line: int
    text: str
    what: str = ""
    source: str = ""
    year: int | None = None
    years: tuple[int, int] | None = None
    span: int | None = None
    """Of so many years together, without saying which ("三年")."""
    each_year: bool = False
    as_of: bool = False
    """Counted up to the year's day ("至2018年末"), not in the year."""
    moment: str = ""
    """The day within the year as written ("6月", "末")."""
    per: str = ""
    whom: str = ""
    where: str = ""
    mood: Mood = ""
    hedge: Hedge = ""
    high: Decimal | None = None
    sentence: int = 0
    """Number of the sentence in its paragraph (ended by 。；！？), from 0."""
    clause: int = 0
    """Number of the clause in its paragraph (ended by ，、：（） too), from 0."""
    depth: int = 0
    """How many brackets are open around it."""
