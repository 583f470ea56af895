"""Renamed departments: rights and lists go on under the old name and the new."""

from dataclasses import replace

import pytest

from liuqing.workflow import departments, rights
from liuqing.workflow.rights import Right
from tests import cast as casting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fuyuan(settings):
    settings.WORKSPACE = replace(settings.WORKSPACE, place="fuyuan")


def test_a_department_answers_to_every_name_it_bears_or_bore():
    assert departments.same("县林业局", "县林草局")
    assert departments.same("县林草局", "县林业和草原局")
    assert departments.same("县卫计局", "县卫生局")
    assert not departments.same("县林业局", "县农业局")


def test_a_name_that_nobody_knows_is_only_itself():
    assert departments.names("县某某局") == {"县某某局"}
    assert not departments.same("县某某局", "县林业局")


def test_who_was_appointed_under_the_new_name_hands_in_lists_under_the_old():
    officer = casting.user("forester", "department_officer", "", "县林业和草原局")
    assert rights.can(officer, Right.LOAD_LISTS, department="县林草局")
    assert "县林草局" in (rights.departments_of(officer) or [])
    assert not rights.can(officer, Right.LOAD_LISTS, department="县医保局")
