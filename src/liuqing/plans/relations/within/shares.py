"""Shares and differences of shares: a of b is p %, shares of one whole make 100, p1 less p2 is so many points."""

import re
from collections.abc import Iterator
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import is_plain
from liuqing.plans.relations.rounding import adds_up
from liuqing.plans.relations.within.listing import label
from liuqing.plans.relations.within.scope import Scope
from liuqing.plans.relations.within.stated_shares import of_people, of_plan, of_stated, share

SHARE = re.compile(r"占(?!地|用|有|道|补)")
CAPPED = re.compile(
    r"覆盖率|参保率|入学率|普及率|合格率|通达率|发生率|占比|知晓率|满意度|签约率|入户率|兑现率|巩固率|占[^，。；]{0,12}的"
)
MORE = re.compile(
    r"增长|增幅|增加|提高|提升|超额|完成率|完成[^，。；]{0,8}的|达产|利用率|负荷|任务|计划|目标"
)
HUNDRED = Decimal(100)
WHOLES = 6
"""How many larger figures before a share may be its whole."""


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Shares within one paragraph."""
    if any(q.dimension == "percent" for q in scope.figures):
        yield from _of_scope(scope)


def _of_scope(scope: Scope) -> Iterator[Relation]:
    loose: list[list[Relation]] = []
    for at, q in enumerate(scope.figures):
        if q.dimension != "percent" or q.high is not None:
            continue
        if over := _above_all(scope, q):
            yield over
        if stated := of_stated(scope, at, q):
            yield stated
        elif rate := of_people(scope, at, q):
            yield rate
        elif done := of_plan(scope, at, q):
            yield done
        elif readings := list(_of_earlier(scope, at, q)):
            loose.append(readings)
    yield from _believed(loose)


def _of_earlier(scope: Scope, at: int, percent: Quantity) -> Iterator[Relation]:
    """ "157户542人，户占19.72%": what stands right before 占, and every larger figure before it as its whole."""
    for part in _parts(scope, at, percent):
        larger = [
            q for q in scope.figures[:at]
            if q.dimension == part.dimension and is_plain(q) and q.value > part.value and q.end <= part.start
        ]  # fmt: skip
        for whole in reversed(larger[-WHOLES:]):
            yield share(percent, part, whole)


def _parts(scope: Scope, at: int, percent: Quantity) -> list[Quantity]:
    """What a share may be of: the word beside 占 says whether households or persons, else either of a pair."""
    words = re.split(r"[。；]", scope.before(percent, 24))[-1]
    found = next(reversed(list(SHARE.finditer(words))), None)
    if not found:
        return []
    said: str | None = words[found.end() :]
    if said and any(c.isdigit() for c in said):
        said = _second(said)
    if said is None:
        return []
    wanted = _dimension(said) or _dimension(words[: found.start()][-1:])
    before = [
        q for q in scope.figures[max(0, at - 5) : at]
        if is_plain(q) and q.dimension != "percent" and q.sentence == percent.sentence
    ]  # fmt: skip
    fitting = [q for q in before if q.dimension == wanted] or before
    if not fitting:
        return []
    pair = (
        fitting[-2:]
        if not wanted and len(fitting) > 1 and _is_pair(fitting[-2], fitting[-1])
        else fitting[-1:]
    )
    return pair[::-1]


def _is_pair(one: Quantity, other: Quantity) -> bool:
    return one.dimension == "households" and other.dimension == "persons" and other.start - one.end <= 2


def _second(said: str) -> str | None:
    """The words of a second share under one 占: "占总户数的25%、总人数的24.4%"."""
    last = re.search(r"[%％][、，和]((?:占)?[一-龥]{0,4}(?:户|人)[一-龥]{0,4})$", said)
    return last[1] if last else None


def _dimension(words: str) -> str:
    found = re.findall(r"户(?!籍)|人", words)
    return {"户": "households", "人": "persons"}[found[-1]] if found else ""


def _believed(loose: list[list[Relation]]) -> Iterator[Relation]:
    """A whole that is not named is believed where the share comes out; where two others do, it is known."""
    held = [next((r for r in readings if adds_up(r)), None) for readings in loose]
    wholes = [r.parts[1].quantity.id for r in held if r]
    for readings, right in zip(loose, held, strict=True):
        if right:
            yield right
            continue
        known = [r for r in readings if _is_told(r)] or [
            r for r in readings if wholes.count(r.parts[1].quantity.id) > 1
        ]
        if known:
            yield known[0]


def _is_told(made: Relation) -> bool:
    """ "110597人中，有劳动能力的61934人，占56.0%": the whole begins the sentence, the part is next to it, no third."""
    part, whole = (p.quantity for p in made.parts)
    close = part.sentence == whole.sentence and part.clause - whole.clause <= 2
    near = made.computed is not None and made.total.value / 2 < made.computed < made.total.value * 2
    return close and near and whole.clause < part.clause and part.id - whole.id == 1


def _above_all(scope: Scope, percent: Quantity) -> Relation | None:
    """More than all of it: a coverage of 104 %. Growth and work done may be."""
    words = re.split(r"[，。；、（]", scope.before(percent, 24))[-1]
    if percent.value <= HUNDRED or percent.per or not CAPPED.search(words) or MORE.search(words):
        return None
    said = f"第{percent.line}行的“{percent.text}”超过100%，而{label(scope, percent)}不可能超过100%；请核对这个比例。"
    return Relation(
        "limit",
        percent,
        (Part("比例", percent),),
        computed=HUNDRED,
        bound="least",
        slack=Decimal(0),
        why=said,
    )
