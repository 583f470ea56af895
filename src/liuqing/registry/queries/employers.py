"""Employers (扶贫工厂、吸纳就业企业): how many members of the register each hired, and the award due.

The award is the rules'; whether it is paid is the office's decision. An employer is known by the first
row of the work list that names it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from liuqing.policy.dated import NotInForceError
from liuqing.policy.place import load
from liuqing.policy.rules import RULES
from liuqing.registry.models import Entry
from liuqing.registry.queries import scope
from liuqing.registry.queries.reasons import folder
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

AWARDS = ("factory_award", "local_award", "trainee_allowance")
HIRES = {"扶贫工厂": "factory_hires", "本地企业": "local_hires"}


@dataclass(frozen=True)
class Employer:
    """One employer: its workers of the register, the hires that count for an award (None: no award of
    its kind is in force), and each award in fen (None: not known).
    """

    name: str
    kind: str
    workers: int
    hires: int | None
    awards: dict[str, int | None]


@dataclass(frozen=True)
class Employers:
    """All employers of the county, factories and local firms first, then by size.

    ``awards`` are the rules in force with their labels; ``not_yet`` those whose numbers are not in
    force on the day.
    """

    on: date
    awards: dict[str, str]
    not_yet: tuple[str, ...]
    rows: tuple[Employer, ...]


def employers(user: Any) -> Employers:
    """For who sees the households of the whole county; Problem ``registry.not_assessed``."""
    county = scope.area(user, None, Right.SEE_HOUSEHOLDS)
    rights.require(user, Right.SEE_HOUSEHOLDS, county.path.partition("/")[0] + "/")
    snapshot = scope.assessed()
    where = folder(snapshot)
    kinds = dict(zip(*pq.read_table(where / "employers.parquet").to_pydict().values(), strict=True))
    found = pq.read_table(where / "findings" / "employers.parquet").to_pylist()
    names = dict(Entry.objects.filter(pk__in=kinds).values_list("pk", "values__employer"))
    awards = {name: RULES[name].label for name in AWARDS if _in_force(name, snapshot.on)}
    workers = _workers(where)
    rows = [_employer(row, kinds, names, workers, tuple(awards)) for row in found]
    return Employers(
        on=snapshot.on,
        awards=awards,
        not_yet=tuple(RULES[name].label for name in AWARDS if name not in awards),
        rows=tuple(sorted(rows, key=lambda row: (row.kind not in HIRES, -row.workers, row.name))),
    )


def _workers(where: Path) -> Counter[int]:
    """How many members of the register work for each."""
    persons = pq.read_table(where / "persons.parquet", columns=["household_id", "employer_id"])
    ours = persons.filter(pc.is_valid(persons["household_id"]))
    return Counter(ours["employer_id"].drop_null().to_pylist())


def _employer(
    row: dict[str, Any], kinds: dict[int, Any], names: dict[int, Any],
    workers: Counter[int], awards: tuple[str, ...],
) -> Employer:  # fmt: skip
    key = row["employer_key"]
    kind = kinds[key] or ""
    award, hires = {"扶贫工厂": "factory_award", "本地企业": "local_award"}.get(kind), HIRES.get(kind)
    counted = row[hires] if hires and award in awards else None
    return Employer(names.get(key) or "", kind, workers[key], counted, {name: row[name] for name in awards})


def _in_force(rule: str, on: date) -> bool:
    numbers = load(settings.WORKSPACE.place).parameters(on)
    try:
        return all(numbers[name] is not None for name in RULES[rule].numbers)
    except NotInForceError:
        return False
