"""Quotas: done, not done, nobody reported; on the minimum and one below; each office for itself."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from liuqing.compute import quotas
from liuqing.errors import Problem
from tests.compute.reports import DAY, TOWN_1, TOWN_2, A, B, C, D, county, place

COUNTY = "530000"
OTHER = (date(2018, 1, 5), "检查", "书记", COUNTY)
"""Something else that the office reported, so that its ledger is not empty."""


def _quota(more: str, minimum: int = 1, since: str = "2018-01-01") -> str:
    said = f"{{value: {minimum}, source: {{document: 某规划, clause: 责任}}}}"
    return f"quotas:\n  duty: {{label: 任务, {more}, values: {{{since}: {said}}}}}\n"


def _rows(tmp_path: Path, text: str, on: date = DAY, **known: Any) -> list[dict[str, Any]]:
    folder = county(tmp_path / "snapshot", **known)
    quotas.run(folder, place=place(tmp_path / "place", "quotas", text), on=on)
    rows: list[dict[str, Any]] = pq.read_table(folder / "findings" / "quotas.parquet").to_pylist()
    return rows


MEETING = "activity: 会议, roles: [书记], at: county, every: "


@pytest.mark.parametrize(("every", "count"), [("half_month", 24), ("month", 12), ("quarter", 4), ("year", 1)])
def test_a_year_has_its_periods_without_gap_or_overlap(tmp_path: Path, every: str, count: int) -> None:
    rows = _rows(tmp_path, _quota(MEETING + every), activities=[OTHER])
    assert len(rows) == count
    days = [(row["first"], row["last"]) for row in rows]
    assert days[0][0] == date(2018, 1, 1) and days[-1][1] == date(2018, 12, 31)
    assert all((later[0] - earlier[1]).days == 1 for earlier, later in pairwise(days))


def test_a_month_with_a_meeting_holds_and_one_without_fails(tmp_path: Path) -> None:
    met = [(date(2018, month, 28), "会议", "书记", COUNTY) for month in range(1, 12)]
    rows = _rows(tmp_path, _quota(MEETING + "month"), activities=met)
    assert [row["verdict"] for row in rows] == [True] * 11 + [False]


@pytest.mark.parametrize(("day", "halves"), [(15, (1, 0)), (16, (0, 1))])
def test_the_fifteenth_is_in_the_first_half_of_the_month(
    tmp_path: Path, day: int, halves: tuple[int, int]
) -> None:
    rows = _rows(
        tmp_path, _quota(MEETING + "half_month"), activities=[(date(2018, 2, day), "会议", "书记", COUNTY)]
    )
    assert (rows[2]["done"], rows[3]["done"]) == halves


@pytest.mark.parametrize(
    ("times", "verdict"), [((2,), True), ((1, 1), True), ((1,), False), ((None,), False)]
)
def test_the_minimum_is_counted_in_times(
    tmp_path: Path, times: tuple[int | None, ...], verdict: bool
) -> None:
    held = [(date(2018, 5, 1), "会议", "书记", COUNTY, None, n) for n in times]
    rows = _rows(tmp_path, _quota(MEETING + "year", minimum=2), activities=held)
    assert rows[0]["verdict"] is verdict


def test_an_office_of_which_nothing_was_reported_has_no_ledger_and_has_not_failed(tmp_path: Path) -> None:
    rows = _rows(tmp_path, _quota(MEETING + "month"), activities=[(date(2018, 1, 1), "会议", "县长", COUNTY)])
    assert {(row["verdict"], row["missing"], row["done"]) for row in rows} == {(None, "没有台账", None)}


def test_a_period_that_is_not_over_is_open_until_it_is_reached(tmp_path: Path) -> None:
    on = date(2018, 2, 20)
    rows = _rows(tmp_path / "open", _quota(MEETING + "month"), on, activities=[OTHER])
    assert [row["verdict"] for row in rows] == [False, None]
    met = [OTHER, (date(2018, 2, 1), "会议", "书记", COUNTY), (date(2018, 2, 21), "会议", "书记", COUNTY)]
    rows = _rows(tmp_path / "met", _quota(MEETING + "month"), on, activities=met)
    assert [(row["done"], row["verdict"]) for row in rows] == [(0, False), (1, True)]


def test_each_role_must_do_it_by_itself_unless_they_count_together(tmp_path: Path) -> None:
    met = [(date(2018, 3, 1), "会议", "书记", COUNTY), (date(2018, 3, 1), "走访", "县长", COUNTY)]
    each = "activity: 会议, roles: [书记, 县长], at: county, every: year"
    rows = _rows(tmp_path / "each", _quota(each), activities=met)
    assert {row["role"]: row["verdict"] for row in rows} == {"书记": True, "县长": False}
    rows = _rows(tmp_path / "together", _quota(each + ", together: true"), activities=met)
    assert [(row["role"], row["verdict"]) for row in rows] == [("书记、县长", True)]


def test_a_towns_office_is_told_apart_by_its_town(tmp_path: Path) -> None:
    met = [(date(2018, 3, 1), "会议", "镇", TOWN_1), (date(2018, 3, 1), "走访", "镇", C)]
    text = _quota("activity: 会议, roles: [镇], at: town, every: year")
    assert {row["area_code"]: row["verdict"] for row in _rows(tmp_path, text, activities=met)} == {
        TOWN_1: True,
        TOWN_2: False,  # it keeps a ledger: a visit to one of its villages
    }
    silent = _rows(tmp_path / "silent", text, activities=met[:1])
    assert {row["area_code"]: row["missing"] for row in silent} == {TOWN_1: "", TOWN_2: "没有台账"}


def test_every_poor_village_is_visited_and_no_other_counts(tmp_path: Path) -> None:
    visits = [(date(2018, 3, 1), "走访", "书记", A), (date(2018, 3, 1), "走访", "书记", B)]
    rows = _rows(
        tmp_path,
        _quota("activity: 走访, roles: [书记], at: county, target: poor_village, every: year"),
        activities=visits,
        villages={B: {"poor_village": False}, C: {"poor_village": None}},
    )
    assert {row["area_code"]: (row["verdict"], row["missing"]) for row in rows} == {
        A: (True, ""),
        C: (None, "poor_village"),
        D: (False, ""),
    }


def test_poor_towns_are_those_that_offices_name(tmp_path: Path) -> None:
    rows = _rows(
        tmp_path,
        _quota("activity: 走访, roles: [书记], at: county, target: poor_town, every: year"),
        activities=[(date(2018, 3, 1), "走访", "书记", TOWN_1)],
        indicators={(TOWN_1, "poor_town", 2014): 1, (TOWN_2, "poor_town", 2014): 0},
    )
    assert [(row["area_code"], row["verdict"]) for row in rows] == [(TOWN_1, True)]


HOMES = [{}, {}, {"unexited": False}, {"household_village_id": 3}, {"registered": False, "unexited": False}]
VISITS = "activity: 走访, roles: [支书], at: village, every: year, target: "


@pytest.mark.parametrize(
    ("target", "visited", "found"),
    [
        ("registered_household", (1, 2, 3), {A: (3, 3, True), C: (None, 1, None)}),
        ("registered_household", (1, 2, 2), {A: (2, 3, False), C: (None, 1, None)}),
        ("unexited_household", (1, 2, 5), {A: (2, 2, True), C: (None, 1, None)}),
    ],
)
def test_households_are_counted_once_and_by_village(
    tmp_path: Path, target: str, visited: tuple[int, ...], found: dict[str, Any]
) -> None:
    visits = [(date(2018, 3, 1), "走访", "支书", None, home) for home in visited]
    rows = _rows(tmp_path, _quota(VISITS + target), activities=visits, households=HOMES)
    assert {row["area_code"]: (row["done"], row["minimum"], row["verdict"]) for row in rows} == found


@pytest.mark.parametrize(
    ("officers", "verdicts"),
    [
        ((1, 2), (True, True)),
        ((1, 0), (False, False)),
        ((1, None), (None, None)),
        ((0, None), (False, False)),
    ],
)
def test_every_household_has_a_helper(
    tmp_path: Path, officers: tuple[int | None, ...], verdicts: tuple[bool | None, ...]
) -> None:
    rows = _rows(
        tmp_path,
        _quota("activity: 结对, at: county, target: unexited_household, every: year"),
        households=[{"officer_count": n} for n in officers],
    )
    by_level = {row["level"]: row["verdict"] for row in rows}
    assert (by_level["village"], by_level["county"]) == verdicts


FILING = "activity: 报送方案, roles: [镇], at: town, every: once, deadline: "


@pytest.mark.parametrize(("day", "verdict"), [(date(2018, 11, 25), True), (date(2018, 11, 26), False)])
def test_filed_on_the_last_day_is_in_time(tmp_path: Path, day: date, verdict: bool) -> None:
    rows = _rows(tmp_path, _quota(FILING + '"2018-11-25"'), activities=[(day, "报送方案", "镇", TOWN_1)])
    assert {row["area_code"]: row["verdict"] for row in rows} == {TOWN_1: verdict, TOWN_2: None}


def test_a_deadline_without_a_year_comes_every_year(tmp_path: Path) -> None:
    text = _quota(FILING + '"10-30"')
    filed = [(date(2018, 10, 30), "报送方案", "镇", TOWN_1)]
    before = _rows(
        tmp_path / "before", text, date(2018, 10, 1), activities=[(date(2018, 1, 1), "会议", "镇", TOWN_1)]
    )
    assert before[0]["last"] == date(2018, 10, 30) and before[0]["verdict"] is None
    after = _rows(tmp_path / "after", text, date(2019, 12, 31), activities=filed)
    assert after[0]["last"] == date(2019, 10, 30) and after[0]["verdict"] is False


def test_a_department_counts_under_any_of_its_names(tmp_path: Path) -> None:
    folder = county(tmp_path / "snapshot", activities=[(date(2018, 3, 3), "报告", "扶贫办", "530325")])
    quotas.run(folder, place="fuyuan", on=DAY)
    rows = pq.read_table(folder / "findings" / "quotas.parquet").to_pylist()
    office = [row for row in rows if row["quota"] == "department_report" and row["role"] == "县扶贫办"]
    assert [row["done"] for row in office] == [0, 0, 1] + [0] * 9
    assert {row["missing"] for row in rows if row["role"] == "县农业局"} == {"没有台账"}


def test_the_filing_that_was_due_before_its_own_document_is_kept_and_marked(tmp_path: Path) -> None:
    folder = county(
        tmp_path / "snapshot", activities=[(date(2018, 11, 28), "报送方案", "乡镇（街道）", TOWN_1)]
    )
    quotas.run(folder, place="xinping", on=DAY)
    rows = pq.read_table(folder / "findings" / "quotas.parquet").to_pylist()
    late = next(row for row in rows if row["quota"] == "plan_filed_by_towns" and row["area_code"] == TOWN_1)
    assert late["verdict"] is False and late["last"] == date(2018, 11, 25) and "早3天" in late["note"]


def test_before_its_first_day_a_quota_asks_nothing(tmp_path: Path) -> None:
    assert _rows(tmp_path, _quota(MEETING + "month", since="2019-01-01"), activities=[OTHER]) == []
    late = _rows(tmp_path / "late", _quota(MEETING + "month", since="2018-11-02"), activities=[OTHER])
    assert [row["period"] for row in late] == ["2018-12"]


def test_a_snapshot_that_was_not_assessed_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        quotas.run(tmp_path, place="fuyuan", on=DAY)
    assert raised.value.code == "compute.no_findings"
