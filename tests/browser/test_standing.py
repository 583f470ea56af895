"""The main path in a real browser: a member dies, the village reports, the town agrees."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from liuqing.registry.models import Membership, Proceeding


@pytest.mark.usefixtures("assessed")
def test_a_death_is_reported_in_the_village_and_agreed_in_the_town(look):
    spouse = Membership.objects.get(household__no="H0001", relation="配偶")
    day = timezone.localdate() - timedelta(days=1)
    village = look("village_officer", width=360, height=800)
    village.go("/household/H0001/")
    village.page.get_by_role("link", name="发起办理").click()
    village.shot("standing-start-phone")
    assert village.sideways() == 0
    village.page.get_by_role("link", name="自然减少").click()
    village.page.get_by_label("谁", exact=True).select_option(str(spouse.person_id))
    village.page.get_by_label("减少原因").select_option("死亡")
    village.page.get_by_label("发生日期").fill(day.isoformat())
    village.page.get_by_role("button", name="存成草稿").click()
    village.page.get_by_role("heading", name="办结后会改变什么").wait_for()
    village.shot("standing-draft-phone")
    assert village.sideways() == 0
    for tick in village.page.locator("input[name=signature], input[name=on-paper]").all():
        tick.check()
    village.page.get_by_role("button", name="提交，内容封存").click()
    village.page.get_by_role("heading", name=re.compile("现在：")).wait_for()
    village.shot("standing-submitted-phone")

    town = look("township_reviewer")
    town.go("/standing/")
    town.shot("standing-mine")
    town.page.get_by_role("link", name=re.compile("自然减少")).first.click()
    town.page.locator("label.choice").first.click()
    for tick in town.page.locator("input[name=signature], input[name=on-paper]").all():
        tick.check()
    town.shot("standing-town")
    town.page.get_by_role("button", name="办这一步").click()
    town.page.get_by_text("已办结").first.wait_for()
    town.shot("standing-done")
    spouse.refresh_from_db()
    assert (spouse.reason, spouse.proceeding) == ("死亡", Proceeding.objects.get())
    town.go("/household/H0001/story/")
    town.shot("standing-story")
    assert town.page.get_by_text("自然减少").count()
