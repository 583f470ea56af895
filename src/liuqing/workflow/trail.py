"""The trail (留痕): who did what, when, in a chain that shows every later change.

Each event is sealed with HMAC-SM3 over the seal before it and its own words, with a key that is
not in the database. Whoever changes, moves or deletes an event breaks the chain at that place;
the head of the chain (``TrailHead``) keeps count, so that cutting off the end shows as well.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from django.db import transaction

from liuqing.policy import identity_numbers
from liuqing.workflow import keys
from liuqing.workflow.models import Event, TrailHead

START = "0" * 64


@dataclass(frozen=True)
class Verdict:
    """What a check of the trail found. ``position`` counts from 1; None: nothing is broken."""

    events: int
    position: int | None = None
    event: int | None = None
    what: str = ""

    @property
    def sound(self) -> bool:
        """Nothing was changed, moved or deleted."""
        return self.position is None


@transaction.atomic
def record(act: str, *, subject: str = "", by: Any, detail: dict[str, Any] | None = None) -> Event:
    """Write one event, in the caller's transaction, as its last word.

    ``by`` is a user or a user name; ``subject`` a record number. ValueError if anything in it
    looks like an identity number: such a line must not exist, so it is a fault of the program.
    """
    told = json.loads(json.dumps(detail or {}, default=str))
    _guard(act, subject, json.dumps(told, ensure_ascii=False))
    head = _head()
    event = Event(at=datetime.now(UTC), by=_name(by), act=act, subject=subject, detail=told)
    event.seal = _seal(head.seal, event)
    event.save(force_insert=True)
    head.events, head.seal = head.events + 1, event.seal
    head.save(update_fields=("events", "seal"))
    return event


def verify() -> Verdict:
    """Read the whole chain and say where it breaks first, if it does."""
    count, last = 0, START
    for event in Event.objects.order_by("pk").iterator(chunk_size=5000):
        count += 1
        if event.seal != _seal(last, event):
            return Verdict(count, count, event.pk, "这一条或它前面的一条被改动、移动或删除")
        last = event.seal
    head = TrailHead.objects.filter(pk=1).first()
    if (head.events, head.seal) != (count, last) if head else count:
        return Verdict(count, count + 1, None, "末尾的记录被删除，或链头被改动")
    return Verdict(count)


def of(*, subject: str = "", by: str = "", limit: int = 200) -> Iterable[Event]:
    """The latest events about a subject or by a user, newest first."""
    events = Event.objects.order_by("-pk")
    if subject:
        events = events.filter(subject=subject)
    return (events.filter(by=by) if by else events)[:limit]


def looks_like_identity(text: str) -> bool:
    """Whether a text contains what may be an 18-digit identity number, even a damaged one."""
    return any(_plausible(found) for found in _RUN.findall(text))


# Only 18 characters: household and file numbers of 15 digits exist, 15-digit identity numbers
# have not been valid since 2013. Letters beside the run mean a hash, not a number.
_RUN = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")


def _plausible(number: str) -> bool:
    day = identity_numbers.born(number)
    return day is not None and 1880 <= day.year <= 2100


def _guard(*texts: str) -> None:
    if any(looks_like_identity(text) for text in texts):
        raise ValueError("a trail event must not contain an identity number")


def _head() -> TrailHead:
    # The lock makes two writers follow one another (PostgreSQL); on SQLite the transaction
    # itself is exclusive for writers, and select_for_update does nothing.
    TrailHead.objects.get_or_create(pk=1, defaults={"events": 0, "seal": START})
    return TrailHead.objects.select_for_update().get(pk=1)


def _seal(before: str, event: Event) -> str:
    words = [
        before, event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by, event.act, event.subject, event.detail,
    ]  # fmt: skip
    mac = hmac.HMAC(keys.derived("trail"), hashes.SM3())
    mac.update(json.dumps(words, ensure_ascii=False, sort_keys=True).encode())
    return mac.finalize().hex()


def _name(by: Any) -> str:
    return by if isinstance(by, str) else str(by.get_username())
