"""What people may do with a case, and what it does to the record."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from liuqing.errors import Problem
from liuqing.registry import secrets
from liuqing.registry.models import (
    Answer,
    Area,
    Case,
    CaseStep,
    Dispatch,
    Entry,
    Evidence,
    Household,
    HouseholdYear,
    Membership,
    Person,
    PersonYear,
    SourceFile,
    Standing,
    Thread,
    VillageYear,
)
from liuqing.registry.queries import cases as asking
from liuqing.registry.services import cases
from liuqing.workflow.models import Event
from tests import county as making
from tests.registry.months import MONTHS, OPEN_HOUSE, UNINSURED, month

pytestmark = pytest.mark.django_db
TODAY = date.today()
SOON = TODAY + timedelta(days=10)
VISIT = date(2018, 12, 31)


@pytest.fixture
def found(cast):
    """A question about each head of a household (in three villages) and one about a household's house."""
    raised = {(UNINSURED, one): {"list_insured": False} for one in heads()}
    raised[OPEN_HOUSE, Household.objects.get(no="H0001")] = {"house_grade": "D"}
    month(cast.county_approver, MONTHS[0], raised)
    return list(Case.objects.order_by("pk"))


@pytest.fixture
def sent(cast, found):
    """The same, sent."""
    cases.send(by=cast.county_approver, due_on=SOON)
    return list(Case.objects.order_by("pk"))


def heads():
    return [
        Person.objects.get(memberships__household__no=f"H000{n}", memberships__relation="户主")
        for n in range(1, 6)
    ]


def of(no, rule=UNINSURED):
    return Case.objects.get(household__no=no, rule=rule)


def answer(by, case, outcome="confirmed", **more):
    return cases.answer(case=case, by=by, uuid=uuid4(), outcome=outcome, **{"visited_on": VISIT, **more})


def code(act, *args, **kwargs):
    with pytest.raises(Problem) as refused:
        act(*args, **kwargs)
    return refused.value.code


# Sending


def test_nothing_is_sent_before_everything_can_be_seen(cast, found):
    seen = asking.preview(cast.county_approver, None, [], SOON)
    assert (seen.total, seen.most, seen.minutes, seen.days, seen.held) == (6, 3, 3, 10, 0)
    assert [(one.village, one.count) for one in seen.villages] == [("甲村", 3), ("乙村", 1), ("丙村", 2)]
    assert {(one.rule, one.town, one.count) for one in seen.counts} == {
        (UNINSURED, "甲镇", 3), (UNINSURED, "乙镇", 2), (OPEN_HOUSE, "甲镇", 1),
    }  # fmt: skip
    assert set(Case.objects.values_list("state", flat=True)) == {"found"}


def test_sending_gives_each_village_one_task_and_is_one_act(cast, found):
    before = Event.objects.count()
    dispatch = cases.send(by=cast.county_approver, due_on=SOON, title="九月参保核实")
    assert (dispatch.cases, dispatch.villages) == (6, 3)
    assert set(Case.objects.values_list("state", "due_on", "dispatch")) == {("sent", SOON, dispatch.pk)}
    assert Event.objects.count() == before + 1


def test_sending_takes_only_the_named_rules_and_area(cast, found, county):
    dispatch = cases.send(
        by=cast.county_approver, area_code=county.towns[0].code, rules=[UNINSURED], due_on=SOON
    )
    assert (dispatch.cases, dispatch.villages) == (3, 2)
    assert Case.objects.filter(state="found").count() == 3


def test_what_is_due_today_can_be_sent_and_what_was_due_yesterday_cannot(cast, found):
    assert code(cases.send, by=cast.county_approver, due_on=TODAY - timedelta(days=1)) == "cases.due_past"
    assert cases.send(by=cast.county_approver, due_on=TODAY).cases == 6
    assert code(cases.send, by=cast.county_approver, due_on=TODAY) == "cases.nothing_to_send"


def test_only_the_county_sends_extends_and_strikes_off(cast, sent):
    dispatch = Dispatch.objects.get()
    for part, person in cast.everybody().items():
        if part != "county_approver":
            assert code(cases.send, by=person, due_on=SOON) == "workflow.not_allowed", part
            assert code(cases.extend, by=person, dispatch=dispatch, due_on=SOON) == "workflow.not_allowed", (
                part
            )
            assert code(cases.close, by=person, cases=sent) == "workflow.not_allowed", part
            assert code(cases.close_reviewed, by=person) == "workflow.not_allowed", part
            assert code(asking.preview, person, None, [], SOON) == "registry.no_such_area", part


def test_another_day_is_given_to_what_is_not_answered_only(cast, sent, county):
    done = of("H0001")
    answer(cast.village_officer, done)
    later, dispatch = SOON + timedelta(days=5), Dispatch.objects.get()
    assert (
        cases.extend(
            by=cast.county_approver, dispatch=dispatch, due_on=later, area_code=county.villages[0].code
        )
        == 2
    )
    assert Case.objects.filter(due_on=later).count() == 2
    assert cases.extend(by=cast.county_approver, dispatch=dispatch, due_on=later) == 5
    assert Case.objects.get(pk=done.pk).due_on == SOON
    assert Dispatch.objects.get().due_on == later


# Answering


def test_the_village_answers_in_its_own_area_only(cast, sent):
    allowed = {"village_officer", "township_reviewer"}
    for part, person in cast.everybody().items():
        if part not in allowed:
            assert code(answer, person, of("H0001")) == "workflow.not_allowed", part
    assert answer(cast.village_officer, of("H0001")).outcome == "confirmed"
    assert code(answer, cast.village_officer, of("H0004")) == "workflow.not_allowed"


def test_what_was_not_sent_or_is_struck_off_takes_no_answer(cast, found):
    assert code(answer, cast.village_officer, of("H0001")) == "cases.not_open"
    Case.objects.update(state="closed")
    assert code(answer, cast.village_officer, of("H0001")) == "cases.not_open"


def test_the_same_answer_sent_twice_counts_once(cast, sent):
    key, case = uuid4(), of("H0001")
    first = cases.answer(case=case, by=cast.village_officer, uuid=key, outcome="confirmed")
    again = cases.answer(case=case, by=cast.village_officer, uuid=key, outcome="confirmed")
    assert (first.pk, Answer.objects.count(), CaseStep.objects.filter(act="answered").count()) == (
        again.pk,
        1,
        1,
    )
    late = cases.answer(
        case=Case.objects.get(pk=case.pk), by=cast.village_officer, uuid=str(key), outcome="confirmed"
    )
    assert late.pk == first.pk
    assert (
        code(cases.answer, case=of("H0002"), by=cast.village_officer, uuid=key, outcome="confirmed")
        == "cases.uuid_taken"
    )


def test_two_officers_answered_and_neither_answer_is_lost(cast, sent):
    case = of("H0001")
    answer(cast.village_officer, case)
    answer(cast.township_reviewer, case, "wrong_list")
    page = asking.case(cast.county_approver, case.pk)
    assert [one.outcome for one in page.answers] == ["confirmed", "wrong_list"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"outcome": ""}, "cases.no_outcome"),
        ({"outcome": "gone"}, "cases.no_outcome"),
        ({"outcome": "explained", "said": "已卖"}, "cases.no_reason"),
        ({"outcome": "explained", "reason": "made_up", "said": "已卖"}, "cases.no_reason"),
        ({"outcome": "explained", "reason": "sold"}, "cases.no_words"),
        ({"outcome": "explained", "reason": "other", "said": "  "}, "cases.no_words"),
        ({"outcome": "wrong_list", "corrections": {"health": "健康"}}, None),
        ({"outcome": "wrong_list", "corrections": {"health": "残疾"}}, "cases.only_confirmed"),
        ({"outcome": "confirmed", "visited_on": TODAY + timedelta(days=1)}, "cases.visited_later"),
        ({"outcome": "confirmed", "said": "号码 " + making.identity()}, "cases.names_a_number"),
        ({"outcome": "confirmed", "corrections": {"work_place": making.identity()}}, "cases.names_a_number"),
    ],
)
def test_an_answer_that_is_not_whole_is_told_so(cast, sent, said, refused):
    given = {"case": of("H0001"), "by": cast.village_officer, "uuid": uuid4(), **said}
    if refused:
        assert code(cases.answer, **given) == refused
        assert Answer.objects.count() == 0
    else:
        assert cases.answer(**given).corrections == {}


def test_a_photo_alone_explains_except_for_other_reasons(cast, sent, tmp_path):
    photo = tmp_path / "IMG_1.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"light" * 50)
    papers = [("../IMG_1.jpg", photo)]
    assert (
        code(answer, cast.village_officer, of("H0001"), "explained", reason="other", evidence=papers)
        == "cases.no_words"
    )
    answer(cast.village_officer, of("H0001"), "explained", reason="sold", evidence=papers)
    kept = Evidence.objects.get()
    assert (kept.name, kept.size, cases.paper(kept)) == (
        "IMG_1.jpg",
        photo.stat().st_size,
        photo.read_bytes(),
    )


def test_papers_are_kept_encrypted_and_programs_are_refused(cast, sent, tmp_path, settings):
    photo, program = tmp_path / "a.png", tmp_path / "a.jpg"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"face" * 50)
    program.write_bytes(b"<script>")
    assert (
        code(answer, cast.village_officer, of("H0001"), evidence=[("a.jpg", program)]) == "cases.not_a_paper"
    )
    answer(cast.village_officer, of("H0001"), evidence=[("a.png", photo)])
    sealed = (settings.WORKSPACE.folder / "inbox" / Evidence.objects.get().sha256).read_bytes()
    assert b"face" not in sealed


# Corrections


def test_a_wrong_value_is_told_by_the_name_of_its_field(cast, sent):
    with pytest.raises(Problem) as refused:
        answer(cast.village_officer, of("H0001"), corrections={"birth": "2018-13-45"})
    assert (refused.value.code, refused.value.where.column) == ("cases.bad_value", "出生日期")
    assert (
        code(answer, cast.village_officer, of("H0001"), corrections={"health": "很好"}) == "cases.bad_value"
    )


@pytest.mark.parametrize(
    "fact",
    ["id_no", "name", "household_no", "person_no", "standing", "exit_year", "identified_year", "planned_exit_year",
     "category", "main_cause", "measures", "officer_name", "bank_account", "no_such_fact", "households"],
)  # fmt: skip
def test_who_somebody_is_and_what_others_decide_is_never_corrected_here(cast, sent, fact):
    assert code(answer, cast.village_officer, of("H0001"), corrections={fact: "1"}) == "cases.not_correctable"


def test_nobody_corrects_a_member_of_another_household(cast, sent):
    other = heads()[3]
    wanted = {f"person:{other.pk}/relation": "配偶"}
    assert (
        code(answer, cast.village_officer, of("H0001", OPEN_HOUSE), corrections=wanted)
        == "cases.not_correctable"
    )


def test_corrections_reach_the_record_only_when_they_are_agreed_to(cast, sent):
    case, person = of("H0001"), heads()[0]
    spouse = Person.objects.get(memberships__household__no="H0001", memberships__relation="配偶")
    given = answer(
        cast.village_officer, case,
        corrections={"resident_medical": "否", "employee_medical": "是", "birth": "1961.2.3", "work_place": "昆明市",
                     "relation": "配偶", "house_grade": "C级", "land_cultivated": "3.50", "wage": "1200.5",
                     "phone": "13900000000", f"person:{spouse.pk}/relation": "户主"},
    )  # fmt: skip
    assert given.corrections["employee_medical"] == {"was": "否", "is": "是"}
    assert given.corrections["birth"] == {"was": "1960-01-01", "is": "1961-02-03"}
    assert "13900000000" not in json.dumps(given.corrections)
    assert PersonYear.objects.get(person=person).employee_medical is False
    cases.review(cases=[case], by=cast.township_reviewer, agree=True)
    year, home = PersonYear.objects.get(person=person), Household.objects.get(no="H0001")
    assert (year.resident_medical, year.employee_medical, year.other["work_place"]) == (False, True, "昆明市")
    assert (year.education, year.labour) == ("小学", "普通劳动力")
    assert Person.objects.get(pk=person.pk).birth == date(1961, 2, 3)
    told = HouseholdYear.objects.get(household=home)
    assert (told.house_grade, str(told.land_cultivated), told.category) == ("C", "3.50", "一般贫困户")
    assert str(home.incomes.get(year=2018).wage) == "1200.50"
    assert secrets.decrypt(home.phone) == "13900000000"
    relation = Membership.objects.get(person=person)
    assert (relation.relation, relation.row, relation.said_on) == ("配偶", given.pk, VISIT)
    assert Membership.objects.get(person=spouse).relation == "户主"


def test_a_corrected_fact_can_be_traced_to_its_answer(cast, sent):
    case, person = of("H0001"), heads()[0]
    given = answer(cast.village_officer, case, corrections={"employee_medical": "是"})
    assert asking.corrected(persons=[person.pk]) == {}
    cases.review(cases=[case], by=cast.township_reviewer, agree=True)
    said = asking.corrected(persons=[person.pk])["person", person.pk, "employee_medical"]
    assert (said.answer, said.by, said.on, said.value) == (given.pk, "village-officer", VISIT, "是")


def test_a_correction_by_a_later_visit_is_not_taken_back_by_an_older_list(cast, sent):
    """The import leaves a year alone that somebody spoke of after the list's own day."""
    later = date(2019, 1, 15)
    answer(cast.village_officer, of("H0001"), visited_on=later, corrections={"employee_medical": "是"})
    cases.review(cases=[of("H0001")], by=cast.township_reviewer, agree=True)
    assert PersonYear.objects.get(person=heads()[0]).said_on == later
    answer(
        cast.township_reviewer,
        of("H0002"),
        visited_on=date(2018, 1, 1),
        corrections={"employee_medical": "是"},
    )
    cases.review(cases=[of("H0002")], by=cast.county_approver, agree=True)
    assert PersonYear.objects.get(person=heads()[1]).said_on == making.ON


def test_the_standing_of_a_household_is_never_changed_by_a_case(cast, sent):
    before = list(Standing.objects.order_by("pk").values())
    everything = {"employee_medical": "是", "house_grade": "D", "wage": "1", "relation": "其他"}
    for no in ("H0001", "H0002"):
        answer(cast.village_officer, of(no), corrections=everything)
        cases.review(cases=[of(no)], by=cast.township_reviewer, agree=True)
    cases.close_reviewed(by=cast.county_approver)
    assert list(Standing.objects.order_by("pk").values()) == before


def test_a_village_figure_is_corrected_in_the_village_year(cast, county):
    case = Case.objects.create(
        rule="village_thing", subject=f"village:{county.villages[0].pk}", village=county.villages[0], state="sent",
        first=_snapshot(), last=_snapshot(), opened_on=TODAY,
    )  # fmt: skip
    answer(cast.village_officer, case, corrections={"households": "120"})
    cases.review(cases=[case], by=cast.township_reviewer, agree=True)
    assert VillageYear.objects.get(area=county.villages[0]).households == 120


def _snapshot():
    from tests.registry.months import snapshot

    return snapshot(MONTHS[1], {})


# Reviewing and striking off


def test_nobody_reviews_an_answer_of_their_own(cast, sent):
    case = of("H0001")
    answer(cast.township_reviewer, case)
    assert code(cases.review, cases=[case], by=cast.township_reviewer, agree=True) == "cases.own_answer"
    assert cases.review(cases=[case], by=cast.county_approver, agree=True) == 1


def test_only_who_reviews_there_reviews_and_a_batch_is_taken_whole_or_not_at_all(cast, sent):
    for no in ("H0001", "H0002"):
        answer(cast.village_officer, of(no))
    both = [of("H0001"), of("H0002")]
    for part, person in cast.everybody().items():
        if part not in ("township_reviewer", "county_approver"):
            assert code(cases.review, cases=both, by=person, agree=True) == "workflow.not_allowed", part
    assert (
        code(cases.review, cases=[*both, of("H0003")], by=cast.township_reviewer, agree=True)
        == "cases.not_answered"
    )
    assert Case.objects.filter(state="reviewed").count() == 0
    assert cases.review(cases=both, by=cast.township_reviewer, agree=True) == 2


def test_returned_goes_back_to_the_village_with_the_sentence(cast, sent):
    case = of("H0001")
    answer(cast.village_officer, case, "explained", reason="sold", said="已卖给邻村")
    assert code(cases.review, cases=[case], by=cast.township_reviewer, agree=False) == "cases.no_sentence"
    cases.review(cases=[case], by=cast.township_reviewer, agree=False, words="请补过户凭证")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.kept) == ("sent", "", "")
    [home] = asking.mine(cast.village_officer).answer[:1]
    assert "请补过户凭证" in {one.returned for one in home.cases}
    answer(cast.village_officer, case, "explained", reason="sold", said="凭证已补")
    cases.review(cases=[case], by=cast.township_reviewer, agree=True)
    case.refresh_from_db()
    assert (case.state, case.kept) == ("reviewed", case.facts)


def test_only_what_was_reviewed_is_struck_off(cast, sent):
    assert code(cases.close, cases=sent, by=cast.county_approver) == "cases.not_reviewed"
    answer(cast.village_officer, of("H0001"))
    cases.review(cases=[of("H0001")], by=cast.township_reviewer, agree=True)
    assert cases.close_reviewed(by=cast.county_approver) == 1
    assert (of("H0001").state, of("H0001").closed_on) == ("closed", TODAY)


# The department


@pytest.fixture
def thread(cast, sent):
    """The village found the insurance list wrong about the head of H0001: row 12."""
    file = SourceFile.objects.create(
        sha256="e" * 64, name="参保名单.xlsx", kind="medical_insured", state="loaded", on=VISIT
    )
    Entry.objects.create(kind="medical_insured", person=heads()[0], file=file, row=12, said_on=VISIT)
    answer(cast.village_officer, of("H0001"), "wrong_list", said="本人在外地参保，这家是低保户")
    cases.review(cases=[of("H0001")], by=cast.township_reviewer, agree=True)
    return Thread.objects.get()


def test_the_department_is_told_its_row_and_not_who_is_poor(cast, thread):
    [row] = asking.threads(cast.department_officer)
    assert (row.department, row.file, row.row, row.case) == ("县医保局", "参保名单.xlsx", 12, None)
    assert row.list == "城乡居民基本医疗保险参保名单"
    told = repr(row)
    for hidden in ("H0001", "钱初九", "低保", "甲村", of("H0001").subject):
        assert hidden not in told


def test_a_list_that_lacks_somebody_is_told_without_a_row(cast, sent):
    file = SourceFile.objects.create(
        sha256="e" * 64, name="参保名单.xlsx", kind="medical_insured", state="loaded", on=VISIT
    )
    answer(cast.village_officer, of("H0002"), "wrong_list")
    cases.review(cases=[of("H0002")], by=cast.township_reviewer, agree=True)
    [row] = asking.threads(cast.department_officer)
    assert (row.file, row.row) == (file.name, None)


def test_only_its_own_department_answers_a_thread(cast, thread):
    from tests.cast import user

    stranger = user("other-department", "department_officer", "990101/", "县教育局")
    assert asking.threads(stranger) == ()
    for person in (stranger, cast.village_officer, cast.county_approver, cast.nobody):
        assert code(cases.answer_thread, thread=thread, by=person, words="已改") == "workflow.not_allowed"
    assert (
        code(cases.answer_thread, thread=thread, by=cast.department_officer, words=" ") == "cases.no_sentence"
    )
    cases.answer_thread(thread=thread, by=cast.department_officer, words="已改正")
    assert asking.threads(cast.department_officer, open_only=True) == ()
    assert asking.threads(cast.county_approver)[0].answer == "已改正"
    assert asking.threads(cast.village_officer) == ()


# Who sees what


def test_each_sees_the_cases_of_the_own_area_and_nobody_else_any(cast, sent):
    seen = {
        "village_officer": 3,
        "township_reviewer": 4,
        "county_approver": 6,
        "county_leader": 6,
        "inspector": 6,
        "outsider": 2,
    }
    for part, person in cast.everybody().items():
        visible = 0
        for case in sent:
            try:
                asking.case(person, case.pk)
                visible += 1
            except Problem as refused:
                assert refused.code == "cases.no_such_case", part
        assert visible == seen.get(part, 0), part
    assert code(asking.case, cast.county_approver, 10**6) == "cases.no_such_case"


def test_my_work_is_what_i_can_really_do(cast, sent):
    mine = asking.mine(cast.village_officer)
    assert (mine.to_answer, mine.to_review, mine.to_send, mine.to_close) == (3, 0, 0, 0)
    assert [(home.household_no, len(home.cases)) for home in mine.answer] == [("H0001", 2), ("H0002", 1)]
    answer(cast.village_officer, of("H0001"))
    answer(cast.township_reviewer, of("H0003"))
    town = asking.mine(cast.township_reviewer)
    assert [(one.village, one.count) for one in town.review] == [("甲村", 1)]
    assert asking.mine(cast.county_approver).to_review == 2
    cases.review(cases=[of("H0001")], by=cast.township_reviewer, agree=True)
    county = asking.mine(cast.county_approver)
    assert (county.to_close, county.to_send, county.to_answer) == (1, 0, 0)
    for part in ("department_officer", "finance", "nobody", "administrator", "county_leader", "inspector"):
        assert asking.mine(getattr(cast, part)).total == 0, part


def test_reminders_are_what_is_due_in_three_days_and_what_is_late(cast, sent):
    for day, soon, late in ((-4, 0, 0), (-3, 3, 0), (0, 3, 0), (1, 0, 3)):
        mine = asking.mine(cast.village_officer, today=SOON + timedelta(days=day))
        assert (mine.due_soon, mine.overdue) == (soon, late), day


def test_the_board_counts_by_rule_place_and_department_in_the_order_of_codes(cast, sent):
    answer(cast.village_officer, of("H0001"))
    board = asking.board(cast.county_approver, today=SOON + timedelta(days=1))
    assert (board.total.total, board.total.sent, board.total.answered, board.total.overdue) == (6, 5, 1, 5)
    assert [(one.label, one.total) for one in board.places] == [("甲镇", 4), ("乙镇", 2)]
    assert {one.key: one.total for one in board.rules} == {UNINSURED: 5, OPEN_HOUSE: 1}
    assert sum(one.total for one in board.departments) == 6
    village = asking.board(cast.village_officer)
    assert (village.total.total, [one.label for one in village.places]) == (3, ["甲村"])
    assert code(asking.board, cast.village_officer, "990101") == "registry.no_such_area"


@pytest.mark.parametrize(("days", "bucket"), [(0, 0), (7, 0), (8, 1), (15, 1), (16, 2), (30, 2), (31, 3)])
def test_open_cases_are_aged_by_days(cast, sent, days, bucket):
    Case.objects.update(opened_on=TODAY - timedelta(days=days))
    total = asking.board(cast.county_approver).total
    assert (total.ages[bucket], sum(total.ages), total.oldest) == (6, 6, days)


def test_a_rate_of_false_alarms_needs_five_answers(cast, sent):
    four = [case for case in sent if case.rule == UNINSURED]
    for number, case in enumerate(four, start=1):
        answer(
            cast.township_reviewer if case.household.no < "H0004" else cast.outsider,
            case,
            "explained",
            reason="namesake",
            said="同名",
        )
        cases.review(cases=[case], by=cast.county_approver, agree=True)
        [alarm] = [one for one in asking.false_alarms(cast.county_approver).rules if one.key == UNINSURED]
        assert (alarm.explained, alarm.rate) == (number, 1.0 if number >= 5 else None)
    [listed] = [
        one for one in asking.false_alarms(cast.county_approver).lists if one.key == "medical_insured"
    ]
    assert (listed.raised, listed.explained, alarm.owner) == (5, 5, listed.owner)
    seen = asking.false_alarms(cast.village_officer).rules
    assert {one.key: one.raised for one in seen} == {UNINSURED: 2, OPEN_HOUSE: 1}


def test_the_page_of_a_case_tells_its_story_in_order(cast, sent):
    case = of("H0001")
    answer(cast.village_officer, case, corrections={"phone": "13900000001", "employee_medical": "是"})
    cases.review(cases=[case], by=cast.township_reviewer, agree=True, words="同意")
    page = asking.case(cast.township_reviewer, case.pk)
    assert [one.act for one in page.timeline] == ["found", "sent", "answered", "reviewed"]
    assert page.timeline[-1].note == "同意"
    assert (page.may_answer, page.may_review, page.may_close) == (False, False, False)
    assert asking.case(cast.county_approver, case.pk).may_close
    assert "13900000001" not in repr(page.answers)
    assert page.facts["employee_medical"].label == "是否参加城镇职工基本医疗保险"
    assert "id_no" not in page.facts and "standing" not in page.facts


def test_no_name_and_no_number_stands_in_the_trail_or_in_a_step(cast, thread):
    answer(cast.village_officer, of("H0002"), "explained", reason="other", said="本人是孙十一，在外务工")
    cases.review(cases=[of("H0002")], by=cast.township_reviewer, agree=False, words="请孙十一补凭证")
    cases.answer_thread(thread=thread, by=cast.department_officer, words="钱初九那一行已改正")
    told = json.dumps(
        [*Event.objects.values_list("subject", "detail"), *CaseStep.objects.values_list("act", "note")],
        default=str,
    )
    for person in Person.objects.all():
        assert person.name not in told
        assert secrets.decrypt(person.id_cipher) not in told


def test_every_act_leaves_an_event(cast, thread):
    cases.answer_thread(thread=thread, by=cast.department_officer, words="已改正")
    cases.close_reviewed(by=cast.county_approver)
    acts = set(Event.objects.values_list("act", flat=True))
    assert acts >= {
        "cases.followed",
        "cases.sent",
        "cases.answered",
        "cases.reviewed",
        "cases.closed",
        "threads.answered",
    }


def test_a_village_without_cases_shows_an_empty_board(cast):
    board = asking.board(cast.village_officer)
    assert (board.total.total, board.rules, board.on) == (0, (), None)
    assert Area.objects.count() == 6
