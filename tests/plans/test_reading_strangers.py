"""Files that are no plan's text are refused by what they are, each with what to do."""

import zipfile
from pathlib import Path

import pytest

from liuqing.errors import Problem
from liuqing.plans import reading
from tests.plans.plan_files import compound, picture

pytestmark = pytest.mark.one_database


def refused(path: Path) -> Problem:
    with pytest.raises(Problem) as caught:
        reading.read(path, name="送来的文件.txt")
    assert caught.value.remedy
    assert caught.value.where.file == "送来的文件.txt"
    return caught.value


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"{\\rtf1\\ansi", "RTF"), (picture(), "图片"), (b"\xff\xd8\xff\xe0", "图片"), (b"Rar!\x1a\x07", "RAR"), (b"\x1f\x8b\x08", "压缩包"),
        (b"MIME-Version: 1.0\r\n", ".mht"), (b"MZ\x90\0", "程序"), (b'<?xml version="1.0"?><w:wordDocument xmlns:w="a"/>', "Word XML"),
        (b'<?xml version="1.0"?><a/>', "XML"),
    ],
)  # fmt: skip
def test_a_stranger_is_named(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content + b" " * 600)
    problem = refused(path)
    assert problem.code == "plan.not_readable"
    assert word in problem.what


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "演示"),
        ("OFD.xml", "OFD"),
        ("content.xml", "OpenDocument"),
        ("a.jpg", "压缩包"),
    ],
)
def test_a_package_is_named_by_its_parts(tmp_path: Path, part: str, word: str) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(part, "x")
    assert word in refused(path).what


@pytest.mark.parametrize(
    ("stream", "word"),
    [("WordDocument", ".doc"), ("Workbook", "Excel"), ("PowerPoint Document", "演示"), ("Strange", "损坏")],
)
def test_an_old_office_file_is_named_by_its_streams(tmp_path: Path, stream: str, word: str) -> None:
    assert word in refused(compound(tmp_path / "a.wps", stream)).what


def test_bytes_without_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\1\0\2\0\0\0\3\4" * 300)
    assert refused(path).code == "plan.corrupt"


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "plan.missing"
    assert refused(tmp_path / "nothing.txt").code == "plan.missing"


@pytest.mark.parametrize("at", range(0, 2000, 97))
def test_a_broken_byte_anywhere_never_ends_in_a_crash(tmp_path: Path, at: int) -> None:
    from tests.plans.plan_files import word

    path = word(tmp_path / "a.docx")
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(bytes(data))
    try:
        reading.read(path, apart=False)
    except Problem as problem:
        assert problem.remedy
