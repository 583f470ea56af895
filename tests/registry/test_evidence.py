"""Evidence: each flag cites the facts that disagree, with their list, row and day."""

from uuid import uuid4

import pytest
from django.utils import timezone

from liuqing.compute.snapshot import HOUSEHOLDS, PERSONS
from liuqing.policy.lists import BY_KEY
from liuqing.policy.origins import FACTS, OWN, fact_of, list_of
from liuqing.registry.models import Case, Entry, Finding, Membership, Person, SourceFile
from liuqing.registry.queries import evidence
from liuqing.registry.services import cases
from tests import county as making

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(county, taken):
    """H0001's head is dead by the police list; its son stands in no insurance list."""
    members = Membership.objects.filter(household__no="H0001").order_by("pk")
    head, son = members[0].person, members[2].person
    police = SourceFile.objects.create(sha256="d" * 64, kind="police_deaths", state="loaded", on=making.ON)
    listed = SourceFile.objects.create(sha256="e" * 64, kind="medical_insured", state="loaded", on=making.ON)
    died = {"died_on": "2018-02-01"}
    Entry.objects.create(
        kind="police_deaths", person=head, values=died, file=police, row=7, said_on=making.ON
    )
    for person in Person.objects.exclude(pk=son.pk):
        Entry.objects.create(kind="medical_insured", person=person, file=listed, row=9, said_on=making.ON)
    Entry.objects.filter(kind="medical_insured", person=son).delete()
    snapshot = taken()

    def of(rule, person):
        found = Finding.objects.get(snapshot=snapshot, rule=rule, person=person, verdict=True)
        return {one.name: one for one in evidence.of([found], snapshot)[found.pk]}

    return of, head, son


def test_the_list_is_cited_with_row_and_day(told):
    of, head, _ = told
    said = of("dead_but_active", head)["died_on"]
    assert said.value == "2018-02-01"
    assert said.source.endswith("《死亡注销人员名单》第 7 行")
    assert said.said_on == making.ON


def test_a_list_that_names_nobody_is_cited_as_such(told):
    of, _, son = told
    said = of("not_insured", son)["list_insured"]
    assert said.value == "否"
    assert said.source.endswith("《城乡居民基本医疗保险参保名单》里没有")


def test_what_the_register_says_can_be_corrected_there(told):
    of, _, son = told
    said = of("not_insured", son)["resident_medical"]
    assert said.fact == "resident_medical"
    assert "第 22 行" in said.source
    assert of("not_insured", son)["list_insured"].fact == ""


def test_many_flags_take_no_more_queries_than_one(told, django_assert_num_queries):
    found = list(Finding.objects.filter(verdict=True, rule__in=("dead_but_active", "not_insured")))
    assert len(found) >= 2
    with django_assert_num_queries(10):
        assert len(evidence.of(found, found[0].snapshot)) == len(found)


def test_what_a_village_put_right_is_cited_as_such(told, cast, taken):
    _of, _, son = told
    case = Case.objects.get(rule="not_insured", person=son)
    day = timezone.localdate()
    cases.send(by=cast.county_approver, rules=["not_insured"], due_on=day)
    case.refresh_from_db()
    cases.answer(
        case=case, by=cast.village_officer, uuid=uuid4(), outcome="confirmed", said="未参保",
        corrections={"resident_medical": "否"}, visited_on=day,
    )  # fmt: skip
    case.refresh_from_db()
    cases.review(cases=[case], by=cast.township_reviewer, agree=True)
    snapshot = taken()
    found = Finding.objects.get(snapshot=snapshot, rule="not_insured", person=son)
    said = {one.name: one for one in evidence.of([found], snapshot)[found.pk]}
    assert (said["resident_medical"].value, said["resident_medical"].said_on) == ("否", day)
    assert said["resident_medical"].source == evidence.VISITED
    assert "里没有" in said["list_insured"].source


def test_every_origin_is_a_list_and_every_other_column_a_fact_of_the_register():
    assert set(OWN.values()) <= set(BY_KEY)
    assert set(OWN) | set(FACTS) <= {*PERSONS.names, *HOUSEHOLDS.names}
    assert list_of("dibao_times") == "dibao"
    assert list_of("dibao_paid_fen") == "dibao"
    assert fact_of("land_cultivated_cmu") == "land_cultivated"
