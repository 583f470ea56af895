"""Income net of schooling: exact where everything is known, and never turned round by a gap."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from liuqing.compute.backends import DuckDB
from liuqing.policy.place import load
from liuqing.policy.tables import INCOME_ITEMS
from tests.compute.snapshots import DAY, write
from tests.policy.reading import rows

PLACE, RULE = "songming", "exit_income_net_of_schooling"
LINE = load(PLACE).parameters(DAY).fen("exits.income_line")
SENIOR = ("普通高中一年级", "中职三年级", "高职高专一年级", "本科二年级", "硕士研究生及以上")
AMOUNT = st.one_of(st.just(0), st.integers(0, 4 * LINE), st.integers(LINE - 2, LINE + 2))
STUDENT = st.fixed_dictionaries(
    {
        "school_status": st.sampled_from((*SENIOR, "小学", "七年级", "学龄前儿童")),
        "schooling_cost_fen": AMOUNT,
    }
)
HOME = st.fixed_dictionaries(
    {f"{item}_fen": AMOUNT for item in INCOME_ITEMS}
    | {"causes": st.sampled_from(("|因学|", "|因病|因学|", "|缺技术|"))}
)
Row = dict[str, Any]
Case = tuple[Row, list[Row], set[int]]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    cases=st.lists(
        st.tuples(HOME, st.lists(STUDENT, min_size=1, max_size=5), st.sets(st.integers(0, 21))),
        min_size=1,
        max_size=40,
    )
)
def test_it_is_exact_and_a_gap_only_makes_it_not_known(cases: list[Case], tmp_path_factory: Any) -> None:
    whole = [(home, students) for home, students, _ in cases]
    told = _found(tmp_path_factory.mktemp("whole"), whole)
    gaps = _found(tmp_path_factory.mktemp("gaps"), [_with_gaps(*case) for case in cases])
    for (home, students), known, unsure in zip(whole, told, gaps, strict=True):
        assert known is _expected(home, students)
        assert unsure in (known, None)


def _expected(home: Row, students: list[Row]) -> bool:
    """The article in exact fractions: what is left a member reaches the line."""
    income = sum(home[f"{item}_fen"] for item in INCOME_ITEMS if item != "business_expense")
    left = income - home["business_expense_fen"]
    if "因学" in home["causes"]:
        left -= sum(one["schooling_cost_fen"] for one in students if one["school_status"] in SENIOR)
    return Fraction(left, len(students)) >= LINE


def _with_gaps(home: Row, students: list[Row], gaps: set[int]) -> tuple[Row, list[Row]]:
    """The same household with some facts missing, counted over its own and its members'."""
    number = iter(range(1000))
    rows = [{name: None if next(number) in gaps else value for name, value in row.items()}
            for row in (home, *students)]  # fmt: skip
    return rows[0], rows[1:]


def _found(folder: Path, homes: list[tuple[Row, list[Row]]]) -> list[bool | None]:
    households = [home | {"household_id": n, "household_village_id": 1} for n, (home, _) in enumerate(homes)]
    persons = [
        one | {"person_id": n * 100 + m, "household_id": n, "person_village_id": 1}
        for n, (_, students) in enumerate(homes)
        for m, one in enumerate(students)
    ]
    write(folder, [{"village_id": 1}], households, persons)
    with DuckDB() as running:
        table = rows(running, folder, DAY, (RULE,), PLACE)["household"].to_pylist()
    return [row[RULE] for row in sorted(table, key=lambda row: row["household_id"])]
