"""Clues: one household, one open clue, whoever speaks and in whatever order; graded, sent out, timed."""

from datetime import date, timedelta
from itertools import permutations

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuqing.registry.models import Clue, Household, Membership, Person, Report, Standing
from liuqing.registry.queries import clues as asked
from liuqing.registry.services import clues as acts
from liuqing.registry.services.clues import Said, joining, voices
from liuqing.registry.services.clues.voices import Voice
from liuqing.workflow import receipts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MONDAY = "2026-03-02T02:00:00Z"
FAKE = "测名甲乙"
PHONE = "13988887777"


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def ask(county, *, name=FAKE, phone=PHONE, happened=("work",), words="", village=0, **more) -> Report:
    """A request through the public page."""
    said = Said(name=name, phone=phone, happened=happened, words=words, **more)
    return acts.report(channel="request", area=county.villages[village], said=said)


def walk(county, cast, *, home=None, happened=("work",), words="", name="", by=None) -> Report:
    """What the village officer saw on a round."""
    area = home.village if home else county.villages[0]
    said = Said(name=name, happened=happened, words=words)
    return acts.report(channel="round", area=area, said=said, by=by or cast.village_officer, household=home)


def home(no="H0001") -> Household:
    return Household.objects.select_related("village").get(no=no)


def sent(county, cast, **more) -> Clue:
    clue = ask(county, **more).clue
    acts.send(waiting=Clue.objects.filter(pk=clue.pk, state="received"), by=cast.township_reviewer)
    clue.refresh_from_db()
    return clue


def verified(county, cast, *, result="difficult", **more) -> Clue:
    return acts.verify(
        clue=sent(county, cast, **more), by=cast.village_officer, visited_on=date(2026, 3, 2), result=result,
        said="见到本人",
    )  # fmt: skip


# One household, one clue


def test_a_request_is_a_clue_with_a_receipt_that_can_be_read_out(county):
    report = ask(county)
    assert receipts.read(report.receipt) == report.receipt
    assert (report.clue.state, report.clue.grade, report.clue.kind) == ("received", "yellow", "fall_in")


def test_the_same_words_from_the_same_phone_are_one_request_with_one_receipt(county):
    first = ask(county, words="没有钱看病")
    again = ask(county, words=" 没有钱 看病 ", phone="+86 139-8888-7777")
    assert first.receipt == again.receipt
    assert Report.objects.count() == 1


def test_other_words_from_the_same_phone_about_the_own_house_join_one_clue(county):
    first, second = ask(county, words="没活干"), ask(county, happened=("illness",))
    assert first.receipt != second.receipt
    assert first.clue_id == second.clue_id


def test_requests_for_neighbours_from_one_phone_are_different_clues(county):
    one = ask(county, about="other", whose="李某")
    two = ask(county, about="other", whose="王某")
    assert one.clue_id != two.clue_id


def test_a_name_that_only_one_person_of_the_village_bears_leads_to_the_household(county):
    assert ask(county, name="孙十一").clue.household == home("H0002")


def test_a_name_that_two_bear_is_for_an_officer(county):
    Person.objects.create(name="孙十一", village=county.villages[0])
    assert ask(county, name="孙十一").clue.household is None


def test_a_name_of_another_village_leads_nowhere(county):
    assert ask(county, name="孙十一", village=1).clue.household is None


def test_every_channel_about_a_household_joins_its_open_clue(county, cast):
    clue = ask(county, name="孙十一").clue
    assert walk(county, cast, home=home("H0002"), words="房顶漏雨").clue_id == clue.pk
    assert joining.join([warning("H0002", "near_line")])[0].report.clue_id == clue.pk
    person = Membership.objects.filter(household__no="H0002").last().person
    said = Voice(
        channel="list", key="list:x", grade="yellow", area=home("H0002").village_id, person=person.pk
    )
    assert joining.join([said])[0].report.clue_id == clue.pk
    assert clue.reports.count() == 4


def test_a_second_voice_raises_the_grade_and_brings_the_day_forward(county, cast):
    clue = ask(county, name="孙十一").clue
    walk(county, cast, home=home("H0002"), happened=("illness",))
    clue.refresh_from_db()
    assert (clue.grade, clue.due_on) == ("orange", date(2026, 3, 5))


def test_a_second_voice_never_lowers_the_grade(county, cast):
    clue = walk(county, cast, home=home("H0002"), happened=("illness",)).clue
    walk(county, cast, home=home("H0002"), happened=("work",))
    clue.refresh_from_db()
    assert (clue.grade, clue.due_on) == ("orange", date(2026, 3, 5))


def test_a_later_milder_voice_does_not_put_the_day_off(county, cast):
    clue = walk(county, cast, home=home("H0002")).clue
    with time_machine.travel("2026-03-06T02:00:00Z", tick=False):
        walk(county, cast, home=home("H0002"), words="又看到")
    clue.refresh_from_db()
    assert clue.due_on == date(2026, 3, 9)


def test_red_goes_to_the_village_at_once(county):
    assert ask(county, happened=("disaster",)).clue.state == "sent"
    assert ask(county, phone="13900000009", happened=("illness",)).clue.state == "received"


def test_what_an_officer_of_the_village_saw_needs_no_sending(county, cast):
    assert walk(county, cast, home=home()).clue.state == "sent"


def test_a_worse_voice_after_the_visit_sends_the_clue_out_again(county, cast):
    clue = verified(county, cast, name="孙十一")
    walk(county, cast, home=home("H0002"), words="还是老样子")
    clue.refresh_from_db()
    assert clue.state == "verified"
    walk(county, cast, home=home("H0002"), happened=("disaster",))
    clue.refresh_from_db()
    assert (clue.state, clue.grade, clue.due_on) == ("sent", "red", date(2026, 3, 2))


def test_the_database_allows_a_household_one_open_clue(county, cast):
    clue = walk(county, cast, home=home()).clue
    with pytest.raises(IntegrityError), transaction.atomic():
        Clue.objects.create(
            area=clue.area, household=clue.household, kind="risk", grade="red", opened_on=clue.opened_on,
            due_on=clue.due_on, decide_by=clue.decide_by,
        )  # fmt: skip


def test_after_the_end_a_new_voice_is_a_new_clue(county, cast):
    clue = close(county, cast, name="孙十一")
    again = ask(county, name="孙十一")
    assert again.clue_id != clue.pk
    assert again.receipt != clue.reports.get().receipt
    assert [one.pk for one in asked.clue(cast.village_officer, again.clue_id).earlier] == [clue.pk]


def close(county, cast, **more) -> Clue:
    return acts.close(
        clue=verified(county, cast, **more), by=cast.township_reviewer, outcome="helped", reason="已送医保"
    )


def warning(no: str, rule: str, facts: str = "a", grade: str = "orange") -> Voice:
    one = home(no)
    return Voice(
        channel="warning", key=voices.key("warning", rule, one.pk, facts), source=rule, household=one.pk,
        area=one.village_id, grade=grade, once=True, sent=True,
    )  # fmt: skip


def test_people_of_one_police_household_outside_the_register_are_one_clue(county):
    village = county.villages[0]
    people = [Person.objects.create(name=f"外{n}", village=village, hukou_no="B7") for n in "甲乙"]
    told = [
        Voice(channel="list", key=f"list:{p.pk}", grade="orange", area=village.pk, person=p.pk)
        for p in people
    ]
    assert len({one.report.clue_id for one in joining.join(told)}) == 1


def test_a_record_that_was_merged_into_another_still_leads_to_its_clue(county):
    village = county.villages[0]
    gone, kept = (Person.objects.create(name="外甲", village=village) for _ in range(2))
    first = joining.join([Voice(channel="list", key="a", grade="yellow", area=village.pk, person=gone.pk)])
    gone.same_as = kept
    gone.save()
    again = joining.join([Voice(channel="list", key="b", grade="yellow", area=village.pk, person=kept.pk)])
    assert first[0].report.clue_id == again[0].report.clue_id


KINDS = {"registered": "risk", "exited": "relapse", "relapsed": "risk"}


@pytest.mark.parametrize("status", KINDS)
def test_what_is_supposed_follows_from_the_standing(county, cast, status):
    Standing.objects.filter(household=home(), until=None).update(status=status)
    assert walk(county, cast, home=home()).clue.kind == KINDS[status]


def test_an_exit_is_supposed_only_as_long_as_everybody_says_so(county, cast):
    clue = walk(county, cast, home=home(), happened=("better",)).clue
    assert clue.kind == "exit_due"
    walk(county, cast, home=home(), happened=("better", "illness"))
    clue.refresh_from_db()
    assert clue.kind == "risk"


# Whatever the order

SPOKEN = (
    ("H0001", "near_line", "yellow"), ("H0001", "disaster_hit", "red"), ("H0002", "near_line", "orange"),
    ("H0003", "income_fell", "yellow"), ("H0003", "income_fell", "yellow"), ("H0001", "income_fell", "orange"),
)  # fmt: skip


def taken_in(told) -> dict[str, tuple]:
    """The clues that come of it, told by household; undone afterwards."""
    with transaction.atomic():
        joining.join(told)
        clues = Clue.objects.exclude(household=None)
        result = {
            one.household.no: (one.grade, one.kind, one.state, one.due_on, one.decide_by,
                               sorted(one.reports.values_list("key", flat=True)))
            for one in clues
        }  # fmt: skip
        assert len(result) == clues.count()
        transaction.set_rollback(True)
    return result


def test_every_order_of_the_same_voices_gives_the_same_clues(county):
    told = [warning(no, rule, grade=grade) for no, rule, grade in SPOKEN]
    results = [taken_in(order) for order in list(permutations(told))[::37]]
    assert all(result == results[0] for result in results)
    assert {no: one[0] for no, one in results[0].items()} == {
        "H0001": "red",
        "H0002": "orange",
        "H0003": "yellow",
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_voices_in_any_order_give_one_open_clue_a_household_with_the_worst_grade(county, data):
    spoken = data.draw(st.lists(st.tuples(
        st.sampled_from(["H0001", "H0002", "H0004"]), st.sampled_from("abc"), st.sampled_from(["red", "orange", "yellow"]),
        st.sampled_from(["household", "person"]), st.booleans(),
    ), min_size=1, max_size=8, unique_by=lambda one: one[:2]))  # fmt: skip
    told = [one_of(*one) for one in spoken]
    result = taken_in(told)
    assert taken_in(data.draw(st.permutations(told))) == result
    for no, clue in result.items():
        grades = [grade for other, _, grade, _, _ in spoken if other == no]
        assert clue[0] == min(grades, key=["red", "orange", "yellow"].index)
        assert len(clue[-1]) == len(grades)


def one_of(no, rule, grade, about, exit_due) -> Voice:
    """A voice about a household, or about its second member."""
    one = home(no)
    person = Membership.objects.filter(household=one).order_by("pk")[1].person_id
    whom = {"household": one.pk} if about == "household" else {"person": person}
    return Voice(
        channel="list", key=f"list:{no}{rule}", grade=grade, area=one.village_id, exit_due=exit_due, **whom
    )


# What was closed does not come back on the same facts


def test_a_warning_that_was_closed_on_the_same_facts_does_not_come_back(county, cast):
    report = joining.join([warning("H0001", "near_line")])[0].report
    end(report.clue, cast)
    assert joining.join([warning("H0001", "near_line")])[0].what == "held"
    assert joining.join([warning("H0001", "near_line", facts="b")])[0].what == "new"


def test_facts_that_went_away_and_came_back_are_asked_again(county, cast):
    for facts in "ab":
        end(joining.join([warning("H0001", "near_line", facts)])[0].report.clue, cast)
    assert joining.join([warning("H0001", "near_line", "a")])[0].what == "new"


def test_a_forecast_says_what_joining_will_do_and_writes_nothing(county, cast):
    told = warning("H0001", "near_line")
    assert joining.forecast(told) == "new"
    clue = joining.join([told])[0].report.clue
    assert joining.forecast(told) == "known"
    assert joining.forecast(warning("H0001", "lost_work")) == "joined"
    end(clue, cast)
    assert joining.forecast(told) == "held"
    assert Report.objects.count() == 1


def end(clue: Clue, cast) -> None:
    acts.verify(clue=clue, by=cast.village_officer, visited_on=date(2026, 3, 2), result="fine", said="看过")
    acts.close(clue=clue, by=cast.township_reviewer, outcome="no_need", reason="不符合")


# Deadlines, both sides


DUE = {"red": date(2026, 3, 2), "orange": date(2026, 3, 5), "yellow": date(2026, 3, 9)}


@pytest.mark.parametrize("grade", DUE)
def test_a_visit_is_due_after_the_days_of_its_grade(county, cast, grade):
    clue = joining.join([warning("H0001", "near_line", grade=grade)])[0].report.clue
    assert (clue.due_on, clue.decide_by) == (DUE[grade], date(2026, 3, 17))
    late = [asked.mine(cast.village_officer, today=DUE[grade] + timedelta(n)).verify.late for n in (0, 1)]
    assert late == [0, 1]


def test_a_decision_is_late_on_the_day_after_the_fifteenth(county, cast):
    verified(county, cast, name="孙十一")
    late = [asked.mine(cast.township_reviewer, today=date(2026, 3, day)).close.late for day in (17, 18)]
    assert late == [0, 1]
    boards = [
        asked.board(cast.township_reviewer, None, today=date(2026, 3, day)).total.late for day in (17, 18)
    ]
    assert boards == [0, 1]


def test_a_place_that_counts_working_days_leaves_out_weekends_and_holidays(county, cast, tmp_path, settings):
    working(tmp_path, settings)
    with time_machine.travel("2025-09-29T02:00:00Z", tick=False):  # Monday before the national holiday
        clue = joining.join([warning("H0001", "near_line", grade="orange")])[0].report.clue
    # 30 September, then the holiday of 1 to 8 October: 9 and 10 October.
    assert clue.due_on == date(2025, 10, 10)
    # Saturday 11 October is worked instead.
    assert clue.decide_by == date(2025, 11, 3)


def working(folder, settings) -> None:
    from dataclasses import replace

    numbers = folder / "parameters" / "clues"
    numbers.mkdir(parents=True)
    (folder / "place.yaml").write_text(
        'extends: china/yunnan\ncode: "990101"\nnames: {city: 示例市, county: 示例县}\nlabel: 示例县\n',
        encoding="utf-8",
    )
    said = "  2016-01-01: {value: %s, source: {document: 示例文件, clause: 第一条}}\n"
    for name, value in (("count", "工作日"), ("decide_days", "20")):
        text = f"label: 试\nunit: 天\nvalues:\n{said % value}"
        (numbers / f"{name}.yaml").write_text(text, encoding="utf-8")
    settings.WORKSPACE = replace(settings.WORKSPACE, place=str(folder))
