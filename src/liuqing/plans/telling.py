"""A checked plan for a terminal: the verdict, the failures by cause with every place, the rest counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans.showing import View
from liuqing.plans.showing.view import CauseShown, Finding, Quote

CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, colour the screen or turn the writing around; a plan is a stranger's text."""


@dataclass(frozen=True)
class Span:
    """A piece of a line and its style as rich names it."""

    text: str
    style: str = ""


def lines(view: View) -> Iterator[tuple[Span, ...]]:
    """Line by line; every text of the plan without its control characters."""
    for line in _lines(view):
        yield tuple(Span(CONTROL.sub("\ufffd", span.text), span.style) for span in line)


def verdict(view: View) -> str:
    """The sentence that stands on top."""
    if view.state == "nothing":
        return f"这份文件查不了：{view.why_nothing}"
    if view.state == "clean":
        return "没有发现对不上的数（只写了一次的数，没有别的数可以对）"
    causes = len(view.causes)
    return f"这份文件有 {view.fails} 处对不上" + (f"，可能是 {causes} 个原因" if causes < view.fails else "")


def _lines(view: View) -> Iterator[tuple[Span, ...]]:
    yield (Span(f"{view.name}：{view.characters} 字，{view.figures} 个数，核对了 {view.relations} 处关系"),)
    yield (Span(verdict(view), "bold red" if view.state == "fails" else "bold"),)
    for cause in view.causes:
        yield from _cause(cause)
    yield ()
    if view.relations:
        yield (Span(f"一致 {view.holding_count} 处，说不准 {view.unclear_count} 处，对不上 {view.fails} 处"),)
    for notice in view.notices:
        yield (Span(f"说明：{notice.what}" + (f"（第 {notice.line} 行）" if notice.line else "")),)


def _cause(cause: CauseShown) -> Iterator[tuple[Span, ...]]:
    yield ()
    if len(cause.findings) > 1:
        said = f"：{cause.what}" if cause.what else ""
        yield (Span(f"以下 {len(cause.findings)} 处可能是一个原因{said}", "bold"),)
    for one in cause.findings:
        yield from _finding(one)


def _finding(one: Finding) -> Iterator[tuple[Span, ...]]:
    yield (
        Span(f"{one.number:>3}  ", "bold red"),
        Span(one.why or one.text, "bold"),
        Span(f"  {one.kind}", "dim"),
    )
    for quote in one.quotes:
        yield from _quote(quote)
    if one.more_quotes:
        yield (Span(f"     ……还有 {len(one.more_quotes)} 处，见报告（--html）", "dim"),)
    if one.sum:
        rest = one.sum.difference_said
        yield Span(f"     {one.short}"), Span(f"，相差 {rest}" if rest else "", "red")


def _quote(quote: Quote) -> Iterator[tuple[Span, ...]]:
    # A figure stands in brackets too, for paper and for eyes that see no colour.
    said = (Span(f"【{run.text}】", "bold") if run.key else Span(run.text) for run in quote.runs)
    yield Span(f"     {quote.place}  ", "cyan"), *said
