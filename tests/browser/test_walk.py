"""A clerk's walk: from the work list down to a household and back, in Chinese and in English."""

import pytest
from playwright.sync_api import expect

PAGES = (
    "/todo/", "/area/990101/", "/area/990101001/", "/area/990101001001/", "/area/990101/households/",
    "/area/990101/flags/", "/household/H0001/", "/household/H0001/why/exits/", "/search/", "/files/", "/assess/",
    "/nowhere/",
)  # fmt: skip


def test_from_the_work_list_down_to_a_household(look, assessed):
    eyes = look()
    page = eyes.page
    page.get_by_role("link", name="一张图").click()
    page.locator(".tiles").get_by_role("link", name="甲镇").click()
    page.wait_for_url("**/area/990101001/")
    eyes.shot("town")
    page.locator(".tiles").get_by_role("link", name="甲村").click()
    page.wait_for_url("**/area/990101001001/")
    eyes.shot("village")
    page.get_by_role("link", name="钱初九").click()
    page.wait_for_url("**/household/H0001/")
    for clear in ("致贫原因清", "帮扶措施清", "投入产出清", "帮扶责任清", "脱贫时序清", "家底清"):
        page.locator(".clear-marks").get_by_role("link", name=clear).click()
        assert page.get_by_role("heading", name=clear).is_visible()
    eyes.shot("household")
    page.locator(".path").get_by_role("link", name="甲镇").click()
    page.wait_for_url("**/area/990101001/")


def test_reasons_open_where_they_are_asked_for(look, assessed):
    eyes = look()
    eyes.go("/household/H0001/")
    finding = eyes.page.locator(".why details").filter(has_text="达到脱贫退出标准")
    finding.locator("summary").click()
    finding.get_by_text("退出线").first.wait_for()
    eyes.shot("reasons")


def test_the_switch_speaks_english_and_keeps_the_page(look, assessed):
    eyes = look()
    eyes.go("/household/H0001/")
    eyes.page.get_by_role("button", name="English").click()
    eyes.page.get_by_role("heading", name="Family base").wait_for()
    assert eyes.page.url.endswith("/household/H0001/")
    assert eyes.page.locator("html").get_attribute("lang") == "en"
    eyes.shot("household-en")


def test_a_search_finds_by_initials_and_leaves_nothing_in_the_address(look, assessed):
    eyes = look()
    eyes.page.get_by_role("searchbox").fill("cs")
    eyes.page.get_by_role("searchbox").press("Enter")
    eyes.page.get_by_role("link", name="钱初九").first.wait_for()
    assert eyes.page.url.endswith("/search/")


def test_a_table_is_sorted_by_its_heading(look, assessed):
    eyes = look()
    eyes.go("/area/990101/")
    column = eyes.page.locator("#parts th").filter(has_text="建档立卡户")
    first = eyes.page.locator("#parts tbody tr th").first
    column.get_by_role("button").click()
    assert first.inner_text().startswith("甲镇") or column.get_attribute("aria-sort") == "descending"
    column.get_by_role("button").click()
    assert column.get_attribute("aria-sort") == "ascending"


def test_the_picture_is_switched_from_number_to_rate(look, assessed):
    eyes = look()
    eyes.go("/area/990101001/")
    eyes.page.get_by_role("link", name="贫困发生率").click()
    eyes.page.locator(".switch [aria-current]").filter(has_text="贫困发生率").wait_for()
    assert "by=incidence" in eyes.page.url


def test_a_whole_number_is_shown_for_a_purpose_and_counted_down(look, assessed):
    eyes = look()
    eyes.go("/household/H0001/")
    eyes.page.get_by_text("查看完整身份证号").click()
    eyes.page.get_by_label("用途").select_option("入户核实")
    eyes.page.get_by_role("button", name="显示").click()
    secret = eyes.page.locator(".secret")
    secret.wait_for()
    assert len(secret.inner_text()) == 18
    expect(eyes.page.locator("[data-seconds] [x-text]")).not_to_have_text("60")


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_is_wider_than_the_screen_nor_complains(look, assessed, width):
    eyes = look(width=width, height=740 if width == 360 else 900)
    for path in PAGES:
        first, second = ("light", "dark") if width == 1440 else ("dark", "light")
        eyes.page.emulate_media(color_scheme=first)
        eyes.go(path)
        for scheme in (first, second):  # the same page in another light, as when the evening comes
            eyes.page.emulate_media(color_scheme=scheme)
            assert eyes.sideways() <= 0, path
            eyes.shot(f"{path.strip('/').replace('/', '-')}-{width}-{scheme}")
    # The page that is not there is the only thing a browser may complain of.
    eyes.complaints[:] = [said for said in eyes.complaints if "404" not in said]


def test_on_a_phone_every_button_is_large_enough_for_a_thumb(look, assessed):
    eyes = look(width=360, height=740)
    for path in ("/todo/", "/area/990101/households/", "/files/", "/household/H0001/"):
        eyes.go(path)
        small = eyes.page.evaluate(
            "[...document.querySelectorAll('.button, .menu a, .bar button, .tasks a, select')]"
            ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], path


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(look):
    eyes = look()
    eyes.page.keyboard.press("Tab")
    assert eyes.page.evaluate("document.activeElement.className") == "skip"
    eyes.page.keyboard.press("Enter")
    eyes.page.keyboard.press("Tab")
    style = eyes.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style != "none"


def test_every_field_and_picture_has_a_name(look, assessed):
    eyes = look()
    for path in ("/todo/", "/area/990101001/", "/area/990101/households/", "/household/H0001/", "/files/"):
        eyes.go(path)
        nameless = eyes.page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]), select, [role=img], button')]"
            ".filter(e => !e.labels?.length && !e.ariaLabel && !e.textContent.trim()).map(e => e.outerHTML.slice(0, 90))"
        )
        assert nameless == [], path
