"""The households of an assessment as exits see them: which conditions hold, planned and actual year.

Read from the files of the snapshot, which never change, so that a county of 25,728 households costs
no query and is read once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from liuqing.policy import place as places
from liuqing.policy.rules import RULES
from liuqing.registry.models import Area, Snapshot
from liuqing.registry.queries.reasons import folder

CRITERIA = "exits.household_criteria"
"""The number that names the conditions of the place, in their order."""
READY = "exits"
"""The rule that says whether a household may leave."""
UNEXITED = ("registered", "relapsed")
FACTS = ("household_id", "household_no", "household_village_id", "standing", "exit_year", "planned_exit_year", "main_cause")  # fmt: skip
ANSWERS = ("household_id", "household_size", READY)


@dataclass(frozen=True, slots=True)
class Home:
    """A household in the register on the day; ``answers`` in the order of ``criteria``, None not known."""

    pk: int
    no: str
    village: int
    standing: str
    size: int
    exit_year: int | None
    planned: int | None
    cause: str
    ready: bool | None
    answers: tuple[bool | None, ...]

    @property
    def left(self) -> bool:
        """Whether it is still to leave: registered and not exited, or fallen back."""
        return self.standing in UNEXITED


@dataclass(frozen=True)
class Homes:
    """Every household in the register on the day. ``judged``: the assessment has answers at all."""

    criteria: tuple[str, ...]
    rows: tuple[Home, ...]
    judged: bool

    def of(self, villages: Iterable[int]) -> list[Home]:
        """Those of some villages, in the order of the record."""
        wanted = set(villages)
        return [one for one in self.rows if one.village in wanted]


@dataclass(frozen=True)
class Below:
    """The areas right below one, and in which of them each of its villages lies."""

    children: tuple[Area, ...]
    child_of: dict[int, int]

    @property
    def villages(self) -> Iterable[int]:
        """Every village of the area, itself included if it is one."""
        return self.child_of.keys()


def homes(snapshot: Snapshot) -> Homes:
    """The households of the snapshot."""
    return _read(folder(snapshot), criteria(snapshot))


def criteria(snapshot: Snapshot) -> tuple[str, ...]:
    """The conditions of the place on the snapshot's day, in their order; () where it has none."""
    numbers = places.load(settings.WORKSPACE.place).parameters(snapshot.on)
    return tuple(name for name in numbers[CRITERIA] if name in RULES) if numbers.has(CRITERIA) else ()


def below(where: Area) -> Below:
    """What lies below an area (two queries); a village lies in itself."""
    children = tuple(where.children.exclude(level=Area.Level.HAMLET).order_by("code"))
    inside = Area.objects.filter(path__startswith=where.path, level=Area.Level.VILLAGE)
    by_path = {child.path: child.pk for child in children}
    found = {}
    for pk, path in inside.values_list("pk", "path"):
        step = path[len(where.path) :].partition("/")[0]
        found[pk] = by_path.get(f"{where.path}{step}/", pk)
    return Below(children, found)


@lru_cache(maxsize=4)
def _read(where: Path, conditions: tuple[str, ...]) -> Homes:
    facts, answers = where / "households.parquet", where / "findings" / "households.parquet"
    if not facts.exists():
        return Homes(conditions, (), judged=False)
    told = _columns(answers, (*ANSWERS, *conditions)) if answers.exists() else {}
    found = dict(zip(told.get("household_id", ()), range(len(told.get("household_id", ()))), strict=True))
    rows = _rows(_columns(facts, FACTS), told, found, conditions)
    return Homes(conditions, tuple(rows), judged=bool(told))


def _rows(
    facts: dict[str, list[Any]],
    told: dict[str, list[Any]],
    found: dict[int, int],
    conditions: tuple[str, ...],
) -> Iterable[Home]:
    nothing = (None,) * len(conditions)
    for pk, no, village, standing, exit_year, planned, cause in zip(
        *(facts[name] for name in FACTS), strict=True
    ):
        if not standing:
            continue  # not in the register
        at = found.get(pk)
        answers = tuple(told[name][at] for name in conditions) if at is not None else nothing
        size, ready = (told["household_size"][at], told[READY][at]) if at is not None else (0, None)
        yield Home(pk, no, village, standing, size or 0, exit_year, planned, cause or "", ready, answers)


def _columns(file: Path, names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Columns as lists; one that a snapshot of an earlier program has not is not known throughout."""
    known = set(pq.read_schema(file).names)
    table: pa.Table = pq.read_table(file, columns=[name for name in names if name in known])
    lacking = [None] * table.num_rows
    return {name: table[name].to_pylist() if name in known else lacking for name in names}
