"""Two records of one person become one: what was paid, lent or promised goes over and comes back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from liuqing.planning.models import Beneficiary, Loan, Payment
from liuqing.planning.services import funds
from liuqing.registry import secrets
from liuqing.registry.models import Household
from liuqing.registry.services import merging
from tests.planning import building, money


@pytest.fixture
def pair(county):
    """Two records of one person in one household; only the first has a sound number."""
    home = Household.objects.get(no="H0003")
    kept, gone = (one.person for one in home.memberships.order_by("pk")[2:4])
    gone.id_cipher, gone.id_hash = secrets.encrypt("990101"), None
    gone.save()
    return home, kept, gone


def whose(model):
    return list(model.objects.order_by("pk").values_list("person", flat=True))


def test_what_was_paid_lent_or_promised_goes_over_and_comes_back(county, cast, pair):
    home, kept, gone = pair
    line = money.line(county, cast)
    claim = money.claimed(line, cast, "30.00", kind="people")
    funds.pay_people(claim, by=cast.finance, paid=[(home, kept, "10"), (home, gone, "20")], uuid=uuid4())
    loan = Loan.objects.create(
        no="1", bank="示例县农信社", household=home, person=gone, principal=Decimal("50000.00"), rate=Decimal("0.0435"),
        drawn_on=date(2018, 1, 1), due_on=date(2019, 1, 1),
    )  # fmt: skip
    other = building.project(county)
    for project, person in ((other, kept), (other, gone), (line.project, gone)):
        Beneficiary.objects.create(project=project, household=home, person=person, since=date(2018, 1, 1))
    made = merging.merge(kept=kept, gone=gone, by=cast.county_approver, reason="已看户口簿和身份证原件")
    assert (whose(Payment), whose(Loan)) == ([kept.pk, kept.pk], [kept.pk])
    assert whose(Beneficiary) == [kept.pk, gone.pk, kept.pk]
    assert funds.verify().faults == ()
    Loan.objects.filter(pk=loan.pk).update(state="repaid")
    merging.unmerge(merge=made, by=cast.county_approver)
    assert (whose(Payment), whose(Loan)) == ([kept.pk, gone.pk], [gone.pk])
    assert whose(Beneficiary) == [kept.pk, gone.pk, gone.pk]
