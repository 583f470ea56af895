"""The book (账簿): every movement of money is written here and nowhere else.

A voucher's postings add up to nothing. The balance of each account moves by a conditional UPDATE that
takes nothing an account has not got, and the database refuses a balance below nothing besides; so of two
who take the last yuan one wins. No voucher, posting or payment is changed afterwards: a wrong one is
reversed by another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, Model, Q, Value

from liuqing.errors import Problem
from liuqing.planning.models import Account, Posting, Voucher
from liuqing.planning.models.money import Yuan
from liuqing.planning.services.funds import sealing
from liuqing.planning.services.funds.moves import Kind, Moves, Place
from liuqing.workflow import clock

_LOCK = 6_201_9  # any number that nobody else uses: one writer of the book at a time
_PIECE = 2_000


@dataclass(frozen=True)
class Movement:
    """What is to be written: an act of money, its day, who says so, and the accounts that it moves."""

    kind: str
    uuid: UUID
    on: date
    by: str
    moves: Moves
    said: str = ""
    reverses: int | None = None


def lock() -> None:
    """Wait until nobody else writes into the book; until the transaction ends nobody else will.

    The first word of every act of money: what is looked at afterwards stays as it was seen. On SQLite
    every transaction is the only writer from its beginning (BEGIN IMMEDIATE).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("money moves within a transaction only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def write(movements: Sequence[Movement]) -> list[Voucher]:
    """One voucher a movement, in their order. Problem ``funds.not_enough`` if an account has not got it."""
    lock()
    for one in movements:
        _sound(one)
    accounts = _accounts({place for one in movements for place in one.moves})
    _move(movements, accounts)
    made = _vouchers(movements)
    Voucher.objects.bulk_create(made, batch_size=_PIECE)
    Posting.objects.bulk_create(
        (Posting(voucher=voucher, account=accounts[place.key], amount=amount)
         for voucher, one in zip(made, movements, strict=True) for place, amount in one.moves.items()),
        batch_size=_PIECE,
    )  # fmt: skip
    return made


def known(uuid: UUID, kind: str) -> Voucher | None:
    """The voucher that this act made the first time. Problem ``funds.other_act`` if it was another act."""
    found = Voucher.objects.filter(uuid=uuid).first()
    if found is not None and found.kind != kind:
        raise Problem(
            "funds.other_act", "这次提交与以前的一次办理编号相同，内容却不同", "请刷新页面后重新填写。"
        )
    return found


def balance(place: Place) -> Decimal:
    """What an account holds; nothing if it was never used."""
    found = Account.objects.filter(key=place.key).values_list("balance", flat=True).first()
    return found if found is not None else Decimal("0.00")


def numbers(model: type[Model], prefix: str, many: int) -> list[str]:
    """The next numbers of vouchers, claims or payments: consecutive, so that a missing one shows."""
    last = model._default_manager.filter(no__startswith=prefix).aggregate(last=Max("no"))["last"]
    first = int(last.removeprefix(prefix)) + 1 if last else 1
    return [f"{prefix}{n:08d}" for n in range(first, first + many)]


VOUCHERS, CLAIMS, PAYMENTS = "PZ", "BZ", "ZF"
"""How the numbers of vouchers (凭证), claims (报账) and payments (支付) begin."""


def _sound(one: Movement) -> None:
    if len(one.moves) < 2 or sum(one.moves.values()) != 0 or not all(one.moves.values()):
        raise ValueError("a voucher has two postings at least, none of nothing, and they add up to nothing")


def _accounts(places: Iterable[Place]) -> dict[str, Account]:
    wanted = {place.key: place for place in places}
    found = _find(wanted)
    new = [place for key, place in wanted.items() if key not in found]
    Account.objects.bulk_create(
        Account(key=one.key, kind=one.kind, document_id=one.document, line_id=one.line, year=one.year)
        for one in new
    )
    return found | _find({place.key for place in new})


def _find(keys: Iterable[str]) -> dict[str, Account]:
    every, found = sorted(keys), {}
    for start in range(0, len(every), _PIECE):
        found |= {one.key: one for one in Account.objects.filter(key__in=every[start : start + _PIECE])}
    return found


def _move(movements: Sequence[Movement], accounts: dict[str, Account]) -> None:
    change: dict[str, Decimal] = {}
    for one in movements:
        for place, amount in one.moves.items():
            change[place.key] = change.get(place.key, Decimal(0)) + amount
    for key, amount in sorted(change.items()):
        if amount and not _take(accounts[key], amount):
            raise not_enough(accounts[key])


def _take(account: Account, amount: Decimal) -> bool:
    value = Value(amount, output_field=Yuan())
    enough = Q(kind=Kind.OUTSIDE) | Q(balance__gte=-amount)
    return bool(Account.objects.filter(enough, pk=account.pk).update(balance=F("balance") + value))


def not_enough(account: Account | Place) -> Problem:
    """The account has not got what was asked of it."""
    return Problem(
        "funds.not_enough",
        f"「{Kind(account.kind).label}」的余额不够，可能刚被别人用掉",
        "请刷新页面，按现在的余额重新办理。",
    )


def _vouchers(movements: Sequence[Movement]) -> list[Voucher]:
    at, today, made = clock.now(), clock.today(), []
    for no, one in zip(numbers(Voucher, VOUCHERS, len(movements)), movements, strict=True):
        voucher = Voucher(
            no=no, uuid=one.uuid, kind=one.kind, on=one.on, entered_on=today, at=at, by=one.by, said=one.said[:200],
            reverses_id=one.reverses,
        )  # fmt: skip
        voucher.seal = sealing.voucher(voucher, ((place.key, amount) for place, amount in one.moves.items()))
        made.append(voucher)
    return made


def name(by: Any) -> str:
    """How a user is called in the record."""
    return by if isinstance(by, str) else str(by.get_username())
