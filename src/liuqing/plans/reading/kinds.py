"""What is this file really, and can its text be read? Asked before anything is parsed, by content, not by ending.

Every file that cannot be read is refused with what to do instead: offices send .doc, .wps, .ofd and photographs.
"""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from liuqing.errors import Problem
from liuqing.plans.text import Notice
from liuqing.sheets.guard import OLE2, compound_names
from liuqing.sheets.limits import MIB, Limits

LIMITS = Limits(workbook_bytes=64 * MIB, text_bytes=16 * MIB, unpacked_bytes=512 * MIB, seconds=60)
"""Bounds of one plan: a thousand pages with pictures fit; ``seconds`` are of processor time."""

ENDINGS = {
    ".txt": "text", ".md": "text", ".text": "text", ".docx": "word", ".docm": "word", ".dotx": "word",
    ".pdf": "pdf", ".htm": "web", ".html": "web", ".xhtml": "web",
}  # fmt: skip
LABELS = {"text": "纯文本", "word": "Word 文档（.docx）", "pdf": "PDF", "web": "网页"}
SAVE_AS = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”或导出为 PDF 后再检查。"
RECOGNISE = "请先用文字识别（OCR）转成 Word 文档或纯文本，核对数字后再检查。"
_MAGIC = (
    (b"Rar!", "RAR 压缩包", "请先解压，再检查里面的文件。"),
    (b"7z\xbc\xaf", "7z 压缩包", "请先解压，再检查里面的文件。"),
    (b"\x1f\x8b", "压缩包", "请先解压，再检查里面的文件。"),
    (b"{\\rtf", "RTF 文档", SAVE_AS),
    (b"\x89PNG", "图片", RECOGNISE), (b"\xff\xd8\xff", "图片", RECOGNISE), (b"GIF8", "图片", RECOGNISE),
    (b"BM", "图片", RECOGNISE), (b"II*\0", "图片", RECOGNISE), (b"MM\0*", "图片", RECOGNISE),
    (b"MIME-Version:", "单文件网页（.mht）", SAVE_AS), (b"From: <Saved by", "单文件网页（.mht）", SAVE_AS),
    (b"MZ", "程序", "请选择规划的 Word、PDF 或文本文件。"), (b"\x7fELF", "程序", "请选择规划的 Word、PDF 或文本文件。"),
    (b"SQLite format 3", "数据库文件", "请选择规划的 Word、PDF 或文本文件。"),
)  # fmt: skip
_PACKAGES = (
    ("word/document.xml", "word"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("ofd.xml", "ofd"), ("content.xml", "odt"),
)  # fmt: skip
_STRANGERS = {
    "xlsx": ("Excel 工作簿，不是规划的文字", "请检查规划的正文（Word、PDF 或文本）；表格请用“导入”核对。"),
    "pptx": ("演示文稿", "请把文字另存为 Word 文档（.docx）或导出为 PDF 后再检查。"),
    "ofd": ("OFD 版式文件", "请用阅读器打开，另存或打印为 PDF，或向来文单位要 Word 文档。"),
    "odt": ("OpenDocument 文档", SAVE_AS),
}


@dataclass(frozen=True)
class Checked:
    """A file whose text may be read: where it is, how people call it, what it is, notices."""

    path: Path
    name: str
    kind: str
    notices: tuple[Notice, ...] = ()


def check(path: Path, *, name: str, limits: Limits = LIMITS) -> Checked:
    """Say what the file is, or raise a ``plan.*`` Problem that tells a person why it cannot be read."""
    size = _size(path)
    with path.open("rb") as file:
        head = file.read(4096)
    kind = _kind(path, head, limits)
    _refuse_large(size, kind, limits)
    said = ENDINGS.get(Path(name).suffix.lower(), "")
    if said in ("", kind) and Path(name).suffix.lower() not in (".doc", ".wps"):
        return Checked(path, name, kind)
    what = f"文件扩展名是“{Path(name).suffix}”，内容其实是{LABELS[kind]}，已按实际内容读取"
    return Checked(path, name, kind, (Notice("plan.other_kind", what),))


def _size(path: Path) -> int:
    # A device or a pipe would let the reader wait for ever.
    if not path.is_file():
        raise Problem("plan.missing", "找不到这个文件", "请检查文件名。")
    size = path.stat().st_size
    if size == 0:
        raise Problem("plan.empty", "文件是空的（0 字节）", "请确认保存完整后再检查。")
    if size > LIMITS.text_bytes and size > LIMITS.workbook_bytes:
        raise too_large(size, LIMITS.workbook_bytes)
    return size


def _refuse_large(size: int, kind: str, limits: Limits) -> None:
    most = limits.text_bytes if kind in ("text", "web") else limits.workbook_bytes
    if size > most:
        raise too_large(size, most)


def too_large(size: int, most: int) -> Problem:
    """The file is larger than a plan can be."""
    what = f"文件有 {size / MIB:.0f} MB，超过一次可以检查的 {most / MIB:.0f} MB"
    return Problem("plan.too_large", what, "请删去图片，或分成几个文件后分别检查。")


def _kind(path: Path, head: bytes, limits: Limits) -> str:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path, limits)
    if head.startswith(OLE2):
        raise _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, label, remedy in _MAGIC:
        if head.startswith(magic):
            raise stranger(label, remedy)
    return _text(head)


def _text(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"w:worddocument" in start or b"<pkg:package" in start:
        raise stranger("“Word XML 文档”", SAVE_AS)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise stranger(*_STRANGERS["xlsx"])
    web = (
        b"<html",
        b"<!doctype html",
        b"<head",
        b"<meta",
        b"<body",
        b"<table",
        b"<div",
        b"<p>",
        b"<p ",
        b"<style",
    )
    if start.startswith(web) or (start.startswith((b"<?xml", b"<!--", b"<!doctype")) and b"<html" in start):
        return "web"
    if start.startswith(b"<?xml"):
        raise stranger("XML 文件", SAVE_AS)
    if b"\0" in head and not _looks_utf16(head):
        raise Problem("plan.corrupt", "文件内容不是文字，或已经损坏", SAVE_AS)
    return "web" if _is_utf16_page(head) else "text"


def _looks_utf16(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    # Without its mark: line ends, digits and stops of a Chinese text have a zero byte on one side only.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return max(even, odd) > len(head) // 100 and min(even, odd) < max(even, odd) // 10


def _is_utf16_page(head: bytes) -> bool:
    return b"\0" in head and b"<html" in head.replace(b"\0", b"").lower()


def stranger(label: str, remedy: str) -> Problem:
    """The file is something whose text cannot be read here."""
    return Problem("plan.not_readable", f"这是{label}，读不了", remedy)


def _package(path: Path, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, UnicodeDecodeError):
        raise corrupt() from None
    _refuse_entries(entries, limits)
    names = {entry.filename.lower().replace("\\", "/") for entry in entries}
    for part, kind in _PACKAGES:
        if part in names or (part.endswith("/") and any(name.startswith(part) for name in names)):
            if kind == "word":
                return kind
            raise stranger(*_STRANGERS[kind])
    if any(name.startswith("word/") for name in names):
        raise corrupt()
    raise stranger("压缩包", "请先解压，再检查里面的文件。")


def _refuse_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise bomb(f"里面有 {len(entries)} 个部件")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise encrypted()
    declared = sum(entry.file_size for entry in entries)
    if declared > limits.unpacked_bytes:
        raise bomb(f"解开后有 {declared / MIB:,.0f} MB")


def _compound(path: Path) -> Problem:
    """Why an OLE2 container cannot be read: a password, or a program of the last century."""
    try:
        streams = compound_names(path)
    except Problem:
        return corrupt()
    if streams & {"EncryptedPackage", "EncryptionInfo"}:
        return encrypted()
    if "WordDocument" in streams:
        return stranger("旧版 Word 或 WPS 文档（.doc、.wps）", SAVE_AS)
    if streams & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        return stranger(*_STRANGERS["xlsx"])
    if "PowerPoint Document" in streams:
        return stranger(*_STRANGERS["pptx"])
    return corrupt()


def corrupt() -> Problem:
    """The file is broken or was not transferred completely."""
    return Problem("plan.corrupt", "文件已经损坏或没有传完整", "请重新下载或" + SAVE_AS.removeprefix("请"))


def encrypted() -> Problem:
    """The file asks for a password before it can be opened."""
    return Problem("plan.encrypted", "文件设了打开密码，读不了", "请打开文件，取消打开密码，保存后再检查。")


def bomb(what: str) -> Problem:
    """The file is built, or broken, so that opening it would exhaust the machine."""
    return Problem(
        "plan.bomb", f"文件不正常：{what}，为保护系统没有打开", "请把正文复制到新文档，保存后再检查。"
    )
