"""The ledgers of money: booked through the same book, row by row, each refused row with its own reason."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liuqing.planning.models import Account, Allocation, Claim, Document, Payment, Project, Voucher
from liuqing.planning.services import funds
from liuqing.registry.models import SourceRow
from liuqing.workflow import clock
from tests.planning import building, fund_books
from tests.planning.fund_books import DOCUMENTS, SPENDING, allocation, document, payment


@pytest.fixture(autouse=True)
def as_it_is(monkeypatch):
    monkeypatch.setenv("LIUQING_RAISE", "1")


@pytest.fixture
def hand_in(tmp_path, county, cast):
    def hand_in(headings, *rows, by=None):
        return fund_books.hand_in(tmp_path, by or cast.finance, headings, *rows)

    return hand_in


def counts(file):
    return file.state, file.rows, file.accepted, file.refused


def reasons(file):
    """What was said of each refused row, by its number."""
    rows = SourceRow.objects.filter(file=file).order_by("row")
    return {row.row: "；".join(one["what"] for one in row.problems) for row in rows}


def held(kind):
    return sum(Account.objects.filter(kind=kind).values_list("balance", flat=True), Decimal(0))


def test_documents_arrive_with_their_money(hand_in):
    file = hand_in(
        DOCUMENTS,
        document(),
        document("示财农〔2018〕2号", 50.5, 是否纳入整合="是", **{"可用于(类别)": "道路建设、产业扶贫"}),
    )
    assert (counts(file), file.kind) == (("loaded", 2, 2, 0), "fund_documents")
    first, second = Document.objects.order_by("no")
    assert (first.amount, first.scope, first.level) == (Decimal("1000000.00"), [], "province")
    assert (second.amount, second.scope, second.pooled) == (
        Decimal("505000.00"),
        ["产业扶贫", "道路建设"],
        True,
    )
    assert (first.file, first.row, held("pool")) == (file, 2, 1505000)
    assert funds.verify().sound


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (document(资金来源="没有的来源"), "不在本县的来源中"),
        (document(**{"可用于(类别)": "没有的类别"}), "不在项目类别中"),
        (document(级次="国际"), "不在代码表中"),
        (document(**{"金额(万元)": 0}), "大于 0"),
        (document(收文日期="2017-12-31"), "早于发文日期"),
        (document(year=2017, 发文日期="2026-01-01"), "对不上"),
        (document(文件名称=None), "没有填"),
    ],
)
def test_a_document_is_refused_for_what_is_wrong_with_it(hand_in, row, words):
    file = hand_in(DOCUMENTS, row)
    assert counts(file) == ("loaded", 1, 0, 1)
    assert words in reasons(file)[2]
    assert not Document.objects.exists()


def test_a_document_twice_is_one_document(hand_in):
    hand_in(DOCUMENTS, document())
    file = hand_in(
        DOCUMENTS,
        document(),
        document("示财农〔2018〕3号"),
        document("示财农〔2018〕3号"),
        document(amount=200),
    )
    assert counts(file) == ("loaded", 4, 2, 2)
    assert "已出现过" in reasons(file)[4]
    assert "内容不同" in reasons(file)[5]
    assert held("pool") == 2_000_000


def test_allocated_paid_kept_back_and_released(county, hand_in):
    made = building.project(county, state="planned")
    hand_in(DOCUMENTS, document())
    file = hand_in(
        SPENDING,
        allocation(made.no, 100000), payment(made.no, 38000, 质保金=2000, 凭证号="记-7"),
        payment(made.no, 60000, "2018-09-01", 款项性质="结算款"),
        payment(made.no, 2000, "2019-09-01", 款项性质="退还质保金"),
    )  # fmt: skip
    assert (counts(file), file.kind) == (("loaded", 4, 4, 0), "spending")
    assert (held("pool"), held("line"), held("claimed"), held("retained"), held("paid")) == (
        900000,
        0,
        0,
        0,
        100000,
    )
    assert [one.kind for one in Claim.objects.order_by("no")] == ["progress", "final"]
    assert [(one.amount, one.on, one.party) for one in Payment.objects.order_by("no")][-1] == (
        2000, date(2019, 9, 1), "示例建筑公司",
    )  # fmt: skip
    assert "记-7" in Voucher.objects.get(payments__amount=38000).said
    assert Allocation.objects.get().decided_by == "finance-officer" != Allocation.objects.get().by
    assert funds.verify().sound


def test_an_allocation_beside_its_payments_is_one_allocation(county, hand_in):
    made = building.project(county, state="planned")
    hand_in(DOCUMENTS, document())
    both = {"安排日期": "2018-03-01", "安排金额": 100000}
    file = hand_in(SPENDING, payment(made.no, 40000, **both), payment(made.no, 60000, **both))
    assert counts(file) == ("loaded", 2, 2, 0)
    assert (Allocation.objects.count(), held("paid"), held("line")) == (1, 100000, 0)


def test_the_same_ledger_once_more_books_nothing(county, hand_in):
    made = building.project(county, state="planned")
    hand_in(DOCUMENTS, document())
    rows = [allocation(made.no, 100000), payment(made.no, 40000, 质保金=100)]
    hand_in(SPENDING, *rows)
    before = Voucher.objects.count()
    file = hand_in(SPENDING, *rows, payment(made.no, 1000, "2018-07-01"))
    assert counts(file) == ("loaded", 3, 3, 0)
    assert Voucher.objects.count() == before + 2
    assert held("paid") == 41000


@pytest.fixture
def wrong(county, hand_in):
    """A project, its document, one small allocation."""
    made = building.project(county, need="100000.00", state="planned")
    building.project(county, no="P-DRAFT", state="draft")
    hand_in(DOCUMENTS, document(), document("示财农〔2018〕9号", 1, **{"可用于(类别)": "道路建设"}))
    hand_in(SPENDING, allocation(made.no, 50000))
    return made


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (lambda no: allocation("没有这个", 1), "没有这个项目编号"),
        (lambda no: allocation(no, 1, no="没有这号"), "没有这个文号"),
        (lambda no: allocation("P-DRAFT", 1), "没有入库"),
        (lambda no: allocation(no, 50000.01), "超出项目需求"),
        (lambda no: allocation(no, 10000.01, no="示财农〔2018〕9号"), "超出文件额度"),
        (lambda no: allocation(no, 1, no="示财农〔2018〕9号"), "只能用于道路建设"),
        (lambda no: allocation(no, 1, on=None), "没有安排日期"),
        (lambda no: allocation(no, 1, on="2018-01-09"), "早于发文日期"),
        (lambda no: allocation(no, 1, year=2017), "2018 年计划"),
        (lambda no: payment(no, 50000.01), "支付超出安排：这笔安排还剩 50,000.00 元"),
        (lambda no: payment(no, 50000, 质保金=0.01), "支付超出安排"),
        (lambda no: payment(no, 1, year=2019), "没有从这个文件、这一年安排过"),
        (lambda no: payment(no, 1, on=None), "没有支付日期"),
        (lambda no: payment(no, 1, party=None), "没有收款单位"),
        (lambda no: payment(no, 1, 款项性质="退还质保金"), "超出质保金"),
        (lambda no: payment(no, 1, 款项性质="茶水费"), "不在代码表中"),
        (lambda no: payment(no, 1, on=str(clock.today() + timedelta(days=1))), "还没有到"),
        (lambda no: allocation(no), "既没有安排金额"),
        (lambda no: payment(no, "一百"), "应是数字"),
    ],
)
def test_a_row_is_refused_for_what_is_wrong_with_it(wrong, hand_in, row, words):
    before = Voucher.objects.count()
    file = hand_in(SPENDING, row(wrong.no))
    assert counts(file) == ("loaded", 1, 0, 1)
    assert words in reasons(file)[2]
    assert Voucher.objects.count() == before


def test_a_row_of_which_one_half_is_wrong_books_neither(wrong, hand_in):
    both = {"安排日期": "2018-05-01", "安排金额": 10}
    file = hand_in(SPENDING, payment(wrong.no, 60000, **both))
    assert counts(file) == ("loaded", 1, 0, 1)
    assert (held("line"), Allocation.objects.count()) == (50000, 1)


def test_the_same_payment_twice_in_a_ledger_is_asked_about(wrong, hand_in):
    twice = [payment(wrong.no, 10), payment(wrong.no, 10), payment(wrong.no, 10, 凭证号="2")]
    file = hand_in(SPENDING, *twice)
    assert counts(file) == ("loaded", 3, 2, 1)
    assert "凭证号" in reasons(file)[3]


def test_a_corrected_errors_book_books_the_corrected_rows(wrong, hand_in):
    first = hand_in(SPENDING, payment(wrong.no, 60000), payment(wrong.no, 10))
    assert counts(first) == ("loaded", 2, 1, 1)
    headings = ("行号", "问题", "怎么改", *SPENDING)
    file = hand_in(headings, [2, "", "", *payment(wrong.no, 6000)])
    assert counts(file) == ("loaded", 1, 1, 0)
    assert held("paid") == 6010


def test_another_name_under_a_number_is_said(wrong, hand_in):
    file = hand_in(SPENDING, payment(wrong.no, 10, 项目名称="别的项目"))
    assert counts(file) == ("loaded", 1, 1, 0)
    assert "名称不同" in reasons(file)[2]


def test_a_township_books_no_money(wrong, hand_in, cast):
    file = hand_in(SPENDING, payment(wrong.no, 10), by=cast.township_reviewer)
    assert counts(file) == ("loaded", 1, 0, 1)
    assert not Payment.objects.exists()


def test_no_number_of_a_person_becomes_a_party(wrong, hand_in):
    from tests.county import identity

    file = hand_in(SPENDING, payment(wrong.no, 10, party=f"某人{identity()}"))
    assert counts(file) == ("loaded", 1, 0, 1)


def test_what_the_acts_claimed_the_ledger_cannot_spend(county, cast, hand_in):
    from tests.planning import money

    line = money.line(county, cast, document=money.received(cast.county_approver, no="示财农〔2018〕5号"))
    money.claimed(line, cast, "90000.00", agreed=False)
    file = hand_in(SPENDING, payment(line.project.no, 10000.01, no="示财农〔2018〕5号"))
    assert "还剩 10,000.00 元" in reasons(file)[2]
    assert Project.objects.count() == 1
