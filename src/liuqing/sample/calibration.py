"""The figures that a sample county must reproduce: data per place, each part with its source.

A calibration is a YAML file in ``calibrations/`` named after the place's key, or ``sample.yaml`` in
the folder of a place of one's own. A place without one gets the generic figures, scaled by the
number of its villages. Nothing in the code names a county.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from liuqing.errors import Problem, Where
from liuqing.policy import place as places
from liuqing.policy.place import Place
from liuqing.sample import generic

FOLDER = Path(__file__).parent / "calibrations"
SECTIONS = ("register", "villages", "population", "causes", "income", "pays")


class Part(NamedTuple):
    """Households of one fate: year of exit (None: not exited) and, of these, of the planned exit."""

    left: int | None
    planned: int | None
    households: int
    persons: int


@dataclass(frozen=True)
class Calibration:
    """One place's figures; the sections are as in the file, which explains each of them.

    ``pays`` is what the departments pay of what the place states no number for; no rule reads it.
    """

    place: str
    id_prefix: str
    number_stem: str
    as_of: date
    register: dict[str, Any]
    villages: dict[str, Any]
    population: dict[str, Any]
    causes: dict[str, Any]
    income: dict[str, Any]
    ethnicity: dict[str, dict[str, float]]
    pays: dict[str, Any] = field(default_factory=dict)

    @property
    def groups(self) -> dict[int | None, dict[str, int]]:
        """Households and persons by year of exit; None: not exited."""
        return {**self.register["exits"], None: self.register["not_exited"]}

    @property
    def parts(self) -> list[Part]:
        """The groups, those not exited by the year for which their exit is planned, if it is told."""
        return [
            Part(left, planned, one["households"], one["persons"])
            for left, group in self.groups.items()
            for planned, one in self._by_plan(left, group)
        ]

    @property
    def households(self) -> int:
        """All registered households of the real county."""
        return sum(group["households"] for group in self.groups.values())

    @property
    def persons(self) -> int:
        """All registered persons of the real county."""
        return sum(group["persons"] for group in self.groups.values())

    @property
    def sources(self) -> list[str]:
        """Where the figures come from, section by section."""
        return [str(getattr(self, name)["source"]) for name in SECTIONS]

    def _by_plan(
        self, left: int | None, group: dict[str, int]
    ) -> Iterator[tuple[int | None, dict[str, int]]]:
        told = self.register.get("planned") if left is None else None
        yield from told.items() if told else [(None, group)]


@cache
def load(place: str) -> Calibration:
    """The calibration of a place, given by its name, its key or its folder.

    Raises Problem as ``policy.place.load`` does, ``sample.no_villages`` if the place has no villages
    to live in, and ``sample.calibration`` if its own file cannot be used.
    """
    where = places.load(place)
    path = _file(where)
    data = _read(path) if path else generic.figures(where, _read(FOLDER / "generic.yaml"))
    usual = _read(FOLDER / "generic.yaml")["pays"]
    try:
        figures = Calibration(**data | {"pays": usual | data.get("pays", {})})
    except TypeError as fault:
        raise _unusable(path, "缺少项目或有多余的项目") from fault
    villages = sum(row.level == "village" for row in where.areas())
    if sum(figures.villages["listed"].values()) > villages:
        raise _unusable(path, f"写的贫困村比该地方的村（{villages} 个）还多")
    return figures


def _unusable(path: Path | None, what: str) -> Problem:
    remedy = f"请对照 {FOLDER.name}/ 里各县的写法改正。"
    return Problem("sample.calibration", f"示例县口径{what}", remedy, Where(file=path.name if path else ""))


def _file(where: Place) -> Path | None:
    inside = where.folder.is_relative_to(places.PLACES)
    path = FOLDER / f"{where.folder.name}.yaml" if inside else where.folder / "sample.yaml"
    return path if path.is_file() else None


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data
