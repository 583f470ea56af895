"""Late (滞后): which projects are late, or will be as things stand, why, and who must act.

Seen before it happens: a stage whose planned day cannot be reached any more at the usual pace from today on,
work that is behind the straight line of time, money that is behind the work. About offices, never persons.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liuqing.planning.models import Project
from liuqing.planning.queries import scope
from liuqing.planning.queries.life import gates, many, scheduled
from liuqing.planning.queries.life.days import day
from liuqing.planning.queries.life.gathered import NOTHING, Gathered
from liuqing.planning.queries.life.options import position
from liuqing.policy.dated import NotInForceError
from liuqing.policy.project_life import SILENT, SLACK
from liuqing.registry.models import Area
from liuqing.registry.queries import scope as areas
from liuqing.workflow.rights import Right

KINDS = {
    "late": "已经过期",
    "foreseen": "眼看要误期",
    "slow": "进度落后于时间",
    "silent": "没有动静",
    "unpaid": "支付落后于进度",
    "ahead": "支付超前于进度",
}
"""What may be wrong, the worst first."""
FINANCE = "县财政局和实施单位"
WATCHED = (*Project.WAITING, *Project.IN_POOL[:-1])
"""States in which something may be late: from the application until it is handed over."""


@dataclass(frozen=True)
class Delay:
    """One thing that is, or will be, late: ``days`` how much; ``reason`` in words; ``who`` must act."""

    project: Project
    kind: str
    label: str
    days: int
    reason: str
    who: str


@dataclass(frozen=True)
class Delays:
    """The delays of a place on a day; ``counts`` by kind, of all of them."""

    area: Area
    on: date
    found: tuple[Delay, ...]
    counts: tuple[tuple[str, str, int], ...]
    watched: int


def delays(user: Any, code: str | None = None, *, kind: str = "", on: date | None = None) -> Delays:
    """What is late in a place, or of one kind. Problem ``registry.no_such_area``."""
    where = areas.area(user, code, Right.SEE_PROJECTS)
    projects = many.read(scope.visible(user).filter(state__in=WATCHED), where)
    when = day(on)
    found = sorted(
        of(projects, when), key=lambda one: (list(KINDS).index(one.kind), -one.days, one.project.no)
    )
    counts = tuple((key, label, sum(one.kind == key for one in found)) for key, label in KINDS.items())
    wanted = tuple(one for one in found if one.kind == kind) if kind in KINDS else tuple(found)
    return Delays(where, when, wanted, counts, len(projects))


def of(projects: Iterable[Project], on: date, gathered: Gathered | None = None) -> Iterator[Delay]:
    """The delays of some projects, read with the same few questions however many they are."""
    wanted = list(projects)
    gathered = gathered or Gathered(wanted)
    look = _Look(gathered, on, scheduled.usual(on), _number(SLACK, on), _number(SILENT, on))
    for project in wanted:
        yield from look.of(project)


def _number(name: str, on: date) -> int | None:
    """A number of the place; None where it has none: then nothing is said of it."""
    try:
        return int(gates.here().parameters(on)[name])
    except NotInForceError:
        return None


@dataclass(frozen=True)
class _Look:
    gathered: Gathered
    on: date
    usual: dict[str, int]
    slack: int | None
    silent: int | None

    def of(self, project: Project) -> Iterator[Delay]:
        plans = scheduled.planned(project, self.gathered, self.usual)
        yield from self._stages(project, plans)
        if project.state == Project.State.BEGUN:
            percent, expected = self.percent(project), self.expected(project, plans)
            yield from self._work(project, percent, expected)
            yield from self._money(project, percent)

    def _stages(self, project: Project, plans: dict[str, date]) -> Iterator[Delay]:
        """The first stage that is late or cannot be reached in time: those after it follow from it."""
        stages = gates.life().stages
        for at, key in enumerate(self._ahead(project)):
            planned, stage = plans.get(key), stages[key]
            if planned is None:
                continue
            if at == 0 and planned < self.on:
                past = (self.on - planned).days
                reason = f"计划 {planned} 「{stage.label}」，已过 {past} 天"
                yield Delay(project, "late", stage.label, past, reason, who(project, key))
                return
            reached = scheduled.earliest(key, position(project), self.on, self.usual)
            if reached > planned:
                yield self._foreseen(project, key, planned, reached)
                return

    def _foreseen(self, project: Project, key: str, planned: date, reached: date) -> Delay:
        stages, short = gates.life().stages, (reached - planned).days
        first = next(iter(self._ahead(project)))
        reason = (
            f"计划 {planned} 「{stages[key].label}」，现在还在「{Project.State(project.state).label}」；"
            f"按通常的天数要到 {reached}，晚 {short} 天"
        )
        return Delay(project, "foreseen", stages[key].label, short, reason, who(project, first))

    def _ahead(self, project: Project) -> Iterator[str]:
        stages = gates.life().stages
        keys, here = list(stages), position(project)
        for key in keys[keys.index(here) + 1 if here in keys else 0 :]:
            skip = stages[key].skip
            # What may be left out makes nobody late.
            if skip is None or gates.applies(skip, project, self.gathered, self.on) is not True:
                yield key

    def percent(self, project: Project) -> int | None:
        """How far the work was on the day by the latest report until then."""
        told = [percent for on, percent in self.gathered.progresses.get(project.pk, []) if on <= self.on]
        return told[-1] if told else None

    def expected(self, project: Project, plans: dict[str, date]) -> int | None:
        """How far it would be if it went on evenly from the first to the last day of the work."""
        begun = self.gathered.reached(project).get("begun") or plans.get("begun")
        last = plans.get("completed")
        if begun is None or last is None or last <= begun:
            return None
        return max(0, min(100, 100 * (self.on - begun).days // (last - begun).days))

    def _work(self, project: Project, percent: int | None, expected: int | None) -> Iterator[Delay]:
        office = who(project, "completed")
        told = [on for on, _ in self.gathered.progresses.get(project.pk, []) if on <= self.on]
        begun = self.gathered.reached(project).get("begun") or project.starts_on
        last = told[-1] if told else begun
        quiet = (self.on - last).days if last else 0
        if self.silent is not None and quiet > self.silent:
            what = f"{quiet} 天没有报进度" if told else f"开工 {quiet} 天，没有报过进度"
            yield Delay(project, "silent", "进度", quiet, what, office)
        if self.slack is None or percent is None or expected is None:
            return
        if expected - percent > self.slack:
            reason = f"时间过了 {expected}%，工程只到 {percent}%"
            yield Delay(project, "slow", "进度", expected - percent, reason, office)

    def _money(self, project: Project, percent: int | None) -> Iterator[Delay]:
        whole = self.gathered.contracted(project) or self.gathered.need(project) or NOTHING
        if self.slack is None or percent is None or not whole or project.pk not in self.gathered.lines:
            return
        paid = int(100 * self.gathered.paid.get(project.pk, Decimal(0)) / whole)
        if percent - paid > self.slack:
            yield Delay(
                project, "unpaid", "支付", percent - paid, f"工程到 {percent}%，只付了 {paid}%", FINANCE
            )
        if paid - percent > self.slack:
            yield Delay(
                project, "ahead", "支付", paid - percent, f"付了 {paid}%，工程只到 {percent}%", FINANCE
            )


def who(project: Project, key: str) -> str:
    """The office that must take a stage: by its name where the project names it."""
    stage = gates.life().stages[key]
    if key == "argued":
        return project.department or stage.who
    if stage.level == "department":
        return project.unit or project.department or stage.who
    return stage.who
