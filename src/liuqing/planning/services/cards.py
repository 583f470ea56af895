"""Cards (一卡通账户): the account into which a person is paid, with its past.

Number and holder are sealed and bound to the person; a keyed hash finds a number that two people have.
A card is never changed: another takes its place from a day on.
"""

from datetime import date
from typing import Any

from django.db import transaction

from liuqing.errors import Problem
from liuqing.planning.models import Card
from liuqing.planning.services import terms
from liuqing.policy.paying import Paying
from liuqing.registry import secrets
from liuqing.registry.models import Membership, Person
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right

ACCOUNT, HOLDER = "account", "account-holder"
"""What the keyed hashes are for."""


def sealed(person: int, number: str, holder: str) -> dict[str, Any]:
    """The columns of a card that keep a number and a holder."""
    return {
        "number": secrets.encrypt(number, f"card:{person}"),
        "number_hash": number_hash(number),
        "tail": number[-4:],
        "holder": secrets.encrypt(holder, f"card:{person}"),
        "holder_hash": holder_hash(holder),
    }


def number_hash(number: str) -> str:
    """By which an account is found again."""
    return secrets.blind_index(number, ACCOUNT)


def holder_hash(name: str) -> str:
    """By which a holder's name is compared, blanks and dots apart."""
    return secrets.blind_index("".join(letter for letter in name if letter not in " 　·•．."), HOLDER)


def opened(card: Card) -> tuple[str, str]:
    """Number and holder in clear: for the bank's file and nothing else."""
    about = f"card:{card.person_id}"
    return secrets.decrypt(card.number, about), secrets.decrypt(card.holder, about)


def fault(number: str, numbers: Paying) -> str:
    """What is wrong with an account, in words; "" if nothing is."""
    least, most = numbers.digits
    if not number.isascii() or not number.isdigit():
        return "账号里有数字以外的字"
    if not least <= len(number) <= most:
        return f"账号有 {len(number)} 位，应为 {least} 至 {most} 位"
    return ""


@transaction.atomic
def correct(
    person: Person, *, by: Any, bank: str, number: str, holder: str = "", since: date | None = None
) -> Card:
    """Put a person's account right: the one in force ends, another begins; ``holder`` "" is the person.

    Problems ``workflow.not_allowed``, ``cards.bad_number``, ``cards.no_bank``, ``cards.same``.
    """
    rights.require(by, Right.MAKE_BATCHES, where(person))
    number = "".join(letter for letter in number if letter not in " -　")
    what = fault(number, terms.paying(clock.today()))
    if what:
        raise Problem("cards.bad_number", what, "请对照卡面或存折重填。")
    if not bank.strip():
        raise Problem("cards.no_bank", "没有写开户银行", "请补填开户银行。")
    kept = sealed(person.pk, number, holder.strip() or person.name)
    old = Card.objects.select_for_update().filter(person=person, until=None).first()
    day = since or clock.today()
    if old is not None and _same(old, kept):
        raise Problem("cards.same", "和现在登记的账户一样，没有改动", "请填写新的账号或户名。")
    if old is not None:
        old.until = max(day, old.since)
        old.save(update_fields=("until",))
    made = Card.objects.create(person=person, bank=bank.strip()[:40], since=day, by=by.get_username(), **kept)
    trail.record(
        "cards.corrected", subject=f"person:{person.pk}", by=by, detail={"card": made.pk, "tail": made.tail}
    )
    return made


def where(person: Person) -> str:
    """The path of the person's area; of nobody's but the whole county's where it has none."""
    held = Membership.objects.filter(person=person, until=None).select_related("household__village").first()
    village = held.household.village if held else person.village
    return village.path if village else "?"


def _same(card: Card, kept: dict[str, Any]) -> bool:
    return card.number_hash == kept["number_hash"] and card.holder_hash == kept["holder_hash"]
