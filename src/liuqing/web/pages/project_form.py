"""The form of an application: what was typed → values, and rows enough to go on typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from liuqing.planning import pool_texts
from liuqing.planning.models import Project
from liuqing.planning.services.pool.values import FIELDS

LISTS = {
    "quantities": ("item", "unit", "quantity", "unit_cost", "sizes"),
    "fundings": ("year", "source", "need", "secured"),
    "targets": ("kind", "name", "least", "value", "unit"),
}
BLANK = 2
"""Empty rows below those that are filled in."""
MOST = 60
"""Rows that a form takes."""
_TEXT = 4_000


@dataclass(frozen=True)
class Line:
    """A row of a list in the form: its cells by name, what is wrong with it, the amount where it has one."""

    at: int
    cells: Mapping[str, str]
    faults: tuple[str, ...] = ()
    amount: Decimal | None = None


def read(said: QueryDict) -> dict[str, Any]:
    """What was typed, as ``services.pool`` takes it; empty rows are left out, money without a year is of the
    project's year."""
    values: dict[str, Any] = {name: said.get(name, "")[:_TEXT] for name in FIELDS if name in said}
    for key, names in LISTS.items():
        columns = [said.getlist(f"{key}.{name}")[:MOST] for name in names]
        if any(columns):
            rows = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=False))
            values[key] = [_whole(row, values) for row in rows if _filled(row)]
    return values


def _filled(row: Mapping[str, str]) -> bool:
    return any(str(cell).strip() for name, cell in row.items() if name not in ("year", "kind", "least"))


def _whole(row: dict[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    return row | {"year": row["year"].strip() or values.get("year", "")} if "year" in row else row


def of(project: Project) -> dict[str, Any]:
    """What is in the record, as if it had been typed."""
    values: dict[str, Any] = {name: _typed(getattr(project, name)) for name in FIELDS}
    values["quantities"] = [
        {name: _typed(getattr(one, name)) for name in ("item", "unit", "quantity", "unit_cost")}
        | {"sizes": pool_texts.sizes_text(one.sizes)}
        for one in project.quantities.all()
    ]
    for key in ("fundings", "targets"):
        rows = getattr(project, key).all()
        values[key] = [{name: _typed(getattr(one, name)) for name in LISTS[key]} for one in rows]
    return values


def lines(
    values: Mapping[str, Any], faults: Sequence[tuple[str, str]], amounts: Sequence[Decimal | None], more: str
) -> dict[str, list[Line]]:
    """The rows of each list with room for more; ``more`` names the list that should have more room."""
    return {key: _lines(key, values.get(key) or [], faults, amounts, more) for key in LISTS}


def _lines(
    key: str, rows: Sequence[Mapping[str, str]], faults: Sequence[tuple[str, str]], amounts: Sequence[Decimal | None], more: str
) -> list[Line]:  # fmt: skip
    filled = [row for row in rows if _filled(row)]
    room = (0 if filled else 1) + (BLANK if more == key else 0)
    cells = [*filled, *({} for _ in range(room))]
    sums = amounts if key == "quantities" and len(amounts) == len(filled) else ()
    return [
        Line(at, one, _about(faults, f"{key}.{at}."), sums[at] if at < len(sums) else None)
        for at, one in enumerate(cells)
    ]


def _about(faults: Sequence[tuple[str, str]], prefix: str) -> tuple[str, ...]:
    return tuple(what for field, what in faults if field.startswith(prefix))


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return pool_texts.plain(value)
    return "、".join(value) if isinstance(value, list) else str(value)
