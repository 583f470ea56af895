"""A section as a ledger: what it says of one measure in all, by year, by source, and the items below it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Section

Key = tuple[int | None, str]
"""Year (None for all years) and source ("" for all sources)."""
ALL: Key = (None, "")
Pick = Callable[[Quantity, str], bool]
"""Does a figure, with the words before it, belong to the measure?"""
OPENING = re.compile(r"^(?:主要|重点|共|规划|计划|全县|三年|两年)|[一二三四五六七八九十\d](?:项|类|个|大)")
"""A first sentence that opens a section and names no item."""


@dataclass
class Ledger:
    """One section: ``cells`` are the figures it states itself, ``many`` those it states several of for one key.

    ``only`` is the one source all of its money is from, ``only_year`` the one year it falls in, where that is
    known. ``silent`` names the items below that say nothing of the measure. ``is_apart`` marks an item that the
    section above has left out of its sums: a failure said once, which the sums higher up do not repeat.
    """

    section: Section
    label: str
    cells: dict[Key, Quantity] = field(default_factory=dict)
    many: dict[Key, tuple[Quantity, ...]] = field(default_factory=dict)
    only: str = ""
    only_year: int | None = None
    children: "list[Ledger]" = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    figures: tuple[Quantity, ...] = ()
    """All its own figures in order."""
    is_apart: bool = False
    memo: dict[Key, object] = field(default_factory=dict, repr=False)
    """What it comes to, once it has been asked; emptied when something becomes known of it."""
    is_mixed: bool = False
    """Items of several lists stand under it side by side: what they come to proves nothing."""
    guessed: set[Key] = field(default_factory=set)
    """Cells chosen from several figures by a word like 总投资: good enough to hold, not to fail."""

    @property
    def speaks(self) -> bool:
        """Does the section, or anything below it, state the measure at all?"""
        return bool(self.cells or self.many or self.children)

    @property
    def years(self) -> list[int]:
        """The years it names."""
        return sorted({year for year, _ in self.cells if year is not None})

    @property
    def sources(self) -> list[str]:
        """The sources it names."""
        return sorted({source for _, source in self.cells if source})

    @property
    def begins(self) -> int:
        """The paragraph of its first figure."""
        return min(
            [q.paragraph for q in self.figures[:1]] + [child.begins for child in self.children[:1]], default=0
        )

    def walk(self) -> "Iterable[Ledger]":
        """Everything below, deepest first, then itself."""
        for child in self.children:
            yield from child.walk()
        yield self


def label(section: Section) -> str:
    """What to call a section in a sentence: its title, or the words it begins with."""
    first = section.paragraphs[0].text if section.paragraphs else ""
    return section.title or re.split(r"[，。：；]", first)[0][:16] or section.number
