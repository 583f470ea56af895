"""Makes paragraphs of lines: what a page break or a narrow page has torn apart is put together again.

Two kinds of text come in. Where each line is a paragraph, only a line that breaks off in the middle of a
sentence is joined with the next one. Where lines are cut at the width of the page, full lines go on.
"""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans import cleaning, headings, marks, numbering
from liuqing.plans.marks import Mark


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


@dataclass
class _Shape:
    """How the lines of a file are cut: their width in half characters (0 if they are not cut), set in or not."""

    width: int = 0
    indented: bool = False
    gapped: bool = False
    """Empty lines stand between the paragraphs, and only there."""


_CLOSERS = "”’」』】》〉）)]\"'"
_ENDS = "。！？；：…!?;"
_OPEN_SENTENCE = re.compile(r"[。；，、：]")
_MID = re.compile(r"[，、（《“‘〔—和与及或的]$|[-—－至~～/×+=]$")
_TITLE_END = re.compile(
    r"(?:通知|方案|规划|计划|意见|决定|办法|报告|纲要|细则|总结|清单|目录|批复|请示|公告|要点)(?:（[^）]*）)?$"
)
_SIGNED = re.compile(
    r"(?:政府|委员会|办公室|领导小组|县委|市委|区委|省委|州委|党委|党工委|管委会|指挥部|局|（代章）|（印章）|（盖章）)$"
)
_COMPLETE = re.compile(
    r"\d[\d.]*[万亿千百]?(?:[元人户亩个只头座处件台米倍条所名项次吨套株口盏辆家村年月日]|人次|公里|平方米|立方米|%)）?$"
)
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("〔", "〕"))
_TAIL = 1_500
"""Characters at the end of a paragraph that are looked at, so that time stays linear however long it grows."""
LONGEST_JOINED = 12_000
"""Characters: what is longer is no paragraph but a text without stops, and is joined no further."""
LONGEST_HEADING = 45
"""Characters: a numbered line without a stop that is longer than this is a sentence that breaks off."""


def join(lines: list[Line]) -> list[Joined]:
    """The paragraphs, mended, in order; empty lines only part them."""
    cleaned = [cleaning.mend(line.text) for line in lines]
    shape = _shape(lines)
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


def _is_full(line: Line, shape: _Shape) -> bool:
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


def _goes_on(before: Joined, above: Line, line: Line, text: str, mark: Mark | None, shape: _Shape) -> bool:
    """Does this line belong to the paragraph before it?"""
    if len(before.text) > LONGEST_JOINED:
        return False
    begins = starts(text, mark, before.text)
    if before.full and not _stands_alone(before):
        if _flows(before, line, shape):
            return not (
                ends_sentence(before.text)
                and (mark or (begins and marks.is_responsible(text) and text[0] != "（"))
            )
        if not shape.indented and not begins:
            open_end = not ends_sentence(before.text) or _is_open(before.text)
            return open_end or _fills_on(above, line, text, shape)
    if begins:
        return False
    if above.whole:
        return open_bracket(before.text) or (not ends_sentence(before.text) and _is_torn_whole(before, text))
    return _breaks_off(before, text)


def _fills_on(above: Line, line: Line, text: str, shape: _Shape) -> bool:
    """Does a paragraph go on behind a sentence that ends at the very edge of the page?"""
    if shape.gapped:
        return line.number - above.number == 1
    at_edge = line.reaches is not None or width_of(above.text) >= shape.width
    return at_edge and line.number - above.number == 1 and not headings.is_plain(text)


def _is_torn_whole(before: Joined, text: str) -> bool:
    """In Word a paragraph ends where its author ended it, unless the text came from a scan."""
    sure = "。" in before.text[-_TAIL:] or _MID.search(before.text[-4:]) is not None
    return sure and _breaks_off(before, text)


def _flows(before: Joined, line: Line, shape: _Shape) -> bool:
    """Does the line stand where the lines of a paragraph go on: at the edge, or under a hanging number?"""
    if not shape.indented or line.indent is None:
        return False
    hangs = before.mark is not None and before.indent < line.indent and before.count == 1
    return line.indent < 3 or hangs or (before.hangs and line.indent == before.last_indent)


def starts(text: str, mark: Mark | None, before: str) -> bool:
    """Must this line begin a paragraph, whatever stands before it?"""
    if mark:
        return not (mark.glued and not ends_sentence(before) and _torn(before))
    if len(before) > 12 and open_bracket(before):
        return False
    return (
        marks.is_responsible(text)
        or marks.is_date(text)
        or marks.is_run_in(text)
        or marks.is_document_number(text)
    )


def _stands_alone(before: Joined) -> bool:
    return before.count == 1 and (marks.is_date(before.text) or marks.is_document_number(before.text))


def _breaks_off(before: Joined, text: str) -> bool:
    """Does the paragraph stop in the middle of a sentence that this text may finish?"""
    said = before.text
    if (
        ends_sentence(said)
        or marks.is_responsible(said)
        or marks.is_date(said)
        or (_TITLE_END.search(said) and "。" not in said)
    ):
        return False
    if open_bracket(said) and len(said) > 12:
        return True
    if _is_line_of_its_own(text):
        return _MID.search(said) is not None and len(said) > LONGEST_HEADING
    return _torn(said) if before.mark is None else _item_breaks_off(said)


def _torn(said: str) -> bool:
    if _SIGNED.search(said) and len(said) < 40 and "。" not in said:
        return False
    long = len(said) >= 30 and _OPEN_SENTENCE.search(said) is not None
    # A heading has no figures: a shorter line with a comma and a figure breaks off, unless it ends with one.
    short = (
        len(said) >= 12 and "，" in said and headings.has_figure(said) and not _COMPLETE.search(said[-16:])
    )
    return long or short or (_MID.search(said) is not None and len(said) >= 8) or "。" in said[:-1]


def _item_breaks_off(said: str) -> bool:
    """A numbered line without a stop is a heading, unless it is too long for one or stops at a comma."""
    return "。" in said or len(said) > LONGEST_HEADING or said[-1] in "，、"


def _is_line_of_its_own(text: str) -> bool:
    """A short line without any stop: a heading or a signature rather than the rest of a sentence."""
    return len(text) <= 14 and not any(mark in text for mark in "。，；：、）") and not text[0].isdigit()


def ends_sentence(text: str) -> bool:
    """Does the text end with a stop, closing brackets and quotes not counted?"""
    bare = text.rstrip(_CLOSERS)
    if bare and bare[-1] in _ENDS:
        return True
    if not text.endswith(("）", ")")):
        return False
    # "…。（责任单位：县农业局）": the bracket itself is the last sentence.
    opens = max(text.rfind("（"), text.rfind("("))
    return opens == 0 or (opens > 0 and text[opens - 1] in _ENDS + _CLOSERS)


def _is_open(text: str) -> bool:
    """ "（牵头单位：县扶贫办，责任单位：": a colon within a bracket ends nothing."""
    return text.endswith("：") and open_bracket(text)


def open_bracket(text: str) -> bool:
    """Is a bracket or a quotation still open at the end?"""
    text = text[-_TAIL:]
    return any(
        text.count(opens) > text.count(closes) and text.rfind(opens) > text.rfind(closes)
        for opens, closes in _PAIRS
    )


# How the lines are cut


def width_of(text: str) -> int:
    """How wide a line prints, in half characters."""
    text = text.rstrip()
    return len(text) + sum(1 for mark in text if mark > "\u2e7f" or mark in "“”‘’…—")


def _shape(lines: list[Line]) -> _Shape:
    widths = [width_of(line.text) for line in _filled(lines)]
    if any(line.reaches is not None for line in lines):
        return _Shape(indented=_is_indented(lines))
    if len(widths) < 8:
        return _Shape()
    edge = sorted(widths)[int(len(widths) * 0.85)]
    full = sum(1 for width in widths if edge - 4 <= width <= edge + 4)
    least = 0.6 if any(line.whole for line in lines) else 0.35
    beyond = sum(1 for width in widths if width > edge + 6)
    if not 30 <= edge <= 160 or full < least * len(widths) or beyond > 0.08 * len(widths):
        return _Shape()
    return _Shape(edge, _is_indented(lines), _is_gapped(lines, edge))


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
