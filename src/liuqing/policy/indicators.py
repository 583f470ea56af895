"""Indicators (指标): what offices report of an area and a year, so that standards can be checked.

One entry of ``places/china/indicators.yaml`` is one indicator. Its label is what people write in the
list 指标填报表 under 指标名称. A yes or no is kept as 1 or 0. A year without a statement is not known.
"""

from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from liuqing.errors import Problem
from liuqing.policy import dated_file
from liuqing.policy.place import PLACES
from liuqing.policy.place_file import Faults, compose

FILE = "indicators.yaml"
KINDS = ("number", "count", "yes_no")
LEVELS = ("hamlet", "village", "town", "county")
UPWARD = ("", "all", "stated")
ANSWERS = {"是": Decimal(1), "否": Decimal(0)}


@dataclass(frozen=True)
class Indicator:
    """What is reported: ``kind`` is number, count (whole, not negative) or yes_no; ``levels`` are those
    of the areas of which it may be said.

    ``lasting``: a statement holds until a later one; otherwise it is of its year only. ``upward``: what
    a town or county without a statement gets: the sum of its villages if ``all`` of them have stated,
    or of those that have ``stated``; "" nothing.
    """

    name: str
    label: str
    kind: str
    levels: tuple[str, ...]
    meaning: str
    unit: str = ""
    lasting: bool = False
    upward: str = ""

    def value(self, said: str) -> Decimal | None:
        """What is written in a cell as a number; None if it is not one of this kind."""
        if self.kind == "yes_no":
            return ANSWERS.get(said.strip())
        try:
            number = Decimal(said.strip().replace(",", ""))
        except ArithmeticError:
            return None
        whole = number.is_finite() and (self.kind == "number" or (number >= 0 and number % 1 == 0))
        return number if whole else None


def read(path: Path) -> dict[str, Indicator]:
    """The indicators of a file that has no faults (``check``)."""
    told: dict[str, dict[str, Any]] = dated_file.plain(path.read_text(encoding="utf-8"))
    return {
        name: Indicator(name=name, **{**said, "levels": tuple(said["levels"])}) for name, said in told.items()
    }


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the folder's indicators: kinds, levels, words, labels twice."""
    faults = Faults([])
    if not (folder / FILE).is_file():
        return []
    root = compose(folder / FILE, faults)
    labels: set[str] = set()
    for key, node in root.value if root else []:
        said = yaml.constructor.SafeConstructor().construct_document(node)
        for what in _faults(said, labels):
            faults.add(f"{folder.name}/{FILE}", key.start_mark.line + 1, f"指标「{key.value}」{what}")
    return faults.found


def _faults(said: object, labels: set[str]) -> list[str]:
    if not isinstance(said, dict):
        return ["应当是「名称: 内容」"]
    found = [f"没有写「{name}」" for name in ("label", "kind", "levels", "meaning") if not said.get(name)]
    found += [f"不认识「{name}」" for name in said if name not in KNOWN]
    if said.get("label") in labels:
        found.append(f"的名称「{said['label']}」已经用过")
    labels.add(str(said.get("label")))
    if said.get("kind") not in KINDS:
        found.append(f"的 kind 只能是 {'、'.join(KINDS)}")
    levels = said.get("levels")
    if not isinstance(levels, list) or not set(levels) <= set(LEVELS):
        found.append(f"的 levels 只能是 {'、'.join(LEVELS)}")
    if said.get("upward", "") not in UPWARD:
        found.append("的 upward 只能是 all、stated")
    if said.get("kind") in ("number", "count") and not said.get("unit"):
        found.append("没有写计量单位 unit")
    return found


KNOWN = frozenset(one.name for one in fields(Indicator)) - {"name"}

INDICATORS: dict[str, Indicator] = read(PLACES / "china" / FILE)
"""Every indicator by name, in the order of the file."""

BY_LABEL: dict[str, Indicator] = {one.label: one for one in INDICATORS.values()}
"""The same by what people write."""

LISTED = frozenset(("poor_town", "poor_county"))
"""Those that say that an area was listed as poor; their year is that of the listing."""

LEFT = frozenset(("poor_town_exited", "poor_county_exited"))
"""Those that say that it has left the list; their year is that of the exit."""
