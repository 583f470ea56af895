"""What a household got in a year: every yuan once, by card and by list, with what differs."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.models import Payment
from liuqing.planning.queries.received import of_household
from liuqing.planning.services import batches, cards, funds
from liuqing.registry.models import Entry, Receipt
from tests.planning import paying
from tests.planning.test_batches import answer


@pytest.fixture
def paid(county, cast, actors, tmp_path):
    """H0001 has its 3,600 yuan of 2018 on its card."""
    paying.findings(Path(settings.WORKSPACE.folder), county, {"H0001": 360000})
    paying.card(paying.head(county, "H0001"))
    line = paying.line(county, cast, actors, "10000.00")
    told = {"by": cast.county_approver, "programme": "dibao", "period": "2018", "area": county.county}
    batch = batches.submit(batches.make(**told, line=line, uuid=uuid4()), by=cast.county_approver)
    batch = batches.decide(batch, by=cast.finance, agreed=True)
    batches.send(batch, by=cast.finance)
    path = answer(tmp_path, batch, [("成功", "")])
    batches.take_back(batch, by=cast.finance, name=path.name, path=path)
    return batch


def say(county, no, amount):
    """The department's list says that the head got so much in 2018."""
    person = paying.head(county, no)
    said = {"file": county.register, "sheet": "低保", "row": 7, "said_on": date(2018, 12, 31)}
    Entry.objects.create(kind="dibao", person=person, values={"paid": amount}, **said)
    home = person.memberships.get().household
    Receipt.objects.create(
        household=home,
        person=person,
        item="农村低保对象 年度发放金额",
        amount=Decimal(amount),
        year=2018,
        **said,
    )


def test_a_payment_has_its_item_its_day_and_the_tail_of_its_card(county, cast, paid):
    Receipt.objects.all().delete()
    found = of_household(cast.township_reviewer, "H0001", 2018)
    (one,) = found.payments
    card = paying.head(county, "H0001").cards.get()
    assert (one.item, one.amount, one.tail) == ("农村低保金 2018年", Decimal("3600.00"), card.tail)
    assert one.on == Payment.objects.get().on
    assert (found.total, found.by_card) == (Decimal("3600.00"), Decimal("3600.00"))


def test_an_account_shows_its_past_to_who_may_see_payees_and_to_nobody_else(county, cast, paid):
    person = paying.head(county, "H0001")
    cards.correct(
        person,
        by=cast.township_reviewer,
        bank="示例县农信社",
        number=paying.account(),
        since=date(2018, 9, 1),
    )
    found = of_household(cast.township_reviewer, "H0001", 2018)
    assert [(one.since, one.until) for one in found.accounts] == [
        (date(2018, 9, 1), None),
        (date(2018, 1, 1), date(2018, 9, 1)),
    ]
    found = of_household(cast.village_officer, "H0001", 2018)
    assert (found.accounts, found.payments[0].tail) == ((), "")


def test_the_same_money_counts_once_and_the_difference_is_shown(county, cast, paid):
    Receipt.objects.all().delete()
    say(county, "H0001", "4000.00")
    found = of_household(cast.village_officer, "H0001", 2018)
    (one,) = found.differing
    assert (one.card, one.listed, one.difference, one.counts) == (
        Decimal("3600.00"), Decimal("4000.00"), Decimal("400.00"), Decimal("4000.00"),
    )  # fmt: skip
    assert found.total == Decimal("4000.00")


def test_where_card_and_list_agree_nothing_differs(county, cast, paid):
    Receipt.objects.all().delete()
    say(county, "H0001", "3600.00")
    found = of_household(cast.village_officer, "H0001", 2018)
    assert (found.total, found.differing) == (Decimal("3600.00"), ())


def test_other_money_of_a_list_stands_beside_and_counts_too(county, cast, paid):
    found = of_household(cast.village_officer, "H0001", 2018)
    assert found.total == Decimal("3600.00") + Decimal("1200.50")


def test_money_that_came_back_does_not_count(county, cast, paid):
    Receipt.objects.all().delete()
    funds.refund(Payment.objects.get(), by=cast.finance, amount=Decimal("600.00"), why="多发", uuid=uuid4())
    found = of_household(cast.village_officer, "H0001", 2018)
    assert (found.payments[0].back, found.total) == (Decimal("600.00"), Decimal("3000.00"))


def test_another_year_is_another_sum_and_the_years_are_told(county, cast, paid):
    found = of_household(cast.village_officer, "H0001", 2017)
    assert (found.total, found.years) == (Decimal("0.00"), (2018,))


def test_a_household_of_another_village_does_not_exist(county, cast, paid):
    with pytest.raises(Problem) as told:
        of_household(cast.outsider, "H0001", 2018)
    assert told.value.code == "registry.no_such_household"
