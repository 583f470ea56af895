"""Lines as a file has them, and how they are cut: at the end of a paragraph, or at the edge of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans.structure import ends


@dataclass(frozen=True)
class Line:
    """One line of the file: its number from 1, its text as it stands, and what its format knows of it.

    ``style`` is the level of its heading style (0 for body), ``whole`` that the format itself ends the
    paragraph here (Word, web pages), ``indent`` how far it is set in, in half characters.
    """

    number: int
    text: str
    page: int | None = None
    style: int = 0
    whole: bool = False
    indent: int | None = None
    number_text: str = ""
    """The automatic number that Word or a web page prints before the text."""
    reaches: bool | None = None
    """Whether its end stands at the edge of the page; None if the format does not know."""


@dataclass
class Shape:
    """How the lines of a file are cut: their width in half characters (0 if they are not cut), set in or not."""

    width: int = 0
    indented: bool = False
    gapped: bool = False
    """Empty lines stand between the paragraphs, and only there."""


def width_of(text: str) -> int:
    """How wide a line prints, in half characters."""
    text = text.rstrip()
    return len(text) + sum(1 for mark in text if mark > "\u2e7f" or mark in "“”‘’…—")


def shape_of(lines: list[Line]) -> Shape:
    """How these lines are cut."""
    if any(line.reaches is not None for line in lines):
        return Shape(indented=_is_indented(lines))
    filled = [(line.text.rstrip(), width_of(line.text)) for line in _filled(lines)]
    if len(filled) < 8:
        return Shape()
    edge = sorted(width for _, width in filled)[int(len(filled) * 0.85)]
    full = [text for text, width in filled if edge - 4 <= width <= edge + 4]
    least = 0.6 if any(line.whole for line in lines) else 0.35
    beyond = sum(1 for _, width in filled if width > edge + 6)
    if not 30 <= edge <= 160 or len(full) < least * len(filled) or beyond > 0.08 * len(filled):
        return Shape()
    # Sentences of one length are a list; where a page cuts, it cuts in the middle of them.
    if sum(1 for text in full if ends.ends_sentence(text)) > 0.5 * len(full):
        return Shape()
    return Shape(edge, _is_indented(lines), _is_gapped(lines, edge))


def _is_gapped(lines: list[Line], edge: int) -> bool:
    """Does nearly every line that does not reach the edge have an empty one behind it?"""
    short = [at for at, line in enumerate(lines[:-1]) if line.text.strip() and width_of(line.text) < edge - 4]
    followed = sum(1 for at in short if not lines[at + 1].text.strip())
    return followed > 0.7 * len(short) and bool(short)


def _filled(lines: list[Line]) -> Iterator[Line]:
    return (line for line in lines if line.text.strip())


def _is_indented(lines: list[Line]) -> bool:
    """Do first lines of paragraphs stand in, as they should: some lines do, most do not."""
    known = [line.indent for line in _filled(lines) if line.indent is not None]
    inward = sum(1 for indent in known if indent >= 3)
    return bool(known) and 0.05 * len(known) <= inward <= 0.7 * len(known)
