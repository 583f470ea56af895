"""What a plan says of the poor and the poor villages: how many are registered, have left, are left, and when."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from liuqing.plans.quantity import Quantity
from liuqing.plans.text import Document

Kind = Literal["village", "town", "households", "persons"]
Status = Literal["left", "out", "added", "listed"]
When = tuple[str, int, int]
""" "over": in the years from … to …; "to": up to the end of the second; "at": counted at the end of the second;
"once": listed or added in the second."""
Key = tuple[Kind, Status, When]

NAMES = re.compile(r"脱贫(?:攻坚|致富|任务|标准|行动|成效|质量|成果|摘帽攻坚|工作)|退出标准|脱贫光荣")
REMARK = re.compile(r"[（(][^（()）\d]{0,12}[)）]")
PLACES: tuple[tuple[Kind, str], ...] = (
    ("village", r"贫困(?:行政)?村(?!民|医|级|集体)"),
    ("town", r"贫困(?:乡镇|乡|镇)(?!卫)"),
)
LEFT = re.compile(r"未脱贫|未出列|未退出|未摘帽|未减贫|剩余|尚有|仍有|还有|还剩")
OUT = re.compile(r"脱贫|出列|退出|摘帽|减贫|减少贫困")
ADDED = re.compile(r"新增|新识别|返贫|新纳入")
LISTED = re.compile(r"识别|建档立卡|共有|有贫困|认定|总数|纳入")
POOR = re.compile(r"贫困|脱贫|减贫|建档立卡")
OTHERS = re.compile(
    r"覆盖|受益|惠及|带动|低保|残疾|危房|搬迁|就业|学生|劳动力|培训|特困|五保|妇女|深度|非贫困|慢病|患|确保|力争|帮扶|因病|因学|因灾|其中|少数民族"
)
PROMISED = re.compile(r"确保|力争|到20\d\d年(?!末|底)")
"""What a plan promises says nothing of what was."""
SO_FAR = re.compile(r"累计|已|至|截止|共|以来")
REACH = 240
"""Characters a sentence has, at the most."""
CUT = "，。；！？：、（）(),;:"


@dataclass(frozen=True)
class Count:
    """One figure with its place in the account: of what, in which status, when."""

    kind: Kind
    status: Status
    when: When
    quantity: Quantity


def find(document: Document, quantities: tuple[Quantity, ...]) -> list[Count]:
    """Every such figure that can be placed in time, in the order of the text."""
    texts = {p.index: REMARK.sub(lambda m: "·" * len(m[0]), p.text) for p in document.paragraphs}
    found: list[Count] = []
    for index, figures in groupby(quantities, key=lambda q: q.paragraph):
        if index in texts:
            found += _of_paragraph(texts[index], list(figures))
    return found


def by_key(found: list[Count]) -> dict[Key, tuple[Quantity, ...]]:
    """The figures for each place in the account; none where the plan gives two different values."""
    values: dict[Key, list[Quantity]] = defaultdict(list)
    for one in found:
        values[(one.kind, one.status, one.when)].append(one.quantity)
    return {key: tuple(qs) for key, qs in values.items() if len({q.value for q in qs}) == 1}


def _of_paragraph(text: str, figures: list[Quantity]) -> Iterator[Count]:
    status: Status | None = None
    place, last = (-1, -1), None
    for at, q in enumerate(figures):
        if (q.sentence, 0) != place:
            status, place = None, (q.sentence, 0)
        clause = _clause(text, q, figures, at)
        said = _said_before(text, q)
        kind = None if PROMISED.search(said) else _kind(text, q, clause)
        if kind is None:
            continue
        status = _status(clause) or status
        when = _when(q, status, last, said + clause, clause)
        if status and when:
            last = when
            yield Count(kind, status, when, q)


def _clause(text: str, q: Quantity, figures: list[Quantity], at: int) -> str:
    """The clause around a figure, without names like 脱贫攻坚."""
    near = max(0, q.start - REACH)
    start = max(max(text.rfind(c, near, q.start) for c in CUT) + 1, near)
    ends = [i for c in CUT if (i := text.find(c, q.end, q.end + REACH)) >= 0]
    return NAMES.sub("", text[start : min(ends, default=q.end + REACH)])


def _said_before(text: str, q: Quantity) -> str:
    """The words of the sentence up to the figure."""
    near = max(0, q.start - REACH)
    return text[max(near, max(text.rfind(c, near, q.start) for c in "。；！？") + 1) : q.start]


def _kind(text: str, q: Quantity, clause: str) -> Kind | None:
    if q.per or q.high is not None or q.hedge or q.each_year or OTHERS.search(clause):
        return None
    if q.dimension in ("households", "persons"):
        return q.dimension if POOR.search(clause) or POOR.search(q.what) else None  # type: ignore[return-value]
    if not q.dimension.startswith("count:个"):
        return None
    before, after = text[max(0, q.start - 14) : q.start].rstrip("·有为共"), text[q.end : q.end + 8]
    return next(
        (kind for kind, noun in PLACES if re.match(noun, after) or re.search(rf"(?:{noun})$", before)), None
    )


def _status(clause: str) -> Status | None:
    order: tuple[tuple[Status, re.Pattern[str]], ...] = (
        ("left", LEFT),
        ("added", ADDED),
        ("out", OUT),
        ("listed", LISTED),
    )
    return next((status for status, words in order if words.search(clause)), None)


def _when(q: Quantity, status: Status | None, last: When | None, said: str, clause: str) -> When | None:
    """Exits are of years; what is left is counted on a day, of which only the end of a year is used. What is
    listed or added needs no day: there is one register.
    """
    if status in ("listed", "added"):
        return ("once", 0, q.year or (last[2] if last else 0))
    if status == "left":
        return _day(q, status, last)
    if q.years:
        return ("over", *q.years)
    if q.year is None or (q.moment and not q.as_of):
        return None
    if q.as_of:
        return ("to", 0, q.year) if SO_FAR.search(said) else None
    return None if "累计" in clause else ("over", q.year, q.year)


def _day(q: Quantity, status: Status, last: When | None) -> When | None:
    if q.year is not None and (q.as_of or (status == "left" and not q.moment)):
        return ("at", 0, q.year)
    if q.years:
        return ("at", 0, q.years[1])
    return ("at", 0, last[2]) if q.year is None and status == "left" and last else None
