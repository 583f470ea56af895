"""A mock evaluation finds a household that should not have left: a clue, a procedure, and only then a change."""

from datetime import date

import pytest

from liuqing.registry.models import Clue, Questionnaire, Report, Standing
from liuqing.registry.services import clues, evaluations, standing
from tests.registry import living, samples
from tests.registry.living import in_order, nothing_tampered, refused, stands, told

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def office(cast, county, place):
    """The county at work on Monday, 2019-01-07."""
    with living.at_work(cast, county, date(2019, 1, 7)) as office:
        yield office


def everybody():
    """Every standing of the register as it is written."""
    return list(Standing.objects.order_by("pk").values_list("household", "status", "since", "until"))


def test_a_false_exit_is_found_at_the_door_and_put_right_by_a_procedure_only(office, taken):
    taken(date(2018, 12, 31))
    before = everybody()

    # Drawn by a seed that nobody knew before; visited, confirmed by another, closed.
    one = samples.opened(office.approver, design="all_exits")
    wrong = samples.taken(one, "exited")[0]
    home = wrong.household
    assert stands(home) == "exited"
    samples.answer_all(office.cast.evaluator, one, {wrong.pk: {"housing": "no"}})
    found = Questionnaire.objects.get(sampled=wrong)
    assert found.verdict == "false_exit"
    with refused("evaluations.not_confirmed"):
        evaluations.close(evaluation=one, by=office.approver)
    evaluations.confirm(questionnaire=found, by=office.deputy, agreed=True)
    evaluations.close(evaluation=one, by=office.approver)
    rate = one.result["closed"]["rates"]["false_exit"]
    assert (rate["found"], rate["of"] >= rate["found"]) == (wrong.persons, True), (
        "never a rate without its base"
    )
    assert everybody() == before, "what was found at the door changes nobody's standing"

    # A clue, sent to the village at once; the village goes and looks, and the exit is taken back.
    clue = Clue.objects.get(household=home)
    assert (clue.kind, clue.state, Report.objects.get(clue=clue).by) == (
        "relapse",
        "sent",
        office.approver.username,
    )
    cadre = office.cadres[home.village.code]
    office.wait(2)
    clues.verify(clue=clue, by=cadre, visited_on=office.today, result="difficult", said="房子是危房")
    assert everybody() == before
    back = office.begin("take_back_exit", home, clue=clue, why="住房没有达到标准", money="继续享受")
    clue.refresh_from_db()
    assert (clue.state, clue.outcome) == ("closed", "proceeding")
    assert everybody() == before
    office.through(back)
    assert (back.state, stands(home)) == ("done", "registered")
    assert [row for row in everybody() if row[0] != home.pk] == [row for row in before if row[0] != home.pk]
    in_order(
        told(office, home),
        "在册身份：已脱贫",
        "收到线索",
        "退出回退：提出回退",
        "退出回退：县级审定",
        "在册身份：未脱贫",
    )
    nothing_tampered()


def test_a_procedure_that_is_withdrawn_leaves_the_clue_open_and_nobody_is_forgotten(office):
    home = office.county.households[1]
    report = clues.report(
        channel="round", area=home.village, household=home, by=office.cast.village_officer,
        said=clues.Said(happened=("illness",), words="看病花费大"),
    )  # fmt: skip
    clue = report.clue
    clues.verify(
        clue=clue, by=office.cast.village_officer, visited_on=office.today, result="difficult", said="属实"
    )
    one = office.begin("relapse", home, clue=clue, cause="因病")
    clue.refresh_from_db()
    assert clue.state == "closed"
    standing.withdraw(one, by=office.cast.village_officer, said="材料要重做")
    clue.refresh_from_db()
    assert (clue.state, clue.outcome, clue.closed_on) == ("verified", "", None)
    again = office.begin("relapse", home, clue=clue, cause="因病")
    clue.refresh_from_db()
    assert (again.state, clue.state) == ("open", "closed")
    nothing_tampered()
