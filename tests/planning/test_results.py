"""Input and output per household: every yuan once, shared works divided into nobody's, parts that add up."""

import random
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.planning.models import (
    Asset,
    Batch,
    Beneficiary,
    Distribution,
    Dividend,
    Due,
    Line,
    Payment,
    Refund,
    Voucher,
)
from liuqing.planning.queries import received, results
from liuqing.registry.models import Area, Entry, IncomeYear, Receipt
from tests import county as making
from tests.planning.building import document, project, serves

pytestmark = pytest.mark.django_db
DAY = date(2018, 6, 1)


def voucher(**more):
    facts = {"no": uuid4().hex[:20], "uuid": uuid4(), "kind": "pay", "at": timezone.now()} | more
    return Voucher.objects.create(on=DAY, entered_on=DAY, by="x", seal="", **facts)


def pay(made, home, amount, on=DAY):
    line, _ = Line.objects.get_or_create(project=made, document=document(no=uuid4().hex), year=on.year)
    return Payment.objects.create(
        no=uuid4().hex[:20], line=line, household=home, amount=amount, on=on, voucher=voucher(), by="x"
    )


def receive(county, home, item, amount, year=2018):
    Receipt.objects.create(
        household=home, item=item, amount=amount, year=year, file=county.register, row=1, said_on=making.ON
    )


def of(cast, home):
    return results.of_household(cast.village_officer, home.no)


@pytest.fixture
def home(county):
    """A household that has got nothing yet."""
    one = county.households[0]
    one.receipts.all().delete()
    return one


def by_card(made, home, amount, period="2018"):
    """The head's money of a programme, paid by a batch."""
    head = home.memberships.get(relation="户主").person
    paid = pay(made, home, amount)
    Payment.objects.filter(pk=paid.pk).update(person=head)
    batch = Batch.objects.create(
        no=uuid4().hex[:20], uuid=uuid4(), programme="dibao", label="农村低保金", period=period, area=home.village,
        by="x", on=DAY, at=timezone.now(),
    )  # fmt: skip
    Due.objects.create(
        batch=batch, order=1, household=home, person=head, amount=amount, state="paid", payment=paid
    )


def on_list(county, home, amount, row, year=2018):
    """The same person on the department's list."""
    head = home.memberships.get(relation="户主").person
    src = {"file": county.register, "row": row, "said_on": date(year, 12, 31)}
    Entry.objects.create(kind="dibao", person=head, **src)
    Receipt.objects.create(household=home, person=head, item="农村低保金", amount=amount, year=year, **src)


def test_what_card_and_list_tell_of_one_programme_and_year_is_counted_once(county, cast, home):
    by_card(project(county), home, "500.00")
    on_list(county, home, "300.00", 101)
    assert of(cast, home).put == 500
    on_list(county, home, "250.00", 102)
    found = of(cast, home)
    assert found.put == 550
    assert found.put == received.of_household(cast.village_officer, home.no, 2018).total
    on_list(county, home, "70.00", 103, year=2017)
    assert of(cast, home).put == 620


def test_a_payment_that_was_reversed_was_not_put_in(county, cast, home):
    paid = pay(project(county), home, "500.00")
    voucher(reverses=paid.voucher, kind="reverse")
    assert of(cast, home).put == 0


def test_money_that_came_back_was_not_put_in(county, cast, home):
    made = pay(project(county), home, "500.00")
    Refund.objects.create(payment=made, amount="200.00", on=DAY, why="退票", voucher=voucher(), by="x")
    assert of(cast, home).put == 300
    Refund.objects.create(payment=made, amount="300.00", on=DAY, why="退票", voucher=voucher(), by="x")
    assert of(cast, home).measures == ()


def test_goods_count_once_they_were_accepted_and_only_what_was_not_paid_in_money(county, cast, home):
    made = project(county, reach="household", state="begun")
    Beneficiary.objects.create(project=made, household=home, since=DAY, amount="3000.00")
    pay(made, home, "1000.00")
    assert of(cast, home).put == 1000
    made.state = "accepted"
    made.save()
    [one] = of(cast, home).measures
    assert one.put == 3000 and sorted(part.amount for part in one.parts) == [1000, 2000]


def test_goods_of_which_nobody_stated_the_worth_are_unknown_and_not_nothing(county, cast, home):
    serves(project(county, reach="household", state="accepted"), home)
    found = of(cast, home)
    assert (found.put, found.unknown) == (0, 1)
    [one] = found.measures
    assert one.rate is None and one.payback is None and one.why


def test_a_shared_work_is_shown_with_its_cost_and_divided_into_nobodys_money(county, cast, home):
    made = project(
        county, reach="shared", state="begun", class_one="基础设施和公共服务", class_two="道路建设"
    )
    Beneficiary.objects.create(project=made, area=county.towns[0], since=DAY)
    pay(made, None, "90000.00")
    found = of(cast, home)
    [work] = found.shared
    assert (work.no, work.paid) == (made.no, 90000) and found.put == 0 and found.measures == ()
    [stranger] = [one for one in county.households if one.village == county.villages[2]][:1]
    assert results.of_household(cast.outsider, stranger.no).shared == ()


def test_dividends_of_a_projects_asset_give_return_and_payback(county, cast, home):
    made = project(county, reach="household", state="accepted")
    Beneficiary.objects.create(project=made, household=home, since=DAY, amount="5000.00")
    asset = Asset.objects.create(
        no="Z1", name="合作社股份", kind="business", project=made, area=county.villages[0], owner="甲村", value="5000.00", by="x"
    )  # fmt: skip
    for year, amount in ((2018, "400.00"), (2019, "600.00")):
        one = Distribution.objects.create(
            no=f"F{year}",
            uuid=uuid4(),
            asset=asset,
            year=year,
            on=DAY,
            amount=amount,
            state="approved",
            by="x",
            at=timezone.now(),
        )
        Dividend.objects.create(distribution=one, household=home, part="贫困户", amount=amount)
    [found] = of(cast, home).measures
    assert (found.income, found.rate, found.payback) == (500, 10, 10)
    Distribution.objects.filter(year=2019).update(state="draft")
    [found] = of(cast, home).measures
    assert (found.income, found.rate, found.payback) == (400, 8, Decimal("12.5"))


def test_a_subsidy_is_income_itself_and_has_no_return(county, cast, home):
    receive(county, home, "农村低保金", "3600.00")
    [one] = of(cast, home).measures
    assert one.rate is None and "本身就是收入" in one.why


def test_income_is_compared_with_the_year_before_the_first_money(county, cast, home):
    making.income(county, home, 2016, 3, wage=Decimal(100))
    making.income(county, home, 2017, 3, wage=Decimal(200))
    pay(project(county), home, "500.00")
    found = of(cast, home)
    assert (found.before, found.after) == (2017, 2018)
    wage = next(line for line in found.lines if line.label == "工资性收入")
    assert wage.values == (300, 600, 15000) and wage.change == 14400 == found.change


def test_an_item_that_nobody_stated_leaves_its_kind_and_the_sum_unknown(county, cast, home):
    making.income(county, home, 2017, 3)
    IncomeYear.objects.filter(household=home, year=2018).update(business_expense=None)
    found = {line.label: line for line in of(cast, home).lines}
    assert found["经营净收入"].values[-1] is None and found["年纯收入"].values[-1] is None
    assert found["年纯收入"].change is None and found["工资性收入"].change == 0


def test_a_household_elsewhere_does_not_exist(county, cast, home):
    with pytest.raises(Problem):
        results.of_household(cast.outsider, home.no)


def fill(county, seed):
    """Money, goods and lists at random; two classes, all households, two years."""
    chance = random.Random(seed)
    works = [
        project(county, reach="household", state="accepted", class_two=two, area=area)
        for two in ("规模化种植", "规模化养殖")
        for area in county.villages
    ]
    for home in county.households:
        for _ in range(chance.randrange(4)):
            amount = Decimal(chance.randrange(1, 500000)) / 100
            if chance.random() < 0.5:
                pay(chance.choice(works), home, amount)
            if chance.random() < 0.7:
                receive(county, home, chance.choice(("农村低保金", "教育资助")), amount)
        if chance.random() < 0.5:
            amount = Decimal(chance.randrange(1, 90000)) / 100 if chance.random() < 0.8 else None
            Beneficiary.objects.create(project=chance.choice(works), household=home, since=DAY, amount=amount)


@pytest.mark.parametrize("seed", range(6))
def test_measures_places_and_households_add_up_to_the_same(county, cast, seed):
    fill(county, seed)
    whole = results.of_area(cast.county_leader, county.county.code)
    homes = [results.of_household(cast.county_leader, home.no) for home in county.households]
    assert whole.whole.put == sum(row.put for row in whole.measures) == sum(row.put for row in whole.places)
    assert whole.whole.put == sum(one.put for one in homes)
    assert whole.whole.unknown == sum(one.unknown for one in homes)
    for row in whole.places:
        below = results.of_area(cast.county_leader, row.key)
        assert (below.whole.put, below.whole.households) == (row.put, row.households)
    for one in homes:
        assert one.put == sum(part.put for part in one.measures)
        assert all(part.put == sum(p.amount or 0 for p in part.parts) for part in one.measures)


def test_a_household_written_in_the_township_itself_is_not_lost_from_the_sum(county, cast, home):
    receive(county, home, "农村低保金", "100.00")
    home.village = county.towns[0]
    home.save()
    found = results.of_area(cast.county_leader, county.towns[0].code)
    assert sum(row.put for row in found.places) == found.whole.put >= 100
    assert Area.objects.filter(code=found.places[-1].key, level="town").exists()


def test_the_middle_change_is_the_median_of_who_is_known(county, cast):
    Receipt.objects.all().delete()
    for n, home in enumerate(county.households):
        receive(county, home, "农村低保金", "10.00")
        if n < 4:
            making.income(county, home, 2017, 1, wage=Decimal(1000 * n))
    found = results.of_area(cast.county_leader, None)
    [row] = found.measures
    sizes = [home.memberships.count() for home in county.households[:4]]
    changes = sorted(Decimal(5000) * size - 1000 * n for n, size in enumerate(sizes))
    assert (row.households, row.compared) == (5, 4)
    assert row.middle == (changes[1] + changes[2]) / 2 and row.change == sum(changes)
