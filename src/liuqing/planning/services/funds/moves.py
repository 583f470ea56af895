"""Moves (借贷): which accounts an act of money moves, and by how much. What leaves one arrives at others.

Everything that happens to money is one of these; nothing else is ever written into the book.
"""

from decimal import Decimal

from liuqing.planning.models import Account, Document, Line

Moves = dict["Place", Decimal]
"""So much onto (or, negative, off) each account; the sum is nothing."""
Kind = Account.Kind


class Place:
    """An account by what it is, whether it is in the record yet or not. ``key`` names it."""

    __slots__ = ("document", "key", "kind", "line", "year")

    def __init__(self, kind: str, document: int, line: int | None = None, year: int | None = None) -> None:
        self.kind, self.document, self.line, self.year = str(kind), document, line, year
        if line is not None:
            self.key = f"{self.kind}:{line}"
        else:
            self.key = f"{self.kind}:{document}" if year is None else f"{self.kind}:{document}:{year}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


def outside(document: Document) -> Place:
    """Whence a document's money came, and whither it goes back."""
    return Place(Kind.OUTSIDE, document.pk)


def pool(document: int, year: int) -> Place:
    """A document's money of a year that is on no line yet."""
    return Place(Kind.POOL, document, year=year)


def of_line(kind: str, line: Line) -> Place:
    """An account of a line: ``line``, ``claimed``, ``retained`` or ``paid``."""
    return Place(kind, line.document_id, line.pk)


def received(document: Document, amount: Decimal) -> Moves:
    """A document's money arrives."""
    return {outside(document): -amount, pool(document.pk, document.year): amount}


def given_back(document: Document, year: int, amount: Decimal) -> Moves:
    """What is on no line goes back to whence it came."""
    return {pool(document.pk, year): -amount, outside(document): amount}


def carried(document: Document, year: int, amount: Decimal) -> Moves:
    """What is on no line goes over into the next year."""
    return {pool(document.pk, year): -amount, pool(document.pk, year + 1): amount}


def allocated(line: Line, amount: Decimal) -> Moves:
    """From the pool of the line's year onto the line."""
    return {pool(line.document_id, line.year): -amount, of_line(Kind.LINE, line): amount}


def withdrawn(line: Line, amount: Decimal) -> Moves:
    """What nobody claimed goes from the line back into the pool of its year."""
    return {of_line(Kind.LINE, line): -amount, pool(line.document_id, line.year): amount}


def claimed(line: Line, amount: Decimal, retained: Decimal) -> Moves:
    """A claim is agreed: it may be paid, but for what is kept back."""
    return _without_nothing({
        of_line(Kind.LINE, line): -amount, of_line(Kind.CLAIMED, line): amount - retained,
        of_line(Kind.RETAINED, line): retained,
    })  # fmt: skip


def paid(line: Line, amount: Decimal) -> Moves:
    """What was agreed is paid out."""
    return {of_line(Kind.CLAIMED, line): -amount, of_line(Kind.PAID, line): amount}


def released(line: Line, amount: Decimal) -> Moves:
    """What was kept back is paid out."""
    return {of_line(Kind.RETAINED, line): -amount, of_line(Kind.PAID, line): amount}


def refunded(line: Line, amount: Decimal) -> Moves:
    """What came back stands on the line again."""
    return {of_line(Kind.PAID, line): -amount, of_line(Kind.LINE, line): amount}


def given_up(line: Line, amount: Decimal, retained: Decimal) -> Moves:
    """What was agreed and will not be paid stands on the line again; ``retained`` of it was kept back."""
    return _without_nothing({
        of_line(Kind.CLAIMED, line): retained - amount, of_line(Kind.RETAINED, line): -retained,
        of_line(Kind.LINE, line): amount,
    })  # fmt: skip


def _without_nothing(moves: Moves) -> Moves:
    return {place: amount for place, amount in moves.items() if amount}
