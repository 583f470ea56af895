"""Timers of monitoring (监测时限): by which day something has to be done for a monitored household.

Only days: whether it was done is asked of the record. A day of a list, which tells the month only,
counts from the month's last day.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from liuqing.policy.calendar import months_after
from liuqing.policy.dated import NotInForceError, Parameters

MEASURE = "flags.measure_months"
DEVELOPMENT = "flags.development_months"
REMOVAL = "monitoring.removal_months"
FOLLOW_UP = "monitoring.follow_up_months"
BY_RISK = "flags.measures_by_risk"
COMMON = "flags.common_measures"
DEVELOPING = "flags.development_measures"
WATCHED, REMOVED, EXITED = "监测对象", "风险已消除", "已脱贫户"
"""Who is visited again, as ``FOLLOW_UP`` names them."""


@dataclass(frozen=True)
class Timers:
    """The place's numbers of a day; None where one is not in force.

    ``by_risk``: which measures meet a risk; of a risk that is not named any may.
    """

    measure: int | None
    development: int | None
    removal: int | None
    follow_up: dict[str, int]
    by_risk: dict[str, list[str]]
    common: dict[str, str]
    developing: list[str]

    def meets(self, measure: str, risk: str) -> bool:
        """Whether a measure is help against a risk; what everybody has is so only where it is meant."""
        if risk in self.by_risk:
            return measure in self.by_risk[risk]
        return self.common.get(measure, risk) == risk


def read(p: Parameters) -> Timers:
    """The timers of a place on a day."""
    return Timers(
        _number(p, MEASURE), _number(p, DEVELOPMENT), _number(p, REMOVAL), p[FOLLOW_UP] if p.has(FOLLOW_UP) else {},
        p[BY_RISK] if p.has(BY_RISK) else {}, p[COMMON] if p.has(COMMON) else {},
        p[DEVELOPING] if p.has(DEVELOPING) else [],
    )  # fmt: skip


def due(since: date, months: int | None, *, exact: bool = True) -> date | None:
    """The last day on which it is in time; None without a number."""
    if months is None:
        return None
    begun = since if exact else since.replace(day=monthrange(since.year, since.month)[1])
    return months_after(begun, months)


def _number(p: Parameters, name: str) -> int | None:
    try:
        return int(p[name])
    except NotInForceError:
        return None
