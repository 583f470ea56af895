"""Reading back (复读): every text in a file that we made, its properties and hidden parts as well.

For PDFs that Typst set and for Word packages: what a person would copy from the pages, what stands in
the properties and in attributes, and every piece that is stored beside them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_TOLD = ("descr", "title", "alt")
"""Attributes that are words: what a picture shows, for a reader's ear."""
_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\b(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.DOTALL)
_NAMED = re.compile(rb"/(\S+) (\d+) 0 R")
_CMAP = re.compile(rb"/ToUnicode (\d+) 0 R")
# Parentheses may stand in a string as they are if they come in pairs.
_INNER = rb"\((?:\\.|[^\\()])*\)"
_TEXT = rb"\((?:\\.|[^\\()]|" + _INNER + rb")*\)"
_PIECE = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f\s]+)>(?!>)|(" + _TEXT + rb")|\b(Td|Tm|ET)\b", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_LITERAL = re.compile(_TEXT, re.DOTALL)
_HEX = re.compile(rb"<(FEFF[0-9A-Fa-f]+)>", re.IGNORECASE)


def texts(file: Path) -> list[str]:
    """All text of a file that we made (PDF or Word), piece by piece."""
    return list(_package(file)) if zipfile.is_zipfile(file) else list(_pdf(file.read_bytes()))


def _package(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield from _xml(package.read(name))


def _xml(data: bytes) -> Iterator[str]:
    root = ElementTree.fromstring(data)  # noqa: S314 - our own file
    # By paragraph: a number cut into runs is a number all the same.
    paragraphs = [one for one in root.iter() if one.tag.rpartition("}")[2] == "p"]
    for one in paragraphs or [root]:
        if text := "".join(one.itertext()).strip():
            yield text
    for one in root.iter():
        yield from (text for name, text in one.attrib.items() if name in _TOLD and text)


def _pdf(data: bytes) -> Iterator[str]:
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    fonts = _fonts(objects)
    for body in objects.values():
        stream = _stream(body)
        head = body.partition(b"stream")[0]
        yield from _strings(head)
        if stream is not None and b" Tf" in stream:
            pieces = list(_shown(stream, fonts))
            yield from pieces
            # A number that was broken at the end of a line is whole again here.
            yield "".join(pieces)
        elif stream is not None and stream.lstrip().startswith(b"<?xpacket"):
            yield re.sub(r"<[^>]*>", "\n", stream.decode("utf-8", "replace"))


def _stream(body: bytes) -> bytes | None:
    found = _STREAM.search(body)
    if found is None:
        return None
    try:
        return zlib.decompress(found[1])
    except zlib.error:
        return found[1]


def _strings(head: bytes) -> Iterator[str]:
    """The texts of a dictionary: titles, names of bookmarks, what a reader's ear is told."""
    for found in _LITERAL.findall(head):
        plain = found[1:-1]
        text = _plain(plain)
        yield (
            text[2:].decode("utf-16-be", "replace")
            if text.startswith(b"\xfe\xff")
            else text.decode("latin-1")
        )
    for found in _HEX.findall(head):
        yield bytes.fromhex(found[4:].decode()).decode("utf-16-be", "replace")


def _fonts(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """By the name that pages give a font: which character each glyph stands for."""
    found: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for named in _FONTS.findall(body):
            for name, number in _NAMED.findall(named):
                reference = _CMAP.search(objects.get(int(number), b""))
                cmap = _stream(objects[int(reference[1])]) if reference else None
                found.setdefault(name, {}).update(_characters(cmap or b""))
    return found


def _characters(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        found |= {int(glyph, 16): _utf16(text) for glyph, text in _PAIRS.findall(part)}
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in _RANGES.findall(part):
            start = int(text, 16)
            found |= {g: chr(start + g - int(first, 16)) for g in range(int(first, 16), int(last, 16) + 1)}
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace")


def _shown(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    """What a page shows, a line for each piece that is set by itself."""
    font: dict[int, str] = {}
    line: list[str] = []
    for found in _PIECE.finditer(stream):
        if found[1] is not None:
            font = fonts.get(found[1], {})
        elif found[2] is not None or found[3] is not None:
            glyphs = bytes.fromhex(found[2].decode()) if found[2] is not None else _plain(found[3][1:-1])
            line += [font.get(int.from_bytes(glyphs[n : n + 2]), "") for n in range(0, len(glyphs), 2)]
        elif line and found[4] == b"ET":
            yield "".join(line)
            line = []


def _plain(escaped: bytes) -> bytes:
    """The bytes of a literal string."""
    return _ESCAPE.sub(lambda found: _one(found[1]), escaped)


def _one(after: bytes) -> bytes:
    return bytes([int(after, 8) & 255]) if after[:1].isdigit() else _ESCAPED.get(after, after)
