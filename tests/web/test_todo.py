"""What waits: every kind of task has its words, and leads to where it is done."""

import ast
import inspect
from pathlib import Path

import pytest

from liuqing.registry.models import Snapshot
from liuqing.registry.queries import todo as waiting
from liuqing.web.pages.todo import WORDS
from tests.planning import building

STOPPED = {"rule": "not_insured", "label": "未参加基本医疗保险", "matched": 90, "of": 100, "expects": 0.1}


def kinds() -> set[str]:
    """Every kind that the queries can give: the texts in the first argument of each ``Task(…)``."""
    todo = inspect.getmodule(waiting)
    rooms = (Path(room.__file__).parent for room in todo.ROOMS)
    files = [Path(todo.__file__), *(file for room in rooms for file in sorted(room.glob("*.py")))]
    made = [
        node.args[0]
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Task"
    ]
    return {text for kind in made for text in _results(kind)}


def _results(kind: ast.expr) -> set[str]:
    """The texts that an expression can come to; anything but texts and choices fails here."""
    if isinstance(kind, ast.IfExp):
        return _results(kind.body) | _results(kind.orelse)
    assert isinstance(kind, ast.Constant), "say the kind of a task where the task is made"
    return {kind.value}


def test_every_kind_of_task_has_its_words():
    assert kinds() == set(WORDS)


@pytest.mark.django_db
def test_a_flag_that_stopped_is_put_in_words_on_the_first_page(seen_by, assessed):
    Snapshot.objects.filter(pk=assessed.pk).update(
        manifest={**assessed.manifest, "over_expectation": [STOPPED]}
    )
    page = seen_by("county_approver").get("/todo/").content.decode()
    assert "疑点“未参加基本医疗保险”命中太多，已暂停下发" in page


PARTS = (
    "county_approver", "county_leader", "township_reviewer", "village_officer", "department_officer", "finance", "inspector",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS)
def test_the_tasks_of_money_ask_few_questions_of_everybody(
    part, seen_by, assessed, django_assert_max_num_queries
):
    client = seen_by(part)
    with django_assert_max_num_queries(20):
        assert client.get("/todo/money/").status_code == 200


@pytest.mark.django_db
def test_the_tasks_of_money_come_after_the_first_page_and_have_a_page_without_scripts(seen_by, county):
    made = building.project(county, state="returned")
    client = seen_by("county_approver")
    first = client.get("/todo/").content.decode()
    assert 'hx-get="/todo/money/" hx-trigger="load"' in first and 'href="/todo/money/"' in first
    assert made.name not in first and "退回补正的项目" not in first
    part = client.get("/todo/money/", headers={"HX-Request": "true"}).content.decode()
    assert "退回补正的项目" in part and "<html" not in part
    whole = client.get("/todo/money/").content.decode()
    assert "退回补正的项目" in whole and "<h1>项目和资金的待办</h1>" in whole


@pytest.mark.django_db
def test_who_sees_no_projects_is_not_sent_to_them(seen_by):
    page = seen_by("evaluator").get("/todo/").content.decode()
    assert "/todo/money/" not in page
