"""The pages of money: what there is and what is left, who gets what, claims, payments, and the way back."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client

from liuqing.planning.models import Account, Allocation, Batch, Claim, Document, Payment, Refund
from liuqing.planning.queries import funds as asked
from liuqing.planning.services import funds
from liuqing.workflow import clock
from tests.cast import user
from tests.planning import building, money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    (tmp_path / "place.yaml").write_text(building.PLACE, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(tmp_path))


@pytest.fixture
def line(county, cast):
    """A line of village 甲's project with 100,000 yuan on it."""
    return money.line(county, cast)


@pytest.fixture
def other_finance(county):
    """A second finance officer's browser."""
    made = user("second-finance", "finance", county.county.path, "县财政局")
    client = Client()
    client.force_login(made, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return " ".join(answer.content.decode().split())


def held(kind):
    return sum(Account.objects.filter(kind=kind).values_list("balance", flat=True), Decimal(0))


def test_the_first_page_says_what_is_left(line, cast, seen_by):
    claim = money.claimed(line, cast, "40000.00")
    money.paid(claim, cast)
    page = text(seen_by("finance").get("/funds/"))
    assert "收到 1 个文件，100.00 万元" in page
    assert "还有 90.00 万元没有安排，96.00 万元没有支付" in page
    assert line.document.no in page


def test_who_sees_a_village_sees_its_part_only(line, cast, county, seen_by):
    elsewhere = money.line(county, cast, document=line.document, area=county.villages[2], need="700000.00")
    page = text(seen_by("village_officer").get(f"/funds/{line.document.pk}/"))
    assert line.project.name in page
    assert elsewhere.project.name not in page
    assert "10.00 万元" in text(seen_by("village_officer").get("/funds/"))
    assert "80.00" not in page


def test_who_has_no_projects_sees_no_money(line, seen_by):
    for who in ("nobody", "administrator", "evaluator"):
        assert seen_by(who).get("/funds/").status_code == 404
    assert seen_by("outsider").get(f"/funds/{line.document.pk}/").status_code == 404
    assert line.document.no not in text(seen_by("outsider").get("/funds/"))


FORM = {
    "no": "示财农〔2018〕8号", "title": "通知", "source": "涉农整合资金", "level": "province", "amount": "12.34", "year": "2018",
    "issued_on": "2018-02-01", "received_on": "2018-02-03", "scope": ["产业扶贫"], "pooled": "1",
}  # fmt: skip


def test_a_document_is_entered_in_ten_thousands(county, seen_by):
    answer = seen_by("finance").post("/funds/new/", FORM | {"uuid": str(uuid4())})
    made = Document.objects.get()
    assert answer["Location"] == f"/funds/{made.pk}/"
    assert (made.amount, made.scope, made.pooled) == (Decimal("123400.00"), ["产业扶贫"], True)
    assert held("pool") == made.amount


def test_a_wrong_document_is_answered_in_words_and_nothing_is_lost(county, seen_by):
    sent = FORM | {"uuid": str(uuid4()), "received_on": "2018-01-01", "amount": "一百"}
    page = text(seen_by("finance").post("/funds/new/", sent), 422)
    assert "大于 0" in page
    page = text(seen_by("finance").post("/funds/new/", sent | {"amount": "5"}), 422)
    assert "收文日期早于发文日期" in page
    assert 'value="示财农〔2018〕8号"' in page
    assert not Document.objects.exists()


def test_only_who_manages_money_has_the_form(county, seen_by):
    for who in ("county_leader", "inspector", "village_officer"):
        assert seen_by(who).get("/funds/new/").status_code == 404
        assert seen_by(who).post("/funds/new/", FORM | {"uuid": str(uuid4())}).status_code == 404


@pytest.fixture
def plan(county, cast):
    """Three projects of the year's plan and a document."""
    return money.received(cast.finance), [building.project(county, state="planned") for _ in range(3)]


def test_a_years_plan_is_proposed_and_decided_many_at_once(county, plan, seen_by):
    document, projects = plan
    sent = {"document": document.pk, "project": [one.no for one in projects]}
    sent |= {f"amount:{one.no}": "50000" for one in projects}
    assert seen_by("county_approver").post("/funds/allocate/?year=2018", sent).status_code == 302
    assert Allocation.objects.filter(state="proposed").count() == 3
    page = text(seen_by("finance").get("/funds/allocate/?year=2018"))
    assert "等您审批的 3 笔" in page
    keys = list(Allocation.objects.values_list("pk", flat=True))
    seen_by("finance").post("/funds/allocate/?year=2018", {"allocation": keys[:2], "outcome": "agreed"})
    assert held("line") == 100000
    refused = seen_by("finance").post(
        "/funds/allocate/?year=2018", {"allocation": keys[2:], "outcome": "refused"}
    )
    assert "没有写「理由」" in text(refused, 422)


def test_what_was_typed_stands_there_again_and_the_one_at_fault_is_named(plan, seen_by):
    document, projects = plan
    sent = {"document": document.pk, "project": [one.no for one in projects]}
    sent |= {f"amount:{one.no}": "50000" for one in projects} | {f"amount:{projects[2].no}": "100000.01"}
    page = text(seen_by("finance").post("/funds/allocate/?year=2018", sent), 422)
    assert f"项目 {projects[2].no}" in page
    assert 'value="100000.01"' in page
    assert not Allocation.objects.exists()


def test_nobody_decides_what_they_proposed(plan, seen_by):
    document, projects = plan
    client = seen_by("finance")
    client.post(
        "/funds/allocate/?year=2018",
        {"document": document.pk, "project": projects[0].no, f"amount:{projects[0].no}": "1"},
    )
    assert "由另一位同事审批" in text(client.get("/funds/allocate/?year=2018"))
    pk = Allocation.objects.get().pk
    page = text(client.post("/funds/allocate/?year=2018", {"allocation": pk, "outcome": "agreed"}), 422)
    assert "您自己" in page


def papers(*pairs):
    return {"invoice-no": [no for no, _ in pairs], "invoice-amount": [amount for _, amount in pairs]}


def test_from_the_claim_to_the_payment_in_a_browser(county, line, seen_by):
    sent = {"line": line.pk, "kind": "progress", "amount": "40000", "retained": "2000", "uuid": str(uuid4())}
    sent |= papers(("123", "30000"), ("124", "10000"), ("", ""))
    answer = seen_by("township_reviewer").post(f"/funds/claims/new/{line.project.no}/", sent)
    where = answer["Location"]
    assert "等另一位同事审核" in text(seen_by("township_reviewer").get(where))
    assert "有报账等您审核" in text(seen_by("finance").get("/funds/"))
    seen_by("finance").post(where, {"act": "judge", "outcome": "approved"})
    assert "还应付 38,000.00 元" in text(seen_by("finance").get(where))
    seen_by("finance").post(
        where, {"act": "pay", "party": "示例建筑公司", "amount": "38000", "uuid": str(uuid4())}
    )
    seen_by("finance").post(where, {"act": "release", "amount": "2000", "uuid": str(uuid4())})
    assert (held("paid"), held("line")) == (40000, 60000)
    page = text(seen_by("township_reviewer").get(where))
    assert "质保金" in page
    first = Payment.objects.order_by("pk").first()
    shown = text(seen_by("inspector").get(f"/funds/payments/{first.no}/"))
    assert line.document.no in shown
    assert "登记退款" not in shown


def test_a_wrong_claim_keeps_what_was_typed(line, seen_by):
    sent = {"line": line.pk, "kind": "progress", "amount": "40000.00", "uuid": str(uuid4())} | papers(
        ("77", "1")
    )
    page = text(seen_by("township_reviewer").post(f"/funds/claims/new/{line.project.no}/", sent), 422)
    assert "发票合计 1.00 元，少于报账金额 40,000.00 元" in page
    assert 'value="77"' in page
    assert not Claim.objects.exists()


def test_a_claim_sent_back_is_mended_with_everything_in_it(line, cast, seen_by):
    claim = money.claimed(
        line, cast, "40000.00", agreed=False, retained="100.00", invoices=[money.invoice("40000", "88")]
    )
    seen_by("finance").post(
        f"/funds/claims/{claim.no}/", {"act": "judge", "outcome": "returned", "said": "缺验收单"}
    )
    page = text(seen_by("township_reviewer").get(f"/funds/claims/{claim.no}/"))
    assert "缺验收单" in page
    form = text(seen_by("township_reviewer").get(f"/funds/claims/new/{line.project.no}/?again={claim.no}"))
    for value in ("40000.00", "100.00", "88"):
        assert f'value="{value}"' in form


def test_who_does_not_run_a_project_has_no_form_for_a_claim(line, seen_by):
    for who in ("finance", "county_leader", "inspector"):
        answer = seen_by(who).get(f"/funds/claims/new/{line.project.no}/")
        assert "您没有对这个项目" in text(answer, 422)
    assert seen_by("outsider").get(f"/funds/claims/new/{line.project.no}/").status_code == 404


def test_a_refund_and_a_reversal_in_a_browser(line, cast, seen_by, other_finance):
    payment = money.paid(money.claimed(line, cast, "40000.00"), cast)
    address = f"/funds/payments/{payment.no}/"
    too_much = {"act": "refund", "amount": "40000.01", "why": "多付", "uuid": str(uuid4())}
    assert "只剩 40,000.00 元" in text(seen_by("finance").post(address, too_much), 422)
    seen_by("finance").post(address, too_much | {"amount": "1000", "uuid": str(uuid4())})
    assert Refund.objects.get().amount == 1000
    assert "退回 1,000.00 元" in text(seen_by("inspector").get(address))
    wrong = {"act": "reverse", "why": "付错", "uuid": str(uuid4())}
    assert "已有退款" in text(other_finance.post(address, wrong), 422)
    second = money.paid(money.claimed(line, cast, "500.00"), cast)
    other_finance.post(f"/funds/payments/{second.no}/", wrong | {"uuid": str(uuid4())})
    assert "冲销" in text(seen_by("inspector").get(f"/funds/payments/{second.no}/"))
    assert held("paid") == 39000


def test_money_is_carried_given_back_and_taken_back_in_a_browser(line, seen_by):
    address, client = f"/funds/{line.document.pk}/", seen_by("finance")
    taken = {"act": "withdraw", "line": line.pk, "amount": "30000", "said": "结余", "uuid": str(uuid4())}
    client.post(address, taken)
    client.post(address, {"act": "give_back", "amount": "430000", "uuid": str(uuid4())})
    client.post(address, {"act": "carry", "uuid": str(uuid4())})
    assert dict(Account.objects.filter(kind="pool").values_list("year", "balance")) == {2018: 0, 2019: 500000}
    assert "2019 年还有 500,000.00 元没有安排" in text(client.get(address))
    assert "没有未安排" not in text(client.get(address))
    page = text(client.post(address, {"act": "give_back", "amount": "500000.01", "uuid": str(uuid4())}), 422)
    assert "不能上缴" in page


def test_the_part_of_the_project_page_opens_everything(county, line, cast):
    claim = money.claimed(line, cast, "40000.00")
    payment = money.paid(claim, cast)
    shown = asked.of_project(cast.finance, line.project)
    page = render_to_string("web/project_money_part.html", {"money": shown, "project": line.project})
    for address in (
        f"/funds/{line.document.pk}/",
        f"/funds/claims/{claim.no}/",
        f"/funds/payments/{payment.no}/",
    ):
        assert f'href="{address}"' in page
    assert "需要 100,000.00，已安排 100,000.00，已支付 40,000.00" in " ".join(page.split())


def test_money_that_must_be_paid_back_is_marked(county, cast):
    line = money.line(county, cast, document=money.received(cast.county_approver, level="loan"))
    page = render_to_string(
        "web/project_money_part.html",
        {"money": asked.of_project(cast.finance, line.project), "project": line.project},
    )
    assert "含债务资金 100,000.00" in page


def test_names_of_payees_are_for_who_may_see_them(county, line, cast, seen_by):
    claim = money.claimed(line, cast, "100.00", kind="people")
    home = county.households[0]
    person = home.memberships.first().person
    (payment,) = funds.pay_people(
        claim, by=cast.finance, paid=[(home, person, Decimal("100.00"))], uuid=uuid4()
    )
    assert person.name in text(seen_by("township_reviewer").get(f"/funds/payments/{payment.no}/"))
    assert person.name in text(seen_by("finance").get(f"/funds/payments/{payment.no}/"))
    assert person.name not in text(seen_by("county_leader").get(f"/funds/payments/{payment.no}/"))


def test_the_audit_pack_holds_the_whole_trail(line, cast, seen_by):
    import io

    from python_calamine import CalamineWorkbook

    payment = money.paid(money.claimed(line, cast, "40000.00", retained="500"), cast)
    funds.refund(payment, by=cast.finance, amount="7.00", why="多付", uuid=uuid4())
    answer = seen_by("inspector").get(f"/funds/trail/{line.project.no}.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names[:6] == ["资金安排", "安排审批", "报账", "支付", "退款", "凭证和分录"]
    rows = book.get_sheet_by_name("凭证和分录").to_python()
    amounts = [row[5] for row in rows if isinstance(row[5], float)]
    assert len(amounts) == 2 + 3 + 2 + 2
    assert sum(amounts) == 0
    assert payment.no in str(book.get_sheet_by_name("支付").to_python())
    assert seen_by("outsider").get(f"/funds/trail/{line.project.no}.xlsx").status_code == 404


def test_what_waits_is_told_to_whom_it_waits_for(line, cast, county):
    money.claimed(line, cast, "10.00", agreed=False)
    money.claimed(line, cast, "10.00")
    made = building.project(county, state="planned")
    funds.propose(by=cast.county_approver, project=made, document=line.document, year=2018, amount="1")
    told = {one.kind: one.count for one in asked.tasks(cast.finance)}
    assert told == {"funds_decide": 1, "claims_judge": 1, "claims_pay": 1}
    assert asked.tasks(cast.county_leader) == []
    funds.judge(Claim.objects.get(state="submitted"), by=cast.finance, outcome="returned", said="缺发票")
    assert [one.kind for one in asked.tasks(cast.township_reviewer)] == ["claims_returned"]


@pytest.mark.parametrize(
    "address",
    ["/funds/", "/funds/?year=0", "/funds/allocate/", "/funds/claims/", "/funds/claims/?state=paid"],
)
def test_a_page_asks_few_questions(line, cast, seen_by, address, django_assert_max_num_queries):
    for _ in range(3):
        money.paid(money.claimed(line, cast, "10.00"), cast)
    client = seen_by("finance")
    client.get(address)
    with django_assert_max_num_queries(26):
        client.get(address)


def test_nonsense_in_an_address_is_no_fault_of_the_program(line, seen_by):
    client = seen_by("finance")
    for address in (
        "/funds/?year=x",
        "/funds/?year=99999",
        "/funds/allocate/?year=abc&page=x&q=%25",
        "/funds/claims/?state=zz&page=-1",
    ):
        assert client.get(address).status_code == 200
    for address in ("/funds/9999/", "/funds/claims/BZ9/", "/funds/payments/ZF9/", "/funds/claims/new/P9/"):
        assert client.get(address).status_code == 404
    assert User.objects.exists()


def test_the_claim_of_a_batch_is_judged_with_the_batch(county, line, cast, seen_by):
    from datetime import date

    claim = money.claimed(line, cast, "10.00", kind="people", agreed=False)
    Batch.objects.create(
        no="FF2018-00007", uuid=uuid4(), label="补助", period="2018", area=county.villages[0], line=line, claim=claim,
        state="submitted", by="x", at=clock.now(), on=date(2018, 12, 1),
    )  # fmt: skip
    page = text(seen_by("finance").get(f"/funds/claims/{claim.no}/"))
    assert 'href="/payments/FF2018-00007/"' in page
    assert 'value="approved"' not in page
    assert asked.tasks(cast.finance) == []


def test_a_document_of_many_projects_is_turned_in_pages(county, cast, seen_by):
    document = money.received(cast.county_approver)
    for _ in range(61):
        made = building.project(county, state="planned", need="10.00")
        made.lines.create(document=document, year=2018)
    client = seen_by("finance")
    assert "共 61 条" in text(client.get(f"/funds/{document.pk}/"))
    assert made.name in text(client.get(f"/funds/{document.pk}/?page=2"))
