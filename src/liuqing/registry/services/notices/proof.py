"""Proof (校验): the keyed hash of what a sheet says, and the letters of it that are printed.

HMAC-SM3 over everything that was frozen when the notice was drawn up. Without the key nobody can make
a sheet with other lines and the right letters; a line changed in the record no longer fits its hash.
What came after, the day of hanging and the objections, must be as the trail tells it.
"""

import json
from collections import Counter
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac

from liuqing.registry.models import Notice
from liuqing.workflow import keys
from liuqing.workflow.models import Event

SHOWN = 16
"""Letters on the sheet: 64 bits."""
# Letters only: a row of digits beside a date would read like somebody's number.
_LETTERS = str.maketrans("0123456789abcdef", "ACDEFHJKLMNPRTXY")


def digest(notice: Notice) -> str:
    """The keyed hash of the notice's content, 64 hexadecimal digits."""
    told: list[Any] = [
        notice.code, notice.area_id, notice.procedure, notice.step, notice.label, notice.title, notice.text,
        notice.lines, notice.days, notice.count, notice.objected, notice.issuer, notice.phone,
    ]  # fmt: skip
    return keyed(told, "notices")


def keyed(told: list[Any], purpose: str) -> str:
    """HMAC-SM3 over what a sheet says, with the workspace's key of that purpose."""
    mac = hmac.HMAC(keys.derived(purpose), hashes.SM3())
    mac.update(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
    return mac.finalize().hex()


def holds(notice: Notice) -> bool:
    """Whether the record still says what was drawn up."""
    return digest(notice) == notice.digest


def sound(notice: Notice) -> bool:
    """Whether its content, its day of hanging and the number of objections are as they were recorded."""
    return holds(notice) and agrees(notice)


def agrees(notice: Notice) -> bool:
    """Whether the trail tells the same day of hanging and as many objections and answers as there are."""
    told = list(Event.objects.filter(subject=f"notice:{notice.code}").values_list("act", "detail"))
    hung = [detail["on"] for act, detail in told if act == "notices.hung"]
    said = [upheld is not None for upheld in notice.objections.values_list("upheld", flat=True)]
    counts = Counter(act for act, _ in told)
    return (
        hung == ([notice.hung_on.isoformat()] if notice.hung_on else [])
        and counts["notices.objected"] == len(said)
        and counts["notices.answered"] == sum(said)
    )


def shown(notice: Notice) -> str:
    """The letters to compare, in groups: of the content as it is now, so that a change shows."""
    return letters(digest(notice))


def letters(told: str) -> str:
    """The first letters of a keyed hash as they are printed, in groups."""
    printed = told[:SHOWN].translate(_LETTERS)
    return "-".join(printed[n : n + 4] for n in range(0, SHOWN, 4))
