"""The long name of what a figure counts, before or behind it, and the pieces by which two names are one."""

import re

from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core

PIECE = 4
"""Characters in a row that two names of one thing share."""
HAN = re.compile(r"[一-龥]{2}")
NOUN_BEHIND = re.compile(r"[一-龥]{4,12}")
CUT = re.compile(r"的|正常|全部|开展|进行|投入|其中|以上|左右|实施|需|共")
VERBS = re.compile(
    r"^.*(?:建成|新建|改建|扩建|完成|实施|排查出?|对照|创建|组建|发挥|加强|确保|抓好|对|覆盖|改造|设立|成立|下设|建立|开展|巩固|享受)"
)
GENERIC = re.compile(r"贫困人口|贫困户|建档立卡|易地扶贫搬迁$|项目|资金|劳动力|脱贫")


def name(q: Quantity, text: str) -> str:
    """The noun behind a counter, cut before what is said of it; else the noun before the figure."""
    if HAN.match(text[q.end : q.end + 2]):
        behind = NOUN_BEHIND.match(text[q.end : q.end + 12])
        return CUT.split(behind[0])[0] if behind else ""
    before = re.search(r"(?<![\d一-龥])[一-龥]{4,16}$", text[max(0, q.start - 20) : q.start])
    return VERBS.sub("", before[0]) if before else ""


def pieces(noun: str) -> set[str]:
    """Every four characters in a row of the noun, without the words every plan uses; none of a general noun."""
    bare = core(noun) if len(core(noun)) >= PIECE else noun
    if GENERIC.search(noun):
        return set()
    return {bare[i : i + PIECE] for i in range(len(bare) - PIECE + 1)}
