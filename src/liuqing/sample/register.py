"""The register's outline: so many households of such sizes, exits and causes, village by village.

Sums are exact by construction: every total of the calibration is divided by largest remainder,
and for all households it is the plan's own number.
"""

from collections import Counter, defaultdict
from random import Random

from liuqing.errors import Problem
from liuqing.sample.calibration import Calibration
from liuqing.sample.people import Household, Village
from liuqing.sample.shares import divide, settle_parts, sizes, within

FEWEST = 30
SCHOOLING_NEEDS = 3
"""A household whose cause is schooling (因学) has at least so many members."""


def outline(figures: Calibration, villages: list[Village], count: int, rng: Random) -> list[Household]:
    """The households without their people, in the order of the villages."""
    if count < FEWEST:
        raise Problem(
            "sample.households", f"不能生成 {count} 户的示例县",
            f"请给 {FEWEST} 到 {figures.households} 之间的户数，或者用 all。",
        )  # fmt: skip
    found = _grouped(figures, count, rng)
    _give_causes(figures, found, rng)
    _give_care(figures, found, count, rng)
    _settle_in_villages(figures, found, villages, rng)
    order = {village.code: place for place, village in enumerate(villages)}
    found.sort(key=lambda h: order[h.village.code])
    _number(figures, found)
    return found


def scaled(total: int, count: int, figures: Calibration) -> int:
    """A figure of the whole county brought down to a county of ``count`` households."""
    return (total * count * 2 + figures.households) // (figures.households * 2)


def _grouped(figures: Calibration, count: int, rng: Random) -> list[Household]:
    parts = figures.parts
    households = divide(count, [part.households for part in parts])
    persons = within(
        scaled(figures.persons, count, figures),
        [part.persons for part in parts],
        households,
        [8 * n for n in households],
    )
    nowhere = Village("", "", "", urban=False)
    return [
        Household(nowhere, part.left, size, planned=part.planned)
        for part, n, people in zip(parts, households, persons, strict=True)
        for size in sizes(n, people, rng)
    ]


def _give_causes(figures: Calibration, found: list[Household], rng: Random) -> None:
    """Main causes; where the plan tells those of the people not exited, theirs are exact."""
    if figures.causes.get("of") != "not_exited":
        _share_causes(figures, found, rng)
        return
    for exited in (False, True):
        _share_causes(figures, [h for h in found if (h.left is not None) is exited], rng)


def _share_causes(figures: Calibration, found: list[Household], rng: Random) -> None:
    """Main causes so that households and, by exchange, persons have the plan's proportions."""
    names = list(figures.causes["households"])
    wanted = divide(len(found), list(figures.causes["households"].values()))
    order = list(found)
    rng.shuffle(order)
    order.sort(key=lambda h: h.size >= SCHOOLING_NEEDS)
    rest = [name for name, n in zip(names, wanted, strict=True) if name != "因学" for _ in range(n)]
    rng.shuffle(rest)
    late = wanted[names.index("因学")] if "因学" in names else 0
    for household, cause in zip(order, rest + ["因学"] * late, strict=True):
        household.cause = cause
    people = sum(h.size for h in found)
    _exchange(found, dict(zip(names, divide(people, list(figures.causes["persons"].values())), strict=True)))


def _exchange(found: list[Household], wanted: dict[str, int]) -> None:
    """Two households exchange their causes while that brings the persons by cause nearer."""
    shelves: dict[tuple[str, int], list[Household]] = defaultdict(list)
    missing = Counter(wanted)
    for household in found:
        shelves[household.cause, household.size].append(household)
        missing[household.cause] -= household.size
    while (pair := _pair(shelves, missing)) is not None:
        poor, rich, small, large = pair
        first, second = shelves[poor, small].pop(), shelves[rich, large].pop()
        first.cause, second.cause = rich, poor
        shelves[rich, small].append(first)
        shelves[poor, large].append(second)
        missing[poor] -= large - small
        missing[rich] += large - small


def _pair(
    shelves: dict[tuple[str, int], list[Household]], missing: Counter[str]
) -> tuple[str, str, int, int] | None:
    """A cause short of persons, one with too many, and the two sizes to exchange; None: done."""
    for poor in sorted(c for c in missing if missing[c] > 0):
        for rich in sorted(c for c in missing if missing[c] < 0):
            most = min(missing[poor], -missing[rich])
            low = SCHOOLING_NEEDS if rich == "因学" else 1
            for step in range(min(most, 7), 0, -1):
                for small in range(low, 9):
                    if shelves.get((poor, small)) and shelves.get((rich, small + step)):
                        return poor, rich, small, small + step
    return None


def _give_care(figures: Calibration, found: list[Household], count: int, rng: Random) -> None:
    """Who lives on dibao or as 特困: the totals of households and persons are exact."""
    small = sorted((h for h in found if h.size <= 2), key=lambda h: (h.cause != "缺劳力", rng.random()))
    for household in small[: scaled(figures.register["tekun_households"], count, figures)]:
        household.tekun = True
    wish = {"因残": 0.0, "缺劳力": 0.1, "因病": 0.25}
    rest = [h for h in found if not h.tekun]
    rest.sort(key=lambda h: rng.random() + wish.get(h.cause, 0.45) - 0.3 * (h.left is None))
    chosen = rest[: scaled(figures.register["dibao"]["households"], count, figures)]
    parts = [h.size if rng.random() < 0.4 else rng.randrange(1, h.size + 1) for h in chosen]
    persons = scaled(figures.register["dibao"]["persons"], count, figures)
    for household, part in zip(
        chosen, settle_parts(parts, persons, [h.size for h in chosen], rng), strict=True
    ):
        household.dibao = part


def _settle_in_villages(
    figures: Calibration, found: list[Household], villages: list[Village], rng: Random
) -> None:
    """Spread the households: more in poor villages, the most of those not exited where it is worst."""
    usual = [
        v.weight * rng.uniform(0.8, 1.2) * (1.25 if v.listed else 0.6) * (0.4 if v.urban else 1)
        for v in villages
    ]
    exited = [h for h in found if h.left is not None]
    _place(exited, villages, usual, rng)
    open_ = [h for h in found if h.left is None]
    # A village that is not out yet has an incidence above 3 %; all others stay clearly below.
    left = [
        weight * (4.5 if v.listed and not v.left else 0.5 if (v.left or 9999) < figures.as_of.year else 1.0)
        for v, weight in zip(villages, usual, strict=True)
    ]
    _place(open_, villages, left, rng)


def _place(found: list[Household], villages: list[Village], weights: list[float], rng: Random) -> None:
    order = list(found)
    rng.shuffle(order)
    stock = iter(order)
    for village, n in zip(villages, divide(len(found), weights), strict=True):
        for _ in range(n):
            household = next(stock)
            household.village = village
            village.registered += 1


def _number(figures: Calibration, found: list[Household]) -> None:
    for order, household in enumerate(found, 1):
        household.number = f"1{figures.number_stem}{order:07d}"
        household.hukou = f"5{figures.number_stem}{order:07d}"
