"""Merging: one record of two, and two again, with nothing lost and nothing learnt silently."""

import io
import json
import logging
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.errors import Problem
from liuqing.registry import merged, queries, secrets
from liuqing.registry.models import (
    Case,
    Entry,
    Household,
    Known,
    Measure,
    Membership,
    Merge,
    Person,
    PersonYear,
    Receipt,
    Snapshot,
)
from liuqing.registry.services import judging, merging
from liuqing.workflow import trail
from liuqing.workflow.models import Event
from tests import county as making

pytestmark = pytest.mark.django_db
BECAUSE = "已看户口簿和身份证原件"


@pytest.fixture
def pair(county):
    """Two records of one person in one household; only the first has a sound number."""
    home = Household.objects.get(no="H0003")
    kept, gone = (one.person for one in home.memberships.order_by("pk")[2:4])
    damage(gone)
    return kept, gone


@pytest.fixture
def strangers(county):
    """Two records with a sound number each, in households of two townships."""
    return tuple(Household.objects.get(no=no).memberships.first().person for no in ("H0001", "H0004"))


def damage(person):
    person.id_cipher, person.id_hash = secrets.encrypt("990101"), None
    person.save()


def everything():
    """Every table of the record as it stands, but for the merges themselves."""
    rows = {}
    for model in apps.get_app_config("registry").get_models():
        if model is not Merge:
            rows[model.__name__] = {
                row["id"]: {name: _plain(value) for name, value in row.items()}
                for row in model.objects.values()
            }
    return rows


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def same(kept, gone, cast, **more):
    return merging.merge(kept=kept, gone=gone, by=cast.county_approver, reason=BECAUSE, **more)


# What moves


def test_everything_said_of_the_one_is_said_of_the_other(pair, cast):
    kept, gone = pair
    entry = Entry.objects.create(kind="dibao", person=gone, values={})
    receipt = Receipt.objects.create(
        household=Household.objects.get(no="H0003"), person=gone, item="x", amount=Decimal(1), year=2018
    )
    Known.objects.create(kind="dibao", mark="m", person=gone, by="x", at=trail.datetime.now(trail.UTC))
    same(kept, gone, cast)
    for row in (entry, receipt):
        row.refresh_from_db()
        assert row.person_id == kept.pk
    assert Known.objects.get().person_id == kept.pk
    gone.refresh_from_db()
    assert gone.same_as_id == kept.pk


def test_what_is_lacking_is_filled_in_and_what_is_there_stays(pair, cast):
    gone, kept = pair  # now the sound number is on the record that goes
    Person.objects.filter(pk=kept.pk).update(birth=None, sex="", ethnicity="彝族", person_no=None)
    Person.objects.filter(pk=gone.pk).update(ethnicity="汉族", hukou_no="9901-1", name="钱 三")
    before = Person.objects.get(pk=gone.pk)
    same(kept, gone, cast)
    kept.refresh_from_db()
    assert (kept.birth, kept.sex, kept.hukou_no) == (before.birth, before.sex, "9901-1")
    assert (kept.id_hash, kept.person_no) == (before.id_hash, before.person_no)
    assert kept.ethnicity == "彝族"
    assert kept.other_name == "钱 三"


def test_a_year_that_both_tell_of_is_told_by_the_one_that_is_kept(pair, cast):
    kept, gone = pair
    PersonYear.objects.create(person=gone, year=2017, labour="普通劳动力")
    same(kept, gone, cast)
    assert set(kept.years.values_list("year", flat=True)) == {2017, 2018}
    assert gone.years.get().year == 2018


def test_a_case_goes_with_the_person_unless_there_is_one_of_the_same_rule(pair, cast, county):
    kept, gone = pair
    for person, rule in ((kept, "not_insured"), (gone, "not_insured"), (gone, "dropout")):
        case(person, rule)
    same(kept, gone, cast)
    moved = Case.objects.get(rule="dropout")
    assert (moved.person_id, moved.subject) == (kept.pk, f"person:{kept.pk}")
    assert Case.objects.get(rule="not_insured", person=gone).subject == f"person:{gone.pk}"


def case(person, rule):
    snapshot, _ = Snapshot.objects.get_or_create(on=making.ON, folder="x", rules_version="x")
    return Case.objects.create(
        rule=rule, subject=f"person:{person.pk}", person=person, village=person.village, first=snapshot,
        last=snapshot, opened_on=making.ON,
    )  # fmt: skip


def test_nobody_is_twice_in_a_household(pair, cast):
    kept, gone = pair
    same(kept, gone, cast)
    home = Household.objects.get(no="H0003")
    assert home.memberships.filter(until=None).count() == 3
    ended = home.memberships.exclude(until=None).get()
    assert (ended.reason, ended.until, ended.person_id) == ("重复登记", ended.since, kept.pk)


def test_days_in_two_households_are_counted_once(pair, cast):
    kept, gone = pair
    other = Household.objects.get(no="H0001")
    Membership.objects.filter(person=kept).update(until=date(2016, 3, 1))
    Membership.objects.filter(person=gone).update(household=other, since=date(2015, 1, 1))
    same(kept, gone, cast)
    held = kept.memberships.order_by("since").values_list("since", "until", "reason")
    assert list(held)[-1] == (date(2016, 3, 1), None, "")


# What is refused


def test_two_sound_numbers_are_two_persons_unless_somebody_says_why(strangers, cast):
    kept, gone = strangers
    with pytest.raises(Problem) as found:
        same(kept, gone, cast, two_households=True)
    assert found.value.code == "merging.two_numbers"
    with pytest.raises(Problem) as found:
        merging.merge(kept=kept, gone=gone, by=cast.county_approver, two_numbers=True, two_households=True)
    assert found.value.code == "merging.no_reason"
    made = same(kept, gone, cast, two_numbers=True, two_households=True)
    assert made.reason == BECAUSE
    gone.refresh_from_db()
    assert gone.id_hash  # its number stays where a list will look for it


def test_two_households_are_named_and_one_of_them_is_chosen(pair, cast):
    kept, gone = pair
    Membership.objects.filter(person=gone).update(household=Household.objects.get(no="H0001"))
    with pytest.raises(Problem) as found:
        same(kept, gone, cast)
    assert found.value.code == "merging.two_households"
    assert "H0001、H0003" in found.value.what
    same(kept, gone, cast, two_households=True)
    assert [one.household.no for one in kept.memberships.filter(until=None)] == ["H0003"]


def test_a_record_is_not_merged_with_itself_or_twice(pair, cast):
    kept, gone = pair
    with pytest.raises(Problem) as found:
        same(kept, kept, cast)
    assert found.value.code == "merging.itself"
    same(kept, gone, cast)
    with pytest.raises(Problem) as found:
        same(kept, gone, cast)
    assert found.value.code == "merging.already"


@pytest.mark.parametrize(
    "part", ["village_officer", "outsider", "county_leader", "department_officer", "finance", "inspector",
             "administrator", "nobody"]
)  # fmt: skip
def test_who_may_not_judge_merges_nothing(pair, cast, part):
    with pytest.raises(Problem) as found:
        merging.merge(kept=pair[0], gone=pair[1], by=cast.everybody()[part])
    assert found.value.code == "workflow.not_allowed"
    assert not Merge.objects.exists()


def test_a_township_judges_only_where_both_are_its_own(pair, strangers, cast):
    by = cast.township_reviewer
    merging.merge(kept=pair[0], gone=pair[1], by=by)
    for kept, gone in (strangers, strangers[::-1]):
        with pytest.raises(Problem) as found:
            merging.merge(kept=kept, gone=gone, by=by, reason=BECAUSE, two_numbers=True, two_households=True)
        assert found.value.code == "workflow.not_allowed"


def test_a_township_does_not_undo_what_the_county_merged_across_townships(strangers, cast):
    made = same(*strangers, cast, two_numbers=True, two_households=True)
    with pytest.raises(Problem), transaction.atomic():
        merging.unmerge(merge=made, by=cast.township_reviewer)
    assert Merge.objects.get().undone_at is None


def test_no_name_and_no_number_is_written_as_a_reason(pair, cast):
    number = secrets.decrypt(pair[0].id_cipher)
    for text in (f"就是{pair[1].name}", f"号码是 {number}"):
        with pytest.raises(Problem) as found:
            merging.merge(kept=pair[0], gone=pair[1], by=cast.county_approver, reason=text)
        assert found.value.code == "judging.reason_names"
        assert pair[1].name not in found.value.sentence()


# What is seen afterwards


def test_who_was_merged_away_is_found_under_the_other(strangers, cast):
    kept, gone = strangers
    number = secrets.decrypt(gone.id_cipher)
    same(kept, gone, cast, two_numbers=True, two_households=True)
    by_number = queries.search(cast.county_approver, number).hits
    assert [hit.household_no for hit in by_number] == ["H0001"]
    assert not queries.search(cast.county_approver, gone.name).hits


def test_who_was_merged_away_is_not_assessed(strangers, taken):
    from django.db import connection

    from liuqing.registry.services.freezing import statements

    kept, gone = strangers
    Person.objects.filter(pk=gone.pk).update(same_as=kept)
    asked = {"on": "2018-12-31", "year": 2018, "before": 2017, "after": 0, "piece": 1000}
    with connection.cursor() as cursor:
        cursor.execute(statements.PERSONS, asked)
        found = {row[0] for row in cursor.fetchall()}
    assert kept.pk in found
    assert gone.pk not in found


def test_a_chain_of_merges_ends_at_the_record_that_counts(pair, strangers, cast):
    first, second = pair
    same(first, second, cast)
    same(strangers[0], first, cast, two_numbers=True, two_households=True)
    assert merged.roots() == {second.pk: strangers[0].pk, first.pk: strangers[0].pk}


# Undone


def test_an_earlier_merge_waits_for_the_later_one(pair, strangers, cast):
    made = same(*pair, cast)
    later = same(strangers[0], pair[0], cast, two_numbers=True, two_households=True)
    with pytest.raises(Problem) as found:
        merging.unmerge(merge=made, by=cast.county_approver)
    assert found.value.code == "merging.later_first"
    merging.unmerge(merge=later, by=cast.county_approver)
    merging.unmerge(merge=made, by=cast.county_approver)
    with pytest.raises(Problem) as found:
        merging.unmerge(merge=made, by=cast.county_approver)
    assert found.value.code == "merging.undone"


def test_what_came_in_between_stays_and_is_told(pair, cast):
    kept, gone = pair
    before = Entry.objects.create(kind="dibao", person=gone, values={})
    restated = PersonYear.objects.create(person=gone, year=2017, labour="普通劳动力")
    made = same(kept, gone, cast)
    new = Entry.objects.create(kind="medical_insured", person=kept, values={})
    PersonYear.objects.filter(pk=restated.pk).update(labour="丧失劳动力")
    done = merging.unmerge(merge=made, by=cast.county_approver)
    before.refresh_from_db()
    new.refresh_from_db()
    restated.refresh_from_db()
    assert (before.person_id, new.person_id, restated.person_id) == (gone.pk, kept.pk, kept.pk)
    assert done.stayed == {"Entry": 1, "PersonYear": 1}
    assert done.back["Entry"] == 1


def test_a_number_put_right_in_between_stays_with_the_one_that_was_kept(pair, cast):
    gone, kept = pair
    was = gone.id_hash
    made = same(kept, gone, cast)
    number = making.identity()
    Person.objects.filter(pk=kept.pk).update(
        id_cipher=secrets.encrypt(number), id_hash=secrets.blind_index(number)
    )
    merging.unmerge(merge=made, by=cast.county_approver)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.id_hash, gone.id_hash) == (secrets.blind_index(number), was)


maybe = st.booleans()
days = st.dates(date(2014, 1, 1), date(2018, 12, 31))
one_person = st.fixed_dictionaries(
    {
        "sound": maybe,
        "person_no": maybe,
        "birth": st.none() | days,
        "sex": st.sampled_from(("", "男", "女")),
        "other_name": st.sampled_from(("", "小名")),
        "hukou_no": st.sampled_from(("", "9901-7")),
        "village": st.integers(-1, 2),
        "spans": st.lists(st.tuples(days, days, st.integers(0, 4)), max_size=3),
        "open": st.none() | st.tuples(days, st.integers(0, 4)),
        "years": st.sets(st.integers(2014, 2018), max_size=3),
        "cases": st.sets(st.sampled_from(("a", "b", "c")), max_size=2),
        "entries": st.integers(0, 2),
        "known": maybe,
    }
)


def put(county, n, told):
    """A record as hypothesis chose it."""
    number = making.identity(sequence=900 + n)
    person = Person.objects.create(
        person_no=f"X{n}" if told["person_no"] else None, name=f"测{'甲乙'[n]}", sex=told["sex"],
        birth=told["birth"], other_name=told["other_name"], hukou_no=told["hukou_no"],
        village=county.villages[told["village"]] if told["village"] >= 0 else None,
        id_cipher=secrets.encrypt(number if told["sound"] else "990"),
        id_hash=secrets.blind_index(number) if told["sound"] else None,
    )  # fmt: skip
    homes = county.households
    for since, until, home in told["spans"]:
        span = {"since": min(since, until), "until": max(since, until), "reason": "转入其他户"}
        Membership.objects.create(household=homes[home], person=person, relation="之子", **span)
    if told["open"]:
        since, home = told["open"]
        Membership.objects.create(household=homes[home], person=person, relation="之女", since=since)
    for year in told["years"]:
        PersonYear.objects.create(person=person, year=year, work_months=n)
    for rule in told["cases"]:
        person.village = person.village or county.villages[0]
        case(person, rule)
    for row in range(told["entries"]):
        Entry.objects.create(kind="dibao", person=person, values={"monthly": "300"}, row=row)
        measure = Measure.objects.create(household=homes[0], person=person, code="x", title="x", year=2018)
        Receipt.objects.create(
            household=homes[0], person=person, measure=measure, item="x", amount=Decimal("1.50"), year=2018
        )
    if told["known"]:
        Known.objects.create(
            kind="dibao", mark=f"m{n}", person=person, by="x", at=trail.datetime.now(trail.UTC)
        )
    return person


@contextmanager
def forgotten():
    """What happens inside never happened."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=one_person, second=one_person, flip=maybe)
def test_merged_and_taken_apart_again_everything_is_as_it_was(county, cast, first, second, flip):
    with forgotten():
        kept, gone = put(county, 0, first), put(county, 1, second)
        if flip:
            kept, gone = gone, kept
        before = everything()
        made = same(kept, gone, cast, two_numbers=True, two_households=True)
        assert open_days_overlap(kept) is False
        assert Membership.objects.filter(person=gone).count() == 0
        done = merging.unmerge(merge=made, by=cast.county_approver)
        assert everything() == before
        assert done.stayed == {}


def open_days_overlap(person):
    """Whether what was moved overlaps with what was there; own histories may be as odd as they like."""
    made = Merge.objects.get()
    moved = set(made.moved.get("Membership", ()))
    spans = [(one.pk in moved, one.since, one.until or date.max) for one in person.memberships.all()]
    return any(
        a < d and c < b
        for first, a, b in spans
        for second, c, d in spans
        if first and not second and a < b and c < d
    )


# Promise 2


def test_neither_trail_nor_log_nor_moved_keys_name_anybody(strangers, cast):
    kept, gone = strangers
    caught = io.StringIO()
    handler = logging.StreamHandler(caught)
    logging.getLogger().addHandler(handler)
    try:
        made = same(kept, gone, cast, two_numbers=True, two_households=True)
        merging.unmerge(merge=made, by=cast.county_approver)
    finally:
        logging.getLogger().removeHandler(handler)
    events = [(e.act, e.subject, json.dumps(e.detail, ensure_ascii=False)) for e in Event.objects.all()]
    assert [act for act, _, _ in events] == ["identities.merged", "identities.unmerged"]
    told = str(events) + caught.getvalue() + json.dumps(made.moved)
    for person in strangers:
        assert person.name not in told
        assert secrets.decrypt(person.id_cipher) not in told
        assert secrets.decrypt(person.id_cipher).encode() not in bytes(made.was)
        assert person.name.encode() not in bytes(made.was)
    assert trail.verify().sound


def test_where_somebody_belongs_is_the_household_then_the_own_village_then_the_county(pair, county):
    person = pair[0]
    assert judging.path(person) == county.villages[1].path
    person.memberships.all().delete()
    person.village = county.villages[2]
    assert judging.path(person) == county.villages[2].path
    person.village = None
    assert judging.path(person) == county.county.path
