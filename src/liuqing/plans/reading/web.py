"""Web pages (.html): the text as a browser shows it, tables apart, menus and scripts left out."""

import re
from pathlib import Path
from typing import Any

from lxml import etree, html

from liuqing.plans.reading import plain
from liuqing.plans.reading.extract import Extract
from liuqing.plans.reading.grid import Laid, lay_out
from liuqing.plans.reading.kinds import bomb, corrupt
from liuqing.plans.reading.word import LONGEST_CELL
from liuqing.plans.structure.lines import Line

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_GONE = {
    "script",
    "style",
    "head",
    "noscript",
    "template",
    "nav",
    "button",
    "select",
    "textarea",
    "iframe",
    "svg",
    "object",
}
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "body",
    "html", "blockquote", "center", "form", "fieldset", "header", "footer", "aside", "table", "tbody", "thead", "tfoot",
    "tr", "td", "th", "caption", "hr", "figure", "figcaption", "address", "pre",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def read(path: Path) -> Extract:
    """The text of a page. Raises ``plan.corrupt`` where there is none."""
    data = path.read_bytes()
    if b"<!ENTITY" in data:
        raise bomb("里面定义了 XML 实体")
    content = _decoded(data)
    # A declared encoding would be an error in a text that is decoded already.
    content = re.sub(r"^\s*<\?xml[^>]*\?>", "", content).replace("\0", "")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise corrupt() from None
    reader = _Reader()
    reader.inside(root)
    reader.end()
    return reader.extract


def _decoded(data: bytes) -> str:
    """The page's text: its own mark decides, then what it declares, then what it can be proven to be."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.startswith(b"\xef\xbb\xbf") or b"\0" in data[:200]:
        return plain.decode(data)
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii", "replace").lower() if declared else ""
    # "gb2312" in practice means GBK, and both are parts of GB18030.
    if name in ("gb2312", "gbk", "gb18030", "x-gbk"):
        text = data.decode("gb18030", "replace")
        return text if text.count("\ufffd") < len(text) // 50 + 3 else plain.decode(data)
    return plain.decode(data)


class _Reader:
    """Walks the tree; text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.extract = Extract()
        self.line = 0
        self.text: list[str] = []
        self.style = 0
        self.head = ""

    def inside(self, element: Any) -> None:
        """The text of an element, its children, and what stands between them."""
        self._say(element.text, element)
        for one in element:
            if isinstance(one.tag, str):
                self._child(one)
            self._say(one.tail, element)

    def _child(self, one: Any) -> None:
        tag = one.tag.lower()
        if tag in _GONE or _HIDDEN.search(one.get("style") or "") or one.get("hidden") is not None:
            return
        if tag == "br":
            self.end()
        elif tag == "table" and not _is_layout(one):
            self.end()
            self._table(one)
        elif tag in _BLOCKS:
            self._block(one, tag)
        else:
            self.inside(one)

    def _block(self, one: Any, tag: str) -> None:
        self.end()
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.style = int(tag[1])
        if tag == "li":
            self.head = _number(one)
        self.inside(one)
        self.end()

    def _say(self, text: str | None, element: Any) -> None:
        if not text:
            return
        if element.tag == "pre":
            for at, piece in enumerate(text.split("\n")):
                if at:
                    self.end()
                self.text.append(piece)
            return
        self.text.append(_BLANKS.sub(" ", text))

    def end(self) -> None:
        """The line that has gathered is complete."""
        text = "".join(self.text).strip(" ")
        if text:
            self.line += 1
            self.extract.lines.append(
                Line(self.line, text, style=self.style, whole=True, number_text=self.head)
            )
            self.head = ""
            self.style = 0
        self.text.clear()

    def _table(self, element: Any) -> None:
        rows = []
        for row in _own(element, "tr"):
            cells = [cell for cell in row if isinstance(cell.tag, str) and cell.tag.lower() in ("td", "th")]
            rows.append([self._cell(cell) for cell in cells])
        self.extract.tables.append(lay_out([row for row in rows if row]))

    def _cell(self, cell: Any) -> Laid:
        self.line += 1
        return Laid(_text(cell), self.line, _span(cell.get("colspan")), _span(cell.get("rowspan")))


def _own(element: Any, tag: str) -> list[Any]:
    """The rows of this table, not of tables within it."""
    return [one for one in element.iter(tag) if next(one.iterancestors("table"), None) is element]


def _is_layout(table: Any) -> bool:
    """A table that only places things: another one inside, a single cell, or whole texts in its cells."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = [*table.iter("td"), *table.iter("th")]
    return len(cells) < 2 or any(len(_text(cell)) > LONGEST_CELL for cell in cells)


def _text(cell: Any) -> str:
    return _BLANKS.sub(" ", " ".join(cell.itertext())).strip()


def _span(value: str | None) -> int:
    return min(max(1, int(value)), 2000) if value and value.isdigit() else 1


def _number(item: Any) -> str:
    """The number a browser prints before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    place = sum(1 for one in item.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdigit() else 1) + place}. "
