"""Makes a ``Document`` of a file or of pasted text: ``read`` and ``text`` are the room's only doors for plans."""

from liuqing.plans.reading.assembling import assemble
from liuqing.plans.reading.plain import lines_of
from liuqing.plans.text import Document

__all__ = ["text"]


def text(content: str, *, name: str = "") -> Document:
    """The document a text is, as if it stood in a .txt file. Lines count from 1, empty ones too."""
    return assemble(lines_of(content), name=name)
