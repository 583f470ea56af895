"""Web pages: the text as a browser shows it."""

from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.plans import reading
from liuqing.plans.text import Document
from tests.plans.plan_files import BODY, codes, said

pytestmark = pytest.mark.one_database


def page(path: Path, body: str, *, encoding: str = "utf-8", declared: str | None = None) -> Path:
    meta = f'<meta charset="{declared or encoding}">'
    path.write_bytes(
        f"<!DOCTYPE html><html><head>{meta}<title>标题</title></head><body>{body}</body></html>".encode(
            encoding
        )
    )
    return path


def read(path: Path) -> Document:
    return reading.read(path, apart=False)


PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("gbk", "gbk"), ("utf-16", "utf-16"), ("utf-8", "gb2312")],
)
def test_a_page_reads_like_its_text(tmp_path: Path, encoding: str, declared: str) -> None:
    document = read(page(tmp_path / "a.html", PARAGRAPHS, encoding=encoding, declared=declared))
    assert said(document) == said(reading.text("\n".join(BODY)))
    assert [p.lines[0] for p in document.paragraphs] == [1, 2, 3, 4, 5, 6, 7]


def test_the_page_is_read_apart_too(tmp_path: Path) -> None:
    assert len(reading.read(page(tmp_path / "a.htm", PARAGRAPHS)).paragraphs) == 7


def test_menus_scripts_and_hidden_text_are_left_out(tmp_path: Path) -> None:
    noise = "<nav>首页 100</nav><script>var a='投资1万元'</script><style>p{}</style><p style='display:none'>藏100万元</p><!-- 注释 -->"
    assert said(
        read(
            page(tmp_path / "a.html", noise + "<div>投资<b>1</b>00<span>万元</span>。<br>修路10公里。</div>")
        )
    ) == ["投资100万元。", "修路10公里。"]


def test_headings_and_lists_have_their_levels_and_numbers(tmp_path: Path) -> None:
    body = "<h2>投资估算</h2><p>共100万元。</p><h3>分项</h3><ol start='1'><li>5万元修路。</li><li>2018年打井。</li></ol><ul><li>其他事项。</li></ul>"
    document = read(page(tmp_path / "a.html", body))
    assert [(p.number, p.text, p.level) for p in document.paragraphs] == [
        ("", "投资估算", 1), ("", "共100万元。", 0), ("", "分项", 2), ("1.", "5万元修路。", 3), ("2.", "2018年打井。", 3), ("", "其他事项。", 0),
    ]  # fmt: skip


def test_tables_with_spans_are_grids(tmp_path: Path) -> None:
    table = (
        "<p>各年资金如下。</p><table><tr><th rowspan=2>类别</th><th colspan=2>资金</th></tr><tr><td>2018年</td><td>2019年</td></tr>"
        "<tr><td>产业</td><td>100</td><td>2&nbsp;00</td></tr></table><p>合计300万元。</p>"
    )
    document = read(page(tmp_path / "a.html", table))
    rows = [[cell.text for cell in row] for row in document.tables[0].rows]
    assert rows[:2] == [["类别", "资金", "资金"], ["类别", "2018年", "2019年"]]
    assert document.tables[0].after == 0
    assert said(document) == ["各年资金如下。", "合计300万元。"]


def test_a_table_that_only_places_things_is_text(tmp_path: Path) -> None:
    body = f"<table><tr><td><table><tr><td>{PARAGRAPHS}</td></tr></table></td></tr></table>"
    document = read(page(tmp_path / "a.html", body))
    assert not document.tables
    assert len(document.paragraphs) == 7


def test_a_page_that_calls_itself_word_is_read_and_told(tmp_path: Path) -> None:
    document = read(page(tmp_path / "a.doc", PARAGRAPHS))
    assert codes(document) == ["plan.other_kind"]


@pytest.mark.parametrize("body", ["", "<script>1</script>", "<p> </p>"])
def test_a_page_without_text_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(Problem) as caught:
        read(page(tmp_path / "a.html", body))
    assert caught.value.code in ("plan.empty", "plan.corrupt")


def test_a_page_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<!DOCTYPE html [<!ENTITY a "aaaa">]><html><body>&a;</body></html>')
    with pytest.raises(Problem) as caught:
        read(path)
    assert caught.value.code == "plan.bomb"


def test_ten_thousand_nested_elements_end_in_words(tmp_path: Path) -> None:
    path = page(tmp_path / "a.html", "<div>" * 10_000 + "投资100万元。" + "</div>" * 10_000)
    try:
        assert "投资100万元。" in "".join(said(reading.read(path)))
    except Problem as problem:
        assert problem.remedy
