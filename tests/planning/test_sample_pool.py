"""The sample county's ledgers in the record: the matrix of 富源县脱贫攻坚规划（2018—2020年）, the same whatever the households."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from liuqing.planning.models import Asset, Payment, Project
from liuqing.planning.queries import spending
from liuqing.planning.queries.matrix import behind, discrepancies, matrix, sankey
from liuqing.planning.queries.pool import similar
from liuqing.planning.queries.pool.costs import outliers
from liuqing.planning.services import funds
from liuqing.policy import place as places
from liuqing.registry.services import accounts, areas, loading
from liuqing.sample import county, pool_office
from tests.cast import user

pytestmark = pytest.mark.one_database

AREA, ON = "530325", date(2019, 9, 30)
# 主要任务
YEARS = {"2018": "103454.17", "2019": "60978.53", "2020": "56016.27"}
SOURCES = {
    "行业部门资金": "35285.07",
    "涉农整合资金": "174891.90",
    "县级自筹资金": "3272.00",
    "上海帮扶资金": "7000.00",
}
# 各行动的第一段
CLASSES = {
    "产业扶贫": "82198.77", "就业扶贫": "8861.04", "健康扶贫": "291.60", "农村危房改造": "35931.20", "生态保护扶贫": "2376.00",
    "综合保障扶贫": "455.00", "基础设施和公共服务": "90335.36",
}  # fmt: skip
CELLS = {
    ("2018", "涉农整合资金"): "77544.73", ("2018", "县级自筹资金"): "3272.00", ("2018", "上海帮扶资金"): "2360.00",
    ("2019", "行业部门资金"): "7418.31", ("2019", "涉农整合资金"): "49580.22", ("2019", "上海帮扶资金"): "3980.00",
    ("2020", "涉农整合资金"): "47766.95", ("2020", "上海帮扶资金"): "660.00",
}  # fmt: skip


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker, tmp_path_factory):
    """The pool and the ledgers of a county of sixty households, loaded once for the file."""
    folder = tmp_path_factory.mktemp("ledgers")
    files = pool_office.PoolOffice(county.make("fuyuan", households=60), folder, lambda said: None).write()
    here = replace(settings.WORKSPACE, place="fuyuan")
    with override_settings(WORKSPACE=here), django_db_blocker.unblock(), transaction.atomic():
        areas.plant(places.load("fuyuan"), by=accounts.operator())
        told = loading.load_paths(files[:5], by=accounts.operator())
        yield folder, {one["kind"]: one for one in told}
        transaction.set_rollback(True)


@pytest.fixture
def place(settings):
    """Not the small county's place: the sample's own."""
    settings.WORKSPACE = replace(settings.WORKSPACE, place="fuyuan")


@pytest.fixture
def analyst(record, db):
    return user("sample-analyst", "county_analyst", f"{AREA}/")


@pytest.fixture
def finance(record, db):
    return user("sample-finance", "finance", f"{AREA}/", "县财政局")


def truth(record):
    with (record[0] / "truth" / "money.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def yuan(ten_thousands):
    return Decimal(ten_thousands) * 10_000


def sums(found):
    return {line.head.key: line.total.value for line in found.lines}


def test_every_project_is_in_the_pool_and_none_was_refused(record, analyst):
    told = record[1]["projects"]
    assert (told["accepted"], told["held"], told["refused"]) == (2732, 0, 0)
    assert Project.objects.filter(state__in=Project.IN_POOL).count() == 2732
    by_year = sums(matrix(analyst, AREA, rows="year", columns="class_one", what="projects"))
    assert by_year == {"2018": 1503, "2019": 779, "2020": 450}


def test_the_matrix_of_years_and_sources_is_the_plans_to_the_fen(analyst):
    found = matrix(analyst, AREA, rows="year", columns="source")
    assert found.total.value == yuan("220448.97")
    assert sums(found) == {year: yuan(money) for year, money in YEARS.items()}
    columns = {head.key: cell.value for head, cell in zip(found.column_heads, found.totals, strict=True)}
    assert columns == {source: yuan(money) for source, money in SOURCES.items()}
    cells = {
        (line.head.key, head.key): cell.value
        for line in found.lines
        for head, cell in zip(found.column_heads, line.cells, strict=True)
    }
    assert {key: cells[key] for key in CELLS} == {key: yuan(money) for key, money in CELLS.items()}


def test_the_matrix_of_classes_is_the_plans_to_the_fen(analyst):
    found = matrix(analyst, AREA, rows="class_one", columns="year")
    assert {key: value for key, value in sums(found).items() if value} == {
        name: yuan(money) for name, money in CLASSES.items()
    }


@pytest.mark.parametrize("rows", ["class_one", "class_two", "year", "source", "town"])
@pytest.mark.parametrize("what", ["need", "allocated", "paid"])
def test_every_table_adds_up_in_both_directions(analyst, rows, what):
    columns = "year" if rows != "year" else "class_one"
    found = matrix(analyst, AREA, rows=rows, columns=columns, what=what)
    assert sum(line.total.value or 0 for line in found.lines) == found.total.value
    assert sum(cell.value or 0 for cell in found.totals) == found.total.value
    assert found.total.value == matrix(analyst, AREA, rows="source", columns="town", what=what).total.value


def test_the_matrix_of_payments_is_the_sum_of_the_raw_payments(analyst):
    found = matrix(analyst, AREA, rows="town", columns="source", what="paid")
    assert found.total.value == sum(Payment.objects.values_list("amount", flat=True)) > yuan(90_000)


def test_the_plan_beside_the_pool_differs_only_where_the_plan_contradicts_itself(record, analyst):
    with (record[0] / "truth" / "plan.csv").open(encoding="utf-8") as file:
        known = {one["plan"].rstrip("0").rstrip(".") for one in csv.DictReader(file)}
    found = discrepancies(analyst)
    assert found.comparable and len(found.money) > 40
    strange = [
        (one.said.path, one.said.years, one.said.source, one.said.value, one.pool)
        for one in found.differing
        if f"{one.said.value / 10_000:.3f}".rstrip("0").rstrip(".") not in known
    ]
    assert strange == []


def test_exactly_the_planted_rows_of_the_ledger_were_refused(record):
    planted = [one for one in truth(record) if one["kind"] in ("over_payment", "scope_violation")]
    told = record[1]["spending"]
    assert (told["refused"], told["held"]) == (len(planted), 0) == (5, 0)
    assert record[1]["fund_documents"]["refused"] == record[1]["assets"]["refused"] == 0


def test_the_book_of_all_ledgers_verifies(record, db):
    verdict = funds.verify()
    assert verdict.sound and verdict.payments == Payment.objects.count() > 4_000


def test_planted_idle_money_is_found(record, finance):
    planted = {kind: {one["document_no"] or one["project_no"] for one in truth(record) if one["kind"] == kind} for kind in ("idle_money", "idle_line")}  # fmt: skip
    found = spending.idle(finance)
    assert planted["idle_money"] <= {one.document.no for one in found.unallocated.rows}
    for no in planted["idle_line"]:  # the page of the county shows the greatest; each place shows its own
        place = Project.objects.get(no=no).area.code
        assert no in {one.project.no for one in spending.idle(finance, place).unclaimed.rows}


def test_planted_dear_projects_are_warned_of(record, db):
    dear = Project.objects.filter(
        no__in={one["project_no"] for one in truth(record) if one["kind"] == "outlier_cost"}
    )
    assert len(dear) == 3
    for one in dear:
        (found,) = outliers(one, one.quantities.all(), ON)
        assert found.percent > 30


def test_the_same_work_in_two_classes_is_found(record, analyst):
    twins = [one for one in truth(record) if one["kind"] == "same_work"]
    assert len(twins) == 2
    for one in twins:
        pairs = similar.of_project(analyst, Project.objects.get(no=one["project_no"]), ON)
        assert one["related_no"] in {pair.other.no for pair in pairs}
    assert any(pair.classes for pair in pairs)


def test_money_flows_from_sources_to_classes_to_towns_without_loss(analyst):
    drawn = sankey(analyst, AREA)
    assert drawn.total == yuan("220448.97")
    assert all(sum(node.value for node in layer) == drawn.total for layer in drawn.layers)


def test_assets_come_from_projects_that_were_handed_over(record, db):
    assert Asset.objects.count() > 500
    assert not Asset.objects.exclude(project__state="handed_over").exists()


@pytest.mark.parametrize("what", ["need", "paid"])
def test_a_cell_opens_to_exactly_its_projects(analyst, what):
    found = matrix(analyst, AREA, rows="class_one", columns="year", what=what)
    for line in found.lines:
        opened = behind(analyst, AREA, what=what, **line.cells[0].narrowed)
        assert opened.total == (line.cells[0].value or 0)
