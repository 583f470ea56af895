"""The figures that a sample county must reproduce: data per place, each part with its source.

A calibration is a YAML file in ``calibrations/`` named after the place's key. Adding a county
means adding a file; nothing in the code names a county.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from liuqing.errors import Problem

FOLDER = Path(__file__).parent / "calibrations"


@dataclass(frozen=True)
class Calibration:
    """One place's figures; the sections are as in the file, which explains each of them."""

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

    @property
    def groups(self) -> dict[int | None, dict[str, int]]:
        """Households and persons by year of exit; None: not exited."""
        return {**self.register["exits"], None: self.register["not_exited"]}

    @property
    def households(self) -> int:
        """All registered households of the real county."""
        return sum(group["households"] for group in self.groups.values())

    @property
    def persons(self) -> int:
        """All registered persons of the real county."""
        return sum(group["persons"] for group in self.groups.values())


@cache
def load(place: str) -> Calibration:
    """The calibration of a place by its key; Problem if there is none."""
    path = FOLDER / f"{place}.yaml"
    if not path.is_file():
        known = "、".join(sorted(p.stem for p in FOLDER.glob("*.yaml")))
        raise Problem("sample.no_calibration", f"没有「{place}」的示例县口径", f"可用的有：{known}。")
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Calibration(**data)
