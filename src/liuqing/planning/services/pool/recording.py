"""Put what a list states of projects into the record: new ones, and what a list may still change.

What people have written or decided here is never overwritten by a list (``Fate.KEPT``); an older list
changes nothing (``Fate.OLDER``). The same list again changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import uuid4

from liuqing.planning.models import Beneficiary, Funding, Project, Quantity, Target
from liuqing.planning.services.pool import numbering
from liuqing.planning.services.pool.values import LABELS, amount

FREE = (
    "site", "lead", "leader", "first_class", "bundle", "marks", "votes", "score", "note", "participation",
    "households_said", "persons_said", "poor_households_said", "poor_persons_said",
)  # fmt: skip
"""What a list may change although the project has been reviewed here: none of it was decided upon."""
_FACTS = (
    "name", "class_one", "class_two", "nature", "reach", "area_id", "content", "year", "starts_on", "ends_on", "department",
    "unit", "mechanism", "state", "pooled_on", "approval", *FREE,
)  # fmt: skip
LISTS: dict[str, Any] = {"quantities": Quantity, "fundings": Funding, "targets": Target}
"""What belongs to a project and is replaced as a whole."""
_SAID = ("file_id", "sheet", "row", "said_on")
_MORE_LABELS = {"area_id": "乡镇、村", "state": "当前状态", "pooled_on": "入库日期", "approval": "批复文号"}


class Fate(Enum):
    """What became of what a list states."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"
    KEPT = "kept"


@dataclass
class Stated:
    """A project as a list states it; only facts that stand there. Lists of dicts as in ``values``.

    ``area`` is the path of its place, ``home_nos`` the households it names, ``homes`` and ``areas`` the
    keys of what it serves, ``pk`` the project of the record that is meant (None: a new one).
    """

    no: str
    facts: dict[str, Any]
    source: tuple[int, str, int, date]
    quantities: list[dict[str, Any]] = field(default_factory=list)
    fundings: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    home_nos: list[str] = field(default_factory=list)
    homes: set[int] = field(default_factory=set)
    areas: set[int] = field(default_factory=set)
    area: str = ""
    maker: str = ""
    pk: int | None = None

    def takes(self, more: "Stated") -> bool:
        """Whether a further row of the same number says something new, and nothing else of the project."""
        if any(self.facts.get(name, said) != said for name, said in more.facts.items() if name != "year"):
            return False
        mine, others = self._keys(), more._keys()
        return bool(others) and not mine & others

    def join(self, more: "Stated") -> None:
        """Take over what a further row says."""
        for name, said in more.facts.items():
            self.facts.setdefault(name, said)
        for key in LISTS:
            getattr(self, key).extend(getattr(more, key))
        self.home_nos += more.home_nos

    def _keys(self) -> set[tuple[Any, ...]]:
        return (
            {("quantity", row["item"], row["unit"]) for row in self.quantities}
            | {("funding", row["year"], row["source"]) for row in self.fundings}
            | {("target", row["name"]) for row in self.targets}
        )


@dataclass(frozen=True)
class Outcome:
    """The fate of one, and the labels of what stayed as it is here although the list says otherwise."""

    fate: Fate
    stayed: tuple[str, ...] = ()


class Recorder:
    """Writes a piece of a list; call ``record`` inside the transaction of the piece."""

    def __init__(self, stated: Sequence[Stated], county: str) -> None:
        self.stated, self.county = stated, county
        known = {one.pk for one in stated if one.pk}
        self.projects = {one.pk: one for one in Project.objects.select_for_update().filter(pk__in=known)}
        self.acted = set(
            Project.objects.filter(pk__in=known, stages__isnull=False).values_list("pk", flat=True)
        )
        self.held = {
            key: _by_project(model.objects.filter(project__in=known)) for key, model in LISTS.items()
        }
        self.links = _by_project(Beneficiary.objects.filter(project__in=known))

    def record(self) -> list[Outcome]:
        """Everything, in order."""
        self._new: list[tuple[Project, Stated]] = []
        self._changed: list[Project] = []
        self._lists: list[tuple[Project, Stated, tuple[str, ...]]] = []
        numbers = numbering.free(self.county, {one.no for one in self.stated})
        outcomes = [self._one(one, numbers) for one in self.stated]
        Project.objects.bulk_create(project for project, _ in self._new)
        Project.objects.bulk_update(
            self._changed, [name.removesuffix("_id") for name in (*_FACTS, *_SAID)] + ["no"], 500
        )
        self._write_lists()
        self._write_whom()
        return outcomes

    def _one(self, one: Stated, numbers: Iterator[str]) -> Outcome:
        if one.pk is None:
            one.no = one.no or next(numbers)
            said = dict(zip(_SAID, one.source, strict=True))
            project = Project(uuid=uuid4(), no=one.no, maker=one.maker, **one.facts, **said)
            self._new.append((project, one))
            self._lists.append((project, one, tuple(LISTS)))
            return Outcome(Fate.NEW)
        return self._again(one, self.projects[one.pk])

    def _again(self, one: Stated, project: Project) -> Outcome:
        """A project of the record: what differs is taken over as far as a list may."""
        facts = [name for name in _FACTS if name in one.facts and one.facts[name] != getattr(project, name)]
        lists = [key for key in LISTS if getattr(one, key) and self._differs(key, one, project)]
        renamed = bool(one.no) and one.no != project.no
        if not (facts or lists or renamed or self._unlinked(one, project)):
            return Outcome(Fate.SAME)
        if project.file_id and project.said_on and project.said_on > one.source[3]:
            return Outcome(Fate.OLDER)
        allowed = self._allowed(project)
        whole = allowed is _FACTS
        stayed = _labels([name for name in facts if name not in allowed], () if whole else lists)
        if project.file_id is not None:
            self._change(project, one, [name for name in facts if name in allowed], lists if whole else [])
        return Outcome(Fate.KEPT if stayed else Fate.CHANGED, stayed)

    def _allowed(self, project: Project) -> tuple[str, ...]:
        if project.file_id is None:
            return ()
        return FREE if project.pk in self.acted else _FACTS

    def _change(self, project: Project, one: Stated, names: list[str], lists: list[str]) -> None:
        for name in names:
            setattr(project, name, one.facts[name])
        project.no = one.no or project.no
        for name, value in zip(_SAID, one.source, strict=True):
            setattr(project, name, value)
        self._changed.append(project)
        self._lists.append((project, one, tuple(lists)))

    def _differs(self, key: str, one: Stated, project: Project) -> bool:
        said, held = getattr(one, key), self.held[key].get(project.pk, [])
        if len(said) != len(held):
            return True
        return any(
            getattr(row, name) != value
            for row, new in zip(held, said, strict=True)
            for name, value in new.items()
        )

    def _unlinked(self, one: Stated, project: Project) -> set[tuple[int | None, int | None]]:
        """Links that the list names and the record has not; the area only where nothing is linked at all."""
        held = {(link.household_id, link.area_id) for link in self.links.get(project.pk, [])}
        wanted: set[tuple[int | None, int | None]] = {(home, None) for home in one.homes}
        return (wanted - held) or (set() if held else {(None, area) for area in one.areas})

    def _write_lists(self) -> None:
        for key, model in LISTS.items():
            replaced = [
                (project, one) for project, one, keys in self._lists if key in keys and getattr(one, key)
            ]
            model.objects.filter(project__in=[project.pk for project, _ in replaced]).delete()
            model.objects.bulk_create(
                model(project=project, **_whole(key, row))
                for project, one in replaced
                for row in getattr(one, key)
            )

    def _write_whom(self) -> None:
        """Links are added and never taken away: what a person chose stays."""
        Beneficiary.objects.bulk_create(
            Beneficiary(project=project, household_id=home, area_id=area, since=one.source[3])
            for project, one, _ in self._lists
            for home, area in sorted(self._unlinked(one, project), key=str)
        )


def _by_project(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.project_id, []).append(row)
    return found


def _whole(key: str, row: dict[str, Any]) -> dict[str, Any]:
    if key == "quantities":
        return row | {"amount": amount(row["quantity"], row["unit_cost"])}
    return {"secured": Decimal(0)} | row if key == "fundings" else row


def _labels(names: Iterable[str], lists: Iterable[str]) -> tuple[str, ...]:
    titles = {"quantities": "工程量", "fundings": "资金", "targets": "绩效目标"}
    return (*((LABELS | _MORE_LABELS)[name] for name in names), *(titles[key] for key in lists))
