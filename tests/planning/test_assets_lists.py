"""The ledgers of assets, loans and collective income become records, row by row, each with its reason."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.planning.models import Asset, Income, Loan, LoanEvent, Payment, Voucher
from liuqing.registry import secrets
from liuqing.registry.models import Person
from tests.planning import building, ledgers
from tests.planning.ledgers import ASSETS, INCOMES, LOANS


@pytest.fixture(autouse=True)
def raising(monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")


@pytest.fixture
def clerk(cast):
    return cast.county_approver


def counts(file):
    return file.state, file.rows, file.accepted, file.held, file.refused


def faults(file):
    return [problem["code"] for row in file.kept_rows.order_by("row") for problem in row.problems]


def head(county, at=0):
    """Name and number of the head of a household."""
    person = Person.objects.get(person_no=f"P{county.households[at].no}00")
    return person.name, secrets.decrypt(person.id_cipher)


def pay(project, amount):
    """So much was paid for a project."""
    line = project.lines.create(document=building.document(no=f"示〔2018〕{project.pk}号"), year=2018)
    told = {"on": date(2018, 5, 1), "by": "finance-officer"}
    voucher = Voucher.objects.create(
        no=f"V{project.pk}",
        uuid=project.uuid,
        kind="pay",
        entered_on=told["on"],
        at="2018-05-01T00:00Z",
        seal="",
        **told,
    )
    Payment.objects.create(
        no=f"ZF{project.pk}", line=line, amount=Decimal(amount), voucher=voucher, party="施工单位", **told
    )


# Assets


def test_a_row_is_an_asset_with_its_kind_from_the_class(county, clerk, tmp_path):
    row = ledgers.asset("Z1", 约定年收益=30000, 收益约定到账日="12月20日", 收益权人="甲村村集体")
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, row)
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    one = Asset.objects.get(no="Z1")
    assert (one.kind, one.value, one.area, one.state) == (
        "business",
        Decimal("700000.00"),
        county.villages[0],
        "used",
    )
    assert (one.yearly_return, one.return_day, one.rights) == (
        Decimal("30000.00"),
        "12-20",
        {"收益权": "甲村村集体"},
    )
    assert (one.built_on, one.file, one.row) == (date(2018, 6, 30), file, 2)


def test_a_class_that_nobody_knows_needs_its_kind(county, clerk, tmp_path):
    rows = [
        ledgers.asset("Z1", 资产类别="石磨"),
        ledgers.asset("Z2", 资产类别="石磨", 资产类型="到户类", 户编号="H0001"),
    ]
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, *rows)
    assert (counts(file)[2:], faults(file)) == ((1, 0, 1), ["row.asset_kind"])
    assert Asset.objects.get().household.no == "H0001"


def test_a_value_above_what_was_paid_needs_its_reason(county, clerk, tmp_path):
    made = building.project(county)
    pay(made, "700000.00")
    exactly = ledgers.asset("Z1", 来源项目编号=made.no)
    one_more = ledgers.asset("Z2", 来源项目编号=made.no, 资产原值=0.01)
    why = ledgers.asset("Z3", 来源项目编号=made.no, 资产原值=10, 原值说明="群众投工投劳")
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, exactly, one_more, why)
    assert (counts(file)[2:], faults(file)) == ((2, 0, 1), ["row.asset_above_paid"])
    assert set(Asset.objects.values_list("no", flat=True)) == {"Z1", "Z3"}


def test_where_nothing_is_known_of_payments_the_value_is_taken_with_a_remark(county, clerk, tmp_path):
    made = building.project(county)
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, ledgers.asset("Z1", 来源项目编号=made.no))
    assert (counts(file)[2:], faults(file)) == ((1, 0, 0), ["row.asset_not_paid"])
    assert Asset.objects.get().project == made


def test_an_unknown_project_or_household_waits_for_a_person(county, clerk, tmp_path):
    rows = [ledgers.asset("Z1", 来源项目编号="没有"), ledgers.asset("Z2", 户编号="没有")]
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, *rows)
    assert counts(file) == ("loaded", 2, 0, 2, 0)
    assert faults(file) == ["row.unknown_project", "row.unknown_household"]


def test_a_newer_list_takes_the_place_of_the_older_and_an_older_does_not(county, clerk, tmp_path):
    ledgers.hand_in(tmp_path, clerk, ASSETS, ledgers.asset("Z1"), name="资产2018年12月31日.xlsx")
    newer = ledgers.asset("Z1", 资产名称="光伏电站（扩建）", 使用状态="闲置")
    ledgers.hand_in(tmp_path, clerk, ASSETS, newer, name="资产2019年12月31日.xlsx")
    older = ledgers.asset("Z1", 资产名称="旧名")
    ledgers.hand_in(tmp_path, clerk, ASSETS, older, name="资产2017年12月31日.xlsx")
    one = Asset.objects.get()
    assert (one.name, one.state) == ("光伏电站（扩建）", "idle")


def test_what_was_registered_on_a_page_stays_as_it_is(county, clerk, tmp_path):
    Asset.objects.create(
        no="Z1", name="登记的", kind="public", area=county.villages[0], owner="甲村", value=1, by="x"
    )
    file = ledgers.hand_in(tmp_path, clerk, ASSETS, ledgers.asset("Z1"))
    assert faults(file) == ["row.asset_registered"] and Asset.objects.get().name == "登记的"


def test_a_clerk_of_a_town_hands_in_nothing_of_another(county, cast, tmp_path):
    row = ledgers.asset("Z1", 乡镇="乙镇", 村="丙村")
    file = ledgers.hand_in(tmp_path, cast.township_reviewer, ASSETS, row)
    assert faults(file) == ["row.outside_area"] and not Asset.objects.exists()


# Loans


def test_a_row_is_a_loan_of_the_person_and_household(county, clerk, tmp_path):
    file = ledgers.hand_in(tmp_path, clerk, LOANS, ledgers.loan("L1", *head(county)))
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    one = Loan.objects.get()
    assert (one.household.no, one.principal, one.rate) == ("H0001", Decimal("50000.00"), Decimal("0.047500"))
    assert (one.used_by, one.state, one.person.person_no) == ("", "running", "PH000100")


@pytest.mark.parametrize(
    ("said", "rate"), [(4.75, "0.047500"), (0.0475, "0.047500"), (0.3, "0.003000"), (0, "0")]
)
def test_a_rate_is_per_cent_or_a_share(county, clerk, tmp_path, said, rate):
    ledgers.hand_in(tmp_path, clerk, LOANS, ledgers.loan("L1", *head(county), **{"年利率(%)": said}))
    assert Loan.objects.get().rate == Decimal(rate)


def test_a_firm_that_uses_the_money_is_kept_and_the_household_itself_is_not(county, clerk, tmp_path):
    name, number = head(county)
    rows = [
        ledgers.loan("L1", name, number, 实际用款人="示例农业公司"), ledgers.loan("L2", name, number, 实际用款人=name),
        ledgers.loan("L3", name, number, 实际用款人=None),
    ]  # fmt: skip
    ledgers.hand_in(tmp_path, clerk, LOANS, *rows)
    assert dict(Loan.objects.values_list("no", "used_by")) == {"L1": "示例农业公司", "L2": "", "L3": ""}


def test_what_was_repaid_and_extended_becomes_events(county, clerk, tmp_path):
    row = ledgers.loan(
        "L1", *head(county), 贷款状态="已展期", 展期到期日="2022-03-01", 已还本金=20000, 结清日期="2021-02-01"
    )
    ledgers.hand_in(tmp_path, clerk, LOANS, row)
    told = LoanEvent.objects.order_by("on").values_list("kind", "on", "amount", "until")
    assert list(told) == [
        ("repaid", date(2021, 2, 1), Decimal("20000.00"), None),
        ("extended", date(2021, 3, 1), None, date(2022, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"已还本金": 50001}, "row.repaid_too_much"), ({"到期日期": "2018-03-01"}, "row.due_before_lent"),
        ({"贷款状态": "已结清", "已还本金": 49999}, "row.not_settled"), ({"年利率(%)": 31}, "row.not_a_value"),
        ({"展期到期日": "2021-03-01"}, "row.extended_back"), ({"贷款金额": 0}, "row.not_a_value"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(county, clerk, tmp_path, facts, code):
    file = ledgers.hand_in(tmp_path, clerk, LOANS, ledgers.loan("L1", *head(county), **facts))
    assert (faults(file), Loan.objects.exists()) == ([code], False)


def test_the_same_list_again_a_year_later_leaves_one_loan_as_it_stands_now(county, clerk, tmp_path):
    ledgers.hand_in(
        tmp_path, clerk, LOANS, ledgers.loan("L1", *head(county), 已还本金=10000), name="贷款2018年.xlsx"
    )
    settled = ledgers.loan("L1", *head(county), 贷款状态="已结清", 结清日期="2019-05-01")
    ledgers.hand_in(tmp_path, clerk, LOANS, settled, name="贷款2019年.xlsx")
    one = Loan.objects.get()
    assert (one.state, [event.amount for event in one.events.all()]) == ("repaid", [Decimal("50000.00")])


# Collective income


def test_a_row_is_an_income_of_the_village_and_its_asset(county, clerk, tmp_path):
    ledgers.hand_in(tmp_path, clerk, ASSETS, ledgers.asset("Z1"))
    row = ledgers.income(收入项目="光伏", 收入金额=52500.5, 应收金额=60000, 资产编号="Z1")
    file = ledgers.hand_in(tmp_path, clerk, INCOMES, row)
    one = Income.objects.get()
    assert counts(file) == ("loaded", 1, 1, 0, 0)
    assert (one.area, one.asset.no, one.item, one.year) == (county.villages[0], "Z1", "光伏", 2018)
    assert (one.amount, one.due, one.on) == (Decimal("52500.50"), Decimal("60000.00"), date(2018, 12, 20))


def test_without_a_day_the_end_of_the_year_counts(county, clerk, tmp_path):
    ledgers.hand_in(tmp_path, clerk, INCOMES, ledgers.income(到账日期=None, 年度=2017))
    assert Income.objects.get().on == date(2017, 12, 31)


def test_an_income_of_an_unknown_asset_waits_and_of_another_village_is_refused(county, clerk, tmp_path):
    ledgers.hand_in(tmp_path, clerk, ASSETS, ledgers.asset("Z1"))
    rows = [ledgers.income(资产编号="没有"), ledgers.income(村="乙村", 资产编号="Z1")]
    file = ledgers.hand_in(tmp_path, clerk, INCOMES, *rows)
    assert counts(file)[2:] == (0, 1, 1)
    assert faults(file) == ["row.unknown_asset", "row.asset_elsewhere"]


def test_the_same_income_twice_in_a_list_counts_once(county, clerk, tmp_path):
    file = ledgers.hand_in(tmp_path, clerk, INCOMES, ledgers.income(), ledgers.income())
    assert (faults(file), Income.objects.count()) == (["row.repeated"], 1)


def test_a_newer_list_replaces_the_item_of_the_village_and_year(county, clerk, tmp_path):
    ledgers.hand_in(tmp_path, clerk, INCOMES, ledgers.income(), name="集体经济2018年12月1日.xlsx")
    newer = ledgers.income(收入金额=5000)
    ledgers.hand_in(tmp_path, clerk, INCOMES, newer, name="集体经济2018年12月31日.xlsx")
    assert [one.amount for one in Income.objects.all()] == [Decimal("5000.00")]
