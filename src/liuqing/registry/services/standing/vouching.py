"""Vouching (选人凭据): a person who is no member of the household may be named only if the form offered him.

A form offers residents of the user's own villages, of the same police household, or whose number the user
typed. Without this whoever counts keys upwards would learn the names of the whole county.
"""

from typing import Any

from cryptography.hazmat.primitives import constant_time, hashes, hmac

from liuqing.workflow import keys

LENGTH = 20


def key(user: Any, person: int) -> str:
    """The person's key for a form of this user."""
    mac = hmac.HMAC(keys.derived("vouching"), hashes.SM3())
    mac.update(f"{user.pk}:{person}".encode())
    return f"{person}.{mac.finalize().hex()[:LENGTH]}"


def read(user: Any, said: str) -> int | None:
    """The person of a key that was offered to this user; None for any other."""
    person = said.partition(".")[0]
    if not person.isdecimal() or not constant_time.bytes_eq(said.encode(), key(user, int(person)).encode()):
        return None
    return int(person)
