"""The trail: a changed, moved or deleted event is found, at its position."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.policy.identity_numbers import check_digit
from liuqing.workflow import trail
from liuqing.workflow.models import Event, TrailHead

pytestmark = pytest.mark.django_db


def _write(count):
    return [
        trail.record("file.loaded", subject=f"F{n}", by="clerk", detail={"rows": n}) for n in range(count)
    ]


def test_an_untouched_trail_is_sound():
    _write(20)
    assert trail.verify() == trail.Verdict(20)


def test_an_empty_trail_is_sound():
    assert trail.verify().sound


@pytest.mark.parametrize(
    "field,value", [("by", "x"), ("act", "x"), ("subject", "x"), ("detail", {"rows": 99})]
)
def test_a_changed_event_is_found_at_its_position(field, value):
    events = _write(9)
    Event.objects.filter(pk=events[4].pk).update(**{field: value})
    assert trail.verify().position == 5


def test_a_changed_time_is_found():
    events = _write(3)
    Event.objects.filter(pk=events[1].pk).update(at="2020-01-01T00:00:00Z")
    assert trail.verify().position == 2


def test_a_deleted_event_is_found_at_its_position():
    events = _write(9)
    Event.objects.filter(pk=events[4].pk).delete()
    assert trail.verify().position == 5


def test_a_trail_cut_at_its_end_is_found():
    events = _write(5)
    Event.objects.filter(pk=events[-1].pk).delete()
    assert trail.verify().position == 5


def test_a_trail_wiped_out_is_found():
    _write(5)
    Event.objects.all().delete()
    assert not trail.verify().sound


def test_an_event_slipped_in_without_the_key_is_found():
    events = _write(3)
    Event.objects.create(at=events[0].at, by="x", act="x", seal="f" * 64)
    assert trail.verify().position == 4


def test_a_head_set_back_is_found():
    _write(3)
    TrailHead.objects.update(events=2)
    assert not trail.verify().sound


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.text(max_size=8), st.one_of(st.integers(), st.booleans(), st.none(), st.text(max_size=8))
    )
)
def test_what_was_written_is_sound_when_read_again(detail):
    if "\x00" in str(detail) or any("\x00" in str(k) + str(v) for k, v in detail.items()):
        return
    trail.record("any.act", by="clerk", detail=detail)
    assert trail.verify().sound


def test_an_identity_number_never_enters_the_trail():
    number = "99010119900101123"
    for text in (number + check_digit(number), number + "0", f"户主{number}X。"):
        with pytest.raises(ValueError, match="identity number"):
            trail.record("any.act", by="clerk", detail={"note": text})
        with pytest.raises(ValueError, match="identity number"):
            trail.record("any.act", subject=text[:80], by="clerk")
    assert Event.objects.count() == 0


def test_record_numbers_and_hashes_are_allowed():
    trail.record("any.act", subject="530325001001001", by="clerk", detail={"sha256": "1" * 63 + "a"})
    assert Event.objects.count() == 1


def test_the_event_goes_with_the_act_that_failed():
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        trail.record("any.act", by="clerk")
        raise RuntimeError
    assert trail.verify() == trail.Verdict(0)


@pytest.mark.django_db(transaction=True)
def test_many_writers_make_one_chain():
    from concurrent.futures import ThreadPoolExecutor

    def write(number):
        try:
            for step in range(10):
                trail.record("any.act", subject=f"{number}-{step}", by="clerk")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(6)))
    assert trail.verify() == trail.Verdict(60)
