"""Standing (身份办理): a step is taken once, in its order, by the right person, on its own day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from liuqing.errors import Problem
from liuqing.registry.models import (
    Act,
    Clue,
    HouseholdYear,
    Objection,
    Paper,
    Person,
    Proceeding,
    Standing,
    Window,
)
from liuqing.registry.queries import standing as asked
from liuqing.registry.services import merging, snapshots, standing
from liuqing.workflow.models import Appointment
from tests import cast as casting
from tests import county as making
from tests.registry import standings
from tests.registry.standings import TODAY, at, begun, done, go, hung, later


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
def ready(cast, home):
    """All conditions of an exit are met in the latest assessment."""
    snapshots.take(on=date(2018, 12, 31), by=cast.county_approver)
    return home


@pytest.fixture
def at_step(cast, home):
    """A long exit that waits at a step."""

    def until(key):
        one = begun(cast, "long_exit_free", home)
        while one.step != key:
            go(cast, one)
        return one

    return until


def refused(code, act, *arguments, **more):
    """The words of the Problem of an act that is refused."""
    with pytest.raises(Problem) as problem:
        act(*arguments, **more)
    assert problem.value.code == code, problem.value
    return problem.value.what


# The whole road.


def test_a_household_leaves_by_every_step_in_its_order(cast, ready, clock):
    one = begun(cast, "long_exit", ready)
    for _ in range(7):
        later(clock)
        go(cast, one)
    assert one.state == Proceeding.State.DONE
    told = list(Standing.objects.filter(household=ready).values_list("status", "since", "until"))
    assert told[-1] == ("exited", one.closed_on, None)
    assert told[-2] == ("registered", date(2014, 1, 1), one.closed_on)
    assert Standing.objects.get(household=ready, until=None).proceeding == one
    assert standing.verify(one).sound
    assert [act.step for act in Act.objects.filter(proceeding=one)] == [
        "proposal", "appraisal", "consent", "notice", "town", "compare", "county", "announcement"]  # fmt: skip


# Order.


def test_a_step_cannot_be_skipped(cast, at_step):
    one = at_step("appraisal")
    said = {"outcome": "agreed", "uuid": uuid4(), "signatures": ["户主"]}
    what = refused(
        "standing.not_this_step", standing.act, one, by=cast.village_officer, step="consent", **said
    )
    assert "民主评议" in what


def test_a_step_cannot_be_taken_twice(cast, at_step):
    one = at_step("consent")
    said = {"outcome": "agreed", "uuid": uuid4()}
    what = refused("standing.taken", standing.act, one, by=cast.village_officer, step="appraisal", **said)
    assert "同事已经办过" in what and cast.village_officer.username not in what


def test_a_double_click_is_one_act(cast, home):
    one, uuid = begun(cast, "t_exit", home), uuid4()
    said = {"by": cast.township_reviewer, "step": "town", "outcome": "agreed", "uuid": uuid}
    assert standing.act(one, **said) == standing.act(one, **said)
    assert Standing.objects.filter(household=home).count() == 2


def test_submitted_twice_by_the_same_click_it_is_submitted_once(cast, home):
    one, uuid = standing.open(by=cast.village_officer, procedure="t_exit", household=home), uuid4()
    first = standing.submit(one, by=cast.village_officer, uuid=uuid)
    assert standing.submit(one, by=cast.village_officer, uuid=uuid) == first
    refused("standing.not_draft", standing.submit, one, by=cast.village_officer, uuid=uuid4())


def test_a_number_of_a_click_belongs_to_one_proceeding(cast, county, home):
    spouse = home.memberships.order_by("pk")[1].person_id
    one, other = begun(cast, "t_exit", home), begun(cast, "t_change_head", home, head=spouse, why="外出")
    uuid = uuid4()
    standing.act(one, by=cast.township_reviewer, step="town", outcome="agreed", uuid=uuid)
    said = {"step": "town", "outcome": "agreed", "uuid": uuid}
    refused("standing.uuid_taken", standing.act, other, by=cast.township_reviewer, **said)


def test_what_is_finished_takes_no_more_steps(cast, home):
    one = done(cast, "t_exit", home)
    said = {"step": "town", "outcome": "agreed", "uuid": uuid4()}
    refused("standing.taken", standing.act, one, by=cast.township_reviewer, **said)
    refused("standing.closed", standing.withdraw, one, by=cast.village_officer, said="不办了")


def test_one_of_a_group_is_open_at_a_time(cast, home):
    standing.open(by=cast.village_officer, procedure="t_exit", household=home)
    refused(
        "standing.already_open", standing.open, by=cast.village_officer, procedure="t_relapse", household=home
    )
    standing.open(by=cast.village_officer, procedure="t_watch", household=home)


def test_opened_twice_by_the_same_click_it_is_one_draft(cast, home):
    said = {"by": cast.village_officer, "procedure": "t_exit", "household": home, "uuid": uuid4()}
    assert standing.open(**said) == standing.open(**said)


# Who.


@pytest.mark.parametrize("who", ["township_reviewer", "county_approver", "outsider", "county_leader", "inspector",
                                 "department_officer", "administrator", "nobody", "finance"])  # fmt: skip
def test_a_village_step_is_the_villages(cast, at_step, who):
    one = at_step("consent")
    said = {"step": "consent", "outcome": "agreed", "uuid": uuid4(), "signatures": ["户主"]}
    refused("workflow.not_allowed", standing.act, one, by=getattr(cast, who), **said)


@pytest.mark.parametrize("who", ["village_officer", "county_approver", "outsider", "inspector", "nobody"])
def test_a_township_decision_is_the_townships(cast, home, who):
    one = begun(cast, "t_exit", home)
    said = {"step": "town", "outcome": "agreed", "uuid": uuid4()}
    refused("workflow.not_allowed", standing.act, one, by=getattr(cast, who), **said)


def test_another_township_decides_nothing_here(cast, county, home):
    stranger = casting.user("stranger", "township_clerk", county.towns[1].path)
    one = begun(cast, "t_exit", home)
    refused(
        "workflow.not_allowed", standing.act, one, by=stranger, step="town", outcome="agreed", uuid=uuid4()
    )


def also(cast, county, role, path, who="village_officer"):
    """The same person with one more appointment."""
    Appointment.objects.create(user=getattr(cast, who), role=role, area_path=path)
    return casting.again(cast)


def test_who_proposed_it_does_not_decide_it(cast, county, home):
    cast = also(cast, county, "township_clerk", county.towns[0].path)
    one = begun(cast, "t_exit", home)
    refused(
        "standing.own",
        standing.act,
        one,
        by=cast.village_officer,
        step="town",
        outcome="agreed",
        uuid=uuid4(),
    )
    assert asked.mine(cast.village_officer).to_do == 0
    assert asked.proceeding(cast.village_officer, one.no).current.why_not


def test_who_proposed_an_earlier_round_does_not_decide_a_later_one(cast, county, home):
    cast = also(cast, county, "township_clerk", county.towns[0].path)
    one = begun(cast, "t_exit", home)
    go(cast, one, outcome="returned", said="材料不齐")
    standing.submit(one, by=casting.user("second", "village_cadre", county.villages[0].path), uuid=uuid4())
    refused(
        "standing.own",
        standing.act,
        one,
        by=cast.village_officer,
        step="town",
        outcome="agreed",
        uuid=uuid4(),
    )


def test_one_person_decides_once_a_round(cast, county, at_step, clock):
    one = at_step("county")
    cast = also(cast, county, "county_analyst", county.county.path, "township_reviewer")
    said = {"step": "county", "outcome": "agreed", "uuid": uuid4()}
    refused("standing.decided", standing.act, one, by=cast.township_reviewer, **said)


# Days.


def test_no_step_is_before_the_one_before_it_or_to_come(cast, at_step, clock):
    one = at_step("appraisal")
    assert "不能早于" in refused("standing.day", go, cast, one, on=TODAY - timedelta(1))
    assert "还没有到" in refused("standing.day", go, cast, one, on=TODAY + timedelta(1))


def test_what_happened_is_entered_within_its_days(cast, at_step, clock):
    one = at_step("appraisal")
    clock.move_to(at(TODAY + timedelta(4)))
    assert "3 天内录入" in refused("standing.day", go, cast, one, on=TODAY)
    go(cast, one, on=TODAY + timedelta(1))
    assert one.acts.get(step="appraisal").on == TODAY + timedelta(1)


def test_exactly_on_the_last_day_of_entering_is_in_time(cast, at_step, clock):
    one = at_step("appraisal")
    clock.move_to(at(TODAY + timedelta(3)))
    go(cast, one, on=TODAY)
    assert one.acts.get(step="appraisal").entered_on == TODAY + timedelta(3)


def test_a_decision_is_dated_today(cast, home, clock):
    one = begun(cast, "t_exit", home)
    later(clock)
    assert "倒签" in refused("standing.day", go, cast, one, on=TODAY)


def test_a_clock_that_went_back_takes_no_step(cast, home, clock):
    one = begun(cast, "t_exit", home)
    clock.move_to(at(TODAY - timedelta(1)))
    refused("workflow.clock_went_back", go, cast, one)


# Meetings.


@pytest.mark.parametrize(
    "due, present, agreed, outcome, faults",
    [
        (30, 20, 11, "agreed", ""), (30, 19, 19, "agreed", "会议无效"), (30, 20, 10, "agreed", "须超过一半"),
        (3, 2, 2, "agreed", ""), (30, 21, 11, "agreed", ""), (30, 21, 10, "agreed", "须超过一半"),
        (30, 20, 10, "refused", ""), (30, 20, 11, "refused", "与所选的结果不符"), (30, 19, 0, "refused", "会议无效"),
        (30, 31, 11, "agreed", "不能多于"), (30, 20, 21, "agreed", "不能多于"), (0, 0, 0, "agreed", "请填应到"),
        (1_000_003, 666_668, 333_334, "agreed", "会议无效"), (1_000_003, 666_669, 333_335, "agreed", ""),
        (1_000_003, 666_669, 333_334, "agreed", "须超过一半"),
    ],
)  # fmt: skip
def test_a_meeting_counts_with_exact_fractions(cast, at_step, due, present, agreed, outcome, faults):
    one = at_step("appraisal")
    said = {
        "outcome": outcome,
        "figures": {"due": due, "present": present, "agreed": agreed},
        "said": "会议讨论",
    }
    if faults:
        assert faults in refused("standing.incomplete", go, cast, one, **said)
    else:
        go(cast, one, **said)


def test_everything_missing_is_said_at_once(cast, at_step):
    one = at_step("appraisal")
    with pytest.raises(standing.Faults) as problem:
        go(cast, one, figures={}, signatures=[], papers=[])
    assert [field for field, _ in problem.value.faults] == ["due", "signatures", "papers"]


def test_signatures_are_parts_never_names(cast, at_step):
    one = at_step("consent")
    what = refused("standing.incomplete", go, cast, one, signatures=["户主", "钱初九"])
    assert "不写姓名" in what and "钱初九" not in what


def test_a_paper_is_kept_encrypted_and_comes_back(cast, at_step, tmp_path):
    one = at_step("appraisal")
    photo = tmp_path / "p.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 minutes")
    go(cast, one, papers=[("会议记录", "p.jpg", photo)])
    paper = Paper.objects.get(act__proceeding=one)
    assert standing.paper(asked.paper(cast.township_reviewer, paper.pk)) == photo.read_bytes()
    refused("standing.no_such_proceeding", asked.paper, cast.outsider, paper.pk)


def test_only_photos_and_pdfs_are_papers(cast, at_step, tmp_path):
    one = at_step("appraisal")
    book = tmp_path / "x.xlsx"
    book.write_bytes(b"PK\x03\x04")
    refused("standing.not_a_paper", go, cast, one, papers=[("会议记录", "x.xlsx", book)])


def test_a_paper_may_be_stated_to_be_kept_on_paper(cast, at_step):
    one = at_step("consent")
    (paper,) = asked.proceeding(cast.village_officer, one.no).acts[1].papers
    assert paper == (None, "会议记录", "")


def test_a_document_that_must_be_handed_in_cannot_stay_on_paper(cast, at_step):
    one = at_step("compare")
    what = refused("standing.incomplete", go, cast, one, papers=[("比对结果", "", None)])
    assert "须上传" in what
    go(cast, one)


def test_the_household_that_does_not_agree_ends_it(cast, at_step, home):
    one = at_step("consent")
    go(cast, one, outcome="refused", said="认为没有达到", signatures=[])
    assert one.state == Proceeding.State.REFUSED
    assert Standing.objects.get(household=home, until=None).status == "registered"


@pytest.mark.parametrize("visited, enough", [(5, False), (6, True), (31, False)])
def test_the_share_visited_is_checked(cast, at_step, visited, enough):
    one = at_step("town")
    figures = {"due": 30, "visited": visited}
    if enough:
        go(cast, one, figures=figures)
    else:
        refused("standing.incomplete", go, cast, one, figures=figures)


def test_who_sends_back_or_refuses_says_why(cast, home):
    one = begun(cast, "t_exit", home)
    assert "理由" in refused("standing.incomplete", go, cast, one, outcome="returned")


def test_nobody_is_named_in_what_is_said(cast, home):
    one = begun(cast, "t_exit", home)
    name = Person.objects.get(memberships__household=home, memberships__relation="户主").name
    refused("standing.names", go, cast, one, said=f"{name}家已核实")
    refused("standing.names", go, cast, one, said=f"证件号 {making.identity()}")
    refused(
        "standing.names",
        standing.open,
        by=cast.village_officer,
        procedure="t_watch",
        household=home,
        ground=name,
    )


# Notices.


def test_a_notice_step_is_finished_by_a_notice_only(cast, at_step):
    one = at_step("notice")
    assert "不能直接办理" in refused("standing.notice", go, cast, one, notice=None)


@pytest.mark.parametrize(
    "faulty, words",
    [({"state": "hanging"}, "没有期满"), ({"days": 6}, "少于应公示"), ({"round": 2}, "上一轮"), ({"state": "taken_down"}, "没有期满")],
)  # fmt: skip
def test_the_notice_hung_long_enough_in_this_round_and_has_ended(cast, at_step, faulty, words):
    one = at_step("notice")
    step, _ = standings.taken_by(cast, one)
    assert words in refused("standing.notice", go, cast, one, notice=hung(one, step, **faulty))


def test_a_notice_that_hung_before_the_step_before_it_does_not_count(cast, at_step, clock):
    one = at_step("consent")
    early = hung(one, standings.frozen.of(one).step("notice"))
    later(clock)
    go(cast, one)
    said = {"notice": early, "on": timezone.localdate()}
    assert "早于上一步" in refused("standing.notice", go, cast, one, **said)


def objected(one, notice, upheld):
    return Objection.objects.create(
        notice=notice, proceeding=one, receipt=uuid4().hex[:12], channel="sheet", said=b"x", on=timezone.localdate(),
        at=timezone.now(), upheld=upheld,
    )  # fmt: skip


def test_an_objection_without_an_answer_stops_the_step(cast, at_step):
    one = at_step("notice")
    notice = hung(one, standings.frozen.of(one).step("notice"))
    objected(one, notice, None)
    assert "没有答复" in refused("standing.notice", go, cast, one, notice=notice)


def test_an_objection_that_is_right_sends_it_back_and_cannot_go_on(cast, at_step):
    one = at_step("notice")
    notice = hung(one, standings.frozen.of(one).step("notice"))
    said = {"outcome": "returned", "said": "异议成立", "notice": notice, "by": cast.township_reviewer}
    assert "没有成立的异议" in refused("standing.notice", go, cast, one, **said)
    objected(one, notice, True)
    assert "异议成立" in refused("standing.notice", go, cast, one, notice=notice)
    go(cast, one, **said)
    assert (one.state, one.round) == ("returned", 2)


# Sent back, taken back.


def test_sent_back_it_begins_anew_and_keeps_every_earlier_act(cast, home):
    one = begun(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    go(cast, one, outcome="returned", said="风险不实")
    assert (one.state, one.step, one.round) == ("returned", "proposal", 2)
    standing.amend(one, by=cast.village_officer, payload={"kind": "突发严重困难户", "risks": ["因学"]})
    standing.submit(one, by=cast.village_officer, uuid=uuid4())
    go(cast, one)
    acts = list(Act.objects.filter(proceeding=one).values_list("round", "step", "outcome"))
    assert acts == [
        (1, "proposal", "done"),
        (1, "town", "returned"),
        (2, "proposal", "done"),
        (2, "town", "agreed"),
    ]
    assert home.monitorings.get().risks == ["因学"]
    assert one.facts["earlier"][0]["payload"]["risks"] == ["因病"]
    assert standing.verify(one).sound


def test_what_was_submitted_cannot_be_changed(cast, home):
    one = begun(cast, "t_watch", home, kind="突发严重困难户", risks=["因病"])
    refused("standing.frozen", standing.amend, one, by=cast.village_officer, payload={"risks": ["因学"]})


@pytest.mark.parametrize("submitted", [False, True])
def test_taken_back_it_is_over_and_another_may_begin(cast, home, submitted):
    one = standing.open(by=cast.village_officer, procedure="t_exit", household=home)
    if submitted:
        standing.submit(one, by=cast.village_officer, uuid=uuid4())
    refused("standing.no_reason", standing.withdraw, one, by=cast.village_officer, said=" ")
    refused("workflow.not_allowed", standing.withdraw, one, by=cast.outsider, said="不办了")
    standing.withdraw(one, by=cast.village_officer, said="家里情况有变")
    assert one.state == "withdrawn" and standing.verify(one).sound
    begun(cast, "t_exit", home)


def test_taken_back_while_it_waits_for_a_decision_it_is_no_decision(cast, home):
    one = begun(cast, "t_exit", home)
    act = standing.withdraw(one, by=cast.village_officer, said="家里情况有变")
    assert (act.step, act.decides) == ("town", False)


# What is handed in.


def test_every_fault_of_a_form_is_said_at_once(cast, home):
    said = {
        "kind": "不认识",
        "risks": ["因病"] * 2,
        "measure": "",
        "event": "x" * 501,
        "from_day": "2019-03-05",
        "zz": 1,
    }
    with pytest.raises(standing.Faults) as problem:
        standing.open(by=cast.village_officer, procedure="t_help", household=home, payload=said)
    assert {field for field, _ in problem.value.faults} == {"kind", "risks", "event", "from_day", "zz"}


def test_a_draft_may_be_incomplete_a_submission_may_not(cast, home):
    one = standing.open(
        by=cast.village_officer, procedure="t_help", household=home, payload={"risks": ["因病"]}
    )
    with pytest.raises(standing.Faults) as problem:
        standing.submit(one, by=cast.village_officer, uuid=uuid4())
    assert [field for field, _ in problem.value.faults] == ["kind", "measure", "event", "from_day"]


def test_at_most_five_risks(cast, home):
    from liuqing.policy.tables import RISKS

    said = {"kind": "突发严重困难户", "risks": list(RISKS[:6])}
    what = refused("standing.payload", begun, cast, "t_watch", home, **said)
    assert "最多选 5 项" in what
    begun(cast, "t_watch", home, kind="突发严重困难户", risks=list(RISKS[:5]))


def test_a_member_is_a_member(cast, county, home):
    other = county.households[1].memberships.first().person_id
    what = refused("standing.payload", begun, cast, "t_change_head", home, head=other, why="外出")
    assert "不是这一户现在的成员" in what


def test_a_village_procedure_is_not_begun_for_a_household(cast, county, home):
    refused("standing.about", standing.open, by=cast.village_officer, procedure="t_area_exit", household=home)
    refused(
        "standing.about", standing.open, by=cast.village_officer, procedure="t_exit", area=county.villages[0]
    )
    refused("standing.no_procedure", standing.open, by=cast.village_officer, procedure="none", household=home)


# What the rules say.


def test_a_condition_that_fails_stops_it_with_whose_department_it_is(cast, home):
    HouseholdYear.objects.filter(household=home).update(house_grade="D", water_safe=None)
    snapshots.take(on=date(2018, 12, 31), by=cast.county_approver)
    what = refused("standing.needs", begun, cast, "long_exit", home)
    assert "未达到：" in what and "未查清：" in what and "（" in what


def test_without_an_assessment_nothing_that_needs_one_begins(cast, home):
    assert "还没有测算" in refused("standing.needs", begun, cast, "long_exit", home)


def test_a_household_that_changed_since_is_assessed_anew(cast, ready, clock):
    later(clock)
    head = ready.memberships.order_by("pk")[1].person_id
    done(cast, "t_change_head", ready, head=head, why="户主外出")
    assert "重新测算" in refused("standing.needs", begun, cast, "long_exit", ready)
    snapshots.take(on=timezone.localdate(), by=cast.county_approver)
    # Facts of 2018 still count in the year after; the income of 2019 is not known yet.
    assert "重新测算" not in refused("standing.needs", begun, cast, "long_exit", ready)


def test_what_the_rules_said_is_kept_with_the_snapshot(cast, ready):
    one = begun(cast, "long_exit", ready)
    assert one.facts["rules"]["needs"]["exits"]["verdict"] is True
    assert one.snapshot.on == date(2018, 12, 31)
    (said,) = asked.proceeding(cast.township_reviewer, one.no).rules
    assert said.needed and all(met for _, met in said.conditions)


def test_it_begins_from_its_own_standings_only(cast, county, ready):
    what = refused("standing.starts", begun, cast, "long_exit", county.households[1])
    assert "未脱贫、返贫" in what


# What changes meanwhile.


def test_a_household_approved_in_january_whose_head_dies_in_february(cast, county, home, clock):
    one = begun(cast, "long_exit_free", home)
    for _ in range(4):
        go(cast, one)
    assert one.step == "compare"
    clock.move_to(at(date(2019, 4, 2)))
    head, spouse, _ = home.memberships.order_by("pk").values_list("person", flat=True)
    done(cast, "t_leave", home, person=head, reason="死亡", from_day="2019-04-01", head=spouse)
    go(cast, one)
    what = refused("standing.changed", go, cast, one)
    assert "减少 1 人" in what and "户主变更" in what
    go(cast, one, outcome="returned", said="户主去世，重新核实")
    standing.submit(one, by=cast.village_officer, uuid=uuid4())
    for _ in range(7):
        go(cast, one)
    assert one.state == "done"


def test_a_change_after_the_last_decision_stops_the_effect(cast, county, home):
    one = begun(cast, "long_exit_free", home)
    for _ in range(6):
        go(cast, one)
    assert one.step == "announcement"
    done(cast, "t_move", home, village=county.villages[1].code, from_day="2019-03-01")
    officer = casting.user("second", "village_cadre", county.villages[1].path)
    one.refresh_from_db()
    assert "所在村" in refused("standing.changed", go, cast, one, by=cast.county_approver) and officer


def test_a_village_that_only_got_another_code_is_no_change(cast, county, home):
    one = begun(cast, "t_exit", home)
    village = home.village
    village.known_as = [{"code": village.code, "name": village.name, "until": TODAY.isoformat()}]
    village.code = "990101001009"
    village.save()
    go(cast, one)
    assert one.state == "done"


def test_a_member_merged_into_another_record_is_told_as_such(cast, county, home):
    son = home.memberships.order_by("pk")[2].person
    twin = Person.objects.create(name=son.name, village=home.village)
    one = begun(cast, "t_exit", home)
    merging.merge(kept=twin, gone=son, by=cast.county_approver)
    assert "记录已合并" in refused("standing.changed", go, cast, one)


def test_it_may_always_be_sent_back_after_a_change(cast, home):
    one = begun(cast, "t_exit", home)
    Standing.objects.filter(household=home).update(status="relapsed")
    refused("standing.changed", go, cast, one)
    go(cast, one, outcome="returned", said="情况有变")
    assert one.state == "returned"


# Versions and days.


def test_a_proceeding_keeps_the_version_with_which_it_began(cast, county, home, clock):
    one = begun(cast, "t_versions", home)
    clock.move_to(at(date(2019, 3, 6)))
    go(cast, one)
    assert one.state == "done"
    new = begun(cast, "t_versions", making.household(county, home.village, "H0009"))
    go(cast, new)
    assert (new.state, new.step) == ("open", "county")


def test_days_are_counted_as_the_procedure_counts_them(cast, county, home, clock):
    one = begun(cast, "long_exit_free", home)
    assert (one.due_on, one.step_due_on) == (date(2019, 4, 3), date(2019, 3, 9))
    clock.move_to(at(date(2019, 3, 8)))  # a Friday
    new = begun(cast, "t_versions", making.household(county, home.village, "H0009"))
    assert (new.step_due_on, new.due_on) == (date(2019, 3, 12), date(2019, 3, 29))


def test_thirty_days_over_a_leap_day(cast, home, clock):
    clock.move_to(at(date(2020, 2, 1)))
    assert begun(cast, "long_exit_free", home).due_on == date(2020, 3, 2)


def test_what_is_late_is_told(cast, home, clock):
    one = begun(cast, "long_exit_free", home)
    clock.move_to(at(one.step_due_on))
    assert asked.mine(cast.village_officer).late == 0
    later(clock)
    assert asked.mine(cast.village_officer).late == 1
    assert [line.no for line in asked.listed(cast.county_approver, state="late").rows] == [one.no]
    assert asked.tasks(cast.village_officer)[0].detail == "其中 1 件已过期限"


# Clues and windows.


def clue(home, **more):
    told = {
        "kind": "risk",
        "grade": "red",
        "opened_on": date(2019, 2, 25),
        "due_on": TODAY,
        "decide_by": TODAY,
    }
    return Clue.objects.create(area=home.village, household=home, **(told | more))


def test_a_clue_is_closed_when_its_proceeding_is_submitted(cast, home):
    found = clue(home)
    one = standing.open(by=cast.village_officer, procedure="long_exit_free", household=home, clue=found)
    found.refresh_from_db()
    assert found.state == "received"
    standing.submit(one, by=cast.village_officer, uuid=uuid4())
    found.refresh_from_db()
    assert (found.state, found.outcome, found.closed_on) == ("closed", "proceeding", TODAY)
    assert one.due_on == date(2019, 3, 27)


def test_a_closed_clue_begins_nothing(cast, home):
    found = clue(home, state="closed")
    said = {"procedure": "t_exit", "household": home, "clue": found}
    refused("standing.clue_closed", standing.open, by=cast.village_officer, **said)


def test_a_clue_of_another_household_begins_nothing_here(cast, county, home):
    said = {"procedure": "t_exit", "household": county.households[1], "clue": clue(home)}
    refused("standing.clue_other", standing.open, by=cast.village_officer, **said)


def test_a_proceeding_belongs_to_the_window_of_the_day(cast, home):
    window = Window.objects.create(
        label="动态调整", year=2019, opens_on=TODAY, closes_on=date(2019, 3, 31), state="open", by="x", at=timezone.now()
    )  # fmt: skip
    assert begun(cast, "t_exit", home).window == window


# Many at once.


def test_one_meeting_for_several_is_an_act_each(cast, county, home):
    homes = [making.household(county, home.village, f"H01{n}") for n in range(4)]
    several = [begun(cast, "long_exit_free", each) for each in homes]
    uuid = uuid4()
    said = {"by": cast.village_officer, "step": "appraisal", "outcome": "agreed", "uuid": uuid,
            "figures": {"due": 30, "present": 25, "agreed": 20}, "signatures": ["会议主持人", "记录人"],
            "papers": [("会议记录", "", None)]}  # fmt: skip
    made = standing.act_all(several, **said)
    assert len({act.proceeding_id for act in made}) == 4 and {one.step for one in several} == {"consent"}
    assert standing.act_all(several, **said) == made


def test_all_or_none_and_each_that_cannot_is_named(cast, county, home):
    homes = [making.household(county, home.village, f"H01{n}") for n in range(3)]
    several = [begun(cast, "t_exit", each) for each in homes]
    Standing.objects.filter(household=homes[1]).update(status="relapsed")
    what = refused(
        "standing.batch", standing.act_all, several, by=cast.township_reviewer, step="town", outcome="agreed", uuid=uuid4()
    )  # fmt: skip
    assert several[1].no in what and several[0].no not in what
    assert Act.objects.filter(step="town").count() == 0
    assert not Standing.objects.filter(status="exited", household__in=homes).exists()
