"""Making (预警成线索、名单成线索): many voices at once by the office, after a look at what would be made.

A household that is monitored already needs no clue: whoever monitors it sees the same. What was closed
does not come back as long as the facts or the rows of the list are the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from liuqing.errors import Problem
from liuqing.policy import clues
from liuqing.registry.models import Area, Monitoring, Snapshot
from liuqing.registry.services.clues import gathering
from liuqing.registry.services.clues.joining import join
from liuqing.registry.services.clues.voices import Voice
from liuqing.workflow import clock, rights, trail
from liuqing.workflow.rights import Right


@dataclass(frozen=True)
class Made:
    """How many clues were made, voices joined open ones, were heard before, came to nothing.

    ``held`` were closed on the same facts; ``monitored`` are of households that are monitored.
    """

    new: int = 0
    joined: int = 0
    known: int = 0
    held: int = 0
    monitored: int = 0


def from_warnings(snapshot: Snapshot, by: Any, *, area: Area | None = None) -> Made:
    """Clues of what the rules warn of on a snapshot, sent to the villages.

    Problems ``workflow.not_allowed``, ``clues.not_latest``.
    """
    where = _allowed(by, area)
    newest = Snapshot.objects.filter(complete=True).order_by("-on", "-pk").first()
    if newest is None or newest.pk != snapshot.pk:
        raise Problem("clues.not_latest", "这不是最近一次测算", "请刷新页面，用最近一次测算的预警。")
    voices = gathering.warnings(snapshot, where, by.get_username())
    return _made(voices, where, by, {"snapshot": snapshot.pk})


def from_list(kind: str, by: Any, *, area: Area | None = None, on: date | None = None) -> Made:
    """Clues of what a list says of the months up to a day (today), sent to the villages.

    Problems ``workflow.not_allowed``, ``clues.no_such_list``.
    """
    where = _allowed(by, area)
    if kind not in clues.LISTS:
        raise Problem("clues.no_such_list", "这类名单不产生线索", "请从页面上的名单中选一类。")
    voices = gathering.listed(kind, where, on or clock.today(), by.get_username())
    return _made(voices, where, by, {"list": kind})


def watched() -> frozenset[int]:
    """The households that are monitored today."""
    return frozenset(Monitoring.objects.filter(removed_on=None).values_list("household_id", flat=True))


def _allowed(by: Any, area: Area | None) -> Area:
    where = area or Area.objects.filter(parent=None).order_by("code").first()
    # The same answer for a place that does not exist and for one that is not the user's.
    rights.require(by, Right.SEND_CLUES, where.path if where else "?")
    if where is None:
        raise Problem("registry.no_such_area", "没有这个地方", "请核对区划代码。")
    return where


def _made(voices: Iterable[Voice], where: Area, by: Any, detail: dict[str, Any]) -> Made:
    skipped: list[Voice] = []
    told = Counter(one.what for one in join(_unwatched(voices, skipped)))
    made = Made(**told, monitored=len(skipped))
    trail.record("clues.made", subject=f"area:{where.code}", by=by, detail={**detail, **vars(made)})
    return made


def _unwatched(voices: Iterable[Voice], skipped: list[Voice]) -> Iterator[Voice]:
    already = watched()
    for voice in voices:
        if voice.household in already:
            skipped.append(voice)
        else:
            yield voice
