"""Alone (一次一人): of several who do the very same thing in the same moment each waits for the one before."""

import hashlib

from django.db import connection


def alone(what: object) -> None:
    """Wait until nobody else does ``what`` (an act's uuid, a row of numbers); nobody will until the transaction ends.

    Said before one looks whether it was done already: two clicks that look at once both see nothing. On SQLite
    every transaction is the only writer from its beginning.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("what is done alone is done within a transaction")
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(str(what).encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
