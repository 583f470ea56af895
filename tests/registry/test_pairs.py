"""Pairs: records of the register that may be one person are found, asked once, and never again."""

import json

import pytest

from liuqing.errors import Problem
from liuqing.policy.identity_numbers import check_digit
from liuqing.registry import secrets
from liuqing.registry.models import Household, Membership, Merge, Pair, Person
from liuqing.registry.services import merging, pairs
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db
NAME = "测重复"
BIRTH = making.date(1995, 3, 2)
"""Of nobody else in the small county, so that chance makes no pairs."""


def put(county, no, number, *, n=5):
    """A member of a household with that number, as it was written."""
    home = Household.objects.get(no=no)
    person = making.member(county, home, n, NAME)
    fault = len(number) != 18 or check_digit(number[:17]) != number[17]
    Person.objects.filter(pk=person.pk).update(
        id_cipher=secrets.encrypt(number), id_hash=None if fault else secrets.blind_index(number),
        sex="男", birth=BIRTH, initials="ccf", pinyin="cechongfu",
    )  # fmt: skip
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def twice(county):
    """One person in two households of one township: once with a digit mistyped."""
    number = making.identity(BIRTH)
    wrong = number[:15] + str((int(number[15]) + 1) % 10) + number[16:]
    return put(county, "H0001", number), put(county, "H0003", wrong)


@pytest.fixture
def waiting(twice, cast):
    pairs.find(by=cast.county_approver)
    return Pair.objects.get()


def test_one_person_in_two_households_is_found(twice, cast):
    found = pairs.find(by=cast.county_approver)
    assert (found.waiting, found.new) == (1, 1)
    pair = Pair.objects.get()
    assert (pair.left_id, pair.right_id) == tuple(sorted(one.pk for one in twice))
    assert pair.score >= 80
    assert "name" in pair.reasons


def test_looking_twice_changes_nothing(waiting, cast):
    before = list(Pair.objects.values())
    found = pairs.find(by=cast.county_approver)
    assert (found.waiting, found.new, found.withdrawn) == (1, 0, 0)
    assert list(Pair.objects.values()) == before


def test_a_resident_outside_the_register_is_found_beside_a_member(twice, cast):
    inside, _ = twice
    Membership.objects.filter(person=inside).delete()
    assert pairs.find(by=cast.county_approver).new == 1


def test_two_residents_outside_the_register_are_nobodys_business(twice, cast):
    Membership.objects.filter(person__in=twice).delete()
    assert pairs.find(by=cast.county_approver).waiting == 0


def test_who_was_said_to_be_two_is_not_asked_again(waiting, cast):
    pairs.decide(waiting, by=cast.county_approver, same=False)
    found = pairs.find(by=cast.county_approver)
    assert (found.waiting, found.new, found.decided) == (0, 0, 1)
    assert Pair.objects.get().state == "different"


def test_two_stay_two_after_one_of_them_was_merged_with_a_third(waiting, twice, county, cast):
    pairs.decide(waiting, by=cast.county_approver, same=False)
    # A third record, without a number, of the one with the damaged number takes its place.
    third = put(county, "H0003", "", n=6)
    Person.objects.filter(pk=third.pk).update(id_cipher=twice[1].id_cipher)
    merging.merge(kept=third, gone=twice[1], by=cast.county_approver)
    found = pairs.find(by=cast.county_approver)
    assert not Pair.objects.filter(state="open", left__in=twice, right=third).exists()
    assert found.new == 0


def test_a_pair_whose_number_was_put_right_waits_no_more(waiting, twice, cast):
    number = making.identity(making.date(1999, 9, 9))
    Person.objects.filter(pk=twice[1].pk).update(
        id_cipher=secrets.encrypt(number),
        id_hash=secrets.blind_index(number),
        birth="1999-09-09",
        name="测改正",
    )
    assert pairs.find(by=cast.county_approver).withdrawn == 1
    assert not Pair.objects.exists()


def test_the_same_person_is_merged_into_the_record_that_is_sound(waiting, twice, cast):
    pairs.decide(waiting, by=cast.county_approver, same=True, two_households=True)
    made = Merge.objects.get()
    assert made.kept_id == twice[0].pk
    waiting.refresh_from_db()
    assert (waiting.state, waiting.by) == ("same", "county-approver")


def test_the_record_that_stays_may_be_chosen(waiting, twice, cast):
    pairs.decide(waiting, by=cast.county_approver, same=True, kept=twice[1], two_households=True)
    kept = Person.objects.get(pk=twice[1].pk)
    assert kept.id_hash  # the sound number came with the other record
    assert [one.household.no for one in kept.memberships.filter(until=None)] == ["H0003"]


def test_an_answer_can_be_taken_back(waiting, twice, cast):
    for same in (True, False):
        pairs.decide(waiting, by=cast.county_approver, same=same, two_households=True)
        pairs.reopen(waiting, by=cast.county_approver)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.by, waiting.at) == ("open", "", None)
    assert Person.objects.filter(same_as=None, pk__in=[one.pk for one in twice]).count() == 2


def test_a_decided_pair_is_not_decided_again_and_an_open_one_not_reopened(waiting, cast):
    with pytest.raises(Problem) as found:
        pairs.reopen(waiting, by=cast.county_approver)
    assert found.value.code == "pairs.waiting"
    pairs.decide(waiting, by=cast.county_approver, same=False)
    with pytest.raises(Problem) as found:
        pairs.decide(waiting, by=cast.county_approver, same=True)
    assert found.value.code == "pairs.decided"


def test_a_refused_merge_leaves_the_pair_waiting(waiting, cast):
    with pytest.raises(Problem) as found:
        pairs.decide(waiting, by=cast.county_approver, same=True)
    assert found.value.code == "merging.two_households"
    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_a_township_judges_its_own_and_only_the_county_looks(waiting, county, cast):
    with pytest.raises(Problem):
        pairs.find(by=cast.township_reviewer)
    Household.objects.filter(no="H0003").update(village=county.villages[2])
    for part in ("township_reviewer", "village_officer", "department_officer", "outsider", "inspector"):
        with pytest.raises(Problem) as found:
            pairs.decide(waiting, by=cast.everybody()[part], same=False)
        assert found.value.code == "workflow.not_allowed"
    Household.objects.filter(no="H0003").update(village=county.villages[1])
    pairs.decide(waiting, by=cast.township_reviewer, same=False)


def test_the_trail_tells_who_judged_what_and_names_nobody(waiting, twice, cast):
    pairs.decide(waiting, by=cast.county_approver, same=True, two_households=True)
    pairs.reopen(waiting, by=cast.county_approver)
    acts = list(Event.objects.values_list("act", flat=True))
    assert acts == [
        "pairs.found", "identities.merged", "identities.judged", "identities.unmerged", "identities.reopened",
    ]  # fmt: skip
    told = json.dumps([(e.subject, e.detail) for e in Event.objects.all()], ensure_ascii=False)
    assert NAME not in told
    assert secrets.decrypt(twice[0].id_cipher) not in told
