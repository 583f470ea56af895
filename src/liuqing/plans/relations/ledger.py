"""A section as a ledger: what it says of one measure in all, by year, by source, and the items below it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from liuqing.plans import sources
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations import inline
from liuqing.plans.text import Document, Paragraph, Section
from liuqing.plans.times import times

Key = tuple[int | None, str]
"""Year (None for all years) and source ("" for all sources)."""
ALL: Key = (None, "")
Pick = Callable[[Quantity, str], bool]
"""Does a figure, with the words before it, belong to the measure?"""
GRAND = re.compile(r"总投资|总资金|总投入|共投|共需|共计|合计|总计|投资规模|估算投资|概算|规划投资|计划投资")
SUMMED = re.compile(r"共|累计|合计|总计|总投资")
CLOSES = re.compile(r"^[^。；]{0,30}(?:合计|共计|总计|累计|预计|共需|需求|总投资|总资金)[^。；，]{0,10}$")
OPENING = re.compile(r"^(?:主要|重点|共|规划|计划|全县|三年|两年)|[一二三四五六七八九十\d](?:项|类|个|大)")
"""A first sentence that opens a section and names no item."""
SENTENCES = re.compile(r"[^。；;]{0,4000}[。；;]?")


@dataclass
class Ledger:
    """One section: ``cells`` are the figures it states itself, ``many`` those it states several of for one key.

    ``only`` is the one source all of its money is from, ``only_year`` the one year it falls in, where that is
    known. ``silent`` names the items below that say nothing of the measure. ``is_apart`` marks an item that the
    section above has left out of its sums: a failure said once, which the sums higher up do not repeat.
    """

    section: Section
    label: str
    cells: dict[Key, Quantity] = field(default_factory=dict)
    many: dict[Key, tuple[Quantity, ...]] = field(default_factory=dict)
    only: str = ""
    only_year: int | None = None
    children: "list[Ledger]" = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    figures: tuple[Quantity, ...] = ()
    """All its own figures in order."""
    is_apart: bool = False
    memo: dict[Key, object] = field(default_factory=dict, repr=False)
    """What it comes to, once it has been asked; emptied when something becomes known of it."""
    is_mixed: bool = False
    """Items of several lists stand under it side by side: what they come to proves nothing."""
    guessed: set[Key] = field(default_factory=set)
    """Cells chosen from several figures by a word like 总投资: good enough to hold, not to fail."""

    @property
    def speaks(self) -> bool:
        """Does the section, or anything below it, state the measure at all?"""
        return bool(self.cells or self.many or self.children)

    @property
    def years(self) -> list[int]:
        """The years it names."""
        return sorted({year for year, _ in self.cells if year is not None})

    @property
    def sources(self) -> list[str]:
        """The sources it names."""
        return sorted({source for _, source in self.cells if source})

    @property
    def begins(self) -> int:
        """The paragraph of its first figure."""
        return min(
            [q.paragraph for q in self.figures[:1]] + [child.begins for child in self.children[:1]], default=0
        )

    def walk(self) -> "Iterable[Ledger]":
        """Everything below, deepest first, then itself."""
        for child in self.children:
            yield from child.walk()
        yield self


def build(document: Document, quantities: Iterable[Quantity], pick: Pick) -> Ledger:
    """The ledgers of a document for the figures that ``pick`` takes."""
    texts = {p.index: p.text for p in document.paragraphs}
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        text = texts.get(q.paragraph, "")
        if _is_amount(q) and pick(q, text[max(0, q.start - 14) : q.start]):
            figures[q.paragraph].append(q)
    return _ledger(document.root, figures, texts)


def _is_amount(quantity: Quantity) -> bool:
    return (
        not quantity.per
        and quantity.high is None
        and quantity.hedge in ("", "about")
        and not quantity.each_year
        and not quantity.as_of
    )


def _ledger(section: Section, figures: dict[int, list[Quantity]], texts: dict[int, str]) -> Ledger:
    ledger = Ledger(section, label(section))
    own = _items_apart(ledger, figures, texts)
    said = [_own_words(ledger, p.index, figures, texts) for p in own]
    _fill(ledger, [q for _, own in said for q in own], texts)
    _doubt_what_follows(ledger, texts)
    for below in section.children:
        _take(ledger, _ledger(below, figures, texts))
    ledger.children.sort(key=lambda child: child.begins)
    _say_whose(ledger, [text for text, _ in said])
    return ledger


def _items_apart(
    ledger: Ledger, figures: dict[int, list[Quantity]], texts: dict[int, str]
) -> list[Paragraph]:
    """The section's own paragraphs; those that begin with a title of their own are items without a number
    ("农田水利。2018年21处……"), if there are several.
    """
    paragraphs = ledger.section.paragraphs
    items = [
        p
        for p in paragraphs
        if p.title
        and not p.level
        and not p.is_heading
        and figures.get(p.index)
        and not OPENING.search(p.title)
    ]
    if len(items) < 2:
        return paragraphs
    for p in items:
        section = Section(ledger.section.level + 1, "", p.title, [p], parent=ledger.section)
        below = Ledger(section, p.title)
        _fill(below, figures[p.index], texts)
        _say_whose(below, [texts[p.index]])
        _take(ledger, below)
    return [p for p in paragraphs if p not in items]


def _own_words(
    ledger: Ledger, index: int, figures: dict[int, list[Quantity]], texts: dict[int, str]
) -> tuple[str, list[Quantity]]:
    """The words and figures of a paragraph that are the section's own; those of its inline items go to them."""
    text, own = texts.get(index, ""), figures.get(index, [])
    listed = inline.items(text) if own else []
    ledger.is_mixed |= bool(listed and ledger.children)
    for item in listed:
        below = Ledger(
            Section(ledger.section.level + 1, item.number, item.title, parent=ledger.section), item.title
        )
        _fill(below, [q for q in own if item.start <= q.start < item.end], texts)
        _say_whose(below, [text[item.start : item.end]])
        _take(ledger, below)
    if not listed:
        return text, own
    first, last = listed[0].start, listed[-1].end
    return text[:first] + text[last:], [q for q in own if not first <= q.start < last]


def _doubt_what_follows(ledger: Ledger, texts: dict[int, str]) -> None:
    """What stands behind a list inside a paragraph may belong to its last item: only a total closes the list."""
    lists = [q.paragraph for child in ledger.children for q in child.figures]
    for key, q in ledger.cells.items():
        if lists and q.paragraph > min(lists) and not CLOSES.search(texts[q.paragraph][: q.start]):
            ledger.guessed.add(key)


def _take(ledger: Ledger, below: Ledger) -> None:
    if below.speaks:
        ledger.children.append(below)
    else:
        ledger.silent.append(below.label)


def _say_whose(ledger: Ledger, said: list[str]) -> None:
    if not (ledger.cells or ledger.many or ledger.children):
        return
    _name_source(ledger, said)
    ledger.only_year = _only_year(ledger, said)


def label(section: Section) -> str:
    """What to call a section in a sentence: its title, or the words it begins with."""
    first = section.paragraphs[0].text if section.paragraphs else ""
    return section.title or re.split(r"[，。：；]", first)[0][:16] or section.number


def _fill(ledger: Ledger, own: list[Quantity], texts: dict[int, str]) -> None:
    ledger.figures = tuple(own)
    found: dict[Key, list[Quantity]] = defaultdict(list)
    for at, q in enumerate(own):
        every = _spans_years(q, own[at + 1 :]) or _sums_years_up(q, own[max(0, at - 6) : at], texts)
        source = q.source or _listed_source(q, own, at, texts)
        found[(None if every else q.year, source)].append(q)
    for key, figures in found.items():
        whole = whole_of(figures, texts) or _of_first_paragraph(figures, texts)
        if whole is None:
            ledger.many[key] = tuple(figures)
        else:
            ledger.cells[key] = whole
            if len({q.value for q in figures}) > 1 and not _is_sum(figures):
                ledger.guessed.add(key)


def _spans_years(first: Quantity, behind: list[Quantity]) -> bool:
    """ "2019年新建工厂，投入1000万元，其中2019年600万元、2020年400万元": the first is of both years."""
    years = [
        q for q in behind[:6] if (q.paragraph, q.sentence) == (first.paragraph, first.sentence) and q.year
    ]
    for count in range(2, len(years) + 1):
        parts = years[:count]
        if len({q.year for q in parts}) == count and sum((q.value for q in parts), Decimal(0)) == first.value:
            return True
    return False


def _listed_source(q: Quantity, own: list[Quantity], at: int, texts: dict[int, str]) -> str:
    """ "分来源：财政扶贫资金30万元、慈心一日捐20万元": an entry beside a named source is a source, known or not."""
    for other in own[max(0, at - 1) : at] + own[at + 1 : at + 2]:
        first, last = sorted((q, other), key=lambda one: one.start)
        between = texts[q.paragraph][first.end : last.start] if other.paragraph == q.paragraph else ""
        named = re.fullmatch(r"、[一-龥（）]{2,14}", between)
        if other.source and other.year == q.year and named and not SUMMED.search(q.what) and q.what:
            return q.what
    return ""


def _sums_years_up(last: Quantity, before: list[Quantity], texts: dict[int, str]) -> bool:
    """ "2018年30万元，2019年40万元，共计投资70万元": the last is of both years, not of 2019."""
    near = [q for q in before if (q.paragraph, q.sentence) == (last.paragraph, last.sentence) and q.year]
    if last.year is None or len({q.year for q in near}) < 2:
        return False
    between = texts[last.paragraph][near[-1].end : last.start]
    return bool(SUMMED.search(between)) and not re.search(r"20\d\d年", between)


def whole_of(figures: list[Quantity], texts: dict[int, str]) -> Quantity | None:
    """The one figure that speaks for all: the only value, the one called a total, or the sum of the others."""
    if len({q.value for q in figures}) == 1:
        return figures[0]
    first, rest = figures[0], figures[1:]
    if _is_sum(figures):
        return max(first, figures[-1], key=lambda q: q.value)
    if all(_is_inside(first, q, texts) for q in rest):
        return first
    grand = [q for q in figures if GRAND.search(texts[q.paragraph][max(0, q.start - 10) : q.start])]
    return (
        grand[0]
        if len({q.value for q in grand}) == 1 and grand[0].value == max(q.value for q in figures)
        else None
    )


def _of_first_paragraph(figures: list[Quantity], texts: dict[int, str]) -> Quantity | None:
    """What the paragraph that begins an item says; later paragraphs may speak of something else."""
    first = [q for q in figures if q.paragraph == figures[0].paragraph]
    return whole_of(first, texts) if len(first) < len(figures) else None


def _is_sum(figures: list[Quantity]) -> bool:
    """The first, or the last, is the sum of all the others."""
    values = [q.value for q in figures]
    return 2 * values[0] == sum(values) or 2 * values[-1] == sum(values)


def _is_inside(first: Quantity, other: Quantity, texts: dict[int, str]) -> bool:
    """Is the other said to be a part of the first ("其中", or in the bracket behind it)?"""
    if other.value > first.value or (other.paragraph, other.sentence) != (first.paragraph, first.sentence):
        return False
    return other.depth > first.depth or "其中" in texts[first.paragraph][first.end : other.start]


def _name_source(ledger: Ledger, texts: list[str]) -> None:
    """The one source of all the money: "从涉农整合资金中列支", or the only source the section names."""
    paid = {s for text in texts for part in SENTENCES.findall(text) if (s := sources.paid_from(part))}
    if len(paid) == 1 and set(ledger.sources) <= paid and (ALL in ledger.cells or not ledger.sources):
        ledger.only = paid.pop()
        return
    if len(paid) == 1 and not ledger.children and _is_one_total(ledger):
        ledger.only = paid.pop()
        _forget_sources(ledger)
        return
    named = ledger.sources
    total = ledger.cells.get(ALL)
    if (
        len(named) == 1
        and not ledger.many
        and (total is None or _equal(total, ledger.cells.get((None, named[0]))))
    ) and (total is not None or (None, named[0]) in ledger.cells or _all_sourced(ledger)):
        ledger.only = named[0]


def _only_year(ledger: Ledger, said: list[str]) -> int | None:
    """ "2019年实施窄路基路面改造。投入资金312万元": the one year the section names, if no figure has a year."""
    if ledger.years or ledger.many or any(q.years or q.span for q in ledger.cells.values()):
        return None
    named = [time for text in said for time in times(text)]
    years = {time.year for time in named if time.year is not None}
    return (
        years.pop()
        if len(years) == 1 and all(t.year and not t.as_of and not t.moment for t in named)
        else None
    )


def _is_one_total(ledger: Ledger) -> bool:
    return (
        not ledger.many
        and len(ledger.sources) < 2
        and sum(1 for year, _ in ledger.cells if year is None) == 1
    )


def _forget_sources(ledger: Ledger) -> None:
    """ "小额信贷投入资金…，从涉农整合资金中列支": the words before the amount named its use, not its source."""
    ledger.cells = {(year, ""): q for (year, _), q in ledger.cells.items()}


def _equal(one: Quantity, other: Quantity | None) -> bool:
    return other is not None and one.value == other.value


def _all_sourced(ledger: Ledger) -> bool:
    return all(source for _, source in ledger.cells)
