"""How many things some words list: "问题清单、任务清单和责任清单" are three, however 和 is read."""

import re
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.within.stand_in import stand_in
from liuqing.plans.text import Paragraph

SPLITS = (r"、", r"[、，,]", r"、|和|与|(?<!涉)及", r"[、，,]|和|与|(?<!涉)及", r"[；;]", r"[，,]")
"""The ways plans part the items of a list; "基本医疗和住房安全" may be one item or two."""
ENDS = re.compile(r"(?:等|的|这|共)+$")
LEAD = re.compile(r"^(?:以|即|按照|按|坚持|做到|落实|全面|其中|包括|分别[是为]|为|是)+")
LONGEST, CLAUSE = 18, 12
"""Longer pieces, and longer ones between commas, are sentences, not items."""


def items(words: str, split: str) -> list[str]:
    """The pieces of one way to part them, without what leads in and closes."""
    bare = ENDS.sub("", LEAD.sub("", words.strip('“”"：: ')))
    return [piece for piece in re.split(split, bare) if piece.strip("“”")]


def counts(words: str) -> set[int]:
    """Every number of items the words may list; none below two."""
    found: set[int] = set()
    for split in SPLITS:
        pieces = items(words, split)
        longest = CLAUSE if "，" in split else LONGEST
        if len(pieces) > 1 and all(len(piece) <= longest for piece in pieces):
            found.add(len(pieces))
    return found


def repeated(words: str, key: str) -> int:
    """How often the word that is counted begins or ends a piece: "确保资金到位，确保项目落地"."""
    pieces = re.split(r"[、，,；;]", words)
    return sum(piece.startswith(key) or piece.endswith(key) for piece in pieces)


def run_of(words: str, alphabet: str) -> int:
    """How many characters of an alphabet stand at the end, with or without 、 between: "县、乡、村", "红黄绿"."""
    found = re.search(rf"(?:[{alphabet}][、，]?)+$", words)
    return sum(c in alphabet for c in found[0]) if found else 0


def clause_start(text: str, place: int, stops: str, reach: int) -> int:
    """Where the clause begins that ends here, so many characters back at most."""
    low = max(0, place - reach)
    return max(max((text.rfind(stop, low, place) for stop in stops), default=-1) + 1, low)


def relation(paragraph: Paragraph, total: Quantity, start: int, end: int) -> Relation:
    """A number beside the place of what it counts, which is as much as it says."""
    listed = Part("列举", stand_in(paragraph, start, end, int(total.value), "项"))
    formula = f"逐项点数{total.value}"
    return Relation("count_sum", total, (listed,), formula=formula, computed=total.value, slack=Decimal(0))
