"""The project pool as a workbook: what is written is read back as the same projects."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing import reports
from liuqing.errors import Problem
from liuqing.planning import pool_texts
from liuqing.planning.models import Beneficiary, Funding, Project, Quantity, Target
from liuqing.planning.queries.pool import book as asking
from liuqing.planning.services.pool.values import amount
from liuqing.policy.pool_columns import NATURES
from liuqing.registry.models import SourceFile
from liuqing.reports import project_pool
from liuqing.sheets.read import read_tables
from tests.planning import building, pool_books
from tests.planning.conftest import place  # noqa: F401 - the small county's classes and sources

WORDS = st.text("甲乙丙丁戊己庚辛大小村路水电种养猪牛羊棚", min_size=1, max_size=12)
YUAN = st.integers(1, 10**12).map(lambda fen: Decimal(fen) / 100)
QUANTITY = st.integers(1, 10**8).map(lambda n: Decimal(n) / 10_000)
SOURCES = st.sampled_from(
    ["行业部门资金", "涉农整合资金", "县级自筹资金", "自筹资金", "银行贷款", "中央资金"]
)
DAYS = st.integers(0, 900).map(lambda n: date(2018, 1, 1) + timedelta(n))
KEPT = (
    "no", "name", "class_one", "class_two", "nature", "reach", "area_id", "site", "content", "year", "starts_on", "ends_on",
    "department", "unit", "lead", "leader", "first_class", "mechanism", "participation", "bundle", "marks", "votes", "score",
    "households_said", "persons_said", "poor_households_said", "poor_persons_said", "state", "pooled_on", "approval", "note",
)  # fmt: skip


@st.composite
def projects(draw):
    """A project with everything that a workbook may say of it."""
    number = st.none() | st.integers(0, 10**6)
    fundings = draw(
        st.lists(
            st.tuples(st.sampled_from([2018, 2019, 2020]), SOURCES, YUAN),
            min_size=1,
            max_size=5,
            unique_by=lambda f: f[:2],
        )
    )
    targets = draw(
        st.lists(
            st.tuples(
                st.sampled_from(pool_texts.KINDS),
                WORDS,
                QUANTITY,
                st.sampled_from(["亩", "%", "户"]),
                st.booleans(),
                st.none() | st.sampled_from([Decimal("10"), Decimal("12.5")]),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda t: t[1],
        )
    )
    quantities = draw(
        st.lists(
            st.tuples(
                WORDS,
                st.sampled_from(["亩", "米"]),
                QUANTITY,
                st.none() | YUAN,
                st.dictionaries(st.sampled_from(["长", "宽", "厚"]), QUANTITY.map(pool_texts.plain)),
            ),
            max_size=3,
            unique_by=lambda q: q[:2],
        )
    )
    days = sorted([draw(DAYS), draw(DAYS)])
    facts = {
        "name": draw(WORDS), "class_one": "产业扶贫", "class_two": draw(st.sampled_from(["规模化种植", ""])),
        "nature": draw(st.sampled_from(["", *NATURES])), "reach": draw(st.sampled_from(["household", "shared"])),
        "site": draw(WORDS), "content": draw(WORDS), "starts_on": days[0], "ends_on": days[1], "department": draw(WORDS),
        "unit": draw(WORDS), "lead": draw(WORDS), "leader": draw(WORDS), "first_class": draw(st.none() | st.booleans()),
        "mechanism": draw(WORDS), "participation": draw(WORDS), "bundle": draw(WORDS), "marks": draw(st.lists(WORDS, max_size=2)),
        "votes": draw(number), "score": draw(st.none() | st.integers(0, 10_000).map(lambda n: Decimal(n) / 100)),
        "households_said": draw(number), "persons_said": draw(number), "poor_households_said": draw(number),
        "poor_persons_said": draw(number), "state": draw(st.sampled_from(Project.State.values)),
        "pooled_on": draw(st.none() | DAYS), "approval": draw(WORDS), "note": draw(WORDS),
        "year": draw(st.sampled_from([2018, 2019, 2020])),
    }  # fmt: skip
    return facts, fundings, targets, quantities


def keep(county, number, told):
    """Put a drawn project into the record."""
    facts, fundings, targets, quantities = told
    one = Project.objects.create(
        no=f"R{number:04d}", uuid=uuid4(), area=county.villages[number % 3], maker="somebody", **facts
    )
    for year, source, need in fundings:
        Funding.objects.create(
            project=one, year=year, source=source, need=need, secured=need / 2 if need * 50 % 1 == 0 else 0
        )
    for kind, name, value, unit, least, weight in targets:
        Target.objects.create(
            project=one, kind=kind, name=name, value=value, unit=unit, least=least, weight=weight
        )
    for item, unit, quantity, cost, sizes in quantities:
        Quantity.objects.create(
            project=one,
            item=item,
            unit=unit,
            quantity=quantity,
            unit_cost=cost,
            amount=amount(quantity, cost),
            sizes=sizes,
        )
    return one


def told():
    """Every project as plain values, with what belongs to it in no order."""
    return {
        one.no: (
            {name: getattr(one, name) for name in KEPT},
            sorted((f.year, f.source, f.need, f.secured) for f in one.fundings.all()),
            [(t.kind, t.name, t.value, t.unit, t.least, t.weight) for t in one.targets.all()],
            [(q.item, q.unit, q.quantity, q.unit_cost, q.amount, q.sizes) for q in one.quantities.all()],
            sorted(link.household.no for link in one.beneficiaries.all() if link.household_id),
        )
        for one in Project.objects.order_by("no")
    }


def forget():
    """An empty pool."""
    for model in (Beneficiary, Quantity, Funding, Target, Project):
        model.objects.all().delete()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(projects(), min_size=1, max_size=4))
def test_a_written_row_is_read_back_as_the_same_project(county, cast, drawn):
    forget()
    for number, one in enumerate(drawn):
        keep(county, number, one)
    before = told()
    found = asking.book(cast.county_approver, "990101")
    facts = project_pool._columns(found.sources)
    rows = [[project_pool._cell(fact, row.get(fact.name)) for fact in facts] for row in found.rows]
    headings = [project_pool._column(fact).heading for fact in facts]
    forget()
    taken = pool_books.take(cast.county_approver, *rows, headings=headings)
    assert pool_books.counts(taken)[2] == 0, pool_books.sentences(taken)
    assert told() == before


@pytest.fixture
def filled(county):
    one = building.project(county, need="123500.00", state="pooled", households_said=3)
    Funding.objects.create(
        project=one, year=2019, source="自筹资金", need=Decimal("0.01"), secured=Decimal("0.01")
    )
    building.serves(one, county.households[0])
    building.project(county, area=county.villages[2], state="begun", first_class=True)
    return one


def write(cast, tmp_path, who=None, area=None):
    out = tmp_path / "pool.xlsx"
    reports.write("project-pool", user=who or cast.county_approver, area=area, format="xlsx", out=out)
    return out


def test_the_workbook_loads_again_to_the_same_records(county, cast, filled, tmp_path):
    from liuqing.registry.services import files, loading

    before = told()
    out = write(cast, tmp_path)
    forget()
    file = loading.load(
        files.receive(out, name="项目库2018.xlsx", by=cast.county_approver), by=cast.county_approver
    )
    assert (file.state, file.rows, file.refused) == ("loaded", 3, 0)
    assert told() == before


def test_loading_the_export_of_what_is_there_changes_nothing(county, cast, filled, tmp_path):
    from liuqing.registry.services import files, loading

    before = told()
    out = write(cast, tmp_path)
    file = loading.load(
        files.receive(out, name="项目库2018.xlsx", by=cast.county_approver), by=cast.county_approver
    )
    assert (file.accepted, file.refused, file.kept_rows.count()) == (3, 0, 0)
    assert told() == before


def test_the_title_says_what_is_in_it_and_each_project_has_one_number(county, cast, filled, tmp_path):
    sheet = openpyxl.load_workbook(write(cast, tmp_path))["项目库"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["示例县项目库"] and "项目 2 个，资金规模 22.35 万元" in rows[1][0]
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == [1, None, 2]


def test_only_the_projects_of_ones_area_are_written(county, cast, filled, tmp_path):
    with read_tables(
        write(cast, tmp_path, cast.village_officer), known=lambda heading: "项目" in heading
    ) as tables:
        rows = [row for table in tables if table.sheet == "项目库" for row in table.rows]
    assert len(rows) == 2
    with pytest.raises(Problem):
        write(cast, tmp_path, cast.outsider, "990101001001")


def test_a_source_without_a_column_stands_in_a_cell_of_its_own(county, cast):
    one = building.project(county, need="1.00", source="彩票公益金")
    (row,) = asking.of_project(one)
    assert row["funds_text"] == "彩票公益金0.0001万元"
    assert not SourceFile.objects.filter(name="").exists()
