"""The figures of one paragraph as finders see them: their order, their brackets, the words between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.period import period
from liuqing.plans.text import Document, Paragraph

ITEM = re.compile(
    r"(?:^|(?<=[。；;：:，]))(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]，|[（(](?:[一二三四五六七八九十]|\d{1,2})[）)]|[①-⑩])"
)
MOST = 120
"""A paragraph with more figures is a text without paragraphs: it is read piece by piece, to stay linear."""

PAIR = 2
"""So close behind their households stand their persons."""


@dataclass(frozen=True)
class Scope:
    """One paragraph with its figures in order. ``groups`` gives every figure the place of the bracket that is
    open around it, -1 for none: figures of one bracket are each other's siblings, and no one else's.
    """

    paragraph: Paragraph
    figures: tuple[Quantity, ...]
    groups: dict[int, int]
    items: tuple[int, ...] = ()
    """Where "一是", "（2）" … begin within the paragraph."""
    period: tuple[int, int] | None = None
    """The years of the plan."""

    @property
    def reach(self) -> tuple[int, int]:
        """From where to where the figures stand."""
        return max(0, self.figures[0].start - 40), min(len(self.text), self.figures[-1].end + 40)

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return self.paragraph.text

    def between(self, one: Quantity, other: Quantity) -> str:
        """The words from the end of one figure to the start of a later one."""
        return self.text[one.end : other.start]

    def before(self, quantity: Quantity, characters: int = 12) -> str:
        """The words in front of a figure."""
        return self.text[max(0, quantity.start - characters) : quantity.start]

    def after(self, quantity: Quantity, characters: int = 12) -> str:
        """The words behind a figure."""
        return self.text[quantity.end : quantity.end + characters]

    def group(self, quantity: Quantity) -> int:
        """Where the bracket around the figure opens, -1 for none."""
        return self.groups[quantity.id]

    def item(self, quantity: Quantity) -> int:
        """The number of the item ("二是…") the figure stands in, 0 before the first."""
        return self.item_at(quantity.start)

    def item_at(self, place: int) -> int:
        """The number of the item a place of the text belongs to."""
        return bisect_right(self.items, place)

    def households(self, persons: Quantity) -> Quantity | None:
        """The households right before their persons: "218户764人"."""
        at = next(n for n, q in enumerate(self.figures) if q.id == persons.id)
        first = self.figures[at - 1] if at else None
        near = first is not None and 0 <= persons.start - first.end <= PAIR
        return first if first is not None and near and first.dimension == "households" else None

    def siblings(self, quantity: Quantity) -> tuple[Quantity, ...]:
        """All figures in the same bracket (or outside any), itself included, in order."""
        own = self.groups[quantity.id]
        return tuple(q for q in self.figures if self.groups[q.id] == own)

    def bracket(self, quantity: Quantity) -> tuple[Quantity, ...]:
        """The figures in the bracket that opens right behind a figure ("125995人（…）"), if one does."""
        opening = next(
            (i for i in range(quantity.end, min(quantity.end + 9, len(self.text))) if self.text[i] in "（("),
            -1,
        )
        if opening < 0 or any(c in "，。；：、,;" for c in self.text[quantity.end : opening]):
            return ()
        if any(quantity.end <= q.start < opening for q in self.figures):
            return ()
        return tuple(q for q in self.figures if self.groups[q.id] == opening)


def scopes(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Scope]:
    """A scope for every paragraph with figures; several for one with very many."""
    paragraphs = {p.index: p for p in document.paragraphs}
    years = period(document)
    for index, found in groupby(quantities, key=lambda q: q.paragraph):
        figures = tuple(found)
        if index in paragraphs:
            paragraph = paragraphs[index]
            groups = _groups(paragraph.text, figures)
            items = tuple(found.start() for found in ITEM.finditer(paragraph.text))
            for at in range(0, len(figures), MOST):
                yield Scope(paragraph, figures[at : at + MOST], groups, items, years)


def _groups(text: str, figures: tuple[Quantity, ...]) -> dict[int, int]:
    """For every figure the place of the innermost open bracket, in one pass over the text."""
    open_at: list[int] = []
    groups: dict[int, int] = {}
    waiting = iter(figures)
    current = next(waiting, None)
    for i, c in enumerate(text):
        while current is not None and current.start == i:
            groups[current.id] = open_at[-1] if open_at else -1
            current = next(waiting, None)
        if c in "（(":
            open_at.append(i)
        elif c in "）)" and open_at:
            open_at.pop()
    return groups
