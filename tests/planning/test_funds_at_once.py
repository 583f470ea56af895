"""Several people at once: of all who take the last yuan one wins, and nothing is counted twice."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connections

from liuqing.errors import Problem
from liuqing.planning.models import Account, Claim, Payment, Voucher
from liuqing.planning.services import funds
from liuqing.workflow import trail
from tests.planning import building, money

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(act):
    """What became of an act that several do in the same moment: its result, or the problem's code."""

    def alone(n):
        try:
            return act(n)
        except Problem as problem:
            return problem.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(MANY) as people:
        return list(people.map(alone, range(MANY)))


def one_won(results, code):
    """One did it, all others were told why not."""
    return [one for one in results if isinstance(one, str)] == [code] * (MANY - 1)


@pytest.fixture
def line(county, cast):
    return money.line(county, cast, need="100.00")


def test_of_claims_on_the_last_yuan_one_wins(line, cast):
    results = at_once(lambda n: money.claimed(line, cast, "100.00", agreed=False))
    assert one_won(results, "funds.claim")
    assert Claim.objects.count() == 1


def test_of_allocations_of_the_last_yuan_one_wins(county, cast):
    document = money.received(cast.finance, amount="100.00")
    projects = [building.project(county, state="planned") for _ in range(MANY)]
    results = at_once(
        lambda n: funds.propose(
            by=cast.finance, project=projects[n], document=document, year=2018, amount="100.00"
        )
    )
    assert one_won(results, "funds.not_eligible")


def test_of_payments_of_a_claim_one_wins(line, cast):
    claim = money.claimed(line, cast, "100.00")
    results = at_once(lambda n: money.paid(claim, cast, "60.00"))
    assert one_won(results, "funds.too_much")
    assert Account.objects.get(kind="paid").balance == Decimal("60.00")


def test_an_impatient_finger_pays_once(line, cast):
    claim, uuid = money.claimed(line, cast, "100.00"), uuid4()
    results = at_once(lambda n: money.paid(claim, cast, "10.00", uuid=uuid))
    assert len({one.pk for one in results}) == Payment.objects.count() == 1


def test_all_that_there_is_for_goes_through_and_the_book_is_sound(county, cast):
    """Receiving, allocating, claiming and paying on lines of one document, each in its own order."""
    document = money.received(cast.county_approver, amount="600.00")
    projects = [building.project(county, need="100.00", state="begun") for _ in range(MANY)]

    def act(n):
        proposed = funds.propose(
            by=cast.county_approver, project=projects[n], document=document, year=2018, amount="100.00"
        )
        line = funds.decide(proposed, by=cast.finance, agreed=True).line
        claim = money.claimed(line, cast, "80.00", retained="5.00")
        payment = money.paid(claim, cast)
        funds.refund(payment, by=cast.finance, amount="1.00", why="多付", uuid=uuid4())
        return funds.release(claim, by=cast.finance, uuid=uuid4())

    assert {type(one) for one in at_once(act)} == {Payment}
    assert Account.objects.get(kind="pool").balance == 0
    assert Voucher.objects.count() == 1 + MANY * 5
    assert funds.verify().faults == ()
    assert trail.verify().sound
