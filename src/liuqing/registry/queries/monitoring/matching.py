"""Risks and measures (风险与措施): which risk has help that meets it, since when, and by when it is due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from liuqing.policy import monitoring_timers
from liuqing.policy.monitoring_timers import Timers
from liuqing.registry.queries.monitoring.gathering import Help, Watched

MET, OPEN, LATE = "met", "open", "late"


@dataclass(frozen=True)
class Deadline:
    """Something due by a day: since when it is done, how it stands.

    ``since`` None: it is not done, only its year is known, or it went on from before.
    ``left`` are the days that are left, negative once it is late; None if it is done or nothing is due.
    """

    state: str
    since: date | None
    due: date | None
    left: int | None


@dataclass(frozen=True)
class OfRisk:
    """One risk with the measures that meet it, and those that could."""

    risk: str
    helps: tuple[Help, ...]
    could: tuple[str, ...]
    deadline: Deadline


def matrix(one: Watched, helps: Sequence[Help], timers: Timers, on: date) -> tuple[OfRisk, ...]:
    """Every risk of the household, the main one first."""
    return tuple(_of_risk(one, risk, helps, timers, on) for risk in one.risks)


def any_help(one: Watched, helps: Iterable[Help], timers: Timers, on: date) -> Deadline:
    """Whether anything was done at all that meets one of its risks (or, without a risk, anything)."""
    risks = one.risks or ("",)
    found = [
        h for h in helps if h.counts(one.since, on) and any(timers.meets(h.code, risk) for risk in risks)
    ]
    return _deadline(one, found, timers.measure, on)


def development(one: Watched, helps: Iterable[Help], timers: Timers, on: date) -> Deadline:
    """Whether its labour was put to use: asked only of a household that has labour."""
    found = [h for h in helps if h.counts(one.since, on) and h.code in timers.developing]
    return _deadline(one, found, timers.development, on)


def _of_risk(one: Watched, risk: str, helps: Sequence[Help], timers: Timers, on: date) -> OfRisk:
    found = [h for h in helps if h.counts(one.since, on) and timers.meets(h.code, risk)]
    could = tuple(timers.by_risk.get(risk, ()))
    return OfRisk(risk, tuple(found), could, _deadline(one, found, timers.measure, on))


def _deadline(one: Watched, found: Sequence[Help], months: int | None, on: date) -> Deadline:
    due = monitoring_timers.due(one.since, months, exact=one.exact)
    days = [h.since for h in found if h.since and h.since >= one.since.replace(day=1)]
    if found:
        return Deadline(MET, min(days) if days else None, due, None)
    # What was not done before the risk was removed is not asked for any more.
    if due is None or not one.open_on(on):
        return Deadline(OPEN, None, None, None)
    left = (due - on).days
    return Deadline(OPEN if left >= 0 else LATE, None, due, left)
