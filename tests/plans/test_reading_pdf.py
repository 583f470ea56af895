"""PDF: paragraphs across lines and pages, without heads and page numbers; pictures are told, not guessed."""

from pathlib import Path

import pypdfium2
import pytest

from liuqing.errors import Problem
from liuqing.plans import reading
from liuqing.plans.reading import pdf_margins
from liuqing.plans.text import Document
from tests.plans.plan_files import BODY, codes, pdf, said, scanned

pytestmark = pytest.mark.one_database
LONG = [
    f"{n}.第{'甲乙丙丁戊己庚辛壬癸'[n - 1]}项工程。"
    + "实施村组道路硬化和安全饮水巩固提升，新建蓄水池和管网，由县级主管部门组织验收并落实管护责任，" * 4
    + f"三年投入资金{n}00.50万元。"
    for n in range(1, 10)
]


def read(path: Path) -> Document:
    return reading.read(path, apart=False)


def test_a_pdf_reads_like_its_text(tmp_path: Path) -> None:
    document = reading.read(pdf(tmp_path / "计划.pdf"))
    assert said(document) == said(reading.text("\n".join(BODY)))
    assert [p.level for p in document.paragraphs] == [1, 0, 1, 2, 0, 2, 0]
    assert not document.notices


@pytest.mark.parametrize("indent", [True, False])
def test_lines_and_pages_are_joined_and_heads_dropped(tmp_path: Path, indent: bool) -> None:
    document = read(
        pdf(tmp_path / "a.pdf", ["一、主要任务", *LONG], head="示例县脱贫攻坚规划", indent=indent)
    )
    assert said(document) == ["一、主要任务", *LONG]
    assert document.paragraphs[0].page == 1
    assert (document.paragraphs[-1].page or 0) >= 2


def test_lines_run_through_all_pages(tmp_path: Path) -> None:
    document = read(pdf(tmp_path / "a.pdf", LONG, head="示例县脱贫攻坚规划"))
    lines = [line for p in document.paragraphs for line in p.lines]
    assert lines == sorted(lines)
    last = document.paragraphs[-1]
    assert "900.50万元" in document.lines[last.line(last.text.index("900.50")) - 1].replace(" ", "")


def test_a_table_in_a_pdf_is_a_table(tmp_path: Path) -> None:
    table = "#table(columns:3,column-gutter:20pt,stroke:none,[类别],[2018年],[2019年],[产业],[100],[200],[就业],[30],[40],[合计],[130],[240])"
    document = read(pdf(tmp_path / "a.pdf", more=table))
    assert [[cell.text for cell in row] for row in document.tables[0].rows][-1] == ["合计", "130", "240"]


def test_a_scanned_pdf_says_that_nothing_can_be_checked(tmp_path: Path) -> None:
    document = read(scanned(tmp_path / "a.pdf"))
    assert codes(document) == ["plan.scanned"]
    assert document.paragraphs == ()
    assert document.characters == 0


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    document = read(scanned(tmp_path / "a.pdf", after=BODY))
    assert codes(document) == ["plan.pages_without_text"]
    assert "第 2 页" in document.notices[0].what
    assert len(document.paragraphs) == 7


def test_page_numbers_go_and_figures_at_the_edge_stay() -> None:
    pages = [[f"第 {n} 页", "正文", f"投资{n}00万元。"] for n in range(1, 4)]
    pages = [[*page[:2], "另一段正文的内容", page[2]] for page in pages]
    gone = pdf_margins.repeated(pages)
    assert (0, 0) in gone
    assert pdf_margins.repeated([["甲", "投资100万元。"], ["乙", "2"]]) == {(1, 1)}


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(LOCKED)
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "plan.encrypted"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n%broken", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"]
)
def test_a_damaged_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        reading.read(path)
    assert caught.value.code == "plan.corrupt"


# A PDF of one empty page whose standard security handler (40 bits) asks for a password nobody has.
LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"5a" * 32 + b">/U<" + b"a5" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/Size 5/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]>>\n%%EOF"
)


def test_the_locked_pdf_is_one_that_asks_for_a_password() -> None:
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(LOCKED)


def test_a_table_with_cells_of_several_lines_keeps_its_rows(tmp_path: Path) -> None:
    head = "[项目],[地点],[2018年],[2019年]"
    rows = "".join(f",[甲乡第{n}村民委员会村组道路硬化工程],[第{n}村],[{n}0.50],[{n}1]" for n in range(1, 6))
    table = (
        "\n\n表1 各村项目（单位：万元）\n"
        f"#table(columns:(9em,4em,5em,5em),align:center+horizon,{head}{rows},[合计],[],[152.50],[155])"
        "\n\n（三）保障措施\n\n加强领导，落实责任，确保项目按期完成。"
    )
    document = read(pdf(tmp_path / "a.pdf", more=table))
    (found,) = document.tables
    texts = [[cell.text for cell in row] for row in found.rows]
    assert texts[0] == ["项目", "地点", "2018年", "2019年"]
    assert texts[2] == ["甲乡第2村民委员会村组道路硬化工程", "第2村", "20.50", "21"]
    assert texts[-1] == ["合计", "", "152.50", "155"]
    assert said(document)[-3:] == [
        "表1各村项目（单位：万元）",
        "（三）保障措施",
        "加强领导，落实责任，确保项目按期完成。",
    ]
    assert codes(document) == ["plan.pdf_tables"]


def test_two_tables_with_a_heading_between_them_are_two(tmp_path: Path) -> None:
    table = (
        "#table(columns:4,column-gutter:12pt,[乡镇],[户],[人],[项目]"
        + "".join(f",[第{n}乡],[{n}0],[{n}5],[{n}]" for n in range(1, 5))
        + ")"
    )
    document = read(pdf(tmp_path / "a.pdf", more=f"{table}\n\n（三）各乡情况\n\n表2 各乡情况\n\n{table}"))
    assert [len(one.rows) for one in document.tables] == [5, 5]
    assert "（三）各乡情况" in said(document)


def test_running_text_with_figures_is_no_table(tmp_path: Path) -> None:
    lines = [f"第 {n} 年 投资 {n}00 万元 ，覆盖 {n}0 户 {n}5 人 ，修路 {n} 公里 。" * 3 for n in range(1, 8)]
    assert not read(pdf(tmp_path / "a.pdf", lines)).tables
