"""Sealing (封存): a stage is chained to the one before it, so that every later change shows."""

from collections.abc import Iterable
from datetime import UTC

from liuqing.planning.models import Duty, Stage
from liuqing.registry.services.standing import sealing

START = sealing.START
PURPOSE = "project_life"


def stage(one: Stage, before: str, papers: Iterable[tuple[str, str]]) -> str:
    """The seal of a stage after the one with the seal ``before``; ``papers`` are (kind, hash)."""
    said = bytes(one.said).hex() if one.said else ""
    words = [
        before, one.project_id, str(one.uuid), one.ordinal, one.round, one.key, one.label, one.decides, one.outcome,
        one.maker, one.by, one.role, one.on.isoformat(), one.entered_on.isoformat(),
        one.at.astimezone(UTC).isoformat(timespec="microseconds"), one.figures, said, sorted(papers),
    ]  # fmt: skip
    return sealing.mac(words, PURPOSE)


def duty(one: Duty) -> str:
    """The seal of who answers for what; it stands in the trail, because a duty is never changed."""
    words = [
        one.project_id, one.part, one.unit, one.post, bytes(one.person).hex() if one.person else "",
        one.since.isoformat(), one.by, one.at.astimezone(UTC).isoformat(timespec="microseconds"),
    ]  # fmt: skip
    return sealing.mac(words, PURPOSE)
