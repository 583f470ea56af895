"""A list is dropped on the page; its progress is seen, its faults come back as a workbook."""

from liuqing.registry import secrets
from liuqing.registry.models import Person, SourceFile
from liuqing.web import jobs

HEADINGS = "乡镇,行政村,姓名,性别,身份证号,保障类别,月保障金额,年度发放金额"
DROP = """([name, text]) => {
  const bag = new DataTransfer();
  bag.items.add(new File([text], name, { type: 'text/csv' }));
  const place = document.querySelector('.drop');
  place.dispatchEvent(new DragEvent('dragover', { dataTransfer: bag, bubbles: true, cancelable: true }));
  place.dispatchEvent(new DragEvent('drop', { dataTransfer: bag, bubbles: true, cancelable: true }));
}"""


def test_a_dropped_list_is_read_and_its_faults_are_given_back(look, tmp_path):
    head = Person.objects.get(person_no="PH000100")
    good = f"甲镇,甲村,{head.name},{head.sex},{secrets.decrypt(head.id_cipher)},A类,300,3600"
    eyes = look()
    eyes.go("/files/")
    eyes.page.evaluate(
        DROP, ["低保.csv", "\ufeff" + "\n".join((HEADINGS, good, "甲镇,甲村,,男,,A类,1,2", ""))]
    )
    line = eyes.page.locator("tr").filter(has_text="低保.csv")
    line.get_by_text("已读取").wait_for(timeout=60_000)
    assert jobs.reader.wait(60)
    assert [cell.inner_text() for cell in line.locator("td.number").all()] == ["2", "1", "0", "1"]
    eyes.shot("files")
    with eyes.page.expect_download() as waiting:
        line.get_by_role("link", name="下载").click()
    assert waiting.value.suggested_filename == "错误表-低保.xlsx"
    line.get_by_role("link", name="低保.csv").click()
    eyes.page.get_by_text("1 行没有采用").wait_for()
    eyes.shot("file")
    assert SourceFile.objects.get(name="低保.csv").accepted == 1
    eyes.complaints[:] = [said for said in eyes.complaints if "errors-book" not in said]


def test_a_picture_is_refused_in_words(look):
    eyes = look()
    eyes.go("/files/")
    eyes.page.evaluate(DROP, ["照片.jpg", "x"])
    eyes.page.get_by_text("这不是表格文件").wait_for()
