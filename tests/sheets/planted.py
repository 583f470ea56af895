"""Files made by hand for the tests: honest ones of every kind, and the wrong and wicked ones.

Nothing is stored; every file is made in the test's own folder. Numbers are invented.
"""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
import xlwt

HEADINGS = ["姓名", "证件号码", "户编号", "出生日期"]
ROWS = [["甲", "993251199001011234", "H1", "1990-01-01"], ["乙", "993251198502021232", "H2", "1985-02-02"]]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def known(heading: str) -> bool:
    """The headings that the tests' importer would know."""
    return heading in {*HEADINGS, "工资性收入", "性别"}


# Honest files


def xlsx(path: Path, rows: list[list[object]] | None = None) -> Path:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("人员")
    for at, row in enumerate(rows if rows is not None else [HEADINGS, *ROWS]):
        sheet.write_row(at, 0, row)
    book.close()
    return path


def xls(path: Path, rows: list[list[object]] | None = None) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("人员")
    for at, row in enumerate(rows or [HEADINGS, *ROWS]):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    book.save(str(path))
    return path


def csv(path: Path, encoding: str = "utf-8", mark: str = ",") -> Path:
    text = "".join(mark.join(map(str, row)) + "\r\n" for row in [HEADINGS, *ROWS])
    path.write_bytes(text.encode(encoding))
    return path


def html(path: Path, encoding: str = "gbk") -> Path:
    lines = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in [HEADINGS, *ROWS]
    )
    page = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>'
        f'<body><table><tr><td colspan="4">人员名单</td></tr>{lines}</table></body></html>'
    )
    path.write_bytes(page.encode(encoding))
    return path


def ods(path: Path, rows: str | None = None, prologue: str = "") -> Path:
    """An OpenDocument table: the package and its content, nothing else."""
    if rows is None:
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in [HEADINGS, *ROWS]
        )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}'
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="人员">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return path


def xlsb(path: Path, cells: list[tuple[int, int, str]] | None = None) -> Path:
    """A binary workbook: one sheet of text cells given as (row, column, text)."""
    if cells is None:
        table = [HEADINGS, *ROWS]
        cells = [(r, c, text) for r, row in enumerate(table) for c, text in enumerate(row)]
    sheet = _record(129) + _record(148, struct.pack("<4I", 0, cells[-1][0], 0, 3)) + _record(145)
    last = -1
    for row, column, text in cells:
        if row != last:
            sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
            last = row
        sheet += _record(6, struct.pack("<II", column, 0) + _wide(text))
    sheet += _record(146) + _record(130)
    book = (
        _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("人员"))
    )
    book += _record(144) + _record(132)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _content_types("xlsb"))
        package.writestr("xl/workbook.bin", book)
        package.writestr("xl/_rels/workbook.bin.rels", _links({"rId1": "worksheets/sheet1.bin"}))
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


# Workbooks from their parts


def parts(path: Path, sheet: str | bytes, **more: str | bytes) -> Path:
    """An .xlsx with one sheet given as XML; ``more`` replaces parts (``__`` for ``/``, ``_D_`` for a dot)."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types("xlsx"),
        "_rels/.rels": _links({"rId1": "xl/workbook.xml"}),
        "xl/workbook.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="人员" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _links({"rId1": "worksheets/sheet1.xml", "rId2": "sharedStrings.xml"}),
        "xl/worksheets/sheet1.xml": sheet,
    }
    found.update({name.replace("__", "/").replace("_D_", "."): content for name, content in more.items()})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, content in found.items():
            if content:
                package.writestr(name, content)
    return path


def sheet_xml(body: str, prologue: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def text_row(number: int, texts: list[str]) -> str:
    cells = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for at, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def _links(targets: dict[str, str]) -> str:
    kinds = {"sheet": "worksheet", "shared": "sharedStrings", "xl/": "officeDocument", "data": "worksheet"}
    lines = ""
    for key, target in targets.items():
        kind = next(
            (kinds[word] for word in ("shared", "data", "xl/", "sheet") if word in target), "worksheet"
        )
        lines += f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{RELS}">{lines}</Relationships>'


def _content_types(kind: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="{"bin" if kind == "xlsb" else "xml"}" ContentType="application/xml"/></Types>'
    )


# Wrong files


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(size)
    return path


def compound(path: Path, stream: str, data: bytes = b"\0" * 8192) -> Path:
    """An OLE2 container with one stream of the given name."""
    from xlwt.CompoundDoc import XlsDoc

    out = io.BytesIO()
    XlsDoc().save(out, data)
    name = "Workbook\0".encode("utf-16-le")
    raw = out.getvalue()
    at = raw.index(name)
    entry = stream.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(stream) + 2)
    path.write_bytes(raw[:at] + entry + raw[at + 66 :])
    return path


def biff_with_password(path: Path) -> Path:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    stream = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    stream += record(0x2F, struct.pack("<HHH", 1, 1, 1)) + record(0x0A, b"")
    return compound(path, "Workbook", stream.ljust(8192, b"\0"))


def broken(path: Path, change: Callable[[bytearray], None]) -> Path:
    """An honest .xlsx after something happened to its bytes."""
    raw = bytearray(xlsx(path).read_bytes())
    change(raw)
    path.write_bytes(raw)
    return path


def flag_encrypted(raw: bytearray) -> None:
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 8] |= 1


def lie_about_sizes(raw: bytearray) -> None:
    """Declare every part ten bytes long, in the directory of the package."""
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 24 : at + 28] = struct.pack("<I", 10)


def declare_huge(raw: bytearray) -> None:
    at = -1
    while (at := raw.find(b"PK\x01\x02", at + 1)) >= 0:
        raw[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)


def spoil_content(raw: bytearray) -> None:
    """Overwrite packed bytes of the sheet in the middle of the file."""
    at = raw.find(b"xl/worksheets/sheet1.xml") + 40
    raw[at : at + 60] = b"\xff" * 60


def poured(path: Path, name: str, head: str, block: str, times: int, tail: str = "") -> Path:
    """An .xlsx one of whose parts is a block repeated many times, packed as it is made."""
    parts(path, sheet_xml(text_row(1, HEADINGS)) if "sheet1" not in name else "")
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open(name, "w", force_zip64=True) as part,
    ):
        part.write(head.encode())
        for _ in range(times):
            part.write(block.encode())
        part.write(tail.encode())
    return path


LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
