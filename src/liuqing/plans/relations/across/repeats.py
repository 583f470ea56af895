"""The same quantity stated in several places: households and persons together, rates, and other marked figures.

Equal figures make one relation with all their places. Different ones fail only where they are surely the same
thing: the other half of the pair is equal, or noun, year and scope are, and the digits differ as a slip does.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from liuqing.plans.claims import Part, Relation
from liuqing.plans.quantity import Quantity
from liuqing.plans.relations.cells import core, is_plain, nouns_agree, same_noun
from liuqing.plans.relations.opposites import opposed
from liuqing.plans.relations.slips import is_slip, significant
from liuqing.plans.text import Document

LEAST_PAIR = 100
"""Households: smaller pairs are equal by chance."""
SURE = frozenset({"money", "households", "persons"})
"""Five equal digits of these are one quantity whatever words stand beside them."""
SURE_SIDE = 1000
"""A side of a pair that is smaller must stand with just two values of the other side."""
SHARED = 4
MARKED = 5
"""Digits of a figure that is distinctive by itself; one digit less needs the same noun."""


@dataclass(frozen=True)
class Pair:
    """ "25728户111138人": the same people counted twice."""

    households: Quantity
    persons: Quantity


def find(document: Document, quantities: tuple[Quantity, ...]) -> Iterator[Relation]:
    """Pairs first; single figures that are in no pair after them."""
    pairs = list(_pairs(quantities))
    yield from _same_pairs(pairs)
    yield from _different_pairs(pairs)
    paired = {q.id for pair in pairs for q in (pair.households, pair.persons)}
    for relation in _same_figures(q for q in quantities if is_plain(q) and not q.hedge):
        if any(q.id not in paired for q in (relation.total, *(part.quantity for part in relation.parts))):
            yield relation


def repeat(total: Quantity, others: Iterable[Quantity], *, why: str = "") -> Relation:
    """One quantity and the other places that state it; what comes out is what the others say."""
    found = tuple(others)
    parts = tuple(Part(f"第{q.line}行", q) for q in found)
    return Relation(kind="repeat", total=total, parts=parts, computed=found[0].value, why=why)


def _pairs(quantities: tuple[Quantity, ...]) -> Iterator[Pair]:
    for one, other in itertools.pairwise(quantities):
        if (one.dimension, other.dimension) != ("households", "persons") or one.paragraph != other.paragraph:
            continue
        if other.start - one.end <= 1 and not (one.per or other.per or one.hedge or other.hedge):
            yield Pair(one, other)


def _same_pairs(pairs: list[Pair]) -> Iterator[Relation]:
    groups: dict[tuple[object, object], list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[(pair.households.value, pair.persons.value)].append(pair)
    for group in groups.values():
        for places in (
            first_of_paragraph(pair.households for pair in group),
            first_of_paragraph(pair.persons for pair in group),
        ):
            if len(places) > 1 and group[0].households.value >= LEAST_PAIR:
                yield repeat(places[0], places[1:])


def first_of_paragraph(figures: Iterable[Quantity]) -> list[Quantity]:
    """One figure of each paragraph, in their order."""
    return list({q.paragraph: q for q in reversed(list(figures))}.values())[::-1]


def _different_pairs(pairs: list[Pair]) -> Iterator[Relation]:
    """The households agree to the last digit and the persons differ by a slip, or the other way round."""
    by_households: dict[Decimal, list[Quantity]] = defaultdict(list)
    by_persons: dict[Decimal, list[Quantity]] = defaultdict(list)
    for pair in pairs:
        if pair.households.value >= LEAST_PAIR:
            by_households[pair.households.value].append(pair.persons)
        if pair.persons.value >= LEAST_PAIR:
            by_persons[pair.persons.value].append(pair.households)
    for same, name in ((by_households, "户数"), (by_persons, "人数")):
        for value, figures in same.items():
            if value >= SURE_SIDE or len({q.value for q in figures}) == 2:
                yield from _slipped(figures, f"两处{name}相同")


def _slipped(figures: list[Quantity], reason: str) -> Iterator[Relation]:
    """The rarer value against the one that is stated more often (or first); beside each other they are a list."""
    groups: dict[object, list[Quantity]] = defaultdict(list)
    for q in figures:
        groups[q.value].append(q)
    if len(groups) < 2:
        return
    usual = max(groups.values(), key=len)
    for group in groups.values():
        listed = {q.paragraph for q in group} & {q.paragraph for q in usual}
        if group is not usual and not listed and is_slip(group[0].stated, usual[0].stated, 2):
            yield repeat(group[0], first_of_paragraph(usual), why=differs(group[0], usual[0], reason))


def differs(one: Quantity, other: Quantity, reason: str) -> str:
    """For an editor: two places, two values, and why they should be one."""
    return f"第{one.line}行写“{one.text}”，第{other.line}行写“{other.text}”，{reason}，数却不同；请核对哪一处写错。"


def _same_figures(figures: Iterable[Quantity]) -> Iterator[Relation]:
    groups: dict[tuple[object, ...], list[Quantity]] = defaultdict(list)
    for q in figures:
        if significant(q.stated) >= MARKED - 2 and q.dimension not in ("percent", "permille"):
            groups[(q.dimension, q.value, q.per)].append(q)
    for group in groups.values():
        for same in _one_thing(group):
            places = first_of_paragraph(same)
            if len(places) > 1:
                yield repeat(places[0], places[1:])


def _one_thing(group: list[Quantity]) -> list[list[Quantity]]:
    """Equal figures sorted into those that may be one thing."""
    things: list[list[Quantity]] = []
    for q in group:
        home = next((thing for thing in things if _agree(thing[0], q)), None)
        if home is None:
            things.append([q])
        else:
            home.append(q)
    return things


def _agree(one: Quantity, other: Quantity) -> bool:
    """Nothing speaks against it, and enough speaks for it: five digits, or fewer and the same noun."""
    if (one.year and other.year and one.year != other.year) or one.each_year != other.each_year:
        return False
    if (one.source and other.source and one.source != other.source) or opposed(one, other):
        return False
    known = significant(one.stated)
    if known >= MARKED:
        return one.dimension in SURE or nouns_agree(one.what, other.what) or bool(one.year and other.year)
    if known == MARKED - 1:
        return same_noun(one.what, other.what) and len(core(one.what)) > 1
    return _share_words(one.what, other.what)


def _share_words(one: str, other: str) -> bool:
    """Four characters in a row in both nouns: "招录乡村医生" and "乡村医生招录工作"."""
    pieces = {one[i : i + SHARED] for i in range(len(one) - SHARED + 1)}
    return any(other[i : i + SHARED] in pieces for i in range(len(other) - SHARED + 1))
