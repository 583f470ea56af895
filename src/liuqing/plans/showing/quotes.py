"""Short excerpts: what a paragraph says around the figures of one claim, with the rest left out."""

from collections.abc import Iterator

from liuqing.plans.claims import Claim
from liuqing.plans.quantity import Quantity
from liuqing.plans.showing.marks import Marks, Spot, quantities_of, spot, tone
from liuqing.plans.showing.view import Quote, Run, Tone
from liuqing.plans.showing.words import Places
from liuqing.plans.text import Document

BEFORE = 26
"""Characters shown before a figure, and the half of what may stand between two without being cut."""
AFTER = 16
LEAST = 6
"""Characters before a figure without which nobody knows what it counts."""
GAP = "……"
STOPS = "。；！？"
PAUSES = "，、：（）"


def quotes(claim: Claim, document: Document, places: Places, marks: Marks) -> tuple[Quote, ...]:
    """One excerpt for each paragraph that the claim's figures stand in, the stated total's first."""
    by_paragraph: dict[int, dict[Spot, Quantity]] = {}
    for q in quantities_of(claim):
        by_paragraph.setdefault(q.paragraph, {}).setdefault(spot(q), q)
    texts = {p.index: p.text for p in document.paragraphs}
    total = spot(claim.relation.total)
    return tuple(
        _quote(sorted(figures.values(), key=lambda q: q.start), texts.get(paragraph, ""), total, tone(claim), places, marks)
        for paragraph, figures in by_paragraph.items()
    )  # fmt: skip


def _quote(
    figures: list[Quantity], text: str, total: Spot, mark: Tone, places: Places, marks: Marks
) -> Quote:
    first = figures[0]
    runs = tuple(_runs(figures, text, total, mark)) if text else tuple(_alone(figures, total, mark))
    return Quote(places.place(first), places.section(first), marks.href(first), runs)


def _alone(figures: list[Quantity], total: Spot, mark: Tone) -> Iterator[Run]:
    """Figures of a table: nothing stands around them but the words of their row and column."""
    for n, q in enumerate(figures):
        yield Run(f"{'；' if n else '表格，'}{q.what} " if q.what else "；" if n else "表格，")
        yield Run(q.text, "quoted", mark, is_total=spot(q) == total)


def _runs(figures: list[Quantity], text: str, total: Spot, mark: Tone) -> Iterator[Run]:
    at = _start(text, figures[0].start)
    if at:
        yield Run(GAP)
    for q in figures:
        if q.start < at or q.end > len(text):
            continue
        if q.start - at > 2 * BEFORE:
            yield Run(text[at : _end(text, at)] + GAP + text[_start(text, q.start) : q.start])
        elif q.start > at:
            yield Run(text[at : q.start])
        yield Run(text[q.start : q.end], "quoted", mark, is_total=spot(q) == total)
        at = q.end
    end = _end(text, at)
    if end > at:
        yield Run(text[at:end])
    if end < len(text):
        yield Run(GAP)


def _start(text: str, figure: int) -> int:
    """From the sentence's beginning if it is near, else from the first clause that begins near."""
    near = max(0, figure - BEFORE)
    stop = max(text.rfind(mark, near, figure) for mark in STOPS) + 1
    clauses = [
        at + 1 for at in range(near, figure - LEAST) if text[at] in PAUSES and text[at + 1] not in PAUSES
    ]
    return stop or (clauses[0] if near and clauses else near)


def _end(text: str, at: int) -> int:
    """To the end of the clause if it is near; its mark is shown only where it ends a sentence."""
    for here in range(at, min(at + AFTER, len(text))):
        if text[here] in STOPS or here + 1 == len(text):
            return here + 1
        if text[here] in PAUSES and here > at:
            return here
    return min(at + AFTER, len(text))
