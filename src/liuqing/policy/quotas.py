"""Quotas (定额): who must do what, for whom, how often at least.

``quotas.yaml`` of a place (and of its ancestors) states meetings, visits, surveys, reports, trainings,
inspections, filings with their day, and helpers. What offices did is their ledger 责任落实工作台账
(``activities`` of a snapshot): a day, a kind of work, an office or post (never a name), an area or a
household. What an office never reported at all is not known, which is not the same as not done.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.place import Place
from liuqing.policy.standards import limit_shown

FILE = "quotas.yaml"

ACTIVITIES = (
    "会议", "走访", "调研", "解决问题", "报告", "检查", "培训", "农业技能培训", "两学三比活动", "普通话推广", "报送方案",
)  # fmt: skip
"""The kinds of work, as people write them under 工作类型."""
HELPERS = "结对"
"""Not in the ledger: the households' helpers in force, as the register has them."""

Every = Literal["half_month", "month", "quarter", "year", "once"]
EVERY = {"half_month": "每半月", "month": "每月", "quarter": "每季度", "year": "每年", "once": "一次"}
Target = Literal[
    "office", "village", "poor_village", "poor_town", "unexited_household", "registered_household"
]
TARGETS = {
    "office": "本级",
    "village": "每个村",
    "poor_village": "每个贫困村",
    "poor_town": "每个贫困乡",
    "unexited_household": "每个未脱贫户",
    "registered_household": "每个建档立卡户",
}


@dataclass(frozen=True)
class Quota:
    """A minimum of work: ``minimum`` (``values``) in each period, for each target.

    ``at`` is the level of the office; each of ``roles`` must do it by itself unless they count
    ``together``; ``departments`` are all departments of the place besides. ``areas`` are names of the
    only areas it is for. ``deadline`` is a day, or month and day of each year. ``note`` says what must
    be known of it.
    """

    label: str
    activity: str
    at: Literal["county", "town", "village"]
    every: Every
    values: dict[date, Limit]
    roles: list[str] = field(default_factory=list)
    departments: bool = False
    together: bool = False
    target: Target = "office"
    areas: list[str] = field(default_factory=list)
    deadline: str = ""
    requirements: list[str] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Quotas:
    """Everything that a place states."""

    quotas: dict[str, Quota] = field(default_factory=dict)


@dataclass(frozen=True)
class Period:
    """A stretch of time in which the minimum must be reached, both days included."""

    label: str
    first: date
    last: date


def declared(place: Place) -> Quotas:
    """The quotas of a place with those it inherits; raises the first fault as a Problem."""
    found: Quotas = layers.stated(place.lineage, FILE, Quotas, (("quotas", _doubts),))
    return found


def roles(place: Place) -> list[str]:
    """Every office or post that the place's quotas name, as people write it under 责任主体."""
    stated = declared(place).quotas.values()
    named = [role for one in stated for role in one.roles]
    if any(one.departments for one in stated):
        named += place.departments
    return list(dict.fromkeys(named))


def offices(place: Place, one: Quota) -> list[tuple[str, ...]]:
    """Whose work counts: one entry for each that must do it, with the roles that count for it."""
    each = [*one.roles, *(place.departments if one.departments else [])]
    return [tuple(each)] if one.together else [(role,) for role in each]


def periods(one: Quota, on: date, since: date) -> list[Period]:
    """The periods of the day's year that have begun and lie in the quota's time."""
    if one.deadline:
        last = _deadline(one.deadline, on.year)
        return [Period(str(last), date(last.year, 1, 1), last)] if last.year <= on.year else []
    return [found for found in _of_year(one.every, on.year) if since <= found.first <= on]


def _deadline(said: str, year: int) -> date:
    return date.fromisoformat(said if len(said) > len("10-30") else f"{year}-{said}")


def _of_year(every: str, year: int) -> list[Period]:
    if every in ("year", "once"):
        return [Period(str(year), date(year, 1, 1), date(year, 12, 31))]
    if every == "quarter":
        firsts = [date(year, month, 1) for month in (1, 4, 7, 10)]
        return [Period(f"{year}年{n}季度", first, _end(first, 3)) for n, first in enumerate(firsts, 1)]
    months = [date(year, month, 1) for month in range(1, 13)]
    if every == "month":
        return [Period(f"{first:%Y-%m}", first, _end(first, 1)) for first in months]
    halves = [(f"{m:%Y-%m}上", m, m.replace(day=15)) for m in months]
    halves += [(f"{m:%Y-%m}下", m.replace(day=16), _end(m, 1)) for m in months]
    return [Period(*half) for half in sorted(halves, key=lambda half: half[1])]


def _end(first: date, months: int) -> date:
    month = first.month + months - 1
    return date(first.year, month, 1) + timedelta(days=monthrange(first.year, month)[1] - 1)


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``quotas.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Quotas, (("quotas", _doubts),))


def _doubts(key: str, one: Quota, everything: Quotas) -> list[str]:
    found = layers.falling(one.values)
    if one.activity not in (*ACTIVITIES, HELPERS):
        found.append(f"用了不认识的工作类型「{one.activity}」")
    if not one.roles and not one.departments and one.activity != HELPERS:
        found.append("没有写 roles（责任主体）")
    if (one.activity == HELPERS) != (not one.roles and not one.departments):
        found.append("的结对按台账中的帮扶责任人计算，不写 roles")
    if one.deadline:
        try:
            _deadline(one.deadline, 2020)
        except ValueError:
            found.append(f"的 deadline「{one.deadline}」不是日期（2018-11-25 或 10-30）")
    if bool(one.deadline) != (one.every == "once"):
        found.append("的 deadline 与 every: once 应当一起写")
    for since, limit in one.values.items():
        if not limit.ended and (limit.value is None or limit.value < 1 or limit.value % 1):
            found.append(f"自 {since} 起的次数应当是不小于 1 的整数")
    return found


def catalogue(place: Place, on: date) -> list[dict[str, Any]]:
    """Every quota of the place with its minimum of the day, as ``liuqing rules`` prints it."""
    return [_shown(key, one, on) for key, one in declared(place).quotas.items()]


def _shown(key: str, one: Quota, on: date) -> dict[str, Any]:
    found = in_force(one.values, on)
    last = list(one.values.values())[-1]
    return {
        "name": key,
        "label": one.label,
        "kind": "quota",
        "entity": TARGETS[one.target],
        "unit": "户" if one.activity == HELPERS else "次",
        "requirements": list(one.requirements),
        "source": str(found[1].source if found else last.source),
        "expects": None,
        "severity": "",
        "check": one.note,
        "every": one.deadline or EVERY[one.every],
        "roles": [*one.roles, *(["各部门"] if one.departments else [])],
        "parameters": [limit_shown(key, one.label, "次", found)],
    }
