"""The workbook: the six clears in order, exact sums, nothing that is not the user's."""

from decimal import Decimal

import openpyxl
import pytest

from liuqing import reports
from liuqing.errors import Problem
from liuqing.registry import queries
from liuqing.registry.models import Household, Receipt
from liuqing.registry.queries import exports
from liuqing.workflow.models import Event
from tests.reports.leaks import full_numbers, unzipped

pytestmark = pytest.mark.django_db

ORDER = [
    "户总表",
    "1家底清",
    "1家底清-住房条件",
    "2致贫原因清",
    "3帮扶措施清",
    "4投入产出清-到户资金",
    "4投入产出清-收入",
    "5帮扶责任清",
    "6脱贫时序清",
    "导出说明",
]


@pytest.fixture
def written(assessed, cast, tmp_path):
    def write(user=cast.county_approver, area=None, **more):
        out = reports.write(
            "six-clears", user=user, area=area, format="xlsx", out=tmp_path / "六清.xlsx", **more
        )
        return openpyxl.load_workbook(out)

    return write


def table(book, name):
    """The rows of a sheet below its headings, up to the first empty row."""
    rows = book[name].iter_rows(min_row=3, values_only=True)
    headings = next(rows)
    found = []
    for row in rows:
        if not any(row):
            break
        found.append(dict(zip(headings, row, strict=True)))
    return found


def test_the_sheets_come_in_the_order_of_the_six_clears(written):
    assert written().sheetnames == ORDER


def test_a_household_is_one_line_and_a_person_is_one_line(written):
    book = written()
    assert [row["户编号"] for row in table(book, "户总表")] == ["H0001", "H0002", "H0003", "H0004", "H0005"]
    assert len(table(book, "1家底清")) == 3 + 3 + 4 + 3 + 2


def test_an_officer_gets_the_own_village_and_nothing_else(written, cast):
    book = written(user=cast.village_officer)
    for name in ORDER[:-1]:
        assert {row["户编号"] for row in table(book, name)} == {"H0001", "H0002"}
    assert "丙村" not in "".join(unzipped(book))


@pytest.mark.parametrize("part", ["department_officer", "finance", "administrator", "nobody"])
def test_who_may_not_export_gets_nothing_and_leaves_no_file(written, cast, tmp_path, part):
    with pytest.raises(Problem):
        written(user=cast.everybody()[part])
    assert list(tmp_path.iterdir()) == []


def test_an_outsider_cannot_export_the_village_of_others(written, cast, county, tmp_path):
    with pytest.raises(Problem, match="没有这个地方"):
        written(user=cast.outsider, area=county.villages[0].code)
    assert list(tmp_path.iterdir()) == []


def test_a_role_exports_no_more_households_than_it_may(written, cast, monkeypatch):
    monkeypatch.setattr("liuqing.workflow.rights.export_rows", lambda user: 4)
    with pytest.raises(Problem) as found:
        written()
    assert found.value.code == "registry.export_too_large"


def test_the_totals_equal_their_rows_and_the_record(written, county):
    Receipt.objects.create(
        household=Household.objects.get(no="H0003"), item="补助", amount=Decimal("0.07"), year=2018
    )
    book = written()
    for name, column in (
        ("户总表", "当年到户资金"),
        ("4投入产出清-到户资金", "金额（元）"),
        ("4投入产出清-收入", "工资性收入"),
    ):
        rows = table(book, name)
        last = next(row for row in book[name].iter_rows(min_row=4, values_only=True) if row[0] == "合计")
        position = [cell.value for cell in book[name][3]].index(column)
        assert Decimal(str(last[position])) == sum(Decimal(str(row[column])) for row in rows)
    assert sum(Decimal(str(r["当年到户资金"])) for r in table(book, "户总表")) == 5 * Decimal(
        "1200.50"
    ) + Decimal("0.07")


def test_the_total_stands_outside_the_filter(written):
    sheet = written()["户总表"]
    assert sheet.auto_filter.ref == "A3:M8"
    assert sheet.cell(10, 1).value == "合计"


def test_what_looks_like_a_formula_stays_text(written):
    Household.objects.filter(no="H0001").update(head_name="=1+1")
    Household.objects.filter(no="H0002").update(head_name="@SUM(A1)")
    Household.objects.filter(no="H0003").update(head_name="http://example.org")
    sheet = written()["户总表"]
    cells = [sheet.cell(row, 4) for row in (4, 5, 6)]
    assert [cell.value for cell in cells] == ["=1+1", "@SUM(A1)", "http://example.org"]
    assert all(cell.data_type in ("s", "inlineStr") and cell.hyperlink is None for cell in cells)


def test_no_full_identity_number_is_anywhere_in_the_file(written, tmp_path):
    book = written()
    assert full_numbers(tmp_path / "六清.xlsx") == []
    assert all(row["证件号码"].startswith("*" * 16) for row in table(book, "1家底清"))


def test_a_demo_says_so_on_every_sheet(written):
    book = written()
    for sheet in book:
        assert "演示数据" in sheet.oddHeader.center.text


def test_every_sheet_prints_on_a4_landscape_with_its_headings_repeated(written):
    for sheet in written().worksheets[:-1]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$3"
        assert sheet.freeze_panes == "E4"


def test_the_last_sheet_says_who_took_what_and_why(written, cast):
    book = written(purpose="核对户信息")
    told = {row[0]: row[1] for row in book["导出说明"].iter_rows(min_row=3, values_only=True)}
    assert told["导出人"] == cast.county_approver.username
    assert told["用途"] == "核对户信息"
    assert told["数据截至"] == "2018-12-31"
    assert (told["户数"], told["「1家底清」行数"]) == ("5", "15")
    assert len(told["内容校验值（SHA-256）"]) == 64


def test_the_same_record_gives_the_same_hash_and_another_gives_another(written):
    def print_of(book):
        return dict(book["导出说明"].iter_rows(min_row=3, max_col=2, values_only=True))[
            "内容校验值（SHA-256）"
        ]

    first, second = print_of(written()), print_of(written())
    Household.objects.filter(no="H0001").update(hamlet="二组")
    assert first == second != print_of(written())


def test_every_export_leaves_one_entry_in_the_trail(written, cast, county):
    written(user=cast.village_officer)
    event = Event.objects.get(act="reports.written")
    assert (event.by, event.subject) == ("village-officer", county.villages[0].code)
    assert event.detail["households"] == 2


def test_batches_of_any_size_give_the_same_rows(assessed, cast):
    what = exports.extent(cast.county_approver)

    def all_rows(size):
        return {
            key: [row for batch in exports.batches(what, size) for row in batch[key]]
            for key in exports.SHEETS
        }

    assert all_rows(1) == all_rows(2) == all_rows(1000)


def test_a_row_has_a_cell_for_each_heading(assessed, cast):
    for batch in exports.batches(exports.extent(cast.county_approver)):
        for key, rows in batch.items():
            assert rows and {len(row) for row in rows} == {len(exports.SHEETS[key][1])}


def test_queries_do_not_grow_with_the_households(assessed, cast, django_assert_max_num_queries):
    what = exports.extent(cast.county_approver)
    with django_assert_max_num_queries(18):
        list(exports.batches(what))


def test_the_net_income_of_a_household_is_the_one_on_its_page(written, cast):
    for row in table(written(), "户总表"):
        card = queries.card(cast.county_approver, row["户编号"], reasons=False)
        shown = [line for grid in card.clears[3].grids for line in grid.rows if line[0] == "年纯收入"]
        told = shown[0][-1] if shown else "未知"
        expected = None if told == "未知" else Decimal(told.replace(",", ""))
        found = None if row["年纯收入"] is None else Decimal(str(row["年纯收入"])).quantize(Decimal("0.01"))
        assert found == expected, row["户编号"]
