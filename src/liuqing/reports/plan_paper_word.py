"""A plan as Word: the layout of official papers, real headings, contents, page numbers; to be edited in WPS.

Tables and texts are written as pieces of XML: cell by cell a pool takes minutes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from liuqing.reports import plan_paper as kit
from liuqing.reports import plan_paper_word_styles as styles
from liuqing.reports.plan_paper import Block, Cell, Figure, Grid, Heading, PlanPaper, Run, Sign, Text, Turn

WIDTH, ACROSS = 156, 239
"""Millimetres of type on an upright page and on one across."""
_NAMES = nsdecls("w", "r")
BREAK = f'<w:p {_NAMES}><w:r><w:br w:type="page"/></w:r></w:p>'
_HEADINGS = {1: "Heading1", 2: "Heading2", 3: "Heading3"}


def write(paper: PlanPaper, out: Path) -> None:
    """Write the plan as a document."""
    document = Document()
    styles.lay_out(document)
    _properties(document, paper)
    body = document.element.body
    for piece in _Writer(paper, document.part).pieces():
        body.insert(len(body) - 1, parse_xml(piece))
    styles.page(document.sections, paper.mark)
    document.save(str(out))


def _properties(document: Any, paper: PlanPaper) -> None:
    known = document.core_properties
    known.author = known.last_modified_by = "六清"
    known.title, known.comments, known.subject, known.keywords = paper.title, "", "", ""
    known.created = known.modified = datetime(paper.day.year, paper.day.month, paper.day.day)  # noqa: DTZ001 - a document has no zone


class _Writer:
    """Writes one plan; every piece is one element of the body."""

    def __init__(self, paper: PlanPaper, part: Any) -> None:
        self._paper = paper
        self._part = part
        self._marks = count(1)
        self._links: dict[str, str] = {}
        self._across = False

    def pieces(self) -> Iterator[str]:
        paper = self._paper
        yield _paragraph(_run(paper.title), "Title")
        if paper.subtitle:
            yield _paragraph(_run(paper.subtitle), "Subtitle")
        yield from self._contents()
        for block in paper.blocks:
            yield from self._block(block)
        yield from self._list()

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield self._heading(block)
            case Text():
                yield _paragraph("".join(map(self._run, block.runs)), "BodyText")
            case Grid():
                yield from self._grid(block)
            case Sign():
                yield _paragraph(_run(block.unit), "Sign")
                yield _paragraph(_run(kit.day_text(block.day)), "Sign")
            case Turn():
                yield self._turn(block.across)

    def _turn(self, across: bool) -> str:
        """The pages so far end here; those that follow lie the other way, or only begin anew."""
        before, self._across = self._across, across
        return BREAK if before == across else _paragraph("", "Normal", styles.section(across=before))

    def _heading(self, block: Heading) -> str:
        n = next(self._marks)
        mark = f'<w:bookmarkStart w:id="{n}" w:name="_Toc{n:06d}"/>'
        return _paragraph(
            f'{mark}{_run(block.text)}<w:bookmarkEnd w:id="{n}"/>', _HEADINGS[min(block.level, 3)]
        )

    def _contents(self) -> Iterator[str]:
        """The contents as a field that Word fills with pages; until then it names the headings."""
        listed = [one for one in self._paper.headings if one.level <= 2]
        yield _paragraph(_run("目　录"), "ContentsTitle")
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText xml:space="preserve"> '
            'TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        numbers = [n for n, one in enumerate(self._paper.headings, start=1) if one.level <= 2]
        for at, (n, one) in enumerate(zip(numbers, listed, strict=True)):
            words = f'<w:hyperlink w:anchor="_Toc{n:06d}" w:history="1">{_run(one.text)}</w:hyperlink>'
            first, last = begin if at == 0 else "", end if at == len(listed) - 1 else ""
            yield _paragraph(first + words + last, f"TOC{one.level}")
        yield BREAK

    # --- figures ---

    def _run(self, one: Run) -> str:
        if isinstance(one, str):
            return _run(one)
        return _run(one.printed) + self._key(one.key)

    @staticmethod
    def _key(key: str) -> str:
        if not key:
            return ""
        small = f'<w:r><w:rPr><w:rStyle w:val="FigureKey"/></w:rPr><w:t>[{key}]</w:t></w:r>'
        return f'<w:hyperlink w:anchor="s_{key}" w:history="1">{small}</w:hyperlink>'

    def _linked(self, words: str, link: str) -> str:
        """Words that lead into the product, if it is known where that is."""
        address = self._paper.address(link)
        if not address:
            return words
        if address not in self._links:
            self._links[address] = self._part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return f"<w:hyperlink r:id={quoteattr(self._links[address])}>{words}</w:hyperlink>"

    # --- tables ---

    def _grid(self, grid: Grid) -> Iterator[str]:
        yield _paragraph(_run(grid.caption) + self._key(grid.key), "TableCaption")
        shares = grid.widths or (1,) * len(grid.head)
        whole = ACROSS if self._across else WIDTH
        widths = [styles.twips(whole * share / sum(shares)) for share in shares]
        yield _table(widths, self._rows(grid, widths))
        yield _paragraph(_run(grid.note), "TableNote")

    def _rows(self, grid: Grid, widths: list[int]) -> Iterator[str]:
        yield _line((_cell(_run(text), wide, "TableHead") for text, wide in zip(grid.head, widths, strict=True)), head=True)  # fmt: skip
        sums = set(grid.total_rows)
        for n, row in enumerate(grid.rows):
            style = "TableSum" if n in sums else "TableText"
            yield _line(self._told(one, wide, style) for one, wide in zip(row, widths, strict=True))

    def _told(self, one: Cell, wide: int, style: str) -> str:
        words = _run(kit.cell_text(one))
        if isinstance(one, Figure):
            return _cell(self._linked(words, one.link), wide, style, right=True)
        return _cell(words, wide, style, right=one is None)

    # --- the list of figures ---

    def _list(self) -> Iterator[str]:
        yield self._turn(across=False)
        yield self._heading(Heading(1, "", kit.LIST))
        yield _paragraph(_run(kit.LIST_NOTE), "TableNote")
        widths = [styles.twips(mm) for mm in (9, 36, 19, 11, 19, 28, 34)]
        yield _table(widths, self._list_rows(widths))
        yield _paragraph("", "TableNote")

    def _list_rows(self, widths: list[int]) -> Iterator[str]:
        yield _line((_cell(_run(text), wide, "TableHead") for text, wide in zip(kit.LIST_HEAD, widths, strict=True)), head=True)  # fmt: skip
        for source in self._paper.sources:
            n = next(self._marks)
            mark = f'<w:bookmarkStart w:id="{n}" w:name="s_{source.key}"/>{_run(source.key)}<w:bookmarkEnd w:id="{n}"/>'
            told = (source.what, source.text or kit.WHOLE, source.unit, source.day.isoformat(), source.rule)
            cells = [_cell(mark, widths[0], "TableText")]
            cells += [_cell(_run(t), w, "TableText") for t, w in zip(told, widths[1:-1], strict=True)]
            yield _line(
                (
                    *cells,
                    _cell(self._linked(_run(unquote(source.link)), source.link), widths[-1], "TableText"),
                )
            )


def _paragraph(inner: str, style: str, more: str = "") -> str:
    """A paragraph; ``more`` goes into its properties."""
    return f'<w:p {_NAMES}><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def _run(text: str) -> str:
    if not text:
        return ""
    return f'<w:r><w:t xml:space="preserve">{escape(styles.printable(text))}</w:t></w:r>'


def _table(widths: list[int], rows: Iterable[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    return (
        f'<w:tbl {_NAMES}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def _line(cells: Iterable[str], *, head: bool = False) -> str:
    again = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(inner: str, wide: int, style: str, *, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{inner}</w:p></w:tc>'
    )
