"""Items inside a paragraph: "一是冷库建设。……二是肉牛养殖。……", "（1）……（2）……", "①……②……"."""

import re
from dataclasses import dataclass

ORDINALS = "一二三四五六七八九十"
MARK = re.compile(r"(?:^|(?<=[。；：:，！）)]))\s*(?:([一二三四五六七八九十])是|[（(](\d{1,2})[）)]|([①-⑳]))")
CLOSING = re.compile(r"(?<=[。；])(?:以上|上述|综上|[一二三四五六七八九十两]{1,2}项(?:合计|共))")


@dataclass(frozen=True)
class Item:
    """One item: its number as printed, its first words, and where it stands in the paragraph."""

    number: str
    title: str
    start: int
    end: int


def items(text: str) -> list[Item]:
    """The items of a paragraph in order; none unless they count from one to at least two."""
    marks: list[re.Match[str]] = []
    for mark in MARK.finditer(text):
        if _value(mark) == len(marks) + 1:
            marks.append(mark)
    if len(marks) < 2:
        return []
    closing = CLOSING.search(text, marks[-1].end())
    ends = [mark.start() for mark in marks[1:]] + [closing.start() if closing else len(text)]
    return [
        Item(m[0].strip(), re.split(r"[，。：；（(]", text[m.end() : end])[0][:16], m.start(), end)
        for m, end in zip(marks, ends, strict=True)
    ]


def _value(mark: re.Match[str]) -> int:
    if mark[1]:
        return ORDINALS.index(mark[1]) + 1
    return int(mark[2]) if mark[2] else ord(mark[3]) - ord("①") + 1
