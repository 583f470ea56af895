"""Sealing (封存): the keyed hash that makes every later change of a voucher or its postings visible.

The key (HMAC-SM3) is not in the database.
"""

import json
from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal

from cryptography.hazmat.primitives import hashes, hmac

from liuqing.planning.models import Voucher
from liuqing.workflow import keys

Words = tuple[str, Decimal]
"""The key of an account and what was put onto it, in yuan."""


def voucher(one: Voucher, postings: Iterable[Words]) -> str:
    """The seal of a voucher with its postings."""
    words = [
        one.no, str(one.uuid), one.kind, one.on.isoformat(), one.entered_on.isoformat(),
        one.at.astimezone(UTC).isoformat(timespec="microseconds"), one.by, one.said, one.reverses_id,
        sorted((key, int(amount * 100)) for key, amount in postings),
    ]  # fmt: skip
    mac = hmac.HMAC(keys.derived("vouchers"), hashes.SM3())
    mac.update(json.dumps(words, ensure_ascii=False).encode())
    return mac.finalize().hex()
