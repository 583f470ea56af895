"""How a department makes and sends its list: whom it names, what it says of each, in which spelling.

The headings come from ``policy.lists``: the first label of a fact or, where ``said`` gives one,
a synonym. ``fits`` chooses the persons, ``says`` the rest of a row, or of several.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liuqing.policy.lists import BY_KEY
from liuqing.policy.tables import Fact
from liuqing.sample import cells
from liuqing.sample.people import Household, Person
from liuqing.sample.rates import Rates

Facts = dict[str, object]
Fits = Callable[[Person, Household, Random], bool]

WHOLE = "whole"
"""A mark in a row, no fact of it: nothing in this row may be spoiled or left out."""


@dataclass(frozen=True)
class Desk:
    """Where a list is made: its random numbers, the day up to which it tells, and what is paid.

    ``rng`` draws what the list has always said; ``more`` draws what came later, so that the one
    does not disturb the other. ``word`` is what people call the county (县, 区).
    """

    rng: Random
    more: Random
    on: date
    pays: Rates
    word: str = "县"

    def ago(self, most: int, least: int = 20) -> date:
        """A day so many days before, at the earliest and the latest."""
        return self.on - timedelta(days=self.rng.randrange(least, most))

    def within_year(self) -> date:
        """A day of the year up to the day."""
        return self.on - timedelta(days=self.more.randrange(10, 355))


Says = Callable[[Person, Household, Desk], Facts | list[Facts]]


@dataclass(frozen=True)
class Sending:
    """How a list is sent: file, sheet, headings said otherwise, titles, notes, style of days.

    ``outside`` is the share of its rows about people outside the register. ``file`` and the
    titles may hold ``{county}``, ``{year}`` and ``{before}``, the year before. A list of
    ``years_before`` tells of an earlier year. ``key`` names the kind of list.
    """

    key: str
    file: str
    fits: Fits
    says: Says
    sheet: str = "Sheet1"
    said: dict[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ("{county}{label}（演示数据）",)
    notes: tuple[str, ...] = ("填表说明：演示数据，人员和号码全部虚构。",)
    days: tuple[str, ...] = ("iso",)
    outside: float = 0.1
    per_town: bool = False
    numbered: bool = False
    joined: str = ""
    total: bool = False
    short_village: bool = False
    blanks: float = 0.004
    years_before: int = 0

    @property
    def name(self) -> str:
        """The key of its random numbers: two lists of one kind have their own."""
        return f"{self.key} {self.years_before} before" if self.years_before else self.key

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The columns in order."""
        return BY_KEY[self.key].columns

    def headings(self) -> list[str]:
        """The headings as this department writes them."""
        first = ["序号"] if self.numbered else []
        return first + [self.said.get(f.name, f.label) for f in self.facts]

    def rows(self, person: Person, household: Household, desk: Desk) -> list[Facts]:
        """The facts of the rows about a person before anybody spoils them."""
        told = self.says(person, household, desk)
        rows = told if isinstance(told, list) else [told]
        besides = person.said.get(self.key, {}) if not self.years_before else {}
        return [self.whole(person, household, {**row, **besides}) for row in rows]

    def whole(self, person: Person, household: Household, row: Facts) -> Facts:
        """A row together with who it is about."""
        village = household.village
        return {
            "name": person.name, "sex": person.sex, "id_no": person.id_no, "birth": person.birth,
            "card": person.card, "other_name": person.other_name,
            "town": village.town, "village": _short(village.name) if self.short_village else village.name,
            **row,
        }  # fmt: skip

    def cells(self, row: Facts, order: int, rng: Random) -> list[object]:
        """The cells of a row in the department's spelling; now and then one is left blank."""
        first: list[object] = [order] if self.numbered else []
        blanks = 0.0 if row.get(WHOLE) else self.blanks
        return first + [self._cell(fact, row.get(fact.name), blanks, rng) for fact in self.facts]

    def _cell(self, fact: Fact, value: object, blanks: float, rng: Random) -> object:
        needed = fact.name in BY_KEY[self.key].required or fact.name in ("sex", "town", "village")
        if value is None or (not needed and rng.random() < blanks):
            return ""
        if isinstance(value, date):
            return (cells.month if fact.kind == "month" else cells.day)(value, self.days, rng)
        return cells.plain(value)


def _short(name: str) -> str:
    return name.removesuffix("村委会") + "村" if name.endswith("村委会") else name


def yuan(fen: int) -> float:
    """Whole fen as yuan."""
    return fen / 100
