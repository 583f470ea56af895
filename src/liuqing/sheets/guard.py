"""Is this file what it says, and is it safe to open? Asked before anything is parsed.

The order matters: each check is cheaper than the next, so that a file of 200 MB or a bomb is
refused at once. Here are the checks that need only a few kilobytes of the file; ``scan`` reads
the packed parts, in the child process.

A file whose ending lies but whose content can be read is read as what it is, and a notice says
so: half of the ".xls" files that offices exchange are web pages.
"""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from liuqing.errors import Problem, Where
from liuqing.sheets.limits import MIB, Limits

KINDS = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".xls": "xls", ".et": "xls", ".ods": "ods",
    ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".htm": "html", ".html": "html",
}  # fmt: skip
LABELS = {
    "xlsx": "Excel 工作簿（.xlsx）", "xlsb": "Excel 二进制工作簿（.xlsb）", "xls": "Excel 97-2003 工作簿（.xls）",
    "ods": "OpenDocument 表格（.ods）", "csv": "文本表格（.csv）", "html": "网页表格（.html）",
}  # fmt: skip
SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRANGERS = {
    b"%PDF": "PDF 文档", b"Rar!": "RAR 压缩包", b"7z\xbc\xaf": "7z 压缩包", b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片", b"GIF8": "图片", b"\x1f\x8b": "压缩包", b"MZ": "程序", b"\x7fELF": "程序",
    b"{\\rtf": "Word 文档", b"SQLite format 3": "数据库文件", b"PAR1": "数据文件",
}  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A file that may be opened: what it really is, under which name people know it, notices."""

    path: Path
    name: str
    kind: str
    notices: tuple[str, ...] = ()


def check(path: Path, *, limits: Limits | None = None, name: str = "") -> Checked:
    """Say what the file really is, or raise a ``sheets.*`` Problem that tells a person why not."""
    limits = limits or Limits()
    name = name or path.name
    try:
        return _checked(path, name, limits)
    except Problem as problem:
        raise _placed(problem, name) from None
    except OSError:
        raise Problem("sheets.unreadable", "文件打不开", "请重新上传。", Where(file=name)) from None


def _checked(path: Path, name: str, limits: Limits) -> Checked:
    size = _size(path)
    said = KINDS.get(Path(name).suffix.lower(), "")
    _refuse_large(size, "csv" if said == "csv" else "xlsx", limits)
    kind, notices = _content(path, limits)
    _refuse_large(size, kind, limits)
    if said and said != kind:
        said_so = f"文件扩展名是“{Path(name).suffix}”，内容其实是{LABELS[kind]}，已按实际内容读取"
        notices = (said_so, *notices)
    return Checked(path, name, kind, notices)


def _placed(problem: Problem, name: str) -> Problem:
    if problem.where.file:
        return problem
    where = Where(name, problem.where.sheet, problem.where.row, problem.where.column)
    return Problem(problem.code, problem.what, problem.remedy, where)


def _size(path: Path) -> int:
    # A device or a pipe would let the reader wait for ever.
    if not path.is_file():
        raise Problem("sheets.missing", "找不到这个文件", "请检查文件名后重新上传。")
    size = path.stat().st_size
    if size == 0:
        raise Problem("sheets.empty", "文件是空的（0 字节）", "请确认导出完整后重新上传。")
    return size


def _refuse_large(size: int, kind: str, limits: Limits) -> None:
    most = limits.text_bytes if kind == "csv" else limits.workbook_bytes
    if size > most:
        what = f"文件有 {size / MIB:.0f} MB，超过一次可以读取的 {most / MIB:.0f} MB"
        raise Problem("sheets.too_large", what, "请按乡镇或年度拆成几个文件，并删去图片后分别上传。")


def _content(path: Path, limits: Limits) -> tuple[str, tuple[str, ...]]:
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK"):
        return _package(path, limits)
    if head.startswith(OLE2):
        return _compound(path), ()
    for magic, label in STRANGERS.items():
        if head.startswith(magic):
            raise Problem("sheets.not_a_sheet", f"这是{label}，不是表格", "请上传 Excel、WPS 或 CSV 表格。")
    return _text(head), ()


def _text(head: bytes) -> str:
    """The kind of a file that is not packed: a web page, or a text table."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Problem("sheets.not_a_sheet", "这是“XML 表格 2003”，读不了", SAVE_AS)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<div")):
        return "html"
    if start.startswith((b"<?xml", b"<!doctype")) and b"<table" not in head.lower():
        raise Problem("sheets.not_a_sheet", "这是 XML 文件，不是表格", SAVE_AS)
    if start.startswith(b"<?xml"):
        return "html"
    if _is_old_biff(head):
        raise Problem("sheets.not_a_sheet", "这是 Excel 5.0 以前的旧格式，读不了", SAVE_AS)
    if b"\0" in head and not _looks_utf16(head):
        raise Problem("sheets.corrupt", "文件内容不是表格，或已经损坏", SAVE_AS)
    return "csv"


def _is_old_biff(head: bytes) -> bool:
    """A bare Excel stream begins with its BOF record: number, then length."""
    numbers = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
    return head[:2] in numbers and head[2:4] in (b"\x04\0", b"\x06\0", b"\x08\0", b"\x10\0")


def _looks_utf16(head: bytes) -> bool:
    """UTF-16 with its mark, or with a zero byte in nearly every other place."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    half = len(head) // 2
    lines = head.count(b"\n\0") + head.count(b"\0\n")
    return lines > 0 and (head[0::2].count(0) > half // 20 or head[1::2].count(0) > half // 20)


# Packed files (.xlsx, .xlsb, .ods)


def _package(path: Path, limits: Limits) -> tuple[str, tuple[str, ...]]:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, UnicodeDecodeError):
        raise Problem("sheets.corrupt", "工作簿已经损坏或没有传完整", SAVE_AS) from None
    _refuse_entries(entries, limits)
    names = {entry.filename.lower().replace("\\", "/") for entry in entries}
    return _package_kind(names), _package_notices(names)


def _refuse_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise bomb(f"里面有 {len(entries)} 个部件，正常工作簿不到 {limits.parts} 个")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise encrypted()
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes:
        raise bomb(f"解开后有 {declared / MIB:,.0f} MB，超过 {limits.unpacked_bytes / MIB:,.0f} MB")


def _package_kind(names: set[str]) -> str:
    for part, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")):
        if part in names:
            return kind
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    label = "Word 文档" if "word/document.xml" in names else "压缩包"
    remedy = "请先解压，再上传里面的表格。" if label == "压缩包" else "请上传 Excel、WPS 或 CSV 表格。"
    raise Problem("sheets.not_a_sheet", f"这是{label}，不是表格", remedy)


def _package_notices(names: set[str]) -> tuple[str, ...]:
    notices = []
    if any(name.endswith("vbaproject.bin") for name in names):
        notices.append("工作簿带有宏：宏没有运行，也没有保留，只读取了单元格里的值")
    if any("/externallinks/" in name for name in names):
        notices.append("工作簿引用了别的文件：没有去打开，只读取了单元格里保存的值")
    return tuple(notices)


# Compound files (.xls, and encrypted workbooks of any kind)


def _compound(path: Path) -> str:
    streams = compound_names(path)
    if streams & {"EncryptedPackage", "EncryptionInfo"}:
        raise encrypted()
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return "xls"
    if "WordDocument" in streams:
        raise Problem("sheets.not_a_sheet", "这是Word 文档，不是表格", "请上传 Excel、WPS 或 CSV 表格。")
    raise Problem("sheets.corrupt", "文件已经损坏，里面没有工作表", SAVE_AS)


def compound_names(path: Path) -> set[str]:
    """The names in the directory of an OLE2 container, following its sector chain."""
    with path.open("rb") as file:
        header = file.read(512)
        if len(header) < 512:
            raise Problem("sheets.corrupt", "文件没有传完整", "请重新上传。")
        size = 1 << min(struct.unpack_from("<H", header, 30)[0], 16)
        sector = struct.unpack_from("<I", header, 48)[0]
        table = struct.unpack_from("<109I", header, 76)
        names: set[str] = set()
        seen: set[int] = set()
        # 4096 sectors hold 16,384 names: far more than any office file, and an end to any loop.
        while sector < 0xFFFFFFFA and sector not in seen and len(seen) < 4096:
            seen.add(sector)
            file.seek((sector + 1) * size)
            names |= _directory_names(file.read(size))
            # Files over 7 MB keep the rest of the chain elsewhere; the first sector tells enough.
            if sector // (size // 4) > 108:
                break
            file.seek((table[sector // (size // 4)] + 1) * size + sector % (size // 4) * 4)
            link = file.read(4)
            sector = struct.unpack("<I", link)[0] if len(link) == 4 else 0xFFFFFFFE
    return names


def _directory_names(block: bytes) -> set[str]:
    names = set()
    for at in range(0, len(block) - 127, 128):
        length = struct.unpack_from("<H", block, at + 64)[0]
        if 2 <= length <= 64:
            names.add(block[at : at + length - 2].decode("utf-16-le", "replace"))
    return names


# The sentences that several checks share


def encrypted() -> Problem:
    """The workbook asks for a password before it can be opened."""
    return Problem(
        "sheets.encrypted", "工作簿设了打开密码，读不了", "请在 Excel 或 WPS 里取消打开密码，保存后再上传。"
    )


def bomb(what: str) -> Problem:
    """The file is built, or broken, so that opening it would exhaust the machine."""
    return Problem(
        "sheets.bomb",
        f"文件不正常：{what}，为保护系统没有打开",
        "请只复制有数据的区域，粘贴到新工作簿后再上传。",
    )
