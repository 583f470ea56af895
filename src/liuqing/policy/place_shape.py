"""What a ``place.yaml`` may say: one small class a section, and the words that are allowed.

A section that is left out means that the plan is silent: lists are empty, switches are off, texts
are "". Numbers that rules read are not here (``parameters/``), nor figures that a plan promises
(``targets.csv``). ``policy/place_file.py`` reads a file into these classes and collects its faults.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Literal

MODULES = {
    "register": "建档立卡",
    "measures": "帮扶措施",
    "projects": "项目库",
    "exits": "退出",
    "evaluation": "摘帽评估",
    "consolidation": "巩固提升",
    "tiers": "分层帮扶",
    "monitoring": "返贫监测",
    "beyond": "后扶贫帮扶",
}
"""The parts of the work that a phase switches on."""

Module = Literal[
    "register",
    "measures",
    "projects",
    "exits",
    "evaluation",
    "consolidation",
    "tiers",
    "monitoring",
    "beyond",
]
Level = Literal["county", "town", "village", "household"]
LEVELS = {"county": "县", "town": "乡镇", "village": "村", "household": "户"}
Every = Literal["", "half_month", "month", "quarter", "year"]
EVERY = {"half_month": "每半月", "month": "每月", "quarter": "每季度", "year": "每年"}
Operator = Literal["=", ">=", "<=", "~"]
OPERATORS = {"": "", "=": "", ">=": "≥", "<=": "≤", "~": "约"}
"""How a figure is compared with what the plan states; ``~`` is within a tolerance."""

YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""How many yuan one unit of display has."""

Grain = Literal["", "item", "headline", "project", "target", "period"]
GRAINS = {
    "item": "分项合计和工程量",
    "headline": "只有总数",
    "project": "逐个项目，有数量和投资",
    "target": "只有目标",
    "period": "分时段合计",
}
"""How finely a plan tells its projects."""

Identification = Literal["registered", "colours", "tiers", "tracking"]
IDENTIFICATION = {
    "registered": "建档立卡",
    "colours": "分色管理",
    "tiers": "分层管理",
    "tracking": "动态跟踪",
}


@dataclass(frozen=True)
class Unit:
    """What kind of unit it is (县, 边境县, 度假区) and its leading bodies, the highest first.

    ``divisions`` is what the plan says of its towns; the code list may say otherwise.
    """

    kind: str = ""
    bodies: list[str] = field(default_factory=list)
    divisions: str = ""


@dataclass(frozen=True)
class Plan:
    """The plan's own data: years (the core ones too, if it names any), number, dates of filing.

    ``issued`` is a day (2018-11-28); ``filed_by`` a day or, where no year is told, month and day
    (10-30); ``filing`` is what happens with a department's own plan: 报送, 备案.
    """

    title: str = ""
    number: str = ""
    issued: str = ""
    first_year: int | None = None
    last_year: int | None = None
    core_first_year: int | None = None
    core_last_year: int | None = None
    filed_by: str = ""
    filed_to: str = ""
    filing: str = ""

    def due(self, year: int) -> date | None:
        """The day by which plans are filed in that year; None if the plan names none.

        A plan that names a day of one year only is due in that year and no other.
        """
        if not self.filed_by:
            return None
        if len(self.filed_by) > len("10-30"):
            day = date.fromisoformat(self.filed_by)
            return day if day.year == year else None
        return date.fromisoformat(f"{year}-{self.filed_by}")


@dataclass(frozen=True)
class PovertyLine:
    """Whose line it is, in the plan's words; the amounts are ``parameters/exits/income_line``."""

    scope: Literal["", "国家", "省定", "市定", "县定"] = ""
    said: str = ""


@dataclass(frozen=True)
class IncidenceLimit:
    """The highest share of unexited people (per cent) from a year on, for each area of a level.

    ``kind`` is ``registered`` (unexited registered people) or ``composite`` (with the omitted, the
    falsely exited and those returned to poverty); ``clause`` is the plan's section.
    """

    year: int
    percent: Decimal
    level: Level
    kind: Literal["registered", "composite"] = "registered"
    clause: str = ""


@dataclass(frozen=True)
class Grade:
    """A grade of villages by collective income in yuan a year: at least ... and below ..."""

    name: str
    at_least: Decimal | None = None
    below: Decimal | None = None


@dataclass(frozen=True)
class CollectiveIncome:
    """How villages are graded by collective income, lowest first; ``clause`` is the section."""

    grades: list[Grade] = field(default_factory=list)
    clause: str = ""

    def grade(self, yuan: Decimal) -> str | None:
        """The grade of a village with that income; None if no grade reaches so far."""
        fits = (
            g.name for g in self.grades if (g.at_least or 0) <= yuan and (g.below is None or yuan < g.below)
        )
        return next(fits, None)


@dataclass(frozen=True)
class Scheme:
    """How households are told apart: only registered or not, by colour, by tier, by tracking.

    ``classes`` are its colours or tiers; ``outside``: it also covers households that are not
    registered; ``said`` is what the plan says of it, and what it leaves open.
    """

    model: Identification = "registered"
    said: str = ""
    classes: list[str] = field(default_factory=list)
    outside: bool = False


@dataclass(frozen=True)
class Causes:
    """The causes of poverty that the place counts; ``several``: a household may have more than one."""

    codes: list[str] = field(default_factory=list)
    several: bool = False
    said: str = ""


@dataclass(frozen=True)
class Partner:
    """A partner region and what the partnership gives: 资金, 劳务, 学校, 干部, …"""

    name: str
    province: str = ""
    gives: list[str] = field(default_factory=list)

    written: ClassVar[dict[str, str]] = {"for": "gives"}


@dataclass(frozen=True)
class Entitlements:
    """The entitlements that the plan speaks of, by their topic; amounts are parameters."""

    employment: list[str] = field(default_factory=list)
    education: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    housing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ceiling:
    """What a year's self-paid medical costs may not exceed: rural income of which area and year.

    ``area`` "" means that there is no such ceiling; ``year`` "" that the plan does not say which.
    """

    area: Literal["", "county", "city"] = ""
    year: Literal["", "same", "previous"] = ""
    said: str = ""


@dataclass(frozen=True)
class Relocation:
    """Whether the place relocates households (易地扶贫搬迁), and in which ways."""

    in_force: bool = False
    kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Responsibility:
    """Who is named for a measure (责任人, 责任单位, …) and which headquarters lead."""

    roles: list[str] = field(default_factory=list)
    headquarters: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Former:
    """A name that the department, or a part of it, bore before: ``how`` is 合并, 更名 or 拆分.

    ``until`` is the last day or year, "" if nobody could find it out.
    """

    name: str
    how: Literal["合并", "更名", "拆分"]
    until: str = ""
    unverified: bool = False


@dataclass(frozen=True)
class Department:
    """A department's other names of today, and those it bore before."""

    aliases: list[str] = field(default_factory=list)
    formerly: list[Former] = field(default_factory=list)

    short: ClassVar[str] = "aliases"

    @property
    def names(self) -> list[str]:
        """Every other name under which it is known, today's first."""
        return [*self.aliases, *(former.name for former in self.formerly)]


@dataclass(frozen=True)
class Duty:
    """Who visits whom, and how often if the plan says so; how many times is a parameter."""

    role: str
    target: str
    every: Every = ""


@dataclass(frozen=True)
class Visits:
    """The visits that the plan asks for."""

    said: str = ""
    duties: list[Duty] = field(default_factory=list)


@dataclass(frozen=True)
class Beat:
    """A meeting or a report that comes round: of which body, how often."""

    what: Literal["meeting", "report"]
    body: str
    every: Every


@dataclass(frozen=True)
class Helpers:
    """How helpers are bound to households; ``ranks`` are those that have a quota of their own."""

    said: str = ""
    ranks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Supervision:
    """Kinds of inspection; a bulletin of ``problems_only`` never lists successes (逆向通报)."""

    kinds: list[str] = field(default_factory=list)
    bulletin: Literal["", "problems_only"] = ""


@dataclass(frozen=True)
class Quality:
    """What is checked; ``limits`` names what is bounded, each with its metric in targets.csv."""

    checks: list[str] = field(default_factory=list)
    limits: dict[str, str] = field(default_factory=dict)
    census_ready: bool = False
    third_party: bool = False


@dataclass(frozen=True)
class LowIncome:
    """How low-income support and the poverty line go together (两线合一, …)."""

    said: str = ""
    features: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Display:
    """How figures are shown: unit and digits of money, digits of per cent (by metric if told)."""

    money_unit: Literal["元", "万元", "亿元"] = "万元"
    money_digits: int = 2
    money_also: list[str] = field(default_factory=list)
    percent_digits: int = 2
    percent_by: dict[str, int] = field(default_factory=dict)

    def money(self, yuan: Decimal) -> str:
        """A sum as the place writes it: ``220,448.97 万元``."""
        shown = _rounded(yuan / YUAN[self.money_unit], self.money_digits)
        return f"{shown:,} {self.money_unit}"

    def percent(self, value: Decimal, metric: str = "") -> str:
        """Per cent as the place writes them, by metric where it has a way of its own: ``1.50%``."""
        return f"{_rounded(value, self.percent_by.get(metric, self.percent_digits))}%"


@dataclass(frozen=True)
class Approximation:
    """What a word of the plan means for a comparison; ``tolerance`` in per cent of the figure.

    ``instead_of``: the word that this one was meant to be (新平 writes 右 for 左右).
    """

    operator: Operator
    tolerance: Decimal = Decimal(0)
    instead_of: str = ""


@dataclass(frozen=True)
class Told:
    """Everything that a place states of itself, its ancestors' statements included."""

    label: str = ""
    extends: str = ""
    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    rule_sets: list[str] = field(default_factory=list)
    unit: Unit = field(default_factory=Unit)
    town_kinds: list[str] = field(default_factory=list)
    village_kinds: list[str] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    phases: dict[str, list[Module]] = field(default_factory=dict)
    phase: str = ""
    poverty_line: PovertyLine = field(default_factory=PovertyLine)
    exit_sets: dict[Level, str] = field(default_factory=dict)
    incidence_limits: list[IncidenceLimit] = field(default_factory=list)
    collective_income: CollectiveIncome = field(default_factory=CollectiveIncome)
    identification: Scheme = field(default_factory=Scheme)
    causes: Causes = field(default_factory=Causes)
    project_classes: dict[str, list[str]] = field(default_factory=dict)
    project_grain: Grain = ""
    fund_sources: dict[str, list[str]] = field(default_factory=dict)
    funding_gap: bool = False
    partners: list[Partner] = field(default_factory=list)
    entitlements: Entitlements = field(default_factory=Entitlements)
    self_pay_ceiling: Ceiling = field(default_factory=Ceiling)
    relocation: Relocation = field(default_factory=Relocation)
    responsibility: Responsibility = field(default_factory=Responsibility)
    departments: dict[str, Department] = field(default_factory=dict)
    visits: Visits = field(default_factory=Visits)
    rhythm: list[Beat] = field(default_factory=list)
    helpers: Helpers = field(default_factory=Helpers)
    reserve_cadres: bool = False
    supervision: Supervision = field(default_factory=Supervision)
    quality: Quality = field(default_factory=Quality)
    special_groups: list[str] = field(default_factory=list)
    asset_income: list[str] = field(default_factory=list)
    motivation: list[str] = field(default_factory=list)
    finance: list[str] = field(default_factory=list)
    low_income: LowIncome = field(default_factory=LowIncome)
    display: Display = field(default_factory=Display)
    approximations: dict[str, Approximation] = field(default_factory=dict)
    approximate_words: list[str] = field(default_factory=list)
    text_flaws: list[str] = field(default_factory=list)

    def incidence_limit(self, year: int, level: Level) -> IncidenceLimit | None:
        """The highest incidence that each area of the level may have in that year, if any."""
        begun = [one for one in self.incidence_limits if one.level == level and one.year <= year]
        return max(begun, key=lambda one: one.year, default=None)


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Half up, as offices round; Python would round half to even."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
