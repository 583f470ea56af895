"""Gates (关口): is a stage of a project open, what is missing, and why?

Met, not met, or not known; a stage opens only when every gate that counts for the project is met.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from liuqing.planning.models import Project
from liuqing.planning.queries.life.gathered import Gathered
from liuqing.planning.queries.performance import consequence
from liuqing.planning.services import announcements, pool
from liuqing.policy import announcing, project_life
from liuqing.policy import place as places
from liuqing.policy.dated import NotInForceError, Parameters
from liuqing.policy.place import Place
from liuqing.policy.project_life import PROCURED, SYSTEMS, Gate, Life, When
from liuqing.workflow import clock

Answer = tuple[bool | None, str]
"""Met (True), not met, or not known (None), and why."""


@dataclass(frozen=True)
class Opened:
    """A gate of a project: ``met`` None is not known. ``papers``: which would open it, if papers do."""

    key: str
    label: str
    asks: str
    met: bool | None
    why: str
    papers: tuple[str, ...] = ()
    on_paper: bool = True
    system: str = ""
    source: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Handed:
    """What comes in with the act: papers shown, papers stated to lie in the office, figures."""

    shown: Collection[str] = ()
    stated: Collection[str] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)


NOTHING_HANDED = Handed()


def here() -> Place:
    """The place of this installation."""
    return places.load(settings.WORKSPACE.place)


def life() -> Life:
    """The life of projects as this place states it."""
    return project_life.stated(here())


def of(
    project: Project, key: str, gathered: Gathered, *, on: date | None = None, handed: Handed = NOTHING_HANDED
) -> tuple[Opened, ...]:
    """The gates of a stage that count for the project, in their order."""
    looked = _Look(project, gathered, handed, here().parameters(on or clock.today()))
    return tuple(looked.all(life().gates_of(key)))


def applies(when: When | None, project: Project, gathered: Gathered, on: date | None = None) -> bool | None:
    """Whether it is so for the project; None where that is not known."""
    return _Look(project, gathered, NOTHING_HANDED, here().parameters(on or clock.today())).counts(when)


@dataclass(frozen=True)
class _Look:
    project: Project
    gathered: Gathered
    handed: Handed
    numbers: Parameters

    @property
    def figures(self) -> dict[str, Any]:
        return self.gathered.figures(self.project) | dict(self.handed.figures)

    def all(self, gates: Mapping[str, Gate]) -> Iterable[Opened]:
        for key, gate in gates.items():
            counts = self.counts(gate.when)
            if counts is False:
                continue
            met, why = ASKED[gate.asks](self, gate)
            if counts is None and met is not True:
                met, why = None, "要不要这一项，取决于采购类别和估算价（或资金需求），现在不明"
            yield Opened(
                key, gate.label, gate.asks, met, why, tuple(gate.papers), gate.on_paper,
                SYSTEMS.get(gate.system or "", ""), str(gate.source or ""), gate.unverified,
            )  # fmt: skip

    def counts(self, when: When | None) -> bool | None:
        """Whether a gate counts: every part must; one that does not decides even beside one not known."""
        if when is None:
            return True
        parts: list[bool | None] = []
        if when.reach:
            parts.append(self.project.reach in when.reach)
        if when.area:
            parts.append(self.project.area.level in when.area)
        if when.at_least:
            parts.append(self._reaches(when.at_least))
        if when.below:
            reached = self._reaches(when.below)
            parts.append(None if reached is None else not reached)
        return False if False in parts else None if None in parts else True

    def _reaches(self, number: str) -> bool | None:
        """Whether the contract (or the whole project) is as large as the number of the place."""
        try:
            value = self.numbers[number]
        except NotInForceError:
            return None
        need = self.gathered.need(self.project)
        if not isinstance(value, dict):
            return None if need is None else need >= Decimal(str(value))
        limits = {kind: Decimal(str(limit)) for kind, limit in value.items()}
        kind, price = self.figures.get("kind"), self.figures.get("estimate")
        if kind in limits and price is not None:
            return Decimal(str(price)) >= limits[str(kind)]
        # No contract costs more than the project needs: below every limit the kind does not matter.
        return False if need is not None and need < min(limits.values()) else None

    def paper(self, gate: Gate) -> Answer:
        """Any one of the papers, shown; where the office's file is enough, stated."""
        kept = self.gathered.attachments.get(self.project.pk, [])
        shown = {one.kind for one in kept if one.sha256} | set(self.handed.shown)
        stated = {one.kind for one in kept if not one.sha256} | set(self.handed.stated)
        found = [kind for kind in gate.papers if kind in shown]
        on_file = [kind for kind in gate.papers if kind in stated]
        if found:
            return True, f"有{found[0]}"
        if on_file and gate.on_paper:
            return True, f"{on_file[0]}存在纸质档案里"
        if on_file:
            return None, f"{on_file[0]}只说有纸质件，要上传才算"
        return False, f"还没有{'或'.join(gate.papers)}"

    def notice(self, gate: Gate) -> Answer:
        """The notice has hung for its days."""
        if not announced(gate.notice, self.numbers.on):
            return None, "本地没有规定这一类公示，不知道算不算公示过"
        if announcements.hung(self.project, gate.notice):
            return True, "公示（公告）已满天数"
        return False, "还没有公示（公告），或天数未满"

    def application(self, gate: Gate) -> Answer:
        """Nothing of the application is missing."""
        missing = [what for _, what in pool.missing(self.project)]
        if missing:
            return False, "；".join(missing)
        if self.project.pk in self.gathered.unpriced:
            return None, "有的工程量没有单价，金额是否相符不明"
        return True, "齐全"

    def performance(self, gate: Gate) -> Answer:
        """The grade of the year before does not keep the project out; one that nobody looked at is a new one."""
        year = self.figures.get("year") or self.project.year or self.numbers.on.year
        told = consequence(self.project, int(year)) if str(year).isdecimal() else None
        if told is None:
            return True, "还没有评价过"
        return not told.excluded, f"{told.of_year} 年 {told.score} 分，等级{told.grade}：{told.means}"

    def money(self, gate: Gate) -> Answer:
        """As much is secured as the contract, the estimate, or the need up to the year of the plan."""
        secured = self.gathered.secured(self.project)
        wanted = self._wanted()
        if secured is None or wanted is None:
            return None, "没有写明资金需求或来源"
        if secured < wanted or not secured:
            return False, f"需要 {wanted:,.2f} 元，已落实 {secured:,.2f} 元"
        return True, f"已落实 {secured:,.2f} 元"

    def _wanted(self) -> Decimal | None:
        signed, price = self.gathered.contracted(self.project), self.figures.get("estimate")
        if signed or price is not None:
            return signed or Decimal(str(price))
        return self.gathered.need(self.project, self.project.year) or self.gathered.need(self.project)

    def contract(self, gate: Gate) -> Answer:
        """A contract is on record, and not over what the project needs."""
        need, signed = self.gathered.need(self.project), self.gathered.contracted(self.project)
        if not signed:
            return False, "还没有登记合同"
        if need is None:
            return None, "没有写明资金需求，合同价是否超出不明"
        return signed <= need, f"合同价 {signed:,.2f} 元"

    def duty(self, gate: Gate) -> Answer:
        """Somebody answers for the quality."""
        told = self.gathered.duties.get(self.project.pk, [])
        if not told:
            return False, "还没有登记质量责任人"
        if not any(one.person for one in told):
            return None, "只写了单位，没有写明是谁"
        return True, f"已登记 {len(told)} 项"

    def progress(self, gate: Gate) -> Answer:
        """The work is done."""
        percent = self.gathered.percent(self.project)
        if percent is None:
            return None, "还没有报过进度"
        return percent == WHOLE, f"报到 {percent}%"

    def claims(self, gate: Gate) -> Answer:
        """No claim is waiting."""
        if self.project.pk not in self.gathered.lines:
            return None, "没有资金安排，不知道报账是否办结"
        waiting = [no for (no,) in self.gathered.open_claims.get(self.project.pk, [])]
        return (False, f"还有 {len(waiting)} 笔报账没有办结") if waiting else (True, "都已办结")

    def paid(self, gate: Gate) -> Answer:
        """Everything was paid that was settled, but for what is kept back; and nothing more."""
        settled = self.figures.get("settled")
        if self.project.pk not in self.gathered.lines or settled is None:
            return None, "没有资金安排，或没有填审定结算价"
        paid = self.gathered.paid.get(self.project.pk, Decimal(0))
        kept = self.gathered.retained.get(self.project.pk, Decimal(0))
        said = f"已付 {paid:,.2f} 元，质保金 {kept:,.2f} 元，审定结算价 {Decimal(str(settled)):,.2f} 元"
        return paid + kept == Decimal(str(settled)), said

    def asset(self, gate: Gate) -> Answer:
        """An asset is registered, or a paper says that there is none."""
        told = self.gathered.assets.get(self.project.pk, [])
        if any(not owner for _, owner, _ in told):
            return None, "登记的资产没有写产权人"
        return (True, f"已登记 {len(told)} 项资产") if told else self.paper(gate)


ASKED: dict[str, Callable[[_Look, Gate], Answer]] = {
    "paper": _Look.paper, "notice": _Look.notice, "application": _Look.application, "money": _Look.money,
    "contract": _Look.contract, "duty": _Look.duty, "progress": _Look.progress, "claims": _Look.claims,
    "paid": _Look.paid, "asset": _Look.asset,
    "performance": _Look.performance,
}  # fmt: skip
"""How each kind of gate is looked at."""
WHOLE = 100


def announced(kind: str, on: date) -> bool:
    """Whether the place has such a kind of notice on the day."""
    return kind in announcing.kinds(here(), on)


__all__ = ["PROCURED", "Handed", "Opened", "applies", "here", "life", "of"]
