"""Small loans of a person: what runs in the year of the day, and for how many days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from liuqing.registry.services.freezing import readings

COLUMNS = ("loan_fen", "loan_days", "loan_term_days", "loan_overdue", "loan_use")
NONE = (0, 0, None, False, None)
"""A person of whom the lists of the year say no loan."""


@dataclass(frozen=True)
class Loan:
    """One loan as its ledger has it."""

    fen: int | None
    lent_on: date | None
    due_on: date | None
    overdue: bool | None
    use: str | None

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Loan":
        """The loan of an entry."""
        return cls(
            readings.fen(values.get("lent")), readings.day(values.get("lent_on")),
            readings.day(values.get("due_on")), readings.flag(values.get("overdue")),
            readings.text(values.get("loan_use")),
        )  # fmt: skip

    def runs(self, on: date) -> bool:
        """Lent by the day and not due before its year; a loan without days runs."""
        lent = self.lent_on is None or self.lent_on <= on
        return lent and (self.due_on is None or self.due_on >= date(on.year, 1, 1))

    def days(self, on: date) -> int | None:
        """Days of the year up to the day; the day of repayment no longer counts."""
        if self.lent_on is None or self.due_on is None:
            return None
        begin = max(self.lent_on, date(on.year, 1, 1))
        return max((min(self.due_on, on + timedelta(days=1)) - begin).days, 0)

    def term(self) -> int | None:
        """The days for which it was lent."""
        known = self.lent_on is not None and self.due_on is not None
        return (self.due_on - self.lent_on).days if known else None  # type: ignore[operator]


def summed(loans: Iterable[Loan], on: date) -> tuple[Any, ...] | None:
    """The values of ``COLUMNS`` for the loans that run; None if none does.

    Of several, the days are weighted by the amounts, so that amount times days stays right.
    """
    running = [loan for loan in loans if loan.runs(on)]
    if not running:
        return None
    fen = _sum([loan.fen for loan in running])
    owed = _sum([_product(loan.fen, loan.days(on)) for loan in running])
    days = running[0].days(on) if len(running) == 1 else None
    if fen and owed is not None:
        days = (2 * owed + fen) // (2 * fen)
    terms = [term for loan in running if (term := loan.term()) is not None]
    uses = [loan.use for loan in running if loan.use]
    return (
        fen,
        days,
        max(terms, default=None),
        _any([loan.overdue for loan in running]),
        uses[-1] if uses else None,
    )


def _product(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other


def _sum(parts: list[int | None]) -> int | None:
    return None if None in parts else sum(part for part in parts if part)


def _any(answers: list[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers else False
