"""A project's life: one stage after the other, by who may, only with its gates met, each sealed over the last."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from liuqing.errors import Problem
from liuqing.planning.models import Attachment, Contract, Duty, Funding, Progress, Project, Stage
from liuqing.planning.queries import life as asked
from liuqing.planning.services import life
from liuqing.registry.services.standing.faults import Faults
from liuqing.workflow import clock
from liuqing.workflow.models import Event
from tests.planning import building
from tests.planning.living import Walk, opened

pytestmark = pytest.mark.one_database


@pytest.fixture
def walk(county, cast, actors, monkeypatch):
    """A project of village 甲 and everybody who takes it through its life."""
    opened(monkeypatch)
    return Walk(building.project(county), cast, actors)


def code(caught):
    """The code of a problem."""
    return caught.value.code


def test_a_project_goes_from_the_application_to_the_asset(walk):
    walk.to("handed_over")
    assert walk.project.state == "handed_over"
    assert [one.key for one in Stage.objects.order_by("pk")] == list(asked.STAGES)
    assert life.verify(walk.project).sound
    assert asked.next_(walk.cast.county_approver, walk.project) == ()
    assert walk.project.approval == "示扶组〔2018〕3号" and walk.project.pooled_on == clock.today()


@pytest.mark.parametrize("key", ["reviewed", "pooled", "begun", "handed_over"])
def test_no_stage_is_left_out(walk, key):
    with pytest.raises(Problem) as caught:
        walk.take(key, papers=())
    assert code(caught) in ("life.not_now", "life.not_begun")
    assert walk.project.state == "draft" and not Stage.objects.exists()


def test_a_subsidy_to_households_needs_no_tender_and_no_contract(county, cast, actors, monkeypatch):
    opened(monkeypatch)
    walk = Walk(building.project(county, reach="household", households_said=3), cast, actors)
    walk.to("planned")
    told = asked.next_(actors.agriculture, walk.project)
    assert [(one.key, one.usual) for one in told] == [
        ("tendered", True), ("contracted", False), ("begun", False), ("removed", False)
    ]  # fmt: skip
    walk.line = None
    with pytest.raises(Problem) as caught:
        walk.take("begun")
    assert code(caught) == "life.gates" and "资金" in caught.value.what


def test_a_shared_work_is_never_begun_without_a_contract(walk):
    walk.to("planned")
    assert [one.key for one in asked.next_(walk.actors.agriculture, walk.project)] == ["tendered", "removed"]


@pytest.mark.parametrize(
    ("key", "who"),
    [("filed", "county_leader"), ("reviewed", "village_officer"), ("argued", "township_reviewer"), ("pooled", "inspector")],
)  # fmt: skip
def test_only_who_holds_the_right_takes_a_stage(walk, key, who):
    before = asked.STAGES.index(key)
    if before:
        walk.to(asked.STAGES[before - 1])
    with pytest.raises(Problem) as caught:
        walk.take(key, by=walk.cast.everybody()[who])
    assert code(caught) == "planning.not_allowed"


def test_an_officer_of_another_department_argues_nothing(walk):
    walk.to("reviewed")
    with pytest.raises(Problem) as caught:
        walk.take("argued", by=walk.actors.other_department)
    assert code(caught) == "planning.not_allowed"


def test_whoever_filed_it_does_not_decide_it(walk):
    walk.take("filed", by=walk.cast.township_reviewer)
    with pytest.raises(Problem) as caught:
        walk.take("reviewed")
    assert code(caught) == "life.own"
    assert not next(one for one in asked.next_(walk.cast.township_reviewer, walk.project)).may


def test_one_person_decides_a_project_only_once_in_a_round(walk):
    from liuqing.workflow.models import Appointment

    walk.to("reviewed")
    reviewer = walk.cast.township_reviewer
    Appointment.objects.create(
        user=reviewer, role="department_officer", area_path=walk.project.area.path, department="县农业局"
    )
    reviewer.__dict__.pop("_appointments_in_force", None)
    with pytest.raises(Problem) as caught:
        walk.take("argued", by=reviewer)
    assert code(caught) == "life.decided"


def test_whoever_reported_it_complete_does_not_accept_it(walk):
    walk.to("completed")
    with pytest.raises(Problem) as caught:
        walk.take("accepted", by=walk.actors.agriculture)
    assert code(caught) == "life.apart"


@pytest.mark.parametrize("outcome", ["returned", "deferred", "refused"])
def test_no_without_a_reason(walk, outcome):
    walk.take("filed")
    with pytest.raises(Faults) as caught:
        walk.take("reviewed", outcome=outcome, said="  ")
    assert caught.value.faults[0][0] == "said"


def test_sent_back_it_is_filed_again_in_another_round_and_decided_by_the_same_people(walk):
    walk.to("reviewed")
    walk.take("argued", outcome="returned", said="补充工程量")
    assert (walk.project.state, walk.project.round) == ("returned", 1)
    walk.take("filed")
    assert walk.project.round == 2
    walk.take("reviewed")
    walk.take("argued")
    assert [(one.key, one.round) for one in Stage.objects.order_by("pk")][-3:] == [
        ("filed", 2),
        ("reviewed", 2),
        ("argued", 2),
    ]
    assert life.verify(walk.project).sound


def test_whoever_says_only_that_it_is_sent_back_means_the_stage_that_waits(walk):
    walk.take("filed")
    made = walk.take("reviewed", key="returned", outcome="returned", said="补充材料")
    assert (made.key, made.outcome, walk.project.state) == ("reviewed", "returned", "returned")


def test_what_was_put_off_is_decided_later_by_the_same_person(walk):
    walk.take("filed")
    walk.take("reviewed", outcome="deferred", said="资金未定")
    assert (walk.project.state, walk.project.back_to) == ("deferred", "filed")
    walk.take("reviewed", outcome="deferred", said="仍未定")
    assert walk.project.back_to == "filed"
    walk.take("reviewed")
    assert (walk.project.state, walk.project.back_to) == ("reviewed", "")
    assert life.verify(walk.project).sound


def test_refused_is_the_end(walk):
    walk.take("filed")
    walk.take("reviewed", outcome="refused", said="不符合规划")
    assert asked.next_(walk.cast.village_officer, walk.project) == ()
    with pytest.raises(Problem) as caught:
        walk.take("filed")
    assert code(caught) == "life.not_now"


def test_work_that_does_not_pass_goes_back_to_be_finished(walk):
    walk.to("completed")
    walk.take("accepted", outcome="returned", said="路面开裂")
    assert (walk.project.state, walk.project.round) == ("begun", 1)
    assert life.verify(walk.project).sound
    walk.take("completed")
    walk.take("accepted")
    assert walk.project.state == "accepted"


def test_a_project_leaves_the_pool_with_a_reason(walk):
    walk.to("pooled")
    out = {"outcome": "removed", "by": walk.cast.county_approver}
    with pytest.raises(Faults):
        walk.take("planned", key="removed", **out)
    walk.take("planned", key="removed", said="用地没有落实", **out)
    assert walk.project.state == "removed" and life.verify(walk.project).sound


def test_no_project_leaves_the_pool_with_money_on_it(walk):
    walk.to("tendered")
    with pytest.raises(Problem) as caught:
        walk.take("planned", key="removed", outcome="removed", said="不做了", by=walk.cast.county_approver)
    assert code(caught) == "life.money_left"


def test_no_project_leaves_the_pool_once_a_contract_is_signed(walk):
    walk.to("contracted")
    with pytest.raises(Problem) as caught:
        walk.take("planned", key="removed", outcome="removed", said="不做了", by=walk.cast.county_approver)
    assert code(caught) == "life.not_now"


def test_an_application_is_taken_back_before_it_is_decided(walk):
    walk.take("filed")
    walk.take("filed", key="cancelled", outcome="cancelled", said="另行申报")
    assert walk.project.state == "cancelled"


def test_a_double_click_is_one_stage(walk):
    uuid = uuid4()
    first = walk.take("filed", uuid=uuid)
    assert walk.take("filed", uuid=uuid).pk == first.pk
    assert Stage.objects.count() == 1


def test_the_number_of_another_projects_stage_is_refused(walk, county):
    uuid = uuid4()
    walk.take("filed", uuid=uuid)
    other = Walk(building.project(county), walk.cast, walk.actors)
    with pytest.raises(Problem) as caught:
        other.take("filed", uuid=uuid)
    assert code(caught) == "life.uuid_taken"


def test_of_two_clerks_the_second_is_told_where_it_stands(walk):
    walk.take("filed")
    stale = Project.objects.get(pk=walk.project.pk)
    walk.take("reviewed")
    with pytest.raises(Problem) as caught:
        life.take(stale, by=walk.cast.township_reviewer, key="reviewed", outcome="agreed", uuid=uuid4())
    assert code(caught) == "life.not_now" and "乡镇已审核" in caught.value.what


def test_no_stage_lies_in_the_future_or_before_the_one_before_it(walk):
    walk.to("pooled")
    for days, words in ((1, "还没有到"), (-1, "不能早于上一步")):
        with pytest.raises(Faults, match=words):
            walk.take("planned", on=clock.today() + timedelta(days=days))


def test_a_decision_is_not_dated_back(walk):
    walk.take("filed", on=clock.today() - timedelta(days=5))
    with pytest.raises(Faults, match="不能倒签"):
        walk.take("reviewed", on=clock.today() - timedelta(days=1))


@pytest.mark.parametrize(
    ("key", "figures", "field"),
    [("pooled", {}, "approval"), ("planned", {"year": "一八年"}, "year"), ("planned", {"year": "1018"}, "year"),
     ("tendered", {"kind": "magic", "estimate": "1"}, "kind"), ("tendered", {"kind": "works", "estimate": "-1"}, "estimate"),
     ("tendered", {"kind": "works", "estimate": "0.001"}, "estimate"), ("tendered", {"kind": "works", "estimate": "100000.01"}, "estimate"),
     ("tendered", {"kind": "works", "estimate": "9" * 40}, "estimate"), ("tendered", {"kind": "works", "estimate": "NaN"}, "estimate"),
     ("tendered", {"shoe": "1"}, "shoe")],
)  # fmt: skip
def test_what_is_to_be_filled_in_is_asked_for(walk, key, figures, field):
    walk.to(asked.STAGES[asked.STAGES.index(key) - 1])
    with pytest.raises(Faults) as caught:
        walk.take(key, figures=figures)
    assert field in dict(caught.value.faults)


def test_an_identity_number_in_a_reason_is_refused(walk):
    from tests.county import identity

    walk.take("filed")
    with pytest.raises(Faults, match="证件号码"):
        walk.take("reviewed", outcome="returned", said=f"请找{identity()}")


def test_words_are_sealed(walk):
    walk.take("filed")
    made = walk.take("reviewed", outcome="returned", said="补充用地手续")
    assert "用地".encode() not in bytes(made.said)
    assert life.said(Stage.objects.get(pk=made.pk)) == "补充用地手续"


# What was tampered with.


@pytest.mark.parametrize(
    ("position", "change"),
    [(2, {"by": "somebody"}), (1, {"on": "2018-01-01"}), (3, {"figures": {"approval": "另一号"}}), (2, {"outcome": "refused"})],
)  # fmt: skip
def test_every_later_change_shows(walk, position, change):
    walk.to("pooled")
    Stage.objects.filter(ordinal=position).update(**change)
    assert life.verify(walk.project).position == position
    assert [one.no for one in life.verify_all()] == [walk.project.no]


def test_cutting_off_the_last_stage_shows(walk):
    walk.to("pooled")
    Stage.objects.filter(key="pooled").delete()
    Project.objects.filter(pk=walk.project.pk).update(state="argued")
    assert life.verify(Project.objects.get(pk=walk.project.pk)).position == 4


def test_moving_a_project_past_a_stage_shows(walk):
    walk.to("filed")
    Project.objects.filter(pk=walk.project.pk).update(state="pooled")
    assert life.verify(Project.objects.get(pk=walk.project.pk)).position == 0


def test_exchanging_the_paper_of_a_stage_shows(walk):
    walk.take("filed", papers=[("村民会议记录", "a.png", walk.photo())])
    assert life.verify(walk.project).sound
    Attachment.objects.update(sha256="b" * 64)
    assert life.verify(walk.project).position == 1


def test_a_project_that_came_with_a_list_is_sound_and_goes_on(county, cast, actors, monkeypatch):
    opened(monkeypatch)
    walk = Walk(building.project(county, state="argued"), cast, actors)
    assert life.verify(walk.project).sound
    walk.take("pooled")
    assert walk.project.state == "pooled" and life.verify(walk.project).sound


# Many at once.


def test_many_are_planned_at_once_each_with_its_own_stage(walk, county):
    projects = [building.project(county, state="pooled") for _ in range(3)]
    uuid = uuid4()
    for _ in range(2):
        made = life.take_all(
            projects, by=walk.cast.county_approver, key="planned", uuid=uuid, figures={"year": "2019"}
        )
    assert len(made) == 3 and Stage.objects.count() == 3
    assert {one.year for one in Project.objects.filter(state="planned")} == {2019}
    assert all(one.sound for one in life.verify_these(projects))


def test_all_or_none(walk, county):
    projects = [building.project(county, state=state) for state in ("pooled", "filed")]
    with pytest.raises(Problem) as caught:
        life.take_all(
            projects, by=walk.cast.county_approver, key="planned", uuid=uuid4(), figures={"year": 2019}
        )
    assert code(caught) == "life.batch" and projects[1].no in caught.value.what
    assert not Stage.objects.exists() and not Project.objects.filter(state="planned").exists()


# Contracts.


def test_a_contract_is_never_over_the_need(walk):
    walk.to("tendered")
    with pytest.raises(Faults, match="超过项目的资金需求"):
        walk.sign(amount="100000.01")
    walk.sign(amount="60000")
    with pytest.raises(Faults, match="超过项目的资金需求"):
        walk.sign(amount="40000.01", kind="services")
    walk.sign(amount="40000", kind="services")


def test_a_contract_is_never_over_the_secured_money(walk):
    walk.to("tendered")
    Funding.objects.filter(project=walk.project).update(need=Decimal("200000.00"))
    with pytest.raises(Faults, match="超过已落实的资金"):
        walk.sign(amount="100000.01")
    walk.sign(amount="100000")


def test_without_a_known_need_no_contract(walk):
    walk.to("tendered")
    Funding.objects.filter(project=walk.project).delete()
    with pytest.raises(Faults, match="不知道"):
        walk.sign(amount="1")


def test_a_large_work_is_not_cut_into_small_contracts(county, cast, actors, monkeypatch):
    opened(monkeypatch)
    walk = Walk(building.project(county, need="9000000.00"), cast, actors)
    Project.objects.filter(pk=walk.project.pk).update(state="tendered")
    Funding.objects.filter(project=walk.project).update(secured=Decimal("9000000.00"))
    walk.sign(amount="3999999.99")
    with pytest.raises(Faults, match="必须招标"):
        walk.sign(amount="0.01")
    walk.sign(amount="1999999.99", kind="goods")
    walk.sign(amount="0.01", papers=[("中标通知书", "z.png", walk.photo())])


@pytest.mark.parametrize(
    ("what", "field"),
    [({"no": " "}, "no"), ({"party": ""}, "party"), ({"kind": "magic"}, "kind"), ({"amount": "0"}, "amount"), ({"amount": "很多"}, "amount"),
     ({"signed_on": clock}, "signed_on"), ({"retention": "1"}, "retention"), ({"retention": "0.0301"}, "retention")],
)  # fmt: skip
def test_a_contract_says_what_is_wrong_with_it(walk, what, field):
    walk.to("tendered")
    what = {
        key: clock.today() + timedelta(days=1) if value is clock else value for key, value in what.items()
    }
    with pytest.raises(Faults) as caught:
        walk.sign(**what)
    assert field in dict(caught.value.faults)


def test_two_contracts_of_one_number_are_one_too_many_and_a_double_click_is_one(walk):
    walk.to("tendered")
    uuid = uuid4()
    assert walk.sign(uuid=uuid, no="HT-9", amount="10").pk == walk.sign(uuid=uuid, no="HT-9", amount="10").pk
    with pytest.raises(Faults, match="已经有这个编号"):
        walk.sign(no="HT-9", amount="10")


def test_no_contract_before_the_tender_and_none_after_the_work(walk):
    walk.to("planned")
    with pytest.raises(Problem) as caught:
        walk.sign()
    assert code(caught) == "life.not_now"


def test_an_amendment_keeps_what_was_before(walk):
    walk.to("tendered")
    made = walk.sign(amount="90000")
    by, uuid = walk.actors.agriculture, uuid4()
    for _ in range(2):
        life.amend(made, by=by, no="BC-1", amount="95000", why="增加涵洞", uuid=uuid)
    made.refresh_from_db()
    assert made.amount == Decimal("95000.00")
    assert [(one["was"], one["is"], one["why"]) for one in made.amendments] == [
        ("90000.00", "95000.00", "增加涵洞")
    ]
    with pytest.raises(Faults, match="超过"):
        life.amend(made, by=by, no="BC-2", amount="100000.01", why="再增加", uuid=uuid4())
    with pytest.raises(Faults, match="理由"):
        life.amend(made, by=by, no="BC-2", amount="96000", why=" ", uuid=uuid4())


def test_an_amendment_is_never_below_what_was_claimed(walk):
    from liuqing.planning.models import Claim

    walk.to("tendered")
    made = walk.sign(amount="90000")
    Claim.objects.create(
        no="BZ1", uuid=uuid4(), line=walk.line, contract=made, kind="progress", amount=Decimal("50000.00"),
        state="approved", on=clock.today(), by="x", at=clock.now(),
    )  # fmt: skip
    told = {"by": walk.actors.agriculture, "no": "BC-1", "why": "减少", "uuid": uuid4()}
    with pytest.raises(Faults, match="已报账"):
        life.amend(made, amount="49999.99", **told)
    assert life.amend(made, amount="50000", **told).amount == Decimal("50000.00")
    assert Contract.objects.count() == 1


# Progress, photos, duties, days.


def test_progress_goes_back_only_with_a_reason(walk):
    walk.to("begun")
    walk.report(60)
    with pytest.raises(Faults, match="倒退"):
        walk.report(59)
    walk.report(59, said="冲毁一段")
    walk.report(59)


@pytest.mark.parametrize("percent", [-1, 101, True, None, 5.5])
def test_progress_is_whole_per_cent(walk, percent):
    walk.to("begun")
    with pytest.raises(Faults, match="0 到 100"):
        walk.report(percent)


def test_progress_lies_neither_ahead_nor_before_the_last_report_nor_before_the_work(walk):
    walk.to("begun")
    for days, words in ((1, "还没有到"), (-1, "不能早于开工")):
        with pytest.raises(Faults, match=words):
            walk.report(10, on=clock.today() + timedelta(days=days))
    Progress.objects.create(
        project=walk.project,
        uuid=uuid4(),
        on=clock.today() + timedelta(days=2),
        percent=20,
        by="x",
        at=clock.now(),
    )
    with pytest.raises(Faults, match="更晚的进度"):
        walk.report(30)


def test_no_progress_of_what_is_not_begun(walk):
    walk.to("contracted")
    with pytest.raises(Problem) as caught:
        walk.report(10)
    assert code(caught) == "life.not_begun"


def test_photos_are_kept_encrypted(walk):
    walk.to("begun")
    path = walk.photo()
    content = path.read_bytes()
    walk.report(10, photos=[("现场.png", path)])
    kept = Attachment.objects.get(kind="photo")
    stored = Path(settings.WORKSPACE.folder) / "inbox" / kept.sha256
    assert content[8:] not in stored.read_bytes()
    assert life.paper(kept) == content


def test_only_photos_and_papers_are_taken(walk, tmp_path):
    walk.to("begun")
    path = tmp_path / "x.exe"
    path.write_bytes(b"MZ....")
    with pytest.raises(Problem):
        walk.report(10, photos=[("x.png", path)])
    assert not Progress.objects.exists()


def test_who_answers_for_the_quality_stays_for_ever(walk):
    made = life.charge(
        walk.project, by=walk.actors.agriculture, part="施工", unit="示例公司", person="示例人"
    )
    assert life.person(walk.project, Duty.objects.get(pk=made.pk)) == "示例人"
    assert "示例人".encode() not in bytes(made.person)
    assert life.verify(walk.project).sound
    Duty.objects.filter(pk=made.pk).update(unit="另一公司")
    assert life.verify(walk.project).what.startswith("质量责任人")
    Duty.objects.filter(pk=made.pk).delete()
    assert not life.verify(walk.project).sound


def test_what_was_planned_first_stays(walk):
    day = clock.today()
    by = walk.actors.agriculture
    life.plan(walk.project, by=by, days={"begun": day, "completed": day + timedelta(days=60)})
    life.plan(walk.project, by=by, days={"completed": day + timedelta(days=90)})
    told = {one.key: one for one in asked.schedule(walk.project)}
    assert told["completed"].planned_on == day + timedelta(days=90)
    assert told["completed"].first_on == day + timedelta(days=60)
    with pytest.raises(Faults, match="早于前面的环节"):
        life.plan(walk.project, by=by, days={"completed": day - timedelta(days=1)})


def test_every_act_leaves_a_trail_without_names(walk):
    walk.to("handed_over")
    acts = {one.act for one in Event.objects.filter(subject=f"project:{walk.project.no}")}
    assert {"life.taken", "life.signed", "life.reported", "life.charged", "life.attached"} <= acts
    assert "示例人" not in "".join(str(one.detail) for one in Event.objects.all())


def test_the_story_tells_what_was_done(walk):
    walk.to("begun")
    walk.report(40, photos=[("a.png", walk.photo())])
    told = asked.story(walk.actors.agriculture, walk.project)
    assert [(one.state == "done", one.now) for one in told.line[:9]] == [(True, False)] * 8 + [(False, True)]
    assert (
        told.percent == 40
        and len(told.progress[0].photos) == 1
        and told.contracts[0].contract.amount == 100_000
    )
    assert told.done[3].figures == (("批复文号", "示扶组〔2018〕3号"),) and told.done[3].role == "县级业务员"
    assert told.verdict.sound and told.may_run
