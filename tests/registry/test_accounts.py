"""Accounts: nobody has a standard password, and nobody gives himself rights."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.test import RequestFactory

from liuqing.config import workspace
from liuqing.errors import Problem
from liuqing.registry.services import accounts
from liuqing.workflow import rights, trail
from liuqing.workflow.rights import Right

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    # The shipped hash is slow on purpose; how slow is not what these tests promise.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _signs_in(username, passphrase):
    return authenticate(RequestFactory().post("/"), username=username, password=passphrase) is not None


def test_the_demo_has_an_account_for_each_main_role_with_one_generated_passphrase(county):
    made, passphrase = accounts.create_demo(by=accounts.operator())
    assert [a.role for a in made] == [
        "county_analyst", "township_clerk", "village_cadre", "department_officer", "department_officer", "finance",
        "county_leader", "administrator", "evaluator",
    ]  # fmt: skip
    assert all(_signs_in(a.username, passphrase) for a in made)
    assert len(passphrase) >= 16


def test_making_the_demo_accounts_again_changes_the_passphrase(county):
    first = accounts.create_demo(by=accounts.operator())[1]
    made, second = accounts.create_demo(by=accounts.operator())
    assert first != second
    assert not _signs_in(made[0].username, first)


def test_outside_a_demo_there_are_no_demo_accounts(county, settings, tmp_path):
    settings.WORKSPACE = workspace.create(tmp_path / "real", place="fuyuan")
    with pytest.raises(Problem) as found:
        accounts.create_demo(by=accounts.operator())
    assert found.value.code == "accounts.not_a_demo"
    assert set(User.objects.values_list("username", flat=True)) == {"console"}


@pytest.mark.parametrize("weak", ["", "short", "password1234", "123456789012", "zhang-san-zhang-san"])
def test_a_weak_or_standard_password_is_refused(county, weak):
    with pytest.raises(Problem) as found:
        accounts.create(username="zhang-san", name="测试员", passphrase=weak, by=accounts.operator())
    assert found.value.code == "accounts.weak_passphrase"


def test_the_operator_of_the_command_line_cannot_sign_in(county):
    accounts.operator()
    assert not _signs_in("console", "")
    assert not User.objects.get(username="console").has_usable_password()


def test_nobody_gives_himself_rights(cast, county):
    with pytest.raises(Problem) as found:
        accounts.appoint(
            user=cast.administrator,
            role="county_analyst",
            area_path=county.county.path,
            by=cast.administrator,
        )
    assert found.value.code == "accounts.own_rights"


def test_only_who_manages_users_appoints(cast, county):
    for person in (cast.county_approver, cast.county_leader, cast.inspector, cast.outsider, cast.nobody):
        with pytest.raises(Problem) as found:
            accounts.appoint(user=cast.nobody, role="county_leader", area_path=county.county.path, by=person)
        assert found.value.code == "workflow.not_allowed"


def test_an_appointment_ends_on_its_day(cast, county):
    made = accounts.appoint(
        user=cast.nobody, role="county_leader", area_path=county.county.path, by=cast.administrator
    )
    assert rights.can(cast.nobody, Right.SEE_BOARD)
    accounts.dismiss(appointment=made, by=cast.administrator, on=date.today() - timedelta(1))
    assert not rights.can(User.objects.get(pk=cast.nobody.pk), Right.SEE_BOARD)


def test_a_closed_account_cannot_sign_in(cast):
    user = accounts.create(username="li", name="测", passphrase="ping-guo-shu-4821", by=cast.administrator)
    assert _signs_in("li", "ping-guo-shu-4821")
    accounts.close(user=user, by=cast.administrator)
    assert not _signs_in("li", "ping-guo-shu-4821")


def test_every_act_leaves_its_event_without_passphrase(cast):
    accounts.create(username="li", name="测", passphrase="ping-guo-shu-4821", by=cast.administrator)
    event = next(iter(trail.of(by="administrator")))
    assert event.act == "accounts.created"
    assert "ping-guo" not in str(event.detail)
