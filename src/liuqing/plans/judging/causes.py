"""Failures that one mistake explains, put together: one wrong figure, one missing item, one gap seen twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise

from liuqing.plans.claims import Cause, Claim
from liuqing.plans.judging import gap_words
from liuqing.plans.judging.corrections import Correction, best

MANY = 400
"""More failures than these are not compared with each other in pairs of sums."""


def group(claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], tuple[Cause, ...]]:
    """The claims with the number of their cause, and every cause that explains at least two failures."""
    known = list(claims)
    failing = [at for at, claim in enumerate(known) if claim.verdict == "fails"]
    corrections = best(known, failing)
    links = [
        *(correction.claims for correction in corrections),
        *_same_gaps(known, failing),
        *_summed_gaps(known, failing),
        *_same_totals(known, failing),
    ]
    groups = _joined(links)
    causes = tuple(
        Cause(number, _what(known, places, corrections), places) for number, places in enumerate(groups, 1)
    )
    numbers = {at: cause.number for cause in causes for at in cause.claims}
    return tuple(replace(c, cause=numbers.get(at, 0)) for at, c in enumerate(known)), causes


def gap(claim: Claim) -> Decimal:
    """Computed less stated, in the base unit."""
    total = claim.relation.total
    scale = total.value / total.stated if total.stated else Decimal(1)
    return claim.difference * scale


def _same_gaps(claims: list[Claim], failing: list[int]) -> Iterable[tuple[int, ...]]:
    """The same distinctive amount too much or too little, in figures that share a place."""
    by_gap: dict[tuple[str, Decimal], list[int]] = defaultdict(list)
    for at in failing:
        size = abs(gap(claims[at]))
        if _is_distinctive(claims[at]):
            by_gap[(claims[at].relation.total.dimension, _rounded(size, claims[at]))].append(at)
    for places in by_gap.values():
        yield from (pair for pair in pairwise(places) if _share_lines(claims, pair))


def _is_distinctive(claim: Claim) -> bool:
    """12 people too many may happen twice; 276.61万元 does not."""
    return claim.relation.total.dimension == "money" or abs(claim.difference) >= 100


def _rounded(size: Decimal, claim: Claim) -> Decimal:
    """To the hundredth of the unit, so that 276.61 and 276.614 are one."""
    total = claim.relation.total
    scale = total.value / total.stated if total.stated else Decimal(1)
    return (size / scale).quantize(Decimal("0.01")) * scale


def _share_lines(claims: list[Claim], places: tuple[int, ...]) -> bool:
    return bool(set.intersection(*(set(claims[at].lines) for at in places)))


def _summed_gaps(claims: list[Claim], failing: list[int]) -> Iterable[tuple[int, ...]]:
    """The gaps of two or three years of one place are together the gap of the whole (2000 + 1520 = 3520)."""
    if len(failing) > MANY:
        return
    wholes = [at for at in failing if claims[at].relation.total.year is None]
    by_place: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for at in failing:
        total = claims[at].relation.total
        if total.year is not None:
            by_place[(total.paragraph, total.dimension, total.source)].append(at)
    for (_, dimension, source), years in by_place.items():
        for at in wholes:
            total = claims[at].relation.total
            if total.dimension == dimension and _sources_agree(claims[at], claims[years[0]], source):
                yield from ((at, *some) for some in _sums(claims, years[:8], gap(claims[at])))


def _sources_agree(whole: Claim, year: Claim, source: str) -> bool:
    """The same source; in one paragraph the years may leave it unsaid."""
    one, other = whole.relation.total, year.relation.total
    return one.source == source or (
        one.paragraph == other.paragraph and not source and whole.kind == year.kind
    )


def _sums(claims: list[Claim], years: list[int], wanted: Decimal) -> Iterable[tuple[int, ...]]:
    for count in (2, 3):
        for some in combinations(years, count):
            different = len({claims[at].relation.total.year for at in some}) == count
            if different and sum((gap(claims[at]) for at in some), Decimal(0)) == wanted:
                yield some


def _same_totals(claims: list[Claim], failing: list[int]) -> Iterable[tuple[int, ...]]:
    """One printed figure that fails against two different sums."""
    by_total: dict[int, list[int]] = defaultdict(list)
    for at in failing:
        by_total[claims[at].relation.total.id].append(at)
    return (tuple(places) for places in by_total.values() if len(places) > 1)


def _joined(links: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Links that share a claim become one group; groups in the order of their first claim."""
    owner: dict[int, set[int]] = {}
    for link in links:
        together = set(link).union(*(owner.get(at, ()) for at in link))
        for at in together:
            owner[at] = together
    return sorted({tuple(sorted(group)) for group in owner.values()})


def _what(claims: list[Claim], places: tuple[int, ...], corrections: list[Correction]) -> str:
    """One sentence for the editor."""
    fitting = [c for c in corrections if set(c.claims) <= set(places)]
    if fitting:
        return gap_words.asked(fitting[0], fitting)
    left_out = next((claims[at].relation.why for at in places if "没有计入" in claims[at].relation.why), "")
    if left_out:
        return left_out
    sums = [[claims[at] for at in link] for link in _summed_gaps(claims, list(places))]
    return gap_words.told([claims[at] for at in places], sums)
