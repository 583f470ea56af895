"""Payments to people: from what the rules find due to what the bank paid, once and never more than the line."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from liuqing.errors import Problem
from liuqing.planning.models import BankFile, Batch, Due, Payment
from liuqing.planning.services import batches, funds
from liuqing.planning.services.batches import bank_text
from liuqing.registry.models import Entry, Household, Membership
from liuqing.registry.services import files
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
