"""Judging by keyboard alone: an answer a key, the way back, and nothing pressed while one writes."""

from datetime import date

import pytest

from liuqing.registry import secrets
from liuqing.registry.models import Household, Merge, Pair, Person
from liuqing.registry.services import pairs
from tests import county as making


@pytest.fixture
def waiting(county, cast):
    """Two pairs: one in one household, one in two households of a township."""
    for n, (homes, name) in enumerate(((("H0003", "H0003"), "张同户"), (("H0001", "H0003"), "李两家"))):
        birth = date(1995 + n, 3, 2 + n)
        number = making.identity(birth, 800 + n)
        wrong = number[:15] + str((int(number[15]) + 1) % 10) + number[16:]
        for step, (no, written) in enumerate(zip(homes, (number, wrong), strict=True)):
            person = making.member(county, Household.objects.get(no=no), 10 + 2 * n + step, name)
            sound = secrets.blind_index(written) if written == number else None
            Person.objects.filter(pk=person.pk).update(
                id_cipher=secrets.encrypt(written), id_hash=sound, sex="男", birth=birth
            )
    pairs.find(by=cast.county_approver)
    assert Pair.objects.count() == 2


def test_a_queue_is_judged_without_a_mouse(look, waiting):
    eyes = look()
    eyes.go("/identities/")
    keys = eyes.page.keyboard
    eyes.page.get_by_text("还有 2 个").wait_for()
    eyes.page.locator(".answers kbd").first.wait_for()
    eyes.shot("identities")

    keys.press("ArrowRight")
    eyes.page.get_by_text("现在是第 2 个").wait_for()
    keys.press("ArrowLeft")
    eyes.page.get_by_text("现在是第 1 个").wait_for()
    keys.press("3")
    eyes.page.get_by_text("其中 1 个先放着").wait_for()
    keys.press("2")
    eyes.page.get_by_text("还有 1 个").wait_for()
    assert Pair.objects.filter(state="different").count() == 1
    keys.press("u")
    eyes.page.get_by_text("已撤销").wait_for()
    assert Pair.objects.filter(state="open").count() == 2


def test_one_in_two_households_is_merged_by_keys_once_a_household_is_chosen(look, waiting):
    pair = Pair.objects.get(left__name="李两家")
    eyes = look()
    eyes.go(f"/identities/?case=pair-{pair.pk}")
    keys = eyes.page.keyboard
    keys.press("1")  # nothing is chosen yet: the browser leads there
    assert not Merge.objects.exists()
    eyes.page.locator("input[name=kept]:focus").wait_for()
    keys.press("ArrowDown")
    keys.press("1")
    eyes.page.get_by_text("已记下：是同一人").wait_for()
    assert Merge.objects.count() == 1


def test_digits_that_are_written_are_no_answers_and_keys_can_be_switched_off(look, waiting):
    eyes = look()
    eyes.go("/identities/")
    eyes.page.locator("#search").fill("")
    eyes.page.locator("#search").press("2")
    assert eyes.page.locator("#search").input_value() == "2"
    assert not Pair.objects.exclude(state="open").exists()
    eyes.page.get_by_label("不用快捷键").check()
    eyes.page.locator("h1").click()
    eyes.page.keyboard.press("2")
    eyes.page.wait_for_timeout(300)
    assert not Pair.objects.exclude(state="open").exists()


def test_the_question_fits_a_phone(look, waiting):
    eyes = look(width=360, height=740)
    eyes.go("/identities/")
    eyes.shot("identities-phone")
    assert eyes.sideways() <= 0
    for button in eyes.page.locator(".answers button").all():
        assert button.bounding_box()["height"] >= 44


def test_without_scripts_the_buttons_do_the_same(look, waiting):
    pair = Pair.objects.get(left__name="张同户")
    eyes = look(java_script_enabled=False)
    eyes.page.goto(f"{eyes.host}/identities/?case=pair-{pair.pk}")
    assert not eyes.page.get_by_label("不用快捷键").is_visible()
    eyes.page.get_by_role("button", name="不是同一人").click()
    eyes.page.get_by_text("已记下：不是同一人").wait_for()
    pair.refresh_from_db()
    assert pair.state == "different"
