"""A page of a longer list, with the total that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows ``first`` to ``last`` of ``total``; pages count from 1."""

    rows: Sequence[T]
    total: int
    number: int = 1
    size: int = 60

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row on this page; 0 if there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def earlier(self) -> int | None:
        """The page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        """The page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def cut(found: "QuerySet[T]", number: int, size: int, total: int | None = None) -> "Page[T]":
    """One page of a query; a number beyond the end gives the last page."""
    total = found.count() if total is None else total
    number = min(max(1, number), max(1, -(-total // size)))
    return Page(list(found[(number - 1) * size : number * size]), total, number, size)
