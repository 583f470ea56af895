"""A document that travels with the page that shows it, so that nobody has to keep it on the server.

What comes back may have been changed by anybody: only the plain parts of a document are ever built of it.
"""

import base64
import binascii
import io
import pickle
import zlib
from typing import Any

from liuqing.errors import Problem
from liuqing.plans.text import Document

MOST = 64 * 1024 * 1024
"""Bytes that may come out of what is carried: a plan of ten million characters."""
PARTS = frozenset(
    [("liuqing.plans.text", name) for name in ("Document", "Paragraph", "Section", "Table", "Cell", "Notice")]
    + [("array", "_array_reconstructor"), ("array", "array")]
)


def pack(document: Document) -> str:
    """The document as one line of ASCII."""
    return base64.b64encode(zlib.compress(pickle.dumps(document, 5), 6)).decode()


def unpack(text: str) -> Document:
    """The document again; ``plan.not_carried`` where it is damaged or something else."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text, validate=True), MOST)
        document = None if unpacking.unconsumed_tail else _Unpickler(io.BytesIO(data)).load()
    except (binascii.Error, zlib.error, pickle.UnpicklingError, ValueError, TypeError, EOFError, AttributeError,
            IndexError, KeyError, OverflowError, ImportError):  # fmt: skip
        document = None
    if not isinstance(document, Document):
        raise Problem("plan.not_carried", "网页里带的文字不完整", "请重新选一次文件。")
    return document


class _Unpickler(pickle.Unpickler):
    """Builds the parts of a document and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        """Only what ``PARTS`` names."""
        if (module, name) in PARTS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError("not a part of a document")
