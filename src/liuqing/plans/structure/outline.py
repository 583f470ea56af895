"""The sections of a plan: from its numbers, from heading styles, and from short lines that stand alone.

Levels are places in a tree. A mark of a kind that is already open closes everything below it; a new kind
opens below the one that ranks above it. So "1." stands under "（一）" even where "一、" was lost.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from liuqing.plans.structure import headings, marks
from liuqing.plans.structure.joining import Joined
from liuqing.plans.structure.marks import RANKS, Mark
from liuqing.plans.text import Paragraph, Section

_CLOSING = re.compile(
    r"(?:以上|上述|合计|总计|共计|综上|[一二三四五六七八九十两]{1,2}(?:项|大类|类)(?:合计|共计|总计|每年|工程|项目|资金|共))"
)
_HEAD = 40
"""Paragraphs in which the head of an official letter may stand, each of it shorter than ``_LONG``."""
_LONG = 150


@dataclass
class _Open:
    """A section that is still open, with the kind of mark that began it."""

    kind: str
    rank: float
    section: Section
    value: int = 0


@dataclass
class _Tree:
    root: Section
    open: list[_Open] = field(default_factory=list)

    def top(self) -> Section:
        return self.open[-1].section if self.open else self.root

    def enter(self, kind: str, rank: float, number: str, title: str, value: int = 0) -> Section:
        self._close(kind, rank)
        parent = self.top()
        section = Section(len(self.open) + 1, number, title, parent=parent)
        parent.children.append(section)
        self.open.append(_Open(kind, rank, section, value))
        return section

    def _close(self, kind: str, rank: float) -> None:
        kinds = [one.kind for one in self.open]
        if kind in kinds:
            del self.open[kinds.index(kind) :]
            return
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()


def build(joined: list[Joined], parts: tuple[int, ...] = (0,)) -> tuple[tuple[Paragraph, ...], Section]:
    """The paragraphs with their numbers, levels and titles, and the tree of sections above them.

    ``parts`` are the places at which a document begins; sections do not reach from one into the next.
    """
    tree = _Tree(Section(0))
    paragraphs: list[Paragraph] = []
    for begin, end in pairwise((*parts, len(joined))):
        tree.open.clear()
        paragraphs.extend(_of_part(joined[begin:end], begin, tree))
    return tuple(paragraphs), tree.root


def _of_part(joined: list[Joined], begin: int, tree: _Tree) -> Iterator[Paragraph]:
    """The paragraphs of one document: how it numbers its sections says nothing of the next one."""
    ranks, plain = _ranks(joined), _plain_headings(joined)
    well_marked = sum(1 for one in joined if one.mark and one.mark.kind in ("chapter", "han")) >= 2
    for at, one in enumerate(joined):
        yield _paragraph(begin + at, one, _place(one, at in plain, tree, ranks, well_marked), tree)


@dataclass(frozen=True)
class _Place:
    """Where a paragraph begins a section: kind and rank of its mark."""

    kind: str
    rank: float
    value: int = 0


def _place(
    one: Joined, is_plain: bool, tree: _Tree, ranks: dict[str, float], well_marked: bool
) -> _Place | None:
    if one.mark:
        kind = one.mark.kind
        if kind == "dotted":
            depth = len(one.mark.path)
            return _Place(f"dotted{depth}", RANKS["digit"] + depth / 10, one.mark.value)
        return _Place(kind, ranks[kind], one.mark.value)
    if one.style:
        return _Place(f"style{one.style}", one.style + 1.5)
    if not is_plain:
        return None
    if well_marked:
        return _Place(
            "plain", tree.open[-1].rank + 0.5 if tree.open and tree.open[-1].kind != "plain" else 9.0
        )
    return (
        _Place("plain_top", RANKS["han"])
        if headings.is_top(one.text)
        else _Place("plain", RANKS["han_bracket"])
    )


def _paragraph(index: int, one: Joined, place: _Place | None, tree: _Tree) -> Paragraph:
    if place is None:
        paragraph = Paragraph(index, one.text, one.lines, title=headings.run_in(one.text), page=one.page)
        _owner(one.text, tree).paragraphs.append(paragraph)
        return paragraph
    number, text, lines = _cut(one)
    title, alone = headings.title_of(text)
    if not one.mark and not title:
        title, alone = text, True
    section = tree.enter(place.kind, place.rank, number, title, place.value)
    paragraph = Paragraph(index, text, lines, number, section.level, title, alone, one.page)
    section.paragraphs.append(paragraph)
    return paragraph


def _cut(one: Joined) -> tuple[str, str, "array[int]"]:
    """The mark, and the text and lines without it and the blanks behind it."""
    if one.mark is None:
        return "", one.text, one.lines
    at = len(one.mark.printed)
    at += len(one.text) - at - len(one.text[at:].lstrip(" 　"))
    return one.mark.printed.strip(), one.text[at:], one.lines[at:]


def _owner(text: str, tree: _Tree) -> Section:
    """The section body text belongs to: the open one, or the one above where it sums up a list of items."""
    top = tree.top()
    parent = top.parent
    if parent and parent.level and len(parent.children) > 1 and _sums_up(text, top, parent):
        tree.open.pop()
        return tree.top()
    return top


def _sums_up(text: str, item: Section, parent: Section) -> bool:
    """ "易地扶贫搬迁工程共计需求资金2162万元" after the items of （一）易地扶贫搬迁工程."""
    if len(text) > 120:
        return False
    stem = parent.title[:4]
    if len(stem) == 4 and text.startswith(stem):
        return True
    # Below a heading of its own a plain 合计 is that heading's.
    found = _CLOSING.match(text)
    return found is not None and (
        not item.paragraphs[0].is_heading or found[0] not in ("合计", "总计", "共计")
    )


def _ranks(joined: list[Joined]) -> dict[str, float]:
    """The rank of each kind of mark in this text: as usual, unless its restarts show it the other way round."""
    ranks = dict(RANKS)
    order = [one.mark for one in joined if one.mark and one.mark.kind in ranks]
    for upper, lower in (("han", "han_bracket"), ("han_bracket", "digit"), ("digit", "digit_bracket")):
        if _is_turned(order, upper, lower):
            ranks[upper], ranks[lower] = ranks[lower], ranks[upper]
    return ranks


def _is_turned(order: list[Mark], upper: str, lower: str) -> bool:
    """Does ``upper`` begin anew under each ``lower``, while ``lower`` counts through?"""
    kinds = [mark for mark in order if mark.kind in (upper, lower)]
    firsts = Counter(mark.kind for mark in kinds if mark.value == 1)
    most = max((mark.value for mark in kinds if mark.kind == lower), default=0)
    if not kinds or firsts[upper] < 2 or firsts[lower] != 1 or most < 2:
        return False
    return kinds[0].kind == lower


def _plain_headings(joined: list[Joined]) -> set[int]:
    """The unnumbered lines that are headings: short, alone, and with something below them."""
    begin, last, text = _end_of_head(joined), _last_body(joined), _first_text(joined)
    found = set()
    for at in range(begin, last):
        one = joined[at]
        if one.mark or one.style or not headings.is_plain(one.text):
            continue
        # Above the text it is the document's own title; further down 就业计划 is a heading like others.
        if at > text or not headings.is_title(one.text):
            found.add(at)
    return found


def _first_text(joined: list[Joined]) -> int:
    """The place of the first paragraph that is no head: numbered, a heading by style, or long."""
    places = (at for at, one in enumerate(joined) if one.mark or one.style or len(one.text) > _LONG)
    return next(places, len(joined))


def _end_of_head(joined: list[Joined]) -> int:
    """Where the text begins after document number, title, addressee, signature and date."""
    end = 0
    for at, one in enumerate(joined[:_HEAD]):
        if (one.mark and len(one.text) > 2) or len(one.text) > _LONG:
            break
        if marks.is_document_number(one.text) or marks.is_date(one.text) or headings.is_title(one.text):
            end = at + 1
    return end


def _last_body(joined: list[Joined]) -> int:
    """The place of the last paragraph that is text: what stands behind it signs the document."""
    for at in range(len(joined) - 1, -1, -1):
        if len(joined[at].text) >= 30 or joined[at].mark:
            return at
    return 0
