"""Makes paragraphs of lines: what a page break or a narrow page has torn apart is put together again.

Two kinds of text come in. Where each line is a paragraph, only a line that breaks off in the middle of a
sentence is joined with the next one. Where lines are cut at the width of the page, full lines go on.
"""

from array import array
from dataclasses import dataclass

from liuqing.plans.structure import cleaning, ends, headings, marks, numbering
from liuqing.plans.structure.lines import Line, Shape, shape_of, width_of
from liuqing.plans.structure.marks import Mark

LONGEST_JOINED = 12_000
"""Characters: what is longer is no paragraph but a text without stops, and is joined no further."""


@dataclass
class Joined:
    """A paragraph made of one or more lines."""

    text: str
    lines: "array[int]"
    mark: Mark | None
    page: int | None = None
    style: int = 0
    count: int = 1
    full: bool = False
    """Its last line reaches the edge of the page."""
    indent: int = 0
    """How far its first line is set in, in half characters; ``last_indent`` its last."""
    last_indent: int = 0
    hangs: bool = False
    """Its lines stand deeper than its first one, which holds the number."""


def join(lines: list[Line]) -> list[Joined]:
    """The paragraphs, mended, in order; empty lines only part them."""
    cleaned = [cleaning.mend(line.text) for line in lines]
    shape = shape_of(lines)
    kept = [at for at, text in enumerate(cleaned) if text]
    texts = [_numbered(lines[at], cleaned[at]) for at in kept]
    paragraphs: list[Joined] = []
    last = -1
    for at, text, mark in zip(kept, texts, numbering.sequence(texts), strict=True):
        line = lines[at]
        before = paragraphs[-1] if paragraphs else None
        if (
            before
            and not lines[last].style
            and not line.style
            and _goes_on(before, lines[last], line, text, mark, shape)
        ):
            _append(before, line, text)
        else:
            paragraphs.append(_first(line, text, mark))
        paragraphs[-1].full = _is_full(line, shape)
        last = at
    return paragraphs


def _first(line: Line, text: str, mark: Mark | None) -> Joined:
    indent = line.indent or 0
    numbers = array("I", [line.number]) * len(text)
    return Joined(text, numbers, mark, line.page, line.style, indent=indent, last_indent=indent)


def _is_full(line: Line, shape: Shape) -> bool:
    if line.reaches is not None:
        return line.reaches
    return bool(shape.width) and width_of(line.text) >= shape.width - 4


def _numbered(line: Line, text: str) -> str:
    return f"{line.number_text}{text}" if line.number_text else text


def _append(before: Joined, line: Line, text: str) -> None:
    gap = " " if _latin(before.text[-1]) and _latin(text[0]) and line.number != before.lines[-1] else ""
    before.text += gap + text
    before.lines.extend(array("I", [line.number]) * (len(gap) + len(text)))
    before.count += 1
    before.last_indent = line.indent or 0
    before.hangs = before.hangs or (before.count == 2 and before.last_indent > before.indent)


def _latin(mark: str) -> bool:
    return mark.isascii() and mark.isalpha()


def _goes_on(before: Joined, above: Line, line: Line, text: str, mark: Mark | None, shape: Shape) -> bool:
    """Does this line belong to the paragraph before it?"""
    if len(before.text) > LONGEST_JOINED:
        return False
    begins = ends.starts(text, mark, before.text)
    if before.full and not _stands_alone(before):
        if _flows(before, line, shape):
            return not (
                ends.ends_sentence(before.text)
                and (mark or (begins and text[0] != "（" and not marks.is_run_in(text)))
            )
        if not shape.indented and not begins:
            open_end = not ends.ends_sentence(before.text) or ends.is_open(before.text)
            return open_end or _fills_on(above, line, text, shape)
    if begins:
        return False
    if above.whole:
        return ends.open_bracket(before.text) or (
            not ends.ends_sentence(before.text) and _is_torn_whole(before, text)
        )
    return _breaks_off(before, text)


def _fills_on(above: Line, line: Line, text: str, shape: Shape) -> bool:
    """Does a paragraph go on behind a sentence that ends at the very edge of the page?"""
    if shape.gapped:
        return line.number - above.number == 1
    at_edge = line.reaches is not None or width_of(above.text) >= shape.width
    return at_edge and line.number - above.number == 1 and not headings.is_plain(text)


def _is_torn_whole(before: Joined, text: str) -> bool:
    """In Word a paragraph ends where its author ended it, unless the text came from a scan."""
    return ends.is_sure(before.text) and _breaks_off(before, text)


def _flows(before: Joined, line: Line, shape: Shape) -> bool:
    """Does the line stand where the lines of a paragraph go on: at the edge, or under a hanging number?"""
    if not shape.indented or line.indent is None:
        return False
    hangs = before.mark is not None and before.indent < line.indent and before.count == 1
    return line.indent < 3 or hangs or (before.hangs and line.indent == before.last_indent)


def _stands_alone(before: Joined) -> bool:
    return before.count == 1 and (marks.is_date(before.text) or marks.is_document_number(before.text))


def _breaks_off(before: Joined, text: str) -> bool:
    return ends.breaks_off(before.text, text, is_item=before.mark is not None)
