"""A place (地方): a county is data. Words, departments, plan, divisions, promises and numbers.

A place is a folder with ``place.yaml``; it inherits its parent's words and numbers and overrides
them. Those of the package lie in ``places/china/<province>/<county>``; a county of one's own is
any folder whose ``place.yaml`` says ``extends: china/yunnan``. What a place may say is in
``place_shape.py``; ``check`` tells everything that is wrong with a folder, with file and line.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from yaml.nodes import MappingNode, ScalarNode

from liuqing.errors import Problem
from liuqing.policy import dated, place_file, place_lists
from liuqing.policy.dated import Parameter, Parameters
from liuqing.policy.place_file import Faults
from liuqing.policy.place_lists import AreaRow, Target
from liuqing.policy.place_shape import Told

__all__ = ["PLACES", "AreaRow", "Place", "Target", "check", "known", "load"]

PLACES = (Path(__file__).parent / "places").resolve()


@dataclass(frozen=True)
class Place:
    """A county (or province, or nation) with everything that differs from place to place.

    ``key`` is its path (``china/yunnan/fuyuan``) or its folder; ``told`` is what it states, in
    typed sections; ``layers`` are the numbers that each of its ancestors and itself state, with
    the label, the eldest first, and ``files`` those that count; ``lineage`` are their folders.
    """

    key: str
    folder: Path
    told: Told
    layers: list[tuple[str, dict[str, Parameter]]] = field(repr=False)
    files: dict[str, Parameter] = field(repr=False)
    lineage: tuple[Path, ...] = field(default=(), repr=False)

    @property
    def code(self) -> str:
        """The division code, or a local one."""
        return self.told.code

    @property
    def label(self) -> str:
        """The name as people say it."""
        return self.told.label

    @property
    def names(self) -> dict[str, str]:
        """The names of the levels, from country to county."""
        return self.told.names

    @property
    def words(self) -> dict[str, str]:
        """The words for the levels."""
        return self.told.words

    @property
    def departments(self) -> dict[str, list[str]]:
        """The departments with every other name they bear or bore."""
        return {name: one.names for name, one in self.told.departments.items()}

    @property
    def project_classes(self) -> dict[str, list[str]]:
        """The plan's classes of projects with their items."""
        return self.told.project_classes

    @property
    def fund_sources(self) -> list[str]:
        """Where money comes from; what is inside each is ``told.fund_sources``."""
        return list(self.told.fund_sources)

    @property
    def plan(self) -> dict[str, Any]:
        """What the plan says of itself: title, years, dates; only what it does say."""
        return {key: value for key, value in asdict(self.told.plan).items() if value not in ("", None)}

    @property
    def rule_sets(self) -> list[str]:
        """The files of rules that this place uses."""
        return self.told.rule_sets

    @property
    def modules(self) -> list[str]:
        """The parts of the work that its phase switches on (``place_shape.MODULES``)."""
        return list(self.told.phases.get(self.told.phase, []))

    def parameters(self, on: date) -> Parameters:
        """The place's numbers as of a day."""
        return Parameters(self.files, on)

    def scopes(self, number: str) -> list[tuple[str, Parameter]]:
        """The same number as nation, province and county state it, each with its label."""
        return [(label, files[number]) for label, files in self.layers if number in files]

    def areas(self) -> list[AreaRow]:
        """County, towns and villages, parents first; empty if the place has no list of its own."""
        return place_lists.areas(self.folder)

    def targets(self) -> list[Target]:
        """The figures of the place's plan; empty if it has none."""
        return place_lists.targets(self.folder, self.told.approximations)

    def department(self, said: str) -> str | None:
        """The department's usual name for any name it bears or bore; None if nobody knows it."""
        names = ((name, (name, *others)) for name, others in self.departments.items())
        return next((name for name, known in names if said in known), None)


@cache
def load(name_or_folder: str) -> Place:
    """The place of that name (``fuyuan``, ``china/yunnan/fuyuan``) or in that folder.

    Raises Problem ``policy.unknown_place``, ``policy.place`` or ``policy.parameter``.
    """
    folder = _folder(name_or_folder)
    chain, told, faults = _read(folder)
    if faults or told is None:
        raise _together(faults)
    layers = [(_label(root), dated.read(one / "parameters")) for one, root in chain]
    files = {name: number for _, layer in layers for name, number in layer.items()}
    return Place(_key(folder), folder, told, layers, files, tuple(one for one, _ in chain))


def folder(name_or_folder: str) -> Path:
    """Where the place of that name lies, faulty or not; Problem ``policy.unknown_place``."""
    return _folder(name_or_folder)


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the place in this folder (code ``policy.place``); [] if nothing.

    It looks at ``place.yaml`` with what it inherits, at ``areas.csv`` and at ``targets.csv``.
    """
    return _read(folder.resolve())[2]


def known() -> list[str]:
    """The keys of the counties that come with the program."""
    return sorted(_key(path.parent) for path in PLACES.rglob("areas.csv"))


Chain = list[tuple[Path, MappingNode]]


def _read(folder: Path) -> tuple[Chain, Told | None, list[Problem]]:
    faults = Faults([])
    chain = _chain(folder, faults, ())
    if not chain or chain[-1][0] != folder:
        return chain, None, _sorted(faults.found)
    told = place_file.read(place_file.merged([root for _, root in chain]), faults)
    for one, root in chain:
        _check_label(one, root, faults)
    _check_own(*chain[-1], faults)
    if told:
        _check_phase(told, chain[-1][1], folder, faults)
        _check_words(told, chain[-1][1], folder, faults)
        _check_days(told, chain[-1][1], folder, faults)
        place_lists.check_areas(folder, told, faults)
        place_lists.check_targets(folder, told, faults)
    return chain, told, _sorted(faults.found)


def _sorted(faults: list[Problem]) -> list[Problem]:
    """By file, in the order in which the files were read, and line."""
    files = list(dict.fromkeys(fault.where.file for fault in faults))
    return sorted(faults, key=lambda fault: (files.index(fault.where.file), fault.where.row or 0))


def _chain(folder: Path, faults: Faults, seen: tuple[Path, ...]) -> Chain:
    """The place's folders from the eldest ancestor down to itself."""
    root = place_file.compose(folder / "place.yaml", faults)
    if root is None:
        return []
    said = place_file.keys(root).get("extends")
    if not isinstance(said, ScalarNode) or not said.value:
        return [(folder, root)]
    parent = _find(str(said.value), beside=folder)
    if parent is None or parent in (folder, *seen):
        what = f"extends 指向的「{said.value}」找不到" if parent is None else "extends 绕回了自己"
        faults.add(f"{folder.name}/place.yaml", said.start_mark.line + 1, what)
        return [(folder, root)]
    return [*_chain(parent, faults, (*seen, folder)), (folder, root)]


def _check_own(folder: Path, root: MappingNode, faults: Faults) -> None:
    """What the file must say itself and cannot inherit."""
    name, keys = f"{folder.name}/place.yaml", place_file.keys(root)
    if "code" not in keys and (folder / "areas.csv").is_file():
        faults.add(name, 1, "有 areas.csv 却没有写 code（区划编码）")
    data = (one for one in folder.iterdir() if one.is_dir() or one.suffix in (".csv", ".yaml"))
    others = any(one.name != "place.yaml" for one in data)
    if keys.keys() <= {"extends", "label"} and "extends" in keys and not others:
        faults.add(name, 1, "没有改动上级的任何内容", "写上与上级不同的内容，或直接使用上级。")


def _check_label(folder: Path, root: MappingNode, faults: Faults) -> None:
    """A label is never inherited: two places would bear one name."""
    if not getattr(place_file.keys(root).get("label"), "value", ""):
        faults.add(f"{folder.name}/place.yaml", 1, "地方配置没有写 label（地方名称）")


def _check_words(told: Told, root: MappingNode, folder: Path, faults: Faults) -> None:
    """Words that must be explained elsewhere in the same place."""
    node = place_file.keys(root).get("approximate_words", root)
    for word in told.approximate_words:
        if word not in told.approximations:
            what = f"用词「{word}」没有写在 approximations 里"
            faults.add(f"{folder.name}/place.yaml", node.start_mark.line + 1, what)


def _check_days(told: Told, root: MappingNode, folder: Path, faults: Faults) -> None:
    """Days that are none; a day of no told year must come in every year."""
    node = place_file.keys(root).get("plan", root)
    for key, said in (("issued", told.plan.issued), ("filed_by", told.plan.filed_by)):
        whole = f"2019-{said}" if key == "filed_by" and len(said) == len("10-30") else said
        try:
            date.fromisoformat(whole or "2019-01-01")
        except ValueError:
            what = f"「plan.{key}」的「{said}」不是日期"
            remedy = "写成 2018-10-30；不写年份的报送日写成 10-30。"
            faults.add(f"{folder.name}/place.yaml", node.start_mark.line + 1, what, remedy)


def _check_phase(told: Told, root: MappingNode, folder: Path, faults: Faults) -> None:
    if told.phase and told.phase not in told.phases:
        node = place_file.keys(root).get("phase", root)
        faults.add(
            f"{folder.name}/place.yaml", node.start_mark.line + 1, f"没有「{told.phase}」这个阶段",
            f"可以写：{'、'.join(told.phases)}；也可以在 phases 里自己定。",
        )  # fmt: skip


def _together(faults: list[Problem]) -> Problem:
    """All faults as one sentence: the first of them, and how many more there are."""
    first, more = faults[0], len(faults) - 1
    told = f"{first.what}（另有 {more} 处错误）" if more else first.what
    return Problem(first.code, told, first.remedy, first.where)


def _folder(name: str) -> Path:
    found = _find(name)
    if found is None:
        raise Problem(
            "policy.unknown_place",
            f"没有叫「{name}」的地方",
            f"现有：{'、'.join(known())}；也可以给出自建地方的文件夹。",
        )
    return found


def _find(name: str, beside: Path | None = None) -> Path | None:
    """The folder of a place: by path in the package, by path on the disk, by its last name."""
    around = [beside / name] if beside else []
    for folder in (PLACES / name, *around, Path(name)):
        if _is_place(folder):
            return folder.resolve()
    return next((path.parent for path in PLACES.rglob("place.yaml") if path.parent.name == name), None)


def _is_place(folder: Path) -> bool:
    try:
        return (folder / "place.yaml").is_file()
    except (OSError, ValueError):
        # Longer than any name may be, or no name at all.
        return False


def _label(root: MappingNode) -> str:
    return str(place_file.keys(root)["label"].value)


def _key(folder: Path) -> str:
    inside = folder.is_relative_to(PLACES)
    return folder.relative_to(PLACES).as_posix() if inside else str(folder)
