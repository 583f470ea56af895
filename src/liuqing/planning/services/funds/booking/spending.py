"""Spending (安排和支付): rows that nothing speaks against, taken one after the other and written together."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid5

from liuqing.planning.models import Allocation, Claim, Line, Payment, Voucher
from liuqing.planning.services.funds import book, moves
from liuqing.planning.services.funds.book import Movement
from liuqing.planning.services.funds.booking import judging
from liuqing.planning.services.funds.booking.known import Kept, Known
from liuqing.planning.services.funds.booking.said import NONE, RELEASE, Said
from liuqing.registry.services.standing.faults import Fault
from liuqing.workflow import clock

Kind = Voucher.Kind
_PIECE = 1_000


@dataclass(frozen=True)
class _Allotted:
    """A row that allocates."""

    said: Said
    line: Line
    amount: Decimal


@dataclass(frozen=True)
class _Spent:
    """A row that pays: of which claims how much, and the claim that it makes itself (none if it releases)."""

    said: Said
    line: Line
    parts: tuple[tuple[Claim, Decimal], ...]
    made: Claim | None = None

    @property
    def amount(self) -> Decimal:
        """What is paid."""
        return sum((part for _, part in self.parts), NONE)


class Booking:
    """One piece of a ledger, handed in by ``by``; ``maker`` is the ledger, which said it first."""

    def __init__(self, rows: Iterable[Said], *, by: str, maker: str) -> None:
        book.lock()
        self.by, self.maker, self.today, self.at = by, maker, clock.today(), clock.now()
        self.known = Known(list(rows))
        self._allotted: list[_Allotted] = []
        self._spent: list[_Spent] = []

    def take(self, said: Said) -> list[Fault]:
        """Take a row; or everything that speaks against it, and nothing of it is taken."""
        found = judging.faults(said, self.known, self.today)
        if not found:
            self._allot(said)
            self._spend(said)
        return found

    def write(self) -> list[Voucher]:
        """Write everything that was taken; the vouchers, in the order of the rows' kinds."""
        lines = {id(one.line): one.line for one in (*self._allotted, *self._spent) if one.line.pk is None}
        Line.objects.bulk_create(lines.values(), batch_size=_PIECE)
        claims = [one for one in self._spent if one.made]
        vouchers = book.write([
            *(self._movement(Kind.ALLOCATE, one) for one in self._allotted), *(self._claiming(one, one.made) for one in claims if one.made),
            *(self._movement(Kind.RELEASE if one.made is None else Kind.PAY, one) for one in self._spent),
        ]) if self._allotted or self._spent else []  # fmt: skip
        first, second = len(self._allotted), len(self._allotted) + len(claims)
        self._write_allocations(vouchers[:first])
        self._write_claims(claims, vouchers[first:second])
        self._write_payments(vouchers[second:])
        return vouchers

    def _allot(self, said: Said) -> None:
        if said.allocated is None or not judging.new_allocation(said, self.known):
            return
        known, line = self.known, self.known.line(said)
        project, document, year = key = known.key(said)
        known.seen.add(said.allocation)
        known.pools[document, year] -= said.allocated
        known.needs[project] -= said.allocated
        known.left[key] += said.allocated
        self._allotted.append(_Allotted(said, line, said.allocated))

    def _spend(self, said: Said) -> None:
        if said.paid is None or not judging.new_payment(said, self.known):
            return
        self.known.seen.add(said.payment)
        self._spent.append(
            self._released(said, said.paid) if said.kind == RELEASE else self._paid(said, said.paid)
        )

    def _paid(self, said: Said, paid: Decimal) -> _Spent:
        known, line, key = self.known, self.known.line(said), self.known.key(said)
        claim = Claim(
            uuid=uuid5(said.payment, "claim"), line=line, kind=said.kind, amount=paid + said.retained, on=said.paid_on,
            retained=said.retained, state=Claim.State.PAID, by=self.maker, at=self.at, decided_by=self.by, decided_at=self.at,
        )  # fmt: skip
        known.left[key] -= claim.amount
        if said.retained:
            known.kept[key].append(Kept(claim, said.retained))
        return _Spent(said, line, ((claim, paid),), claim)

    def _released(self, said: Said, paid: Decimal) -> _Spent:
        """From the oldest claim first."""
        parts, rest = [], paid
        for one in self.known.kept[self.known.key(said)]:
            if part := min(rest, one.left):
                one.left, rest = one.left - part, rest - part
                parts.append((one.claim, part))
        return _Spent(said, self.known.line(said), tuple(parts))

    def _movement(self, kind: str, one: "_Allotted | _Spent") -> Movement:
        said = one.said
        if isinstance(one, _Allotted):
            moved, uuid, on = moves.allocated(one.line, one.amount), said.allocation, said.allocated_on
        else:
            moving = moves.paid if kind == Kind.PAY else moves.released
            moved, uuid, on = moving(one.line, one.amount), said.payment, said.paid_on
        told = f"{said.source} 凭证号 {said.voucher_no}" if said.voucher_no else said.source
        return Movement(kind, uuid, on or self.today, self.by, moved, told)

    def _claiming(self, one: _Spent, claim: Claim) -> Movement:
        moved = moves.claimed(one.line, claim.amount, claim.retained)
        return Movement(Kind.CLAIM, claim.uuid, claim.on, self.by, moved, one.said.source)

    def _write_allocations(self, vouchers: list[Voucher]) -> None:
        Allocation.objects.bulk_create(
            (
                Allocation(line=one.line, amount=one.amount, state=Allocation.State.APPROVED, by=self.maker, at=self.at,
                           on=voucher.on, decided_by=self.by, decided_at=self.at, voucher=voucher)
                for one, voucher in zip(self._allotted, vouchers, strict=True)
            ),
            batch_size=_PIECE,
        )  # fmt: skip

    def _write_claims(self, spent: list[_Spent], vouchers: list[Voucher]) -> None:
        claims = [one.made for one in spent if one.made]
        for claim, no, voucher in zip(
            claims, book.numbers(Claim, book.CLAIMS, len(claims)), vouchers, strict=True
        ):
            claim.no, claim.voucher, claim.line = no, voucher, claim.line
        Claim.objects.bulk_create(claims, batch_size=_PIECE)

    def _write_payments(self, vouchers: list[Voucher]) -> None:
        told = [
            (one, claim, part, voucher)
            for one, voucher in zip(self._spent, vouchers, strict=True) for claim, part in one.parts
        ]  # fmt: skip
        numbers = book.numbers(Payment, book.PAYMENTS, len(told))
        Payment.objects.bulk_create(
            (
                Payment(no=no, line=one.line, claim=claim, party=one.said.party, amount=part, on=voucher.on,
                        voucher=voucher, by=self.by)
                for no, (one, claim, part, voucher) in zip(numbers, told, strict=True)
            ),
            batch_size=_PIECE,
        )  # fmt: skip
