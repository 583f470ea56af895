"""The form of every ledger: a line of two counts, and those of whom the two books disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from liuqing.registry.models import Area
from liuqing.registry.queries.pages import Page

HEADS, NUMBERS, VILLAGES, LISTS, GIVEN, MONEY = (
    "人数",
    "证件号码",
    "村总数",
    "部门名单",
    "名单入账",
    "到户资金",
)
"""The groups of ledgers, in the order of the page."""
MOST, LEAST = "most", "least"
"""What our side may be where the two need not be equal: at most, or at least, the other."""


@dataclass(frozen=True)
class Line:
    """One fact in two books: what each counts, and how many only one of them has.

    ``only_ours`` and ``only_theirs`` count households, people or villages that do not agree; where
    amounts are compared ``only_ours`` are those with more in the register, ``only_theirs`` with less.
    With money also how many people were paid; ``waiting`` rows of the list are counted on neither side.
    """

    key: str
    group: str
    label: str
    ours_label: str
    theirs_label: str
    ours: int | Decimal
    theirs: int | Decimal
    only_ours: int
    only_theirs: int
    unit: str
    bound: str = ""
    ours_people: int | None = None
    theirs_people: int | None = None
    waiting: int = 0

    @property
    def agree(self) -> bool:
        """Whether both books say the same of everybody."""
        return not self.only_ours and not self.only_theirs


@dataclass(frozen=True)
class Differs:
    """A household or person of whom the books disagree; a village has no household."""

    household_no: str
    head: str
    person: str
    town: str
    village: str
    ours: str
    theirs: str


def place(village: Area) -> tuple[str, str]:
    """Town and village by name."""
    return (village.parent.name if village.parent else "", village.name)


def cut(rows: Sequence[Differs], page: int, size: int) -> Page[Differs]:
    """A page of rows that were counted in memory."""
    first = (max(page, 1) - 1) * size
    return Page(list(rows[first : first + size]), len(rows), max(page, 1), size)
