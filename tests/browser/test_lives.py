"""The first day of a life on real screens: a villager asks on a phone, the offices act, the receipt tells."""

import re
from datetime import date

import pytest

from liuqing.registry.models import Clue, Membership, Person, Proceeding

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def villager(chromium, live_server):
    """A phone on which nobody has signed in; nothing of the page may ask another host."""
    from tests.browser.conftest import Eyes, watch

    context = chromium.new_context(viewport=PHONE)
    eyes = Eyes(context.new_page(), live_server.url)
    watch(eyes)
    yield eyes
    context.close()
    assert eyes.complaints == []


def told(villager, receipt: str) -> str:
    """What the receipt tells now."""
    villager.go("/ask/check/")
    villager.page.get_by_label("回执号").fill(receipt)
    villager.page.get_by_label("电话后四位").fill("7777")
    villager.page.get_by_role("button", name="看一看").click()
    villager.page.get_by_role("heading", name="办到哪里了").wait_for()
    assert receipt not in villager.page.url and "7777" not in villager.page.url
    assert villager.sideways() == 0
    return villager.page.locator("main, body").first.inner_text()


def test_from_a_villagers_phone_to_the_first_step_of_a_procedure(look, villager, county):
    person = Person.objects.create(
        name="冯测人",
        person_no="R1",
        village=county.villages[0],
        hukou_no="B7",
        sex="女",
        birth=date(1970, 2, 3),
    )
    villager.go("/ask/990101001001/")
    villager.page.get_by_label("生大病、住院花钱多").check()
    villager.page.get_by_label("您的姓名").fill("冯测人")
    villager.page.get_by_label("您的电话").fill("13988887777")
    villager.page.get_by_label("我看清楚了，同意").check()
    villager.page.get_by_role("button", name="交给村里").click()
    villager.page.get_by_role("heading", name="收到了").wait_for()
    villager.shot("lives-received-phone")
    receipt = villager.page.locator(".number").inner_text()
    assert "冯测人" not in villager.page.url
    assert "乡镇正在分派到村" in told(villager, receipt)

    town = look("township_reviewer")
    town.go(f"/clues/{Clue.objects.get().pk}/")
    town.page.get_by_role("button", name="分派").click()
    town.page.get_by_text("待核实").first.wait_for()
    assert "村干部会上门看一看" in told(villager, receipt)

    village = look("village_officer", width=360, height=780)
    village.go(f"/clues/{Clue.objects.get().pk}/")
    village.page.get_by_role("button", name="就是这家").first.click()
    village.page.get_by_text("看这一户的六清").wait_for()
    assert Membership.objects.get(person=person).household.no.startswith("W")
    village.page.get_by_label("属实，有困难").check()
    village.page.get_by_label("见到了谁，家里现在怎么样").fill("住院两个月，见到了本人")
    village.page.get_by_role("button", name="记下核实情况").click()
    village.page.get_by_role("link", name=re.compile("发起程序")).click()
    village.page.get_by_role("link", name="监测对象纳入").click()
    village.page.get_by_label("监测对象类别").select_option("边缘易致贫户")
    village.page.get_by_label("因病").check()
    village.shot("lives-start-phone")
    assert village.sideways() == 0
    village.page.get_by_role("button", name="存成草稿").click()
    village.page.get_by_role("heading", name="办结后会改变什么").wait_for()
    for tick in village.page.locator("input[name=signature], input[name=on-paper]").all():
        tick.check()
    village.page.get_by_role("button", name="提交，内容封存").click()
    village.page.get_by_role("heading", name=re.compile("现在：")).wait_for()
    one = Proceeding.objects.get()
    assert (one.state, one.step, one.clue_id) == ("open", "verification", Clue.objects.get().pk)
    said = told(villager, receipt)
    assert "开始按程序办理" in said and "村里正在核实" in said and "办理完毕" not in said
    villager.shot("lives-receipt-phone")

    # The household outside the register has its own story and its page.
    village.go(f"/household/{one.household.no}/story/")
    assert village.page.get_by_text("监测对象纳入：风险预警").count()
    village.shot("lives-story-phone")
    assert village.sideways() == 0
