"""Documents that grant the sample county's money, so that what was planned for a year can be allocated.

A source comes from levels in shares; money of line departments comes by department, with the classes
for which it may be spent. What is granted up to the day of the ledgers covers the plan of those years.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from liuqing.sample.pool import Single
from liuqing.sample.pool_figures import FEN, HUNDRED
from liuqing.sample.shares import divide

POOLED = {"中央": 45, "省级": 30, "市级": 15, "县级": 10}
LATER = {"中央": 40, "省级": 25, "市级": 10, "县级": 25}
"""Shares of the levels in pooled agriculture money, in the first year and later: the county gives more."""
IDLE = 800 * FEN
"""Of a document that nobody allocates."""


@dataclass(slots=True)
class Grant:
    """A document; money in fen. ``left`` is what is not yet allocated."""

    no: str
    title: str
    source: str
    level: str
    year: int
    amount: int
    issued_on: date
    received_on: date
    department: str = ""
    scope: list[str] = field(default_factory=list)
    pooled: bool = False
    purpose: str = ""
    left: int = 0
    planted: str = ""


def grants(projects: Sequence[Single], as_of: date, rng: Random) -> list[Grant]:
    """Every document up to the day, the earliest first."""
    made: list[Grant] = []
    for year in sorted({one.year for one in projects if one.year <= as_of.year}):
        made += _of_year(year, [one for one in projects if one.year == year], rng)
    if made:
        made.append(_idle(made, rng))
    made.sort(key=lambda one: (one.issued_on, one.title))
    counted: Counter[int] = Counter()
    for one in made:
        counted[one.year] += 1
        one.no = f"演示财{'整' if one.pooled else '预'}〔{one.year}〕{counted[one.year]}号"
        one.left = one.amount
    return made


def _of_year(year: int, projects: list[Single], rng: Random) -> Iterator[Grant]:
    first = year == min(one.year for one in projects)
    need: Counter[str] = Counter()
    for one in projects:
        need.update(one.sources)
    for source, amount in need.items():
        if amount and "整合" in source:
            yield from _by_level(year, source, amount, POOLED if first else LATER, rng)
        elif amount and level(source) in ("省级", "县级"):
            yield from _by_department(year, source, projects, rng)
        elif amount:
            yield _grant(year, source, level(source), amount, rng)


def level(source: str) -> str:
    """Who gives a source, by its name."""
    words = {
        "上海": "东西部协作", "沪滇": "东西部协作", "协作": "东西部协作", "县": "县级", "社会": "社会", "慈心": "社会", "贷款": "贷款"
    }  # fmt: skip
    return next((found for word, found in words.items() if word in source), "省级")


def _by_level(year: int, source: str, amount: int, shares: dict[str, int], rng: Random) -> Iterator[Grant]:
    parts = divide(amount // HUNDRED, list(shares.values()))
    parts[0] += 0
    rest = amount % HUNDRED
    for (name, _), part in zip(shares.items(), parts, strict=True):
        yield _grant(year, source, name, part * HUNDRED + (rest if name == "中央" else 0), rng, pooled=True)


def _by_department(year: int, source: str, projects: list[Single], rng: Random) -> Iterator[Grant]:
    need: Counter[str] = Counter()
    classes: dict[str, set[str]] = defaultdict(set)
    for one in projects:
        if one.sources.get(source):
            need[one.item.office.department] += one.sources[source]
            classes[one.item.office.department].add(one.item.class_one)
    for department, amount in need.items():
        yield _grant(
            year,
            source,
            level(source),
            amount,
            rng,
            department=department,
            scope=sorted(classes[department]),
        )


def _grant(
    year: int, source: str, name: str, amount: int, rng: Random, *, department: str = "",
    scope: list[str] | None = None, pooled: bool = False,
) -> Grant:  # fmt: skip
    issued = date(year, 1, 8) + timedelta(days=rng.randrange(60))
    about = f"{department}{source}" if department else source
    return Grant(
        "", f"关于下达{year}年{name}{about}的通知（演示）", source, name, year, amount, issued,
        issued + timedelta(days=rng.randrange(3, 15)), department or "县财政局", scope or [], pooled,
        f"用于{year}年脱贫攻坚项目库内项目",
    )  # fmt: skip


def _idle(made: list[Grant], rng: Random) -> Grant:
    """Money that came and that nobody put on a project."""
    first = made[0]
    one = _grant(first.year, first.source, first.level, IDLE, rng, pooled=first.pooled)
    one.title, one.planted = f"关于追加{one.year}年{one.source}的通知（演示）", "idle_money"
    return one
