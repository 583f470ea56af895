"""Objections: in time to the last minute, answered by another person, and the clock meanwhile."""

from datetime import date, timedelta

import pytest
from django.db import connection

from liuqing.errors import Problem
from liuqing.registry.models import Notice, Objection, Proceeding
from liuqing.registry.services import notices, standing
from liuqing.workflow.models import Event
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, drawn, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MONDAY = date(2026, 3, 2)
LAST = date(2026, 3, 7)
DAY = timedelta(days=1)
SAID = "他家去年盖了新楼，秘密的话"


@pytest.fixture(scope="module")
def place_folder(tmp_path_factory):
    return noticing.write_procedures(make_place(tmp_path_factory.mktemp("place")))


@pytest.fixture(autouse=True)
def procedures(place):
    """The place is the one with these procedures."""


@pytest.fixture
def hung(cast, county):
    def hang(procedure="watching", homes=county.households[:1]):
        with at(MONDAY):
            waiting = [proposed(cast.village_officer, home, procedure) for home in homes]
            return notices.hang(drawn(cast.village_officer, waiting), by=cast.village_officer), waiting

    return hang


@pytest.fixture
def answered(cast):
    def give(objection, *, upheld=False, **more):
        more = {"by": cast.township_reviewer, "answer": "已入户核实", **more}
        return notices.answer(objection, upheld=upheld, **more)

    return give


def refused(code, act, *args, **more):
    with pytest.raises(Problem) as raised:
        act(*args, **more)
    assert raised.value.code == code


def test_an_objection_in_the_last_second_counts_and_stops_the_notice(cast, hung, answered):
    sheet, [one] = hung()
    with at(LAST, 23, 59, 59):
        said = notices.object_(sheet, said=SAID)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.until) == (Notice.State.PAUSED, None)
    with at(LAST + 2 * DAY):
        refused("notices.objection_open", notices.end, sheet, by=cast.village_officer)
        answered(said)
        sheet.refresh_from_db()
        assert (sheet.state, sheet.until) == (Notice.State.HANGING, LAST + 3 * DAY)
    with at(LAST + 3 * DAY, 23, 59):
        refused("notices.still_hanging", notices.end, sheet, by=cast.village_officer)
    with at(LAST + 4 * DAY):
        notices.end(sheet, by=cast.village_officer)
    one.refresh_from_db()
    assert one.step == "town"


def test_a_second_after_the_last_day_it_is_too_late_for_everybody(cast, hung):
    sheet, _ = hung()
    with at(LAST + DAY, 0, 0, 0):
        refused("notices.over", notices.object_, sheet, said=SAID)
        refused("notices.over", notices.object_, sheet, said=SAID, by=cast.village_officer, channel="visit")


def test_what_was_said_in_time_may_be_written_down_some_days_later(cast, hung):
    sheet, _ = hung()
    with at(LAST + 3 * DAY):
        late = {"by": cast.village_officer, "channel": "visit", "said": SAID}
        refused("notices.over", notices.object_, sheet, on=LAST - DAY, **late)
        made = notices.object_(sheet, on=LAST, **late)
    sheet.refresh_from_db()
    assert made.on == LAST and sheet.pauses == [{"from": "2026-03-07", "to": None}]


def test_nobody_objects_for_a_day_to_come_or_before_the_hanging(cast, hung):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        for day in (MONDAY + 2 * DAY, MONDAY - DAY):
            refused(
                "notices.over",
                notices.object_,
                sheet,
                said=SAID,
                by=cast.village_officer,
                channel="visit",
                on=day,
            )


def test_a_sheet_not_hung_yet_and_one_that_ended_take_no_objection(cast, county, hung):
    with at(MONDAY):
        sheet = drawn(cast.village_officer, [proposed(cast.village_officer, county.households[1])])
        refused("notices.over", notices.object_, sheet, said=SAID)
    ended, _ = hung()
    with at(LAST + DAY):
        notices.end(ended, by=cast.village_officer)
        refused("notices.over", notices.object_, ended, said=SAID)


def test_two_objections_stop_the_clock_from_the_first_to_the_last_answer(cast, hung, answered):
    sheet, _ = hung()
    with at(MONDAY + 2 * DAY):
        first = notices.object_(sheet, said=SAID)
    with at(MONDAY + 3 * DAY):
        second = notices.object_(sheet, said=SAID)
        answered(first)
    sheet.refresh_from_db()
    assert sheet.state == Notice.State.PAUSED
    with at(MONDAY + 8 * DAY):
        answered(second)
    sheet.refresh_from_db()
    assert sheet.pauses == [{"from": "2026-03-04", "to": "2026-03-10"}]
    assert sheet.until == date(2026, 3, 14)  # the third counted once; four are left after the tenth


def test_where_the_place_says_so_a_new_notice_begins_anew(cast, hung, answered):
    sheet, [one] = hung("watching_anew")
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID)
    with at(MONDAY + 2 * DAY):
        answered(said)
    sheet.refresh_from_db()
    again = Notice.objects.get(replaces=sheet)
    assert (sheet.state, again.state) == (Notice.State.TAKEN_DOWN, Notice.State.DRAWN)
    with at(MONDAY + 2 * DAY):
        assert notices.hang(again, by=cast.village_officer).until == date(2026, 3, 11)
    with at(date(2026, 3, 12)):
        notices.end(again, by=cast.village_officer)
    one.refresh_from_db()
    assert one.step == "town"


def test_where_the_place_says_so_the_clock_goes_on_but_the_end_waits_for_the_answer(cast, hung, answered):
    sheet, _ = hung("watching_on")
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID)
    with at(MONDAY + 4 * DAY):
        refused("notices.objection_open", notices.end, sheet, by=cast.village_officer)
        refused("notices.objection_open", notices.take_down, sheet, by=cast.village_officer, reason="其他")
        answered(said)
        assert notices.end(sheet, by=cast.village_officer).until == MONDAY + 3 * DAY


@pytest.mark.parametrize("outcome, state", [("returned", "returned"), ("refused", "refused")])
def test_an_objection_that_is_upheld_stops_its_household_and_no_other(
    cast, county, hung, answered, outcome, state
):
    sheet, [first, second] = hung(homes=county.households[:2])
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID, proceeding=first)
        answered(said, upheld=True, outcome=outcome)
    first.refresh_from_db()
    assert first.state == state and standing.verify(first).sound
    sheet.refresh_from_db()
    assert sheet.state == Notice.State.HANGING
    with at(sheet.until + DAY):
        notices.end(sheet, by=cast.village_officer)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.step, first.state) == ("town", state)


def test_the_last_household_stopped_takes_the_sheet_down(cast, hung, answered):
    sheet, [one] = hung()
    with at(MONDAY + DAY):
        answered(notices.object_(sheet, said=SAID), upheld=True)
    sheet.refresh_from_db()
    one.refresh_from_db()
    assert (sheet.state, one.state, one.round) == (Notice.State.TAKEN_DOWN, Proceeding.State.RETURNED, 2)


def test_what_was_said_of_the_whole_sheet_must_be_put_to_a_line_or_to_all(cast, county, hung, answered):
    sheet, [first, second] = hung(homes=county.households[:2])
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID)
        refused("notices.which_line", answered, said, upheld=True)
        said.refresh_from_db()
        assert said.upheld is None
        answered(said, upheld=True, whole=True)
    assert {Proceeding.objects.get(pk=one.pk).state for one in (first, second)} == {"returned"}


def test_a_returned_household_comes_back_in_a_new_round_on_a_new_sheet(cast, hung, answered):
    from uuid import uuid4

    sheet, [one] = hung()
    with at(MONDAY + DAY):
        answered(notices.object_(sheet, said=SAID), upheld=True)
        one.refresh_from_db()
        standing.submit(one, by=cast.village_officer, uuid=uuid4())
        one.refresh_from_db()
        again = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
    assert again.noticed.get().round == 2 and again.until == MONDAY + 6 * DAY


def test_who_wrote_an_objection_down_does_not_answer_it(cast, hung, answered):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID, by=cast.township_reviewer, channel="phone")
        refused("notices.own_objection", answered, said)
        answered(said, by=cast.county_approver)
        refused("notices.answered", answered, said, by=cast.county_approver)


@pytest.mark.parametrize("part", ["village_officer", "outsider", "county_leader", "inspector", "finance",
                                  "department_officer", "administrator", "nobody"])  # fmt: skip
def test_only_who_holds_the_right_answers(cast, hung, answered, part):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID)
        refused("workflow.not_allowed", answered, said, by=cast.everybody()[part])


@pytest.mark.parametrize("part", ["outsider", "county_leader", "inspector", "finance", "nobody"])
def test_only_an_officer_of_the_area_writes_one_down(cast, hung, part):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        refused(
            "workflow.not_allowed",
            notices.object_,
            sheet,
            said=SAID,
            by=cast.everybody()[part],
            channel="visit",
        )


def test_an_answer_is_words_without_numbers(cast, hung, answered):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        said = notices.object_(sheet, said=SAID)
        refused("notices.no_answer", answered, said, answer=" ")
        refused("notices.names_a_number", answered, said, answer="电话 13800138000")
        refused("notices.nothing_said", notices.object_, sheet, said="  ")


def test_what_was_said_and_by_whom_lies_sealed_and_stands_in_no_trail(cast, hung):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        made = notices.object_(sheet, said=SAID, contact="13800138000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT said, contact, phone_hash FROM registry_objection")
        kept = b"".join(
            bytes(part) if not isinstance(part, str) else part.encode() for part in cursor.fetchone()
        )
    assert "秘密".encode() not in kept and b"13800138000" not in kept
    assert (notices.said(made), notices.contact(made)) == (SAID, "13800138000")
    told = str(list(Event.objects.values_list("detail", "by", "subject")))
    assert "秘密" not in told and "13800138000" not in told


def test_an_objection_cannot_be_moved_to_another_receipt(cast, hung):
    sheet, _ = hung()
    with at(MONDAY + DAY):
        one, other = notices.object_(sheet, said=SAID), notices.object_(sheet, said="别的")
    Objection.objects.filter(pk=other.pk).update(said=Objection.objects.get(pk=one.pk).said)
    other.refresh_from_db()
    with pytest.raises(Problem) as raised:
        notices.said(other)
    assert raised.value.code == "secrets.damaged"
