"""Word files: what Word prints is what is read."""

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from liuqing.errors import Problem
from liuqing.plans import reading
from liuqing.plans.text import Document
from liuqing.sheets.limits import Limits
from tests.plans import plan_files
from tests.plans.plan_files import BODY, add_list, codes, numbered, said, with_part, word

pytestmark = pytest.mark.one_database


def read(path: Path) -> Document:
    return reading.read(path, apart=False)


def append(document: docx.document.Document, xml: str) -> None:
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def test_a_word_file_reads_like_its_text(tmp_path: Path) -> None:
    document = reading.read(word(tmp_path / "计划.docx"), name="我的计划.docx")
    assert document.name == "我的计划.docx"
    assert said(document) == said(reading.text("\n".join(BODY)))
    assert [p.level for p in document.paragraphs] == [1, 0, 1, 2, 0, 2, 0]
    assert document.paragraphs[-1].line(0) == 7
    assert document.lines == BODY
    assert not document.notices


def test_tables_stand_where_they_stand_and_merged_cells_are_repeated(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        table = document.add_table(3, 3)
        for row, texts in zip(
            table.rows,
            (["类别", "资金", ""], ["", "2018年", "2019 年"], ["产业", "1,100.5", "200"]),
            strict=True,
        ):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))
        document.add_paragraph("（三）其他。投资5万元。")

    document = read(word(tmp_path / "a.docx", then=add))
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["类别", "资金", "资金"], ["类别", "2018年", "2019年"], ["产业", "1100.5", "200"],
    ]  # fmt: skip
    assert document.paragraphs[table.after].text.startswith("硬化村组道路")
    assert said(document)[-1] == "（三）其他。投资5万元。"
    assert document.lines[table.rows[2][1].line - 1] == "1100.5"


def test_a_table_for_the_looks_is_text(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "三、投资"
        cell.add_paragraph("投资100万元，其中2018年40万元，2019年60万元。")

    document = read(word(tmp_path / "a.docx", then=add))
    assert not document.tables
    assert said(document)[-2:] == ["三、投资", "投资100万元，其中2018年40万元，2019年60万元。"]


def test_numbers_that_word_prints_are_read(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        add_list(
            document, "77", [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        )
        for text, level in (
            ("总体要求", 0),
            ("目标", 1),
            ("任务", 1),
            ("5万人增收。", 2),
            ("2018年修路。", 2),
            ("保障", 0),
            ("领导", 1),
        ):
            numbered(document, text, "77", level)

    document = read(word(tmp_path / "a.docx", [], add))
    assert [(p.number, p.text, p.level) for p in document.paragraphs] == [
        ("一、", "总体要求", 1), ("（一）", "目标", 2), ("（二）", "任务", 2), ("1.", "5万人增收。", 3),
        ("2.", "2018年修路。", 3), ("二、", "保障", 1), ("（一）", "领导", 2),
    ]  # fmt: skip


def test_bullets_are_no_numbers(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        add_list(document, "78", [("bullet", "•")])
        numbered(document, "修路10公里。", "78")

    assert said(read(word(tmp_path / "a.docx", [], add))) == ["修路10公里。"]


def test_heading_styles_are_sections_without_any_mark(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        document.add_heading("投资估算", 1)
        document.add_heading("产业投资", 2)
        document.add_paragraph("投资100万元。")
        document.add_heading("资金来源", 2)

    document = read(word(tmp_path / "a.docx", [], add))
    assert [(p.level, p.title) for p in document.paragraphs] == [
        (1, "投资估算"),
        (2, "产业投资"),
        (0, ""),
        (2, "资金来源"),
    ]


def test_tracked_changes_count_as_accepted_and_are_told(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        append(
            document,
            f'<w:p {nsdecls("w")}><w:r><w:t>投资</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>100</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="a"><w:r><w:t>120</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>',
        )

    document = read(word(tmp_path / "a.docx", then=add))
    assert said(document)[-1] == "投资120万元。"
    assert codes(document) == ["plan.tracked_changes"]


def test_text_boxes_and_hidden_text(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>方框里投资3万元。</w:t></w:r></w:p></w:txbxContent>"

    def add(document: docx.document.Document) -> None:
        append(
            document,
            f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml">'
            "<w:r><w:t>正文。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来的100万元</w:t></w:r>"
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        )

    assert said(read(word(tmp_path / "a.docx", [], add))) == ["正文。", "方框里投资3万元。"]


def test_footnotes_follow_their_paragraph(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        append(
            document,
            f'<w:p {nsdecls("w")}><w:r><w:t>投资100万元。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
        )
        document.add_paragraph("修路10公里。")

    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>含上级资金60万元。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    path = with_part(word(tmp_path / "a.docx", [], add), "word/footnotes.xml", lambda _: notes.encode())
    assert said(read(path)) == ["投资100万元。", "含上级资金60万元。", "修路10公里。"]


def test_the_contents_are_left_out(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        append(
            document,
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            "<w:sdtContent><w:p><w:r><w:t>一、总体要求 1</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        )
        document.add_paragraph("一、总体要求")

    assert said(read(word(tmp_path / "a.docx", [], add))) == ["一、总体要求"]


def test_a_break_within_a_paragraph_begins_a_line(tmp_path: Path) -> None:
    def add(document: docx.document.Document) -> None:
        document.add_paragraph("一、任务").add_run("\n1.修路10公里。\n2.打井3口。")

    document = read(word(tmp_path / "a.docx", [], add))
    assert [(p.number, p.lines[0]) for p in document.paragraphs] == [("一、", 1), ("1.", 2), ("2.", 3)]


# Bad files


def problem(path: Path, *, apart: bool = False) -> Problem:
    with pytest.raises(Problem) as caught:
        reading.read(path, apart=apart)
    assert caught.value.remedy
    assert caught.value.where.file == path.name
    return caught.value


def test_a_damaged_word_file_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx")
    path.write_bytes(path.read_bytes()[:-400])
    assert problem(path).code == "plan.corrupt"


def test_broken_xml_is_refused(tmp_path: Path) -> None:
    path = with_part(word(tmp_path / "a.docx"), "word/document.xml", lambda data: data[: len(data) // 2])
    assert problem(path, apart=True).code == "plan.corrupt"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert problem(plan_files.bomb(tmp_path / "a.docx"), apart=True).code == "plan.bomb"


def test_entities_are_refused(tmp_path: Path) -> None:
    wicked = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
    path = with_part(word(tmp_path / "a.docx"), "word/document.xml", lambda _: wicked)
    assert problem(path).code == "plan.bomb"


def test_a_word_file_with_a_password_is_refused(tmp_path: Path) -> None:
    assert problem(plan_files.compound(tmp_path / "a.docx", "EncryptedPackage")).code == "plan.encrypted"


def test_too_large_a_file_is_refused_at_once(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx")
    with pytest.raises(Problem) as caught:
        reading.read(path, limits=Limits(workbook_bytes=1000))
    assert caught.value.code == "plan.too_large"


def test_a_child_that_dies_is_a_problem_and_not_the_end(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx")
    with pytest.raises(Problem) as caught:
        reading.read(path, limits=Limits(memory=8 * 1024 * 1024))
    assert caught.value.code in ("plan.too_large", "plan.corrupt")


def test_a_word_file_with_an_old_ending_is_read_and_told(tmp_path: Path) -> None:
    document = read(word(tmp_path / "a.docx").rename(tmp_path / "a.doc"))
    assert codes(document) == ["plan.other_kind"]
    assert len(document.paragraphs) == 7
