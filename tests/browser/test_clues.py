"""From the code on the wall to the visit, in a real browser: a villager without scripts, then the offices."""

import re

from tests.browser.conftest import Eyes, watch

SMALL, PHONE_WIDTH = 320, 360
TARGET = 44
"""Pixels that a finger needs."""


def stranger(chromium, live_server, width=SMALL) -> Eyes:
    """Somebody's old phone: no account, no script."""
    context = chromium.new_context(viewport={"width": width, "height": 640}, java_script_enabled=False)
    eyes = Eyes(context.new_page(), live_server.url)
    watch(eyes)
    return eyes


def test_a_villager_asks_on_a_small_phone_and_sees_the_visit(chromium, live_server, look, county):
    villager = stranger(chromium, live_server)
    villager.go("/ask/")
    villager.page.get_by_role("link", name="甲镇").click()
    villager.page.get_by_role("link", name="甲村").click()
    villager.page.get_by_label("生大病、住院花钱多").check()
    villager.page.get_by_label("您的姓名").fill("孙十一")
    villager.page.get_by_label("您的电话").fill("13900000001")
    villager.page.get_by_label("我看清楚了，同意").check()
    villager.shot("ask-phone")
    assert villager.sideways() <= 0
    for box in villager.page.locator(".tick, button, .go").all():
        assert box.bounding_box()["height"] >= TARGET
    villager.page.get_by_role("button", name="交给村里").click()
    receipt = villager.page.locator(".number").inner_text()
    villager.shot("ask-received-phone")
    assert villager.sideways() <= 0

    town = look("township_reviewer")
    town.go("/clues/")
    town.page.get_by_role("button", name="分派到村").click()
    town.page.get_by_text("已分派 1 条到村").wait_for()

    village = look("village_officer", width=PHONE_WIDTH, height=800)
    village.go("/clues/")
    assert village.sideways() <= 0
    village.page.get_by_role("link", name=re.compile("孙十一")).click()
    village.page.get_by_label("属实，有困难").check()
    village.page.get_by_label("见到了谁，家里现在怎么样").fill("见到本人，正在住院")
    village.page.get_by_role("button", name="记下核实情况").click()
    village.page.get_by_role("heading", name="核实情况").wait_for()
    village.shot("clue-phone")
    assert village.sideways() <= 0

    villager.page.get_by_role("link", name="看办到哪里了").click()
    villager.page.get_by_label("回执号").fill(receipt.lower().replace("-", " "))
    villager.page.get_by_label("电话后四位").fill("0001")
    villager.page.get_by_role("button", name="看一看").click()
    villager.page.get_by_text("上门核实").wait_for()
    villager.shot("ask-check-phone")
    assert "住院" not in villager.page.content()
    assert villager.page.context.cookies(live_server.url + "/ask/") == []
    assert villager.complaints == []
    villager.page.context.close()


def test_an_officer_reports_a_household_of_the_list_on_a_phone(look):
    village = look("village_officer", width=PHONE_WIDTH, height=800)
    village.go("/clues/")
    village.page.get_by_role("link", name="报一条").click()
    village.page.get_by_label(re.compile("哪一户")).fill("钱初九 H0001")
    village.page.get_by_label("房子不安全、没有干净水喝").check()
    village.page.get_by_role("button", name="交上去").click()
    village.page.get_by_role("heading", name=re.compile("钱初九户")).wait_for()
    village.shot("clue-new-phone")
    assert village.sideways() <= 0
