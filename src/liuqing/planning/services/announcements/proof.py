"""Proof of a sheet: the keyed hash of everything frozen on it, and whether the trail tells the same."""

from collections import Counter
from typing import Any

from liuqing.planning.models import Announcement
from liuqing.planning.services.announcements import reading
from liuqing.registry.services.notices import proof
from liuqing.workflow.models import Event


def digest(one: Announcement) -> str:
    """The keyed hash of the sheet's content, 64 hexadecimal digits."""
    told: list[Any] = [
        one.code, one.area_id, one.kind, one.level, one.subject, one.title, one.text, one.lines, one.days, one.count,
        one.issuer, one.phone,
    ]  # fmt: skip
    return proof.keyed(told, "announcements")


def sound(one: Announcement) -> bool:
    """Whether its content, its day of hanging and the number of opinions are as they were recorded."""
    return digest(one) == one.digest and _agrees(one)


def shown(one: Announcement) -> str:
    """The letters to compare with paper: of the content as it is now, so that a change shows."""
    return proof.letters(digest(one))


def _agrees(one: Announcement) -> bool:
    told = list(Event.objects.filter(subject=reading.subject(one)).values_list("act", "detail"))
    hung = [detail["on"] for act, detail in told if act == "announcements.hung"]
    answered = [bool(by) for by in one.opinions.values_list("answered_by", flat=True)]
    counts = Counter(act for act, _ in told)
    return (
        hung == ([one.hung_on.isoformat()] if one.hung_on else [])
        and counts["announcements.opinion"] == len(answered)
        and counts["announcements.answered"] == sum(answered)
    )
