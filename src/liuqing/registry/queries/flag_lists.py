"""The lists that go to departments: every flag of an area, with what is due and what was paid.

One row a flag that is raised, under its department, in the order of topics and villages. For whoever
may export the area; read in pieces, so that a county's lists are never held at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from liuqing.errors import Problem
from liuqing.policy.programmes import PROGRAMMES
from liuqing.policy.rules import RULES
from liuqing.registry.models import Finding, Snapshot
from liuqing.registry.queries import scope, words
from liuqing.registry.queries.flags import order, raised
from liuqing.registry.queries.reasons import folder
from liuqing.workflow import rights
from liuqing.workflow.rights import Right

OFFICE = "县扶贫办"
"""Who answers for a flag that names no department."""
PIECE = 2_000


@dataclass(frozen=True)
class Listed:
    """One flag of a member or household; ``due`` and ``paid`` in yuan where a programme is compared."""

    department: str
    topic: str
    flag: str
    person: str
    head: str
    household_no: str
    town: str
    village: str
    due: Decimal | None
    paid: Decimal | None
    check: str


@dataclass(frozen=True)
class Lists:
    """What is to be written: the area, the day, how many rows, and the departments that have any."""

    area: Any
    on: date
    snapshot: Snapshot
    total: int
    departments: tuple[str, ...]


def lists(user: Any, code: str | None = None) -> Lists:
    """The lists of an area. Problems ``registry.no_such_area``, ``registry.not_assessed``,
    ``registry.export_too_large``.
    """
    area = scope.area(user, code, Right.EXPORT)
    snapshot = scope.assessed()
    found = raised(snapshot, area).filter(verdict=True)
    total, most = found.count(), rights.export_rows(user)
    if total > most:
        raise Problem(
            "registry.export_too_large",
            f"这一次要导出 {total:,} 行，您的岗位一次最多导出 {most:,} 行",
            "请选小一点的范围（如一个乡镇或一个村），或请县级业务员导出。",
        )
    rules = set(found.order_by().values_list("rule", flat=True).distinct())
    return Lists(area, snapshot.on, snapshot, total, tuple(sorted({_department(rule) for rule in rules})))


def of_department(what: Lists, department: str) -> Iterator[Listed]:
    """The rows of one department, by topic, flag and village."""
    rules = [name for name in words.flags() if _department(name) == department]
    for name in sorted(rules, key=lambda one: (order(RULES[one].topic), RULES[one].label)):
        found = raised(what.snapshot, what.area).filter(verdict=True, rule=name)
        keys = list(found.order_by("village__code", "household__no", "pk").values_list("pk", flat=True))
        for first in range(0, len(keys), PIECE):
            yield from _piece(what, name, keys[first : first + PIECE])


def _piece(what: Lists, rule: str, keys: list[int]) -> Iterator[Listed]:
    whole = Finding.objects.select_related("household", "person", "village__parent").in_bulk(keys)
    money = _money(folder(what.snapshot), rule, list(whole.values()))
    told = RULES[rule]
    for one in (whole[key] for key in keys):
        due, paid = money.get(one.person_id or one.household_id or 0, (None, None))
        yield Listed(
            department=_department(rule), topic=told.topic or "疑点", flag=told.label,
            person=one.person.name if one.person else "", head=one.household.head_name if one.household else "",
            household_no=one.household.no if one.household else "",
            town=one.village.parent.name if one.village and one.village.parent else "",
            village=one.village.name if one.village else "", due=due, paid=paid, check=told.check,
        )  # fmt: skip


Money = dict[int, tuple[Decimal | None, Decimal | None]]


def _money(where: Path, rule: str, found: list[Finding]) -> Money:
    """What is due to whom and what was paid, for the flags of a programme."""
    programme = PROGRAMMES.get(rule.rpartition("_")[0])
    if programme is None:
        return {}
    home = programme.entity == "household"
    key, file = ("household_id", "households") if home else ("person_id", "persons")
    asked = [one.household_id if home else one.person_id for one in found]
    dues = _column(
        where / "findings" / ("households.parquet" if home else "entitlements.parquet"),
        key,
        programme.amount,
        asked,
    )
    received = programme.paid or f"{programme.list}_paid_fen"
    source = where / "findings" / "entitlements.parquet" if received in RULES else where / f"{file}.parquet"
    paid = _column(source, key, received, asked)
    # Whom the findings leave out is due nothing.
    return {one: (_yuan(dues.get(one, 0)), _yuan(paid.get(one))) for one in asked if one is not None}


def _column(file: Path, key: str, name: str, asked: list[int | None]) -> dict[int, int | None]:
    if not file.exists() or name not in pq.read_schema(file).names:
        return {}  # a snapshot of an earlier version of the program
    table = pq.read_table(
        file, columns=[key, name], filters=[(key, "in", [one for one in asked if one is not None])]
    )
    return dict(zip(table[key].to_pylist(), table[name].to_pylist(), strict=True))


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def _department(rule: str) -> str:
    return words.department(RULES[rule].department or OFFICE)
