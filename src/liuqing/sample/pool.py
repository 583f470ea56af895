"""The sample county's project pool: single projects whose sums are the plan's figures to the fen.

How many there are and what they cost comes from ``pool_figures`` and never from the number of
households; only which households a project serves does. Places, names and unit costs are drawn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from liuqing.sample import pool_prices, pool_sites, pool_states
from liuqing.sample.people import Village
from liuqing.sample.pool_figures import Figures, Item, Strand, Work
from liuqing.sample.pool_sites import Site
from liuqing.sample.shares import divide, within

SHARED = 3.2
"""Households that use a shared work for each registered one among them."""
PER_HOUSEHOLD = 4.3
"""Persons of a household."""
PEOPLE_EACH = 1.2
"""Persons of a household who get the same help."""


@dataclass(slots=True)
class Single:
    """One project of the pool; money in fen. ``serves`` are numbers of households; ``secured`` is what
    documents have granted, by source."""

    no: str
    name: str
    item: Item
    work: Work
    site: Site
    strand: Strand
    quantity: Decimal
    unit_cost: int | None
    amount: int
    sources: dict[str, int]
    starts_on: date
    ends_on: date
    state: str
    pooled_on: date
    households: int | None = None
    persons: int | None = None
    serves: list[str] = field(default_factory=list)
    secured: dict[str, int] = field(default_factory=dict)
    content: str = ""
    where: str = ""
    votes: int | None = None
    score: int | None = None

    @property
    def year(self) -> int:
        """The year of the plan in which it stands."""
        return self.work.year

    @property
    def everybody(self) -> int | None:
        """All households that it reaches, registered or not."""
        shared = self.item.reach == "公益共享" and self.households
        return round(self.households * SHARED) if shared and self.households else self.households

    @property
    def everyone(self) -> int | None:
        """All persons that it reaches."""
        shared = self.item.reach == "公益共享" and self.persons
        return round(self.persons * SHARED) if shared and self.persons else self.persons


def make(figures: Figures, villages: Sequence[Village], code: str, rng: Random) -> list[Single]:
    """All projects, in the order of class, item, year; numbers ``<code><year><four digits>``."""
    made: list[Single] = []
    spread = pool_sites.Spread(villages, rng)
    for item in figures.items:
        made.extend(_of_item(item, spread, figures.as_of, rng))
    _number(made, code)
    _name(made)
    _tell_beneficiaries(made, figures, rng)
    return made


def _of_item(item: Item, spread: pool_sites.Spread, as_of: date, rng: Random) -> Iterator[Single]:
    parts = _divided(item, rng)
    for work, strands in zip(item.works, parts, strict=True):
        prices = pool_prices.price(work.money, [q for _, q in strands], rng)
        sources = pool_prices.fill(work.sources, [price.amount for price in prices])
        for order, ((strand, quantity), price, paid) in enumerate(zip(strands, prices, sources, strict=True)):
            starts, ends = pool_states.days(work.year, rng)
            yield Single(
                no="", name=_title(work, strand, order), item=item, work=work, site=spread.next(work), strand=strand,
                quantity=Decimal(1) if quantity is None else quantity, unit_cost=price.unit_cost, amount=price.amount, sources=paid, starts_on=starts,
                ends_on=ends, state=pool_states.state(item, work, as_of, rng),
                pooled_on=pool_states.pooled(work.year, rng), content=work.content, where=work.site,
                votes=rng.randrange(31, 96) if work.at == "village" else None, score=rng.randrange(78, 99),
            )  # fmt: skip


def _title(work: Work, strand: Strand, order: int) -> str:
    return (
        strand.name if not work.each and strand.quantity is not None else work.names[order % len(work.names)]
    )


def _divided(item: Item, rng: Random) -> list[list[tuple[Strand, Decimal | None]]]:
    """What each project of each work builds, and how much of it."""
    if all(len(work.strands) > 1 for work in item.works):
        return _by_strand(item, rng)
    return [_alike(work, rng) for work in item.works]


def _alike(work: Work, rng: Random) -> list[tuple[Strand, Decimal | None]]:
    if not work.strands:
        names = [work.names[n % len(work.names)] for n in range(work.projects)]
        return [(Strand(name, Decimal(1), work.each or "项"), None) for name in names]
    strand = work.strands[0]
    weights = [rng.uniform(0.6, 1.6) for _ in range(work.projects)]
    return [(strand, q) for q in pool_prices.portions(strand, weights)]


def _by_strand(item: Item, rng: Random) -> list[list[tuple[Strand, Decimal | None]]]:
    """Strands whose quantity is told for all years together: more where and when there is more money."""
    strands = item.works[0].strands
    wanted = sum(work.projects for work in item.works)
    areas = [float(strand.quantity or 0) for strand in strands]
    counts = within(wanted, areas, [1] * len(strands), [wanted] * len(strands))
    drawn = [n for n, count in enumerate(counts) for _ in range(count)]
    rng.shuffle(drawn)
    slots = [number for number, work in enumerate(item.works) for _ in range(work.projects)]
    means = [work.money / work.projects for work in item.works]
    shares: dict[int, Iterator[Decimal]] = {}
    for n, strand in enumerate(strands):
        mine = [
            means[slot] * rng.uniform(0.7, 1.3) for slot, one in zip(slots, drawn, strict=True) if one == n
        ]
        shares[n] = iter(pool_prices.portions(strand, mine))
    parts: list[list[tuple[Strand, Decimal | None]]] = [[] for _ in item.works]
    for slot, one in zip(slots, drawn, strict=True):
        parts[slot].append((strands[one], next(shares[one])))
    return parts


def _number(made: list[Single], code: str) -> None:
    last: Counter[int] = Counter()
    for one in made:
        last[one.year] += 1
        one.no = f"{code}{one.year}{last[one.year]:04d}"


def _name(made: list[Single]) -> None:
    """Full names; where two would be the same the later ones are numbered."""
    seen: Counter[str] = Counter()
    for one in made:
        name = f"{one.site.label}{one.year}年{one.name}项目"
        seen[name] += 1
        one.name = name if seen[name] == 1 else f"{name}（{seen[name]}）"
        one.where = one.where or one.site.label


def _tell_beneficiaries(made: list[Single], figures: Figures, rng: Random) -> None:
    """The households and persons that the plan says an item or a class covers, shared out among its projects."""
    by_item: dict[tuple[str, str], list[Single]] = defaultdict(list)
    by_class: dict[str, list[Single]] = defaultdict(list)
    for one in made:
        by_item[one.item.class_one, one.item.class_two].append(one)
        by_class[one.item.class_one].append(one)
    for projects in by_item.values():
        item = projects[0].item
        if item.households is not None and item.persons is not None:
            _share(projects, item.households, item.persons, rng)
    for name, told in figures.covers.items():
        _share(by_class[name], told["households"], told["persons"], rng)
    for one in made:
        if one.households is None:
            one.households, one.persons = _by_quantity(one)


def _by_quantity(one: Single) -> tuple[int | None, int | None]:
    """What the quantity itself says of households and persons, where the plan says nothing else."""
    count = int(one.quantity)
    if one.strand.unit == "户":
        return count, round(count * PER_HOUSEHOLD)
    return (max(round(count / PEOPLE_EACH), 1), count) if one.strand.unit in ("人", "人次") else (None, None)


def _share(projects: list[Single], households: int, persons: int, rng: Random) -> None:
    weights = [rng.uniform(0.6, 1.6) * one.site.weight for one in projects]
    shared = divide(households, weights)
    more = divide(persons - households, [max(part, 1) for part in shared])
    for one, part, rest in zip(projects, shared, more, strict=True):
        one.households, one.persons = part, part + rest
