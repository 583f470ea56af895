"""Lists of parts as plans write them: behind 其中, 包括, 分别为 or a colon, in brackets, or before 合计."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.series import is_grand

FUNDS = r"资金来源(?:为|[:：])?|资金筹措(?:为|[:：])?|分来源[:：]|(?<=[，,；;。])从(?=[^，。；]{2,20}安排)"
MARK = re.compile(
    r"其中(?!之一)|包括|包含|具体(?:为|是)?[:：]|分别(?:为|是|有)?|由(?=[一-龥]{2,8}\d)|(?<=[元人户个项件处所座里亩台次])[:：](?=[^“])"
    rf"|①|一是|从[一-龥]{{2,8}}看[，,]|按[一-龥]{{2,8}}(?:划分|分|看)[，,:：]|(?<=[人户个亩元])[一-龥]{{0,10}}中，?(?=[一-龥])|{FUNDS}|[（(]"
)
BEYOND = re.compile(r"其中|加上|另有|此外|另外|[，；]另")
"""What comes next is a list of its own, or on top of this one."""
FULL_STOP = re.compile(r"[。！？!?]")
BRACKET = re.compile(r"[（(）)]")
SEMICOLON = re.compile(r"[；;]")
FAR_BACK = 24
STOPS = 2
"""Where all money comes from may be told two sentences after how much it is, behind its years."""
LOOK_BACK = 8
"""How many figures before a mark may be its total."""


@dataclass(frozen=True)
class Listing:
    """A list and the figures before it that may be its totals, the nearest first. ``cuts`` are the numbers of
    items after which the list may end: at its end, at a semicolon, where another 其中 begins.
    """

    mark: str
    totals: tuple[Quantity, ...]
    items: tuple[Quantity, ...]
    cuts: tuple[int, ...]
    is_same_sentence: bool
    has_colon: bool = False
    """A colon opens it, so that it goes on over semicolons."""

    @property
    def sure_items(self) -> tuple[Quantity, ...]:
        """The items that belong to it beyond doubt."""
        return self.items[: self.cuts[0 if self.has_colon else -1]]


def listings(scope: Scope) -> Iterator[Listing]:
    """Every list of the paragraph."""
    for mark in MARK.finditer(scope.text, *scope.reach):
        made = _bracketed(scope, mark) if mark[0] in "（(" else _marked(scope, mark)
        if made and made.totals and made.items:
            yield made


def _bracketed(scope: Scope, mark: re.Match[str]) -> Listing | None:
    """The bracket with figures right behind a figure; a 其中 inside it is found by itself."""
    items = tuple(q for q in scope.figures if scope.group(q) == mark.start() and is_plain(q))
    before = [q for q in scope.figures if q.end <= mark.start()][-2:]
    near = [q for q in reversed(before) if _is_next(scope.text[q.end : mark.start()])]
    text = scope.text[mark.start() : items[0].start] if items else ""
    kind = "其中" if "其中" in text else "（"
    return Listing(kind, tuple(near), items, (len(items),), True) if near and items else None


def _is_next(words: str) -> bool:
    return words == "。" or (len(words) <= 12 and not re.search(r"[，。；、,;）)]", words))


def _marked(scope: Scope, mark: re.Match[str]) -> Listing | None:
    group = _group_at(scope, mark.start())
    end = len(scope.text) if mark[0] in ("①", "一是") else _end(scope, mark.end(), group)
    items = [
        q for q in scope.figures if mark.end() <= q.start < end and scope.group(q) == group and is_plain(q)
    ]
    before = [q for q in scope.figures if q.end <= mark.start() and scope.group(q) == group]
    if group >= 0 and not before:
        return None
    totals = [q for q in reversed(before[-LOOK_BACK:]) if is_plain(q) and _reaches(scope, q, mark.start())]
    between = scope.text[totals[0].end : mark.start()] if totals else ""
    if re.fullmatch(FUNDS, mark[0]) or mark[0] == "从":
        totals = _largest(scope, before[-FAR_BACK:], mark.start()) if items else []
    same = bool(totals) and (not FULL_STOP.search(between) or not between.strip("。，、；"))
    colon = scope.text[mark.end() - 1 : mark.end()] in ":：" or scope.text[mark.end() : mark.end() + 1] in (
        ":",
        "：",
    )
    return Listing(
        mark[0],
        tuple(totals),
        tuple(items),
        _cuts(scope, mark.end(), items),
        same,
        colon or mark[0] == "包括",
    )


def _largest(scope: Scope, before: list[Quantity], mark: int) -> list[Quantity]:
    """What all money comes from is the largest amount of no year before, not the last part of another split of it."""
    money = [
        q for q in before
        if q.dimension == "money" and not q.source and q.year is None and is_plain(q) and not q.each_year
        and len(FULL_STOP.findall(scope.text[q.end : mark])) <= STOPS and scope.item_at(q.start) == scope.item_at(mark)
    ]  # fmt: skip
    return [max(money, key=lambda q: q.value)] if money else []


def _group_at(scope: Scope, place: int) -> int:
    """The bracket open at a place of the text, -1 for none."""
    depth = 0
    for found in reversed(list(BRACKET.finditer(scope.text, max(0, place - 400), place))):
        if found[0] in "）)":
            depth += 1
        elif depth == 0:
            return found.start()
        else:
            depth -= 1
    return -1


def _end(scope: Scope, start: int, group: int) -> int:
    """A list ends with its sentence; in a bracket, with the bracket."""
    stop = FULL_STOP.search(scope.text, start)
    end = stop.start() if stop else len(scope.text)
    return end if group < 0 else min(end, _closing(scope.text, start))


def _closing(text: str, start: int) -> int:
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] in "（(") - (text[i] in "）)")
        if depth < 0:
            return i
    return len(text)


def _reaches(scope: Scope, total: Quantity, mark: int) -> bool:
    """The total stands in the sentence of the mark, or in the one before if the mark begins a sentence."""
    between = scope.text[total.end : mark]
    stops = len(FULL_STOP.findall(between))
    return (
        stops == 0
        or (stops == 1 and bool(FULL_STOP.search(between[-3:])))
        or (stops == 2 and bool(FULL_STOP.search(between[-3:])) and "列支" in between)
    )


def _cuts(scope: Scope, start: int, items: list[Quantity]) -> tuple[int, ...]:
    """After how many items the list may be over, the longest first."""
    cuts = {len(items)}
    for n in range(1, len(items)):
        words = scope.text[items[n - 1].end : items[n].start]
        if SEMICOLON.search(words) or BEYOND.search(words) or is_grand(scope, items[n]):
            cuts.add(n)
    return tuple(sorted(cuts, reverse=True))


def label(scope: Scope, quantity: Quantity) -> str:
    """What the plan calls a part: its source, its noun, or the words before it."""
    return (quantity.what or quantity.source or scope.before(quantity, 8).strip("，。；：、（）,;:()"))[-16:]
