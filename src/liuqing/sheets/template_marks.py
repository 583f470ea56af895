"""Marks of figures in a Word template (数标): found however their text is cut into runs, filled with a footnote.

Only texts are changed and footnotes added; nothing of a mark is run. Word has no footnotes in heads, feet and
text boxes: there the number stands alone.
"""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from liuqing.errors import Problem
from liuqing.sheets.template_notes import Notes
from liuqing.sheets.templates import MARK

MOST = 2_000
"""Marks of one template."""
_NO_NOTES = {qn("w:hdr"), qn("w:ftr"), qn("w:txbxContent")}


@dataclass(frozen=True)
class Mark:
    """A mark as it stands: its text, the text that follows it, whether a cell holds nothing else, and where it is.

    ``noted``: a footnote can hang on it.
    """

    text: str
    after: str
    alone: bool
    noted: bool
    place: str


@dataclass(frozen=True)
class Filling:
    """What a mark becomes, and the note that hangs on it."""

    text: str
    note: str


class Marks:
    """The marks of a document that ``wanted`` knows, in the order of the text."""

    def __init__(self, document: Any, wanted: Callable[[str], bool]) -> None:
        self._document, self._wanted = document, wanted
        self.found: list[Mark] = []
        self._paragraphs: list[tuple[Any, int]] = []
        for part in parts(document):
            for paragraph in part.iter(qn("w:p")):
                self._look(paragraph)

    def fill(self, fillings: Sequence[Filling | None]) -> None:
        """Fill each mark in the order of ``found``; those without a filling stay visibly as they are."""
        notes = Notes(self._document)
        at = 0
        for paragraph, many in self._paragraphs:
            told = list(zip(self.found[at : at + many], fillings[at : at + many], strict=True))
            at += many
            self._fill(paragraph, told, notes)
        notes.finish()

    def _look(self, paragraph: Any) -> None:
        text = "".join(one.text or "" for one in texts(paragraph))
        matches = [match for match in MARK.finditer(text) if self._wanted(match[1])]
        if len(self.found) + len(matches) > MOST:
            raise Problem(
                "templates.too_many_marks", f"模板里要取的数超过 {MOST:,} 个", "请分成几个模板来填。"
            )
        around = {one.tag for one in paragraph.iterancestors()}
        for match in matches:
            alone = qn("w:tc") in around and text.strip() == match[0]
            before = text[: match.start()].rpartition("}}")[2].strip()[-8:]
            place = "表格里" if alone else f"正文「{before}…」" if before else "正文"
            noted = not around & _NO_NOTES
            self.found.append(Mark(match[1], text[match.end() :].lstrip()[:12], alone, noted, place))
        if matches:
            self._paragraphs.append((paragraph, len(matches)))

    def _fill(self, paragraph: Any, told: list[tuple[Mark, Filling | None]], notes: Notes) -> None:
        """From the last to the first, so that what is still to be found does not move."""
        text = "".join(one.text or "" for one in texts(paragraph))
        matches = [match for match in MARK.finditer(text) if self._wanted(match[1])]
        for match, (mark, filling) in reversed(list(zip(matches, told, strict=True))):
            if filling is None:
                continue
            last = replace(paragraph, match.start(), match.end(), filling.text)
            if mark.noted and filling.note:
                notes.hang(last, filling.note)


def parts(document: Any) -> Iterator[Any]:
    """The body, then every head and foot there is; none is made by looking."""
    yield document.element.body
    for link in document.part.rels.values():
        if not link.is_external and link.reltype.endswith(("/header", "/footer")):
            yield link.target_part.element


def texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph in their order, without those of text boxes that stand in it."""
    found = paragraph.iter(qn("w:t"))
    return [one for one in found if next(one.iterancestors(qn("w:p"))) is paragraph]


def replace(paragraph: Any, start: int, end: int, value: str) -> Any:
    """Put a value where a stretch of text stands, however it is cut up; the run that ends with the value."""
    at, first = 0, None
    for one in texts(paragraph):
        text = one.text or ""
        left, right = max(start - at, 0), min(end - at, len(text))
        at += len(text)
        if left >= right:
            continue
        if first is None:
            first = one
            _set(one, text[:left] + value)
            if rest := text[right:]:
                _split(one, rest)
        else:
            _set(one, text[right:])
    if first is None:
        raise ValueError("nothing stands there")
    return _cut(first)


def _set(element: Any, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _split(element: Any, rest: str) -> None:
    """Another text of the same run with what follows."""
    more = OxmlElement("w:t")
    _set(more, rest)
    element.addnext(more)


def _cut(element: Any) -> Any:
    """End a run after one of its texts: what follows goes into a run of the same type."""
    run = element.getparent()
    following = list(element.itersiblings())
    if following:
        more = OxmlElement("w:r")
        properties = run.find(qn("w:rPr"))
        if properties is not None:
            more.append(deepcopy(properties))
        more.extend(following)
        run.addnext(more)
    return run
