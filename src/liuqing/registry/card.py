"""A household on one page: its six clears, ready to be shown, printed or exported.

Pages, workbooks, Word and PDF are all made from a ``Card``, so they cannot disagree.
Everything in it is text as a person reads it, already masked for the reader.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Shown:
    """One fact as shown: label, value, who says so and since when.

    ``state`` is "" (known), "missing" (nobody has said) or "conflict" (two lists disagree).
    """

    label: str
    value: str
    source: str = ""
    on: date | None = None
    state: str = ""


@dataclass(frozen=True)
class Grid:
    """Facts that come as rows: members, measures, receipts. ``sources`` has one per row.

    ``folded`` rows are evidence behind the facts: a page shows them only when asked.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()
    empty: str = "暂无记录"
    folded: bool = False


@dataclass(frozen=True)
class Clear:
    """One of the six clears: its facts and tables, and what is still missing."""

    key: str
    title: str
    facts: tuple[Shown, ...] = ()
    grids: tuple[Grid, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Nothing is missing."""
        return not self.gaps


@dataclass(frozen=True)
class Reason:
    """A node of an explanation: a condition, its value, the number used and where it is from.

    ``verdict`` is True, False or None (not known). ``source`` cites document and clause, and
    the first day of the number used.
    """

    label: str
    verdict: bool | None
    value: str = ""
    source: str = ""
    children: tuple["Reason", ...] = ()


@dataclass(frozen=True)
class FoundHere:
    """A rule's answer for this household in plain words."""

    rule: str
    label: str
    verdict: bool | None
    sentence: str
    reason: Reason | None = None


@dataclass(frozen=True)
class Card:
    """The whole household: head, place, standing, six clears, findings, completeness 0-6."""

    household_id: int
    no: str
    head: str
    county: str
    town: str
    village: str
    village_code: str
    hamlet: str
    size: int
    standing: str
    on: date
    demo: bool
    clears: tuple[Clear, ...]
    findings: tuple[FoundHere, ...] = ()
    stale: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many of the six clears are complete (0-6)."""
        return sum(clear.complete for clear in self.clears)
