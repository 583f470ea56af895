"""The parts of a packed workbook, unpacked in small pieces and counted as they come.

The sizes that a package declares are the word of whoever made it. Here every part is inflated
by hand from its own bytes to its real end, so that a part which is longer than it says, or
a thousand times larger than its packed form, is found before a parser meets it.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from liuqing.errors import Problem
from liuqing.sheets.guard import SAVE_AS, bomb
from liuqing.sheets.limits import MIB, Limits

PIECE = MIB


class Package:
    """An open package: its parts, and one budget of real bytes for all of them."""

    def __init__(self, path: Path, limits: Limits):
        self.limits = limits
        self.unpacked = 0
        self._file = path.open("rb")
        with zipfile.ZipFile(path) as package:
            self.entries = package.infolist()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The part's real content, piece by piece; raises when it grows beyond its measure."""
        raw = self._raw(entry)
        real = packed = 0
        for taken, piece in _stored(raw) if entry.compress_type == zipfile.ZIP_STORED else _inflated(raw):
            packed += taken
            real += len(piece)
            self._count(len(piece), real, packed, entry)
            yield piece

    def _count(self, new: int, real: int, packed: int, entry: zipfile.ZipInfo) -> None:
        self.unpacked += new
        if self.unpacked > self.limits.unpacked_bytes or real > max(entry.file_size, 0):
            raise bomb(f"解开后的内容比它自己声明的大，已超过 {real / MIB:,.0f} MB")
        if real > self.limits.ratio_from and real > self.limits.ratio * max(packed, 1):
            raise bomb(f"内容压缩了 {real // max(packed, 1)} 倍，正常工作簿不超过 {self.limits.ratio} 倍")

    def _raw(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Problem("sheets.corrupt", "工作簿用了少见的压缩方式", SAVE_AS)
        self._file.seek(entry.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Problem("sheets.corrupt", "工作簿已经损坏", SAVE_AS)
        name, extra = struct.unpack_from("<HH", header, 26)
        self._file.seek(entry.header_offset + 30 + name + extra)
        left = entry.compress_size
        while left > 0 and (block := self._file.read(min(left, 65_536))):
            left -= len(block)
            yield block
        if left > 0:
            raise Problem("sheets.corrupt", "工作簿没有传完整", SAVE_AS)


def _stored(raw: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    for block in raw:
        yield len(block), block


def _inflated(raw: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Pairs of (packed bytes used, unpacked bytes), each at most one piece."""
    inflater = zlib.decompressobj(-15)
    try:
        for block in raw:
            taken = len(block)
            while block and not inflater.eof:
                piece = inflater.decompress(block, PIECE)
                block = inflater.unconsumed_tail
                yield taken, piece
                taken = 0
    except zlib.error:
        raise Problem("sheets.corrupt", "工作簿已经损坏，解不开", SAVE_AS) from None
    if not inflater.eof:
        raise Problem("sheets.corrupt", "工作簿没有传完整", SAVE_AS)
