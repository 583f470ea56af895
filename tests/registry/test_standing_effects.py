"""What a finished procedure changes: from its day on, and nothing before."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from liuqing.errors import Problem
from liuqing.registry.models import (
    AreaStanding,
    Cause,
    FormerVillage,
    Household,
    Measure,
    Membership,
    Monitoring,
    Person,
    Receipt,
    Standing,
)
from liuqing.registry.queries import choosing
from liuqing.registry.services import standing
from liuqing.registry.services.standing import vouching
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, done, go, through


@pytest.fixture
def place(settings):
    """The small county with the tests' own procedures."""
    return standings.place(settings)


@pytest.fixture(autouse=True)
def clock():
    """The tests' own day."""
    with time_machine.travel(at(TODAY), tick=True) as traveller:
        yield traveller


@pytest.fixture
def home(cast, county, place):
    """The first household of the first village: registered, three members."""
    return county.households[0]


def now(household):
    """The open standing."""
    found = Standing.objects.filter(household=household, until=None).first()
    return found.status if found else ""


def members(household):
    """Who belongs to it now, by relation."""
    return {m.person_id: m.relation for m in Membership.objects.filter(household=household, until=None)}


def people(household):
    """The members by the order in which they were made: head, spouse, son."""
    return list(
        Membership.objects.filter(household=household, until=None)
        .order_by("pk")
        .values_list("person", flat=True)
    )


def newcomer(county, village=0, **more):
    """A resident who is in no household."""
    return Person.objects.create(name="新测人", village=county.villages[village], sex="女", **more)


def refused(code, act, *arguments, **more):
    """The Problem of an act that is refused."""
    with pytest.raises(Problem) as problem:
        act(*arguments, **more)
    assert problem.value.code == code, problem.value
    return problem.value.what


def test_a_household_is_taken_into_the_register_with_its_cause(cast, county, home):
    person = newcomer(county)
    outside = standing.outside(person, by=cast.village_officer)
    one = done(cast, "t_register", outside, cause="因病")
    assert now(outside) == "registered"
    assert Cause.objects.get(household=outside, until=None, main=True).proceeding == one
    assert refused("standing.payload", begun, cast, "t_register", outside, cause="因病") == "这一户已经在册"


def test_falling_back_and_leaving_again_keep_every_earlier_standing(cast, home):
    for procedure, payload in (("t_exit", {}), ("t_relapse", {"cause": "因灾"}), ("t_exit", {})):
        done(cast, procedure, home, **payload)
    told = list(
        Standing.objects.filter(household=home).order_by("pk").values_list("status", "since", "until")
    )
    assert told == [
        ("registered", date(2014, 1, 1), TODAY), ("exited", TODAY, TODAY), ("relapsed", TODAY, TODAY), ("exited", TODAY, None),
    ]  # fmt: skip


def test_an_exit_taken_back_says_what_becomes_of_the_money_and_touches_none(cast, home):
    done(cast, "t_exit", home)
    Receipt.objects.create(household=home, item="补助", amount="300.25", year=2019)
    before = list(Receipt.objects.values_list())
    what = refused(
        "standing.payload", begun, cast, "t_take_back_exit", home, why="核实有误", money="没有发过"
    )
    assert "已发的资金" in what
    assert "「已发资金怎么办」没有填" in refused(
        "standing.payload", begun, cast, "t_take_back_exit", home, why="有误"
    )
    done(cast, "t_take_back_exit", home, why="核实有误", money="停发并追回")
    assert now(home) == "registered"
    assert list(Receipt.objects.values_list()) == before
    from liuqing.registry.queries import standing as asked

    (paid,) = asked.money(cast.county_approver)
    assert (paid.decided, str(paid.total), paid.by_year[0][0]) == ("停发并追回", "300.25", "2019")


def test_a_household_struck_off_as_wrong_stays_a_household_outside(cast, home):
    done(cast, "t_strike", home, why="错评", money="停发，不追回")
    assert (now(home), len(members(home))) == ("", 3)


def test_a_household_of_which_everybody_died_is_empty(cast, home):
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    done(cast, "t_strike", home, why="整户死亡", money="停发，不追回")
    assert (now(home), members(home)) == ("", {})
    assert not Monitoring.objects.filter(household=home, removed_on=None).exists()


def test_a_death_of_the_head_asks_for_the_new_head(cast, home):
    head, spouse, son = people(home)
    said = {"person": head, "reason": "死亡", "from_day": "2019-03-01"}
    assert "请选新户主" in refused("standing.payload", begun, cast, "t_leave", home, **said)
    done(cast, "t_leave", home, head=spouse, **said)
    assert members(home) == {spouse: "户主", son: "之子"}
    home.refresh_from_db()
    assert home.head_name == Person.objects.get(pk=spouse).name
    gone = Membership.objects.get(person=head)
    assert (gone.until, gone.reason) == (TODAY, "死亡")


def test_when_the_child_becomes_head_the_parents_are_father_and_mother(cast, home):
    head, spouse, son = people(home)
    done(cast, "t_change_head", home, head=son, why="户主外出")
    assert members(home) == {head: "之父", spouse: "之母", son: "户主"}


def test_a_person_in_another_household_is_refused_with_where(cast, county, home):
    other = people(county.households[1])[0]
    far = people(county.households[4])[0]
    said = {"relation": "之女", "reason": "婚入", "from_day": "2019-02-01"}
    assert "H0002" in refused("standing.payload", begun, cast, "t_join", home, person=other, **said)
    what = refused("standing.payload", begun, cast, "t_join", home, person=far, **said)
    assert "H0005" not in what and "范围以外的另一户" in what


def test_who_was_registered_by_the_police_joins_from_the_day_of_the_decision(cast, county, home):
    person = newcomer(county, birth=date(2019, 2, 1))
    one = done(cast, "t_join", home, person=person.pk, relation="之女", reason="出生", from_day="2019-02-01")
    held = Membership.objects.get(person=person)
    assert (held.since, held.relation, held.proceeding) == (TODAY, "之女", one)


def test_a_browser_may_name_only_whom_the_form_offered_this_user(cast, county, home):
    person, far = newcomer(county), newcomer(county, village=2)
    (offered,) = choosing.newcomers(cast.village_officer, home, person.name)
    one = standing.open(by=cast.village_officer, procedure="t_join", household=home)
    for strange in (
        str(far.pk),
        str(person.pk),
        vouching.key(cast.outsider, far.pk),
        f"{far.pk}.{offered.key.partition('.')[2]}",
    ):
        what = refused(
            "standing.payload", standing.amend, one, by=cast.village_officer, payload={"person": strange}
        )
        assert "请从列表里选" in what
    one = standing.amend(one, by=cast.village_officer, payload={"person": offered.key})
    assert one.payload == {"person": person.pk}
    assert [each.key for each in choosing.newcomers(cast.village_officer, home, "", person.pk)] == [
        offered.key
    ]


def test_a_newcomer_who_joined_elsewhere_meanwhile_is_refused_at_the_decision(cast, county, home):
    person = newcomer(county)
    said = {"person": person.pk, "relation": "之女", "reason": "婚入", "from_day": "2019-02-01"}
    one = begun(cast, "t_join", home, **said)
    done(cast, "t_join", county.households[1], **said)
    assert "已在一户里" in refused("standing.payload", go, cast, one)


def test_a_divided_household_is_two_and_both_keep_their_past(cast, home):
    head, spouse, son = people(home)
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    done(cast, "t_split", home, persons=[son], head=son, from_day="2019-03-01")
    new = Household.objects.get(no__startswith="F")
    assert new.no == "F9901010010010001"
    assert (members(new), members(home)) == ({son: "户主"}, {head: "户主", spouse: "配偶"})
    assert (now(new), now(home)) == ("registered", "registered")
    assert Monitoring.objects.filter(household=new, removed_on=None).exists()
    assert Cause.objects.get(household=new, main=True).code == "因病"


def test_a_merged_household_is_empty_and_its_standing_ends(cast, county, home):
    other = making.household(county, home.village, "H0009", head="郑十九")
    gone = people(home)
    done(cast, "t_merge", home, other=other.no, from_day="2019-03-01")
    assert (now(home), members(home)) == ("", {})
    assert now(other) == "registered" and set(gone) <= set(members(other))
    assert sum(relation == "户主" for relation in members(other).values()) == 1


def test_households_of_other_standing_do_not_merge(cast, county, home):
    what = refused(
        "standing.payload", begun, cast, "t_merge", home, other=county.households[1].no, from_day="2019-03-01"
    )
    assert "在册身份不同" in what


def test_a_household_that_moves_keeps_where_it_lived(cast, county, home):
    old = home.village
    done(cast, "t_move", home, village=county.villages[1].code, from_day="2019-03-01")
    home.refresh_from_db()
    assert home.village == county.villages[1]
    former = FormerVillage.objects.get(household=home)
    assert (former.village, former.until, former.reason) == (old, TODAY, "迁移")


def test_help_comes_first_and_is_told_with_its_own_day(cast, home):
    done(cast, "t_help", home, risks=["因自然灾害"], kind="突发严重困难户", measure="住房安全保障", event="房屋起火",
         from_day="2019-02-28")  # fmt: skip
    assert Monitoring.objects.get(household=home).risks == ["因自然灾害"]
    assert Measure.objects.get(household=home, code="住房安全保障").since == date(2019, 2, 28)


def test_a_removal_taken_back_leaves_the_days_between_as_they_were(cast, home, clock):
    done(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    clock.move_to(at(date(2019, 10, 1)))
    done(cast, "t_remove_risk", home, way="帮扶消除")
    clock.move_to(at(date(2019, 11, 1)))
    done(cast, "t_take_back_removal", home, why="核实有误")
    first, second = Monitoring.objects.filter(household=home).order_by("since")
    assert (first.removed_on, second.since, second.removed_on) == (date(2019, 10, 1), date(2019, 11, 1), None)
    assert second.story[0]["since"] == first.since.isoformat()


def test_marked_again_it_is_of_the_kind_of_its_standing(cast, county, home):
    exited = county.households[1]
    done(cast, "t_watch", exited, kind="脱贫不稳定户", risks=["因病"])
    done(cast, "t_remove_risk", exited, way="自然消除")
    done(cast, "t_watch_again", exited, risks=["因学"])
    found = Monitoring.objects.get(household=exited, removed_on=None)
    assert (found.kind, found.risks) == ("脱贫不稳定户", ["因学"])


def test_the_kind_of_a_monitored_household_fits_its_standing(cast, county, home):
    what = refused("standing.payload", begun, cast, "t_watch", home, kind="脱贫不稳定户", risks=["因病"])
    assert "已脱贫" in what
    what = refused("standing.payload", begun, cast, "t_watch", home, kind="边缘易致贫户", risks=["因病"])
    assert "不在册" in what


def test_a_village_leaves_the_list(cast, county, home):
    village = county.villages[0]
    AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1))
    one = standing.open(by=cast.village_officer, procedure="t_area_exit", area=village)
    standing.submit(one, by=cast.village_officer, uuid=uuid4())
    through(cast, one)
    told = list(AreaStanding.objects.filter(area=village).order_by("pk").values_list("status", "until"))
    assert told == [("listed", TODAY), ("exited", None)]


def test_nothing_takes_effect_before_the_last_act(cast, home):
    one = begun(cast, "t_exit", home)
    assert now(home) == "registered"
    go(cast, one)
    assert now(home) == "exited"


def test_a_household_outside_is_made_of_one_police_household(cast, county, home):
    first = newcomer(county, hukou_no="B1")
    newcomer(county, hukou_no="B1"), newcomer(county, hukou_no="B2")
    outside = standing.outside(first, by=cast.village_officer)
    assert (outside.no, len(members(outside)), now(outside)) == ("W9901010010010001", 2, "")
    assert standing.outside(first, by=cast.village_officer) == outside
    assert standing.outside(newcomer(county), by=cast.village_officer).no == "W9901010010010002"
    with pytest.raises(Problem) as problem:
        standing.outside(newcomer(county, village=2), by=cast.village_officer)
    assert problem.value.code == "workflow.not_allowed"


def test_leap_days_are_days(cast, county, home, clock):
    clock.move_to(at(date(2020, 2, 29)))
    person = newcomer(county, birth=date(2020, 2, 29))
    done(cast, "t_join", home, person=person.pk, relation="之女", reason="出生", from_day="2020-02-29")
    assert Membership.objects.get(person=person).since == date(2020, 2, 29)
