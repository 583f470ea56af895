"""Rights: what each role may do, and where it ends."""

from datetime import date, timedelta

import pytest

from liuqing.errors import Problem
from liuqing.workflow import departments, rights
from liuqing.workflow.models import Appointment
from liuqing.workflow.rights import Right
from liuqing.workflow.roles import PERSONAL, ROLES, WRITING
from tests import cast as casting

pytestmark = pytest.mark.django_db

COUNTY, TOWN, VILLAGE, SIBLING = "C/", "C/T1/", "C/T1/V1/", "C/T1/V2/"
OTHER_TOWN, OTHER_VILLAGE = "C/T2/", "C/T2/V3/"
PLACES = (COUNTY, TOWN, VILLAGE, SIBLING, OTHER_TOWN, OTHER_VILLAGE, "D/")

SEES_HOUSEHOLDS = {
    "village_officer": {VILLAGE},
    "township_reviewer": {TOWN, VILLAGE, SIBLING},
    "county_approver": set(PLACES) - {"D/"},
    "county_leader": set(PLACES) - {"D/"},
    "inspector": set(PLACES) - {"D/"},
    "outsider": {OTHER_VILLAGE},
    "department_officer": set(),
    "finance": set(),
    "administrator": set(),
    "nobody": set(),
    "evaluator": set(),
}


@pytest.fixture
def cast():
    return casting.gather(county=COUNTY, town=TOWN, village=VILLAGE, other_village=OTHER_VILLAGE)


@pytest.mark.parametrize("part", SEES_HOUSEHOLDS)
def test_a_household_is_seen_in_ones_own_area_only(cast, part):
    person = cast.everybody()[part]
    seen = {place for place in PLACES if rights.can(person, Right.SEE_HOUSEHOLDS, place)}
    assert seen == SEES_HOUSEHOLDS[part]


def test_the_administrator_never_sees_persons():
    assert not ROLES["administrator"].rights & PERSONAL


def test_the_inspector_changes_nothing():
    assert not ROLES["inspector"].rights & WRITING


def test_the_leader_changes_nothing_and_sees_no_number():
    assert not ROLES["county_leader"].rights & (WRITING | {Right.REVEAL_IDENTITY})


def test_a_village_cadre_never_sees_a_whole_number():
    assert Right.REVEAL_IDENTITY not in ROLES["village_cadre"].rights


def test_nobody_who_manages_users_decides_about_households():
    both = [r.key for r in ROLES.values() if {Right.MANAGE_USERS, Right.DECIDE_HELD_ROWS} <= r.rights]
    assert both == []


def test_a_refusal_says_what_and_what_to_do(cast):
    with pytest.raises(Problem) as found:
        rights.require(cast.outsider, Right.SEE_HOUSEHOLDS, VILLAGE)
    assert found.value.code == "workflow.not_allowed"
    assert found.value.remedy


def test_a_department_officer_hands_in_lists_of_the_own_department_only(cast):
    officer = cast.department_officer
    assert rights.can(officer, Right.LOAD_LISTS, department="县医保局")
    assert not rights.can(officer, Right.LOAD_LISTS, department="县公安局")
    assert rights.departments_of(officer) == sorted(departments.names("县医保局"))
    assert rights.departments_of(cast.county_approver) is None


def test_an_appointment_counts_in_its_days_only(cast):
    today = date.today()
    for since, until, holds in (
        (today, today, True),
        (today + timedelta(1), None, False),
        (None, today - timedelta(1), False),
    ):
        person = casting.user(f"u{since}{until}")
        Appointment.objects.create(
            user=person, role="township_clerk", area_path=TOWN, since=since, until=until
        )
        assert rights.can(person, Right.SEE_HOUSEHOLDS, VILLAGE) is holds


def test_a_closed_account_has_no_rights(cast):
    cast.county_approver.is_active = False
    assert rights.areas_of(cast.county_approver) == []
    assert not rights.can(cast.county_approver, Right.SEE_BOARD)


def test_an_unknown_role_gives_nothing():
    assert not rights.can(casting.user("x", "king", ""), Right.SEE_BOARD, COUNTY)


def test_an_area_below_another_is_named_once():
    person = casting.user("x", "township_clerk", TOWN)
    Appointment.objects.create(user=person, role="village_cadre", area_path=VILLAGE)
    assert rights.areas_of(person) == [TOWN]


def test_every_right_belongs_to_somebody_and_every_role_says_what_it_never_does():
    held = frozenset().union(*(role.rights for role in ROLES.values()))
    assert held == frozenset(Right)
    assert all(role.never for role in ROLES.values())
