"""Checks (发放前核对): what speaks against a payment, worked out by the server and kept without a name or number.

Each check is one question about one due; what it does is a number of the place (``policy/paying.py``).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Batch, Due
from liuqing.planning.services import cards
from liuqing.planning.services.batches import gathering
from liuqing.planning.services.batches.gathering import Known
from liuqing.policy import paying
from liuqing.policy.paying import OFF, STOP

Said = Iterator[tuple[str, str]]
"""Codes of ``paying.CHECKS``, each with what was found."""
OPEN = (Due.State.WAITING, Due.State.FAILED)
"""What may still go to the bank."""


@dataclass(frozen=True)
class Asked:
    """One due among all of its batch; ``card`` is the payee's card of today."""

    due: Due
    known: Known
    times: int

    @property
    def person(self) -> int:
        """The record that counts for the person entitled."""
        return self.known.root(self.due.person_id)

    @property
    def payee(self) -> int:
        """The record that counts for who takes the money."""
        return self.known.root(self.due.payee_id or self.due.person_id)


def run(batch: Batch) -> list[Due]:
    """Ask everything again of what may still go out and keep the answers; the dues in their order.

    The card is the payee's of today. What was sent, paid or dropped stays as it was.
    """
    dues = list(Due.objects.filter(batch=batch).select_related("card"))
    known = gathering.of(batch)
    times = Counter(known.root(due.person_id) for due in dues if due.state != Due.State.DROPPED)
    for due in dues:
        if due.state in OPEN:
            asked = Asked(due, known, times[known.root(due.person_id)])
            due.card = known.cards.get(asked.payee)
            due.entitled = _entitled(asked)
            due.checks = list(_checks(asked))
    Due.objects.bulk_update(
        [due for due in dues if due.state in OPEN], ("card", "entitled", "checks"), batch_size=500
    )
    return dues


def stopped(due: Due) -> bool:
    """Whether something must be put right before this can be paid."""
    return due.state in OPEN and any(check["stops"] for check in due.checks)


def _checks(asked: Asked) -> Iterator[dict[str, Any]]:
    for question in _QUESTIONS:
        for code, what in question(asked):
            does = asked.known.terms.does(code)
            if does != OFF:
                yield {"code": code, "what": what, "stops": does == STOP}


def _entitled(asked: Asked) -> Decimal | None:
    """What the latest findings of the year say of the period; a batch without a programme keeps its own."""
    if asked.known.programme is None:
        return asked.due.entitled
    whole = _year(asked)
    return None if whole is None else Decimal(asked.known.period.part(int(whole * 100))) / 100


def _dead(asked: Asked) -> Said:
    died = asked.known.dead.get(asked.person)
    period = asked.known.period
    if died and (died.year, died.month) < (period.year, period.first):
        yield "dead", f"公安名单：{died.isoformat()} 死亡，在发放期间以前"
    elif died:
        yield "died_within", f"公安名单：{died.isoformat()} 死亡"
    if asked.payee in asked.known.dead:
        yield "payee_dead", "领款人已死亡，钱发不到人"


def _belongs(asked: Asked) -> Said:
    member = asked.known.members.get(asked.person)
    if member is None:
        yield "left", "本人现在不在任何一户里"
    elif member.household != asked.due.household_id:
        yield "moved", "本人现在属于另一户"
    if asked.due.household_id not in asked.known.registered:
        yield "off_register", "这一户现在不在建档立卡名册里"


def _twice(asked: Asked) -> Said:
    known = asked.known
    if asked.times > 1:
        yield "twice_here", f"同一个人在本批出现 {asked.times} 次"
    for key, no, period in known.elsewhere.get(asked.due.person_id, ()):
        if known.programme and key == known.programme.key and period.meets(known.period):
            yield "twice", f"{period.label}的同一补贴已列入批次 {no}"


def _listed(asked: Asked) -> Said:
    said, year = _said(asked), asked.known.period.year
    whole = _year(asked)
    if said and (whole is None or said >= whole):
        yield "listed", f"部门名单上 {year} 年已发 {said:,.2f} 元，全年应发都已发"
    elif said and whole is not None:
        yield "listed_part", f"部门名单上 {year} 年已发 {said:,.2f} 元，全年还差 {whole - said:,.2f} 元"


def _said(asked: Asked) -> Decimal:
    """What the department's list, or the record, says was paid of the programme in the year."""
    due, known = asked.due, asked.known
    if known.programme is None:
        return Decimal(0)
    listed = known.listed.get((due.person_id, known.programme.key), Decimal(0))
    return listed or Decimal(known.stated.get(_key(asked), 0)) / 100


def _key(asked: Asked) -> tuple[int, int | None]:
    """By which the findings know whom this is for: the household, or the person in it."""
    of_home = asked.known.programme is not None and asked.known.programme.entity == "household"
    return asked.due.household_id, None if of_home else asked.person


def _year(asked: Asked) -> Decimal | None:
    """What is due in the whole year; None is not known, or there is no programme."""
    known = asked.known
    if known.years is None or known.programme is None:
        return None
    fen = known.years.get(_key(asked), 0)
    return None if fen is None else Decimal(fen) / 100


def _exclusive(asked: Asked) -> Said:
    known = asked.known
    for other in known.exclusive:
        batches = [
            no
            for key, no, period in known.elsewhere.get(asked.due.person_id, ())
            if key == other.key and period.meets(known.period)
        ]
        if batches:
            yield "exclusive", f"同一期间的「{other.label}」已列入批次 {batches[0]}"
        elif known.listed.get((asked.due.person_id, other.key)):
            yield "exclusive", f"部门名单上 {known.period.year} 年享受了「{other.label}」"


def _amount(asked: Asked) -> Said:
    due = asked.due
    # What the list says was paid of the whole year takes nothing off a single month.
    said = _said(asked) if asked.known.period.whole else Decimal(0)
    if due.entitled is None:
        yield "unknown", "按现有台账算不出应发多少"
    elif due.amount > due.entitled:
        yield "over", f"应发 {due.entitled:,.2f} 元，多列 {due.amount - due.entitled:,.2f} 元"
    elif said < due.entitled < due.amount + said:
        yield (
            "over",
            f"应发 {due.entitled:,.2f} 元，名单已发 {said:,.2f} 元，最多再发 {due.entitled - said:,.2f} 元",
        )
    elif due.amount + said < due.entitled:
        yield "differs", f"应发 {due.entitled:,.2f} 元，少列 {due.entitled - due.amount - said:,.2f} 元"


def _card(asked: Asked) -> Said:
    due, known = asked.due, asked.known
    if due.card is None:
        yield "no_card", "领款人没有登记一卡通账户"
        return
    number, _ = cards.opened(due.card)
    if paying.is_card(number) and not paying.passes_luhn(number):
        yield "doubtful_card", f"卡号（尾号 {due.card.tail}）的校验位不符，可能抄错了一位"
    payee = known.members.get(asked.payee)
    if payee is not None and due.card.holder_hash not in {cards.holder_hash(name) for name in payee.names}:
        yield "holder", f"账户（尾号 {due.card.tail}）的户名不是领款人"
    users = {(known.root(person), home) for person, home in known.users.get(due.card.number_hash, ())}
    if {home for person, home in users if person != asked.payee} - {payee.household if payee else None}:
        yield "shared_card", f"账户（尾号 {due.card.tail}）同时登记在另一户名下"
    elif len(users) > 1:
        yield "card_in_family", f"账户（尾号 {due.card.tail}）与家人同用"


def _payee(asked: Asked) -> Said:
    if asked.payee != asked.person:
        member = asked.known.members.get(asked.payee)
        yield "payee_other", f"由{member.relation if member else '他人'}代领"
    if asked.payee in asked.known.cadres:
        yield "cadre", "领款人在村两委成员名册里"


_QUESTIONS: tuple[Callable[[Asked], Said], ...] = (
    _dead, _belongs, _twice, _listed, _exclusive, _amount, _card, _payee,
)  # fmt: skip


def summary(dues: list[Due]) -> str:
    """What stops a batch, counted: 死亡后发放 2 笔、没有一卡通账户 3 笔."""
    codes = Counter(
        code for due in dues if stopped(due) for code in {c["code"] for c in due.checks if c["stops"]}
    )
    return "、".join(
        f"{check.label} {codes[code]} 笔" for code, check in paying.CHECKS.items() if codes[code]
    )
