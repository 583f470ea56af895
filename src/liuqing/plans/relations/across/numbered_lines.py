"""Numbered lines of one amount each, and the line below that sums them up, wherever in the plan they stand.

"1.甲村道路硬化，投资22万元。" … "7.乙村沟渠，投资13万元。" "合计需求资金35万元。": lines that count from one without a gap up
to the total's own line are all of its parts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.across import measures
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.text import Document, Paragraph

CLOSING = re.compile(
    r"^[一-龥]{0,12}(?:合计|共计|总计|以上|累计|预计投资)|^[二三四五六七八九十]+项(?:每年|共)?[共需]"
)
PARTS = re.compile(r"其中|[（(]|分别")
LONGEST = 60
"""Characters of a line that is nothing but a total."""
LEAST = 2
BEGUN = 12
NAMED = 8
"""Characters of a line that name it."""


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Every total with the numbered lines just above it: of all years, then of each year."""
    words = {p.index: p.text for p in document.paragraphs}
    for yearly in (False, True):
        figures: dict[int, list[Quantity]] = defaultdict(list)
        for q in quantities:
            if _is_yearly(q, words.get(q.paragraph, "")) == yearly and _is_money(
                q, words.get(q.paragraph, "")
            ):
                figures[q.paragraph].append(q)
        yield from _totals(document.paragraphs, figures, words)


def _is_yearly(q: Quantity, text: str) -> bool:
    """So much a year; "每年按实际测算，另外……需要35万元" is not."""
    said = text[max(0, q.start - LONGEST) : q.start]
    return q.each_year and "另外" not in said[max(0, said.rfind("每年")) :]


def _is_money(q: Quantity, text: str) -> bool:
    """Money put in, however little: a numbered line of a few thousand is a line all the same."""
    said = text[max(0, q.start - 8) : q.start] + q.what
    return is_plain(q) and q.dimension == "money" and not measures.NOT_INVESTED.search(said)


def _totals(
    paragraphs: Iterable[Paragraph], figures: dict[int, list[Quantity]], words: dict[int, str]
) -> Iterator[Relation]:
    lines: list[Quantity] = []
    for p in paragraphs:
        own, value = figures.get(p.index, []), _number(p)
        one = _whole(own, p.text)
        if value is not None:
            follows = value == 1 or value == len(lines) + 1
            lines = [*(lines if value > 1 else []), one] if one and follows else []
        elif own:
            if one and not one.year and len(lines) >= LEAST and _closes(p.text, one, lines, words):
                yield Relation("sum", one, tuple(Part(words[q.paragraph][:NAMED], q) for q in lines))
            lines = []


def _closes(text: str, one: Quantity, lines: list[Quantity], words: dict[int, str]) -> bool:
    """Nothing but a total; or a sentence that names every line before its amount ("甲、乙、丙预计需要投入资金…")."""
    if CLOSING.match(text) and len(text) <= LONGEST:
        return True
    clause = re.split(r"[，。；：]", text[max(0, one.start - LONGEST) : one.start])[-1]
    names = clause.split("、")
    begun = [words[q.paragraph][:BEGUN] for q in lines]
    return len(names) == len(lines) > LEAST and all(
        _begins(name, line) for name, line in zip(names, begun, strict=True)
    )


def _begins(name: str, line: str) -> bool:
    """The name, or two characters in a row of its end, stand in the first words of the line."""
    short = re.sub(r"^(?:另外|其中)|(?:预计|需要|共计|合计|投入).*$", "", name).strip()
    return len(short) > 1 and any(short[i : i + 2] in line for i in range(len(short) - 1))


def _whole(figures: list[Quantity], text: str) -> Quantity | None:
    """The one amount of a line; of several the first, if the others are said to be its parts."""
    if not figures or (len(figures) > 1 and not PARTS.search(text[figures[0].end : figures[1].start])):
        return None
    first, rest = figures[0], figures[1:]
    return first if (first.year is None or not rest) and all(q.value <= first.value for q in rest) else None


def _number(paragraph: Paragraph) -> int | None:
    found = re.fullmatch(r"[（(]?(\d{1,3})[）)．.、]?", paragraph.number)
    return int(found[1]) if found else None
