"""The pages of loans: who sees them, a repayment, the subsidy list, the risk fund with two people."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.planning.models import Loan, RiskMove

pytestmark = pytest.mark.django_db


@pytest.fixture
def loan(county):
    """50,000 yuan to the head of H0001, used by a firm."""
    home = county.households[0]
    return Loan.objects.create(
        no="L1", bank="示例县农村信用社", household=home, person=home.memberships.get(relation="户主").person,
        principal=Decimal("50000.00"), rate=Decimal("0.0475"), use="养牛", used_by="示例公司",
        drawn_on=date(2018, 1, 1), due_on=date(2021, 1, 1),
    )  # fmt: skip


def text(answer):
    return answer.content.decode()


def test_the_ledger_tells_the_doubts_to_whom_they_concern(loan, seen_by):
    page = text(seen_by("village_officer").get("/loans/"))
    assert "钱初九" in page and "户贷企用" in page
    assert "钱初九" in text(seen_by("finance").get("/loans/?flag=used_by_firm"))
    assert "钱初九" not in text(seen_by("outsider").get("/loans/"))


@pytest.mark.parametrize("who", ["outsider", "department_officer", "administrator", "evaluator", "nobody"])
def test_who_sees_neither_the_household_nor_payees_finds_no_loan(loan, seen_by, who):
    assert seen_by(who).get(f"/loans/{loan.pk}/").status_code == 404


def test_a_repayment_is_put_in_and_too_much_is_answered_in_words(loan, seen_by):
    client = seen_by("village_officer")
    answer = client.post(f"/loans/{loan.pk}/", {"act": "repay", "uuid": str(uuid4()), "amount": "50000.01"})
    assert (
        answer.status_code == 422 and "还欠本金 50,000.00 元" in text(answer) and "50000.01" in text(answer)
    )
    client.post(f"/loans/{loan.pk}/", {"act": "repay", "uuid": str(uuid4()), "amount": "50000"})
    loan.refresh_from_db()
    assert loan.state == "repaid"


def test_the_subsidy_list_says_why_nothing_is_aided(loan, seen_by):
    assert "户贷企用，不贴息" in text(seen_by("county_leader").get("/loans/subsidies/?year=2018"))
    Loan.objects.update(used_by="")
    assert "2,375.00" in text(seen_by("county_leader").get("/loans/subsidies/?year=2018"))


def test_money_into_the_fund_waits_for_another(county, seen_by):
    maker, other = seen_by("county_approver"), seen_by("finance")
    maker.post("/loans/fund/", {"act": "top_up", "uuid": str(uuid4()), "amount": "1000"})
    move = RiskMove.objects.get()
    own = maker.post("/loans/fund/", {"act": "agree", "move": str(move.pk), "agreed": "1"})
    assert own.status_code == 422 and "自己" in text(own)
    other.post("/loans/fund/", {"act": "agree", "move": str(move.pk), "agreed": "1"})
    assert "1,000.00" in text(seen_by("county_leader").get("/loans/fund/"))
