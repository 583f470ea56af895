"""What a plan is once it has been read: paragraphs with their places, sections, tables, and what was in the way."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a plan, mended: broken lines are joined, marks and stray blanks are gone.

    ``lines`` holds for every character of ``text`` the line of the file it stands in (from 1). ``number`` is
    the mark that was cut off ("二、", "（三）", "2."); ``level`` is 0 for body text, else the depth of the heading
    or of the numbered item that begins here; ``title`` its words ("就业培训"), also those with which a body paragraph
    begins ("扎实推进就业扶贫行动。……"). ``is_heading`` says that the
    paragraph is nothing but its title. ``page`` counts from 1 where the file has pages.
    """

    index: int
    text: str
    lines: "array[int]"
    number: str = ""
    level: int = 0
    title: str = ""
    is_heading: bool = False
    page: int | None = None

    def line(self, at: int) -> int:
        """The line of the file in which character ``at`` of ``text`` stands; the last one past the end."""
        return self.lines[min(at, len(self.lines) - 1)] if self.lines else 0


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its mended text, the line it stands in, how many columns and rows it spans."""

    text: str
    line: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """A table as a grid: every row has the same number of columns; a merged cell is repeated where it spans.

    ``after`` is the index of the paragraph before it (-1 at the start of the document).
    """

    rows: tuple[tuple[Cell, ...], ...]
    after: int


@dataclass
class Section:
    """A heading or numbered item with everything under it. The root has level 0 and no title."""

    level: int
    number: str = ""
    title: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    """Its own: the paragraph that begins it, the body before its first child, and a line after its children
    that sums them up ("三项共需……")."""
    children: list["Section"] = field(default_factory=list)
    parent: "Section | None" = None

    def walk(self) -> Iterator["Section"]:
        """This section and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def only(self, wanted: Callable[[Paragraph], bool]) -> "Section":
        """A copy with the wanted paragraphs, without the sections that have none of them."""
        kept = [child.only(wanted) for child in self.children]
        mine = [p for p in self.paragraphs if wanted(p)]
        copy = replace(self, paragraphs=mine, children=[c for c in kept if c.paragraphs or c.children])
        for child in copy.children:
            child.parent = copy
        return copy


@dataclass(frozen=True)
class Notice:
    """What stood in the way of reading, for a person: a code, what it is, the line if it has one."""

    code: str
    what: str
    line: int | None = None


@dataclass(frozen=True)
class Document:
    """A plan that was read. ``lines`` is the text as the file has it, line by line; ``issued`` the date of
    issue as (year, month, day) if the text states one.
    """

    name: str
    lines: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    root: Section
    tables: tuple[Table, ...] = ()
    notices: tuple[Notice, ...] = ()
    issued: tuple[int, int, int] | None = None
    parts: tuple[int, ...] = (0,)
    """The indexes of the paragraphs at which a document begins: more than one if the file holds several plans.
    Nothing said in one is held against another."""

    def part(self, paragraph: int) -> int:
        """In which of the ``parts`` a paragraph stands, from 0."""
        return max(bisect_right(self.parts, paragraph) - 1, 0)

    def plans(self) -> "tuple[Document, ...]":
        """Each plan of the file as a document of its own; the numbers of lines and paragraphs stay."""
        if len(self.parts) < 2:
            return (self,)
        return tuple(self._only(number) for number in range(len(self.parts)))

    def _only(self, number: int) -> "Document":
        return replace(
            self,
            paragraphs=tuple(p for p in self.paragraphs if self.part(p.index) == number),
            tables=tuple(t for t in self.tables if self.part(t.after) == number),
            root=self.root.only(lambda p: self.part(p.index) == number),
            parts=(),
        )

    @property
    def characters(self) -> int:
        """How many characters of text there are to check, blanks not counted."""
        return sum(len(p.text) for p in self.paragraphs)
