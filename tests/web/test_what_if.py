"""政策模拟: who may try a number out, what the page then says, and that nothing is changed by it."""

import re

import pytest

from liuqing.registry.models import Finding, Snapshot
from liuqing.workflow.models import Event

pytestmark = pytest.mark.django_db
ONE_WORLD = True
OTHERS = (
    "township_reviewer",
    "village_officer",
    "county_leader",
    "department_officer",
    "inspector",
    "nobody",
)
LINE = "number=exits.income_line&tried=1&v."


def page(client, query: str = "") -> str:
    answer = client.get(f"/what-if/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("part", OTHERS)
def test_who_may_not_assess_finds_no_such_page(assessed, seen_by, part):
    client = seen_by(part)
    assert client.get("/what-if/").status_code == 404
    assert client.get(f"/what-if/people/?{LINE}=9000&rule=exit_income").status_code == 404


def test_every_number_in_force_is_listed_with_its_source_and_first_day(assessed, seen_by):
    shown = page(seen_by("county_approver"))
    assert "人均纯收入退出线" in shown and "3500 元" in shown and "2018-01-01" in shown and "未核实" in shown


def test_a_line_that_nobody_reaches_takes_everybody_off_and_names_them(assessed, seen_by):
    client = seen_by("county_approver")
    shown = page(client, f"{LINE}=900000")
    lost = int(re.search(r"人均纯收入达到退出线：(\d+) 户由", shown)[1])
    people = client.get(f"/what-if/people/?{LINE}=900000&rule=exit_income").content.decode()
    assert lost > 0 and len(set(re.findall(r"/household/(H\d+)/", people))) == lost


def test_the_present_number_changes_nothing(assessed, seen_by):
    assert "没有任何一户、一人的结论或待遇会改变" in page(seen_by("county_approver"), f"{LINE}=3500")


def test_a_trial_leaves_the_record_and_the_findings_as_they_are(assessed, seen_by):
    before = list(Finding.objects.order_by("pk").values_list("pk", "verdict", "value")), Event.objects.count()
    page(seen_by("county_approver"), f"{LINE}=900000")
    after = list(Finding.objects.order_by("pk").values_list("pk", "verdict", "value")), Event.objects.count()
    assert before == after and Snapshot.objects.count() == 1


@pytest.mark.parametrize("said", ["很多", "", "-1", "1e99"])
def test_a_value_that_cannot_be_is_a_problem_in_words(assessed, seen_by, said):
    answer = seen_by("county_approver").get(f"/what-if/?{LINE}={said}")
    assert answer.status_code == 422
    assert "新值" in answer.content.decode() or "不能是负数" in answer.content.decode()
