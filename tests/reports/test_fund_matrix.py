"""The matrix on paper: sums are numbers that agree with their cells, and the plan stands beside the pool."""

import json

import openpyxl
import pytest

from liuqing import reports
from liuqing.errors import Problem
from tests.planning.conftest import place  # noqa: F401
from tests.planning.test_matrix import line, pay, project
from tests.planning.test_matrix_plan import plan  # noqa: F401


@pytest.fixture
def money(county):
    """Two projects, one of them paid for in part."""
    project(county, need="100000.01", state="pooled")
    made = project(
        county,
        need="300000.02",
        state="begun",
        area=county.villages[2],
        class_one="基础设施和公共服务",
        year=2019,
    )
    pay(line(made, allocated="1000.50"), "999.99")


def _sheets(path):
    return openpyxl.load_workbook(path, read_only=True, data_only=True)


def test_every_sum_in_the_book_is_a_number_and_the_sum_of_its_cells(money, county, cast, tmp_path):
    out = reports.write(
        "fund-matrix", user=cast.county_approver, area="990101", format="xlsx", out=tmp_path / "m.xlsx"
    )
    rows = [row for row in _sheets(out)["需要 类别×年度"].iter_rows(values_only=True) if row[0]]
    head = next(n for n, row in enumerate(rows) if row[0] == "类别")
    *lines, total = rows[head + 1 :]
    assert [row[0] for row in lines] == ["产业扶贫", "基础设施和公共服务"]
    for row in (*lines, total):
        assert sum(cell or 0 for cell in row[1:-1]) == pytest.approx(row[-1], abs=1e-9)
    assert total[-1] == 400000.03


def test_what_became_of_the_money_has_its_own_sheets(money, county, cast, tmp_path):
    out = reports.write(
        "fund-matrix", user=cast.county_approver, area="990101", format="json", out=tmp_path / "m.json"
    )
    told = json.loads(out.read_text(encoding="utf-8"))
    totals = {(t["measure"], t["rows"], t["columns"]): t["total"] for t in told["tables"]}
    assert totals["paid", "town", "year"] == 999.99
    assert totals["allocated", "class_one", "year"] == 1000.5
    assert totals["projects", "class_one", "year"] == 2


def test_the_sheet_of_discrepancies_says_plan_pool_and_difference(plan, money, county, cast, tmp_path):  # noqa: F811
    out = reports.write(
        "fund-matrix", user=cast.county_approver, area="990101", format="xlsx", out=tmp_path / "m.xlsx"
    )
    rows = list(_sheets(out)["规划对照"].iter_rows(values_only=True))
    [of_2018] = [row for row in rows if row[:5] == ("全部", None, "2018", "全部", "元")]
    assert of_2018[5:9] == (100000, 100000.01, 0.01, "一致")
    assert of_2018[9] == "示例县规划·主要任务"
    assert next(row for row in rows if row[4] == "个")[5:9] == (2, 1, -1, "不一致")
    contradictions = list(_sheets(out)["规划自身"].iter_rows(values_only=True))
    assert any(row[7] == 7500 and row[8] == "不一致" for row in contradictions)


def test_a_township_s_book_has_its_own_money_and_no_plan(money, county, cast, tmp_path):
    out = reports.write("fund-matrix", user=cast.township_reviewer, format="json", out=tmp_path / "m.json")
    told = json.loads(out.read_text(encoding="utf-8"))
    assert told["tables"][0]["total"] == 100000.01
    assert (told["comparable"], told["plan"]) == (False, [])


def test_who_may_not_take_anything_away_gets_no_book(money, county, cast, tmp_path):
    with pytest.raises(Problem):
        reports.write("fund-matrix", user=cast.finance, area="990101", format="xlsx", out=tmp_path / "m.xlsx")
