"""应享政策: a household's dues and bills on a page, for who may see the household."""

import pytest

pytestmark = pytest.mark.django_db


def test_who_sees_the_household_sees_its_benefits(assessed, seen_by):
    answer = seen_by("village_officer").get("/household/H0001/policy/")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "今年应享的待遇" in shown and "建议安排的帮扶措施" in shown


def test_who_does_not_see_the_household_finds_no_such_page(assessed, seen_by):
    for part in ("outsider", "department_officer", "finance", "nobody"):
        assert seen_by(part).get("/household/H0001/policy/").status_code == 404


def test_before_the_first_assessment_the_page_says_so(county, seen_by):
    answer = seen_by("village_officer").get("/household/H0001/policy/")
    assert "还没有测算过" in answer.content.decode()


def test_the_interface_gives_the_tree_of_any_rule_and_what_would_change_it(assessed, seen_by):
    told = seen_by("village_officer").get("/api/households/H0001/why/exit_income").json()
    assert {"label", "verdict", "value", "source", "children", "changes"} <= told.keys()
    assert seen_by("outsider").get("/api/households/H0001/why/exit_income").status_code == 404


def test_the_interface_gives_dues_without_names(assessed, seen_by):
    answer = seen_by("village_officer").get("/api/households/H0001/dues")
    assert answer.status_code == 200 and "钱初九" not in answer.content.decode()


def test_any_rule_can_be_asked_why_on_a_page(assessed, seen_by):
    shown = seen_by("village_officer").get("/household/H0001/why/exit_water/").content.decode()
    assert "饮水安全有保障" in shown
