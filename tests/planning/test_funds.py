"""Money from the document to the payment: two people, never more than there is, nothing lost."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from liuqing.errors import Problem
from liuqing.planning.models import (
    Account,
    Allocation,
    Claim,
    Document,
    Line,
    Payment,
    Posting,
    Reduction,
    Voucher,
)
from liuqing.planning.queries import funds as asking
from liuqing.planning.services import funds
from liuqing.planning.services.funds import book, moves
from liuqing.workflow import clock, trail
from liuqing.workflow.models import Appointment
from tests.planning import building, money


def held(kind):
    """What all accounts of a kind hold together."""
    return sum(Account.objects.filter(kind=kind).values_list("balance", flat=True), Decimal(0))


def refused(code, act, *args, **more):
    """The act is refused with this code; its words."""
    with pytest.raises(Problem) as caught:
        act(*args, **more)
    assert caught.value.code == code
    assert caught.value.remedy
    return caught.value.what


def test_what_a_document_grants_may_be_allocated(county, cast):
    made = money.received(cast.county_approver, amount="500000.00")
    assert (held("pool"), held("outside")) == (Decimal("500000.00"), Decimal("-500000.00"))
    assert made.no in str(Document.objects.values_list("no", flat=True))
    assert funds.verify().sound


def test_the_same_act_sent_twice_is_done_once(county, cast):
    uuid = uuid4()
    first, again = (money.received(cast.finance, no="示财农〔2018〕9号", uuid=uuid) for _ in range(2))
    assert first == again
    assert held("pool") == first.amount


def test_the_same_document_twice_is_refused(county, cast):
    money.received(cast.finance, no="示财农〔2018〕9号")
    assert "登记过" in refused("funds.document", money.received, cast.finance, no="示财农〔2018〕9号")


def test_everything_that_is_wrong_with_a_document_is_said_at_once(county, cast):
    said = refused(
        "funds.document", money.received, cast.finance, title=" ", source="没有的来源", scope=["没有的类别"],
        received_on=date(2018, 1, 1),
    )  # fmt: skip
    for word in ("文件名称", "没有的来源", "没有的类别", "早于发文日期"):
        assert word in said
    assert not Document.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-1", "1.005", "一万", "1e15", "NaN", "Infinity", ""])
def test_what_is_no_amount_is_refused(county, cast, amount):
    refused("funds.bad_amount", money.received, cast.finance, amount=amount)


@pytest.mark.parametrize(
    "who", ["village_officer", "township_reviewer", "county_leader", "inspector", "outsider", "nobody"]
)
def test_only_who_manages_money_enters_a_document(county, cast, who):
    refused("workflow.not_allowed", money.received, getattr(cast, who))


def test_an_allocation_needs_two_people(county, cast, actors):
    document = money.received(cast.finance)
    made = building.project(county, state="planned")
    proposed = funds.propose(by=cast.finance, project=made, document=document, year=2018, amount="60000")
    assert held("line") == 0
    assert "您自己" in refused("funds.own_work", funds.decide, proposed, by=cast.finance, agreed=True)
    decided = funds.decide(proposed, by=actors.second_finance, agreed=True)
    assert (decided.state, held("line"), held("pool")) == ("approved", Decimal("60000"), Decimal("940000"))
    assert funds.decide(proposed, by=actors.second_finance, agreed=True) == decided
    assert Voucher.objects.count() == 2


def test_a_refused_allocation_moves_nothing_and_says_why(county, cast):
    document, made = money.received(cast.county_approver), building.project(county, state="planned")
    proposed = funds.propose(
        by=cast.county_approver, project=made, document=document, year=2018, amount="60000"
    )
    refused("funds.no_words", funds.decide, proposed, by=cast.finance, agreed=False)
    funds.decide(proposed, by=cast.finance, agreed=False, said="先用县级资金")
    assert (held("line"), Allocation.objects.get().state) == (0, "refused")


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "没有入库"), ("argued", "没有入库"), ("pooled", "没有列入年度计划"), ("removed", "没有入库")],
)
def test_only_a_project_of_the_pool_and_of_a_plan_gets_money(county, cast, state, words):
    document, made = money.received(cast.finance), building.project(county, state=state)
    said = refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=made,
        document=document,
        year=2018,
        amount="1",
    )
    assert words in said


def test_money_of_a_year_before_the_plan_is_refused(county, cast):
    document, made = money.received(cast.finance), building.project(county, state="planned", year=2019)
    said = refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=made,
        document=document,
        year=2018,
        amount="1",
    )
    assert "2019 年计划" in said


def test_money_goes_only_to_the_classes_of_its_document(county, cast):
    only = money.received(cast.finance, scope=["道路建设"])
    made = building.project(county, state="planned")
    said = refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=made,
        document=only,
        year=2018,
        amount="1",
    )
    assert "只能用于道路建设" in said
    fitting = money.received(cast.finance, scope=["产业扶贫"])
    assert funds.propose(by=cast.finance, project=made, document=fitting, year=2018, amount="1").pk


def test_a_source_that_forbids_a_class_pays_nothing_for_it(county, cast, place):
    (place / "funding.yaml").write_text(
        "sources:\n  涉农整合资金:\n    versions:\n      2018-01-01: {source: {document: 某办法, clause: 第三条}, forbidden: [产业扶贫]}\n",
        "utf-8",
    )
    document, made = money.received(cast.finance), building.project(county, state="planned")
    said = refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=made,
        document=document,
        year=2018,
        amount="1",
    )
    assert "某办法，第三条" in said


def test_exactly_what_is_needed_may_be_allocated_and_not_a_fen_more(county, cast):
    document, made = money.received(cast.finance), building.project(county, need="100000.00", state="planned")
    give = {"by": cast.finance, "project": made, "document": document, "year": 2018}
    assert "超出" in refused("funds.not_eligible", funds.propose, amount="100000.01", **give)
    funds.propose(amount="99999.99", **give)
    assert "超出" in refused("funds.not_eligible", funds.propose, amount="0.02", **give)
    funds.propose(amount="0.01", **give)


def test_what_is_proposed_is_not_proposed_twice(county, cast):
    document = money.received(cast.finance, amount="100.00")
    one, two = (building.project(county, state="planned") for _ in range(2))
    funds.propose(by=cast.finance, project=one, document=document, year=2018, amount="60")
    said = refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=two,
        document=document,
        year=2018,
        amount="41",
    )
    assert "还可安排 40.00 元" in said


def test_many_are_decided_at_once_or_none(county, cast, actors):
    document = money.received(cast.finance)
    many = [
        funds.propose(by=cast.finance, project=building.project(county, state="planned"), document=document, year=2018, amount="10")
        for _ in range(3)
    ]  # fmt: skip
    own = funds.propose(
        by=actors.second_finance,
        project=building.project(county, state="planned"),
        document=document,
        year=2018,
        amount="10",
    )
    assert own.line.project.no in refused(
        "funds.own_work", funds.decide_all, [*many, own], by=actors.second_finance, agreed=True
    )
    assert held("line") == 0
    funds.decide_all(many, by=actors.second_finance, agreed=True)
    assert held("line") == Decimal("30")


def test_from_the_claim_to_the_firm(county, cast):
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "40000.00", retained="2000.00")
    assert (held("line"), held("claimed"), held("retained")) == (60000, 38000, 2000)
    payment = money.paid(claim, cast)
    claim.refresh_from_db()
    assert (payment.amount, payment.line, claim.state, held("paid")) == (38000, line, "paid", 38000)
    released = funds.release(claim, by=cast.finance, uuid=uuid4())
    assert (released.amount, released.party, held("retained"), held("paid")) == (
        2000,
        "示例建筑公司",
        0,
        40000,
    )
    assert funds.verify().sound
    assert trail.verify().sound


def test_a_claim_may_be_paid_in_parts_and_never_beyond_itself(county, cast):
    claim = money.claimed(money.line(county, cast), cast, "100.00")
    money.paid(claim, cast, "99.99")
    claim.refresh_from_db()
    assert claim.state == "approved"
    refused("funds.too_much", money.paid, claim, cast, "0.02")
    money.paid(claim, cast, "0.01")
    refused("funds.too_much", money.paid, claim, cast)
    assert held("paid") == 100


def test_a_claim_is_judged_by_another_person(county, cast):
    line = money.line(county, cast)
    both = cast.township_reviewer
    Appointment.objects.create(user=both, role="finance", area_path=county.county.path, department="县财政局")
    claim = money.claimed(line, cast, "10", agreed=False, by=both)
    refused("funds.own_work", funds.judge, claim, by=both, outcome="approved")
    refused("planning.not_allowed", funds.judge, claim, by=cast.county_approver, outcome="approved")
    assert held("claimed") == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(decided_by=both.get_username())


def test_a_claim_sent_back_frees_its_money_and_its_invoices(county, cast):
    line = money.line(county, cast)
    paper = money.invoice("100000.00")
    claim = money.claimed(line, cast, "100000.00", agreed=False, invoices=[paper])
    assert "还可报账 0.00 元" in refused("funds.claim", money.claimed, line, cast, "0.01")
    refused("funds.no_words", funds.judge, claim, by=cast.finance, outcome="returned")
    funds.judge(claim, by=cast.finance, outcome="returned", said="缺验收单")
    assert money.claimed(line, cast, "100000.00", invoices=[paper]).state == "approved"


def test_the_same_invoice_is_claimed_once(county, cast):
    line = money.line(county, cast)
    money.claimed(line, cast, "10", invoices=[money.invoice("10", "00112233")])
    for again in ("00112233", " 0011 2233 "):
        assert "报过账" in refused(
            "funds.claim", money.claimed, line, cast, "10", invoices=[money.invoice("10", again)]
        )
    twice = [money.invoice("5", "7"), money.invoice("5", "7")]
    assert "填了两次" in refused("funds.claim", money.claimed, line, cast, "10", invoices=twice)


def test_invoices_cover_what_is_claimed(county, cast):
    line = money.line(county, cast)
    papers = [money.invoice("6.00"), money.invoice("3.99")]
    assert "少于" in refused("funds.claim", money.claimed, line, cast, "10", invoices=papers)
    assert "先建后报" in refused("funds.claim", money.claimed, line, cast, "10", invoices=[])
    assert money.claimed(line, cast, "9.99", invoices=papers).state == "approved"


def test_a_contract_is_never_claimed_beyond_its_sum(county, cast):
    line = money.line(county, cast)
    contract = money.contract(line.project, amount="80000.00")
    assert "选是哪一份合同" in refused("funds.claim", money.claimed, line, cast, "10")
    first = money.claimed(line, cast, "80000.00", contract=contract)
    assert "超出合同价" in refused("funds.claim", money.claimed, line, cast, "0.01", contract=contract)
    payment = money.paid(first, cast)
    funds.refund(payment, by=cast.finance, amount="0.01", why="多付", uuid=uuid4())
    assert money.claimed(line, cast, "0.01", contract=contract).state == "approved"
    assert funds.verify().sound


def test_a_contract_is_paid_to_its_own_party_only(county, cast):
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "10", contract=money.contract(line.project))
    refused("funds.other_party", money.paid, claim, cast, party="另一家公司")
    assert money.paid(claim, cast, party="").party == "示例建筑公司"


def test_a_contract_of_another_project_is_refused(county, cast):
    line = money.line(county, cast)
    other = money.contract(building.project(county))
    assert "不是本项目" in refused("funds.claim", money.claimed, line, cast, "10", contract=other)


@pytest.mark.parametrize(
    ("kind", "before", "at"),
    [
        ("advance", "tendered", "contracted"),
        ("progress", "contracted", "begun"),
        ("final", "completed", "accepted"),
    ],
)
def test_work_is_paid_after_it_is_done(county, cast, kind, before, at):
    line = money.line(county, cast, state=before)
    assert "以后才能报" in refused("funds.claim", money.claimed, line, cast, "10", kind=kind)
    type(line.project).objects.update(state=at)
    assert money.claimed(line, cast, "10", kind=kind).state == "approved"


def test_people_are_paid_by_one_voucher(county, cast):
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "300.00", kind="people")
    refused("funds.to_people", money.paid, claim, cast)
    homes = county.households[:2]
    paid = [(home, home.memberships.first().person, Decimal("150.00")) for home in homes]
    uuid = uuid4()
    made = funds.pay_people(claim, by=cast.finance, paid=paid, uuid=uuid)
    assert {one.voucher_id for one in made} == {made[0].voucher_id}
    assert [one.household for one in made] == homes
    assert funds.pay_people(claim, by=cast.finance, paid=paid, uuid=uuid) == made
    refused("funds.too_much", funds.pay_people, claim, by=cast.finance, paid=paid, uuid=uuid4())
    assert (held("paid"), Payment.objects.count()) == (300, 2)
    assert funds.verify().sound


def test_what_comes_back_stands_on_the_line_and_the_payment_stays(county, cast):
    line = money.line(county, cast)
    payment = money.paid(money.claimed(line, cast, "40000.00"), cast)
    uuid = uuid4()
    back = [funds.refund(payment, by=cast.finance, amount="15000", why="多结算", uuid=uuid) for _ in range(2)]
    assert back[0] == back[1]
    assert (held("line"), held("paid")) == (75000, 25000)
    refused(
        "funds.too_much", funds.refund, payment, by=cast.finance, amount="25000.01", why="再退", uuid=uuid4()
    )
    refused("funds.no_words", funds.refund, payment, by=cast.finance, amount="1", why=" ", uuid=uuid4())
    payment.refresh_from_db()
    assert payment.amount == 40000


def test_a_reversed_payment_leaves_the_trail(county, cast, actors):
    claim = money.claimed(money.line(county, cast), cast, "40000.00")
    payment = money.paid(claim, cast)
    refused("funds.own_work", funds.reverse, payment.voucher, by=cast.finance, why="付错", uuid=uuid4())
    made = funds.reverse(payment.voucher, by=actors.second_finance, why="付错单位", uuid=uuid4())
    claim.refresh_from_db()
    assert (claim.state, held("paid"), held("claimed")) == ("approved", 0, 40000)
    assert made.reverses == payment.voucher
    assert Payment.objects.get() == payment
    assert {one.detail.get("seal") for one in trail.of(subject=f"voucher:{payment.voucher.no}")} == {
        made.seal
    }
    refused(
        "funds.reversed", funds.reverse, payment.voucher, by=actors.second_finance, why="再冲", uuid=uuid4()
    )
    refused("funds.reversed", funds.reverse, made, by=cast.finance, why="冲冲销", uuid=uuid4())
    assert money.paid(claim, cast, party="另一家").amount == 40000
    assert funds.verify().sound


def test_what_was_built_upon_is_undone_from_its_end(county, cast, actors):
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "40000.00")
    payment = money.paid(claim, cast)
    refund = funds.refund(payment, by=cast.finance, amount="1", why="多付", uuid=uuid4())
    by = {"by": actors.second_finance, "why": "录错"}
    refused("funds.built_upon", funds.reverse, payment.voucher, uuid=uuid4(), **by)
    refused("funds.built_upon", funds.reverse, claim.voucher, uuid=uuid4(), **by)
    refused("funds.not_enough", funds.reverse, line.allocations.get().voucher, uuid=uuid4(), **by)
    for voucher in (refund.voucher, payment.voucher, claim.voucher, line.allocations.get().voucher):
        funds.reverse(voucher, uuid=uuid4(), **by)
    claim.refresh_from_db()
    assert (claim.state, held("pool"), held("line")) == ("returned", 1000000, 0)
    assert funds.verify().sound


def test_what_will_not_be_paid_goes_back_to_its_line(county, cast):
    claim = money.claimed(money.line(county, cast), cast, "40000.00", retained="2000.00")
    money.paid(claim, cast, "30000.00")
    why = {"why": "核定少了", "uuid": uuid4()}
    refused("planning.not_allowed", funds.give_up, claim, by=cast.village_officer, **why)
    refused("funds.no_words", funds.give_up, claim, by=cast.finance, why=" ", uuid=uuid4())
    refused("funds.too_much", funds.give_up, claim, by=cast.finance, amount="8000.01", **why)
    made = [funds.give_up(claim, by=cast.finance, **why) for _ in range(2)]
    assert made[0] == made[1] and (made[0].amount, made[0].retained) == (8000, 0)
    claim.refresh_from_db()
    assert (claim.state, held("line"), held("claimed"), held("retained")) == ("paid", 68000, 0, 2000)
    refused("funds.nothing_left", funds.give_up, claim, by=cast.finance, why="再减", uuid=uuid4())
    funds.give_up(claim, by=cast.finance, why="质保期内返修", kept=True, uuid=uuid4())
    assert (held("line"), held("retained")) == (70000, 0)
    refused("funds.nothing_kept", funds.release, claim, by=cast.finance, uuid=uuid4())
    assert funds.verify().sound


def test_a_claim_given_up_whole_is_refused_and_its_invoices_are_free(county, cast, actors):
    line, paper = money.line(county, cast), money.invoice("40000.00")
    claim = money.claimed(line, cast, "40000.00", retained="2000.00", invoices=[paper])
    made = funds.give_up(claim, by=cast.township_reviewer, why="合同解除", uuid=uuid4())
    claim.refresh_from_db()
    assert (made.amount, made.retained, claim.state, claim.said) == (40000, 2000, "refused", "合同解除")
    assert (held("line"), held("claimed"), held("retained")) == (100000, 0, 0)
    refused("funds.not_agreed", money.paid, claim, cast)
    by = {"by": actors.second_finance, "why": "录错"}
    refused("funds.built_upon", funds.reverse, claim.voucher, uuid=uuid4(), **by)
    refused("funds.built_upon", funds.reverse, made.voucher, uuid=uuid4(), **by)
    assert money.claimed(line, cast, "40000.00", invoices=[paper]).state == "approved"
    assert funds.verify().sound


def test_what_was_given_up_may_be_claimed_under_the_contract_again_but_not_taken_back_then(
    county, cast, actors
):
    line = money.line(county, cast)
    deal = money.contract(line.project, amount="40000.00")
    claim = money.claimed(line, cast, "40000.00", contract=deal)
    given_up = funds.give_up(claim, by=cast.finance, amount="10000", why="减量", uuid=uuid4())
    by = {"by": actors.second_finance, "why": "录错"}
    funds.reverse(given_up.voucher, uuid=uuid4(), **by)
    assert held("claimed") == 40000
    given_up = funds.give_up(claim, by=cast.finance, amount="10000", why="减量", uuid=uuid4())
    money.claimed(line, cast, "10000.00", contract=deal)
    refused("funds.built_upon", funds.reverse, given_up.voucher, uuid=uuid4(), **by)
    assert (held("claimed"), held("line")) == (40000, 60000)
    assert funds.verify().sound


def test_the_page_of_a_claim_shows_what_is_left_of_it(county, cast):
    claim = money.claimed(money.line(county, cast), cast, "40000.00", retained="2000.00")
    funds.give_up(claim, by=cast.finance, amount="8000", kept=True, why="减量", uuid=uuid4())
    shown = asking.claim(cast.finance, claim.no)
    assert (shown.payable, shown.kept) == (30000, 0)


def test_a_reduction_that_is_changed_or_missing_shows(county, cast):
    claim = money.claimed(money.line(county, cast), cast, "40000.00")
    funds.give_up(claim, by=cast.finance, amount="8000", why="减量", uuid=uuid4())
    money.unguarded()
    Reduction.objects.update(amount="7000")
    assert any("核减与分录" in fault for fault in funds.verify().faults)
    Reduction.objects.all().delete()
    assert any("核减不见了" in fault for fault in funds.verify().faults)


def test_what_nobody_claimed_is_taken_back(county, cast):
    line = money.line(county, cast)
    money.claimed(line, cast, "40000.00", agreed=False)
    take = {"by": cast.finance, "said": "项目结余"}
    assert "没有报账的只有 60,000.00" in refused(
        "funds.not_enough", funds.withdraw, line, amount="60000.01", uuid=uuid4(), **take
    )
    funds.withdraw(line, amount="60000", uuid=uuid4(), **take)
    assert (held("line"), held("pool")) == (40000, 960000)


def test_what_is_on_no_line_goes_into_the_next_year(county, cast):
    line = money.line(county, cast)
    document = line.document
    refused(
        "funds.year_not_over", funds.carry, document, by=cast.finance, uuid=uuid4(), on=date(2018, 12, 30)
    )
    funds.carry(document, by=cast.finance, uuid=uuid4(), on=date(2018, 12, 31))
    pools = Account.objects.filter(kind="pool").values_list("year", "balance")
    assert dict(pools) == {2018: 0, 2019: 900000}
    made = building.project(county, state="planned", year=2019)
    refused(
        "funds.not_eligible",
        funds.propose,
        by=cast.finance,
        project=made,
        document=document,
        year=2018,
        amount="1",
    )
    assert (
        funds.propose(by=cast.finance, project=made, document=document, year=2019, amount="1").line.year
        == 2019
    )


def test_what_is_proposed_is_neither_carried_nor_given_back(county, cast):
    document = money.received(cast.finance, amount="100")
    funds.propose(
        by=cast.finance,
        project=building.project(county, state="planned"),
        document=document,
        year=2018,
        amount="40",
    )
    refused("funds.proposed", funds.carry, document, by=cast.finance, uuid=uuid4())
    refused("funds.proposed", funds.give_back, document, by=cast.finance, amount="60.01", uuid=uuid4())
    funds.give_back(document, by=cast.finance, amount="60", uuid=uuid4())
    assert (held("pool"), held("outside")) == (40, -40)


def test_no_act_of_money_is_dated_ahead(county, cast):
    line = money.line(county, cast)
    tomorrow = clock.today() + timedelta(days=1)
    refused("funds.day_to_come", money.claimed, line, cast, "10", on=tomorrow)
    refused("funds.day_to_come", money.received, cast.finance, on=tomorrow)


def test_numbers_of_persons_are_never_written_beside_money(county, cast):
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "10")
    from tests.county import identity

    refused("funds.bad_words", money.paid, claim, cast, party=f"某人{identity()}")


def test_money_outside_the_users_area_cannot_be_touched(county, cast):
    line = money.line(county, cast)
    refused("planning.not_allowed", money.claimed, line, cast, "10", by=cast.outsider)
    assert Line.objects.get().claims.count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: Posting.objects.filter(amount__gt=0).update(amount=Decimal("1.00")), "被改动"),
        (lambda: Posting.objects.first().delete(), "借贷不平"),
        (lambda: Voucher.objects.filter(kind="pay").update(on=date(2018, 1, 1)), "被改动"),
        (lambda: Account.objects.filter(kind="line").update(balance=Decimal("7.00")), "余额与分录"),
        (lambda: Payment.objects.update(amount=Decimal("1.00")), "支付与分录"),
        (lambda: Document.objects.update(amount=Decimal("1.00")), "与入账不一致"),
        (lambda: Claim.objects.update(amount=Decimal("1.00")), "与凭证不一致"),
        (lambda: Payment.objects.all().delete(), "不见了"),
    ],
)
def test_whatever_is_changed_beside_the_program_shows(county, cast, change, words):
    money.paid(money.claimed(money.line(county, cast), cast), cast)
    assert funds.verify().sound
    money.unguarded()
    change()
    assert any(words in fault for fault in funds.verify().faults)


def test_the_book_itself_takes_nothing_that_an_account_has_not_got(county, cast):
    """Even an act that looked at no limit: the UPDATE asks for the balance, and the database besides."""
    document = money.received(cast.finance, amount="100.00")
    made = moves.given_back(document, 2018, Decimal("100.01"))
    with pytest.raises(Problem) as caught, transaction.atomic():
        book.write([book.Movement("give_back", uuid4(), date(2018, 5, 1), "x", made)])
    assert caught.value.code == "funds.not_enough"
    assert (held("pool"), Voucher.objects.count()) == (100, 1)


@pytest.mark.parametrize("amounts", [("1.00", "-0.99"), ("0.00", "0.00"), ("1.00",)])
def test_a_voucher_that_does_not_add_up_is_never_written(county, cast, amounts):
    document = money.received(cast.finance)
    places = (moves.outside(document), moves.pool(document.pk, 2018))
    moved = dict(zip(places, map(Decimal, amounts), strict=False))
    with pytest.raises(ValueError, match="add up to nothing"), transaction.atomic():
        book.write([book.Movement("receive", uuid4(), date(2018, 5, 1), "x", moved)])
    assert Voucher.objects.count() == 1


def test_vouchers_are_numbered_without_a_gap(county, cast):
    money.paid(money.claimed(money.line(county, cast), cast), cast)
    assert list(Voucher.objects.order_by("pk").values_list("no", flat=True)) == [
        f"PZ{n:08d}" for n in range(1, 5)
    ]
