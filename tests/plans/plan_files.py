"""Plans made by hand for the tests of reading: Word files, PDFs and pages of an invented county."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

import liuqing
from liuqing.plans.text import Document

FONTS = Path(liuqing.__file__).parent / "reports" / "fonts"
BODY = (
    "一、总体要求",
    "到2020年，全县脱贫796户2505人，其中2018年脱贫539户1769人，2019年脱贫257户736人，确保贫困村全部出列。",
    "二、主要任务",
    "（一）产业扶贫。三年投入资金300.50万元，其中：2018年100.50万元，2019年100.00万元，2020年100.00万元。",
    "责任单位：示例县农业局",
    "（二）道路建设",
    "硬化村组道路12.5公里，投入涉农整合资金625.00万元，覆盖贫困户120户。",
)
"""A small plan: seven lines, two headings, two items."""


def said(document: Document) -> list[str]:
    """The texts of the paragraphs with their numbers, as they stand in the tree."""
    return [p.number + p.text for p in document.paragraphs]


def codes(document: Document) -> list[str]:
    """The codes of the notices."""
    return [notice.code for notice in document.notices]


# Word


def word(
    path: Path, lines: Iterable[str] = BODY, then: Callable[[docx.document.Document], None] | None = None
) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if then:
        then(document)
    document.save(str(path))
    return path


def numbered(document: docx.document.Document, text: str, number: str, level: int = 0) -> None:
    """A paragraph whose number Word prints itself."""
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def add_list(document: docx.document.Document, number: str, levels: list[tuple[str, str]]) -> None:
    """A list of these (format, text) levels under this number."""
    root = document.part.numbering_part.element
    shown = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="9{number}">{shown}</w:abstractNum>')
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="9{number}"/></w:num>')
    )


def with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The package again, with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def bomb(path: Path) -> Path:
    """A Word file whose text unpacks to a thousand times its size."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w:document>" + b" " * (40 * 1024 * 1024))
    return path


def compound(path: Path, stream: str) -> Path:
    """An OLE2 container with one stream: what .doc files and files with a password are."""
    name = stream.encode("utf-16-le")
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *([0xFFFFFFFF] * 126))
    entry = bytearray(128)
    entry[: len(name)] = name
    struct.pack_into("<H", entry, 64, len(name) + 2)
    path.write_bytes(bytes(header) + table + bytes(entry) + bytes(384))
    return path


# PDF


def pdf(
    path: Path, lines: Iterable[str] = BODY, *, head: str = "", indent: bool = True, more: str = ""
) -> Path:
    """A PDF with these paragraphs, a running head, and page numbers."""
    body = "\n\n".join(_plain(line) for line in lines)
    first = "#set par(first-line-indent:(amount:2em,all:true),justify:true)" if indent else ""
    source = (
        f'#set page(paper:"a5",header:[{head}],numbering:"— 1 —")\n'
        f'#set text(font:"Liuqing Sans SC",size:11pt,lang:"zh")\n{first}\n{body}\n{more}'
    )
    path.write_bytes(typst.compile(source.encode(), font_paths=[str(FONTS)]))
    return path


def _plain(line: str) -> str:
    return "".join(f"\\{mark}" if mark in "\\#*_$<>@[]`~/=+-" else mark for mark in line)


def scanned(path: Path, *, after: Iterable[str] = ()) -> Path:
    """A PDF of a picture alone; ``after`` is text on a page before it."""
    folder = path.parent
    (folder / "scan.png").write_bytes(picture())
    body = "\n\n".join(_plain(line) for line in after)
    page = f"{body}\n#pagebreak()\n" if body else ""
    source = f'#set text(font:"Liuqing Sans SC")\n{page}#image("scan.png",width:100%)'
    (folder / "scan.typ").write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(folder / "scan.typ"), font_paths=[str(FONTS)]))
    return path


def picture() -> bytes:
    """A grey PNG of 60 × 80 points."""
    rows = b"".join(b"\0" + b"\xc8" * 60 for _ in range(80))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 60, 80, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
