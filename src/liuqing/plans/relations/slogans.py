"""Slogans that count their own words: 产业转型、县城建设、脱贫攻坚、安全维稳“四大攻坚战”. Claimed only where they come out."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.relations.stand_in import stand_in
from liuqing.plans.text import Document, Paragraph

DIGITS = "两二三四五六七八九十"
NAMED = re.compile(r"[“\"](?P<count>[两二三四五六七八九十])(?:大|个|项|类|条|化|位一体)?[一-龥]{1,12}[”\"]")
BARE = re.compile(r"(?<=[一-龥])(?P<count>[两二三四五六七八九十])(?:化|位一体)(?=[一-龥]{1,8})")
STOPS = "，。；：:;！？（("
LONGEST = 16
"""Longer pieces between 、 are not items of a slogan."""


def find(document: Document) -> Iterator[Relation]:
    """Every slogan whose words stand before it, behind it in brackets or behind a colon."""
    for paragraph in document.paragraphs:
        for pattern in (NAMED, BARE):
            for found in pattern.finditer(paragraph.text):
                count = _value(found["count"])
                for start, end in (
                    _before(paragraph.text, found.start()),
                    _behind(paragraph.text, found.end()),
                ):
                    if start < end and _count(paragraph.text[start:end]) == count:
                        yield _relation(paragraph, found.start("count"), found.end(), (start, end), count)


def _value(digit: str) -> int:
    return 2 if digit in "两二" else DIGITS.index(digit) + 1


def _relation(paragraph: Paragraph, start: int, end: int, place: tuple[int, int], count: int) -> Relation:
    total, listed = stand_in(paragraph, start, end, count, "个"), stand_in(paragraph, *place, count, "项")
    parts = (Part("列举", listed),)
    return Relation(
        "count_sum", total, parts, formula=f"逐项点数{count}", computed=Decimal(count), slack=Decimal(0)
    )


def _before(text: str, place: int) -> tuple[int, int]:
    """From where to where the clause before the slogan goes."""
    start = max((text.rfind(stop, max(0, place - 120), place) for stop in STOPS), default=-1) + 1
    return max(start, place - 120), place


def _behind(text: str, place: int) -> tuple[int, int]:
    """What stands behind it in a bracket or behind a colon."""
    opening = text[place : place + 1]
    if opening not in ("（", "(", "：", ":"):
        return place, place
    stop = re.compile(r"[）)]" if opening in "（(" else r"[。；]").search(text, place + 1)
    return (place + 1, stop.start()) if stop and stop.start() - place < 160 else (place, place)


def _count(words: str) -> int:
    words = re.sub(r"(?:等|的|这|共)+$", "", words.strip('“”"'))
    items = [item for item in re.split(r"[、，]|和|与|(?<!涉)及", words) if item]
    return len(items) if len(items) > 1 and all(len(item) <= LONGEST for item in items) else 0
