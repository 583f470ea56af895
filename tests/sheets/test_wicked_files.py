"""Every wrong or wicked file is answered with a clear Chinese sentence, and nobody else suffers.

Each file is read as an upload would be. Promises: the right Problem, a sentence and a remedy in
Chinese, within five seconds, the reader's own memory growing by less than 50 MB, no process left.
"""

import io
import os
import pickle
import re
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from liuqing.errors import Problem
from liuqing.sheets.limits import MIB, Limits
from liuqing.sheets.raw import _PlainUnpickler
from liuqing.sheets.read import read_tables
from tests.sheets import planted
from tests.sheets.planted import HEADINGS, LAUGHS, OUTSIDE, parts, poured, sheet_xml, text_row

HEAD = text_row(1, HEADINGS)


def bytes_of(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def sheet_of(body: str, prologue: str = "", **more: str | bytes) -> Callable[[Path], object]:
    return lambda path: parts(path, sheet_xml(body, prologue), **more)


CELL = '<c r="{}"><v>1</v></c>'
FAR = HEAD + '<row r="1048576">' + CELL.format("XFD1048576") + "</row>"
PREFIXED = (
    f'<?xml version="1.0"?><x:worksheet xmlns:x="{planted.MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
)
SHARED_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{planted.MAIN}"><si><t>'
STRANGE_PLACE = {
    "xl___rels__workbook_D_xml_D_rels": planted._links({"rId1": "data/one.bin"}),
    "xl__data__one_D_bin": sheet_xml(FAR),
}
ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>值</text:p></table:table-cell>'

WICKED: list[tuple[str, str, Callable[[Path], object]]] = [
    # from outside
    ("sheets.missing", "没有.xlsx", lambda path: None),
    ("sheets.missing", "文件夹.xlsx", lambda path: path.mkdir()),
    ("sheets.missing", "管道.xlsx", lambda path: os.mkfifo(path)),
    ("sheets.empty", "空.xlsx", bytes_of(b"")),
    ("sheets.empty", "空.csv", bytes_of(b"")),
    ("sheets.empty", "只有空行.csv", bytes_of(b"\r\n,,,\r\n\r\n")),
    ("sheets.too_large", "二百兆.xlsx", lambda path: planted.sparse(path, 200 * MIB)),
    ("sheets.too_large", "二百兆.xls", lambda path: planted.sparse(path, 200 * MIB)),
    ("sheets.too_large", "六百兆.csv", lambda path: planted.sparse(path, 600 * MIB)),
    # something else than a table
    ("sheets.not_a_sheet", "其实是PDF.xlsx", bytes_of(b"%PDF-1.7\n" + b"x" * 500)),
    ("sheets.not_a_sheet", "其实是图片.xls", bytes_of(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)),
    ("sheets.not_a_sheet", "其实是RAR.xlsx", bytes_of(b"Rar!\x1a\x07\x00" + b"\0" * 500)),
    ("sheets.not_a_sheet", "其实是程序.xls", bytes_of(b"MZ\x90\0" + b"\0" * 500)),
    ("sheets.not_a_sheet", "其实是Word.xls", lambda path: planted.compound(path, "WordDocument")),
    ("sheets.not_a_sheet", "其实是docx.xlsx", lambda path: _zip(path, {"word/document.xml": "<a/>"})),
    ("sheets.not_a_sheet", "其实是压缩包.xlsx", lambda path: _zip(path, {"名单.xlsx": "x"})),
    ("sheets.not_a_sheet", "XML表格2003.xls", bytes_of(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')),
    ("sheets.not_a_sheet", "没有表格.html", bytes_of("<html><body>您好</body></html>".encode())),
    ("sheets.not_a_sheet", "别的.xml.xls", bytes_of(b'<?xml version="1.0"?><note>x</note>')),
    # passwords
    ("sheets.encrypted", "加密.xlsx", lambda path: planted.compound(path, "EncryptedPackage")),
    ("sheets.encrypted", "加密.xls", planted.biff_with_password),
    ("sheets.encrypted", "压缩包加密.xlsx", lambda path: planted.broken(path, planted.flag_encrypted)),
    ("sheets.encrypted", "加密.ods", lambda path: _zip(path, {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "\x01\x02乱",
        "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:'
        'xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        '<manifest:encryption-data manifest:checksum="x"></manifest:encryption-data></manifest:file-entry>'
        "</manifest:manifest>"})),
    # broken
    ("sheets.corrupt", "乱码.xlsx", bytes_of(b"PK\x03\x04" + os.urandom(3000))),
    ("sheets.corrupt", "随机.xls", bytes_of(planted.struct.pack("<8B", *b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") + b"\0" * 100)),
    ("sheets.corrupt", "没有表.xls", lambda path: planted.compound(path, "Contents")),
    ("sheets.corrupt", "截断.xlsx", lambda path: planted.broken(path, lambda raw: raw.__delitem__(slice(-800, None)))),
    ("sheets.corrupt", "截断.xls", lambda path: path.write_bytes(planted.xls(path).read_bytes()[:1500])),
    ("sheets.corrupt", "坏块.xlsx", lambda path: planted.broken(path, planted.spoil_content)),
    ("sheets.corrupt", "二进制.csv", bytes_of(b"\x00\x01\x02\x03\xfe" * 300)),
    ("sheets.corrupt", "少引号.csv", bytes_of(('姓名,户编号\n"甲,1\n' + "乙,2\n" * 60_000).encode())),
    ("sheets.corrupt", "坏地址.xlsx", sheet_of(HEAD + '<row r="2"><c r="9A"><v>1</v></c></row>')),
    ("sheets.corrupt", "双字节部件.xlsx", lambda path: parts(path, sheet_xml(HEAD).encode("utf-16"))),
    ("sheets.encoding", "认不出的编码.csv", bytes_of(b"\xff\xff\xff,\x81\xff\n" * 40)),
    # nothing to read
    ("sheets.empty", "空表.xlsx", lambda path: planted.xlsx(path, [])),
    ("sheets.empty", "零个工作表.xlsx", sheet_of("", xl__workbook_D_xml=(
        f'<?xml version="1.0"?><workbook xmlns="{planted.MAIN}"><sheets></sheets></workbook>'))),
    ("sheets.no_headings", "没有表头.xlsx", lambda path: planted.xlsx(path, [["一", "二"], ["1", "2"]])),
    ("sheets.formula_only", "只有公式.xlsx", sheet_of(
        HEAD + '<row r="2"><c r="A2"><f>B2</f></c><c r="B2"><f>C2</f><v></v></c><c r="C2"><f>D2</f><v/></c></row>')),
    ("sheets.formula_only", "表头也是公式.xlsx", sheet_of(
        '<row r="1"><c r="A1"><f>Z1</f></c><c r="B1"><f>Z2</f></c></row>')),
    # bombs of cells
    ("sheets.bomb", "两格.xlsx", sheet_of(FAR)),
    ("sheets.bomb", "单引号.xlsx", sheet_of(FAR.replace('"', "'"))),
    ("sheets.bomb", "属性换序.xlsx", sheet_of(HEAD + '<row r="9"><c\n t="n"\tr = "XFD1048576" ><v>1</v></c></row>')),
    ("sheets.bomb", "小写.xlsx", sheet_of(HEAD + '<row r="9"><c r="xfd1048576"><v>1</v></c></row>')),
    ("sheets.bomb", "前缀.xlsx", lambda path: parts(path, PREFIXED)),
    ("sheets.corrupt", "藏在引号里.xlsx", sheet_of(HEAD + '<row r="9"><c x=">" r="XFD1048576"><v>1</v></c></row>')),
    ("sheets.bomb", "藏在别处.xlsx", lambda path: parts(path, "", **STRANGE_PLACE)),
    ("sheets.bomb", "宽.xlsx", sheet_of(HEAD + '<row r="2">' + CELL.format("XFD2") + "</row>")),
    ("sheets.bomb", "又高又宽.xlsx", sheet_of(HEAD + '<row r="1000000">' + CELL.format("IV1000000") + "</row>")),
    ("sheets.bomb", "行号过大.xlsx", sheet_of(HEAD + '<row r="9999999">' + CELL.format("A9999999") + "</row>")),
    ("sheets.bomb", "无地址的宽行.xlsx", sheet_of(HEAD + "<row>" + "<c><v>1</v></c>" * 20_000 + "</row>")),
    ("sheets.bomb", "两千万行.xlsx", lambda path: poured(
        path, "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{planted.MAIN}"><sheetData>',
        "<row><c><v>1</v></c></row>" * 40_000, 500, "</sheetData></worksheet>")),
    ("sheets.bomb", "重复行.ods", lambda path: planted.ods(
        path, f'<table:table-row table:number-rows-repeated="1000000">{ODS_CELL.format("")}</table:table-row>')),
    ("sheets.bomb", "重复列.ods", lambda path: planted.ods(
        path, "<table:table-row>" + ODS_CELL.format(' table:number-columns-repeated="16384"') + "</table:table-row>")),
    ("sheets.bomb", "一万列.csv", bytes_of(("姓名,户编号" + ",x" * 10_000 + "\n").encode())),
    ("sheets.bomb", "一行二十兆.csv", bytes_of(b"\xe5" * 0 + "姓名,户编号\n".encode() + b"x" * (20 * MIB))),
    ("sheets.bomb", "跨列.xls", bytes_of('<table><tr><td colspan="900000">甲</td></tr></table>'.encode())),
    # bombs of bytes
    ("sheets.bomb", "五百兆一个字符串.xlsx", lambda path: poured(
        path, "xl/sharedStrings.xml", SHARED_HEAD, "字" * 350_000, 500, "</t></si></sst>")),
    ("sheets.bomb", "样式炸弹.xlsx", lambda path: poured(path, "xl/styles.xml", "<styleSheet>", " " * MIB, 300)),
    ("sheets.bomb", "图片炸弹.xlsx", lambda path: poured(path, "xl/media/image1.png", "x", "x" * MIB, 300)),
    ("sheets.bomb", "谎报大小.xlsx", lambda path: planted.broken(path, planted.lie_about_sizes)),
    ("sheets.bomb", "声明四十吉.xlsx", lambda path: planted.broken(path, planted.declare_huge)),
    ("sheets.bomb", "三千个部件.xlsx", lambda path: _zip(path, {f"xl/{n}.xml": "<a/>" for n in range(3000)})),
    # bombs of entities
    ("sheets.bomb", "十亿个笑.xlsx", sheet_of(HEAD + '<row r="2"><c r="A2" t="str"><v>&i;</v></c></row>', LAUGHS)),
    ("sheets.bomb", "共享字符串里的笑.xlsx", sheet_of(HEAD, xl__sharedStrings_D_xml=(
        f'<?xml version="1.0"?>{LAUGHS}<sst xmlns="{planted.MAIN}"><si><t>&i;</t></si></sst>'))),
    ("sheets.bomb", "外部实体.xlsx", sheet_of(HEAD, xl__workbook_D_xml=(
        f'<?xml version="1.0"?>{OUTSIDE}<workbook xmlns="{planted.MAIN}" xmlns:r="{planted.OFFICE}"><sheets>'
        '<sheet name="&e;" sheetId="1" r:id="rId1"/></sheets></workbook>'))),
    ("sheets.bomb", "关系里的实体.xlsx", sheet_of(HEAD, xl___rels__workbook_D_xml_D_rels=f"{OUTSIDE}<a/>")),
    ("sheets.bomb", "切开的实体.xlsx", sheet_of(HEAD, " " * (MIB - 50) + OUTSIDE)),
    ("sheets.bomb", "笑.ods", lambda path: planted.ods(path, "<table:table-row/>", LAUGHS)),
]  # fmt: skip


def _zip(path: Path, members: dict[str, str]) -> None:
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)


def _seconds() -> float:
    """Processor time of this process and its children, so that a busy machine fails no promise."""
    return sum(
        use.ru_utime + use.ru_stime
        for use in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """What a test starts is gone at its end; another file's engine may live beside it."""
    me = psutil.Process()
    before = set(me.children(recursive=True))
    yield
    assert set(me.children(recursive=True)) <= before


def _read(path: Path, limits: Limits | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        for table in read_tables(path, known=planted.known, limits=limits):
            for _ in table.rows:
                pass
    return caught.value


@pytest.mark.parametrize(("code", "name", "make"), WICKED, ids=[name for _, name, _ in WICKED])
def test_is_refused_with_a_sentence_and_harms_nobody(
    tmp_path: Path, code: str, name: str, make: Callable[[Path], object]
) -> None:
    path = tmp_path / name
    make(path)
    me = psutil.Process()
    before, start = me.memory_info().rss, _seconds()

    problem = _read(path)

    assert problem.code == code
    assert _seconds() - start < 5
    assert me.memory_info().rss - before < 50 * MIB
    for sentence in (problem.what, problem.remedy):
        assert len(re.findall(r"[\u4e00-\u9fff]", sentence)) >= 5
    assert problem.where.file == name
    assert "Traceback" not in problem.sentence() and "Error" not in problem.sentence()


def test_there_are_at_least_forty_of_them() -> None:
    assert len(WICKED) >= 40


def test_a_parser_that_runs_out_of_memory_dies_alone(tmp_path: Path) -> None:
    """Half a million cells that all show one long text: small in the file, large in memory."""
    text = "长" * 2_000
    shared = f'<?xml version="1.0"?><sst xmlns="{planted.MAIN}"><si><t>{text}</t></si></sst>'
    rows = ("<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>") * 10_000
    path = parts(tmp_path / "放大.xlsx", sheet_xml(HEAD + rows), xl__sharedStrings_D_xml=shared)
    start = _seconds()
    assert _read(path, Limits(memory=512 * MIB)).code == "sheets.too_large"
    assert _seconds() - start < 5


def test_a_parser_that_runs_out_of_time_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "慢.xlsx"
    rows = ("<row>" + "<c><v>1</v></c>" * 100 + "</row>") * 20_000
    parts(path, sheet_xml(HEAD + rows))
    assert _read(path, Limits(seconds=1, ratio=10_000)).code == "sheets.too_slow"


def test_a_binary_workbook_with_far_corners_is_contained(tmp_path: Path) -> None:
    path = planted.xlsb(tmp_path / "远.xlsb", [(0, 0, "姓名"), (0, 1, "户编号"), (1_048_575, 16_383, "x")])
    start = _seconds()
    assert _read(path).code in {"sheets.too_large", "sheets.bomb"}
    assert _seconds() - start < 5


def test_stopping_half_way_leaves_no_process(tmp_path: Path) -> None:
    path = planted.xlsx(tmp_path / "名单.xlsx", [HEADINGS, *[["甲", "1", n, "x"] for n in range(20_000)]])
    with read_tables(path, known=planted.known) as tables:
        table = next(tables)
        next(iter(table.rows))


def test_an_outside_problem_is_told_before_the_first_row_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(b"")
    with pytest.raises(Problem):
        read_tables(path, known=planted.known)


def test_styled_cells_without_value_may_reach_to_the_last_corner(tmp_path: Path) -> None:
    """Offices colour whole columns and rows; that is no reason to refuse their list."""
    body = HEAD + text_row(2, ["甲", "1", "H1", "1990-01-01"])
    body += '<row r="3"><c r="XFD3" s="1"/></row><row r="1048576"><c r="A1048576" s="1"></c></row>'
    path = parts(tmp_path / "涂色.xlsx", sheet_xml(body))
    (table,) = read_tables(path, known=planted.known)
    assert table.headings == HEADINGS


def test_a_message_that_would_run_something_is_refused() -> None:
    """The child has met a stranger's file: the parent takes plain values from it, nothing else."""
    message = pickle.dumps(("rows", 1, [[os.system]]))
    with pytest.raises(pickle.UnpicklingError):
        _PlainUnpickler.load_plain(io.BytesIO(message), len(message))
