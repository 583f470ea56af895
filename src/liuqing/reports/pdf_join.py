"""Joins PDFs that Typst set into one, page after page.

Only for Typst's own files: every object stands by itself, is listed in a plain table at the end,
and refers to others as "12 0 R" outside of streams. Nothing is set again and no font is opened.
"""

import re
from collections.abc import Iterator

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_KIDS = re.compile(rb"/Kids\[([^\]]*)\]")
PAGES = 1
"""The number of the list of pages in a joined file."""


def join(parts: list[bytes]) -> bytes:
    """One document with the pages of all; title and author are the first one's."""
    if len(parts) == 1:
        return parts[0]
    objects: dict[int, bytes] = {}
    kids: list[bytes] = []
    ends: list[tuple[int, int]] = []
    for part in parts:
        # Above all numbers given so far; number 1 stays free for the new list of pages.
        shift = max(objects, default=PAGES)
        root, info, pages = (_number(part, name) for name in (b"Root", b"Info", b"Pages"))
        for number, body in _objects(part):
            if number == pages:
                kids += [_moved(kid, shift, pages) for kid in _REFERENCE.findall(_KIDS.findall(body)[0])]
            else:
                objects[number + shift] = _shifted(body, shift, pages)
        ends.append((root + shift, info + shift))
    objects[PAGES] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    for root, info in ends[1:]:
        del objects[root], objects[info]
    return _written(objects, *ends[0])


def _objects(file: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and body of each object, by the table at the end of the file."""
    table = int(file[file.rindex(b"startxref") + 9 : file.rindex(b"%%EOF")])
    entries = file[table : file.rindex(b"trailer")].split(b"\n")[2:]
    places = [(int(e[:10]), n) for n, e in enumerate(entries) if e.strip().endswith(b"n")]
    stops = [place for place, _ in sorted(places)[1:]] + [table]
    for (start, number), stop in zip(sorted(places), stops, strict=True):
        body = file[start:stop]
        yield number, body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip(b"\r\n")


def _number(file: bytes, name: bytes) -> int:
    found = re.search(
        rb"/" + name + rb" (\d+) 0 R", file[file.rindex(b"trailer") :] if name != b"Pages" else _root(file)
    )
    if found is None:
        raise ValueError(f"not a PDF set by Typst: no {name.decode()}")
    return int(found[1])


def _root(file: bytes) -> bytes:
    root = _number(file, b"Root")
    return next(body for number, body in _objects(file) if number == root)


def _shifted(body: bytes, shift: int, pages: int) -> bytes:
    head, mark, rest = body.partition(b"stream")
    return _REFERENCE.sub(lambda found: _moved(found[1], shift, pages), head) + mark + rest


def _moved(number: bytes, shift: int, pages: int) -> bytes:
    return b"%d 0 R" % (PAGES if int(number) == pages else int(number) + shift)


def _written(objects: dict[int, bytes], root: int, info: int) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
    places = {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    size, table = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
    out += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        info,
        table,
    )
    return bytes(out)
