"""贫困测量 in a real browser: on a phone, without a script, and from the board to a village."""

import pytest

from liuqing.registry.services import accounts, snapshots
from tests import county as making

PAGES = [f"/area/{code}/poverty/{by}" for code in ("990101", "990101001", "990101001001")
         for by in ("", "?by=main_cause")]  # fmt: skip


@pytest.fixture
def told(county):
    return snapshots.take(on=making.ON, by=accounts.operator())


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_is_wider_than_its_screen(look, told, width):
    eyes = look(width=width)
    for n, path in enumerate(PAGES):
        eyes.go(path)
        assert eyes.sideways() <= 0, path
        eyes.shot(f"poverty-{width}-{n}")


def test_from_the_board_to_a_village_by_township_without_scripts(look, told):
    eyes = look()
    page = eyes.page.context.browser.new_context(
        java_script_enabled=False, storage_state=eyes.page.context.storage_state()
    ).new_page()
    page.goto(eyes.host + "/area/990101/")
    page.get_by_role("link", name="贫困测量").click()
    for place in ("甲镇", "甲村"):
        page.locator("#groups .grid").get_by_role("link", name=place).first.click()
        assert place in page.locator("h1").inner_text()
    page.get_by_role("link", name="主要致贫原因").click()
    assert "按主要致贫原因看" in page.locator("main").inner_text()
    page.context.close()
