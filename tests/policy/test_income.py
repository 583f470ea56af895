"""The income formula, exact to the fen for any amounts."""

from fractions import Fraction
from math import floor
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from liuqing.compute.backends import DuckDB
from liuqing.policy.place import load
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

LINE = load("fuyuan").parameters(DAY).fen("exits.income_line")
AMOUNT = st.one_of(st.none(), st.integers(0, 10**13), st.integers(LINE - 2, LINE + 2))
HOME = st.tuples(st.fixed_dictionaries({f"{item}_fen": AMOUNT for item in INCOME_ITEMS}), st.integers(0, 12))
WANTED = ("income_per_person", "income_at_least", "income_at_most", "exit_income")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(homes=st.lists(HOME, min_size=1, max_size=60))
def test_income_per_person_and_its_bounds_are_exact(
    homes: list[tuple[dict[str, Any], int]], tmp_path_factory: Any
) -> None:
    found = _found(tmp_path_factory.mktemp("income"), homes)
    for (items, size), row in zip(homes, found, strict=True):
        assert {name: row[name] for name in WANTED} == _expected(items, size)


def _expected(items: dict[str, Any], size: int) -> dict[str, Any]:
    """The formula once more in exact fractions, written from its definition."""
    expense = items["business_expense_fen"]
    income = [value for name, value in items.items() if name != "business_expense_fen"]
    known, whole = sum(value or 0 for value in income), None not in income
    least = None if expense is None or not size else floor(Fraction(known - expense, size))
    most = floor(Fraction(known - (expense or 0), size)) if whole and size else None
    exact = least if whole and least is not None else None
    enough = (
        True
        if least is not None and known - expense >= LINE * size
        else False
        if most is not None and known - (expense or 0) < LINE * size
        else None
    )
    return {
        "income_per_person": exact,
        "income_at_least": least,
        "income_at_most": most,
        "exit_income": enough,
    }


def _found(folder: Path, homes: list[tuple[dict[str, Any], int]]) -> list[dict[str, Any]]:
    households = [
        items | {"household_id": n, "household_village_id": 1} for n, (items, _) in enumerate(homes)
    ]
    persons = [
        {"person_id": n * 100 + m, "household_id": n, "person_village_id": 1}
        for n, (_, size) in enumerate(homes)
        for m in range(size)
    ]
    write(folder, [{"village_id": 1}], households, persons)
    with DuckDB() as running:
        table = rows(running, folder, DAY, WANTED)["household"]
    return sorted(table.to_pylist(), key=lambda row: row["household_id"])
