"""Limits (次数限制): how often one address may use a public door on one day.

What is counted is not the address but a keyed hash of day, purpose and address: nobody can read from
the counts who asked, and two days or two doors cannot be put together. The counts lie in a small file
of their own beside the record, which no backup holds; of days that are over nothing is kept.
"""

import sqlite3
from contextlib import closing
from ipaddress import IPv6Address, ip_address

from cryptography.hazmat.primitives import hashes, hmac
from django.conf import settings
from django.utils import timezone

from liuqing.workflow import keys

FILE = "limits.sqlite3"
_TABLE = "CREATE TABLE IF NOT EXISTS counts (day TEXT, who BLOB PRIMARY KEY, n INTEGER) WITHOUT ROWID"
_COUNT = "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (who) DO UPDATE SET n = n + 1 RETURNING n"


def allow(purpose: str, address: str, per_day: int) -> bool:
    """Count one use of ``purpose`` by ``address`` today; False once there were more than ``per_day``.

    An address that is not known ("") shares one count with all others that are not known.
    """
    day = timezone.localdate().isoformat()
    return _count(day, _hash(day, purpose, _household_of(address))) <= per_day


def _count(day: str, who: bytes) -> int:
    path = settings.WORKSPACE.folder / FILE
    path.touch(mode=0o600)
    # Its own file: a flood at a public door must never wait for, or hold up, the one writer of the record.
    with closing(sqlite3.connect(path, timeout=5)) as counts, counts:
        counts.execute("PRAGMA secure_delete = ON")
        counts.execute(_TABLE)
        counts.execute("DELETE FROM counts WHERE day <> ?", (day,))
        [(n,)] = counts.execute(_COUNT, (day, who)).fetchall()
    return int(n)


def _hash(day: str, purpose: str, address: str) -> bytes:
    mac = hmac.HMAC(keys.derived("limits"), hashes.SM3())
    mac.update("\x00".join((day, purpose, address)).encode())
    return mac.finalize()


def _household_of(address: str) -> str:
    """An IPv6 address without its second half: whoever has one has 2^64 of them."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Address(int(known) >> 64 << 64))
