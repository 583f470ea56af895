"""Identities: a whole number is shown for a purpose, to who may, thirty times a day, and traced."""

import io
import logging

import pytest

from liuqing.errors import Problem
from liuqing.registry.models import Membership, Person
from liuqing.registry.services import identities
from liuqing.workflow import trail

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(county):
    return Membership.objects.get(household__no="H0001", relation="户主").person


def test_the_number_is_shown_whole_to_who_may(cast, person):
    number = identities.reveal(person=person, by=cast.county_approver, purpose="核对参保信息")
    assert len(number) == 18
    assert number.startswith("990101")


def test_showing_a_number_leaves_who_whom_and_why_but_not_the_number(cast, person):
    number = identities.reveal(person=person, by=cast.township_reviewer, purpose="核对参保信息")
    event = next(iter(trail.of(subject=f"person:{person.pk}")))
    assert (event.by, event.act) == ("township-reviewer", "identity.revealed")
    assert event.detail == {"purpose": "核对参保信息"}
    assert number not in str(event.detail)


@pytest.mark.parametrize(
    "part", ["village_officer", "outsider", "county_leader", "inspector", "department_officer", "finance",
             "administrator", "nobody"]
)  # fmt: skip
def test_who_has_not_the_right_is_refused_and_sees_nothing(cast, person, part):
    with pytest.raises(Problem) as found:
        identities.reveal(person=person, by=cast.everybody()[part], purpose="核对参保信息")
    assert found.value.code == "workflow.not_allowed"


def test_a_township_clerk_sees_no_number_of_another_township(cast, county):
    stranger = Membership.objects.filter(household__no="H0004").first().person
    with pytest.raises(Problem):
        identities.reveal(person=stranger, by=cast.township_reviewer, purpose="核对参保信息")


@pytest.mark.parametrize("purpose", ["", " ", "x"])
def test_no_purpose_no_number(cast, person, purpose):
    with pytest.raises(Problem) as found:
        identities.reveal(person=person, by=cast.county_approver, purpose=purpose)
    assert found.value.code == "identities.no_purpose"


def test_the_thirty_first_number_of_a_day_is_refused(cast, person):
    for _ in range(identities.A_DAY):
        identities.reveal(person=person, by=cast.county_approver, purpose="核对")
    with pytest.raises(Problem) as found:
        identities.reveal(person=person, by=cast.county_approver, purpose="核对")
    assert found.value.code == "identities.too_many"
    assert identities.reveal(person=person, by=cast.township_reviewer, purpose="核对")


def test_a_number_moved_to_another_person_is_not_shown(cast, person):
    other = Membership.objects.filter(household__no="H0003").first().person
    Person.objects.filter(pk=person.pk).update(id_cipher=other.id_cipher)
    person.refresh_from_db()
    with pytest.raises(Problem) as found:
        identities.reveal(person=person, by=cast.county_approver, purpose="核对")
    assert found.value.code == "secrets.damaged"


def test_a_person_without_a_number_says_so(cast, person):
    Person.objects.filter(pk=person.pk).update(id_cipher=None)
    person.refresh_from_db()
    with pytest.raises(Problem) as found:
        identities.reveal(person=person, by=cast.county_approver, purpose="核对")
    assert found.value.code == "identities.none"


def test_no_number_reaches_a_log(cast, person):
    caught = io.StringIO()
    handler = logging.StreamHandler(caught)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        number = identities.reveal(person=person, by=cast.county_approver, purpose="核对")
        with pytest.raises(Problem) as found:
            identities.reveal(person=person, by=cast.county_approver, purpose=number)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert number not in caught.getvalue()
    assert number not in found.value.sentence()


def test_a_dump_of_the_database_holds_no_identity_number(county):
    from django.core.management import call_command

    out = io.StringIO()
    call_command("dumpdata", "registry", "workflow", stdout=out)
    assert "H0001" in out.getvalue()
    assert not trail.looks_like_identity(out.getvalue())
