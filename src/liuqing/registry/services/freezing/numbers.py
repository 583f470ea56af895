"""What an identity number tells, once it is read: length, birth, sex, kind of card. Never the number.

Only numbers of members of the register are opened: of others nobody asks.
"""

from datetime import date
from typing import Any

import pyarrow as pa

from liuqing.compute.snapshot import PERSONS
from liuqing.policy import identity_numbers
from liuqing.registry import secrets
from liuqing.registry.services.freezing.pieces import Table

TOLD = ("id_length", "id_birth", "id_sex", "id_class")
_OLD, _WHOLE = 15, (18, 20, 22)


def told(sealed: pa.Array) -> Table:
    """The columns of ``TOLD`` for sealed numbers; NULL where there is none."""
    rows = [_of(one) for one in sealed.to_pylist()]
    return {
        name: pa.array([row[at] for row in rows], PERSONS.field(name).type) for at, name in enumerate(TOLD)
    }


def _of(sealed: bytes | None) -> tuple[Any, ...]:
    if not sealed:
        return (None,) * len(TOLD)
    number = identity_numbers.tidy(secrets.decrypt(sealed))
    return (len(number) or None, _birth(number), _sex(number), _class(number))


def _birth(number: str) -> date | None:
    if len(number) == _OLD:
        return identity_numbers.born(f"{number[:6]}19{number[6:]}")
    return identity_numbers.born(number) if len(number) in _WHOLE else None


def _sex(number: str) -> str | None:
    # With a digit missing nobody knows which one is the seventeenth.
    digit = number[14:15] if len(number) == _OLD else number[16:17] if len(number) in _WHOLE else ""
    return ("女", "男")[int(digit) % 2] if digit.isdecimal() else None


def _class(number: str) -> int | None:
    digit = number[18:19]
    return int(digit) if digit.isdecimal() else None
