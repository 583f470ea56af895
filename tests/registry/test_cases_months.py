"""Month after month: what becomes of a question when the next assessment comes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from liuqing.registry.models import Case, CaseStep, Household, Membership, Person
from liuqing.registry.queries import cases as asking
from liuqing.registry.services import cases
from tests.registry.months import DEAD, MONTHS, OPEN_HOUSE, UNINSURED, month, snapshot

pytestmark = pytest.mark.django_db
SOON = date.today() + timedelta(days=10)
EARLY, LATE = {"died_on": date(2018, 1, 5)}, {"died_on": date(2018, 3, 9)}


@pytest.fixture
def loop(cast):
    """Send, answer, review and close with the usual people."""
    return Loop(cast)


class Loop:
    def __init__(self, cast):
        self.cast, self.office = cast, cast.county_approver

    def month(self, number, raised, **more):
        return month(self.office, MONTHS[number - 1], raised, **more)

    def send(self):
        return cases.send(by=self.office, due_on=SOON)

    def answer(self, case, outcome="explained", **more):
        reason = "other" if outcome == "explained" else ""
        said = "本人健在，已见面" if outcome == "explained" else ""
        told = {"reason": reason, "said": said, "visited_on": MONTHS[0], **more}
        return cases.answer(case=case, by=self.cast.village_officer, uuid=uuid4(), outcome=outcome, **told)

    def review(self, case, agree=True, words=""):
        cases.review(cases=[case], by=self.cast.township_reviewer, agree=agree, words=words)

    def through(self, outcome="explained", **more):
        """The only case from found to struck off."""
        case = Case.objects.get()
        self.send()
        self.answer(case, outcome, **more)
        self.review(case)
        cases.close(cases=[case], by=self.office)
        return Case.objects.get()


def head(no="H0001"):
    return Person.objects.get(memberships__household__no=no, memberships__relation="户主")


def states():
    return list(Case.objects.order_by("pk").values_list("state", "outcome"))


def acts(case):
    return list(case.steps.values_list("act", flat=True))


def test_a_flag_raised_for_the_first_time_is_found(loop):
    told = loop.month(1, {(DEAD, head()): EARLY})
    case = Case.objects.get()
    assert (told.found, case.state, case.round, case.subject) == (1, "found", 1, f"person:{head().pk}")
    assert (case.village.name, len(case.facts), case.first_id) == ("甲村", 64, case.last_id)
    assert acts(case) == ["found"]


def test_following_the_same_snapshot_twice_changes_nothing(loop):
    made = snapshot(MONTHS[0], {(DEAD, head()): EARLY})
    cases.follow(made, loop.office)
    before = list(Case.objects.values()), list(CaseStep.objects.values())
    assert cases.follow(made, loop.office) == cases.Followed()
    assert (list(Case.objects.values()), list(CaseStep.objects.values())) == before


def test_an_explained_hit_stays_struck_off_as_long_as_no_fact_changes(loop):
    loop.month(1, {(DEAD, head()): EARLY})
    loop.through()
    told = loop.month(2, {(DEAD, head()): EARLY})
    assert (told.held, told.reopened, told.found) == (1, 0, 0)
    assert states() == [("closed", "explained")]
    told = loop.month(3, {(DEAD, head()): LATE})
    case = Case.objects.get()
    assert (told.held, told.reopened, case.state, case.round, case.kept) == (0, 1, "found", 2, "")
    assert acts(case)[-2:] == ["held", "reopened"]


def test_an_explained_hit_that_paused_for_a_month_is_still_held_back(loop):
    loop.month(1, {(DEAD, head()): EARLY})
    loop.through()
    loop.month(2, {})
    assert loop.month(3, {(DEAD, head()): EARLY}).held == 1
    assert states() == [("closed", "explained")]


@pytest.mark.parametrize("outcome", ["confirmed", "wrong_list"])
def test_what_was_to_be_put_right_and_is_found_again_is_opened_again(loop, outcome):
    loop.month(1, {(DEAD, head()): EARLY})
    loop.through(outcome)
    assert states() == [("closed", outcome)]
    assert loop.month(2, {(DEAD, head()): EARLY}).reopened == 1
    assert states() == [("found", "")]


def test_what_is_not_raised_any_more_is_gone_and_comes_back_as_the_same_case(loop):
    loop.month(1, {(DEAD, head()): EARLY})
    assert loop.month(2, {}).gone == 1
    assert states() == [("closed", "gone")]
    assert loop.month(3, {(DEAD, head()): EARLY}).reopened == 1
    assert Case.objects.get().round == 2


def test_a_rule_that_did_not_speak_leaves_its_cases_open(loop):
    loop.month(1, {(DEAD, head()): EARLY})
    for number, silence in enumerate(
        ({"silent": {DEAD: "a.number"}}, {"stopped": (DEAD,)}, {"answered": (UNINSURED,)}), start=2
    ):
        assert loop.month(number, {}, **silence).gone == 0
    nobody = snapshot(MONTHS[5], {})
    nobody.manifest["findings"][DEAD] = {"true": 0, "false": 0, "unknown": 9}
    nobody.save()
    assert cases.follow(nobody, loop.office).gone == 0
    assert states() == [("found", "")]


def test_not_known_this_month_is_not_gone(loop):
    """Nobody says whether there is an employees' cover: the case waits; a plain no closes it."""
    said = {"resident_medical": False, "list_insured": False, "employee_medical": False}
    loop.month(1, {(UNINSURED, head()): said})
    later = snapshot(
        MONTHS[1], {(UNINSURED, head()): {**said, "employee_medical": None}}, unknown={UNINSURED: 1}
    )
    later.findings.all().delete()
    assert cases.follow(later, loop.office).gone == 0
    clear = snapshot(
        MONTHS[2], {(UNINSURED, head()): {**said, "employee_medical": True}}, unknown={UNINSURED: 1}
    )
    clear.findings.all().delete()
    assert cases.follow(clear, loop.office).gone == 1


def test_looking_back_at_an_earlier_day_disturbs_no_case(loop):
    loop.month(5, {(DEAD, head()): EARLY})
    assert loop.month(2, {}).gone == 0
    assert states() == [("found", "")]


def test_a_question_goes_where_the_household_lives_now(loop, county):
    home = Household.objects.get(no="H0001")
    loop.month(1, {(OPEN_HOUSE, home): {"list_house_grade": "D", "renovated": False}})
    Household.objects.filter(pk=home.pk).update(village=county.villages[2])
    loop.month(2, {(OPEN_HOUSE, home): {"list_house_grade": "D", "renovated": False}})
    assert Case.objects.get().village == county.villages[2]
    Household.objects.filter(pk=home.pk).update(village=county.villages[1])
    loop.month(3, {}, answered=())
    assert Case.objects.get().village == county.villages[1]


def test_the_case_of_a_person_who_was_merged_away_is_gone(loop):
    person, other = head(), head("H0002")
    loop.month(1, {(DEAD, person): EARLY})
    Person.objects.filter(pk=person.pk).update(same_as=other)
    assert loop.month(2, {}, answered=()).gone == 1
    assert Case.objects.get().steps.last().note == "人员记录已并入另一条"


def test_corrections_that_nobody_reviewed_are_not_lost_when_the_flag_goes(loop):
    loop.month(1, {(UNINSURED, head()): {"list_insured": False, "employee_medical": False}})
    loop.send()
    case = Case.objects.get()
    loop.answer(case, "confirmed", corrections={"employee_medical": "是"})
    assert loop.month(2, {}).gone == 0
    assert states() == [("answered", "confirmed")]
    loop.review(case)
    assert loop.month(3, {}).gone == 1
    assert states() == [("closed", "confirmed")]


def test_an_open_case_is_found_once_and_follows_its_facts(loop):
    loop.month(1, {(DEAD, head()): EARLY})
    first = Case.objects.get().facts
    told = loop.month(2, {(DEAD, head()): LATE})
    assert (told.found, told.still, told.reopened) == (0, 1, 0)
    assert Case.objects.get().facts != first


def test_the_board_tells_what_the_last_assessment_changed(loop):
    people = [head(no) for no in ("H0001", "H0002")]
    loop.month(1, {(DEAD, people[0]): EARLY})
    loop.through()
    loop.month(2, {(DEAD, people[0]): EARLY, (DEAD, people[1]): EARLY})
    change = asking.board(loop.office).change
    assert (change.new, change.held, change.still, change.reopened) == (1, 1, 0, 0)
    loop.month(3, {(DEAD, people[0]): LATE, (DEAD, people[1]): EARLY})
    change = asking.board(loop.office).change
    assert (change.new, change.held, change.still, change.reopened) == (0, 0, 1, 1)


def test_members_of_another_household_of_the_person_are_told_where_the_person_is_now(loop, county):
    """A person who moved to another household is asked about there."""
    person = head()
    loop.month(1, {(DEAD, person): EARLY})
    other = Household.objects.get(no="H0004")
    Membership.objects.filter(person=person).update(household=other)
    loop.month(2, {(DEAD, person): EARLY})
    case = Case.objects.get()
    assert (case.household, case.village) == (other, other.village)
