"""Two rates told apart: "甲、乙产业分别增长12.3%和10.3%，增速分别比规模以上工业快5.8和3.8个百分点".

The other rate stands earlier in the paragraph under its name. Claimed only where all of them come out, for a name
may be that of another rate.
"""

import re
from collections.abc import Iterator

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.rounding import over
from liuqing.plans.relations.within.scope import Scope

NAMED = re.compile(
    r"(?:比|较|快于|高于|慢于|低于|超过|高出|低出|超)(?P<name>[一-龥、“”]{2,20}?)(?:的?增速|的?增幅|平均水平|平均|水平)?"
    r"(?:快|高|低|慢|高出|低出|多|少)?(?:出|了)?$"
)
LOWER = re.compile(r"慢|低|少")
TIME = re.compile(r"上年|去年|前年|同期|上月|上季|季度|月份|年初|年底|年末|往年")
GENERAL = re.compile(r"全部|全[国省市县区镇]|平均|增速|增长|的|总体|整体")
JOINED = re.compile(r"个?百?分?点?(?:、|和|与|及|以及)")
REACH = 60


def in_scope(scope: Scope) -> Iterator[Relation]:
    """Every run of points behind the name of another rate."""
    for at, first in enumerate(scope.figures):
        if first.dimension == "points" and first.high is None:
            run = _run(scope, at)
            words = NAMED.search(re.split(r"[，。；：（）]", scope.before(first, 36))[-1])
            if words and not TIME.search(words["name"]):
                yield from _apart(scope, at, run, words)


def _run(scope: Scope, at: int) -> list[Quantity]:
    """Points that follow each other: "5.8和3.8个百分点"."""
    run = [scope.figures[at]]
    for q in scope.figures[at + 1 :]:
        if q.dimension != "points" or not JOINED.fullmatch(scope.between(run[-1], q)):
            break
        run.append(q)
    return run


def _apart(scope: Scope, at: int, run: list[Quantity], words: re.Match[str]) -> Iterator[Relation]:
    """The rates right before the points, as many as they are, beside the one of the name."""
    own = list(scope.figures[max(0, at - len(run)) : at])
    if len(own) < len(run) or any(q.dimension != "percent" or q.sentence != run[0].sentence for q in own):
        return
    sign = -1 if LOWER.search(words[0]) else 1
    for base in _bases(scope, own[0], words["name"]):
        made = [_relation(p, q, base, sign) for p, q in zip(run, own, strict=True)]
        if all(not over(one) for one in made):
            yield from made
            return


def _bases(scope: Scope, before: Quantity, name: str) -> Iterator[Quantity]:
    """Rates before these whose words have the name, or how it ends."""
    known = GENERAL.sub("", name) or name
    rates = [q for q in scope.figures if q.dimension == "percent" and q.end <= before.start]
    for q in reversed(rates):
        said = re.split(r"[。；]", scope.before(q, REACH))[-1]
        if known in said or (len(known) >= 2 and known[-2:] in said):
            yield q


def _relation(points: Quantity, own: Quantity, base: Quantity, sign: int) -> Relation:
    parts = (Part("本项", own, sign=sign), Part("相比", base, sign=-sign))
    more, less = (own, base) if sign > 0 else (base, own)
    return Relation("growth", points, parts, formula=f"{more.text}−{less.text}")
