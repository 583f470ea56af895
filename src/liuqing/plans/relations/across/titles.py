"""A section's money stated again under its name: in the chapter of costs, in a row of a list, in a table.

One list that names several sections and agrees with most of them is a list of their totals: the entry that does
not agree is wrong in one of the two places. A single entry fails only if it differs as a slip does.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import slips
from liuqing.plans.relations.across import measures, readings
from liuqing.plans.relations.across.amounts import Amount, amount
from liuqing.plans.relations.across.ledger import ALL, Ledger
from liuqing.plans.relations.across.ledgers import build
from liuqing.plans.relations.rounding import half
from liuqing.plans.relations.table_cells import TOTAL, grid
from liuqing.plans.text import Document

NOISE = re.compile(
    r"[（(][^）)]*[)）]?|全力推进|扎实推进|深入推进|大力推进|大力实施|实施|推进|做好|抓好|工程|行动|项目|脱贫|扶贫|攻坚|计划|任务|规划|需求|预计|共计|累计|合计|总投资|投资|投入|安排|资金|概算|共|需|[\d.,，。：:、\s]+.*$"
)
YEAR = re.compile(r"(?:19|20)\d\d|年")
MARKED = 3
"""Digits of a sum that is not met by chance."""
UNNAMED = re.compile(r"(?:每年|三年|五年|需|预计|共|合|投入|\d).*$")
MONEY_HEAD = re.compile(r"投资|资金|金额|概算|合计|总额|万元")


@dataclass(frozen=True)
class Entry:
    """One figure of a list beside the section of its name."""

    figure: Quantity
    section: Ledger
    known: Amount

    @property
    def agrees(self) -> bool:
        """Equal within the rounding printed."""
        return abs(self.known.value - self.figure.value) <= half(self.figure) + self.known.slack


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every list of the document."""
    return within(document, build(document, quantities, measures.is_money))


def within(document: Document, root: Ledger) -> Iterator[Relation]:
    """The same where the sections' money is known already."""
    named = _named(root)
    for figures in (*_in_chapters(root), *_in_rows(root), *_in_tables(document)):
        entries = [e for label, q in figures if (e := _entry(label, q, named))]
        yield from _compared(entries)


def name(title: str) -> str:
    """The name of a section without the words that every title has: "产业扶贫工程" → "产业"."""
    return NOISE.sub("", title)


def _named(root: Ledger) -> dict[str, Ledger]:
    """Sections with items of their own by name; a name that two sections bear is none."""
    found: dict[str, list[Ledger]] = defaultdict(list)
    for one in root.walk():
        key = name(one.section.title)
        if len(key) > 1 and one.section.parent is not None and (one.children or one.cells):
            found[key].append(one)
    heads = {key: [o for o in ones if o.children] or ones for key, ones in found.items()}
    return {key: ones[0] for key, ones in heads.items() if len(ones) == 1}


def _entry(label: str, figure: Quantity, named: dict[str, Ledger]) -> Entry | None:
    section = named.get(name(label))
    if section is None or _is_inside(figure, section):
        return None
    known = readings.settled(section, figure.value) or amount(section, ALL)
    here = any(part.quantity.paragraph == figure.paragraph for part in known.parts)
    if not known.parts or known.missing or here:
        return None
    return _said_so(Entry(figure, section, known))


def _said_so(entry: Entry) -> Entry:
    """A section that states several sums, and this one among them, says the same."""
    if entry.agrees:
        return entry
    same = [q for q in entry.section.figures if q.value == entry.figure.value and not q.year]
    if len(same) != 1 or slips.significant(same[0].stated) < MARKED:
        return entry
    return replace(entry, known=Amount((Part(entry.section.label, same[0]),)))


def _is_inside(figure: Quantity, ledger: Ledger) -> bool:
    return any(figure.paragraph == p.index for section in ledger.section.walk() for p in section.paragraphs)


def _in_chapters(root: Ledger) -> Iterator[list[tuple[str, Quantity]]]:
    """Items that are nothing but a name and an amount: "一、生态扶贫工程7353.15万元"."""
    for chapter in root.walk():
        items = [(o, o.cells[ALL]) for o in chapter.children if ALL in o.cells and not o.children]
        yield [(_title(o, q), q) for o, q in items]


def _title(item: Ledger, figure: Quantity) -> str:
    """What an item is called: its title, the noun before its amount, or else the words it begins with."""
    if item.section.title or len(name(figure.what)) > 1:
        return item.section.title or figure.what
    return UNNAMED.sub("", item.label) or figure.what


def _in_rows(root: Ledger) -> Iterator[list[tuple[str, Quantity]]]:
    """Several names with amounts in one section's own text: "人居环境2689万元，健康扶贫1966万元，合计1.49亿元"."""
    for section in root.walk():
        if len(section.figures) > 2:
            yield [(q.what, q) for q in section.figures if q.year is None]


def _in_tables(document: Document) -> Iterator[list[tuple[str, Quantity]]]:
    for rows in money_columns(document):
        yield [(label, q) for label, q in rows if not TOTAL.search(label)]


def money_columns(document: Document) -> Iterator[list[tuple[str, Quantity]]]:
    """Of every table the first column of money that is of no single year, with the names of its rows."""
    words = {p.index: p.text for p in document.paragraphs}
    for number, table in enumerate(document.tables):
        head = "".join(cell.text for cell in table.rows[0]) if table.rows else ""
        made = grid(table, number, words.get(table.after, "")[-60:] + head)
        if made is None:
            continue
        columns = [c for c, h in enumerate(made.heads) if MONEY_HEAD.search(h) and not YEAR.search(h)]
        if columns:
            cells = ((label, row[columns[0]]) for label, row in zip(made.labels, made.figures, strict=True))
            yield [(_bare(label), q) for label, q in cells if q and q.dimension == "money"]


def _bare(label: str) -> str:
    return re.sub(r"^[\d一二三四五六七八九十（）().、\s]+", "", label)


def _compared(entries: Iterable[Entry]) -> Iterator[Relation]:
    found = list(entries)
    agreeing = sum(1 for e in found if e.agrees)
    for entry in found:
        if entry.agrees or (agreeing > len(found) / 2 and entry.known.is_sure) or _is_slip(entry):
            yield _relation(entry)


def _is_slip(entry: Entry) -> bool:
    figures = [p.quantity for p in entry.known.parts]
    return slips.explains(figures, entry.known.value - entry.figure.value, total=entry.figure)


def _relation(entry: Entry) -> Relation:
    parts = tuple(Part(p.label, p.quantity, p.sign) for p in entry.known.parts)
    if len(parts) > 1:
        return Relation("sum", entry.figure, parts)
    there, here = parts[0].quantity, entry.figure
    why = f"第{there.line}行写“{there.text}”，第{here.line}行写“{here.text}”，说的都是“{entry.section.label}”的资金，数却不同；请核对哪一处写错。"
    return Relation("repeat", here, parts, computed=there.value, why=why)
