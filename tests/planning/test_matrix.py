"""The matrix of money: its cells add up to its rows, its columns and its total, and are what the rows say."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuqing.errors import Problem
from liuqing.planning.models import Account, Funding, Line, Payment, Project, Refund, Voucher
from liuqing.planning.queries.matrix import DIMENSIONS, behind, matrix, sankey
from liuqing.planning.queries.pool import listed
from tests.planning import building

_numbers = count(1)
AT = datetime(2018, 6, 1, tzinfo=UTC)


def project(county, *, need="100000.00", **more):
    """A project with any need to the fen."""
    made = building.project(county, need="0.00", **more)
    made.fundings.update(need=Decimal(need))
    return made


def voucher(kind="pay"):
    return Voucher.objects.create(
        no=f"V{next(_numbers):06d}", uuid=uuid4(), kind=kind, on=AT.date(), entered_on=AT.date(), at=AT, by="x", seal="s"
    )  # fmt: skip


def line(made, *, document=None, year=2018, allocated="0.00"):
    """A line with so much on its accounts."""
    held = document or building.document(no=f"示财农〔2018〕{next(_numbers)}号")
    found = Line.objects.create(project=made, document=held, year=year)
    Account.objects.create(
        key=f"line:{found.pk}", kind="line", document=found.document, line=found, balance=Decimal(allocated)
    )
    return found


def pay(on, amount, home=None):
    return Payment.objects.create(
        no=f"Z{next(_numbers):06d}", line=on, amount=Decimal(amount), on=AT.date(), voucher=voucher(), by="x",
        party="" if home else "甲公司", household=home,
    )  # fmt: skip


def refund(payment, amount):
    Refund.objects.create(
        payment=payment, amount=Decimal(amount), on=AT.date(), why="退回", voucher=voucher("refund"), by="x"
    )


def grid(found):
    """What a table says: {(row, column): value}."""
    return {
        (row.head.key, head.key): cell.value
        for row in found.lines
        for head, cell in zip(found.column_heads, row.cells, strict=True)
        if cell.value is not None
    }


def test_needs_stand_by_class_and_year(county, cast):
    project(county, need="100.01", state="pooled")
    project(county, need="200.02", state="planned", year=2019)
    project(county, need="0.03", state="pooled", class_one="基础设施和公共服务", class_two="农村饮水")
    found = matrix(cast.county_approver, "990101", rows="class_one", columns="year")
    assert grid(found) == {
        ("产业扶贫", "2018"): Decimal("100.01"),
        ("产业扶贫", "2019"): Decimal("200.02"),
        ("基础设施和公共服务", "2018"): Decimal("0.03"),
    }
    assert [row.total.value for row in found.lines] == [Decimal("300.03"), Decimal("0.03")]
    assert [cell.value for cell in found.totals] == [Decimal("100.04"), Decimal("200.02")]
    assert found.total.value == Decimal("300.06")


def test_what_waits_for_the_pool_is_not_in_its_need(county, cast):
    for state in ("draft", "filed", "argued", "refused", "removed"):
        project(county, state=state)
    assert matrix(cast.county_approver, "990101").empty
    assert matrix(cast.county_approver, "990101", state="filed").total.value == Decimal("100000.00")


def test_paid_is_payments_less_refunds_of_the_line_s_year_and_source(county, cast):
    made = project(county, state="begun")
    on = line(made, document=building.document(source="行业部门资金"), year=2019, allocated="500.00")
    refund(pay(on, "300.10"), "100.05")
    pay(on, "0.01", county.households[0])
    found = matrix(cast.county_approver, "990101", rows="source", columns="year", what="paid")
    assert grid(found) == {("行业部门资金", "2019"): Decimal("200.06")}


def test_a_payment_that_was_reversed_is_not_paid(county, cast):
    on = line(project(county, state="begun"), allocated="500.00")
    pay(on, "1.00")
    wrong = pay(on, "300.00")
    Voucher.objects.create(
        no="V-", uuid=uuid4(), kind="reverse", on=AT.date(), entered_on=AT.date(), at=AT, by="x", seal="s", reverses=wrong.voucher
    )  # fmt: skip
    assert matrix(cast.county_approver, "990101", what="paid").total.value == Decimal("1.00")


def test_what_was_paid_for_a_cancelled_project_does_not_vanish(county, cast):
    pay(line(project(county, state="cancelled")), "12.34")
    assert matrix(cast.county_approver, "990101", what="paid").total.value == Decimal("12.34")


def test_allocated_is_what_stands_on_the_accounts_of_lines(county, cast):
    on = line(project(county, state="planned"), allocated="70.00")
    for kind, amount in (("claimed", "20.00"), ("retained", "1.00"), ("paid", "9.00")):
        Account.objects.create(
            key=f"{kind}:{on.pk}", kind=kind, document=on.document, line=on, balance=Decimal(amount)
        )
    Account.objects.create(
        key="pool:1:2018", kind="pool", document=on.document, year=2018, balance=Decimal("1000.00")
    )
    found = matrix(cast.county_approver, "990101", rows="town", columns="source", what="allocated")
    assert grid(found) == {("990101001", "涉农整合资金"): Decimal("100.00")}


def test_names_stand_in_the_place_s_order_and_unknown_ones_last_and_marked(county, cast):
    for source in ("别处来的", "县级自筹资金", "行业部门资金"):
        project(county, source=source, state="pooled")
    found = matrix(cast.county_approver, "990101", rows="source", columns="class_two")
    assert [(row.head.key, row.head.known) for row in found.lines] == [
        ("行业部门资金", True), ("涉农整合资金", True), ("县级自筹资金", True), ("别处来的", False),
    ]  # fmt: skip


def test_a_village_s_projects_are_added_up_to_its_township_and_the_county_s_own_stand_apart(county, cast):
    project(county, need="1.00", state="pooled")
    project(county, need="2.00", state="pooled", area=county.towns[0])
    project(county, need="4.00", state="pooled", area=county.county)
    found = matrix(cast.county_approver, "990101", rows="town", columns="reach")
    assert {row.head.label: row.total.value for row in found.lines} == {
        "甲镇": Decimal("3.00"), "示例县本级": Decimal("4.00"),
    }  # fmt: skip
    by_village = matrix(cast.county_approver, "990101", rows="village", columns="year")
    assert [row.head.label for row in by_village.lines] == ["甲村", "示例县本级", "甲镇本级"]


def test_a_cell_carries_the_filters_that_open_its_projects(county, cast):
    project(county, state="pooled")
    found = matrix(cast.county_approver, "990101", rows="class_two", columns="town", class_one="产业扶贫")
    pool = {"state": ",".join(Project.IN_POOL)}
    assert found.lines[0].cells[0].filters == {
        "area": "990101001", "class_one": "产业扶贫", "class_two": "规模化种植",
    } | pool  # fmt: skip
    assert found.total.filters == {"area": "990101", "class_one": "产业扶贫"} | pool


def test_the_filters_of_a_cell_give_its_sum_again(county, cast):
    for number, area in enumerate((*county.villages, county.county, *county.towns), start=1):
        project(county, need=f"{number}.0{number}", state="pooled", area=area, year=2018 + number % 2)
    found = matrix(cast.county_approver, "990101", rows="village", columns="year")
    for row in found.lines:
        for head, cell in zip(found.column_heads, row.cells, strict=True):
            told = matrix(cast.county_approver, "990101", village=row.head.key, year=head.key)
            assert told.total.value == cell.value


def test_a_village_cadre_s_table_has_the_own_village_only(county, cast):
    project(county, need="1.00", state="pooled")
    project(county, need="2.00", state="pooled", area=county.villages[2])
    assert matrix(cast.village_officer, None).total.value == Decimal("1.00")
    with pytest.raises(Problem, match="没有这个地方"):
        matrix(cast.village_officer, "990101002")


def test_an_officer_of_a_department_sees_the_department_s_money_only(county, cast, actors):
    project(county, need="1.00", state="pooled")
    project(county, need="2.00", state="pooled", department="县交通局")
    assert matrix(actors.agriculture, "990101").total.value == Decimal("1.00")


def test_projects_are_counted_once_however_many_sources_pay_for_them(county, cast):
    made = project(county, state="pooled")
    Funding.objects.create(project=made, year=2018, source="县级自筹资金", need=Decimal("5.00"))
    assert matrix(cast.county_approver, "990101", what="projects").total.value == 1
    with pytest.raises(Problem, match="不能按来源分"):
        matrix(cast.county_approver, "990101", rows="source", what="projects")


@pytest.mark.parametrize(
    "asked", [{"rows": "nothing"}, {"columns": "class_one"}, {"what": "hoped"}, {"year": "x"}]
)
def test_what_makes_no_sense_is_answered_in_words(county, cast, asked):
    with pytest.raises(Problem) as fault:
        matrix(cast.county_approver, "990101", **asked)
    assert fault.value.remedy


def test_every_dimension_can_stand_in_rows_and_columns(county, cast):
    pay(line(project(county, state="begun")), "3.21")
    for down in DIMENSIONS:
        for across in DIMENSIONS.keys() - {down}:
            assert matrix(
                cast.county_approver, "990101", rows=down, columns=across, what="paid"
            ).total.value == Decimal("3.21")


def test_a_table_costs_few_questions_however_many_projects(county, cast):
    for number in range(12):
        pay(line(project(county, state="begun", year=2018 + number % 3)), "1.00")
    with CaptureQueriesContext(connection) as asked:
        matrix(cast.county_approver, "990101", rows="town", columns="source", what="paid")
    assert len(asked) <= 6


def test_nothing_is_not_nought(county, cast):
    project(county, state="pooled", year=2018)
    project(county, state="pooled", year=2019, class_one="基础设施和公共服务", need="0.00")
    found = matrix(cast.county_approver, "990101")
    assert [cell.value for cell in found.lines[1].cells] == [None, Decimal("0.00")]


@pytest.mark.parametrize("what", ["need", "allocated", "paid", "projects"])
def test_the_projects_behind_a_cell_add_up_to_it(county, cast, what):
    for number, area in enumerate((*county.villages, county.county), start=1):
        on = line(
            project(county, need=f"{number}.5", state="begun", area=area, year=2018), allocated=f"{number}.25"
        )
        pay(on, f"{number}.11")
    found = matrix(cast.county_approver, "990101", rows="town", columns="year", what=what)
    for row in found.lines:
        cell = row.cells[0]
        told = behind(cast.county_approver, "990101", what=what, **cell.narrowed)
        assert told.total == cell.value == sum(part.value for part in told.page.rows)


def test_every_layer_of_the_flow_adds_up_to_the_same_total(county, cast):
    for number, area in enumerate((*county.villages, county.county), start=1):
        source = ("行业部门资金", "涉农整合资金")[number % 2]
        project(
            county,
            need=f"{number}.07",
            state="pooled",
            area=area,
            source=source,
            reach=("household", "shared")[number // 3],
        )
    found = sankey(cast.county_approver, "990101")
    assert (
        {sum(node.value for node in layer) for layer in found.layers} == {found.total} == {Decimal("10.28")}
    )
    for layer in range(3):
        assert sum(one.value for one in found.links if one.layer == layer) == found.total
    for node in found.layers[1]:
        into = sum(one.value for one in found.links if one.layer == 0 and one.end == node.head.key)
        out = sum(one.value for one in found.links if one.layer == 1 and one.start == node.head.key)
        assert into == out == node.value


def test_a_class_of_the_place_without_projects_is_an_empty_row(county, cast):
    project(county, state="pooled")
    found = matrix(cast.county_approver, "990101")
    assert [(row.head.key, row.total.value) for row in found.lines] == [
        ("产业扶贫", Decimal("100000.00")),
        ("基础设施和公共服务", None),
    ]


def test_the_list_of_the_pool_opened_from_a_cell_adds_up_to_it(county, cast):
    for number, area in enumerate((*county.villages, *county.towns, county.county), start=1):
        project(county, need=f"{number}.25", state="pooled", area=area)
    project(county, state="filed")
    found = matrix(cast.county_approver, "990101", rows="village", columns="year")
    for row in found.lines:
        for cell in row.cells:
            assert listed(cast.county_approver, **cell.filters).totals.need == cell.value
