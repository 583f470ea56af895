"""Sealing (封存): the keyed hashes that make every later change of a proceeding visible.

``payload`` seals what was frozen at a submission; ``act`` chains an act to the one before it. The key
(HMAC-SM3) is not in the database.
"""

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

from liuqing.registry.models import Act, Proceeding
from liuqing.workflow import keys

START = "0" * 64


def payload(proceeding: Proceeding, told: dict[str, Any]) -> str:
    """The seal of a submission: ``told`` is its round, payload, before, after, rules and ground."""
    # Where a household lives may change while its proceeding is under way; what it is about may not.
    where = None if proceeding.household_id else proceeding.area_id
    about = [
        proceeding.no, str(proceeding.uuid), proceeding.procedure, proceeding.effect, str(proceeding.since),
        proceeding.steps, proceeding.household_id, where, proceeding.opened_on.isoformat(), told,
    ]  # fmt: skip
    return mac(about)


def act(one: Act, before: str, payload_seal: str, papers: Iterable[tuple[str, str]]) -> str:
    """The seal of an act after the one with the seal ``before``; ``papers`` are (kind, hash)."""
    said = bytes(one.said).hex() if one.said else ""
    words = [
        before, payload_seal, one.proceeding_id, str(one.uuid), one.ordinal, one.round, one.step, one.label,
        one.decides, one.outcome, one.maker, one.by, one.role, one.on.isoformat(), one.entered_on.isoformat(),
        one.at.astimezone(UTC).isoformat(timespec="microseconds"), one.figures, one.signatures, said,
        one.notice_id, sorted(papers),
    ]  # fmt: skip
    return mac(words)


def mac(words: Any, purpose: str = "proceedings") -> str:
    """HMAC-SM3 over plain values with the key of a purpose; lives of projects are sealed by it as well."""
    seal = hmac.HMAC(keys.derived(purpose), hashes.SM3())
    seal.update(json.dumps(words, ensure_ascii=False, sort_keys=True, default=str).encode())
    return seal.finalize().hex()
