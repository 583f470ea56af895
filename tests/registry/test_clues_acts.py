"""What is done with a clue: who may, when, what must be there first; nothing lost, nobody named."""

import json
import logging
from datetime import date

import pytest
import time_machine
from django.db import transaction

from liuqing.errors import Problem
from liuqing.registry.models import (
    Case,
    Clue,
    Entry,
    Household,
    Membership,
    Monitoring,
    Person,
    Report,
)
from liuqing.registry.queries import clues as asked
from liuqing.registry.services import clues as acts
from liuqing.registry.services import snapshots
from liuqing.registry.services.clues import Said, found, gathering, joining
from liuqing.workflow import trail
from liuqing.workflow.models import Event
from tests import county as making
from tests.registry.test_clues import PHONE, ask, close, home, sent, verified, walk, warning

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.one_database]
FAKE, WORDS = "测名甲乙", "暗号词句丙丁"
DAY = date(2026, 3, 2)


@pytest.fixture
def monday():
    with time_machine.travel("2026-03-02T02:00:00Z", tick=False):
        yield


def refused(act, **what) -> str:
    with pytest.raises(Problem) as problem:
        act(**what)
    return problem.value.code


# Who may

MAY = {
    "report": {"village_officer", "township_reviewer", "county_approver"},
    "send": {"township_reviewer", "county_approver"},
    "verify": {"village_officer", "township_reviewer", "county_approver"},
    "close": {"township_reviewer", "county_approver"},
    "tie": {"village_officer", "township_reviewer", "county_approver"},
}


def tried(act, county, cast, by):
    if act == "report":
        return walk(county, cast, name=FAKE, by=by)
    if act == "send":
        return acts.send(waiting=[ask(county).clue], by=by)
    if act == "verify":
        return acts.verify(clue=sent(county, cast), by=by, visited_on=DAY, result="fine", said="看过")
    if act == "close":
        return acts.close(clue=verified(county, cast), by=by, outcome="no_need", reason="不符合")
    return acts.tie(clue=ask(county).clue, by=by, household=home())


@pytest.mark.parametrize("act", MAY)
def test_only_who_holds_the_right_there_may_act(county, cast, act):
    for part, by in cast.everybody().items():
        with transaction.atomic():
            try:
                tried(act, county, cast, by)
                allowed = True
            except Problem as problem:
                assert problem.code == "workflow.not_allowed"
                allowed = False
            transaction.set_rollback(True)
        assert allowed == (part in MAY[act]), part


def test_nobody_outside_the_area_sees_a_clue_at_all(county, cast):
    clue = ask(county, name="孙十一").clue
    for part in (
        "outsider",
        "county_leader",
        "inspector",
        "department_officer",
        "finance",
        "administrator",
        "nobody",
    ):
        by = cast.everybody()[part]
        assert not asked.of_user(by).exists(), part
        assert refused(asked.clue, user=by, pk=clue.pk) == "clues.no_such_clue"
        assert asked.mine(by).total == 0
        assert asked.tasks(by) == []


# Sending


def test_a_clue_is_sent_once(county, cast):
    clue = sent(county, cast)
    assert (clue.state, clue.sent_by) == ("sent", "township-reviewer")
    assert refused(acts.send, waiting=[clue], by=cast.township_reviewer) == "clues.not_visited"


def test_a_clue_of_no_village_is_sent_only_with_one(county, cast):
    said = Said(name=FAKE, phone=PHONE, happened=("work",))
    clue = acts.report(channel="request", area=county.towns[0], said=said).clue
    assert refused(acts.send, waiting=[clue], by=cast.township_reviewer) == "clues.no_village"
    acts.send(waiting=[clue], by=cast.township_reviewer, village=county.villages[1])
    clue.refresh_from_db()
    assert clue.area == county.villages[1]
    assert refused(
        acts.report, channel="request", area=county.county, said=said
    ) == "clues.no_village"  # fmt: skip


def test_a_clue_is_not_sent_to_a_village_of_another_township(county, cast):
    said = Said(name=FAKE, phone=PHONE, happened=("work",))
    clue = acts.report(channel="request", area=county.towns[0], said=said).clue
    code = refused(acts.send, waiting=[clue], by=cast.township_reviewer, village=county.villages[2])
    assert code == "workflow.not_allowed"


# Visiting


def test_what_was_found_is_sealed_and_every_visit_is_kept(county, cast):
    clue = sent(county, cast, name="孙十一")
    for n in (1, 2):
        acts.verify(
            clue=clue, by=cast.village_officer, visited_on=DAY, result="difficult", said=f"{WORDS}{n}"
        )
    clue.refresh_from_db()
    assert [visit["said"] for visit in found.read(clue)["visits"]] == [f"{WORDS}1", f"{WORDS}2"]
    assert WORDS.encode() not in bytes(clue.found)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"visited_on": date(2026, 3, 3)}, "clues.visited_later"),
        ({"visited_on": date(2026, 3, 1)}, "clues.visited_before"),
        ({"result": "其他"}, "clues.no_result"),
        ({"said": "  "}, "clues.no_words"),
        ({"said": "长" * 501}, "clues.too_long"),
    ],
)
def test_a_visit_needs_a_day_since_the_clue_came_in_a_result_and_words(county, cast, what, code):
    whole = {"visited_on": DAY, "result": "fine", "said": "长" * 500}
    clue = sent(county, cast)
    assert refused(acts.verify, clue=clue, by=cast.village_officer, **{**whole, **what}) == code
    acts.verify(clue=clue, by=cast.village_officer, **whole)


def test_a_clue_that_was_not_sent_is_not_verified(county, cast):
    clue = ask(county).clue
    what = {"visited_on": DAY, "result": "fine", "said": "看过"}
    assert refused(acts.verify, clue=clue, by=cast.village_officer, **what) == "clues.not_sent"


# Closing


@pytest.mark.parametrize("outcome", ["helped", "no_need", "not_found"])
def test_no_clue_is_closed_without_a_visit(county, cast, outcome):
    clue = sent(county, cast)
    what = {"clue": clue, "by": cast.township_reviewer, "outcome": outcome, "reason": "不用了"}
    assert refused(acts.close, **what) == "clues.not_visited"


def test_what_is_dealt_with_already_needs_no_visit(county, cast):
    clue = acts.close(clue=ask(county).clue, by=cast.township_reviewer, outcome="known", reason="已在监测")
    assert (clue.state, clue.outcome, clue.closed_on) == ("closed", "known", DAY)


def test_who_visited_does_not_decide_that_nothing_follows(county, cast):
    clue = sent(county, cast)
    acts.verify(clue=clue, by=cast.township_reviewer, visited_on=DAY, result="fine", said="看过")
    what = {"clue": clue, "outcome": "no_need", "reason": "不符合"}
    assert refused(acts.close, by=cast.township_reviewer, **what) == "clues.own_visit"
    assert acts.close(by=cast.county_approver, **what).state == "closed"


def test_nobody_says_by_hand_that_a_procedure_began(county, cast):
    what = {"clue": verified(county, cast), "by": cast.township_reviewer, "reason": "去办"}
    assert refused(acts.close, outcome="proceeding", **what) == "clues.no_outcome"


def test_a_closed_clue_stays_closed(county, cast):
    clue = close(county, cast)
    again = {"clue": clue, "by": cast.township_reviewer}
    assert refused(acts.close, outcome="known", reason="再办", **again) == "clues.closed"
    assert refused(acts.verify, visited_on=DAY, result="fine", said="看", **again) == "clues.closed"
    assert refused(acts.tie, household=home(), **again) == "clues.closed"


# Finding out whose it is


def test_a_request_tied_to_a_household_joins_its_open_clue_and_loses_nothing(county, cast):
    old = walk(county, cast, home=home("H0002")).clue
    request = ask(county, happened=("disaster",), words=WORDS)
    kept = acts.tie(clue=request.clue, by=cast.village_officer, household=home("H0002"))
    assert kept.pk == old.pk
    assert {one.channel for one in kept.reports.all()} == {"round", "request"}
    assert (kept.grade, kept.household) == ("red", home("H0002"))
    page = asked.clue(cast.village_officer, request.clue_id)
    assert page.record.pk == old.pk
    assert WORDS in {one.words for one in page.voices}
    assert asked.progress(request.receipt, PHONE[-4:]) is not None


def test_a_tie_keeps_visits_of_both(county, cast):
    unknown = verified(county, cast)
    other = walk(county, cast, home=home("H0002")).clue
    acts.verify(clue=other, by=cast.village_officer, visited_on=DAY, result="fine", said="另一次")
    kept = acts.tie(clue=unknown, by=cast.village_officer, household=home("H0002"))
    assert {visit["said"] for visit in found.read(kept)["visits"]} == {"见到本人", "另一次"}
    assert kept.pk == min(unknown.pk, other.pk)


def test_a_visit_for_a_milder_clue_does_not_stand_for_a_worse_one(county, cast):
    unknown = ask(county, happened=("disaster",)).clue
    other = walk(county, cast, home=home("H0002")).clue
    acts.verify(clue=other, by=cast.village_officer, visited_on=DAY, result="fine", said="看过")
    assert acts.tie(clue=unknown, by=cast.village_officer, household=home("H0002")).state == "sent"


def test_a_resident_outside_the_register_gets_a_household_of_the_police_list(county, cast):
    village = county.villages[0]
    person, mate = (
        Person.objects.create(name=f"外{n}", village=village, hukou_no="B7", birth=date(1970, 1, 1))
        for n in "甲乙"
    )
    kept = acts.tie(clue=ask(county, name="外某").clue, by=cast.village_officer, person=person)
    assert kept.household is not None
    assert set(kept.household.memberships.values_list("person", flat=True)) == {person.pk, mate.pk}
    assert kept.kind == "fall_in"


def test_a_clue_is_tied_once_and_to_somebody_of_the_own_area(county, cast):
    clue = ask(county).clue
    assert refused(acts.tie, clue=clue, by=cast.village_officer) == "clues.nobody_chosen"
    what = {"clue": clue, "by": cast.village_officer}
    assert refused(acts.tie, household=home("H0004"), **what) == "workflow.not_allowed"
    acts.tie(household=home(), **what)
    assert refused(acts.tie, household=home("H0002"), **what) == "clues.tied"


def test_a_township_ties_a_clue_to_a_household_of_another_village(county, cast):
    kept = acts.tie(clue=ask(county).clue, by=cast.township_reviewer, household=home("H0003"))
    assert kept.area == county.villages[1]
    assert not asked.of_user(cast.village_officer).exists()


def test_likely_people_bear_the_name_that_was_given(county, cast):
    Person.objects.create(name="孙十一", village=county.villages[0])
    clue = ask(county, name="孙十一").clue
    told = asked.likely(cast.village_officer, clue)
    assert {one.household_no for one in told} == {"", "H0002"}
    other = ask(county, about="other", whose="钱初九", phone="13900000002").clue
    assert [one.household_no for one in asked.likely(cast.village_officer, other)] == ["H0001"]
    assert asked.likely(cast.outsider, clue) == ()


def test_a_household_that_moves_takes_its_open_clue_along(county, cast):
    clue = walk(county, cast, home=home()).clue
    Household.objects.filter(no="H0001").update(village=county.villages[1])
    assert not asked.of_user(cast.village_officer).exists()
    assert asked.clue(cast.township_reviewer, clue.pk).village == "乙村"
    places = {one.code: one.total for one in asked.board(cast.township_reviewer, county.towns[0].code).places}
    assert places == {county.villages[0].code: 0, county.villages[1].code: 1}
    what = {"clue": clue, "visited_on": DAY, "result": "fine", "said": "看过"}
    assert refused(acts.verify, by=cast.village_officer, **what) == "workflow.not_allowed"
    assert acts.verify(by=cast.township_reviewer, **what).area == county.villages[1]


# Matched wrongly


def test_a_voice_that_is_about_another_household_goes_on_by_itself(county, cast):
    walk(county, cast, home=home("H0002"))
    report = ask(county, name="孙十一", happened=("disaster",))
    parted = acts.part(voice=report, by=cast.village_officer)
    first = Clue.objects.get(household__no="H0002")
    assert (first.grade, first.reports.count()) == ("yellow", 1)
    assert (parted.household, parted.grade, parted.state, parted.due_on) == (None, "red", "sent", DAY)
    assert asked.progress(report.receipt, PHONE[-4:]) is not None
    assert acts.tie(clue=parted, by=cast.village_officer, household=home()).household == home()


def test_the_only_voice_takes_its_clue_along(county, cast):
    report = ask(county, name="孙十一")
    assert acts.part(voice=report, by=cast.village_officer).pk == report.clue_id
    assert Clue.objects.get().household is None


def test_only_what_people_said_can_be_parted_and_only_here_and_now(county, cast):
    warned = joining.join([warning("H0001", "near_line")])[0].report
    assert refused(acts.part, voice=warned, by=cast.village_officer) == "clues.not_spoken"
    report = ask(county, name="孙十一")
    assert refused(acts.part, voice=report, by=cast.outsider) == "workflow.not_allowed"
    acts.close(clue=report.clue, by=cast.township_reviewer, outcome="known", reason="在办")
    assert refused(acts.part, voice=report, by=cast.village_officer) == "clues.closed"


# Typing


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"name": ""}, "clues.no_name"), ({"name": "长" * 31}, "clues.too_long"), ({"words": "长" * 301}, "clues.too_long"),
        ({"phone": ""}, "clues.bad_phone"), ({"phone": "123456"}, "clues.bad_phone"), ({"phone": "1" * 13}, "clues.bad_phone"),
        ({"happened": ()}, "clues.nothing_said"), ({"happened": ("invented",)}, "clues.nothing_said"),
    ],
)  # fmt: skip
def test_a_request_says_who_how_to_reach_and_what(county, what, code):
    assert refused(ask, county=county, **what) == code


def test_words_alone_or_a_tick_alone_are_enough(county):
    assert ask(county, happened=(), words="长" * 300).clue.grade == "yellow"
    assert ask(county, phone="０５３３－１２３４５６７", words="").clue.grade == "yellow"


def test_who_has_no_phone_asks_through_an_officer_and_still_finds_the_answer(county, cast):
    said = Said(name=FAKE, happened=("illness",))
    report = acts.report(channel="request", area=county.villages[0], said=said, by=cast.village_officer)
    [heard] = asked.clue(cast.village_officer, report.clue_id).voices
    assert asked.progress(report.receipt, heard.digits) is not None
    assert report.by == "village-officer"


def test_a_round_about_a_household_of_another_village_is_refused(county, cast):
    said = Said(happened=("work",))
    what = {"channel": "round", "area": county.villages[0], "said": said, "by": cast.village_officer}
    assert refused(acts.report, household=home("H0003"), **what) == "clues.not_here"


# The receipt


def test_a_receipt_tells_where_the_request_stands_and_nothing_of_the_household(county, cast):
    report = ask(county, name="孙十一", words=WORDS)
    steps = [asked.progress(report.receipt, PHONE[-4:])]
    clue = report.clue
    acts.send(waiting=[clue], by=cast.township_reviewer)
    steps.append(asked.progress(report.receipt, PHONE[-4:]))
    acts.verify(clue=clue, by=cast.village_officer, visited_on=DAY, result="difficult", said=WORDS)
    steps.append(asked.progress(report.receipt, PHONE[-4:]))
    acts.close(clue=clue, by=cast.township_reviewer, outcome="helped", reason=WORDS)
    steps.append(asked.progress(report.receipt, PHONE[-4:]))
    assert [len(one.done) for one in steps] == [1, 2, 3, 4]
    assert [one.by for one in steps] == [date(2026, 3, 9), date(2026, 3, 9), date(2026, 3, 17), None]
    told = repr(steps)
    for secret in ("孙十一", "H0002", WORDS, "属实", "帮扶", PHONE, "officer", "reviewer"):
        assert secret not in told


def test_a_request_that_joined_later_is_not_told_what_was_done_before(county, cast):
    clue = sent(county, cast, name="孙十一")
    acts.verify(clue=clue, by=cast.village_officer, visited_on=DAY, result="fine", said="看过")
    with time_machine.travel("2026-03-04T02:00:00Z", tick=False):
        later = ask(county, name="孙十一", phone="13900000003", words="又有事")
        done = dict(asked.progress(later.receipt, "0003").done)
    assert later.clue_id == clue.pk
    assert "上门核实" not in done
    assert min(done.values()) == date(2026, 3, 4)


def test_a_receipt_opens_only_with_the_own_four_digits(county):
    report = ask(county)
    assert asked.progress(report.receipt.lower().replace("-", " "), PHONE[-4:]) is not None
    for digits in ("7776", "", "777", PHONE, "xxxx"):
        assert asked.progress(report.receipt, digits) is None
    other = ask(county, phone="13900001111", words="另一件")
    assert asked.progress(other.receipt, PHONE[-4:]) is None
    assert asked.progress("AAA-AAA-AAAA", PHONE[-4:]) is None


# Nobody is named


def test_names_phones_and_words_are_nowhere_but_sealed(county, cast, caplog):
    caplog.set_level(logging.DEBUG)
    report = ask(county, words=WORDS, about="other", whose="暗主")
    clue = report.clue
    acts.send(waiting=[clue], by=cast.township_reviewer)
    acts.verify(clue=clue, by=cast.village_officer, visited_on=DAY, result="difficult", said=WORDS)
    acts.close(clue=clue, by=cast.township_reviewer, outcome="helped", reason=WORDS)
    told = (
        json.dumps(list(Event.objects.values("act", "subject", "detail")), ensure_ascii=False) + caplog.text
    )
    rows = [list(Report.objects.values_list()), list(Clue.objects.values_list())]
    kept = b"".join(
        bytes(cell) if isinstance(cell, memoryview | bytes) else str(cell).encode()
        for row in rows[0] + rows[1]
        for cell in row
    )
    for secret in (FAKE, PHONE, PHONE[-4:], WORDS, "暗主"):
        assert secret not in told
        assert secret.encode() not in kept
    assert trail.verify().sound


def test_an_identity_number_in_the_words_is_kept_and_never_shown(county, cast):
    number = making.identity()
    report = ask(county, words=f"我的号{number}和{number.lower()}", name=FAKE)
    page = asked.clue(cast.village_officer, report.clue_id)
    assert number[6:14] not in repr(page)
    assert "不显示" in page.voices[0].words
    assert number not in json.dumps(list(Event.objects.values("detail")))


# By rules and lists


@pytest.fixture
def assessed(county, cast):
    """The small county assessed; H0004 left poverty in 2018 and earns little."""
    from liuqing.registry.models import IncomeYear

    IncomeYear.objects.filter(household__no__in=["H0002", "H0004"]).update(wage=9000)
    return snapshots.take(on=making.ON, by=cast.county_approver)


def test_warnings_become_clues_of_their_households_with_the_grade_of_the_rule(county, cast, assessed):
    voices = list(gathering.warnings(assessed, county.county))
    made = acts.from_warnings(assessed, cast.county_approver)
    assert made.new == Clue.objects.count() == len({voice.household for voice in voices})
    assert {"H0002", "H0004"} <= set(Clue.objects.values_list("household__no", flat=True))
    assert set(Clue.objects.values_list("state", flat=True)) == {"sent"}
    grades = {one.household.no: one.grade for one in Clue.objects.select_related("household")}
    assert grades["H0002"] == "orange"


def test_the_preview_is_what_is_made(county, cast, assessed):
    walk(county, cast, home=home("H0002"))
    before = asked.warned(cast.county_approver, None)
    made = acts.from_warnings(assessed, cast.county_approver)
    assert (made.new, made.joined, made.known) == (before.new, before.joined, before.known)
    assert made.joined >= 1
    after = asked.warned(cast.county_approver, None)
    assert (after.new, after.joined, after.known) == (0, 0, made.new + made.joined)
    assert sum(one.new for one in before.villages) == before.new == sum(n for _, _, n in before.grades)


def test_a_township_makes_clues_of_its_own_villages_only(county, cast, assessed):
    acts.from_warnings(assessed, cast.township_reviewer, area=county.towns[0])
    assert set(Clue.objects.values_list("household__no", flat=True)) <= {"H0001", "H0002", "H0003"}
    code = refused(acts.from_warnings, snapshot=assessed, by=cast.township_reviewer, area=county.towns[1])
    assert code == "workflow.not_allowed"
    assert refused(acts.from_warnings, snapshot=assessed, by=cast.village_officer) == "workflow.not_allowed"


def test_warnings_of_an_earlier_snapshot_are_refused(county, cast, assessed):
    snapshots.take(on=date(2019, 1, 31), by=cast.county_approver)
    assert refused(acts.from_warnings, snapshot=assessed, by=cast.county_approver) == "clues.not_latest"


def test_closed_warnings_do_not_come_back_until_a_fact_changes(county, cast, assessed):
    acts.from_warnings(assessed, cast.county_approver)
    clue = Clue.objects.get(household__no="H0002")
    acts.verify(clue=clue, by=cast.village_officer, visited_on=DAY, result="fine", said="看过")
    acts.close(clue=clue, by=cast.township_reviewer, outcome="no_need", reason="有存款")
    again = snapshots.take(on=making.ON, by=cast.county_approver)
    made = acts.from_warnings(again, cast.county_approver)
    assert made.new == 0
    assert made.held >= 1
    from liuqing.registry.models import IncomeYear

    IncomeYear.objects.filter(household__no="H0002").update(wage=8000)
    changed = snapshots.take(on=making.ON, by=cast.county_approver)
    assert acts.from_warnings(changed, cast.county_approver).new == 1


def test_what_a_village_explained_is_not_asked_again_as_a_clue(county, cast, assessed):
    case = Case.objects.get(rule="near_line", household__no="H0002")
    case.state, case.outcome, case.kept = "closed", "explained", case.facts
    case.save()
    rules = {
        voice.source
        for voice in gathering.warnings(assessed, county.county)
        if voice.household == case.household_id
    }
    assert "near_line" not in rules


def test_a_monitored_household_needs_no_clue(county, cast, assessed):
    Monitoring.objects.create(
        household=home("H0002"), kind="脱贫不稳定户", risks=["因病"], since=date(2025, 1, 1)
    )
    made = acts.from_warnings(assessed, cast.county_approver)
    assert made.monitored >= 1 == asked.warned(cast.county_approver, None).monitored
    assert not Clue.objects.filter(household__no="H0002").exists()


def entry(person, kind, on=date(2026, 1, 5), **values) -> Entry:
    return Entry.objects.create(kind=kind, person=person, values=values, said_on=on)


def outsider_person(county, name="外甲") -> Person:
    return Person.objects.create(name=name, village=county.villages[0], hukou_no=f"B{name}")


@pytest.mark.parametrize(("paid", "clues"), [("10000.00", 1), ("9999.99", 0)])
def test_who_paid_as_much_as_the_line_at_hospitals_is_a_clue_in_the_register_or_not(
    county, cast, paid, clues
):
    person = outsider_person(county)
    entry(person, "medical_settlements", self_paid=paid)
    made = acts.from_list("medical_settlements", cast.county_approver)
    assert made.new == clues == Clue.objects.filter(person=person, household=None, grade="orange").count()


def test_bills_of_twelve_months_are_added_and_the_same_bill_in_two_lists_counts_once(county, cast):
    person = outsider_person(county)
    for day in (date(2025, 3, 3), date(2026, 2, 1), date(2026, 2, 1)):
        entry(person, "medical_settlements", day, self_paid="5000", discharged=day.isoformat())
    assert acts.from_list("medical_settlements", cast.county_approver).new == 1
    other = outsider_person(county, "外乙")
    for day in (date(2025, 3, 2), date(2026, 2, 1)):
        entry(other, "medical_settlements", day, self_paid="5000", discharged=day.isoformat())
    assert acts.from_list("medical_settlements", cast.county_approver).new == 0


@pytest.mark.parametrize(
    ("signal", "grade"), [("突发事故", "red"), ("大额医疗支出", "orange"), ("证件地址变更", "")]
)
def test_a_signal_counts_by_the_words_of_the_place(county, cast, signal, grade):
    entry(outsider_person(county), "signals", signal=signal)
    acts.from_list("signals", cast.county_approver)
    assert list(Clue.objects.values_list("grade", flat=True)) == ([grade] if grade else [])


def test_a_loss_by_disaster_is_red_and_about_a_member_is_about_the_household(county, cast):
    member = Membership.objects.filter(household__no="H0001").first().person
    entry(member, "disasters", loss="5000")
    acts.from_list("disasters", cast.county_approver)
    clue = Clue.objects.get()
    assert (clue.grade, clue.household) == ("red", home())


def test_the_same_list_again_makes_nothing_and_a_list_of_no_kind_is_refused(county, cast):
    entry(outsider_person(county), "signals", signal="突发事故")
    assert asked.listed_preview(cast.county_approver, None, "signals").new == 1
    acts.from_list("signals", cast.county_approver)
    made = acts.from_list("signals", cast.county_approver)
    assert (made.new, made.known) == (0, 1)
    assert refused(acts.from_list, kind="dibao", by=cast.county_approver) == "clues.no_such_list"
    assert {kind for kind, _, _ in asked.lists()} == {"signals"}


# Keeping


@pytest.mark.parametrize(("day", "gone"), [("2028-03-01T02:00:00Z", 0), ("2028-03-02T02:00:00Z", 1)])
def test_names_phones_and_words_go_two_years_after_the_end(county, cast, day, gone):
    clue = close(county, cast, words=WORDS)
    receipt = clue.reports.get().receipt
    open_one = ask(county, phone="13900000004", words=WORDS).clue
    with time_machine.travel(day, tick=False):
        assert acts.forget(by=cast.county_approver) == gone
        assert acts.forget(by=cast.county_approver) == 0
    report = clue.reports.get()
    assert (report.said is None) == (report.phone is None) == (report.receipt == "") == bool(gone)
    assert (asked.progress(receipt, PHONE[-4:]) is None) == bool(gone)
    assert open_one.reports.get().said is not None
    assert Clue.objects.get(pk=clue.pk).outcome == "helped"


def test_who_takes_back_the_consent_is_forgotten_at_once_and_the_clue_goes_on(county, cast):
    report = ask(county, name="孙十一", words=WORDS)
    other = ask(county, name="孙十一", phone="13900000006", words=WORDS)
    assert refused(acts.erase, voice=report, by=cast.outsider) == "workflow.not_allowed"
    acts.erase(voice=report, by=cast.village_officer)
    assert asked.progress(report.receipt, PHONE[-4:]) is None
    [gone, kept] = asked.clue(cast.village_officer, report.clue_id).voices
    assert (gone.name, gone.phone, gone.words, gone.kept) == ("", "", "", False)
    assert kept.words == WORDS
    assert asked.progress(other.receipt, "0006") is not None
    assert Clue.objects.get().state == "received"


def test_who_asks_again_after_that_gets_a_new_receipt(county, cast):
    report = ask(county, words=WORDS)
    acts.erase(voice=report, by=cast.village_officer)
    again = ask(county, words=WORDS)
    assert again.receipt not in ("", report.receipt)
    assert again.clue_id == report.clue_id


# The board


def test_the_board_counts_by_state_grade_channel_and_end(county, cast):
    close(county, cast, name="孙十一")
    walk(county, cast, home=home(), happened=("disaster",))
    board = asked.board(cast.township_reviewer)
    assert (board.total.total, board.total.open) == (2, 1)
    assert {key: n for key, _, n in board.grades} == {"red": 1, "orange": 0, "yellow": 0}
    assert {key: n for key, _, n in board.channels} == {"request": 1, "round": 1, "list": 0, "warning": 0}
    assert {key: n for key, _, n in board.outcomes if n} == {"helped": 1}
    assert [one.code for one in board.places] == sorted(one.code for one in board.places)
    assert (board.visit.days, board.visit.of, board.decision.of) == (0.0, 1, 1)
    assert board.visited_in_time == (1, 1)


def test_a_visit_after_its_day_is_not_in_time(county, cast):
    clue = sent(county, cast)
    with time_machine.travel("2026-03-10T02:00:00Z", tick=False):
        acts.verify(
            clue=clue, by=cast.village_officer, visited_on=date(2026, 3, 10), result="fine", said="看过"
        )
        board = asked.board(cast.township_reviewer)
    assert board.visited_in_time == (0, 1)
    assert board.visit.days == 8.0


@pytest.mark.parametrize(
    "choice", [{"grade": "red"}, {"channel": "round"}, {"state": "open"}, {"outcome": "helped"}]
)
def test_every_count_leads_to_as_many_clues(county, cast, choice):
    close(county, cast, name="孙十一")
    walk(county, cast, home=home(), happened=("disaster",))
    lines, many = asked.listed(cast.township_reviewer, county.towns[0].code, asked.Choice(**choice))
    assert len(lines) == many == 1


def test_a_clue_with_two_voices_of_a_channel_is_one_clue_of_it(county, cast):
    joining.join([warning("H0001", "near_line"), warning("H0001", "lost_work")])
    assert {key: n for key, _, n in asked.board(cast.township_reviewer).channels if n} == {"warning": 1}


def test_a_leader_sees_numbers_and_no_clue(county, cast):
    ask(county)
    assert asked.board(cast.county_leader).total.total == 1
    assert not asked.board(cast.county_leader).lists
    assert asked.listed(cast.county_leader, county.county.code, asked.Choice(state="open")) == ([], 0)


def test_lists_name_no_one_who_spoke(county, cast):
    ask(county, words=WORDS)
    told = repr(asked.mine(cast.township_reviewer))
    assert not any(secret in told for secret in (FAKE, PHONE, WORDS))


def test_tasks_say_what_waits_for_whom(county, cast):
    ask(county)
    sent(county, cast, phone="13900000005", words="另一件")
    told = {task.target["which"]: task.count for task in asked.tasks(cast.township_reviewer)}
    assert told == {"tie": 2, "send": 1, "verify": 1}
    assert {task.target["which"] for task in asked.tasks(cast.village_officer)} == {"tie", "verify"}
    assert {task.kind for task in asked.tasks(cast.village_officer)} == {"clues"}
