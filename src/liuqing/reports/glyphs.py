"""Glyphs: which characters can our fonts print?

A name whose character has no glyph would come out as an empty box, and an empty box on a
household's paper is a wrong name. Such a character is printed as its code (〔U+2A6A5〕), which
says that something is to be written in by hand, and what.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Liuqing Sans SC"


def folders() -> list[Path]:
    """Where fonts are looked for: ours, then ``LIUQING_FONTS`` for characters that ours lack."""
    return [FONTS, *(Path(part) for part in os.environ.get("LIUQING_FONTS", "").split(os.pathsep) if part)]


def missing(texts: Iterable[str]) -> list[str]:
    """The characters in these texts that no font of ours can print, in order of code."""
    return sorted({character for text in texts for character in text} - _printable() - {"\n"})


def printable(text: str) -> str:
    """The text with every character that has no glyph replaced by its code."""
    if _printable().issuperset(text):
        return text
    return "".join(c if c in _printable() or c == "\n" else f"〔U+{ord(c):04X}〕" for c in text)


def _printable() -> frozenset[str]:
    return _characters(tuple(folders()))


@lru_cache(maxsize=4)
def _characters(places: tuple[Path, ...]) -> frozenset[str]:
    files = [f for place in places for f in sorted(place.glob("*.[ot]tf")) if "Bold" not in f.stem]
    return frozenset(chr(code) for file in files for code in _codes(file.read_bytes()))


def _codes(font: bytes) -> Iterator[int]:
    """The characters of an OpenType font, read from its ``cmap`` (formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * i : 16 + 16 * i]: 12 + 16 * i for i in range(count)}
    cmap = struct.unpack_from(">I", font, tables[b"cmap"] + 8)[0]
    for i in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + struct.unpack_from(">I", font, cmap + 8 + 8 * i)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 12:
            yield from _format_12(font, at)
        elif kind == 4:
            yield from _format_4(font, at)


def _format_12(font: bytes, at: int) -> Iterator[int]:
    for i in range(struct.unpack_from(">I", font, at + 12)[0]):
        first, last = struct.unpack_from(">II", font, at + 16 + 12 * i)
        yield from range(first, last + 1)


def _format_4(font: bytes, at: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    lasts = struct.unpack_from(f">{segments}H", font, at + 14)
    firsts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    for first, last in zip(firsts, lasts, strict=True):
        yield from (code for code in range(first, last + 1) if code != 0xFFFF)
