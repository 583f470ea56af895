"""Standards (标准): what an area must have reached, as data of the place.

``standards.yaml`` of a place (and of its ancestors) has ``sets`` and ``standards``. A standard compares
a figure of the assessment, or what offices report (``indicators.py``), with a limit that has a first
day, a source and perhaps a doubt. The village's, town's and county's exit criteria are sets of them;
so are the promises of the plan. Households are judged by the rules instead.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from liuqing.errors import Problem
from liuqing.policy import layers
from liuqing.policy.indicators import INDICATORS
from liuqing.policy.layers import Limit, in_force
from liuqing.policy.place import Place
from liuqing.policy.quality import FORMULAS

FILE = "standards.yaml"

FIGURES = {
    "registered_households": "户",
    "registered_persons": "人",
    "unexited_households": "户",
    "unexited_persons": "人",
    "exited_persons": "人",
    "relapsed_persons": "人",
    "rural_population": "人",
    "poor_villages": "个",
    "poor_villages_exited": "个",
    "poor_villages_left": "个",
    "dibao_persons": "人",
    "complete_households[clear=measures]": "户",
    "complete_households[clear=officers]": "户",
}
"""Figures of the assessment that a standard may use: metric, or ``metric[dimension]``, and unit."""

COUNTY = "county."
"""Before a name: the county's value, whichever area is judged."""

Level = Literal["hamlet", "village", "town", "county"]
Operator = Literal["=", ">=", "<=", ">", "<", "~", "between", "report"]
OPERATORS = {
    "=": "=",
    ">=": "≥",
    "<=": "≤",
    ">": ">",
    "<": "<",
    "~": "约",
    "between": "在…之间",
    "report": "只报数",
}
Scope = Literal["", "poor_village", "leaving_village", "poor_town"]
Change = Literal["", "last_year", "yearly"]
UNITS = ("", "%", "‰", "元", "万元", "人", "户", "个", "亩", "家", "所", "条", "支", "次", "人次", "间", "份", "人/户", "户/人", "元/户", "元/人", "比", "是否")  # fmt: skip
SCALES = {"%": 100, "‰": 1000}
"""By what a share is multiplied to be in its unit."""


@dataclass(frozen=True)
class Standard:
    """One thing that an area must have reached.

    The value is the sum of ``of``, divided by the sum of ``per`` if there are any (in % if that is the
    unit), less ``minus``. ``since`` adds up the years from that one on. ``change`` takes its growth in %
    against the year before (``last_year``) or the mean yearly growth from ``base_year`` on (``yearly``).
    ``scope`` and ``areas`` (names) say which areas it is for. ``word`` is the plan's word (约, 左右), whose
    tolerance is the place's. Before the end of the year ``due`` what is not reached is not yet failed.
    ``nothing`` says what a share of nothing is: not known (nobody was sampled), or kept (nothing was
    there to do). ``note`` says what must be known of it.
    """

    label: str
    set: str
    levels: list[Level]
    of: list[str]
    operator: Operator
    values: dict[date, Limit]
    per: list[str] = field(default_factory=list)
    minus: list[str] = field(default_factory=list)
    unit: str = ""
    since: int | None = None
    change: Change = ""
    base_year: int | None = None
    scope: Scope = ""
    areas: list[str] = field(default_factory=list)
    word: str = ""
    due: int | None = None
    nothing: Literal["unknown", "holds"] = "unknown"
    requirements: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def names(self) -> list[str]:
        """Everything that it reads."""
        return [*self.of, *self.per, *self.minus]


@dataclass(frozen=True)
class Set:
    """Standards that belong together: all (or any) must hold, and so must the sets in ``of``."""

    need: Literal["all", "any"] = "all"
    of: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standards:
    """Everything that a place states."""

    sets: dict[str, Set] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)

    def of_set(self, name: str) -> dict[str, Standard]:
        """The standards that stand in a set themselves."""
        return {key: one for key, one in self.standards.items() if one.set == name}


def declared(place: Place) -> Standards:
    """The standards of a place with those it inherits; raises the first fault as a Problem."""
    found: Standards = layers.stated(place.lineage, FILE, Standards, PARTS)
    return found


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's ``standards.yaml``, with its line; [] without one."""
    return layers.check(folder, FILE, Standards, PARTS)


def _doubts(key: str, one: Standard, everything: Standards) -> list[str]:
    found = [f"用了不认识的指标「{name}」" for name in one.names if not known(name)]
    found += layers.falling(one.values)
    if one.set not in everything.sets:
        found.append(f"所属的 set「{one.set}」没有写在 sets 里")
    if one.unit not in UNITS:
        found.append(f"用了不认识的单位「{one.unit}」")
    if not one.levels or not one.of:
        found.append("没有写 levels 或 of")
    if one.change == "yearly" and one.base_year is None:
        found.append("按年均增长却没有写 base_year")
    if one.nothing == "holds" and not one.per:
        found.append("写了 nothing 却没有写 per（分母）")
    if one.operator == "~" and not one.word:
        found.append("写了约等于却没有写 word（约、左右）")
    for since, limit in one.values.items():
        if not limit.ended and (limit.value is None) != (one.operator == "report"):
            found.append(f"自 {since} 起的 value 与 operator 不相配")
        if not limit.ended and (limit.upper is None) == (one.operator == "between"):
            found.append(f"自 {since} 起的 upper 只用于 between，between 也必须写")
    return found


def _doubts_of_set(key: str, one: Set, everything: Standards) -> list[str]:
    found = [f"包含的「{name}」没有写在 sets 里" for name in one.of if name not in everything.sets]
    if not one.of and not everything.of_set(key):
        found.append("里一条标准也没有")
    return found


PARTS: tuple[layers.Part, ...] = (("standards", _doubts), ("sets", _doubts_of_set))


def known(name: str) -> bool:
    """A standard may read it."""
    name = name.removeprefix(COUNTY)
    return name in FIGURES or name in INDICATORS or name in FORMULAS


def title(name: str) -> str:
    """What people call something that a standard reads."""
    plain = name.removeprefix(COUNTY)
    if plain in INDICATORS:
        return INDICATORS[plain].label
    return FORMULAS[plain].label if plain in FORMULAS else plain


def catalogue(place: Place, on: date) -> list[dict[str, Any]]:
    """Every standard of the place with its limit of the day, as ``liuqing rules`` prints it."""
    return [_shown(key, one, on) for key, one in declared(place).standards.items()]


def _shown(key: str, one: Standard, on: date) -> dict[str, Any]:
    found = in_force(one.values, on)
    last = list(one.values.values())[-1]
    return {
        "name": key,
        "label": one.label,
        "kind": "standard",
        "entity": "、".join(one.levels),
        "unit": one.unit,
        "requirements": list(one.requirements),
        "source": str(found[1].source if found else last.source),
        "expects": None,
        "severity": "",
        "check": one.note,
        "set": one.set,
        "operator": one.operator,
        "parameters": [limit_shown(key, one.label, one.unit, found)],
    }


def limit_shown(name: str, label: str, unit: str, found: tuple[date, Limit] | None) -> dict[str, Any]:
    """A dated number as the catalogue shows it; value None where none is in force."""
    if found is None:
        return {"name": name, "value": None, "unit": "", "from": None, "source": "", "unverified": False}
    since, limit = found
    value = None if limit.value is None else float(limit.value)
    return {
        "name": name,
        "label": label,
        "value": value if limit.upper is None else [value, float(limit.upper)],
        "unit": unit,
        "from": since.isoformat(),
        "source": str(limit.source),
        "unverified": limit.unverified,
    }
