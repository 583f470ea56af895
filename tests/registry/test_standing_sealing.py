"""Whoever changes the record behind the program's back is found, and where."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from liuqing.config import doctor
from liuqing.registry.models import Act, Paper, Proceeding
from liuqing.registry.services import standing
from liuqing.workflow.models import Event
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, done, go


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


@pytest.fixture
def finished(cast, home):
    """A finished exit of two acts."""
    return done(cast, "t_exit", home)


def broken(one):
    """Where the verdict says that it breaks."""
    verdict = standing.verify(one)
    assert [v.no for v in standing.verify_all()] == ([] if verdict.sound else [one.no])
    return verdict.position


def test_what_nobody_touched_is_sound(finished):
    assert broken(finished) is None


@pytest.mark.parametrize(
    "field, value",
    [
        ("by", "x"), ("maker", "x"), ("role", "x"), ("on", TODAY - timedelta(1)), ("outcome", "done"), ("step", "y"),
        ("label", "y"), ("figures", {"due": 1}), ("signatures", ["户主"]), ("said", b"\x01"), ("round", 2),
        ("uuid", "0" * 32), ("decides", False), ("entered_on", TODAY + timedelta(1)),
    ],
)  # fmt: skip
def test_an_act_that_was_changed_is_found_at_its_place(finished, field, value):
    Act.objects.filter(proceeding=finished, ordinal=2).update(**{field: value})
    assert broken(finished) == 2


def test_the_moment_of_an_act_is_sealed_too(finished):
    act = Act.objects.get(proceeding=finished, ordinal=1)
    Act.objects.filter(pk=act.pk).update(at=act.at + timedelta(microseconds=1))
    assert broken(finished) == 1


@pytest.mark.parametrize("field", ["payload", "before", "after", "facts", "steps"])
def test_what_was_handed_in_cannot_be_changed_afterwards(finished, field):
    Proceeding.objects.filter(pk=finished.pk).update(**{field: {**getattr(finished, field), "x": 1}})
    assert broken(finished) == 0


def test_the_ground_and_the_household_are_sealed(cast, county, finished):
    Proceeding.objects.filter(pk=finished.pk).update(ground="另一个依据")
    assert broken(finished) == 0
    Proceeding.objects.filter(pk=finished.pk).update(ground="", household=county.households[1])
    assert broken(finished) == 0


def test_the_last_act_cut_off_is_found(cast, home):
    one = begun(cast, "long_exit_free", home)
    go(cast, one)
    Paper.objects.all().delete()
    Act.objects.filter(proceeding=one, ordinal=2).delete()
    assert broken(one) == 2


def test_all_acts_cut_off_are_found(cast, home):
    one = begun(cast, "t_exit", home)
    Act.objects.filter(proceeding=one).delete()
    assert broken(one) == 1


def test_a_proceeding_that_was_deleted_whole_is_found(cast, home):
    one = begun(cast, "t_exit", home)
    Act.objects.filter(proceeding=one).delete()
    one.delete()
    (verdict,) = standing.verify_all()
    assert (verdict.no, verdict.what) == (one.no, "留痕中有这件事，办件却被删除")


def test_a_proceeding_pushed_on_without_an_act_is_found(cast, home):
    one = begun(cast, "t_exit", home)
    Proceeding.objects.filter(pk=one.pk).update(state="done", step="")
    assert broken(one) == 0


def test_two_acts_that_changed_places_are_found(cast, home):
    one = begun(cast, "long_exit_free", home)
    go(cast, one), go(cast, one)
    first, second, third = Act.objects.filter(proceeding=one).order_by("ordinal")
    Act.objects.filter(pk=second.pk).update(ordinal=9)
    Act.objects.filter(pk=third.pk).update(ordinal=2)
    Act.objects.filter(pk=second.pk).update(ordinal=3)
    assert broken(one) == 2 and first.ordinal == 1


def test_a_paper_that_was_exchanged_is_found(cast, home):
    one = begun(cast, "long_exit_free", home)
    go(cast, one)
    Paper.objects.filter(act__proceeding=one).update(sha256="f" * 64)
    assert broken(one) == 2


def test_what_was_handed_in_in_an_earlier_round_stays_sealed(cast, home):
    one = begun(cast, "t_exit", home)
    go(cast, one, outcome="returned", said="材料不齐")
    assert broken(one) is None
    standing.submit(one, by=cast.village_officer, uuid=uuid4())
    assert broken(one) is None
    facts = Proceeding.objects.get(pk=one.pk).facts
    facts["earlier"][0]["ground"] = "后来写的"
    Proceeding.objects.filter(pk=one.pk).update(facts=facts)
    assert broken(one) == 0


def test_the_doctor_says_which_proceeding_does_not_hold(finished, settings):
    def said():
        return doctor._proceedings(settings.WORKSPACE)

    assert said().level == "good"
    Act.objects.filter(proceeding=finished, ordinal=2).update(by="x")
    assert said().level == "bad" and finished.no in said().found and "第 2 步" in said().found


def test_nothing_of_a_proceeding_stands_in_the_trail_but_numbers(cast, county, home):
    head, spouse, _ = home.memberships.order_by("pk").values_list("person", flat=True)
    done(cast, "t_leave", home, person=head, reason="死亡", from_day="2019-03-01", head=spouse)
    told = str(list(Event.objects.filter(act__startswith="standing.").values("subject", "detail")))
    assert "死亡" not in told and not any(
        m.person.name in told for m in home.memberships.select_related("person")
    )


# The database itself refuses the impossible, whoever writes to it.


def refused_by_the_database(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def columns(act, **other):
    """An act as a row for raw SQL, with other values."""
    row = {
        field.column: getattr(act, field.attname)
        for field in Act._meta.concrete_fields
        if not field.primary_key
    }
    row |= {
        "uuid": uuid4(),
        "figures": "{}",
        "signatures": "[]",
        "ordinal": act.ordinal + 1,
        "previous_id": act.pk,
    }
    return {name: field_value(value) for name, value in (row | other).items()}


def field_value(value):
    if connection.vendor == "sqlite":
        from uuid import UUID

        return value.hex if isinstance(value, UUID) else value
    return value


def insert(row):
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(["%s"] * len(row))
    refused_by_the_database(f"INSERT INTO registry_act ({names}) VALUES ({marks})", *row.values())


def test_the_database_refuses_a_decision_by_who_made_it(cast, home):
    one = begun(cast, "t_exit", home)
    act = one.acts.get()
    insert(columns(act, decides=True, by=act.maker))


def test_the_database_refuses_a_second_decision_of_a_person_in_a_round(finished):
    act = finished.acts.order_by("-ordinal").first()
    insert(columns(act))


def test_the_database_refuses_two_acts_at_one_place_and_a_fork(cast, finished):
    first, last = finished.acts.order_by("ordinal")
    insert(columns(last, by="somebody", ordinal=2))
    insert(columns(last, by="somebody", ordinal=3, previous_id=first.pk))
    insert(columns(last, by="somebody", ordinal=3, previous_id=None))


def test_the_database_refuses_an_act_of_a_day_to_come(finished):
    last = finished.acts.order_by("-ordinal").first()
    insert(columns(last, by="somebody", on=date(2019, 3, 9)))


def test_the_database_refuses_a_change_that_makes_somebody_judge_himself(finished):
    sql = "UPDATE registry_act SET by = maker WHERE decides AND proceeding_id = %s"
    refused_by_the_database(sql.replace(" by =", ' "by" ='), finished.pk)


def test_the_database_refuses_to_open_what_was_not_frozen(cast, home):
    one = standing.open(by=cast.village_officer, procedure="t_exit", household=home)
    refused_by_the_database("UPDATE registry_proceeding SET state = 'open' WHERE id = %s", one.pk)
