"""Money in the database is whole fen: exact on every engine."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F, Sum, Value

from liuqing.planning.models import Account, Funding
from liuqing.planning.models.money import Yuan
from tests.planning import building


def test_a_sum_of_ten_thousand_amounts_is_exact(county):
    made = building.project(county, need="0.00")
    Funding.objects.bulk_create(
        Funding(project=made, year=2019, source=f"来源{n}", need=Decimal("0.10")) for n in range(10_000)
    )
    assert Funding.objects.filter(year=2019).aggregate(total=Sum("need"))["total"] == Decimal("1000.00")


def test_three_tenths_less_three_tenths_is_nothing_and_not_less(county):
    account = Account.objects.create(
        key="pool:1:2018", kind="pool", document=building.document(), balance=Decimal("0.30")
    )
    for part in ("0.10", "0.20"):
        Account.objects.update(balance=F("balance") - Value(Decimal(part), output_field=Yuan()))
    account.refresh_from_db()
    assert account.balance == 0
    assert str(account.balance) == "0.00"


def test_the_database_refuses_a_balance_below_nothing(county):
    Account.objects.create(
        key="pool:1:2018", kind="pool", document=building.document(), balance=Decimal("1.00")
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.update(balance=F("balance") - Value(Decimal("1.01"), output_field=Yuan()))


def test_a_fraction_of_a_fen_is_no_amount(county):
    with pytest.raises(ValueError, match="two places"):
        building.project(county, need="1.005")


@pytest.mark.parametrize("amount", ["0.01", "220448970000.00", "9999999999999.99"])
def test_an_amount_comes_back_as_it_went_in(county, amount):
    made = building.project(county, need="0.00")
    Funding.objects.create(project=made, year=2020, source="涉农整合资金", need=Decimal(amount))
    assert Funding.objects.get(project=made, year=2020).need == Decimal(amount)
    assert Funding.objects.filter(need=Decimal(amount), year=2020).exists()
