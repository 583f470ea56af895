"""标准对照, 责任落实 and 规则手册 in a real browser: without a script, on a phone, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from liuqing.registry.models import AreaStanding
from liuqing.registry.models.reported import Activity, Indicator
from liuqing.registry.services import accounts, snapshots
from tests import county as making

PAGES = (
    "/area/990101/standards/", "/area/990101001/standards/", "/area/990101001001/standards/",
    "/area/990101/quotas/", "/area/990101001/quotas/", "/rules/", "/rules/?topic=estimates",
    "/rules/?topic=standards", "/area/990101/",
)  # fmt: skip


@pytest.fixture
def told(county):
    """Two poor villages of which something is reported, and a township that reported once."""
    for village in county.villages[:2]:
        AreaStanding.objects.create(area=village, status="listed", since=date(2014, 1, 1))
        Indicator.objects.create(
            area=village, name="production_power", year=2018, value=Decimal(1), said_on=making.ON
        )
    Activity.objects.create(
        area=county.towns[0], role="乡镇（街道）", activity="报告", on=date(2018, 3, 10), times=1
    )
    return snapshots.take(on=making.ON, by=accounts.operator())


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_is_wider_than_its_screen(look, told, width):
    eyes = look(width=width)
    for n, path in enumerate(PAGES):
        eyes.go(path)
        assert eyes.sideways() <= 0, path
        eyes.shot(f"policy-{width}-{n}")


def test_the_pages_say_everything_without_scripts(look, told):
    eyes = look()
    page = eyes.page.context.browser.new_context(
        java_script_enabled=False, storage_state=eyes.page.context.storage_state()
    ).new_page()
    for path in PAGES:
        page.goto(eyes.host + path)
        assert page.locator("h1").is_visible() and page.locator(".sheet").count() > 0, path
    page.goto(eyes.host + "/area/990101001/standards/")
    assert "通动力电：达到" in page.locator("main").inner_text()
    page.context.close()


def test_from_the_board_to_the_standards_of_a_village(look, told):
    eyes = look("township_reviewer")
    page = eyes.page
    page.get_by_role("link", name="一张图").click()
    page.get_by_role("link", name="标准对照").click()
    page.get_by_role("link", name="甲村").first.click()
    page.wait_for_url("**/area/990101001001/standards/")
    cell = page.locator(".criteria li").filter(has_text="通动力电")
    cell.get_by_text("依据").click()
    assert cell.get_by_text("原文未见").is_visible()


def test_a_rule_is_found_by_a_word_that_stays_out_of_the_address(look, told):
    eyes = look()
    eyes.go("/rules/")
    eyes.page.get_by_label("找规则").fill("交通补助")
    eyes.page.get_by_role("button", name="找规则").click()
    eyes.page.get_by_role("heading", name="转移就业交通补助").first.wait_for()
    assert eyes.page.url.endswith("/rules/")


def test_the_book_speaks_english(look, told):
    eyes = look()
    eyes.go("/rules/")
    eyes.page.get_by_role("button", name="English").click()
    eyes.page.get_by_role("heading", name="Reaches the exit standard").wait_for()
    eyes.shot("policy-en")
