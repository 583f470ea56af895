"""Distributions: the rule of the day, who shares on it, to the fen, never more than was earned, and two people."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.planning.models import Beneficiary, Distribution, Dividend
from liuqing.planning.queries.assets import entitled, left
from liuqing.planning.services import announcements, assets, batches
from liuqing.planning.services.assets.distributing import lines_of, rule_of
from liuqing.registry.models import PersonYear, Standing
from tests.planning import building, owned
from tests.registry.noticing import at

pytestmark = pytest.mark.one_database

DAY = timedelta(days=1)
FIRST, SECOND, LAST = date(2018, 1, 1), date(2019, 7, 1), date(2020, 12, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return owned.settle(tmp_path_factory.mktemp("place"))


@pytest.fixture(autouse=True)
def place(folder, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    return folder


@pytest.fixture
def shed(county):
    """A cattle shed whose project serves H0001 (poor), H0002 (out of poverty since the end of 2017) and H0003."""
    made = building.project(county)
    building.serves(made, *county.households[:3])
    one = owned.asset(county, project=made)
    owned.income(one, "1000.01")
    return one


def give_out(one, by, amount="1000.01", on=date(2019, 1, 10), **more):
    return assets.distribute(one, by=by, year=2018, amount=amount, uuid=uuid4(), on=on, **more)


def by_household(distribution):
    return dict(distribution.dividends.values_list("household__no", "amount"))


# The rule of the day


@pytest.mark.parametrize(
    ("on", "percents"), [(SECOND - DAY, [70, 20, 10]), (SECOND, [45, 55]), (LAST, [45, 55])]
)
def test_the_rule_is_that_of_the_day_of_the_distribution(shed, on, percents):
    assert [part.percent for part in rule_of(shed, on).rule.parts] == percents


@pytest.mark.parametrize("on", [FIRST - DAY, LAST + DAY])
def test_where_no_rule_is_in_force_nothing_is_given_out(shed, cast, on):
    with pytest.raises(Problem) as refused:
        rule_of(shed, on)
    assert refused.value.code == "assets.not_in_force"


def test_a_class_without_a_plan_asks_for_one(county, shed):
    shed.asset_class = "没有办法的类别"
    with pytest.raises(Problem) as refused:
        rule_of(shed, SECOND)
    assert refused.value.code == "assets.no_plan"
    assert rule_of(shed, SECOND, "by_people").key == "by_people"


def test_what_was_given_out_keeps_its_rule_when_the_rule_changes(shed, cast):
    first = give_out(shed, cast.village_officer, "500.00", on=SECOND - DAY)
    second = give_out(shed, cast.village_officer, "500.00", on=SECOND)
    assert [part["percent"] for part in first.rule["parts"]] == ["70", "20", "10"]
    assert [part["percent"] for part in second.rule["parts"]] == ["45", "55"]
    assert (first.rule["since"], second.rule["since"]) == ("2018-01-01", "2019-07-01")


# To the fen


def test_parts_and_households_are_the_whole_to_the_fen(shed, cast):
    made = give_out(shed, cast.village_officer)
    told = {}
    for line in made.lines:
        told.setdefault(line["part"], []).append(Decimal(line["amount"]))
    assert {part: sum(amounts) for part, amounts in told.items()} == {
        "农户（按户平均）": Decimal("700.01"), "村集体": Decimal("200.00"), "经营主体": Decimal("100.00")
    }  # fmt: skip
    assert by_household(made) == {
        "H0001": Decimal("233.34"), "H0002": Decimal("233.34"), "H0003": Decimal("233.33")
    }  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fen=st.integers(1, 10**11),
    plan=st.sampled_from(["three_parts", "by_people", "weak_double", "posts_and_works"]),
)
def test_whatever_the_plan_the_lines_are_always_the_whole(shed, fen, plan):
    amount, on = Decimal(fen) / 100, SECOND
    lines = lines_of(shed, rule_of(shed, on, plan), amount, on)
    assert sum(line.amount for line in lines) == amount and all(line.amount > 0 for line in lines)


def test_of_one_fen_one_household_gets_it_and_nobody_gets_nothing(shed, cast):
    made = give_out(shed, cast.village_officer, "0.01")
    assert [line["amount"] for line in made.lines] == ["0.01"]
    assert made.dividends.count() == 1


# Who shares


def test_who_left_poverty_stays_or_leaves_as_the_rule_says(shed):
    stay, leave = (rule_of(shed, on).rule.parts[0] for on in (SECOND - DAY, SECOND))
    assert [one.household.no for one in entitled.sharers(shed, stay, SECOND - DAY).entitled] == [
        "H0001",
        "H0002",
        "H0003",
    ]
    found = entitled.sharers(shed, leave, SECOND)
    assert [one.household.no for one in found.entitled] == ["H0001", "H0003"]
    assert [(one.household.no, one.why) for one in found.left_out] == [
        ("H0002", "已脱贫，按分配办法不再享受")
    ]


def test_on_the_day_of_its_exit_a_household_has_left_and_the_day_before_it_has_not(shed, county):
    leave = rule_of(shed, SECOND).rule.parts[0]
    for on, shares in ((date(2017, 12, 30), True), (date(2017, 12, 31), False)):
        Beneficiary.objects.update(since=date(2017, 1, 1))
        found = {one.household.no for one in entitled.sharers(shed, leave, on).entitled}
        assert ("H0002" in found) is shares


def test_who_is_in_no_register_on_the_day_is_left_out(shed, county):
    Standing.objects.filter(household=county.households[0]).update(until=date(2018, 6, 1))
    part = rule_of(shed, date(2018, 6, 1)).rule.parts[0]
    for on, shares in ((date(2018, 5, 31), True), (date(2018, 6, 1), False)):
        found = {one.household.no for one in entitled.sharers(shed, part, on).entitled}
        assert ("H0001" in found) is shares


def test_a_project_for_a_village_serves_every_registered_household_of_it(county, cast):
    made = building.project(county)
    Beneficiary.objects.create(project=made, area=county.villages[0], since=FIRST)
    one = owned.asset(county, project=made)
    part = rule_of(one, FIRST).rule.parts[0]
    assert [each.household.no for each in entitled.sharers(one, part, FIRST).entitled] == ["H0001", "H0002"]


def test_a_household_served_by_name_and_through_its_village_shares_once(shed, county):
    Beneficiary.objects.create(project=shed.project, area=county.villages[0], since=FIRST)
    part = rule_of(shed, FIRST).rule.parts[0]
    assert [each.household.no for each in entitled.sharers(shed, part, FIRST).entitled] == [
        "H0001",
        "H0002",
        "H0003",
    ]


def test_by_people_a_larger_household_gets_more(shed, cast):
    made = give_out(shed, cast.village_officer, "1000.00", plan="by_people")
    assert by_household(made) == {
        "H0001": Decimal("300.00"), "H0002": Decimal("300.00"), "H0003": Decimal("400.00")
    }  # fmt: skip


def test_by_need_a_household_surely_without_labour_counts_double(county, cast):
    one = owned.asset(county, area=county.county)
    owned.income(one, "700.00")
    weak, unclear = county.households[0], county.households[2]
    PersonYear.objects.filter(person__memberships__household=weak).update(labour="无劳动力")
    PersonYear.objects.filter(person__memberships__household=unclear).update(labour="")
    made = give_out(one, cast.county_approver, "400.00", plan="weak_double")
    assert by_household(made) == {
        "H0001": Decimal("200.00"), "H0003": Decimal("100.00"), "H0005": Decimal("100.00")
    }  # fmt: skip
    part = rule_of(one, SECOND, "weak_double").rule.parts[0]
    told = {each.household.no: each.why for each in entitled.sharers(one, part, SECOND).entitled}
    assert "不明" in told["H0003"]


def test_by_shares_each_gets_by_its_share_of_the_day_and_a_collective_too(county, cast):
    one, by = owned.asset(county), cast.village_officer
    owned.income(one, "1000.00")
    assets.share(one, county.households[0], by=by, value="30000", since=FIRST)
    assets.share(one, county.villages[0], by=by, value="10000", since=FIRST)
    later = assets.share(one, county.households[1], by=by, value="60000", since=SECOND)
    assert by_household(give_out(one, by, "400.00", on=SECOND - DAY, plan="by_share")) == {
        "H0001": Decimal("300.00")
    }
    made = give_out(one, by, "100.00", on=SECOND, plan="by_share")
    assert [(line["part"], line["amount"]) for line in made.lines] == [
        ("农户（按股份）", "30.00"), ("农户（按股份）", "60.00"), ("集体股", "10.00"),
    ]  # fmt: skip
    assets.unshare(later, by=by, until=SECOND + DAY)
    assert by_household(give_out(one, by, "40.00", on=SECOND + DAY, plan="by_share")) == {
        "H0001": Decimal("30.00")
    }


def test_posts_and_works_go_to_the_collective_to_spend(shed, cast, county):
    made = give_out(shed, cast.village_officer, "100.00", plan="posts_and_works")
    code = county.villages[0].code
    assert [(line["to"], line["amount"], line["area"]) for line in made.lines] == [
        ("posts", "60.00", code), ("works", "40.00", code)
    ]  # fmt: skip
    assert not made.dividends.exists()


def test_nobody_to_share_with_stops_it(county, cast):
    one = owned.asset(county)
    owned.income(one, "1.00")
    with pytest.raises(Problem) as refused:
        give_out(one, cast.village_officer, "1.00")
    assert refused.value.code == "assets.nobody" and not Distribution.objects.exists()


# Never more than was earned


def test_exactly_what_was_earned_is_given_out_and_not_a_fen_more(shed, cast):
    by = cast.village_officer
    with pytest.raises(Problem) as refused:
        give_out(shed, by, "1000.02")
    assert refused.value.code == "assets.not_earned"
    give_out(shed, by, "1000.00")
    with pytest.raises(Problem):
        give_out(shed, by, "0.02")
    give_out(shed, by, "0.01")
    assert left.to_give_out(shed, 2018, SECOND) == 0


def test_income_that_comes_later_is_not_given_out_before(shed):
    owned.income(shed, "500.00", on=date(2018, 12, 31))
    assert left.to_give_out(shed, 2018, date(2018, 12, 30)) == Decimal("1000.01")
    assert left.to_give_out(shed, 2018, date(2018, 12, 31)) == Decimal("1500.01")


def test_the_same_yuan_is_not_given_out_for_two_years(shed, cast):
    give_out(shed, cast.village_officer, "1000.00")
    assert left.to_give_out(shed, 2019, SECOND) == Decimal("0.01")


def test_a_distribution_that_is_given_up_frees_its_money(shed, cast):
    made = give_out(shed, cast.village_officer)
    assets.withdraw(made, by=cast.village_officer, said="名单要重新核")
    assert left.to_give_out(shed, 2018, SECOND) == Decimal("1000.01")


def test_the_same_click_twice_makes_one_distribution(shed, cast):
    again = uuid4()
    told = {"by": cast.village_officer, "year": 2018, "amount": "10", "uuid": again, "on": SECOND}
    assert assets.distribute(shed, **told) == assets.distribute(shed, **told)
    assert (Distribution.objects.count(), Dividend.objects.count()) == (1, 2)


# Announced, approved by another, paid


def announced(made, by, on):
    with at(on):
        made = assets.announce(made, by=by)
        announcements.hang(made.announcement, by=by)
    made.announcement.refresh_from_db()
    with at(made.announcement.until + DAY):
        announcements.end(made.announcement, by=by)
    return made, made.announcement.until + DAY


def test_it_is_approved_by_another_after_its_notice_and_then_paid(shed, cast):
    monday = date(2026, 3, 2)
    with at(monday):
        made = give_out(shed, cast.village_officer, plan="by_people")
    with at(monday), pytest.raises(Problem) as refused:
        assets.approve(made, by=cast.county_approver)
    assert refused.value.code == "assets.not_announced"
    made, over = announced(made, cast.village_officer, monday)
    assert (
        sum(Decimal(dict(line)["金额（元）"].replace(",", "")) for line in made.announcement.lines[:-1])
        == made.amount
    )
    with at(over):
        made = assets.approve(made, by=cast.county_approver)
        batch = batches.make_of(made, by=cast.township_reviewer, uuid=uuid4())
    assert (made.state, made.approved_by) == ("approved", "county-approver")
    assert sum(due.amount for due in batch.dues.all()) == Decimal("1000.01")
    with at(over), pytest.raises(Problem) as refused:
        assets.withdraw(made, by=cast.village_officer, said="不发了")
    assert refused.value.code == "assets.being_paid"


def test_nobody_approves_their_own_distribution(shed, cast):
    monday = date(2026, 3, 2)
    with at(monday):
        made = give_out(shed, cast.county_approver, plan="by_people")
    made, over = announced(made, cast.village_officer, monday)
    with at(over), pytest.raises(Problem) as refused:
        assets.approve(made, by=cast.county_approver)
    assert refused.value.code == "funds.own_work"


def test_while_it_hangs_it_is_not_approved(shed, cast):
    monday = date(2026, 3, 2)
    with at(monday):
        made = assets.announce(
            give_out(shed, cast.village_officer, plan="by_people"), by=cast.village_officer
        )
        announcements.hang(made.announcement, by=cast.village_officer)
    made.announcement.refresh_from_db()
    with at(made.announcement.until), pytest.raises(Problem) as refused:
        assets.approve(made, by=cast.county_approver)
    assert refused.value.code == "assets.not_announced"


@pytest.mark.parametrize("who", ["county_leader", "outsider", "township_reviewer", "village_officer"])
def test_who_may_not_approve_does_not(shed, cast, who):
    made = give_out(shed, cast.county_approver, plan="by_people")
    with pytest.raises(Problem) as refused:
        assets.approve(made, by=getattr(cast, who))
    assert refused.value.code == "workflow.not_allowed"
