"""Footnotes of a Word document (脚注): the part is made where a document has none, and notes are added to it."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

_EMPTY = (
    f"<w:footnotes {nsdecls('w')}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
_AFTER = ("endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
          "doNotIncludeSubdocsInStats", "shapeDefaults", "decimalSymbol", "listSeparator")  # fmt: skip
"""What stands after the footnotes' own settings, as the format orders them."""
SIZE = "18"
"""Half points."""


class Notes:
    """The footnotes of a document. Nothing is touched before the first one hangs."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._root: Any = None
        self._bytes: Any = None

    def hang(self, run: Any, text: str) -> None:
        """Hang a note after a run."""
        number = self._next()
        self._part().append(_note(number, text))
        run.addnext(_reference(number))

    def finish(self) -> None:
        """Put the notes back into a part that is kept as bytes."""
        if self._bytes is not None:
            self._bytes._blob = serialize_part_xml(self._root)

    def _next(self) -> int:
        known = [int(one.get(qn("w:id"))) for one in self._part().findall(qn("w:footnote"))]
        return max([0, *known]) + 1

    def _part(self) -> Any:
        if self._root is None:
            self._root = self._existing()
        return self._root

    def _existing(self) -> Any:
        part = self._document.part
        for link in part.rels.values():
            if link.reltype == RELATIONSHIP_TYPE.FOOTNOTES and not link.is_external:
                if hasattr(link.target_part, "element"):
                    return link.target_part.element
                self._bytes = link.target_part
                return parse_xml(self._bytes.blob)
        return self._made(part)

    def _made(self, part: Any) -> Any:
        root = parse_xml(_EMPTY)
        made = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.FOOTNOTES)
        _announce(self._document.settings.element)
        return root


def _announce(settings: Any) -> None:
    """Word wants the separators named in the settings."""
    if settings.find(qn("w:footnotePr")) is not None:
        return
    told = OxmlElement("w:footnotePr")
    for number in ("-1", "0"):
        one = OxmlElement("w:footnote")
        one.set(qn("w:id"), number)
        told.append(one)
    after = next((one for one in settings if str(one.tag).rpartition("}")[2] in _AFTER), None)
    settings.append(told) if after is None else after.addprevious(told)


def _reference(number: int) -> Any:
    """The small number in the text."""
    made = _raised("w:footnoteReference")
    made[-1].set(qn("w:id"), str(number))
    return made


def _note(number: int, text: str) -> Any:
    note, paragraph = OxmlElement("w:footnote"), OxmlElement("w:p")
    note.set(qn("w:id"), str(number))
    note.append(paragraph)
    paragraph.append(_raised("w:footnoteRef"))
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    run.append(_type(raised=False))
    words.text = f" {text}"
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    paragraph.append(run)
    return note


def _raised(tag: str) -> Any:
    run = OxmlElement("w:r")
    run.append(_type(raised=True))
    run.append(OxmlElement(tag))
    return run


def _type(*, raised: bool) -> Any:
    """Small type, raised or not."""
    made = OxmlElement("w:rPr")
    if raised:
        up = OxmlElement("w:vertAlign")
        up.set(qn("w:val"), "superscript")
        made.append(up)
        return made
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), SIZE)
    made.append(size)
    return made
