"""规划核对 in a real browser: drop a file, see the marks, take the report away; on a phone; without a script."""

import pytest

PLAN = (
    "一、资金\n2018至2020年投入资金1200万元，其中：2018年400万元，2019年400万元，2020年300万元。\n"
    "二、搬迁\n搬迁50户，其中：2018年20户，2019年30户。\n"
)
DROP = """(text) => {
  const held = new DataTransfer();
  held.items.add(new File([text], "三年计划.txt", { type: "text/plain" }));
  document.querySelector("label.drop").dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("width", [1440, 360])
def test_a_file_is_dropped_and_its_marks_are_seen(look, width):
    eyes = look("village_officer", width=width)
    eyes.go("/plan-check/")
    eyes.page.evaluate(DROP, PLAN)
    eyes.page.get_by_role("heading", name="这份文件有 1 处对不上").wait_for()
    total = eyes.page.locator("#text .q.fails.total")
    assert total.inner_text() == "1200万元"
    assert "wavy" in total.evaluate(
        "one => getComputedStyle(one).textDecorationLine + getComputedStyle(one).textDecorationStyle"
    )
    assert eyes.sideways() <= 0
    eyes.shot(f"plan-check-{width}")
    eyes.page.locator("#fails blockquote a").first.click()
    assert eyes.page.evaluate("document.querySelector(':target').textContent") == "1200万元"
    with eyes.page.expect_download() as taken:
        eyes.page.get_by_role("button", name="下载报告").click()
    assert "这份文件有 <b>1 处</b>对不上" in taken.value.path().read_text(encoding="utf-8")
    with eyes.page.expect_download() as taken:
        eyes.page.get_by_role("button", name="Excel").click()
    assert taken.value.suggested_filename == "规划里的数-三年计划.xlsx"


def test_without_scripts_a_text_is_pasted_and_checked(look):
    eyes = look("administrator")
    page = eyes.page.context.browser.new_context(
        java_script_enabled=False, storage_state=eyes.page.context.storage_state()
    ).new_page()
    page.goto(eyes.host + "/todo/")
    page.get_by_role("link", name="规划核对").click()
    page.get_by_text("或者粘贴一段文字").click()
    page.get_by_label("规划的文字").fill(PLAN)
    page.get_by_role("button", name="核对这段文字").click()
    assert "这份文件有 1 处对不上" in page.locator("main").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载报告").click()
    assert taken.value.suggested_filename == "规划核对-粘贴的文字.html"
    page.context.close()
