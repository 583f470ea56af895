"""Voices (一次报告): what one person, list or rule says of one household, before it is anybody's clue.

A voice is known again by its key, a keyed hash of what it says: neither a name nor a phone can be read
from it or found by trying them all.
"""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from liuqing.policy.clues import Grade
from liuqing.registry import secrets
from liuqing.registry.models import Report

SELF, OTHER = "self", "other"
"""For whom somebody asks."""
_PHONE = 30
"""So many hexadecimal digits of a hash are part of a key: the key stays short and nobody meets by chance."""


@dataclass(frozen=True)
class Voice:
    """What is said, through which channel, of whom. ``area`` is the key of the place that it is about.

    ``once``: said again after the clue was closed it does not come back as long as it says the same.
    ``sent``: the village knows, or must know at once. ``exit_due``: the household is said to be well off.
    """

    channel: str
    key: str
    grade: Grade
    area: int
    source: str = ""
    household: int | None = None
    person: int | None = None
    exit_due: bool = False
    sent: bool = False
    once: bool = False
    name: str = ""
    phone: str = ""
    said: str = ""
    receipt: str = ""
    phone_hash: str = ""
    snapshot: int | None = None
    by: str = ""


def key(channel: str, *told: Any) -> str:
    """The key of a voice that says ``told``."""
    return f"{channel}:{_hash(told)[:60]}"


def request_key(phone: str, about: str, *told: Any) -> str:
    """The key of a request: it begins with whose phone it is, so that a household counts once."""
    return f"{phone_key(phone, about)}{_hash(told)[:_PHONE]}"


def phone_key(phone: str, about: str) -> str:
    """How the keys of all requests from a phone begin, for oneself (``self``) or another (``other``)."""
    return f"{Report.Channel.REQUEST.value}:{about}:{_hash(phone)[:_PHONE]}:"


def last_four(receipt: str, digits: str) -> str:
    """The keyed hash by which a receipt is opened with the last four digits of the phone."""
    return secrets.blind_index(f"{receipt}/{digits[-4:]}", "clue/last-four")


def stand_in(receipt: str) -> str:
    """Four digits for who has no phone, found again from the receipt at any time."""
    return f"{int(secrets.blind_index(receipt, 'clue/stand-in')[:12], 16) % 10_000:04d}"


def seal(key: str, part: str, text: str) -> bytes | None:
    """A part of a voice (name, phone, said) as it is kept; nothing of nothing."""
    return secrets.encrypt(text, about=f"clue/{key}/{part}") if text else None


def unseal(key: str, part: str, sealed: bytes | None) -> str:
    """The part again."""
    return secrets.decrypt(sealed, about=f"clue/{key}/{part}") if sealed else ""


def words(happened: Sequence[str], text: str, about: str = SELF, whose: str = "") -> str:
    """What was said, as one text to be sealed."""
    told = {"happened": list(happened), "words": text, "about": about, "whose": whose}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def plain(text: str) -> str:
    """A text without the differences that people do not mean: spaces, full-width letters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _hash(told: Any) -> str:
    return secrets.blind_index(json.dumps(told, ensure_ascii=False, sort_keys=True), "clue/voice")
