"""A place (地方): a county is data. Words, departments, plan, divisions, promises and numbers.

A place is a folder with ``place.yaml``; it inherits its parent's words and numbers and overrides
them. Those of the package lie in ``places/china/<province>/<county>``; a county of one's own is
any folder whose ``place.yaml`` says ``extends: china/yunnan``.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from liuqing.errors import Problem, Where
from liuqing.policy import dated
from liuqing.policy.dated import Parameter, Parameters

PLACES = Path(__file__).parent / "places"


@dataclass(frozen=True)
class AreaRow:
    """A division: code (county 6, town 9, village 12 digits, or local), level and parent's code."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Target:
    """A figure that the place's plan states or promises for the end of ``year``.

    ``metric`` and ``dimension`` are those of the figures that the assessment makes, so that both
    can stand side by side; ``source`` is document and section.
    """

    metric: str
    dimension: str
    year: int
    value: Decimal
    unit: str
    source: str


@dataclass(frozen=True)
class Place:
    """A county (or province, or nation) with everything that differs from place to place.

    ``key`` is its path (``china/yunnan/fuyuan``) or its folder; ``names`` runs from country to
    county; ``words`` are its words for the levels; ``departments`` gives each its aliases.
    """

    key: str
    folder: Path
    code: str
    label: str
    names: dict[str, str]
    words: dict[str, str]
    departments: dict[str, list[str]]
    project_classes: dict[str, list[str]]
    fund_sources: list[str]
    plan: dict[str, Any]
    rule_sets: list[str]
    files: dict[str, Parameter] = field(repr=False)

    def parameters(self, on: date) -> Parameters:
        """The place's numbers as of a day."""
        return Parameters(self.files, on)

    def areas(self) -> list[AreaRow]:
        """County, towns and villages, parents first; empty if the place has no list of its own."""
        return [AreaRow(**row) for row in _rows(self.folder / "areas.csv")]

    def targets(self) -> list[Target]:
        """The figures of the place's plan; empty if it has none."""
        return [_target(row) for row in _rows(self.folder / "targets.csv")]

    def department(self, said: str) -> str | None:
        """The department's usual name for any of its aliases; None if nobody knows it."""
        names = ((name, (name, *aliases)) for name, aliases in self.departments.items())
        return next((name for name, known in names if said in known), None)


@cache
def load(name_or_folder: str) -> Place:
    """The place of that name (``fuyuan``, ``china/yunnan/fuyuan``) or in that folder.

    Raises Problem ``policy.unknown_place``, ``policy.place`` or ``policy.parameter``.
    """
    folder = _folder(name_or_folder)
    chain = list(_chain(folder))
    told = _merged([_yaml(one / "place.yaml") for one in chain])
    files: dict[str, Parameter] = {}
    for one in chain:
        files |= dated.read(one / "parameters")
    return _place(folder, told, files)


def known() -> list[str]:
    """The keys of the counties that come with the program."""
    return sorted(key for key in map(_key, PLACES.rglob("areas.csv")))


def _place(folder: Path, told: dict[str, Any], files: dict[str, Parameter]) -> Place:
    inside = folder.is_relative_to(PLACES)
    return Place(
        key=folder.relative_to(PLACES).as_posix() if inside else str(folder),
        folder=folder,
        code=str(told.get("code", "")),
        label=told["label"],
        names=told.get("names", {}),
        words=told.get("words", {}),
        departments=told.get("departments", {}),
        project_classes=told.get("project_classes", {}),
        fund_sources=told.get("fund_sources", []),
        plan=told.get("plan", {}),
        rule_sets=told.get("rule_sets", []),
        files=files,
    )


def _folder(name: str) -> Path:
    if (PLACES / name / "place.yaml").is_file():
        return PLACES / name
    if (Path(name) / "place.yaml").is_file():
        return Path(name).resolve()
    for path in PLACES.rglob("place.yaml"):
        if path.parent.name == name:
            return path.parent
    raise Problem(
        "policy.unknown_place",
        f"没有叫「{name}」的地方",
        f"现有：{'、'.join(known())}；也可以给出自建地方的文件夹。",
    )


def _chain(folder: Path, seen: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The place's folders from the eldest ancestor down to itself."""
    if folder in seen:
        raise _faulty(folder, "extends 绕回了自己")
    parent = _yaml(folder / "place.yaml").get("extends")
    if parent:
        yield from _chain(_folder(parent), (*seen, folder))
    yield folder


def _merged(stated: list[dict[str, Any]]) -> dict[str, Any]:
    """What the chain states: maps are merged, everything else is the child's."""
    result: dict[str, Any] = {}
    for told in stated:
        for key, value in told.items():
            before = result.get(key)
            if isinstance(before, dict) and isinstance(value, dict):
                result[key] = {**before, **value}
            else:
                result[key] = value
    return result


def _yaml(path: Path) -> dict[str, Any]:
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        raise _faulty(path.parent, "不是合格的 YAML") from fault
    if not isinstance(told, dict) or "label" not in told:
        raise _faulty(path.parent, "没有写 label（地方名称）")
    return told


def _faulty(folder: Path, what: str) -> Problem:
    return Problem(
        "policy.place", f"地方配置{what}", "请改正后再用。", Where(file=f"{folder.name}/place.yaml")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _target(row: dict[str, str]) -> Target:
    return Target(
        row["metric"], row["dimension"], int(row["year"]), Decimal(row["value"]), row["unit"], row["source"]
    )


def _key(path: Path) -> str:
    return path.parent.relative_to(PLACES).as_posix()
