"""Assets: registered, handed over, looked after, idle, let, disposed of by two; and what is the matter with them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError

from liuqing.errors import Problem
from liuqing.planning.models import Asset, AssetEvent, Income
from liuqing.planning.queries.assets import attention, reading, worth
from liuqing.planning.services import assets
from liuqing.registry.services.standing.faults import Faults
from liuqing.workflow import trail
from tests.planning import building, owned
from tests.registry.noticing import at

pytestmark = pytest.mark.one_database

DAY = timedelta(days=1)
ON = date(2019, 3, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return owned.settle(tmp_path_factory.mktemp("place"))


@pytest.fixture(autouse=True)
def place(folder, settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
    return folder


@pytest.fixture
def by(cast):
    return cast.village_officer


def registered(project, by, **more):
    facts = {
        "name": "养牛场",
        "owner": "甲村村集体",
        "value": "60000.00",
        "asset_class": "养牛场",
        "uuid": uuid4(),
    } | more
    return assets.register(project, by=by, **facts)


def fields(refused):
    return {field for field, _ in refused.value.faults}


# Registering


def test_an_asset_of_a_project_takes_its_place_and_the_kind_of_its_class(county, by):
    made = building.project(county)
    owned.paid(made, "60000.00")
    one = registered(made, by)
    assert (one.area, one.kind, one.project, one.state) == (county.villages[0], "business", made, "used")
    assert one.no.startswith("ZC") and trail.of(subject=f"asset:{one.no}")[0].act == "assets.registered"


def test_the_same_click_twice_makes_one_asset(county, by):
    again = uuid4()
    first = registered(None, by, area=county.villages[0], uuid=again)
    assert registered(None, by, area=county.villages[0], uuid=again) == first and Asset.objects.count() == 1


def test_exactly_what_was_paid_is_taken_and_a_fen_more_needs_its_reason(county, by):
    made = building.project(county)
    owned.paid(made, "60000.00")
    with pytest.raises(Faults) as refused:
        registered(made, by, value="60000.01")
    assert fields(refused) == {"value"}
    registered(made, by, value="60000.00")
    with pytest.raises(Faults):
        registered(made, by, value="0.01")
    assert registered(made, by, value="5000.00", value_why="群众自筹").value == Decimal("5000.00")


def test_where_nothing_was_paid_as_far_as_known_the_value_needs_its_reason(county, by):
    made = building.project(county)
    assert worth.room(made.pk) is None
    with pytest.raises(Faults) as refused:
        registered(made, by, value="1.00")
    assert fields(refused) == {"value"}


def test_everything_that_is_wrong_is_told_at_once(county, by):
    with pytest.raises(Faults) as refused:
        registered(
            None,
            by,
            area=county.villages[0],
            name=" ",
            value="1.005",
            kind="public",
            plan="没有",
            return_day="13-40",
        )
    assert fields(refused) == {"name", "value", "kind", "plan", "return_day"}
    assert not Asset.objects.exists()


def test_a_household_s_asset_names_its_household(county, by):
    with pytest.raises(Faults) as refused:
        registered(None, by, area=county.villages[0], asset_class="能繁母牛")
    assert fields(refused) == {"household"}
    one = registered(None, by, asset_class="能繁母牛", household=county.households[0])
    assert (one.kind, one.household, one.area) == ("household", county.households[0], county.villages[0])


def test_a_household_of_another_village_is_refused(county, by):
    with pytest.raises(Faults) as refused:
        registered(None, by, area=county.villages[0], asset_class="能繁母牛", household=county.households[3])
    assert fields(refused) == {"household"}


@pytest.mark.parametrize("who", ["outsider", "county_leader", "finance", "nobody"])
def test_who_has_nothing_to_do_with_it_registers_nothing(county, cast, who):
    with pytest.raises(Problem) as refused:
        registered(None, getattr(cast, who), area=county.villages[0])
    assert refused.value.code == "workflow.not_allowed"


# What happens to it


def test_a_hand_over_names_owner_keeper_and_further_rights(county, by):
    one = owned.asset(county, keeper="")
    assets.hand_over(
        one,
        by=by,
        uuid=uuid4(),
        owner="甲村村集体",
        keeper="甲村管护员岗",
        rights_of={"收益权": "全村", "别的": "谁"},
    )
    one.refresh_from_db()
    assert (one.keeper, one.rights) == ("甲村管护员岗", {"收益权": "全村"})
    assert one.events.get().kind == "handed_over"


@pytest.mark.parametrize(("kind", "state"), [("idle", "idle"), ("damaged", "damaged"), ("upkeep", "used")])
def test_an_event_leaves_the_asset_in_its_state(county, by, kind, state):
    one = owned.asset(county)
    assets.event(one, by=by, kind=kind, uuid=uuid4(), said="雨后", cost="350.50")
    one.refresh_from_db()
    assert (one.state, one.events.get().cost) == (state, Decimal("350.50"))


def test_an_idle_asset_that_was_only_looked_after_stays_idle_until_it_is_used(county, by):
    one = owned.asset(county, state="idle")
    assets.event(one, by=by, kind="upkeep", uuid=uuid4())
    one.refresh_from_db()
    assert one.state == "idle"
    assets.event(one, by=by, kind="used", uuid=uuid4())
    one.refresh_from_db()
    assert one.state == "used"


def test_a_lease_says_who_pays_what_until_when(county, by):
    one = owned.asset(county)
    with pytest.raises(Problem) as refused:
        assets.event(
            one,
            by=by,
            kind="leased",
            uuid=uuid4(),
            operator="示例公司",
            yearly_return="8000",
            return_day="12-20",
        )
    assert refused.value.code == "assets.bad_lease"
    assets.event(
        one, by=by, kind="leased", uuid=uuid4(), operator="示例公司", yearly_return="8000", return_day="12月20日",
        until=date.today() + 365 * DAY,
    )  # fmt: skip
    one.refresh_from_db()
    assert (one.operator, one.yearly_return, one.return_day) == ("示例公司", Decimal("8000.00"), "12-20")


def test_a_disposal_counts_only_when_another_agrees(county, cast):
    one = owned.asset(county)
    asked = assets.event(one, by=cast.county_approver, kind="disposed", uuid=uuid4(), said="已无法使用")
    one.refresh_from_db()
    assert one.state == "used" and asked.agreed is None
    with pytest.raises(Problem) as refused:
        assets.agree(asked, by=cast.county_approver, agreed=True)
    assert refused.value.code == "funds.own_work"
    assets.agree(asked, by=cast.finance, agreed=True)
    one.refresh_from_db()
    assert one.state == "disposed"
    with pytest.raises(Problem) as refused:
        assets.event(one, by=cast.village_officer, kind="upkeep", uuid=uuid4())
    assert refused.value.code == "assets.gone"


def test_a_disposal_that_is_sent_back_changes_nothing_and_may_be_asked_again(county, cast):
    one = owned.asset(county)
    asked = assets.event(one, by=cast.village_officer, kind="disposed", uuid=uuid4(), said="不好用")
    with pytest.raises(Problem) as refused:
        assets.event(one, by=cast.village_officer, kind="lost", uuid=uuid4(), said="找不到")
    assert refused.value.code == "assets.waiting"
    with pytest.raises(Problem) as refused:
        assets.agree(asked, by=cast.county_approver, agreed=False)
    assert refused.value.code == "funds.no_words"
    assets.agree(asked, by=cast.county_approver, agreed=False, said="还能修")
    one.refresh_from_db()
    assert one.state == "used"
    assets.event(one, by=cast.village_officer, kind="lost", uuid=uuid4(), said="被水冲走")


def test_the_database_refuses_who_agrees_to_their_own_disposal(county):

    one = owned.asset(county)
    with pytest.raises(IntegrityError):
        AssetEvent.objects.create(
            asset=one,
            uuid=uuid4(),
            kind="disposed",
            on=ON,
            state="disposed",
            by="a",
            approved_by="a",
            at="2019-03-01T00:00Z",
        )


# Who sees it


def test_a_village_sees_its_own_assets_and_an_officer_those_of_the_department_s_projects(
    county, cast, actors
):
    own, other = owned.asset(county), owned.asset(county, area=county.villages[2])
    farming = owned.asset(county, project=building.project(county))
    assert set(reading.visible(cast.village_officer)) == {own, farming}
    assert set(reading.visible(cast.township_reviewer)) == {own, farming}
    assert set(reading.visible(actors.agriculture)) == {farming}
    assert set(reading.visible(cast.county_leader)) == {own, other, farming}
    with pytest.raises(Problem) as refused:
        reading.asset(cast.outsider, own.no)
    assert refused.value.code == "planning.no_such_asset"


# What is the matter


def matters(one, on=ON):
    return list(attention.watch([one], on)[0].found)


@pytest.mark.parametrize(
    ("kind", "asset_class", "days"), [("business", "养牛场", 365), ("public", "村道", 180)]
)
def test_on_its_last_day_it_is_attended_and_the_day_after_it_is_not(county, kind, asset_class, days):
    one = owned.asset(county, kind=kind, asset_class=asset_class)
    last = one.built_on + days * DAY
    assert matters(one, last) == [] and matters(one, last + DAY) == ["unattended"]


def test_an_inspection_begins_the_days_anew(county, by):
    one = owned.asset(county, kind="public")
    with at(date(2018, 6, 1)):
        assets.event(one, by=by, kind="inspection", uuid=uuid4())
    assert matters(one, date(2018, 11, 28)) == [] and matters(one, date(2018, 11, 29)) == ["unattended"]


def test_idle_damaged_and_without_a_keeper_are_told(county):
    assert matters(owned.asset(county, state="idle", keeper="", built_on=ON)) == ["idle", "no_keeper"]
    assert matters(owned.asset(county, state="damaged", built_on=ON)) == ["damaged"]


def test_what_is_gone_needs_nothing(county):
    assert matters(owned.asset(county, state="disposed", keeper="")) == []


def test_a_promised_return_is_missing_from_the_day_after_its_day(county):
    one = owned.asset(county, yearly_return=Decimal("8000.00"), return_day="12-20", built_on=date(2018, 6, 1))
    assert matters(one, date(2018, 12, 20)) == ["due"] and matters(one, date(2018, 12, 21)) == ["unpaid"]
    assert matters(one, date(2018, 11, 20)) == ["due"] and matters(one, date(2018, 11, 19)) == []


def test_what_came_in_counts_for_its_year_to_the_fen(county):
    one = owned.asset(county, yearly_return=Decimal("8000.00"), return_day="12-20", built_on=date(2018, 6, 1))
    owned.income(one, "7999.99")
    on = date(2018, 12, 31)
    assert attention.watch([one], on)[0].missing == Decimal("0.01")
    owned.income(one, "0.01", on=date(2018, 12, 31))
    assert matters(one, on) == []


def test_an_asset_made_after_the_day_of_its_year_owes_nothing_for_that_year(county):
    one = owned.asset(county, yearly_return=Decimal("8000.00"), return_day="06-30", built_on=date(2018, 7, 1))
    assert matters(one, date(2018, 12, 31)) == []
    assert attention.watch([one], date(2019, 7, 1))[0].missing == Decimal("8000.00")


def test_of_a_year_for_which_nobody_keeps_the_ledger_nothing_is_known_of_an_asset_from_a_list(county):
    facts = {"yearly_return": Decimal("8000.00"), "return_day": "12-20", "built_on": date(2018, 6, 1)}
    listed = owned.asset(county, file=county.register, **facts)
    assert matters(listed, date(2018, 12, 31)) == []
    owned.income(owned.asset(county), "1.00")
    assert matters(listed, date(2018, 12, 31)) == ["unpaid"]


# What comes in


def test_income_comes_in_once_a_click_and_never_from_a_day_to_come(county, by):
    one, again = owned.asset(county), uuid4()
    first = assets.earn(one, by=by, item="租金", amount="4500", uuid=again, on=date(2018, 12, 1))
    assert assets.earn(one, by=by, item="租金", amount="4500", uuid=again) == first
    assert (first.area, first.year, Income.objects.count()) == (county.villages[0], 2018, 1)
    with pytest.raises(Problem) as refused:
        assets.earn(one, by=by, item="租金", amount="1", uuid=uuid4(), on=date.today() + DAY)
    assert refused.value.code == "funds.day_to_come"


def test_a_collective_s_own_income_belongs_to_a_village(county, cast):
    made = assets.earn(county.villages[0], by=cast.village_officer, item="租金", amount="4500", uuid=uuid4())
    assert (made.asset, made.area) == (None, county.villages[0])
    with pytest.raises(Problem) as refused:
        assets.earn(county.towns[0], by=cast.county_approver, item="租金", amount="1", uuid=uuid4())
    assert refused.value.code == "assets.not_a_village"


# Shares


def test_shares_are_never_worth_more_than_the_asset(county, by):
    one = owned.asset(county)
    assets.share(one, county.households[0], by=by, value="60000")
    assets.share(one, county.villages[0], by=by, value="40000")
    with pytest.raises(Problem) as refused:
        assets.share(one, county.households[1], by=by, value="0.01")
    assert refused.value.code == "assets.too_many_shares"
    assets.unshare(one.shares.get(household=county.households[0]), by=by)
    assets.share(one, county.households[1], by=by, value="60000")


def test_a_holder_of_another_place_is_refused(county, by):
    with pytest.raises(Problem) as refused:
        assets.share(owned.asset(county), county.households[3], by=by, value="1")
    assert refused.value.code == "assets.elsewhere"
