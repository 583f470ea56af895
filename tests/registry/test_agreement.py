"""The card and the rules speak of the same record, so they must say the same."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.registry import queries
from liuqing.registry.models import (
    Assignment,
    Cause,
    ExitPlan,
    Finding,
    HouseholdYear,
    IncomeYear,
    Measure,
    Membership,
    Person,
    PersonYear,
    Receipt,
)
from tests import county as making

pytestmark = pytest.mark.django_db
ON = date(2018, 12, 31)

SPOIL = [
    lambda: Membership.objects.filter(relation="户主", household__no="H0001").update(relation="其他"),
    lambda: HouseholdYear.objects.filter(household__no="H0001").update(size_stated=9),
    lambda: HouseholdYear.objects.filter(household__no="H0002").update(size_stated=None),
    lambda: Person.objects.filter(name="李十二").update(id_hash=None),
    lambda: Person.objects.filter(name="周十三").update(birth=None),
    lambda: PersonYear.objects.filter(person__name="吴十四").update(education=""),
    lambda: PersonYear.objects.filter(person__name="李十二").update(health=""),
    lambda: Cause.objects.filter(household__no="H0002").update(main=False),
    lambda: Cause.objects.filter(household__no="H0003").update(until=ON),
    lambda: Measure.objects.filter(household__no="H0001").update(year=2016),
    lambda: Measure.objects.filter(household__no="H0002").update(year=2016, since=date(2016, 1, 1)),
    lambda: Measure.objects.filter(household__no="H0003").update(year=2016, since=date(2016, 1, 1), until=ON),
    lambda: Measure.objects.filter(household__no="H0004").update(since=date(2019, 1, 1)),
    lambda: Receipt.objects.filter(household__no="H0001").delete(),
    lambda: Receipt.objects.filter(household__no="H0002").update(on=date(2019, 1, 5)),
    lambda: IncomeYear.objects.filter(household__no="H0003").update(wage=None),
    lambda: IncomeYear.objects.filter(household__no="H0004").update(year=2017),
    lambda: IncomeYear.objects.filter(household__no="H0005").update(business_expense=None),
    lambda: Assignment.objects.filter(household__no="H0001").update(until=ON),
    lambda: Assignment.objects.filter(household__no="H0002").update(since=date(2019, 1, 1)),
    lambda: ExitPlan.objects.filter(household__no="H0001").delete(),
    lambda: ExitPlan.objects.filter(household__no="H0002").delete(),
    lambda: HouseholdYear.objects.filter(household__no="H0005").update(year=2017),
]


@pytest.mark.parametrize("step", [0, 5, 10, 15, 20])
def test_the_card_and_the_rule_agree_on_every_clear(cast, taken, step):
    """The card puts gaps into words, the rule counts: both from the same record, both the same."""
    for spoil in SPOIL[step : step + 5] if step else SPOIL:
        spoil()
    snapshot = taken()
    for card in queries.cards(cast.county_approver):
        found = Finding.objects.get(snapshot=snapshot, rule="completeness", household=card.household_id)
        said = {clear.key: clear.complete for clear in card.clears}
        assert said == {name.removeprefix("clear_"): met for name, met in found.conditions.items()}, card.no
        assert card.score == found.value


def test_the_card_and_the_rule_agree_on_the_income(cast, county, taken):
    making.income(county, county.households[0], 2017, 3)
    IncomeYear.objects.filter(household__no="H0001", year=2018).update(wage=Decimal("10000.00"))
    IncomeYear.objects.filter(household__no="H0002").update(transfer_eco=None)
    snapshot = taken()
    for card in queries.cards(cast.county_approver):
        value = Finding.objects.get(
            snapshot=snapshot, rule="income_per_person", household=card.household_id
        ).value
        shown = next(f for f in card.clears[3].facts if f.label == "2018 年人均纯收入")
        assert shown.value == ("" if value is None else f"{Decimal(value) / 100:,.2f} 元")
