"""Notices: drawn up from the record, hung for the right days, and only then the next step opens."""

from datetime import date, timedelta

import pytest

from liuqing.errors import Problem
from liuqing.policy import calendar, layers
from liuqing.registry.models import Act, Notice, Proceeding
from liuqing.registry.services import notices, standing
from liuqing.workflow import trail
from liuqing.workflow.models import Event
from tests.registry import noticing
from tests.registry.conftest import make_place
from tests.registry.noticing import at, decided, drawn, proposed

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def place_folder(tmp_path_factory):
    return noticing.write_procedures(make_place(tmp_path_factory.mktemp("place")))


@pytest.fixture(autouse=True)
def procedures(place):
    """The place is the one with these procedures."""


@pytest.fixture
def hung(cast, county):
    """A sheet with the two households of the village, hung on Monday; asked for by procedure."""

    def hang(procedure="watching", homes=county.households[:1]):
        with at(MONDAY):
            waiting = [proposed(cast.village_officer, home, procedure) for home in homes]
            return notices.hang(drawn(cast.village_officer, waiting), by=cast.village_officer), waiting

    return hang


def refused(code, act, *args, **more):
    with pytest.raises(Problem) as raised:
        act(*args, **more)
    assert raised.value.code == code


def test_a_notice_hangs_its_days_and_then_the_next_step_opens(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 5 * DAY, 23, 59, 59):
        refused("notices.still_hanging", notices.end, sheet, by=cast.village_officer)
    with at(MONDAY + 6 * DAY, 0, 0, 0):
        ended = notices.end(sheet, by=cast.village_officer)
    one.refresh_from_db()
    assert (ended.state, one.state, one.step) == (Notice.State.ENDED, Proceeding.State.OPEN, "town")
    acts = Event.objects.filter(subject=f"notice:{sheet.code}").values_list("act", flat=True)
    assert list(acts) == ["notices.drawn", "notices.hung", "notices.ended"]
    assert trail.verify().sound and standing.verify(one).sound


def test_working_days_skip_the_week_end(cast, hung):
    sheet, _ = hung("watching_anew")
    assert sheet.until == date(2026, 3, 9)
    with at(date(2026, 3, 9), 12):
        refused("notices.still_hanging", notices.end, sheet, by=cast.village_officer)
    with at(date(2026, 3, 10), 0):
        assert notices.end(sheet, by=cast.village_officer).state == Notice.State.ENDED


def test_an_announcement_opens_the_next_step_at_once(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 6 * DAY):
        notices.end(sheet, by=cast.village_officer)
        decided(one, town=cast.township_reviewer, county=cast.county_approver)
        told = notices.hang(drawn(cast.county_approver, [one]), by=cast.county_approver)
    one.refresh_from_db()
    assert (told.state, told.until, one.state) == (
        Notice.State.ENDED,
        MONDAY + 6 * DAY,
        Proceeding.State.DONE,
    )
    assert told.lines[0]["result"] == "纳入监测对象" and told.label == "公告"


def test_thirty_households_on_one_sheet_go_on_together_or_not_at_all(cast, county, hung):
    sheet, waiting = hung(homes=county.households[:2])
    assert [line["n"] for line in sheet.lines] == [1, 2]
    with at(MONDAY + 6 * DAY):
        notices.end(sheet, by=cast.village_officer)
    assert {Proceeding.objects.get(pk=one.pk).step for one in waiting} == {"town"}
    assert Act.objects.filter(notice=sheet, outcome="done").count() == 2


def test_who_was_withdrawn_meanwhile_does_not_hold_up_the_others(cast, county, hung):
    sheet, [first, second] = hung(homes=county.households[:2])
    with at(MONDAY + 3 * DAY):
        standing.withdraw(first, by=cast.village_officer, said="户主申请撤回")
    with at(MONDAY + 6 * DAY):
        notices.end(sheet, by=cast.village_officer)
    second.refresh_from_db()
    assert second.step == "town"


def test_a_sheet_of_which_nothing_is_left_cannot_end(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 3 * DAY):
        standing.withdraw(one, by=cast.village_officer, said="户主申请撤回")
    with at(MONDAY + 6 * DAY):
        refused("notices.nothing_left", notices.end, sheet, by=cast.village_officer)
        assert (
            notices.take_down(sheet, by=cast.village_officer, reason="事项已撤回或退回").state == "taken_down"
        )


@pytest.mark.parametrize("back, allowed", [(0, True), (3, True), (4, False), (-1, False)])
def test_the_day_of_hanging_may_lie_back_as_far_as_the_step_allows(cast, county, back, allowed):
    with at(MONDAY):
        sheet = drawn(cast.village_officer, [proposed(cast.village_officer, county.households[0])])
    today = MONDAY + 6 * DAY
    with at(today):
        if allowed:
            hung = notices.hang(sheet, by=cast.village_officer, on=today - back * DAY)
            assert hung.until == today + (5 - back) * DAY
        else:
            refused("notices.bad_day", notices.hang, sheet, by=cast.village_officer, on=today - back * DAY)


def test_nothing_hung_before_it_was_drawn_up(cast, county):
    with at(MONDAY):
        sheet = drawn(cast.village_officer, [proposed(cast.village_officer, county.households[0])])
        refused("notices.bad_day", notices.hang, sheet, by=cast.village_officer, on=MONDAY - DAY)


def test_a_sheet_is_hung_and_ended_once(cast, hung):
    sheet, _ = hung()
    with at(MONDAY + 6 * DAY):
        refused("notices.not_drawn", notices.hang, sheet, by=cast.village_officer)
        notices.end(sheet, by=cast.village_officer)
        refused("notices.not_hanging", notices.end, sheet, by=cast.village_officer)
        refused("notices.not_hanging", notices.take_down, sheet, by=cast.village_officer, reason="其他")


def test_a_household_is_on_one_sheet_at_a_time_and_after_taking_down_on_a_new_one(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 2 * DAY):
        refused("notices.taken", drawn, cast.village_officer, [one])
        refused("notices.no_reason", notices.take_down, sheet, by=cast.village_officer, reason="")
        notices.take_down(sheet, by=cast.village_officer, reason="张贴处损毁、遗失")
        again = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
    assert again.until == MONDAY + 7 * DAY


def test_only_what_waits_at_this_step_in_this_village_comes_onto_the_sheet(cast, county, hung):
    _, [one] = hung()
    with at(MONDAY):
        other = standing.open(
            by=cast.outsider, procedure="watching", household=county.households[4], payload=noticing.PAYLOAD,
            ground="收入骤减",
        )  # fmt: skip
        for wrong in ([one, other], [other], []):
            area = county.villages[0]
            with pytest.raises(Problem):
                notices.draw(
                    by=cast.county_approver, procedure="watching", step="notice", area=area, proceedings=wrong
                )
    with at(MONDAY + 6 * DAY):
        notices.end(one.noticed.get().notice, by=cast.village_officer)
        refused("notices.not_here", notices.draw, by=cast.village_officer, procedure="watching", step="notice",
                area=one.area, proceedings=[one])  # fmt: skip


@pytest.mark.parametrize("part", [
    "outsider", "inspector", "county_leader", "department_officer", "finance", "administrator", "nobody",
    "township_reviewer", "county_approver",
])  # fmt: skip
def test_a_village_notice_is_drawn_hung_and_ended_by_the_village_only(cast, county, hung, part):
    sheet, _ = hung()
    who = cast.everybody()[part]
    with at(MONDAY + 6 * DAY):
        refused("workflow.not_allowed", notices.end, sheet, by=who)
        refused("workflow.not_allowed", notices.take_down, sheet, by=who, reason="其他")
        other = proposed(cast.village_officer, county.households[1])
        refused("workflow.not_allowed", drawn, who, [other])
        refused("workflow.not_allowed", notices.hang, drawn(cast.village_officer, [other]), by=who)


def test_the_county_announces_and_the_village_does_not(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 6 * DAY):
        notices.end(sheet, by=cast.village_officer)
        decided(one, town=cast.township_reviewer, county=cast.county_approver)
        refused("workflow.not_allowed", drawn, cast.village_officer, [one])


def test_the_notice_step_cannot_be_taken_without_its_notice(cast, hung):
    sheet, [one] = hung()
    with at(MONDAY + 6 * DAY):
        for notice in (None, sheet):
            refused("standing.notice", standing.act, one, by=cast.village_officer, step="notice", outcome="done",
                    uuid="6f0c7c5e-7f0e-4f6a-9a55-2c4c1d0f2b11", notice=notice)  # fmt: skip


@pytest.mark.parametrize("change", [
    {"lines": "who"}, {"lines": "result"}, {"title": "x"}, {"text": "x"}, {"phone": "0"}, {"days": 1},
    {"issuer": "x"}, {"count": "working"}, {"objected": "go_on"},
])  # fmt: skip
def test_one_character_changed_in_the_record_stops_the_notice(cast, hung, change):
    from liuqing.registry.services.notices import proof

    sheet, _ = hung()
    before = proof.shown(sheet)
    [(name, value)] = change.items()
    if name == "lines":
        told = sheet.lines[0][value]
        sheet.lines[0][value] = told[:-1] + ("甲" if told[-1] != "甲" else "乙")
    else:
        setattr(sheet, name, value)
    Notice.objects.filter(pk=sheet.pk).update(**{name: getattr(sheet, name)})
    assert not proof.holds(sheet) and proof.shown(sheet) != before
    with at(MONDAY + 7 * DAY):
        refused("notices.changed", notices.end, sheet, by=cast.village_officer)


def test_a_day_of_hanging_that_was_put_back_in_the_record_stops_the_notice(cast, hung):
    sheet, _ = hung()
    Notice.objects.filter(pk=sheet.pk).update(hung_on=MONDAY - 5 * DAY, until=MONDAY)
    with at(MONDAY + DAY):
        refused("notices.changed", notices.end, sheet, by=cast.village_officer)


def test_an_objection_that_was_deleted_from_the_record_stops_the_notice(cast, hung):
    sheet, _ = hung("watching_on")
    with at(MONDAY + DAY):
        notices.object_(sheet, said="意见").delete()
    with at(MONDAY + 6 * DAY):
        refused("notices.changed", notices.end, sheet, by=cast.village_officer)


def test_an_answer_that_was_written_into_the_record_by_hand_stops_the_notice(cast, hung):
    sheet, _ = hung("watching_on")
    with at(MONDAY + DAY):
        notices.object_(sheet, said="意见")
    sheet.objections.update(upheld=False, answer="x", answered_by="x")
    with at(MONDAY + 6 * DAY):
        refused("notices.changed", notices.end, sheet, by=cast.village_officer)


def test_the_letters_of_the_proof_read_like_no_number(hung):
    from liuqing.registry.services.notices import proof

    sheet, _ = hung()
    letters = proof.shown(sheet)
    assert len(letters.replace("-", "")) == 16 and not any(c.isdigit() for c in letters)


@pytest.fixture
def afresh():
    """Read the holidays again, as a server does when it is started."""

    def clear():
        layers.stated.cache_clear()
        calendar._days.cache_clear()

    yield clear
    clear()


def test_holidays_entered_after_the_hanging_push_the_end_on_and_never_bring_it_forward(
    cast, county, own_place, afresh
):
    noticing.write_procedures(own_place)
    with at(MONDAY):
        one = proposed(cast.village_officer, county.households[0], "watching_anew")
        sheet = notices.hang(drawn(cast.village_officer, [one]), by=cast.village_officer)
    assert sheet.until == date(2026, 3, 9)
    told = "notices:\n  own:\n    source: {document: 示例, clause: 一}\n    off: {2026-03-05: 2026-03-05}\n"
    (own_place / "holidays.yaml").write_text(told, encoding="utf-8")
    afresh()
    with at(date(2026, 3, 10)):
        refused("notices.still_hanging", notices.end, sheet, by=cast.village_officer)
        notices.object_(sheet, said="意见")
