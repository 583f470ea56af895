"""Payments to people: from what the rules find due to what the bank paid, once and never more than the line."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.planning.models import (
    Account,
    Asset,
    BankFile,
    Batch,
    Distribution,
    Dividend,
    Due,
    Payment,
    Refund,
)
from liuqing.planning.queries import batches as asked
from liuqing.planning.services import batches, funds
from liuqing.planning.services.batches import bank_text
from liuqing.registry.models import Entry, Household, Membership, Receipt
from liuqing.registry.services import files
from liuqing.workflow import clock
from liuqing.workflow.models import Event
from tests.planning import paying


@pytest.fixture
def world(county, cast, actors):
    """What is due to three heads of 2018, each with a card, and a line of 10,000 yuan."""
    folder = Path(settings.WORKSPACE.folder)
    paying.findings(folder, county)
    for no in paying.DUE:
        paying.card(paying.head(county, no))
    return paying.line(county, cast, actors, "10000.00")


def made(county, cast, line, **more):
    return batches.make(
        by=cast.county_approver,
        programme="dibao",
        period="2018",
        area=county.county,
        line=line,
        uuid=uuid4(),
        **more,
    )


def agreed(county, cast, line, **more):
    batch = batches.submit(made(county, cast, line, **more), by=cast.county_approver)
    return batches.decide(batch, by=cast.finance, agreed=True)


def answer(tmp_path, batch, results, *, number=None, name="回盘.csv", rows=None):
    """The bank's answer to the last file: (结果, 原因) for each row in order."""
    sent = BankFile.objects.filter(batch=batch, way="out").last()
    told = bank_text.read(files.kept(sent.sha256, sent.name))
    lines = ["序号,户名,账号,金额,处理结果,失败原因,批次号"]
    for row, (result, why) in zip(rows(told) if rows else told[1:-1], results, strict=True):
        lines.append(",".join([*row[:4], result, why, number or row[5]]))
    path = tmp_path / name
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def test_a_batch_from_the_rules_to_the_card(world, county, cast, tmp_path):
    batch = made(county, cast, world)
    assert [(due.household.no, due.amount, due.entitled) for due in batch.dues.all()] == [
        ("H0001", Decimal("3600.00"), Decimal("3600.00")),
        ("H0002", Decimal("1200.00"), Decimal("1200.00")),
        ("H0003", Decimal("2400.00"), Decimal("2400.00")),
    ]
    assert batch.no == "FF2018-00001"
    batches.submit(batch, by=cast.county_approver)
    batch = batches.decide(batch, by=cast.finance, agreed=True)
    file = batches.send(batch, by=cast.finance)
    assert (file.rows, file.amount) == (3, Decimal("7200.00"))
    path = answer(tmp_path, batch, [("成功", "")] * 3)
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    batch.refresh_from_db()
    assert batch.state == Batch.State.CLOSED
    assert {due.state for due in batch.dues.all()} == {Due.State.PAID}
    assert {payment.line_id for payment in Payment.objects.all()} == {world.pk}
    assert funds.verify().sound


def test_a_batch_cannot_exceed_its_line(world, county, cast, actors):
    little = paying.line(county, cast, actors, "7199.00")
    with pytest.raises(Problem) as told:
        batches.submit(made(county, cast, little), by=cast.county_approver)
    assert told.value.code == "funds.claim"


def test_the_maker_does_not_approve(world, county, cast, actors):
    batch = batches.submit(made(county, cast, world), by=actors.second_analyst)
    Batch.objects.filter(pk=batch.pk).update(by="finance-officer")
    with pytest.raises(Problem) as told:
        batches.decide(batch, by=cast.finance, agreed=True)
    assert told.value.code == "batches.own"
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(decided_by="finance-officer")


def test_the_same_submission_twice_makes_one_batch(world, county, cast):
    uuid = uuid4()
    told = {
        "by": cast.county_approver,
        "programme": "dibao",
        "period": "2018",
        "area": county.county,
        "uuid": uuid,
    }
    assert batches.make(**told) == batches.make(**told)


def test_what_failed_is_paid_again_after_the_card_was_put_right_and_only_that(world, county, cast, tmp_path):
    from liuqing.planning.services import cards

    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", ""), ("失败", "户名不符 6299000000000000"), ("成功", "")])
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    failed = batch.dues.get(state=Due.State.FAILED)
    assert (failed.household.no, failed.reason) == ("H0002", "银行：户名不符 ***")
    cards.correct(failed.person, by=cast.county_approver, bank="示例县农信社", number=paying.account())
    second = batches.again(batch, by=cast.finance)
    assert (second.rows, second.amount, second.name) == (1, Decimal("1200.00"), "FF2018-00001-02.csv")
    path = answer(tmp_path, batch, [("交易成功", "")], name="again.csv")
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    assert sum(one.amount for one in Payment.objects.all()) == Decimal("7200.00")
    assert Batch.objects.get().state == Batch.State.CLOSED


def test_the_money_of_who_is_dropped_after_approval_goes_back_to_its_line(world, county, cast, tmp_path):
    held = lambda kind: Account.objects.get(kind=kind).balance  # noqa: E731
    batch = agreed(county, cast, world)
    batches.drop(batch.dues.get(household__no="H0001"), by=cast.county_approver, why="本人放弃领取")
    assert (held("line"), held("claimed")) == (6400, 3600)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("失败", "账户已销户"), ("成功", "")])
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    batches.drop(batch.dues.get(state=Due.State.FAILED), by=cast.county_approver, why="找不到本人")
    batch.refresh_from_db()
    assert (batch.state, batch.claim.state) == (Batch.State.CLOSED, "paid")
    assert (held("line"), held("claimed"), held("paid")) == (7600, 0, 2400)
    assert funds.verify().faults == ()


def test_a_batch_of_which_everybody_is_dropped_has_claimed_nothing(world, county, cast):
    batch = agreed(county, cast, world)
    for due in batch.dues.all():
        batches.drop(due, by=cast.county_approver, why="政策调整不发")
    batch.refresh_from_db()
    assert (batch.state, batch.claim.state) == (Batch.State.CLOSED, "refused")
    assert Account.objects.get(kind="line").balance == 10000
    assert funds.verify().faults == ()


def test_a_payment_that_comes_back_later_is_a_refund(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", "")] * 3)
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    late = answer(tmp_path, batch, [("退票", "账户已销户")], name="late.csv", rows=lambda told: told[2:3])
    batches.take_back(batch, by=cast.finance, name=late.name, path=late)
    due = batch.dues.get(household__no="H0002")
    assert (due.state, due.reason) == (Due.State.DROPPED, "退票：账户已销户")
    assert due.payment.refunds.get().amount == Decimal("1200.00")
    again = made(county, cast, world, only_unpaid=True)
    assert [one.household.no for one in again.dues.all()] == ["H0002"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda row: [*row[:3], "1.00", *row[4:]], "不同"),
        (lambda row: [*row[:2], "6299999999999999999", *row[3:]], "不在送银行的名单里"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_whole(world, county, cast, tmp_path, change, words):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    rows = lambda told: [told[1], change(told[2]), told[3]]  # noqa: E731
    path = answer(tmp_path, batch, [("成功", "")] * 3, rows=rows)
    with pytest.raises(Problem, match=words):
        batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    assert not Payment.objects.exists()
    assert {due.state for due in batch.dues.all()} == {Due.State.SENT}
    assert not BankFile.objects.filter(way="back").exists()


def test_rows_that_are_missing_are_said_unless_more_is_to_come(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", "")], rows=lambda told: told[1:2])
    with pytest.raises(Problem, match="还有 2 笔没有结果"):
        batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    batches.take_back(batch, by=cast.finance, name=path.name, path=path, partial=True)
    assert batch.dues.filter(state=Due.State.SENT).count() == 2


def test_the_same_answer_twice_pays_once(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", "")] * 3)
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    with pytest.raises(Problem) as told:
        batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    assert told.value.code == "batches.same_file"
    assert Payment.objects.count() == 3


def test_the_answer_to_another_batch_is_refused_by_its_number(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", "")] * 3, number="FF2018-00077-01")
    with pytest.raises(Problem, match="这是批次 FF2018-00077 的回盘"):
        batches.take_back(batch, by=cast.finance, name=path.name, path=path)


def test_a_word_nobody_knows_is_not_guessed(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", ""), ("已受理", ""), ("成功", "")])
    with pytest.raises(Problem, match="第 3 行：处理结果没有看懂"):
        batches.take_back(batch, by=cast.finance, name=path.name, path=path)


def test_the_file_is_opened_with_a_right_a_reason_and_a_trace(world, county, cast):
    batch = agreed(county, cast, world)
    file = batches.send(batch, by=cast.finance)
    with pytest.raises(Problem, match="没有写用途"):
        batches.opened(file, by=cast.finance, purpose=" ")
    with pytest.raises(Problem) as told:
        batches.opened(file, by=cast.township_reviewer, purpose="看一看")
    assert told.value.code == "workflow.not_allowed"
    content = batches.opened(file, by=cast.finance, purpose="送代发银行").decode("gb18030")
    assert content.splitlines()[-1] == "合计,3笔,,7200.00,,FF2018-00001-01"
    assert Event.objects.filter(act="batches.file_opened").count() == 1


def test_dropping_needs_a_reason(world, county, cast):
    due = made(county, cast, world).dues.first()
    with pytest.raises(Problem) as told:
        batches.drop(due, by=cast.county_approver, why=" ")
    assert told.value.code == "batches.no_reason"
    assert batches.drop(due, by=cast.county_approver, why="本人自愿放弃").state == Due.State.DROPPED


def stops(batch, no):
    """What stops the payment of a household, by code."""
    due = batch.dues.get(household__no=no)
    return {check["code"] for check in due.checks if check["stops"]}


def test_who_died_before_the_period_is_stopped(world, county, cast):
    person = paying.head(county, "H0001")
    Entry.objects.create(
        kind="police_deaths", person=person, values={"died_on": "2017-12-31"}, said_on=date(2018, 6, 1)
    )
    batch = made(county, cast, world)
    assert {"dead"} <= stops(batch, "H0001")
    with pytest.raises(Problem, match="死亡后发放 1 笔"):
        batches.submit(batch, by=cast.county_approver)


def test_the_same_programme_and_months_in_another_batch_are_stopped(world, county, cast):
    made(county, cast, world)
    month = batches.make(
        by=cast.county_approver, programme="dibao", period="2018-06", area=county.county, uuid=uuid4()
    )
    assert "twice" in stops(month, "H0001")


def test_who_has_no_card_and_no_taker_is_stopped_and_who_has_one_is_paid_by_it(world, county, cast):
    spouse = Membership.objects.get(household__no="H0001", relation="配偶").person
    person = paying.head(county, "H0001")
    person.cards.all().delete()
    batch = made(county, cast, world)
    assert "no_card" in stops(batch, "H0001")
    batches.withdraw(batch, by=cast.county_approver, why="重新制作")
    paying.card(spouse)
    due = made(county, cast, world).dues.get(household__no="H0001")
    assert due.payee == spouse
    assert {check["code"] for check in due.checks} == {"payee_other"}


def test_a_card_in_somebody_elses_name_is_stopped(world, county, cast):
    person = paying.head(county, "H0001")
    person.cards.all().delete()
    paying.card(person, holder="冯试一")
    assert "holder" in stops(made(county, cast, world), "H0001")


def test_one_account_in_two_households_is_stopped(world, county, cast):
    first, second = paying.head(county, "H0001"), paying.head(county, "H0002")
    first.cards.all().delete()
    second.cards.all().delete()
    number = paying.account()
    paying.card(first, number)
    paying.card(second, number)
    batch = made(county, cast, world)
    assert "shared_card" in stops(batch, "H0001") & stops(batch, "H0002")


def test_whose_sum_is_not_known_is_not_in_the_batch(world, county, cast):
    paying.findings(Path(settings.WORKSPACE.folder), county, {"H0001": None, "H0002": 120000})
    assert [due.household.no for due in made(county, cast, world).dues.all()] == ["H0002"]


def test_what_is_no_longer_known_is_stopped(world, county, cast):
    batch = made(county, cast, world)
    paying.findings(Path(settings.WORKSPACE.folder), county, paying.DUE | {"H0001": None, "H0002": 100000})
    batches.check(batch)
    assert "unknown" in stops(batch, "H0001")
    assert "over" in stops(batch, "H0002")
    assert not stops(batch, "H0003")


def test_the_months_of_a_year_add_up_to_it(world, county, cast):
    from liuqing.policy.paying import period

    for fen in (1, 11, 12, 100_001, 360_000):
        assert sum(period(f"2018-{month:02d}").part(fen) for month in range(1, 13)) == fen
        assert sum(period(f"2018-Q{quarter}").part(fen) for quarter in range(1, 5)) == fen


def test_somebody_who_left_the_household_is_stopped(world, county, cast):
    Membership.objects.filter(person=paying.head(county, "H0003")).update(until=date(2018, 7, 1))
    assert "left" in stops(made(county, cast, world), "H0003")


def test_nothing_is_sent_that_was_changed_after_it_was_agreed(world, county, cast):
    batch = agreed(county, cast, world)
    Due.objects.filter(batch=batch, household=Household.objects.get(no="H0001")).update(
        amount=Decimal("9999.00")
    )
    with pytest.raises(Problem) as told:
        batches.send(batch, by=cast.finance)
    assert told.value.code == "batches.changed"


def entry(county, kind, no, **values):
    """What a list says of the head of a household."""
    said = {"file": county.register, "sheet": "名单", "row": 9, "said_on": date(2018, 12, 31)}
    return Entry.objects.create(kind=kind, person=paying.head(county, no), values=values, **said)


def receipt(county, no, amount, *, year=2018):
    """What the same row says was paid."""
    person = paying.head(county, no)
    home = person.memberships.get().household
    said = {"file": county.register, "sheet": "名单", "row": 9, "said_on": date(2018, 12, 31)}
    return Receipt.objects.create(
        household=home,
        person=person,
        item="农村低保对象 年度发放金额",
        amount=Decimal(amount),
        year=year,
        **said,
    )


def codes(batch, no):
    """Everything that was found of the payment of a household."""
    return {check["code"] for check in batch.dues.get(household__no=no).checks}


def test_what_the_list_says_was_paid_in_full_is_stopped(world, county, cast):
    entry(county, "dibao", "H0001", paid="3600.00")
    receipt(county, "H0001", "3600.00")
    assert "listed" in stops(made(county, cast, world), "H0001")


def test_one_fen_less_than_in_full_is_not_in_full(world, county, cast):
    entry(county, "dibao", "H0001", paid="3599.99")
    receipt(county, "H0001", "3599.99")
    batch = made(county, cast, world)
    assert {"listed_part", "over"} <= codes(batch, "H0001")
    assert "listed" not in codes(batch, "H0001")


def test_what_is_paid_afterwards_takes_only_the_rest(world, county, cast):
    entry(county, "dibao", "H0001", paid="3000.00")
    receipt(county, "H0001", "3000.00")
    batch = made(county, cast, world, only_unpaid=True)
    due = batch.dues.get(household__no="H0001")
    assert (due.amount, due.entitled) == (Decimal("600.00"), Decimal("3600.00"))
    assert not stops(batch, "H0001")


def test_what_was_paid_in_another_year_stops_nothing(world, county, cast):
    entry(county, "dibao", "H0001", paid="3600.00")
    receipt(county, "H0001", "3600.00", year=2017)
    assert not stops(made(county, cast, world), "H0001")


def test_two_programmes_that_exclude_each_other_are_stopped(world, county, cast):
    entry(county, "tekun", "H0001", paid="5000.00")
    receipt(county, "H0001", "5000.00")
    assert "exclusive" in stops(made(county, cast, world), "H0001")


def test_a_village_cadre_who_is_paid_is_pointed_out_and_one_who_left_is_not(world, county, cast):
    entry(county, "cadres", "H0001", cadre_post="村委会主任")
    entry(county, "cadres", "H0002", cadre_post="村委会主任", left_on="2017-12-31")
    batch = made(county, cast, world)
    assert "cadre" in codes(batch, "H0001") and not stops(batch, "H0001")
    assert "cadre" not in codes(batch, "H0002")


def test_who_died_within_the_period_and_would_be_paid_is_stopped(world, county, cast):
    entry(county, "police_deaths", "H0001", died_on="2018-01-01")
    assert stops(made(county, cast, world), "H0001") == {"payee_dead"}


def test_a_child_is_paid_by_the_head_and_who_is_of_age_is_not(county, cast, actors):
    folder, child = Path(settings.WORKSPACE.folder), paying.child(county, "H0001")
    child.birth = date(clock.today().year - 10, 1, 1)
    child.save()
    paying.findings(folder, county, {}, people={child: 100000}, amount="school_aid")
    paying.card(paying.head(county, "H0001"))
    own = paying.card(child)
    told = {"by": cast.county_approver, "programme": "school", "period": "2018", "area": county.county}
    due = batches.make(**told, uuid=uuid4()).dues.get()
    assert (due.person, due.payee) == (child, paying.head(county, "H0001"))
    assert "payee_other" in {check["code"] for check in due.checks}
    child.birth = date(2000, 1, 1)
    child.save()
    batches.withdraw(due.batch, by=cast.county_approver, why="重新制作")
    due = batches.make(**told, uuid=uuid4()).dues.get()
    assert (due.payee, due.card) == (child, own)


def test_an_amount_is_changed_with_a_reason_and_never_above_what_is_due(world, county, cast):
    batch = made(county, cast, world)
    due = batch.dues.get(household__no="H0001")
    batches.change(due, by=cast.county_approver, amount=Decimal("3600.01"), why="多补一分")
    assert "over" in stops(batch, "H0001")
    batches.change(due, by=cast.county_approver, amount=Decimal("3599.99"), why="少发一分")
    assert codes(batch, "H0001") == {"differs"}


def test_a_distribution_is_paid_to_the_heads_to_the_fen(county, cast, actors):
    asset = Asset.objects.create(
        no="ZC1",
        name="光伏电站",
        kind="business",
        area=county.villages[0],
        owner="甲村",
        value=Decimal("1.00"),
        by="x",
    )
    shared = Distribution.objects.create(
        no="FP1", uuid=uuid4(), asset=asset, year=2018, on=date(2018, 12, 1), amount=Decimal("100.00"), state="approved", by="x",
        at=datetime(2018, 12, 1, tzinfo=UTC),
    )  # fmt: skip
    for no, amount in (("H0001", "33.34"), ("H0002", "66.66")):
        paying.card(paying.head(county, no))
        home = Household.objects.get(no=no)
        Dividend.objects.create(distribution=shared, household=home, part="户", amount=Decimal(amount))
    batch = batches.make_of(shared, by=cast.county_approver, uuid=uuid4())
    assert [due.amount for due in batch.dues.all()] == [Decimal("33.34"), Decimal("66.66")]
    assert batch.label == "资产收益分红 2018年"
    with pytest.raises(Problem) as told:
        batches.make_of(shared, by=cast.county_approver, uuid=uuid4())
    assert told.value.code == "batches.made_already"


def test_who_is_in_two_batches_of_the_same_months_is_listed(world, county, cast):
    made(county, cast, world)
    batches.make(
        by=cast.county_approver, programme="dibao", period="2018-06", area=county.county, uuid=uuid4()
    )
    pairs = asked.twice(cast.county_approver, 2018)
    assert [pair.no for pair in pairs] == ["H0001", "H0002", "H0003"]
    assert {pair.why for pair in pairs} == {"同一补贴、同一期间"}


def test_more_people_are_no_more_questions(world, county, cast, django_assert_num_queries):
    one = batches.make(
        by=cast.county_approver, programme="dibao", period="2018-01", area=county.villages[1], uuid=uuid4()
    )
    three = batches.make(
        by=cast.county_approver, programme="dibao", period="2018-02", area=county.county, uuid=uuid4()
    )
    with CaptureQueriesContext(connection) as few:
        batches.check(one)
    assert (one.dues.count(), three.dues.count()) == (1, 3)
    with django_assert_num_queries(len(few)):
        batches.check(three)


def test_what_waits_for_whom(world, county, cast):
    batch = made(county, cast, world)
    assert asked.tasks(cast.finance) == []
    batches.submit(batch, by=cast.county_approver)
    assert [(task.kind, task.count, task.target) for task in asked.tasks(cast.finance)] == [
        ("batches", 1, {"state": "submitted"})
    ]
    assert asked.tasks(cast.county_approver) == []


@pytest.mark.one_database
@given(
    steps=st.lists(
        st.lists(st.sampled_from(["成功", "失败", "退票", "缺"]), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    )
)
@hypothesis.settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_bank_answers_nobody_is_paid_twice(world, county, cast, tmp_path, steps):
    with transaction.atomic():
        batch = agreed(county, cast, world)
        batches.send(batch, by=cast.finance)
        for number, results in enumerate(steps):
            play(batch, cast, tmp_path, number, results)
        due, paid = Decimal("7200.00"), list(Payment.objects.all())
        back = sum((one.amount for one in Refund.objects.all()), Decimal(0))
        kept = sum((one.amount for one in batch.dues.filter(state=Due.State.PAID)), Decimal(0))
        assert sum((one.amount for one in paid), Decimal(0)) - back == kept <= due
        assert max(Counter(one.person_id for one in paid).values(), default=0) <= 1
        assert funds.verify().sound
        transaction.set_rollback(True)


def play(batch, cast, tmp_path, number, results):
    """One answer to the first file; what does not fit is refused whole, what failed is sent again."""
    first = BankFile.objects.filter(batch=batch, way="out").first()
    rows = bank_text.read(files.kept(first.sha256, first.name))[1:-1]
    lines = [f"账号,金额,处理结果,{number}"]
    lines += [f"{row[2]},{row[3]},{told}," for row, told in zip(rows, results, strict=True) if told != "缺"]
    path = tmp_path / f"{number}.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    before = list(batch.dues.values_list("pk", "state", "payment"))
    try:
        batches.take_back(batch, by=cast.finance, name=path.name, path=path, partial=True)
    except Problem:
        assert list(batch.dues.values_list("pk", "state", "payment")) == before
    with suppress(Problem):
        batches.again(batch, by=cast.finance)


def test_an_answer_that_repeats_what_is_known_changes_nothing(world, county, cast, tmp_path):
    batch = agreed(county, cast, world)
    batches.send(batch, by=cast.finance)
    told = [("成功", ""), ("失败", "户名不符"), ("成功", "")]
    for name in ("first.csv", "second.csv"):
        path = answer(tmp_path, batch, told, name=name)
        path.write_bytes(path.read_bytes() + f"\r\n合计,{name}".encode("gb18030"))
        file = batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    assert file.report == {"paid": 0, "failed": 0, "back": 0, "known": 3}
    assert Payment.objects.count() == 2


def test_the_line_of_the_file_tells_two_payments_into_one_account_apart(county, cast, actors, tmp_path):
    child, head = paying.child(county, "H0001"), paying.head(county, "H0001")
    child.birth = date(clock.today().year - 10, 1, 1)
    child.save()
    paying.findings(Path(settings.WORKSPACE.folder), county, {"H0001": 50000}, people={child: 50000})
    paying.card(head)
    batch = agreed(county, cast, paying.line(county, cast, actors, "1000.00"))
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("失败", "超过限额"), ("成功", "")])
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    assert [(due.person, due.state) for due in batch.dues.all()] == [
        (head, Due.State.FAILED),
        (child, Due.State.PAID),
    ]
