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
