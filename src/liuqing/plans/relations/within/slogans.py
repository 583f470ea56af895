"""Slogans that count their own words: 产业转型、县城建设、脱贫攻坚、安全维稳“四大攻坚战”. Claimed only where they come out."""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Relation
from liuqing.plans.relations.within.enumerated import clause_start, counts, relation, repeated, run_of
from liuqing.plans.relations.within.stand_in import stand_in
from liuqing.plans.text import Document, Paragraph

DIGITS = "两二三四五六七八九十"
NAMED = re.compile(
    r"[“\"](?P<count>[两二三四五六七八九十])(?:大|个|项|类|条|化|位一体)?(?P<key>[一-龥]{1,12})[”\"]"
)
BARE = re.compile(r"(?<=[一-龥])(?P<count>[两二三四五六七八九十])(?P<key>化|位一体)(?=[一-龥]{1,8})")
LEVELS = re.compile(r"(?<=[省市州县区乡镇街村组户])“?(?P<count>[两二三四五六])(?P<key>级)(?!以|医|公路|甲)")
STOPS = "，。；：:;！？（("
JOINED = re.compile(r"(?:[、和与及]|以及|暨)“?$")
""" "农业、林业、水利和“三农”": the slogan is one of the list, and no word for it."""
NUMERALS = re.compile(r"[一二三四五六七八九十]+")
""" "“八一”, “十四五”"."""
REACH = 160
"""So far from the slogan its words may reach."""
OPENING = re.compile(r"[一-龥]{0,8}(?:[（(：:]|，(?:即|分别是|分别为|就是|是指)[:：]?)")
LEVEL = "省市州县区乡镇街村组户"
COLOURS = "红橙黄绿青蓝紫黑白灰"
Place = tuple[int, int]


def find(document: Document) -> Iterator[Relation]:
    """Every slogan whose words stand before it, behind it in brackets or behind a colon."""
    for paragraph in document.paragraphs:
        for pattern in (NAMED, BARE, LEVELS):
            for found in pattern.finditer(paragraph.text):
                place = _listed(paragraph.text, found)
                if place:
                    yield _relation(paragraph, found, place)


def _listed(text: str, found: re.Match[str]) -> Place | None:
    """Where the words are that the slogan counts, if they are as many as it says."""
    count, key = _value(found["count"]), found["key"]
    if NUMERALS.fullmatch(key):
        return None
    before = clause_start(text, found.start(), STOPS, REACH), found.start()
    words = "" if JOINED.search(text[: before[1]]) else text[before[0] : before[1]].rstrip("“")
    if key[0] in "级色":
        told = run_of(words, LEVEL if key == "级" else COLOURS)
        if told == count:
            return before
    if key != "级" and count in counts(words):
        return before
    for behind in _behind(text, found.end()):
        words = text[behind[0] : behind[1]]
        if re.search(r"\d", words):
            continue
        if count in counts(words) or repeated(words, key) == count:
            return behind
    return None


def _value(digit: str) -> int:
    return 2 if digit in "两二" else DIGITS.index(digit) + 1


def _relation(paragraph: Paragraph, found: re.Match[str], place: Place) -> Relation:
    total = stand_in(paragraph, found.start("count"), found.end(), _value(found["count"]), "个")
    return relation(paragraph, total, *place)


def _behind(text: str, place: int) -> list[Place]:
    """What stands behind it in a bracket, behind a colon or 即: up to a semicolon, or to the full stop."""
    opening = OPENING.match(text, place)
    if not opening:
        return []
    stops = (r"[）)]",) if opening[0][-1] in "（(" else (r"[。；]", r"。")
    ends = [re.compile(stop).search(text, opening.end()) for stop in stops]
    return [(opening.end(), end.start()) for end in ends if end and end.start() - place < REACH]
