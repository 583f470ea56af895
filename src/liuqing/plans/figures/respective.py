"""分别: figures in the order of the years named before them, and numbers that share the unit of the last."""

import re
from dataclasses import replace

from liuqing.plans.figures.numbers import ARABIC
from liuqing.plans.figures.times import YEAR
from liuqing.plans.figures.units import MAGNITUDE, PATTERN
from liuqing.plans.quantity import Quantity

WORD = re.compile(r"分别|依次|逐年")
LISTED = re.compile(rf"{YEAR}年?(?:\s*[、，,和及]\s*{YEAR}年?)+")
RANGE = re.compile(rf"({YEAR})年?\s*(?:[-—–－~～]+|至|到)\s*({YEAR})年")
SHARED = re.compile(
    rf"(?<![\d.年第])(?P<low>{ARABIC})(?=(?:\s*[、和及与]\s*(?:{ARABIC}))*\s*[、和及与]\s*(?:{ARABIC})\s*(?P<magnitude>{MAGNITUDE})(?P<unit>{PATTERN}))"
)
BETWEEN = 16
"""So many characters may stand between the years and 分别."""


def shared(text: str) -> list[re.Match[str]]:
    """Numbers without a unit before one that has it: 100 and 200 of "分别投入100、200、300万元"."""
    return [m for word in WORD.finditer(text) for m in SHARED.finditer(text, word.end(), word.end() + 120)]


def spread(text: str, start: int, figures: list[Quantity]) -> list[Quantity]:
    """The figures of a sentence that begins at ``start`` of its paragraph, those behind 分别 with their years."""
    for word in WORD.finditer(text):
        years = _years(text[: word.start()])
        if years:
            figures = _given(figures, start + word.end(), years)
    return figures


def _years(before: str) -> list[int]:
    """The years named last before the word."""
    near = before[-(BETWEEN + 40) :]
    listed = [m for m in LISTED.finditer(near) if len(near) - m.end() <= BETWEEN]
    if listed:
        return [int(year) for year in re.findall(YEAR, listed[-1][0])]
    ranges = [m for m in RANGE.finditer(near) if len(near) - m.end() <= BETWEEN]
    return list(range(int(ranges[-1][1]), int(ranges[-1][2]) + 1)) if ranges else []


def _given(figures: list[Quantity], start: int, years: list[int]) -> list[Quantity]:
    """For every dimension the first figures behind the word get the years, if there is one for each."""
    behind = [q for q in figures if q.start >= start]
    when: dict[int, int] = {}
    for dimension in {q.dimension for q in behind}:
        of_it = [q for q in behind if q.dimension == dimension]
        if len(of_it) >= len(years):
            when |= {q.start: year for q, year in zip(of_it, years, strict=False)}
    return [
        replace(q, year=when[q.start], years=None, span=None, as_of=False) if q.start in when else q
        for q in figures
    ]
