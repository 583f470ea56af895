"""The button 测算: pressed on the page, followed to its end, and it leads to the board."""

from liuqing.registry.models import PersonYear, Snapshot
from liuqing.web.jobs import assessor
from tests import county as making


def test_an_analyst_assesses_lets_a_flag_through_and_goes_to_the_board(look, county):
    crowd = making.household(county, county.villages[0], "H0006", size=30, head="郑十五")
    PersonYear.objects.filter(person__memberships__household=crowd).update(
        resident_medical=False, employee_medical=False
    )
    eyes = look()
    page = eyes.page
    eyes.go("/files/")
    page.get_by_role("link", name="1 份名单等测算").click()
    page.get_by_label("测算到哪一天").fill(making.ON.isoformat())
    page.get_by_role("button", name="测算").click()
    page.get_by_text("测算完成，数据截至 2018-12-31").wait_for(timeout=60_000)
    assert assessor.wait(60)
    for box in page.get_by_label("已核对名单，放行这条规则").all():
        box.check()
    page.set_viewport_size({"width": 360, "height": 740})
    assert eyes.sideways() <= 0
    eyes.shot("assess-360")
    page.get_by_role("button", name="测算").click()
    page.locator("#stopped").wait_for(state="detached", timeout=60_000)
    page.get_by_text("测算完成").wait_for(timeout=60_000)
    assert assessor.wait(60)
    page.get_by_role("link", name="去看一张图").click()
    page.wait_for_url("**/area/990101/")
    newest = Snapshot.objects.filter(complete=True).first()
    assert newest.manifest["confirmed"] == ["child_with_labour", "form_incomplete", "not_insured"]
    assert newest.findings.filter(rule="not_insured", verdict=True).count() == 30
